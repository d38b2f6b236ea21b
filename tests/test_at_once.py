"""The same write twice at the same moment, as a phone with two tabs or an impatient network makes it: kept once."""

import asyncio
from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest

from server import clock
from server.aftercare.models import PlanDraft, PlanVersion
from server.checkins.models import Answer
from server.exercises.models import Assignment, Practice
from server.keys import Keys
from server.people.models import Device, Person
from server.reminders.models import Reminder, Shown
from tests.aftercare.test_plan import content
from tests.conftest import Browser, new_id
from tests.exercises.test_practice import practice
from tests.people.test_joining import invite, join
from tests.push.test_shared_browser import turn_on

TIMES = 6


def now() -> str:
    return clock.now().astimezone(UTC).isoformat()


ANSWER: dict[str, object] = {"check_in": None, "instrument": "daily", "version": "1", "language": "en", "items": []}
BY_ALICE: list[tuple[str, Callable[[], dict[str, Any]], type[Any]]] = [
    ("/api/answers/{id}", lambda: {**ANSWER, "answered_at": now()}, Answer),
    ("/api/practices/{id}", practice, Practice),
    ("/api/deliveries/{id}", lambda: {"shown_at": now()}, Shown),
]
BY_DANA: list[tuple[str, Callable[[Person], dict[str, Any]], type[Any]]] = [
    ("/api/plan-drafts/{id}", lambda alice: {"person": str(alice.id), "content": content()}, PlanDraft),
    ("/api/plan-versions/{id}", lambda alice: {"person": str(alice.id), "content": content()}, PlanVersion),
    (
        "/api/assignments/{id}",
        lambda alice: {"person": str(alice.id), "exercise": "halt", "note": None, "times_per_week": 3},
        Assignment,
    ),
]


async def send(who: Browser, path: str, body: dict[str, Any]) -> set[int]:
    answers = await asyncio.gather(*(who.put(path, body) for _ in range(TIMES)))
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize(("path", "body", "model"), BY_ALICE, ids=lambda each: str(each)[:24])
async def test_what_alice_sends_many_times_at_once_is_kept_once(
    alices: Browser, path: str, body: Callable[[], dict[str, Any]], model: type[Any]
) -> None:
    assert await send(alices, path.format(id=new_id()), body()) == {200}
    assert await model.all().count() == 1


@pytest.mark.parametrize(("path", "body", "model"), BY_DANA, ids=lambda each: str(each)[:24])
async def test_what_dana_sends_many_times_at_once_is_kept_once(
    danas: Browser, alice: Person, path: str, body: Callable[[Person], dict[str, Any]], model: type[Any]
) -> None:
    assert await send(danas, path.format(id=new_id()), body(alice)) == {200}
    assert await model.all().count() == 1


async def test_a_phone_that_joins_many_times_at_once_is_signed_in_once(danas: Browser, stranger: Browser) -> None:
    code = (await invite(danas))["code"]
    device = new_id()
    answers = await asyncio.gather(*(join(stranger, code, device) for _ in range(TIMES)))
    assert {answer.status_code for answer in answers} == {200}
    assert await Device.filter(id=device).count() == 1


async def test_a_test_reminder_asked_for_many_times_at_once_is_one(alices: Browser, alice: Person, keys: Keys) -> None:
    assert (await turn_on(alices, keys)).status_code == 200
    assert await send(alices, f"/api/test-reminders/{new_id()}", {}) == {200}
    assert await Reminder.filter(person=alice).count() == 1


async def test_different_drafts_at_once_leave_the_newest(danas: Browser, alice: Person) -> None:
    ids = sorted(new_id() for _ in range(TIMES))
    body = {"person": str(alice.id), "content": content()}
    answers = await asyncio.gather(*(danas.put(f"/api/plan-drafts/{each}", body) for each in ids))
    assert {answer.status_code for answer in answers} == {200}
    assert (await PlanDraft.get(person_id=alice.id)).draft_id == ids[-1]
