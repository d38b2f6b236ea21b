"""Tortoise set up for SQLite and PostgreSQL, migrations, and the few statements that differ between the two."""

import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor
from tortoise.transactions import in_transaction

from server.columns import KeyRing, new_key, use_keys
from server.files import write_private
from server.settings import Settings, SettingsError

MODELS = [
    f"server.{domain}.models"
    for domain in ("people", "push", "sessions", "exercises", "checkins", "aftercare", "reminders", "review")
]
START_LOCK = 0x6461796D61726B  # any number that only a starting Daymark takes


class DatabaseNewer(Exception):
    """The database was made by a newer Daymark; start that version, or restore a backup from before."""


def config(database_url: str) -> dict[str, Any]:
    """Tortoise's configuration: one app named `daymark` with every domain's models and one line of migrations."""
    return {
        "connections": {"default": _connection(database_url)},
        "apps": {
            "daymark": {"models": MODELS, "migrations": "server.migrations", "default_connection": "default"},
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _connection(database_url: str) -> dict[str, Any]:
    if database_url.startswith("sqlite:///"):
        credentials = {
            "file_path": database_url.removeprefix("sqlite:///"),
            "journal_mode": "WAL",
            "synchronous": "FULL",  # a saved answer survives the machine losing power
            "busy_timeout": 5000,
            "foreign_keys": "ON",
        }
        return {"engine": "server.sqlite", "credentials": credentials}
    url = database_url.replace("postgresql://", "postgres://", 1).replace("postgres://", "asyncpg://", 1)
    expanded: dict[str, Any] = expand_db_url(url)
    return expanded


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
async def opened(settings: Settings) -> AsyncIterator[TortoiseContext]:
    """The database of this process, with its keys, for as long as the context lasts."""
    context = await Tortoise.init(config=config(settings.database_url), _enable_global_fallback=True)
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
    client: BaseDBAsyncClient = get_connection("default")
    return client


def on_postgres() -> bool:
    return connection().capabilities.dialect == "postgres"


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Runs one statement written with `$1, $2, …` on either database; the rows it returns, as plain dicts."""
    client = connection()
    return list(await client.execute_query_dict(_dialect(sql), list(values)))


async def together(statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """Runs statements written as for `rows` in a transaction of their own: all of them or none."""
    if on_postgres():
        async with in_transaction():
            for sql, values in statements:
                await rows(sql, *values)
    else:
        client: Any = connection()
        await client.execute_together([(_dialect(sql), values) for sql, values in statements])


def _dialect(sql: str) -> str:
    return sql if on_postgres() else sql.replace("$", "?")


def any_of(number: int, kind: str = "uuid") -> str:
    """The right side of `column IN` for a list passed as value `$number` (see `listed`)."""
    return f"(SELECT unnest(${number}::{kind}[]))" if on_postgres() else f"(SELECT value FROM json_each(${number}))"  # noqa: S608  # our own words; what people gave is a parameter


def listed(values: Sequence[Any]) -> Any:
    """The list as `any_of` wants it: an array for PostgreSQL, JSON for SQLite."""
    return list(values) if on_postgres() else json.dumps([str(value) for value in values])


def value_of(stored: Any) -> Any:
    """What a JSON column holds, as `rows` gives it: text on either database."""
    return json.loads(stored) if isinstance(stored, str) else stored
