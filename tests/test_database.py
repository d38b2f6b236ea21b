"""The database as it really is: its schema, its migrations, what is encrypted, and how two processes share it."""

import asyncio
import json
import socket
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from tortoise import Tortoise
from tortoise.exceptions import OperationalError
from tortoise.models import Model
from tortoise.transactions import in_transaction

from server import clock
from server.columns import KeyMissing, KeyRing, key_id_of, new_key
from server.database import WAITS, connection, is_any, notice_silence, on_postgres, read_keys, rows
from server.keys import Keys, load_keys
from server.people.models import Person, Program
from server.push.models import Subscription
from server.reminders.models import ReminderChoice
from server.settings import Settings, SettingsError
from server.sqlite import is_busy
from tests.conftest import new_id, sign_in
from tests.processes import HOME, PATIENCE, Installation, free_port
from tests.test_process import fresh, one_sentence

__all__ = ["fresh"]


# The schema that is there is the one that the models mean


async def columns_of(table: str) -> dict[str, bool]:
    """Each column's name and whether it may be null."""
    if on_postgres():
        sql = "SELECT column_name AS name, is_nullable = 'YES' AS nullable FROM information_schema.columns"
        return {row["name"]: row["nullable"] for row in await rows(f"{sql} WHERE table_name = $1", table)}
    found = await rows(f"SELECT name, \"notnull\", pk FROM pragma_table_info('{table}')")  # noqa: S608  # our own names
    return {row["name"]: not row["notnull"] and not row["pk"] for row in found}


async def indexes_of(table: str) -> set[tuple[tuple[str, ...], bool, bool]]:
    """Each index: its columns, whether it is unique, whether it is partial."""
    if on_postgres():
        sql = """SELECT ix.indisunique AS is_unique, ix.indpred IS NOT NULL AS partial,
                 array_to_json(array_agg(a.attname ORDER BY k.place)) AS columns
                 FROM pg_index ix CROSS JOIN unnest(ix.indkey) WITH ORDINALITY AS k(number, place)
                 JOIN pg_attribute a ON a.attrelid = ix.indrelid AND a.attnum = k.number
                 WHERE ix.indrelid = $1::text::regclass GROUP BY ix.indexrelid, ix.indisunique, ix.indpred"""
        return {(tuple(json.loads(row["columns"])), row["is_unique"], row["partial"]) for row in await rows(sql, table)}
    found = set()
    for row in await rows(f"SELECT name, \"unique\", partial FROM pragma_index_list('{table}')"):  # noqa: S608  # our own names
        parts = await rows(f"SELECT name FROM pragma_index_info('{row['name']}') ORDER BY seqno")  # noqa: S608  # our own names
        found.add((tuple(part["name"] for part in parts), bool(row["unique"]), bool(row["partial"])))
    return found


def column(model: type[Model], name: str) -> str:
    field = model._meta.fields_map[name]
    return field.source_field or model._meta.fields_db_projection.get(name, f"{name}_id")


@pytest.fixture
def models(keys: Keys) -> list[type[Model]]:
    return list(Tortoise.apps["daymark"].values())


async def test_every_table_has_the_columns_that_its_model_means(models: list[type[Model]]) -> None:
    for model in models:
        meant = {name: bool(model._meta.fields_map[key].null) for key, name in model._meta.fields_db_projection.items()}
        assert await columns_of(model._meta.db_table) == meant, model


async def test_every_unique_key_and_index_that_a_model_means_is_there(models: list[type[Model]]) -> None:
    for model in models:
        found = {(columns, unique) for columns, unique, partial in await indexes_of(model._meta.db_table)}
        columns_that_are_unique = {columns for columns, unique in found if unique}
        for key, name in model._meta.fields_db_projection.items():
            field = model._meta.fields_map[key]
            if field.unique and not field.pk:
                assert (name,) in columns_that_are_unique, (model, name)
            if field.index and not field.unique and not field.pk:
                assert ((name,), False) in found, (model, name)
        for together in model._meta.unique_together:
            assert tuple(column(model, name) for name in together) in columns_that_are_unique, (model, together)
        for index in model._meta.indexes:
            names = tuple(column(model, name) for name in index.fields)  # type: ignore[union-attr]  # each has fields: they are ours
            assert (names, False) in found, (model, names)


