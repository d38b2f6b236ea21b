"""A worrying answer in real processes: whatever is killed in between, somebody learns of it, once."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import new_id
from tests.processes import HOME, PATIENCE, Installation, Process
from tests.push_service import PushService
from tests.test_process import clinic, fresh, invite, join

__all__ = ["clinic", "fresh"]  # fixtures

WORRYING: dict[str, object] = {
    "check_in": None,
    "instrument": "phq-9",
    "version": "1",
    "language": "en",
    "items": [{"link_id": "phq-9", "value": "LA6569-3"}],
}
# Kills its own process in a step of the clock's work, as the power going there would.
KILLED = """
import asyncio, os, signal
from datetime import timedelta
from server import clock
from server.database import opened
from server.review import escalate, raising
from server.settings import read_settings

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

async def work():
    async with opened(read_settings()):
        if {step!r}:
            setattr({module}, {step!r}, die)
        await {module}.{job}(clock.now() + timedelta(hours={hours}))

asyncio.run(work())
"""

# Alice can't come to a session of hers, tomorrow; and then, `coming`, she can.
SAID = """
import asyncio
from datetime import timedelta
from server import clock
from server.database import opened
from server.people.models import Person
from server.sessions.expand import occurrences_of
from server.sessions.models import ReplyKind, Series, SessionKind
from server.sessions.reply import Said, say
from server.settings import read_settings
from uuid_utils.compat import uuid7

async def work():
    async with opened(read_settings()):
        alice, now = await Person.get(role="participant"), clock.now()
        hers = dict(program_id=alice.program_id, person_id=alice.id, kind=SessionKind.individual, title="With Dana")
        when = dict(rule="FREQ=DAILY", first_day=now.date(), wall_time="12:00", minutes=50, zone="UTC")
        await Series.get_or_create(hers | when, person_id=alice.id)
        session = (await occurrences_of(alice, now + timedelta(hours=12), now + timedelta(days=3)))[0]
        await say(uuid7(), alice, session.id, Said(ReplyKind.{kind}, now), now)

asyncio.run(work())
"""


def run(clinic: Installation, job: str, step: str = "", hours: int = 0) -> int:
    """The exit code of a process that does this job of the clock's, and dies in a step of it if one is named."""
    module = "escalate" if job == "escalate" else "raising"
    script = KILLED.format(module=module, job=job, step=step, hours=hours)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=HOME, env=clinic.environment(), capture_output=True, timeout=PATIENCE
    )
    return done.returncode


def saying(time_of: str = "2026-06-01T12:00:00Z") -> dict[str, object]:
    return WORRYING | {"answered_at": time_of}


def alerts(clinic: Installation) -> list[list[Any]]:
    """For each alert: how often it was escalated, how many events it has, how many pushes are due for it."""
    return clinic.sql(
        "SELECT escalations, (SELECT count(*) FROM alert_event WHERE alert_id = alert.id),"
        " (SELECT count(*) FROM reminder WHERE kind = 'alert') FROM alert"
    )


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService() as running:
        yield running


async def test_a_worrying_answer_is_pushed_to_the_counselor_within_seconds(
    clinic: Installation, service: PushService
) -> None:
    dana, alice = invite(clinic, "counselor", "Dana"), invite(clinic, "participant", "Alice")
    process = await asyncio.to_thread(Process(clinic, DAYMARK_EXTRA_PUSH_ORIGINS=service.origin).until, "Daymark is at")
    with process as server:

        async def ask(method: str, path: str, body: object = None, **headers: str) -> Any:
            reply = await asyncio.to_thread(server.ask, method, path, body, **headers)
            assert reply.status == 200, reply
            return reply.body

        danas, alices = await asyncio.to_thread(join, server, dana), await asyncio.to_thread(join, server, alice)
        key = (await ask("GET", "/api/push", cookie=danas))["vapid_key"]
        laptop = service.subscribe(key)
        body = {"endpoint": laptop["endpoint"], **laptop["keys"], "vapid_key": key}
        await ask("PUT", f"/api/subscriptions/{new_id()}", body, cookie=danas)
        start = time.monotonic()
        await ask("PUT", f"/api/answers/{new_id()}", saying(), cookie=alices)
        [push] = await service.arrived(laptop["endpoint"])
        assert time.monotonic() - start < 10
        said = push.json()["notification"]
        assert said["navigate"].endswith("/alerts")
        assert not [word for word in ("Alice", "safety", "PHQ") if word in str(push.plain)]
        [alert] = (await ask("GET", "/api/alerts", cookie=danas))["open"]
        assert (alert["rule"], alert["tier"], alert["person"]["name"]) == ("safety", "urgent", "Alice")
        assert service.refusals == []


