"""Dana marks who was at a session."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from server.demo.chance import id_at
from server.people.models import Group, Member, Person, Program
from server.sessions.models import Attendance, Change, Mark, Series, SessionKind
from tests.conftest import Browser
from tests.frozen import at, utc

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
LAST_WEDNESDAY = "2026-05-27T18:00"


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def skills(program: Program, evening_a: Group, alice: Person) -> Series:
    await Member.filter(person=alice).update(from_day=date(2026, 5, 1))
    return await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Skills", rule="FREQ=WEEKLY;BYDAY=MO,WE",
        first_day=date(2026, 1, 1), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip


async def mark(danas: Browser, person: Person, series: Series, start: str, said: str | None, **more: Any) -> Any:
    body = {"person": str(person.id), "occurrence": f"{series.id}@{start}", "mark": said}
    return await danas.put(f"/api/attendances/{more.get('id', id_at(MONDAY_NOON))}", body)


async def test_a_mark_is_kept_with_when_the_session_was(danas: Browser, alice: Person, skills: Series) -> None:
    assert (await mark(danas, alice, skills, LAST_WEDNESDAY, "no_show")).status_code == 200
    kept = await Attendance.get()
    assert (kept.mark, kept.starts_at, kept.original_start) == (Mark.no_show, utc("2026-05-27T22:00"), LAST_WEDNESDAY)


async def test_the_newest_mark_counts_in_whichever_order_they_come(
    danas: Browser, alice: Person, skills: Series
) -> None:
    older, newer = [id_at(MONDAY_NOON - timedelta(minutes=ago)) for ago in (2, 1)]
    for _ in range(2):
        await mark(danas, alice, skills, LAST_WEDNESDAY, "excused", id=newer)
        await mark(danas, alice, skills, LAST_WEDNESDAY, "no_show", id=older)
    assert (await Attendance.get()).mark == Mark.excused
    await mark(danas, alice, skills, LAST_WEDNESDAY, None)  # taken back
    assert (await Attendance.get()).mark is None


async def test_a_session_that_was_moved_is_marked_where_it_went(danas: Browser, alice: Person, skills: Series) -> None:
    moved_to = utc("2026-05-12T22:00")  # two weeks before
    await Change.create(
        series=skills, original_start=LAST_WEDNESDAY, starts_at=moved_to, changed_at=moved_to - timedelta(days=1)
    )
    assert (await mark(danas, alice, skills, LAST_WEDNESDAY, "attended")).status_code == 200
    assert (await Attendance.get()).starts_at == moved_to


@pytest.mark.parametrize(
    "start",
    [
        "2026-05-28T18:00",  # a Thursday
        "2026-05-27T17:00",
        "2026-04-29T18:00",  # before she was in the group
        "yesterday",
    ],
)
async def test_what_was_none_of_her_sessions_is_not_found(
    danas: Browser, alice: Person, skills: Series, start: str
) -> None:
    assert (await mark(danas, alice, skills, start, "attended")).status_code == 404
    assert not await Attendance.exists()


async def test_a_session_to_come_and_one_that_was_cancelled_cannot_be_marked(
    danas: Browser, alice: Person, skills: Series
) -> None:
    await Change.create(series=skills, original_start="2026-05-25T18:00", cancelled=True, changed_at=MONDAY_NOON)
    for start in ("2026-06-01T18:00", "2026-05-25T18:00"):
        refused = await mark(danas, alice, skills, start, "no_show")
        assert (refused.status_code, refused.json()["field"]) == (422, "occurrence")
    assert not await Attendance.exists()


async def test_the_session_of_somebody_elses_group_is_not_found(
    danas: Browser, alice: Person, program: Program, dana: Person, skills: Series
) -> None:
    other = await Group.create(program=program, name="Morning B", lead=dana)
    await Series.filter(id=skills.id).update(group_id=other.id)
    assert (await mark(danas, alice, skills, LAST_WEDNESDAY, "attended")).status_code == 404
