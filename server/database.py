"""Tortoise set up for SQLite and PostgreSQL, migrations, and the few statements that differ between the two."""

import asyncio
import json
import random
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from pydantic_core import from_json, to_json
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.context import TortoiseContext, require_context
from tortoise.migrations.executor import MigrationExecutor

from server.columns import KeyRing, new_key, use_keys
from server.files import write_private
from server.settings import Settings, SettingsError
from server.sqlite import MAPPED, Client
from server.together import Together

DOMAINS = "people push email sessions exercises checkins aftercare medication reminders review today"
MODELS = [f"server.{domain}.models" for domain in DOMAINS.split()]
LONG_LOG = 16_000  # pages of 4 KiB in SQLite's log: whoever writes the next one empties it, if nobody did before
CACHED = 8_000  # KiB of pages that a connection to SQLite holds; with the usual 2,000 whoever writes reads them again
CONNECTIONS = 20  # of one process to PostgreSQL, at most
WAITS = 5_000  # milliseconds for whoever else writes to SQLite
OPERATOR_WAITS = 30_000  # who types a command would otherwise type it again
HEAR_AGAIN = 0.1, 10.0  # seconds, from the first try to the last, until a line that was cut is open again
SILENCE = {"TCP_USER_TIMEOUT": 60_000, "TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}  # the first in ms
START_LOCK = 0x6461796D61726B  # any number that only a starting Daymark takes


class DatabaseNewer(Exception):
    """The database was made by a newer Daymark; start that version, or restore a backup from before."""


def config(database_url: str, waits: int = WAITS) -> dict[str, Any]:
    """Tortoise's configuration: one app named `daymark` with every domain's models and one line of migrations."""
    return {
        "connections": {"default": _connection(database_url, waits)},
        "apps": {
            "daymark": {"models": MODELS, "migrations": "server.migrations", "default_connection": "default"},
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _connection(database_url: str, waits: int) -> dict[str, Any]:
    if database_url.startswith("sqlite:///"):
        credentials = {
            "file_path": database_url.removeprefix("sqlite:///"),
            "journal_mode": "WAL",
            "synchronous": "FULL",  # a saved answer survives the machine losing power
            "busy_timeout": waits,
            "foreign_keys": "ON",
            "mmap_size": MAPPED,
            "cache_size": -CACHED,
            "wal_autocheckpoint": LONG_LOG,  # see `checkpoint`
            "journal_size_limit": LONG_LOG * 4096,
        }
        return {"engine": "server.sqlite", "credentials": credentials}
    url = database_url.replace("postgresql://", "postgres://", 1).replace("postgres://", "asyncpg://", 1)
    expanded: dict[str, Any] = expand_db_url(url)
    expanded["credentials"]["init"] = _begin
    expanded["credentials"]["reset"] = _leave
    expanded["credentials"]["maxsize"] = CONNECTIONS
    return expanded


async def _begin(line: asyncpg.Connection) -> None:
    notice_silence(line._transport.get_extra_info("socket"))  # asyncpg has no setting for it


def notice_silence(line: socket.socket) -> None:
    """A database that is gone without a word (a machine frozen, a network cut) is an error after a minute: the system
    would wait for a quarter of an hour, and for ever where nothing is under way."""
    if line.family == socket.AF_UNIX:
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in SILENCE.items():
        if option := getattr(socket, name, None):  # Linux has all of them
            line.setsockopt(socket.IPPROTO_TCP, option, value)


async def _leave(returned: asyncpg.Connection) -> None:
    """What a pool does with a connection that comes back. asyncpg would send a statement that undoes LISTEN, SET and
    locks, after every statement of ours; nothing uses them on these (see `hear`)."""
    if returned.is_in_transaction():
        await returned.reset()


def tortoise_config() -> dict[str, Any]:
    """What Tortoise's own command needs to make a migration: `tortoise -c server.database.TORTOISE makemigrations`."""
    return config("sqlite:///:memory:")


TORTOISE = tortoise_config()


async def read_keys(settings: Settings) -> KeyRing:
    """The key ring from the environment, or from the file `field-keys`, which is made when there is none yet.

    The database must be open. Raises SettingsError for a broken key, and when the file is gone although the database
    holds what was encrypted with it.
    """
    text = settings.field_keys or await _key_file(settings)
    try:
        return KeyRing.parse(text)
    except ValueError as error:
        raise SettingsError(f"The field keys can't be read: {error}. Restore them from a backup.") from error


def key_path(settings: Settings) -> Path:
    return settings.data_dir / "field-keys"


async def _key_file(settings: Settings) -> str:
    path = key_path(settings)
    if path.exists():
        return path.read_text()
    if await rows("SELECT id FROM person LIMIT 1"):
        raise SettingsError(
            f"The field keys {path} are missing, and without them nobody can read the database; "
            "restore the file from a backup."
        )
    with suppress(FileExistsError):  # made just now, by another process that starts too
        write_private(path, f"{new_key('k1')}\n".encode())
    return path.read_text()


@asynccontextmanager
async def opened(settings: Settings, waits: int = WAITS) -> AsyncIterator[TortoiseContext]:
    """The database of this process, with its keys, for as long as the context lasts.

    `waits`: for how many milliseconds while somebody else writes to SQLite; then it is an error that `is_busy`.
    """
    context = await Tortoise.init(config=config(settings.database_url, waits), _enable_global_fallback=True)
    try:
        use_keys(await read_keys(settings))
        yield context
    finally:
        await Tortoise.close_connections()


async def migrate(settings: Settings) -> list[str]:
    """Brings the database to this code's schema and names the migrations it applied.

    Raises DatabaseNewer when the database knows a migration that this code does not, SettingsError when there is no
    database to be opened.
    """
    async with alone(settings):
        await Tortoise.init(config=config(settings.database_url), _enable_global_fallback=True)
        try:
            executor = MigrationExecutor(connection(), config(settings.database_url)["apps"])
            steps = await executor.plan()
            unknown = executor.loader.applied_migrations - set(executor.loader.disk_migrations)
            if unknown:
                raise DatabaseNewer(DatabaseNewer.__doc__)
            await executor.migrate()
            return [step.migration.name for step in steps]
        finally:
            await Tortoise.close_connections()


@asynccontextmanager
async def alone(settings: Settings) -> AsyncIterator[None]:
    """Two processes that start together on PostgreSQL take turns in here; SQLite has its own lock.

    Raises SettingsError when there is no database to be opened.
    """
    if settings.database_url.startswith("sqlite"):
        _try_file(settings.database_url.removeprefix("sqlite:///"))
        yield
        return
    guard = await _connect(settings.database_url)
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", START_LOCK)
        yield
    finally:
        await guard.close()


async def _connect(database_url: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(database_url)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # Its message may hold the address with its password.
        raise SettingsError(
            f"The database can't be reached ({type(error).__name__}); see that it runs, and DAYMARK_DATABASE_URL."
        ) from error


def _try_file(path: str) -> None:
    """Tortoise waits for ever for a file that can't be opened."""
    try:
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise SettingsError(f"The database {path} can't be opened ({error}); see DAYMARK_DATABASE_URL.") from error


def connection() -> BaseDBAsyncClient:
    """The connection to use now: the open transaction's, if there is one."""
    client: BaseDBAsyncClient = require_context().connections.get("default")
    return client


def on_postgres() -> bool:
    return _is_postgres(connection())


def _is_postgres(client: BaseDBAsyncClient) -> bool:
    return client.capabilities.dialect == "postgres"


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Runs one statement written with `$1, $2, …` on either database; the rows it returns, as plain dicts."""
    client = connection()
    return list(await client.execute_query_dict(sql if _is_postgres(client) else _for_sqlite(sql), list(values)))


async def look_up(sql: str, *values: Any) -> list[dict[str, Any]]:
    """As `rows`, for a SELECT that finds a few rows by an index: every request begins with one.

    On SQLite it is run at once, outside a transaction: the way to the connection's thread and back takes five times as
    long as the statement itself, and the thread may be busy for somebody else.
    """
    client = connection()
    if isinstance(client, Client):
        return client.look_up(_for_sqlite(sql), values)
    return await rows(sql, *values)


def look_up_each(sql: str, columns: Mapping[str, str]) -> Callable[[Sequence[Any]], Awaitable[dict[str, Any]]]:
    """As `look_up`, of a SELECT that gives exactly one row for each row of `{asked}`, whose columns have these types.

    On PostgreSQL those who look up at the same time share one statement.
    """
    one = ", ".join(f"${n} AS {name}" for n, name in enumerate(columns, 1))
    several = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(columns.values(), 1))
    for_one = sql.replace("{asked}", f"(SELECT {one}) AS asked")
    asked = f"unnest({several}) WITH ORDINALITY AS asked ({', '.join(columns)}, n)"
    for_several = f"{sql.replace('{asked}', asked)} ORDER BY asked.n"

    async def find_all(keys: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        return await rows(for_several, *([key[n] for key in keys] for n in range(len(columns))))

    together = Together(find_all)

    async def find(key: Sequence[Any]) -> dict[str, Any]:
        client = connection()
        if isinstance(client, Client):
            [row] = client.look_up(_for_sqlite(for_one), key)
            return row
        return await together(key)

    return find


async def at_once(statements: Sequence[tuple[str, Sequence[Any]]]) -> list[tuple[Any, ...]]:
    """Runs statements on SQLite, written as it wants them, in a transaction of their own: all of them or none.

    Gives what the last one returns.
    """
    client = connection()
    assert isinstance(client, Client)  # noqa: S101  # PostgreSQL takes several in one
    found: list[tuple[Any, ...]] = await client.execute_at_once(statements)
    return found


async def checkpoint() -> None:
    """Keeps SQLite's log short, so that none of those who write has to do it while they wait; else nothing."""
    client = connection()
    if isinstance(client, Client):
        await client.checkpoint()


async def say(channel: str) -> None:
    """Whoever hears this channel, in whichever process, is told when the open transaction is committed, or now."""
    if on_postgres():
        await rows("SELECT pg_notify($1, '')", channel)


async def hear(database_url: str, channel: str, heard: Callable[[], None]) -> None:
    """Calls `heard` whenever something may have been said, until it is cancelled. SQLite has one process, which hears
    itself."""
    first, last = HEAR_AGAIN
    pause = first
    while not database_url.startswith("sqlite"):
        try:
            await _hear_until_cut(database_url, channel, heard)
            pause = first
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            pause = min(pause * 2, last)
        await asyncio.sleep(pause * random.uniform(0.75, 1.25))  # noqa: S311  # spreads load, guards nothing


async def _hear_until_cut(database_url: str, channel: str, heard: Callable[[], None]) -> None:
    # A line of its own: those of the pool are given to somebody else at any time.
    line, cut = await asyncpg.connect(database_url), asyncio.Event()
    try:
        await _begin(line)
        line.add_termination_listener(lambda _: cut.set())
        await line.add_listener(channel, lambda *_: heard())
        heard()  # what was said while nobody listened
        await cut.wait()
    finally:
        line.terminate()


@lru_cache
def _for_sqlite(sql: str) -> str:
    return sql.replace("$", "?")


def is_any(column: str, number: int, kind: str = "uuid") -> str:
    """The condition that a column is one of a list passed as value `$number` (see `listed`)."""
    # Never `IN (SELECT unnest(…))`: where PostgreSQL does not know yet how much is in a table, it would read all of it.
    if on_postgres():
        return f"{column} = ANY(${number}::{kind}[])"
    return f"{column} IN (SELECT value FROM json_each(${number}))"  # noqa: S608  # our own words; what people gave is a parameter


def listed(values: Sequence[Any]) -> Any:
    """The list as `is_any` wants it: an array for PostgreSQL, JSON for SQLite."""
    return list(values) if on_postgres() else json.dumps([str(value) for value in values])


def given(number: int, columns: Mapping[str, str]) -> str:
    """What stands after FROM for rows that are passed as value `$number` (see `as_given`): a table named `given`.

    `columns` are the names with their types on PostgreSQL.
    """
    if on_postgres():
        return f"json_to_recordset(${number}::json) AS given ({', '.join(map(' '.join, columns.items()))})"
    # By their places, not their names: a third faster.
    named = ", ".join(f"value ->> {place} AS {name}" for place, name in enumerate(columns))
    return f"(SELECT {named} FROM json_each(${number})) AS given"  # noqa: S608  # our own names


def as_given(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
    """These rows as `given` wants them; ids, days and the like are written as text."""
    return to_json(rows if on_postgres() else [[row[name] for name in columns] for row in rows]).decode()


def id_of(stored: Any) -> UUID:
    """What a column of ids holds, as `rows` gives it: text on SQLite."""
    return stored if isinstance(stored, UUID) else UUID(stored)


def value_of(stored: Any) -> Any:
    """What a JSON column holds, as `rows` gives it: text on either database."""
    return from_json(stored) if isinstance(stored, str) else stored