def test_killed_between_the_answer_and_the_alert_the_alert_comes_after_the_restart(clinic: Installation) -> None:
    dana, alice = invite(clinic, "counselor", "Dana"), invite(clinic, "participant", "Alice")
    with Process(clinic, DAYMARK_TICK="no").until("Daymark is at") as server:
        danas, alices = join(server, dana), join(server, alice)
        assert server.ask("PUT", f"/api/answers/{new_id()}", saying(), cookie=alices).status == 200
        server.kill()
    assert alerts(clinic) == []
    with Process(clinic).until("Daymark is at") as server:
        deadline = time.monotonic() + PATIENCE
        while not (found := server.ask("GET", "/api/alerts", cookie=danas).body["open"]):
            assert time.monotonic() < deadline
        assert [each["rule"] for each in found] == ["safety"]


@pytest.fixture
def worried(clinic: Installation) -> Installation:
    """Alice has answered, and the server is down."""
    dana, alice = invite(clinic, "counselor", "Dana"), invite(clinic, "participant", "Alice")
    with Process(clinic, DAYMARK_TICK="no").until("Daymark is at") as server:
        join(server, dana)
        cookie = join(server, alice)
        assert server.ask("PUT", f"/api/answers/{new_id()}", saying(), cookie=cookie).status == 200
    return clinic


def test_killed_anywhere_while_it_is_raised_it_is_raised_once_after(worried: Installation) -> None:
    for step in ("ring_of", "due_by", "tell", "mark_standing_stale", "_count"):
        assert run(worried, "raise_alerts", step) == -signal.SIGKILL
        assert alerts(worried) == [], step
    for _ in range(2):
        assert run(worried, "raise_alerts") == 0
    assert [escalations for escalations, _, _ in alerts(worried)] == [0]
    assert worried.sql("SELECT count(*) FROM alert_event WHERE step = 'opened'") == [[1]]
    assert worried.sql("SELECT count(*) FROM flag WHERE alert_id IS NULL") == [[0]]


def test_killed_anywhere_while_it_is_escalated_it_is_escalated_once_after(worried: Installation) -> None:
    assert run(worried, "raise_alerts") == 0
    before = alerts(worried)
    for step in ("ring_of", "due_by", "tell", "mark_standing_stale"):
        assert run(worried, "escalate", step, hours=100) == -signal.SIGKILL
        assert alerts(worried) == before, step
    for _ in range(2):
        assert run(worried, "escalate", hours=100) == 0
    assert [escalations for escalations, _, _ in alerts(worried)] == [1]
    assert worried.sql("SELECT count(*) FROM alert_event WHERE step = 'escalated'") == [[1]]


def says(clinic: Installation, kind: str) -> None:
    script = SAID.replace("{kind}", kind)
    subprocess.run([sys.executable, "-c", script], cwd=HOME, env=clinic.environment(), check=True, timeout=PATIENCE)


def test_killed_anywhere_while_alice_cant_come_and_then_can_both_are_said_once(clinic: Installation) -> None:
    dana, alice = invite(clinic, "counselor", "Dana"), invite(clinic, "participant", "Alice")
    with Process(clinic, DAYMARK_TICK="no").until("Daymark is at") as server:
        join(server, dana)
        join(server, alice)
    said: list[list[str]] = []
    for kind, steps in (
        ("cant_come", ("ring_of", "due_by", "tell", "mark_standing_stale", "_count")),
        ("coming", ("_event",)),
    ):
        says(clinic, kind)
        for step in steps:
            assert run(clinic, "raise_alerts", step) == -signal.SIGKILL
            assert clinic.sql("SELECT step FROM alert_event ORDER BY at") == said, step
        for _ in range(2):
            assert run(clinic, "raise_alerts") == 0
        said.append(["opened" if kind == "cant_come" else kind])
        assert clinic.sql("SELECT step FROM alert_event ORDER BY at") == said
