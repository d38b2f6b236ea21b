"""Alice's own times: kept for her, expanded where they take place, and nobody else's business."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from server.database import connection
from server.people.models import Person
from server.sessions.commitments import MOST
from server.sessions.models import Commitment
from server.today.models import HomeCopy
from tests.conftest import Browser, new_id
from tests.frozen import at, made_at, utc
from tests.queries import counted

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
DAY = timedelta(days=1)
SHIFT: dict[str, Any] = {
    "kind": "work", "title": "Early shift", "rule": "FREQ=WEEKLY;BYDAY=TU,TH", "first_day": "2026-05-05",
    "wall_time": "06:00", "minutes": 480, "zone": "America/New_York", "until": None, "shared": False,
    "commitment": None, "removed": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def put(browser: Browser, change: UUID | None = None, /, **differs: Any) -> UUID:
    change = change or made_at(MONDAY_NOON)
    answer = await browser.put(f"/api/commitments/{change}", SHIFT | differs)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"id": str(change)}
    return change


async def refused(browser: Browser, **differs: Any) -> tuple[int, str | None]:
    answer = await browser.put(f"/api/commitments/{made_at(MONDAY_NOON)}", SHIFT | differs)
    assert answer.json()["error"].endswith(".")
    return answer.status_code, answer.json().get("field")


async def hers(browser: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await browser.get("/api/home")).json()["commitments"]
    return found


async def starts(browser: Browser) -> list[str]:
    return [time["starts_at"] for each in await hers(browser) for time in each["times"]]


# Kept


async def test_alice_sees_it_with_its_times_of_sixty_days(alices: Browser) -> None:
    made = await put(alices)
    [mine] = await hers(alices)
    times = mine.pop("times")
    said = {key: value for key, value in SHIFT.items() if key not in ("commitment", "removed")}
    assert mine == {"id": str(made), **said}
    assert times[0] == {"starts_at": "2026-06-02T10:00:00Z", "ends_at": "2026-06-02T18:00:00Z"}
    assert times[-1]["starts_at"] == "2026-07-30T10:00:00Z"
    assert len(times) == 18


async def test_its_times_reach_as_far_as_the_sessions_of_her_home(alices: Browser) -> None:
    await put(alices, rule="FREQ=DAILY")
    assert (await starts(alices))[-1] >= "2026-07-31T10:00:00Z"


async def test_sent_twice_it_is_there_once(alices: Browser) -> None:
    made = await put(alices)
    await put(alices, made, title="Changed on the way")
    [mine] = await hers(alices)
    assert mine["title"] == "Early shift"


async def test_the_newest_change_wins_whatever_order_they_come_in(alices: Browser) -> None:
    made = await put(alices)
    older, newer = made_at(MONDAY_NOON + DAY / 48), made_at(MONDAY_NOON + DAY / 24)
    await put(alices, newer, commitment=str(made), wall_time="07:00")
    await put(alices, older, commitment=str(made), removed=True)
    [mine] = await hers(alices)
    assert mine["wall_time"] == "07:00"


async def test_removed_it_is_gone_and_can_come_back(alices: Browser) -> None:
    made = await put(alices)
    await put(alices, made_at(MONDAY_NOON + DAY / 48), commitment=str(made), removed=True, first_day="1999-01-01")
    assert await hers(alices) == []
    await put(alices, made_at(MONDAY_NOON + DAY / 24), commitment=str(made))
    assert [each["id"] for each in await hers(alices)] == [str(made)]


async def test_somebody_elses_cannot_be_changed_or_taken(alices: Browser, charlies: Browser) -> None:
    made = await put(alices)
    for body in ({"commitment": str(made)}, {"commitment": str(made), "removed": True}, {"commitment": str(new_id())}):
        assert (
            await charlies.put(f"/api/commitments/{made_at(MONDAY_NOON + DAY / 24)}", SHIFT | body)
        ).status_code == 404
    assert (await charlies.put(f"/api/commitments/{made}", SHIFT)).status_code == 404
    assert len(await hers(alices)) == 1
    assert await hers(charlies) == []


async def test_one_from_a_clock_far_ahead_is_refused(alices: Browser) -> None:
    answer = await alices.put(f"/api/commitments/{made_at(MONDAY_NOON + 2 * DAY)}", SHIFT)
    assert (answer.status_code, answer.json()["field"]) == (422, "id")


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"rule": "every Tuesday"}, "rule"),
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"rule": "FREQ=WEEKLY;BYDAY=XX"}, "rule"),
        ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),  # no such day, in any year
        ({"rule": "FREQ=WEEKLY;BYDAY=MO", "until": "2026-05-10"}, "rule"),  # over before the first Monday
        ({"until": "2026-05-05"}, "until"),
        ({"first_day": "2020-01-01"}, "first_day"),
        ({"first_day": "2029-01-01"}, "first_day"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"wall_time": "25:00"}, "wall_time"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 24 * 60 + 1}, "minutes"),
    ],
)
async def test_what_never_takes_place_is_refused(alices: Browser, differs: dict[str, Any], field: str) -> None:
    assert await refused(alices, **differs) == (422, field)
    assert not await Commitment.exists()


async def test_there_is_room_for_so_many_and_then_one_has_to_go(alices: Browser, alice: Person) -> None:
    first = await put(alices)
    said = {key: value for key, value in SHIFT.items() if key not in ("commitment", "removed", "first_day")}
    await Commitment.bulk_create(
        Commitment(id=new_id(), person=alice, changed_by=new_id(), first_day=date(2026, 5, 5), **said)
        for _ in range(MOST - 1)
    )
    assert await refused(alices) == (422, None)
    later = made_at(MONDAY_NOON + DAY / 24)
    await put(alices, later, commitment=str(first), wall_time="07:00")  # a change needs no room
    await put(alices, made_at(MONDAY_NOON + DAY / 12), commitment=str(first), removed=True)
    await put(alices)


# When


async def test_a_single_time_is_there_once(alices: Browser) -> None:
    await put(alices, rule="FREQ=DAILY;COUNT=1", first_day="2026-06-10")
    assert await starts(alices) == ["2026-06-10T10:00:00Z"]


async def test_todays_stays_until_midnight_also_when_it_began_yesterday(alices: Browser) -> None:
    await put(alices, rule="FREQ=DAILY", wall_time="20:00", first_day="2026-05-05", until="2026-06-02")
    found = [(time["starts_at"], time["ends_at"]) for each in await hers(alices) for time in each["times"]]
    assert found == [
        ("2026-06-01T00:00:00Z", "2026-06-01T08:00:00Z"),  # Sunday night's ended this morning
        ("2026-06-02T00:00:00Z", "2026-06-02T08:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        ("2026-03-07T15:00", "America/New_York", ["2026-03-07T11:00:00Z", "2026-03-08T10:00:00Z"]),
        ("2026-10-31T15:00", "America/New_York", ["2026-10-31T10:00:00Z", "2026-11-01T11:00:00Z"]),
        ("2026-03-28T15:00", "Europe/London", ["2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z"]),
    ],
)  # fmt: skip
async def test_six_oclock_stays_six_oclock_when_the_clocks_change(
    alices: Browser, now: str, zone: str, expected: list[str]
) -> None:
    with at(utc(now)):
        await put(alices, made_at(utc(now)), rule="FREQ=DAILY;COUNT=2", first_day=now[:10], zone=zone)
        assert await starts(alices) == expected


async def test_it_stays_where_it_takes_place_when_alice_travels(alices: Browser, alice: Person) -> None:
    await put(alices, rule="FREQ=DAILY;COUNT=1", first_day="2026-06-10")
    await Person.filter(id=alice.id).update(zone="America/Los_Angeles")
    assert await starts(alices) == ["2026-06-10T10:00:00Z"]


# Whose


@pytest.mark.parametrize("shared", [False, True])
async def test_what_it_is_called_is_stored_unreadable(alices: Browser, shared: bool) -> None:
    await put(alices, shared=shared)
    [row] = await connection().execute_query_dict("SELECT title, shared FROM commitment")
    assert "shift" not in str(row["title"]).lower()
    assert bool(row["shared"]) == shared


async def test_many_are_read_at_once(alices: Browser, alice: Person) -> None:
    await put(alices)
    await alices.get("/api/home")
    await HomeCopy.all().delete()
    with counted() as few:
        await alices.get("/api/home")
    for number in range(12):
        await put(alices, title=f"Shift {number}")
    with counted() as many:
        assert len(await hers(alices)) == 13
    assert len(few) == len(many)
