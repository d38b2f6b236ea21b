"""The `daymark` command in real processes: what goes wrong is one plain sentence, what was answered survives a kill."""

import json
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from server.app import api_document
from tests.conftest import new_id
from tests.processes import HOME, PATIENCE, Installation, Process

JOINING = {"called": "Al", "zone": "America/New_York", "language": "en"}
ANSWER: dict[str, object] = {"check_in": None, "instrument": "daily", "version": "1", "language": "en", "items": []}


@pytest.fixture
async def fresh(database_url: str, tmp_path: Path) -> Installation:
    """A data directory that is not there yet, and an empty database of the kind that the run is about."""
    data_dir = tmp_path / "data"
    if database_url.startswith("sqlite"):
        return Installation(data_dir, f"sqlite:///{data_dir / 'daymark.db'}")
    name = f"fresh_{uuid4().hex}"
    guard = await asyncpg.connect(database_url)
    await guard.execute(f"CREATE DATABASE {name}")
    await guard.close()
    return Installation(data_dir, urlsplit(database_url)._replace(path=f"/{name}").geturl())


@pytest.fixture
def clinic(fresh: Installation) -> Installation:
    """An installation with a program."""
    made = fresh.run("start-program", "--name", "Harbor House", "--zone", "America/New_York", "--phone", "555-0100")
    assert made.returncode == 0, made.stderr
    return fresh


def invite(clinic: Installation, role: str, name: str) -> str:
    """The code of a new invite."""
    printed = clinic.run("invite", "--role", role, "--name", name, "--json")
    assert printed.returncode == 0, printed.stderr
    made: dict[str, str] = json.loads(printed.stdout)
    assert made == {"role": role, "link": f"http://localhost:{clinic.port}/join#{made['code']}", "code": made["code"]}
    return made["code"]


def join(server: Process, code: str) -> str:
    """Signs a phone in; its cookie."""
    joined = server.ask("PUT", f"/api/devices/{new_id()}", {"code": code, **JOINING})
    assert joined.status == 200, joined
    return joined.headers["set-cookie"].partition(";")[0]


# One sentence


def one_sentence(result: object) -> str:
    """What an operator reads when a command gave up."""
    assert getattr(result, "returncode", None) == 2, result
    error: str = getattr(result, "stderr", "")
    assert error.startswith("daymark: ")
    assert error.count("\n") == 1, error
    return error


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DAYMARK_DATABSE_URL", "sqlite:///x.db", "DAYMARK_DATABSE_URL is not a setting"),
        ("PORT", "eighty", "PORT is “eighty”"),
        ("DAYMARK_FIELD_KEYS", "k1:short", "field keys can't be read"),
        ("DAYMARK_DATABASE_URL", "postgres://127.0.0.1:1/daymark", "can't be reached"),
        ("DAYMARK_DATABASE_URL", "sqlite:////nowhere/daymark.db", "can't be opened"),
    ],
)
def test_a_wrong_setting_is_one_sentence(fresh: Installation, name: str, value: str, words: str) -> None:
    assert words in one_sentence(fresh.run("serve", **{name: value}))


