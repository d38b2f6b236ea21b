"""One session moved, cancelled, described and put back: who is told, and what can't be done."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from server import clock
from server.http import Problem
from server.people.models import Group, Member, Person, Program
from server.sessions.change import change_session
from server.sessions.expand import Occurrence, OccurrenceState
from server.sessions.models import Change, Series
from tests.frozen import at, utc
from tests.sessions.planned import MONDAY_NOON, calendar_of, changed, fresh_id, planned

THURSDAY = "2026-06-04T18:00"
LAST_THURSDAY = "2026-05-28T18:00"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def series(program: Program, evening_a: Group, alice: Person) -> Series:
    await Member.filter(person=alice).update(from_day=date(2026, 1, 1))
    await Person.filter(id=alice.id).update(plan_stale=False)
    return await planned(program, evening_a, first_day=date(2026, 1, 1), topics=["Any"] * 40, link="https://a.example")


async def tell(series: Series, start: str = THURSDAY, **said: Any) -> None:
    said.setdefault("changed_by", fresh_id())
    await change_session(series.program_id, Change(series_id=series.id, original_start=start, **said), clock.now())


async def refused(series: Series, start: str = THURSDAY, **said: Any) -> str | None:
    """The field that is wrong; nothing changed."""
    before = await Change.all().values()
    with pytest.raises(Problem) as problem:
        await tell(series, start, **said)
    assert await Change.all().values() == before
    return problem.value.field


async def session(person: Person, start: str = THURSDAY) -> Occurrence:
    everything = await calendar_of(person, utc("2026-01-01T00:00"), utc("2027-06-01T00:00"))
    return next(one for one in everything if one.original_start == start)


async def test_a_moved_session_is_there_marked_and_alices_reminders_are_computed_anew(
    series: Series, alice: Person
) -> None:
    friday = utc("2026-06-05T21:00")
    await tell(series, starts_at=friday, minutes=60, reason="The heating is broken.")
    one = await session(alice)
    assert (one.state, one.starts_at, one.was_at) == (OccurrenceState.moved, friday, utc("2026-06-04T22:00"))
    assert (one.ends_at - one.starts_at, one.reason) == (timedelta(hours=1), "The heating is broken.")
    assert one.changed_at == MONDAY_NOON
    assert (await Person.get(id=alice.id)).plan_stale


async def test_a_cancelled_one_stays_with_its_reason_and_comes_back_when_that_is_taken_back(
    series: Series, alice: Person
) -> None:
    await tell(series, cancelled=True, reason="Dana is ill.")
    one = await session(alice)
    assert (one.state, one.reason) == (OccurrenceState.cancelled, "Dana is ill.")
    with at(MONDAY_NOON + timedelta(hours=1)):
        await tell(series)
    one = await session(alice)
    assert (one.state, one.reason) == (OccurrenceState.planned, None)
    assert (one.changed_at, one.is_put_back) == (MONDAY_NOON + timedelta(hours=1), True)
    with at(MONDAY_NOON + timedelta(hours=2)):
        await tell(series, topic="Sleep")
        assert (await session(alice)).is_put_back
        await tell(series, starts_at=utc("2026-06-05T21:00"))
        assert not (await session(alice)).is_put_back


async def test_what_is_only_described_was_never_put_back(series: Series, alice: Person) -> None:
    await tell(series, topic="Sleep")
    await tell(series)
    assert not (await session(alice)).is_put_back


async def test_one_that_only_takes_longer_is_changed_as_one_that_moves_is(series: Series, alice: Person) -> None:
    await tell(series, topic="Sleep")
    with at(MONDAY_NOON + timedelta(hours=1)):
        await tell(series, topic="Sleep", minutes=120)
    one = await session(alice)
    assert (one.is_other_length, one.changed_at) == (True, MONDAY_NOON + timedelta(hours=1))
    assert one.ends_at - one.starts_at == timedelta(hours=2)


async def test_it_can_be_about_something_else_elsewhere_for_once(series: Series, alice: Person) -> None:
    await tell(series, topic="Sleep", homework="A sleep diary", place="Garden", link="https://b.example/room")
    one = await session(alice)
    assert (one.state, one.topic, one.homework, one.place, one.link) == (
        OccurrenceState.planned, "Sleep", "A sleep diary", "Garden", "https://b.example/room",
    )  # fmt: skip
    assert (await session(alice, "2026-06-11T18:00")).topic == "Any"


async def test_homework_that_comes_later_is_no_new_change_of_the_calendar(series: Series, alice: Person) -> None:
    await tell(series, cancelled=True)
    with at(MONDAY_NOON + timedelta(hours=1)):
        await tell(series, cancelled=True, homework="A diary")
    one = await session(alice)
    assert (one.homework, one.changed_at) == ("A diary", MONDAY_NOON)


async def test_moved_to_where_it_was_planned_it_is_as_planned(series: Series, alice: Person) -> None:
    await tell(series, starts_at=utc("2026-06-05T21:00"))
    await tell(series, starts_at=utc("2026-06-04T22:00"))
    one = await session(alice)
    assert (one.state, one.was_at) == (OccurrenceState.planned, None)
    assert (await Change.get()).starts_at is None


async def test_moved_to_where_it_is_already_nothing_is_moved(series: Series) -> None:
    assert await refused(series, starts_at=utc("2026-06-04T22:00")) == "starts_at"
    await tell(series, starts_at=utc("2026-06-05T21:00"))
    assert await refused(series, starts_at=utc("2026-06-05T21:00")) == "starts_at"


async def test_what_says_nothing_of_a_session_as_planned_leaves_no_trace(series: Series, alice: Person) -> None:
    await tell(series)
    assert not await Change.exists()
    assert not (await Person.get(id=alice.id)).plan_stale


@pytest.mark.parametrize(
    ("moved_to", "local"),
    [("2026-11-05T23:00", "2026-11-05T18:00"), ("2026-11-01T06:30", "2026-11-01T01:30"), ("2026-10-29T22:00", None)],
    ids=["into winter", "into the hour that comes twice, the second time", "back to summer, where it was"],
)
async def test_across_the_clock_change_it_is_the_moment_that_counts(
    series: Series, alice: Person, moved_to: str, local: str | None
) -> None:
    october = "2026-10-29T18:00"  # the last in summer time; clocks go back on November 1
    with at(utc("2026-10-26T16:00")):
        await tell(series, october, starts_at=utc("2026-11-03T23:00"))
        await tell(series, october, starts_at=utc(moved_to))
    one = await session(alice, october)
    assert one.starts_at == utc(moved_to)
    assert one.ends_at - one.starts_at == timedelta(minutes=90)
    assert one.was_at == (utc("2026-10-29T22:00") if local else None)
    assert local is None or one.starts_at.astimezone(series.tz).replace(tzinfo=None) == datetime.fromisoformat(local)


async def test_moved_into_another_week_it_concerns_who_is_there_on_either_day(
    series: Series, alice: Person, charlie: Person, evening_a: Group
) -> None:
    await Member.filter(person=alice).update(to_day=date(2026, 6, 5))  # she leaves after Thursday
    await Member.create(group=evening_a, person=charlie, from_day=date(2026, 6, 16))  # he comes after it
    await Person.all().update(plan_stale=False)
    await tell(series, starts_at=utc("2026-06-17T22:00"))
    assert [(await Person.get(id=each.id)).plan_stale for each in (alice, charlie)] == [True, True]
    assert (await session(alice)).starts_at == (await session(charlie)).starts_at == utc("2026-06-17T22:00")
    await Person.all().update(plan_stale=False)
    await tell(series)  # and back: he must not come in vain either
    assert [(await Person.get(id=each.id)).plan_stale for each in (alice, charlie)] == [True, True]


async def test_who_is_not_there_on_any_of_those_days_is_not_concerned(
    series: Series, charlie: Person, evening_a: Group
) -> None:
    await Member.create(group=evening_a, person=charlie, from_day=date(2026, 6, 8))
    await Person.all().update(plan_stale=False)
    await tell(series, starts_at=utc("2026-06-05T22:00"))
    assert not (await Person.get(id=charlie.id)).plan_stale


async def test_a_cancelled_one_stays_where_it_was_moved_to(series: Series, alice: Person) -> None:
    await tell(series, starts_at=utc("2026-06-05T21:00"))
    await tell(series, cancelled=True)
    one = await session(alice)
    assert (one.state, one.starts_at) == (OccurrenceState.cancelled, utc("2026-06-05T21:00"))


async def test_what_has_begun_is_not_moved_but_may_be_described_or_not_have_taken_place(
    series: Series, alice: Person
) -> None:
    assert await refused(series, LAST_THURSDAY, starts_at=utc("2026-06-02T22:00")) == "starts_at"
    await tell(series, LAST_THURSDAY, homework="A diary")
    await tell(series, LAST_THURSDAY, cancelled=True, reason="Nobody had a key.")
    one = await session(alice, LAST_THURSDAY)
    assert (one.state, one.starts_at) == (OccurrenceState.cancelled, utc("2026-05-28T22:00"))


async def test_one_that_was_held_elsewhere_in_time_is_not_put_back(series: Series, alice: Person) -> None:
    await tell(series, starts_at=utc("2026-06-02T22:00"))
    with at(utc("2026-06-02T23:00")):
        assert await refused(series) == "starts_at"
        await tell(series, starts_at=utc("2026-06-02T22:00"), homework="A diary")
    assert (await session(alice)).starts_at == utc("2026-06-02T22:00")


@pytest.mark.parametrize("moved_to", ["2026-06-01T15:00", "2027-07-01T15:00"], ids=["past", "too far"])
async def test_no_session_is_moved_where_none_can_be(series: Series, moved_to: str) -> None:
    assert await refused(series, starts_at=utc(moved_to)) == "starts_at"


async def test_one_that_waits_past_its_own_day_is_not_put_back_into_the_past(series: Series) -> None:
    with at(utc("2026-05-27T16:00")):
        await tell(series, LAST_THURSDAY, starts_at=utc("2026-06-02T22:00"))
    assert await refused(series, LAST_THURSDAY) == "starts_at"


async def test_only_a_safe_link(series: Series) -> None:
    for link in ("http://a.example", "javascript:alert(1)", "https://", "https:// a.example", "https://[a"):
        assert await refused(series, link=link) == "link"


@pytest.mark.parametrize("start", ["2026-06-05T18:00", "2026-06-04T18:01", "2025-12-25T18:00", "tomorrow", ""])
async def test_a_session_that_is_none_is_not_there(series: Series, start: str) -> None:
    with pytest.raises(Problem) as problem:
        await tell(series, start, cancelled=True)
    assert problem.value.status == 404


async def test_the_same_again_changes_nothing_and_the_newest_counts(series: Series, alice: Person) -> None:
    older, newer = fresh_id(), fresh_id()
    await tell(series, cancelled=True, changed_by=newer)
    with at(MONDAY_NOON + timedelta(hours=1)):
        await tell(series, cancelled=True, changed_by=newer)
        await tell(series, starts_at=utc("2026-06-05T21:00"), changed_by=older)
    one = await session(alice)
    assert (one.state, one.starts_at, one.changed_at) == (
        OccurrenceState.cancelled, utc("2026-06-04T22:00"), MONDAY_NOON
    )  # fmt: skip


async def test_two_at_once_leave_what_the_newest_said_and_nothing_of_the_other(series: Series, alice: Person) -> None:
    older, newer = fresh_id(), fresh_id()
    await asyncio.gather(
        tell(series, starts_at=utc("2026-06-05T21:00"), topic="Sleep", changed_by=newer),
        tell(series, cancelled=True, reason="Dana is away.", place="Garden", changed_by=older),
    )
    one = await session(alice)
    assert (one.state, one.topic, one.reason, one.place) == (OccurrenceState.moved, "Sleep", None, None)


async def test_a_change_and_a_split_at_once_lose_neither(series: Series, alice: Person) -> None:
    await asyncio.gather(tell(series, cancelled=True), changed(series, date(2026, 6, 11), wall_time="17:00"))
    assert (await session(alice)).state == OccurrenceState.cancelled
    assert (await session(alice, "2026-06-11T17:00")).state == OccurrenceState.planned
