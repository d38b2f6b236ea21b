"""Which check-ins are due, and when: one for each local day, at the person's wall time, however often it is planned."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from server.checkins.models import CheckIn, CheckInState, Schedule, Slot
from server.checkins.plan import close_missed, plan_check_ins, wanted_check_ins
from server.people.models import Person, Phase, Program
from tests.conftest import new_id
from tests.frozen import utc

DAILY: dict[str, Any] = {"phase": Phase.iop, "instrument": "daily", "rule": "FREQ=DAILY", "wall_time": "20:00"}
SIX_HOURS: dict[str, Any] = {"window_minutes": 360, "nudge_minutes": 60}
MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
LONG_AGO = utc("2026-01-05T15:00")


@pytest.fixture
async def alice(alice: Person) -> Person:
    """She joined in January."""
    alice.joined_at = LONG_AGO
    await alice.save()
    return alice


@pytest.fixture
async def evenings(program: Program) -> list[Schedule]:
    return [await Schedule.create(program=program, **DAILY, **SIX_HOURS)]


async def planned(person: Person) -> list[CheckIn]:
    return await CheckIn.filter(person=person, withdrawn_at=None).order_by("opens_at")


async def on(person: Person, day: str) -> CheckIn:
    return await CheckIn.get(person=person, local_date=date.fromisoformat(day), slot=Slot.daily)


async def test_alices_evenings_are_planned_sixteen_days_ahead(alice: Person, evenings: list[Schedule]) -> None:
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    found = await planned(alice)
    assert [found[0].local_date, found[-1].local_date] == [date(2026, 6, 1), date(2026, 6, 16)]
    tonight = await on(alice, "2026-06-01")
    assert (tonight.opens_at, tonight.closes_at) == (utc("2026-06-02T00:00"), utc("2026-06-02T06:00"))
    assert tonight.nudge_at == utc("2026-06-02T01:00")


async def test_planned_twice_or_late_it_is_the_same(alice: Person, evenings: list[Schedule]) -> None:
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    first = [(each.id, each.opens_at) for each in await planned(alice)]
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    assert [(each.id, each.opens_at) for each in await planned(alice)] == first
    await plan_check_ins(alice, evenings, MONDAY_NOON + timedelta(days=2))
    assert [(each.id, each.opens_at) for each in await planned(alice)][: len(first)] == first


async def test_planned_by_five_at_once_it_is_the_same(alice: Person, evenings: list[Schedule]) -> None:
    await asyncio.gather(*(plan_check_ins(alice, evenings, MONDAY_NOON) for _ in range(5)))
    days = [each.local_date for each in await planned(alice)]
    assert len(days) == len(set(days)) == 16


async def test_after_a_planner_that_was_down_for_weeks_nobody_missed_what_nobody_asked(
    alice: Person, evenings: list[Schedule]
) -> None:
    three_weeks_on = MONDAY_NOON + timedelta(weeks=3)
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    await plan_check_ins(alice, evenings, three_weeks_on)
    assert not await CheckIn.exists(opens_at__gt=utc("2026-06-17T06:00"), closes_at__lte=three_weeks_on)


# Clock changes (New York: March 8 and November 1, 2026)


@pytest.mark.parametrize(
    ("now", "wall_time", "opens"),
    [
        # 20:00 stays 20:00
        ("2026-03-07T16:00", "20:00", ["2026-03-08T01:00", "2026-03-09T00:00", "2026-03-10T00:00"]),
        ("2026-10-31T16:00", "20:00", ["2026-11-01T00:00", "2026-11-02T01:00", "2026-11-03T01:00"]),
        # 02:30 does not exist on the 8th and moves on; 01:30 exists twice on the 1st and is the first
        ("2026-03-07T16:00", "02:30", ["2026-03-08T07:30", "2026-03-09T06:30"]),
        ("2026-10-31T16:00", "01:30", ["2026-11-01T05:30", "2026-11-02T06:30"]),
    ],
)
async def test_wall_time_stays_wall_time(
    program: Program, alice: Person, now: str, wall_time: str, opens: list[str]
) -> None:
    schedule = Schedule(program=program, **DAILY | SIX_HOURS | {"wall_time": wall_time})
    found = [each.opens_at for each in wanted_check_ins(alice, [schedule], utc(now)) if each.opens_at > utc(now)]
    assert found[: len(opens)] == [utc(each) for each in opens]


# A new zone


async def move(alice: Person, zone: str) -> None:
    alice.zone = zone
    await alice.save()


async def test_a_new_zone_moves_what_is_not_open_yet(alice: Person, evenings: list[Schedule]) -> None:
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    await move(alice, "America/Los_Angeles")
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    tonight = await on(alice, "2026-06-01")
    assert (tonight.opens_at, tonight.nudge_at) == (utc("2026-06-02T03:00"), utc("2026-06-02T04:00"))
    days = [each.local_date for each in await CheckIn.filter(person=alice)]
    assert len(days) == len(set(days))


async def test_a_new_zone_leaves_what_is_open_as_it_is(alice: Person, evenings: list[Schedule]) -> None:
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    await move(alice, "America/Los_Angeles")
    await plan_check_ins(alice, evenings, utc("2026-06-02T00:30"))  # 20:30 where she was
    assert (await on(alice, "2026-06-01")).opens_at == utc("2026-06-02T00:00")
    assert (await on(alice, "2026-06-02")).opens_at == utc("2026-06-03T03:00")


async def test_a_flight_east_makes_nothing_missed_before_it_was_open(alice: Person, evenings: list[Schedule]) -> None:
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    await move(alice, "Asia/Tokyo")
    landed = utc("2026-06-01T18:00")  # 03:00 on the 2nd there: the evening of the 1st is over
    await plan_check_ins(alice, evenings, landed)
    await close_missed(landed)
    tonight = await on(alice, "2026-06-01")
    assert (tonight.state(landed), tonight.opens_at) == (CheckInState.planned, utc("2026-06-02T00:00"))
    assert (await on(alice, "2026-06-02")).opens_at == utc("2026-06-02T11:00")


# Joining, phases, leaving


async def test_the_first_check_in_opens_when_somebody_joins(alice: Person, evenings: list[Schedule]) -> None:
    alice.joined_at = MONDAY_NOON
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    await plan_check_ins(alice, evenings, MONDAY_NOON + timedelta(days=1))
    first = await CheckIn.get(person=alice, slot=Slot.first)
    # a phone whose clock runs a little behind sees it at once too
    assert (first.opens_at, first.closes_at) == (MONDAY_NOON - timedelta(minutes=15), MONDAY_NOON + timedelta(hours=48))
    assert (first.instrument, first.nudge_at) == ("daily", None)
    assert (await planned(alice))[0].id == first.id  # nothing from before


async def test_who_has_not_joined_is_not_asked(alice: Person, evenings: list[Schedule]) -> None:
    alice.joined_at = None
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    assert not await CheckIn.exists()


async def test_a_new_phase_brings_its_own_rhythm(program: Program, alice: Person, evenings: list[Schedule]) -> None:
    weekly = {"phase": Phase.aftercare, "rule": "FREQ=WEEKLY;BYDAY=SU", "wall_time": "18:00", "window_minutes": 2880}
    both = [*evenings, await Schedule.create(program=program, **DAILY | SIX_HOURS | weekly)]
    await plan_check_ins(alice, both, MONDAY_NOON)
    alice.phase = Phase.aftercare
    await plan_check_ins(alice, both, MONDAY_NOON)
    to_come = [each for each in await planned(alice) if each.opens_at > MONDAY_NOON]
    assert [each.opens_at for each in to_come] == [utc("2026-06-07T22:00"), utc("2026-06-14T22:00")]
    alice.phase = Phase.iop  # back again: what was withdrawn is due again
    await plan_check_ins(alice, both, MONDAY_NOON)
    assert (await on(alice, "2026-06-07")).opens_at == utc("2026-06-08T00:00")
    assert len([each for each in await planned(alice) if each.opens_at > MONDAY_NOON]) == 16


async def test_who_has_left_is_asked_nothing_more_and_what_was_answered_stays(
    alice: Person, evenings: list[Schedule]
) -> None:
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    await CheckIn.filter(person=alice, local_date=date(2026, 6, 3)).update(answered_at=MONDAY_NOON)
    alice.phase = Phase.ended
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    assert [each.local_date for each in await planned(alice)] == [date(2026, 6, 3)]


async def test_charlies_check_ins_are_not_alices(alice: Person, charlie: Person, evenings: list[Schedule]) -> None:
    charlie.joined_at = LONG_AGO
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    await plan_check_ins(charlie, evenings, MONDAY_NOON)
    assert await CheckIn.filter(person=alice).count() == await CheckIn.filter(person=charlie).count() == 16


# Windows

OPENS, CLOSES = utc("2026-06-02T00:00"), utc("2026-06-02T06:00")
A_MOMENT = timedelta(milliseconds=1)


def window(**more: Any) -> CheckIn:
    return CheckIn(id=new_id(), opens_at=OPENS, closes_at=CLOSES, **more)


@pytest.mark.parametrize(
    ("now", "answered_at", "state"),
    [
        (OPENS - A_MOMENT, None, CheckInState.planned),
        (OPENS, None, CheckInState.open),
        (CLOSES - A_MOMENT, None, CheckInState.open),
        (CLOSES, None, CheckInState.missed),
        (CLOSES, OPENS - A_MOMENT, CheckInState.answered),  # a phone whose clock is behind
        (CLOSES, OPENS, CheckInState.answered),
        (CLOSES, CLOSES - A_MOMENT, CheckInState.answered),
        (CLOSES, CLOSES, CheckInState.late),
    ],
)  # fmt: skip
def test_a_window_is_open_from_its_start_to_before_its_end(now: Any, answered_at: Any, state: CheckInState) -> None:
    assert window(answered_at=answered_at).state(now) == state


async def test_a_window_without_an_answer_is_missed_when_it_ends(alice: Person, evenings: list[Schedule]) -> None:
    await plan_check_ins(alice, evenings, MONDAY_NOON)
    await CheckIn.filter(local_date=date(2026, 6, 2)).update(answered_at=OPENS, closes_at=CLOSES)
    assert await close_missed(CLOSES - A_MOMENT) == 0
    assert await close_missed(CLOSES) == 1
    assert await close_missed(CLOSES) == 0  # once
    assert (await on(alice, "2026-06-01")).missed_at == CLOSES