async def test_what_the_tick_asks_has_its_partial_indexes(keys: Keys) -> None:
    reminder, person, check_in = [await indexes_of(each) for each in ("reminder", "person", "check_in")]
    assert {columns for columns, _, partial in reminder if partial} == {("next_at", "id"), ("lease_until",)}
    assert {columns for columns, _, partial in person if partial} == {("id",), ("planned_until",)}
    assert (("next_at", "id"), False, True) in await indexes_of("email")
    assert {columns for columns, _, partial in check_in if partial} >= {("closes_at",), ("missed_at",)}
    assert not any(columns[:1] == ("missed_at",) for columns, _, partial in check_in if not partial)


# Migrations, in processes of their own: Tortoise keeps one cache of SQL for all the databases of a process

TO_THE_FIRST = """
import asyncio
from tortoise import Tortoise
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from server.database import config, connection
from server.settings import read_settings
from server.keys import prepare_data_dir
settings = read_settings()
prepare_data_dir(settings)
async def go():
    await Tortoise.init(config=config(settings.database_url), _enable_global_fallback=True)
    executor = MigrationExecutor(connection(), config(settings.database_url)["apps"])
    await executor.migrate([MigrationTarget(app_label="daymark", name="0001_initial")])
    await connection().execute_script(
        "INSERT INTO program (id, name, zone, answers_read_by, is_demo) "
        "VALUES ('0197281a-0000-7000-8000-000000000001', 'Harbor House', 'UTC', '12:00', false)"
    )
    await Tortoise.close_connections()
asyncio.run(go())
"""
MIGRATIONS = sorted(path.stem for path in (HOME / "server" / "migrations").glob("0*.py"))


def test_from_nothing_to_the_newest_schema_and_no_further(fresh: Installation) -> None:
    first = fresh.run("migrate")
    assert (first.returncode, first.stdout.strip()) == (0, "Applied " + ", ".join(MIGRATIONS)), first.stderr
    assert fresh.run("migrate").stdout.strip() == "The database is up to date."
    assert [name for [name] in fresh.sql("SELECT name FROM tortoise_migrations ORDER BY name")] == MIGRATIONS


def test_from_the_first_schema_with_data_to_the_newest(fresh: Installation) -> None:
    fresh.python(TO_THE_FIRST)
    assert fresh.run("migrate").stdout.strip() == "Applied " + ", ".join(MIGRATIONS[1:])
    assert fresh.sql("SELECT name FROM program") == [["Harbor House"]]
    assert fresh.run("invite", "--role", "counselor", "--name", "Dana", "--json").returncode == 0


def test_a_database_of_a_newer_daymark_is_left_alone(fresh: Installation) -> None:
    fresh.run("migrate")
    fresh.sql(
        "INSERT INTO tortoise_migrations (app, name, applied_at) "
        "VALUES ('daymark', '9999_later', '2030-01-01 00:00:00+00:00') RETURNING name"
    )
    for command in (("migrate",), ("serve",), ("start-program", "--name", "X", "--zone", "UTC")):
        assert "newer Daymark" in one_sentence(fresh.run(*command))
    assert fresh.sql("SELECT count(*) FROM program") == [[0]]


# Moments


async def test_a_moment_is_a_number_whatever_zone_it_came_in(program: Program) -> None:
    noon_in_new_york = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=-4)))
    person = await Person.create(
        program=program, role="participant", name="Alice", zone="UTC", joined_at=noon_in_new_york
    )
    [stored] = await rows("SELECT joined_at FROM person")
    assert stored["joined_at"] == 1780329600000
    await person.refresh_from_db()
    assert person.joined_at == noon_in_new_york
    assert str(person.joined_at) == "2026-06-01 16:00:00+00:00"
    assert await Person.filter(joined_at__lte=noon_in_new_york).exists()


async def test_a_moment_without_a_zone_is_refused_everywhere(program: Program) -> None:
    naive = datetime(2026, 6, 1, 12)  # noqa: DTZ001  # naive on purpose: it must be refused
    with pytest.raises(ValueError, match="time zone"):
        await Person.create(program=program, role="participant", name="Alice", zone="UTC", joined_at=naive)
    with pytest.raises(ValueError, match="time zone"):
        await Person.filter(joined_at__lt=naive)
    with pytest.raises(ValueError, match="time zone"):
        await Person.all().update(joined_at=naive)