def test_a_data_directory_that_cannot_be_written_is_one_sentence(fresh: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "can't write" in one_sentence(fresh.run("serve", DAYMARK_DATA_DIR=str(tmp_path / "file" / "data")))


def test_a_port_in_use_is_one_sentence_and_touches_nothing(fresh: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", fresh.port))
        other.listen()
        assert f"Port {fresh.port}" in one_sentence(fresh.run("serve"))
    assert not fresh.data_dir.exists()


def test_commands_say_what_is_missing(fresh: Installation) -> None:
    nobody = ("invite", "--role", "counselor", "--name", "Dana")
    assert "There is no program yet" in one_sentence(fresh.run(*nobody))
    nowhere = ("start-program", "--name", "Harbor House", "--zone", "New York")
    assert "not a time zone" in one_sentence(fresh.run(*nowhere))
    assert fresh.run("start-program", "--name", "Harbor House", "--zone", "UTC").returncode == 0
    assert "already" in one_sentence(fresh.run("start-program", "--name", "Another", "--zone", "UTC"))
    assert "already" in one_sentence(fresh.run("demo"))


# Waiting


DANA = ("invite", "--role", "counselor", "--name", "Dana", "--json")
HASTY = """
import server.__main__ as daymark
daymark.OPERATOR_WAITS = 200
daymark.main()
"""


@contextmanager
def writing(clinic: Installation) -> Iterator[sqlite3.Connection]:
    """A connection that holds the write lock until it is told to commit."""
    if not clinic.database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL makes nobody wait for a row that they do not want.")
    with closing(sqlite3.connect(clinic.data_dir / "daymark.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE program SET phone = '555-0199'")
        yield other


def test_an_invite_waits_for_a_long_write_and_comes(clinic: Installation) -> None:
    with writing(clinic) as other, ThreadPoolExecutor() as pool:
        invited = pool.submit(clinic.run, *DANA)
        with pytest.raises(TimeoutError):
            invited.result(timeout=8)  # longer than a request would wait, and the command takes a moment to start
        other.execute("COMMIT")
        assert invited.result().returncode == 0, invited.result().stderr
    assert clinic.sql("SELECT count(*) FROM person") == [[1]]


def test_a_write_that_does_not_end_is_one_sentence_and_nobody_is_half_invited(clinic: Installation) -> None:
    with writing(clinic) as other:
        refused = subprocess.run(
            [sys.executable, "-c", HASTY, *DANA],
            cwd=HOME,
            env=clinic.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert "try again in a moment" in one_sentence(refused)
        other.execute("COMMIT")
    assert clinic.sql("SELECT count(*) FROM person") == [[0]]
    assert clinic.run(*DANA).returncode == 0


# Serving


def test_an_answer_that_got_its_200_survives_a_kill_once(clinic: Installation) -> None:
    code = invite(clinic, "participant", "Alice")
    path, body = f"/api/answers/{new_id()}", ANSWER | {"answered_at": "2026-06-01T12:00:00Z"}
    with Process(clinic).until("Daymark is at") as server:
        cookie = join(server, code)
        saved = server.ask("PUT", path, body, cookie=cookie)
        assert saved.status == 200
        server.kill()
    assert clinic.sql("SELECT count(*) FROM answer") == [[1]]
    with Process(clinic).until("Daymark is at") as server:
        again = server.ask("PUT", path, body, cookie=cookie)  # still signed in, too
        assert (again.status, again.body) == (200, saved.body)
    assert clinic.sql("SELECT count(*) FROM answer") == [[1]]


def test_counselor_and_participant_meet_over_real_http(clinic: Installation) -> None:
    dana, alice = invite(clinic, "counselor", "Dana"), invite(clinic, "participant", "Alice")
    with Process(clinic).until("Daymark is at") as server:
        danas, alices = join(server, dana), join(server, alice)
        people = server.ask("GET", "/api/caseload", cookie=danas).body["people"]
        assert [(each["name"], each["called"]) for each in people] == [("Alice", "Al")]
        assert server.ask("GET", "/api/home", cookie=alices).body["person"]["called"] == "Al"
        assert server.ask("GET", "/api/openapi.json").body == api_document()
        log = server.log()
    assert "/api/devices/{id:uuid}" in log
    for telling in (dana, alice, "Alice", "Dana", danas.partition("=")[2], alices.partition("=")[2], people[0]["id"]):
        assert telling not in log


def test_health_is_the_pulse_of_the_clocks_work(clinic: Installation) -> None:
    with Process(clinic, DAYMARK_TICK="no").until("Daymark is at") as server:
        assert server.ask("GET", "/healthz").status == 503  # nobody's clock has ever run
        with Process(clinic, "worker") as worker:
            assert server.ask_until(200, "/healthz").body == {"database": "up", "tick": "up"}
            assert clinic.run("health").returncode == 0
            worker.stop()
        clinic.sql("UPDATE beat SET at = at - 61000 RETURNING at")
        late = server.ask("GET", "/healthz")
        assert (late.status, late.body) == (503, {"database": "up", "tick": "late"})
        assert clinic.run("health").returncode == 1


def test_everything_it_writes_is_for_its_owner_only(clinic: Installation) -> None:
    invite(clinic, "participant", "Alice")
    with Process(clinic).until("Daymark is at"):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in clinic.data_dir.iterdir()}
    assert {"field-keys", "secret", "vapid.pem"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(clinic.data_dir.stat().st_mode) == 0o700


def test_a_crash_in_the_log_has_lines_of_code_and_no_words(fresh: Installation) -> None:
    fresh.data_dir.mkdir()
    script = """
import logging, structlog
from server import log
log.set_up()
def read(note):
    raise ValueError(note)
try:
    try:
        read("Alice wrote this")
    except ValueError as error:
        raise KeyError("of Alice") from error
except KeyError:
    structlog.get_logger().exception("tick_failed", job="plan")
    logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
"""
    result = fresh.python(f"import sys; sys.stderr = sys.stdout\n{script}")
    assert "Alice" not in result
    assert result.count("KeyError: <string>:") == result.count("ValueError: <string>:") == 2
    assert "in read" in result
