"""What the program's rule counts: unexcused absences, in a row and in twelve weeks."""

from datetime import date, datetime, timedelta

import pytest

from server.people.models import Person, Program
from server.sessions.attended import Absences, absences, absences_of_many
from server.sessions.models import Attendance, Change, Mark, Series, SessionKind
from tests.conftest import Browser, new_id
from tests.frozen import at, utc
from tests.queries import counted

MONDAY_NOON = utc("2026-06-01T16:00")
DAY = timedelta(days=1)
MARKS = {"a": Mark.attended, "l": Mark.late, "f": Mark.left_early, "e": Mark.excused, "n": Mark.no_show}


@pytest.fixture
async def skills(program: Program, alice: Person) -> Series:
    return await Series.create(
        program=program, person=alice, kind=SessionKind.individual, title="Skills", rule="FREQ=DAILY",
        first_day=date(2026, 1, 1), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip


async def mark(series: Series, person: Person, starts_at: datetime, mark: Mark | None) -> None:
    await Attendance.create(
        person=person, series=series, original_start=f"{starts_at:%Y-%m-%dT%H:%M}", starts_at=starts_at, mark=mark,
        marked_by_id=new_id(), marked_at=MONDAY_NOON, changed_by=new_id(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("newest_first", "held", "missed", "in_row"),
    [
        ("", 0, 0, 0),
        ("a", 1, 0, 0),
        ("nn", 2, 2, 2),
        ("nan", 3, 2, 1),
        ("ann", 3, 2, 0),
        ("nenan", 4, 3, 2),  # one that was excused neither counts nor ends the row
        ("eee", 0, 0, 0),
        ("nln", 3, 2, 1),
        ("nfn", 3, 2, 1),
        ("lfa", 3, 0, 0),
    ],
)
def test_the_count(newest_first: str, held: int, missed: int, in_row: int) -> None:
    found = absences(MARKS[each] for each in newest_first)
    assert found == Absences(held=held, in_twelve_weeks=missed, in_row=in_row)
    assert found.attended == held - missed


async def test_it_is_of_twelve_weeks_by_when_the_session_was(alice: Person, skills: Series) -> None:
    for days in (1, 2, 83, 85):
        await mark(skills, alice, MONDAY_NOON - days * DAY, Mark.no_show)
    await mark(skills, alice, MONDAY_NOON - 3 * DAY, None)  # taken back
    assert await absences_of_many([alice.id], MONDAY_NOON) == {
        alice.id: Absences(held=3, in_twelve_weeks=3, in_row=3)
    }  # fmt: skip


async def test_of_a_session_that_was_cancelled_nothing_counts(alice: Person, skills: Series) -> None:
    for days in (1, 2, 3, 4):
        await mark(skills, alice, MONDAY_NOON - days * DAY, Mark.attended if days == 2 else Mark.no_show)
    for days, said in ((2, {"cancelled": True}), (3, {"topic": "Sleep"}), (4, {"cancelled": True})):
        start = f"{MONDAY_NOON - days * DAY:%Y-%m-%dT%H:%M}"
        await Change.create(series=skills, original_start=start, changed_at=MONDAY_NOON, **said)
    assert (await absences_of_many([alice.id], MONDAY_NOON))[alice.id] == Absences(2, 2, 2)
    await Change.filter(cancelled=True).update(cancelled=False)
    assert (await absences_of_many([alice.id], MONDAY_NOON))[alice.id] == Absences(4, 3, 1)


async def test_everybodys_is_one_query(alice: Person, charlie: Person, dana: Person, skills: Series) -> None:
    await mark(skills, alice, MONDAY_NOON - DAY, Mark.no_show)
    await mark(skills, charlie, MONDAY_NOON - DAY, Mark.late)
    with counted() as asked:
        found = await absences_of_many([alice.id, charlie.id, dana.id], MONDAY_NOON)
    assert len(asked) == 1
    assert {person_id: (each.in_row, each.attended) for person_id, each in found.items()} == {
        alice.id: (1, 0), charlie.id: (0, 1), dana.id: (0, 0),
    }  # fmt: skip


async def test_alice_sees_how_she_stands_with_her_programs_rule(
    alices: Browser, alice: Person, program: Program, skills: Series
) -> None:
    await Program.filter(id=program.id).update(absences_in_row=2, absences_in_twelve_weeks=5, notice_hours=24)
    for days, kind in enumerate((Mark.no_show, Mark.excused, Mark.late, Mark.no_show), start=1):
        await mark(skills, alice, MONDAY_NOON - days * DAY, kind)
    with at(MONDAY_NOON):
        assert (await alices.get("/api/home")).json()["attended"] == {
            "held": 3, "attended": 1, "missed": 2, "missed_in_row": 1, "allowed": 5, "allowed_in_row": 2,
            "notice_hours": 24,
        }  # fmt: skip