# What is encrypted


async def test_names_and_push_addresses_cannot_be_read_in_the_database(program: Program, keys: Keys) -> None:
    alice = await Person.create(
        program=program, role="participant", name="Alice Lidell", called="Al", phone="555-0142", zone="UTC"
    )
    await subscription_of(alice, keys)
    stored = [bytes(value) if isinstance(value, memoryview) else value for value in (await everything())]
    for secret in ("Alice", "Lidell", "555-0142", "updates.push.services", "p256dh-of-alice"):
        assert not [value for value in stored if secret.encode() in as_bytes(value)], secret


async def everything() -> list[Any]:
    found = []
    for table in ("person", "subscription"):
        found += [value for row in await rows(f"SELECT * FROM {table}") for value in row.values()]  # noqa: S608  # our own names
    return found


def as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


async def subscription_of(person: Person, keys: Keys) -> Subscription:
    device, _ = await sign_in(person)
    return await Subscription.create(
        id=new_id(), person=person, device=device, endpoint="https://updates.push.services.mozilla.com/wpush/v2/x",
        endpoint_hash="x", p256dh="p256dh-of-alice", auth="auth", vapid_key=keys.vapid.public_key, made_at=clock.now(),
    )  # fmt: skip


async def test_a_value_copied_into_another_column_does_not_decrypt(alice: Person) -> None:
    await connection().execute_query("UPDATE person SET called = name")
    with pytest.raises(InvalidTag):
        await Person.get(id=alice.id)


async def test_a_value_that_was_changed_does_not_decrypt(alice: Person) -> None:
    [stored] = await rows("SELECT name FROM person WHERE id = $1", alice.id if on_postgres() else str(alice.id))
    changed = bytearray(stored["name"])
    changed[-1] ^= 1
    await rows("UPDATE person SET name = $1 RETURNING id", bytes(changed))
    with pytest.raises(InvalidTag):
        await Person.get(id=alice.id)


# Key rings


def test_the_first_key_encrypts_and_all_of_them_decrypt() -> None:
    old, new = new_key("k1"), new_key("k2")
    before, after = KeyRing.parse(old), KeyRing.parse(f"{new}\n{old}\n")
    sealed = before.encrypt(b"hers", "person.name")
    assert after.decrypt(sealed, "person.name") == b"hers"
    assert (key_id_of(sealed), key_id_of(after.encrypt(b"hers", "person.name"))) == ("k1", "k2")
    with pytest.raises(KeyMissing, match="k2"):
        before.decrypt(after.encrypt(b"hers", "person.name"), "person.name")


def test_the_same_words_never_look_the_same() -> None:
    ring = KeyRing.parse(new_key("k1"))
    assert ring.encrypt(b"yes", "person.name") != ring.encrypt(b"yes", "person.name")


SOME_KEY = b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "k1",
        "k1:",
        "k1:short",
        f":{SOME_KEY}",
        "k1:" + b64encode(bytes(20)).decode(),
        f"{'k' * 33}:{SOME_KEY}",
        f"k1:{SOME_KEY},k1:{SOME_KEY}",  # which of them?
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_key_ring_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        KeyRing.parse(text)


def key_ids(clinic: Installation) -> set[str]:
    return {key_id_of(bytes.fromhex(name)) for [name] in clinic.sql("SELECT name FROM person")}


A_DEVICE = (
    "INSERT INTO device (id, person_id, token_hash, label, signed_in_at, seen_at, expires_at)"
    " SELECT id, id, 'x', 'Firefox', 0, 0, 0 FROM person LIMIT 1 RETURNING id"
)
A_COPY = (
    "INSERT INTO home_copy (device_id, editions, maker, begins, ends, etag, body)"
    " SELECT id, '', 'x', 0, 0, 'x', 'x' FROM device RETURNING device_id"
)


