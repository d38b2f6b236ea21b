"""A phone whose clock is wrong: what it says still reaches somebody, and at the right time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from server.checkins.models import Answer, CheckIn
from server.people.models import Person
from server.review.caseload import cases_of
from tests.checkins.conftest import OPENS
from tests.checkins.test_answers import EVENING, answer
from tests.conftest import Browser, new_id
from tests.frozen import at

MONTHS = timedelta(days=90)


@pytest.fixture(autouse=True)
def _in_the_evening() -> Iterator[None]:
    with at(EVENING):
        yield


@pytest.mark.parametrize("off", [MONTHS, -MONTHS, timedelta(hours=5)])
async def test_the_phone_says_what_its_clock_shows_and_the_time_is_set_right(alices: Browser, off: timedelta) -> None:
    said_at = EVENING - timedelta(minutes=10)  # ten minutes without a network
    body = answer(answered_at=(said_at + off).isoformat())
    sent = await alices.put(f"/api/answers/{new_id()}", body, daymark_clock=(EVENING + off).isoformat())
    assert sent.status_code == 200, sent.text
    assert (await Answer.get()).answered_at == said_at


@pytest.mark.parametrize("clock", ["", "now", "2026-06-02T00:10:30", (EVENING + timedelta(seconds=90)).isoformat()])
async def test_a_small_difference_or_an_unreadable_clock_changes_nothing(alices: Browser, clock: str) -> None:
    await alices.put(f"/api/answers/{new_id()}", answer(), daymark_clock=clock)
    assert (await Answer.get()).answered_at == EVENING


async def test_an_answer_from_long_before_its_question_was_said_now(alices: Browser, tonight: CheckIn) -> None:
    body = answer(tonight, answered_at=(OPENS - MONTHS).isoformat())
    await alices.put(f"/api/answers/{new_id()}", body)
    assert (await Answer.get()).answered_at == EVENING


async def test_dana_sees_a_call_for_help_however_old_the_phone_says_it_is(alices: Browser, danas: Browser) -> None:
    await alices.put(f"/api/answers/{new_id()}", answer(answered_at="2021-01-01T12:00:00Z"))
    [alice] = (await danas.get("/api/caseload")).json()["people"]
    assert ([need["reason"] for need in alice["needs"]], alice["unreviewed"]) == (["call"], 1)
    page = (await danas.get(f"/api/people/{alice['id']}")).json()
    assert [[rule["name"] for rule in each["rules"]] for each in page["answers"]] == [["call"]]


async def test_what_nobody_has_read_stays_until_somebody_does(alices: Browser, alice: Person) -> None:
    await alices.put(f"/api/answers/{new_id()}", answer())
    [case] = await cases_of([alice], EVENING + MONTHS)
    assert (case.needs[0].reason, case.facts.unreviewed) == ("call", 1)
