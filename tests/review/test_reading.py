"""Dana reads one person and one answer, and says so; Alice sees that she did."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from server.checkins.models import Answer, CheckIn, CheckInState, Slot
from server.people.models import Group, Person
from server.review.person import days_of, week_of
from tests.conftest import Browser, new_id
from tests.frozen import at, utc

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def answer(phone: Browser, check_in: CheckIn | None = None, days_ago: int = 0, **items: Any) -> str:
    """Sends an answer of then; its id."""
    identifier = new_id()
    body = {
        "check_in": str(check_in.id) if check_in else None,
        "instrument": "daily",
        "version": "1",
        "language": "en",
        "answered_at": (MONDAY_NOON - days_ago * DAY).isoformat(),
        "items": [{"link_id": key, "value": value} for key, value in items.items()],
    }
    reply = await phone.put(f"/api/answers/{identifier}", body)
    assert reply.status_code == 200, reply.text
    return str(identifier)


def window(day: date, opens: str, **more: Any) -> CheckIn:
    opens_at = utc(opens)
    return CheckIn(
        id=new_id(), slot=Slot.daily, local_date=day, opens_at=opens_at, closes_at=opens_at + timedelta(hours=6), **more
    )


def test_six_weeks_of_local_days_each_with_its_state_and_latest_answer() -> None:
    alice = Person(zone="America/New_York")
    late_night = window(date(2026, 5, 30), "2026-05-31T00:00")  # 20:00, until 02:00 on the 31st
    late_night.answered_at = utc("2026-05-31T05:30")
    missed = window(date(2026, 5, 31), "2026-06-01T00:00", missed_at=utc("2026-06-01T06:00"))
    said = [  # newest first
        Answer(answered_at=utc("2026-06-01T14:00"), check_in_id=None, scores={"mood": 7}),
        Answer(answered_at=utc("2026-06-01T12:00"), check_in_id=None, scores={"mood": 2, "craving": 9}),
        Answer(answered_at=late_night.answered_at, check_in_id=late_night.id, scores={"mood": 4, "sleep": 6.5}),
    ]
    days = days_of(alice, [missed, late_night], said, MONDAY_NOON)
    assert (len(days), days[0].day, days[-1].day) == (42, date(2026, 4, 21), date(2026, 6, 1))
    saturday, sunday, monday = days[-3:]
    assert (saturday.state, saturday.mood, saturday.sleep) == (CheckInState.answered, 4, 6.5)
    assert (sunday.state, sunday.mood) == (CheckInState.missed, None)
    assert (monday.state, monday.mood, monday.craving) == (None, 7, None)
    assert days[0].state is None


@pytest.mark.parametrize(
    ("started_on", "week"),
    [(date(2026, 6, 1), 1), (date(2026, 5, 26), 1), (date(2026, 5, 25), 2), (date(2026, 6, 2), None), (None, None)],
)
def test_the_week_of_the_program_counts_from_one(started_on: date | None, week: int | None) -> None:
    assert week_of(Person(zone="America/New_York", started_on=started_on), MONDAY_NOON) == week


async def test_one_person_on_one_page(alices: Browser, danas: Browser, alice: Person, evening_a: Group) -> None:
    first = await answer(alices, None, 1, mood=5, craving=2)
    second = await answer(alices, None, 0, mood=3, craving=6, call=True)
    page = (await danas.get(f"/api/people/{alice.id}")).json()
    assert page["person"]["name"] == "Alice"
    assert page["person"]["groups"] == ["Evening A"]
    assert [(each["id"], each["flags"]) for each in page["answers"]] == [(second, ["call", "craving"]), (first, [])]
    assert (len(page["days"]), page["days"][-1]["craving"], page["days"][-2]["craving"]) == (42, 6, 2)
    assert page["plan"] == {"agreed": None, "proposed": None}
    assert page["reminders"] == {"subscribed": False, "last_accepted_at": None, "last_shown_at": None}


async def test_an_answer_is_read_with_the_form_as_it_was_and_the_answer_before(alices: Browser, danas: Browser) -> None:
    await answer(alices, None, 3, mood=9)
    before = {"mood": 5, "note": "A quiet day."}
    await answer(alices, None, 2, **before)
    latest = await answer(alices, None, 1, mood=2, used=True)
    await answer(alices, None, 0, mood=8)
    read = (await danas.get(f"/api/answers/{latest}")).json()
    assert {each["link_id"]: each["value"] for each in read["items"]} == {"mood": 2, "used": True}
    assert {each["link_id"]: each["value"] for each in read["before"]} == before
    assert (read["instrument"]["id"], read["instrument"]["version"]) == ("daily", "1")
    assert (read["person"]["name"], read["flags"], read["late"]) == ("Alice", ["used"], False)


async def test_the_second_reviewer_learns_who_was_first(
    alices: Browser, danas: Browser, bens: Browser, ben: Person, evening_a: Group
) -> None:
    identifier = await answer(alices, None, 0, mood=3)
    await Group.filter(id=evening_a.id).update(lead_id=ben.id)  # now she is in the care of both
    review = new_id()
    first = await danas.put(f"/api/reviews/{review}", {"answer": identifier})
    said = {"id": str(review), "reviewed_by": "Dana", "reviewed_at": "2026-06-01T16:00:00Z"}
    assert first.json() == said
    with at(MONDAY_NOON + DAY):
        second = (await bens.put(f"/api/reviews/{new_id()}", {"answer": identifier})).json()
        again = await danas.put(f"/api/reviews/{review}", {"answer": identifier})
    assert (second["reviewed_by"], second["reviewed_at"]) == ("Dana", "2026-06-01T16:00:00Z")
    assert again.json() == said
    assert (await bens.get(f"/api/answers/{identifier}")).json()["reviewed_by"] == "Dana"


async def test_alice_sees_that_dana_has_read_her_answer(alices: Browser, danas: Browser) -> None:
    identifier = await answer(alices, None, 0, mood=3)
    [mine] = (await alices.get("/api/home")).json()["answers"]
    assert (mine["id"], mine["seen_by"], mine["seen_at"]) == (identifier, None, None)
    await danas.put(f"/api/reviews/{new_id()}", {"answer": identifier})
    [mine] = (await alices.get("/api/home")).json()["answers"]
    assert (mine["seen_by"], mine["seen_at"]) == ("Dana", "2026-06-01T16:00:00Z")
    assert "items" not in mine