def test_rotating_the_key_writes_everything_anew(fresh: Installation) -> None:
    fresh.run("start-program", "--name", "Harbor House", "--zone", "UTC")
    for name in ("Alice", "Charlie"):
        assert fresh.run("invite", "--role", "participant", "--name", name).returncode == 0
    file = fresh.data_dir / "field-keys"
    first = file.read_text()
    assert key_ids(fresh) == {"k1"}
    fresh.sql(A_DEVICE)
    fresh.sql(A_COPY)
    rotated = fresh.run("rotate-keys")
    assert rotated.returncode == 0, rotated.stderr
    assert rotated.stdout.startswith("2 rows")
    assert key_ids(fresh) == {"k2"}
    assert fresh.sql("SELECT count(*) FROM home_copy") == [[0]]  # it is made again with the new one
    assert file.read_text().endswith(first)  # a backup from before can still be read
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(file.read_text().removesuffix(first))  # and what is in use needs only the new key
    assert json.loads(fresh.python(NAMES)) == ["Alice", "Charlie"]
    file.write_text(first)  # an old ring cannot pretend
    assert "k2" in one_error(fresh)
    file.write_text(first.replace("k1", "k7"))
    assert fresh.run("rotate-keys").returncode != 0


def one_error(clinic: Installation) -> str:
    result = subprocess.run(
        [sys.executable, "-c", NAMES], cwd=HOME, env=clinic.environment(), capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert result.returncode != 0
    return result.stderr


NAMES = """
import asyncio, json
from server.database import opened
from server.people.models import Person
from server.settings import read_settings
async def go():
    async with opened(read_settings()):
        print(json.dumps(sorted([person.name for person in await Person.all()])))
asyncio.run(go())
"""


# Secrets that are lost


async def test_field_keys_are_made_once_and_for_an_empty_database_only(
    settings: Settings, program: Program, tmp_path: Path
) -> None:
    elsewhere = replace(settings, data_dir=tmp_path)
    made = await read_keys(elsewhere)
    assert (tmp_path / "field-keys").stat().st_mode & 0o777 == 0o600
    again = await read_keys(elsewhere)
    assert again.decrypt(made.encrypt(b"hers", "x"), "x") == b"hers"


async def test_lost_field_keys_are_not_replaced(settings: Settings, alice: Person, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="restore the file from a backup"):
        await read_keys(replace(settings, data_dir=tmp_path))
    assert not (tmp_path / "field-keys").exists()


async def test_a_lost_push_key_is_replaced_only_while_nobody_has_subscribed(
    settings: Settings, alice: Person, keys: Keys, tmp_path: Path
) -> None:
    elsewhere = replace(settings, data_dir=tmp_path)
    made = await load_keys(elsewhere)
    assert (await load_keys(elsewhere)).vapid.public_key == made.vapid.public_key
    await subscription_of(alice, keys)
    assert (await load_keys(elsewhere)).secret == made.secret
    (tmp_path / "vapid.pem").unlink()
    with pytest.raises(SettingsError, match="restore it from a backup"):
        await load_keys(elsewhere)
    assert not (tmp_path / "vapid.pem").exists()


async def test_a_damaged_secret_is_said_and_kept(settings: Settings, program: Program, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not hexadecimal")
    with pytest.raises(SettingsError, match="damaged"):
        await load_keys(replace(settings, data_dir=tmp_path))
    assert (tmp_path / "secret").read_text() == "not hexadecimal"


# Several processes on one SQLite file

COUNT_UP = """
import asyncio
from tortoise.transactions import in_transaction
from server.database import opened
from server.people.models import Program
from server.settings import read_settings
async def go():
    async with opened(read_settings()):
        print("ready", flush=True)
        input()
        for _ in range(100):
            async with in_transaction():
                program = await Program.first()
                await Program.filter(id=program.id).update(phone=str(int(program.phone) + 1))
asyncio.run(go())
"""


def start(clinic: Installation) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", COUNT_UP], cwd=HOME, env=clinic.environment(), stdin=pipe, stdout=pipe, stderr=pipe,
        text=True,
    )  # fmt: skip


def test_processes_that_read_and_then_write_wait_for_each_other(tmp_path: Path) -> None:
    clinic = Installation(tmp_path / "data", f"sqlite:///{tmp_path / 'data' / 'daymark.db'}", free_port())
    clinic.run("start-program", "--name", "Harbor House", "--zone", "UTC", "--phone", "0")
    started = [start(clinic) for _ in range(3)]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        _, error = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, error
    with sqlite3.connect(tmp_path / "data" / "daymark.db") as database:
        assert database.execute("SELECT phone FROM program").fetchall() == [("300",)]


@pytest.fixture
async def elsewhere(settings: Settings, program: Program) -> AsyncIterator[sqlite3.Connection]:
    """A connection of another process that is in the middle of a write; ours waits a tenth of a second."""
    if on_postgres():
        pytest.skip("PostgreSQL does not let one process wait for all that another writes.")
    await connection().execute_script("PRAGMA busy_timeout = 100")
    path = settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
    await connection().execute_script(f"PRAGMA busy_timeout = {WAITS}")


async def call(program: Program, phone: str) -> None:
    async with in_transaction():
        await Program.filter(id=program.id).update(phone=phone)


async def test_a_write_that_could_not_begin_holds_up_nothing_that_comes_after_it(
    program: Program, elsewhere: sqlite3.Connection
) -> None:
    with pytest.raises(OperationalError) as refused:
        await call(program, "1")
    assert is_busy(refused.value)
    elsewhere.execute("COMMIT")
    async with asyncio.timeout(5):
        await call(program, "2")
    assert elsewhere.execute("SELECT phone FROM program").fetchall() == [("2",)]


async def test_nor_does_one_that_was_called_off_while_it_waited(
    program: Program, elsewhere: sqlite3.Connection
) -> None:
    await connection().execute_script("PRAGMA busy_timeout = 5000")
    waiting = asyncio.create_task(call(program, "1"))
    await asyncio.sleep(0)  # it has asked for its turn
    waiting.cancel()
    await asyncio.sleep(0)
    elsewhere.execute("COMMIT")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    async with asyncio.timeout(5):
        await call(program, "2")
    assert elsewhere.execute("SELECT phone FROM program").fetchall() == [("2",)]


async def test_postgres_looks_people_up_by_index_also_where_it_does_not_know_yet_how_many_rows_there_are(
    alice: Person,
) -> None:
    if not on_postgres():
        pytest.skip("SQLite does not count rows to choose how it reads")
    async with in_transaction():
        # A table nobody has counted: what an earlier test had in the real one may have been.
        await connection().execute_script(
            "CREATE TEMPORARY TABLE reminder (LIKE public.reminder INCLUDING ALL) ON COMMIT DROP;"
        )
        await rows(
            "INSERT INTO reminder"
            " (id, person_id, kind, key, subject, moment, due_at, useless_after, state, next_at, tries)"
            " SELECT gen_random_uuid(), $1, 'test', n::text, '', n, n, n, 'waiting', n, 0"
            " FROM generate_series(1, 20000) AS n",
            alice.id,
        )
        await connection().execute_script(
            "SET LOCAL plan_cache_mode = force_generic_plan;"  # noqa: S608  # our own words
            f"PREPARE look AS SELECT id FROM reminder WHERE {is_any('person_id', 1)};"
        )
        found = await rows("EXPLAIN EXECUTE look ('{}')")
        await connection().execute_script("DEALLOCATE look")
    plan = " ".join(row["QUERY PLAN"] for row in found)
    assert "Index" in plan
    assert "Seq Scan" not in plan


# What was stored by an older version


async def test_who_had_agreed_to_detail_had_agreed_to_it_of_sessions_and_of_check_ins(alice: Person) -> None:
    changed_by, changed_at = new_id(), clock.now()
    agreed = ReminderChoice(
        person_id=alice.id, what="detailed", value=True, changed_by=changed_by, changed_at=changed_at
    )
    await agreed.save()
    await ReminderChoice.create(
        person_id=alice.id, what="nudge", value=False, changed_by=new_id(), changed_at=changed_at
    )
    migration = import_module("server.migrations.0013_detail_of_each").Migration
    for each in migration.operations:
        await connection().execute_script(each.sql)
    rows = await ReminderChoice.filter(person_id=alice.id).order_by("what")
    assert [(row.what, row.value) for row in rows] == [
        ("check_in_detail", True),
        ("nudge", False),
        ("session_detail", True),
    ]
    assert {(row.changed_by, row.changed_at) for row in rows if row.value} == {(changed_by, changed_at)}


# A PostgreSQL that is gone without a word


def test_a_line_to_postgresql_notices_within_a_minute_that_nobody_is_there() -> None:
    """A network can't be cut here; what the system is asked to do about it can be read. A line within the machine has
    nothing to ask for."""
    with closing(socket.socket(socket.AF_INET)) as line, closing(socket.socket(socket.AF_UNIX)) as within:
        notice_silence(line)
        notice_silence(within)
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000
