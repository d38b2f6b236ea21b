"""What Alice answered, as she may read it again."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from server.checkins.history import MOST
from server.checkins.keep import Arrived
from server.checkins.models import DAILY, Answer, CheckIn
from server.checkins.submit import submit
from server.people.models import Person
from tests.conftest import Browser, new_id
from tests.frozen import at, utc

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def say(
    person: Person, then: Any, check_in: CheckIn | None = None, revises: Arrived | None = None, /, **items: Any
) -> Arrived:
    return await submit(
        new_id(), person.id, person.program_id, check_in_id=check_in.id if check_in else None, instrument="daily",
        version="1", language="en",
        items=items, answered_at=then, now=then, revises=revises.id if revises else None,
    )  # fmt: skip


async def history(someone: Browser) -> dict[str, Any]:
    answer = await someone.get("/api/history")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def test_everything_she_said_newest_first_with_the_form_it_was_said_on(
    alices: Browser, alice: Person, charlie: Person
) -> None:
    for days in (2, 0, 1):
        await say(alice, MONDAY_NOON - days * DAY, mood=days, note="A quiet day.")
    await say(charlie, MONDAY_NOON, mood=9)
    page = await history(alices)
    assert [each["scores"] for each in page["answers"]] == [{"mood": 0}, {"mood": 1}, {"mood": 2}]
    assert page["answers"][0]["items"] == [
        {"link_id": "mood", "value": 0}, {"link_id": "note", "value": "A quiet day."},
    ]  # fmt: skip
    assert [(form["id"], form["version"]) for form in page["forms"]] == [("daily", "1")]


async def test_a_late_answer_is_of_the_day_it_was_asked_for(alices: Browser, alice: Person) -> None:
    opens_at = utc("2026-05-31T00:00")  # 20:00 on the 30th
    asked = await CheckIn.create(
        id=new_id(), person=alice, instrument="daily", slot=DAILY, local_date=date(2026, 5, 30), opens_at=opens_at,
        closes_at=opens_at + 6 * HOUR,
    )  # fmt: skip
    await say(alice, MONDAY_NOON, asked, mood=3)
    [answer] = (await history(alices))["answers"]
    assert (answer["for_day"], answer["late"], answer["check_in"]) == ("2026-05-30", True, str(asked.id))


async def test_an_answer_that_was_held_up_says_when_it_came(alices: Browser, alice: Person) -> None:
    friday = utc("2026-05-29T13:07")
    await submit(
        new_id(), alice.id, alice.program_id, check_in_id=None, instrument="daily", version="1", language="en",
        items={"mood": 3}, answered_at=friday, now=MONDAY_NOON,
    )  # fmt: skip
    [answer] = (await history(alices))["answers"]
    assert (answer["answered_at"], answer["received_at"]) == ("2026-05-29T13:07:00Z", "2026-06-01T16:00:00Z")


async def test_a_correction_and_what_it_replaced_are_both_there(alices: Browser, alice: Person) -> None:
    first = await say(alice, MONDAY_NOON - 2 * HOUR, mood=3)
    second = await say(alice, MONDAY_NOON - HOUR, None, first, mood=4)
    new, old = (await history(alices))["answers"]
    assert (new["id"], new["revises"], new["superseded"]) == (str(second.id), str(first.id), False)
    assert (old["id"], old["superseded"], old["revisable_until"]) == (str(first.id), True, None)
    # a day from when the first of them came
    assert new["revisable_until"] == "2026-06-02T14:00:00Z"


async def test_after_a_day_it_can_not_be_corrected_any_more(alices: Browser, alice: Person) -> None:
    await say(alice, MONDAY_NOON - DAY, mood=3)
    with at(MONDAY_NOON - timedelta(milliseconds=1)):
        assert (await history(alices))["answers"][0]["revisable_until"] == "2026-06-01T16:00:00Z"
    assert (await history(alices))["answers"][0]["revisable_until"] is None


async def test_she_sees_who_has_read_it_and_what_they_wrote_to_her(
    alices: Browser, danas: Browser, alice: Person
) -> None:
    answer = await say(alice, MONDAY_NOON, mood=3)
    said = {"answer": str(answer.id), "note": "For staff.", "reply": "Thank you."}
    await danas.put(f"/api/reviews/{new_id()}", said)
    [mine] = (await history(alices))["answers"]
    assert (mine["seen_by"], mine["seen_at"]) == ("Dana", "2026-06-01T16:00:00Z")
    [reply] = mine["replies"]
    assert (reply["by"], reply["at"], reply["text"]) == ("Dana", "2026-06-01T16:00:00Z", "Thank you.")
    assert "For staff." not in str(mine)


async def test_it_ends_somewhere(alices: Browser, alice: Person) -> None:
    def answer(number: int) -> Answer:
        then = MONDAY_NOON - number * HOUR
        return Answer(
            id=new_id(), person_id=alice.id, instrument="daily", version="1", language="en", items={"mood": 1},
            scores={"mood": 1}, answered_at=then, received_at=then, late=False,
        )  # fmt: skip

    await Answer.bulk_create([answer(number) for number in range(MOST + 1)])
    answers = (await history(alices))["answers"]
    assert (len(answers), answers[0]["answered_at"]) == (MOST, "2026-06-01T16:00:00Z")
