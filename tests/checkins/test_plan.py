"""Which check-ins are due, and when: one for each local day, at the person's wall time, however often it is planned."""

import asyncio
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from server.checkins.models import FIRST, CheckIn, CheckInState, Rhythm, Schedule
from server.checkins.plan import close_missed, wanted_check_ins
from server.checkins.schedule import Line, effective
from server.checkins.silence import silences
from server.people.models import Person, Phase, Program
from server.recurrence import at_wall_time
from tests.checkins.planned import plan_check_ins
from tests.conftest import new_id
from tests.frozen import utc

DAILY: dict[str, Any] = {"phase": Phase.iop, "instrument": "daily", "rule": "FREQ=DAILY", "wall_time": "20:00"}
SIX_HOURS: dict[str, Any] = {"window_minutes": 360, "nudge_minutes": 60}
MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
LONG_AGO = utc("2026-01-05T15:00")
AN_HOUR = timedelta(hours=1)
AN_EVENING = timedelta(hours=6)  # see SIX_HOURS
LONGEST_PAUSE = timedelta(hours=49)  # a whole day twice, or one flown past


@pytest.fixture
async def alice(alice: Person) -> Person:
    """She joined in January."""
    alice.joined_at, alice.started_on = LONG_AGO, LONG_AGO.date()
    await alice.save()
    return alice


@pytest.fixture
async def evenings(program: Program) -> list[Schedule]:
    return [await Schedule.create(program=program, **DAILY, **SIX_HOURS)]


def lines_for(person: Person, schedules: Iterable[Schedule]) -> list[Line]:
    return effective([each for each in schedules if each.phase == person.phase], {}, {})


async def plan(person: Person, schedules: Iterable[Schedule], now: datetime, sessions: Collection[date] = ()) -> None:
    await plan_check_ins(person, lines_for(person, schedules), sessions, now)


async def planned(person: Person) -> list[CheckIn]:
    return await CheckIn.filter(person=person, withdrawn_at=None).order_by("opens_at")


async def on(person: Person, day: str) -> CheckIn:
    return await CheckIn.get(person=person, local_date=date.fromisoformat(day), slot="daily")


async def test_alices_evenings_are_planned_sixteen_days_ahead(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    found = await planned(alice)
    assert [found[0].local_date, found[-1].local_date] == [date(2026, 6, 1), date(2026, 6, 16)]
    tonight = await on(alice, "2026-06-01")
    assert (tonight.opens_at, tonight.closes_at) == (utc("2026-06-02T00:00"), utc("2026-06-02T06:00"))
    assert tonight.nudge_at == utc("2026-06-02T01:00")


async def test_planned_twice_or_late_it_is_the_same(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    first = [(each.id, each.opens_at) for each in await planned(alice)]
    await plan(alice, evenings, MONDAY_NOON)
    assert [(each.id, each.opens_at) for each in await planned(alice)] == first
    await plan(alice, evenings, MONDAY_NOON + timedelta(days=2))
    assert [(each.id, each.opens_at) for each in await planned(alice)][: len(first)] == first


async def test_planned_by_five_at_once_it_is_the_same(alice: Person, evenings: list[Schedule]) -> None:
    await asyncio.gather(*(plan(alice, evenings, MONDAY_NOON) for _ in range(5)))
    days = [each.local_date for each in await planned(alice)]
    assert len(days) == len(set(days)) == 16


async def test_after_a_planner_that_was_down_for_weeks_nobody_missed_what_nobody_asked(
    alice: Person, evenings: list[Schedule]
) -> None:
    three_weeks_on = MONDAY_NOON + timedelta(weeks=3)
    await plan(alice, evenings, MONDAY_NOON)
    await plan(alice, evenings, three_weeks_on)
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
    found = [
        each.opens_at
        for each in wanted_check_ins(alice, lines_for(alice, [schedule]), (), {}, utc(now))
        if each.opens_at > utc(now)
    ]
    assert found[: len(opens)] == [utc(each) for each in opens]


# A new zone


async def move(alice: Person, zone: str) -> None:
    alice.zone = zone
    await alice.save()


async def test_a_new_zone_moves_what_is_not_open_yet(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    await move(alice, "America/Los_Angeles")
    await plan(alice, evenings, MONDAY_NOON)
    tonight = await on(alice, "2026-06-01")
    assert (tonight.opens_at, tonight.nudge_at) == (utc("2026-06-02T03:00"), utc("2026-06-02T04:00"))
    days = [each.local_date for each in await CheckIn.filter(person=alice)]
    assert len(days) == len(set(days))


async def test_a_new_zone_leaves_open_what_is_open(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    await move(alice, "America/Los_Angeles")
    await plan(alice, evenings, utc("2026-06-02T00:30"))  # 20:30 where she was
    assert (await on(alice, "2026-06-01")).opens_at == utc("2026-06-02T00:00")
    assert (await on(alice, "2026-06-02")).opens_at == utc("2026-06-03T03:00")


async def test_an_evening_that_alice_flies_past_is_neither_asked_the_day_after_nor_missed(
    alice: Person, evenings: list[Schedule]
) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    await move(alice, "Asia/Tokyo")
    landed = utc("2026-06-01T18:00")  # 03:00 on the 2nd there: the evening of the 1st is over
    await plan(alice, evenings, landed)
    await close_missed(landed)
    monday = await on(alice, "2026-06-01")
    assert (monday.withdrawn_at, monday.missed_at) == (landed, None)
    assert (await on(alice, "2026-06-02")).opens_at == utc("2026-06-02T11:00")
    await move(alice, "America/New_York")  # it was a mistake, or she is back: 14:00 on the 1st
    await plan(alice, evenings, landed)
    monday = await on(alice, "2026-06-01")
    assert (monday.withdrawn_at, monday.opens_at) == (None, utc("2026-06-02T00:00"))


@pytest.mark.parametrize(
    ("zones", "moves_at"),
    [
        # across the date line: from Monday's evening it becomes Monday's morning, or Tuesday's night
        (("Pacific/Auckland", "Pacific/Honolulu"), "2026-06-01T12:00"),
        (("Pacific/Honolulu", "Pacific/Auckland"), "2026-06-01T12:00"),
        (("Pacific/Honolulu", "Pacific/Auckland"), "2026-06-02T05:30"),
        # the same clock, another day
        (("Pacific/Honolulu", "Pacific/Kiritimati"), "2026-06-02T01:00"),
        (("Pacific/Kiritimati", "Pacific/Honolulu"), "2026-06-02T01:00"),
        (("Pacific/Kiritimati", "Pacific/Pago_Pago"), "2026-06-02T01:00"),
        (("Pacific/Pago_Pago", "Pacific/Kiritimati"), "2026-06-02T06:59"),
        # back and forth within one evening, and in mid-window
        (("America/New_York", "Europe/London", "America/New_York"), "2026-06-02T00:30"),
        (("Europe/London", "America/New_York", "Asia/Tokyo"), "2026-06-01T19:30"),
        (("Asia/Tokyo", "America/Los_Angeles", "Asia/Tokyo"), "2026-06-01T12:00"),
        # on the nights on which clocks change
        (("America/New_York", "Europe/London"), "2026-03-08T01:30"),
        (("Europe/London", "America/New_York"), "2026-10-25T21:30"),
        (("Australia/Lord_Howe", "Pacific/Honolulu"), "2026-10-03T14:00"),
    ],
)
async def test_wherever_alice_travels_no_day_is_asked_twice(
    alice: Person, evenings: list[Schedule], zones: tuple[str, ...], moves_at: str
) -> None:
    """She moves on every other hour."""
    moves = {utc(moves_at) + 2 * number * AN_HOUR: zone for number, zone in enumerate(zones[1:])}
    alice.zone = zones[0]
    await travel(alice, evenings, moves)


THERE_AND_BACK = [
    ("America/New_York", "Europe/London"),
    ("America/New_York", "Asia/Tokyo"),
    ("Europe/London", "Australia/Lord_Howe"),
    ("Asia/Tokyo", "Pacific/Pago_Pago"),
    ("Pacific/Kiritimati", "America/New_York"),
    ("Pacific/Kiritimati", "Pacific/Pago_Pago"),
    ("Australia/Lord_Howe", "Asia/Tokyo"),
]


@pytest.mark.parametrize("hours", [-1, 3, 9], ids=lambda hours: f"{hours} hours after it opened")
@pytest.mark.parametrize(("here", "there"), THERE_AND_BACK + [(there, here) for here, there in THERE_AND_BACK])
async def test_a_flight_asks_no_day_twice_and_changes_nothing_that_was_answered(
    alice: Person, evenings: list[Schedule], here: str, there: str, hours: int
) -> None:
    """On the evening before Lord Howe's clock goes half an hour forward."""
    alice.zone = here
    takes_off = at_wall_time(date(2026, 10, 3), time(20), alice.tz) + hours * AN_HOUR
    await travel(alice, evenings, {takes_off: there}, answers_at=takes_off)


async def travel(
    alice: Person, evenings: list[Schedule], moves: dict[datetime, str], answers_at: datetime | None = None
) -> None:
    """The planner looks every hour, from the evening before the first flight to the second one after.

    Whatever happens, she is asked once a day, and never long left alone.

    At `answers_at` she answers what was asked last, just before she leaves.
    """
    start, opened, answered = min(moves), dict[UUID, date](), dict[str, Any]()
    for now in [start + hour * AN_HOUR for hour in range(-30, 60)]:
        await note_opened(alice, now, opened)
        if now == answers_at:
            last = [each for each in await planned(alice) if each.opens_at <= now][-1]
            await CheckIn.filter(id=last.id).update(answered_at=now - AN_HOUR, missed_at=None)
            [answered] = await CheckIn.filter(id=last.id).values()
        alice.zone = moves.get(now, alice.zone)
        await plan(alice, evenings, now)
        await close_missed(now)
        await note_opened(alice, now, opened)
    assert len(set(opened.values())) == len(opened), "two opened on one day of the place she was in"
    rows = await CheckIn.filter(id__in=opened).order_by("opens_at")
    assert all(each.withdrawn_at is None for each in rows), "what has opened stays"
    assert all(AN_EVENING <= after.opens_at - each.opens_at <= LONGEST_PAUSE for each, after in pairwise(rows))
    assert all(each.closes_at - each.opens_at >= AN_EVENING for each in rows)
    assert not answered or await CheckIn.filter(id=answered["id"]).values() == [answered]


async def note_opened(alice: Person, now: datetime, opened: dict[UUID, date]) -> None:
    """By id on which day, where she is now, a check-in has opened since the last look."""
    for each in await planned(alice):
        if each.opens_at <= now and each.id not in opened:
            opened[each.id] = alice.today(each.opens_at)


async def test_where_two_evenings_would_be_open_at_once_the_one_that_is_open_stays_alone(
    alice: Person, evenings: list[Schedule]
) -> None:
    await move(alice, "Pacific/Pago_Pago")
    at_nine = utc("2026-06-02T08:00")  # Monday
    await plan(alice, evenings, at_nine - 2 * AN_HOUR)
    await move(alice, "Pacific/Kiritimati")  # Tuesday, 22:00: that evening has begun, too
    await plan(alice, evenings, at_nine)
    assert [each.local_date for each in await planned(alice) if each.opens_at <= at_nine] == [date(2026, 6, 1)]
    assert (await on(alice, "2026-06-02")).withdrawn_at == at_nine
    assert (await on(alice, "2026-06-03")).opens_at == utc("2026-06-03T06:00")


async def test_a_flight_overnight_leaves_the_next_evening_its_question(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    await move(alice, "Europe/London")
    await plan(alice, evenings, utc("2026-06-02T01:00"))  # 21:00 in New York, where Monday's is open
    assert (await on(alice, "2026-06-01")).opens_at == utc("2026-06-02T00:00")
    assert (await on(alice, "2026-06-02")).opens_at == utc("2026-06-02T19:00")


async def test_when_alice_flies_past_a_day_the_evening_that_has_begun_where_she_lands_is_asked(
    alice: Person, evenings: list[Schedule]
) -> None:
    evenings[0].wall_time = "23:30"
    await move(alice, "Pacific/Pago_Pago")
    takes_off = utc("2026-06-02T10:10")  # Monday, 23:10
    await plan(alice, evenings, takes_off)
    await move(alice, "Pacific/Kiritimati")  # Wednesday, 00:10
    await plan(alice, evenings, takes_off)
    assert (await on(alice, "2026-06-01")).withdrawn_at == takes_off
    tuesday = await on(alice, "2026-06-02")
    assert (tuesday.state(takes_off), tuesday.opens_at) == (CheckInState.open, utc("2026-06-02T09:30"))


HALFWAY = utc("2026-06-02T02:00")  # 22:00 in New York, where Monday's is open from 20:00 to 02:00


@pytest.mark.parametrize(
    ("zone", "closes"),
    [
        ("America/Los_Angeles", "2026-06-02T09:00"),  # 19:00: Monday's evening is still to come, and lasts till 02:00
        ("Europe/London", "2026-06-02T06:00"),  # 03:00: there it would be over; it is not cut short
        ("Asia/Tokyo", "2026-06-02T06:00"),
    ],
)
async def test_a_new_zone_in_mid_window_keeps_it_open_as_long_as_it_is_there_and_asks_nothing_twice(
    alice: Person, evenings: list[Schedule], zone: str, closes: str
) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    await move(alice, zone)
    await plan(alice, evenings, HALFWAY)
    tonight = await on(alice, "2026-06-01")
    assert (tonight.state(HALFWAY), tonight.closes_at) == (CheckInState.open, utc(closes))
    assert tonight.opens_at == utc("2026-06-02T00:00")
    assert (await on(alice, "2026-06-02")).opens_at == at_wall_time(date(2026, 6, 2), time(20), alice.tz)
    assert await CheckIn.filter(person=alice, local_date=date(2026, 6, 1)).count() == 1


@pytest.mark.parametrize(("wall_time", "closes"), [("22:30", "2026-06-02T08:30"), ("18:00", "2026-06-02T06:00")])
async def test_a_new_time_in_mid_window_may_close_it_later_and_never_earlier(
    alice: Person, evenings: list[Schedule], wall_time: str, closes: str
) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    evenings[0].wall_time = wall_time
    await plan(alice, evenings, HALFWAY)
    tonight = await on(alice, "2026-06-01")
    assert (tonight.opens_at, tonight.closes_at) == (utc("2026-06-02T00:00"), utc(closes))


async def test_a_leap_day_is_a_day(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, utc("2028-02-28T12:00"))
    assert [f"{each.local_date:%m-%d}" for each in await planned(alice)][:3] == ["02-28", "02-29", "03-01"]
    assert (await on(alice, "2028-02-29")).opens_at == utc("2028-03-01T01:00")


# A new time of day


@pytest.mark.parametrize(
    ("now", "wall_time", "opens"),
    [
        ("2026-06-01T16:00", "18:00", "2026-06-01T22:00"),  # later today
        ("2026-06-01T23:00", "18:00", "2026-06-01T22:00"),  # an hour ago: it is open at once
        ("2026-06-01T23:00", "08:00", "2026-06-02T00:00"),  # that window would be over: tonight as it was
        ("2026-06-02T00:30", "22:00", "2026-06-02T00:00"),  # it is open already
    ],
)
async def test_a_new_time_moves_what_is_not_open_yet(
    alice: Person, evenings: list[Schedule], now: str, wall_time: str, opens: str
) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    evenings[0].wall_time = wall_time
    await plan(alice, evenings, utc(now))
    assert (await on(alice, "2026-06-01")).opens_at == utc(opens)
    assert f"{(await on(alice, '2026-06-02')).opens_at.astimezone(alice.tz):%H:%M}" == wall_time
    assert await CheckIn.filter(person=alice, local_date=date(2026, 6, 1)).count() == 1


async def test_what_was_turned_off_and_on_again_the_same_evening_is_due(
    alice: Person, evenings: list[Schedule]
) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    evenings[0].is_off = True
    await plan(alice, evenings, MONDAY_NOON)
    assert await planned(alice) == []
    evenings[0].is_off = False
    at_nine = utc("2026-06-02T01:00")
    await plan(alice, evenings, at_nine)
    assert (await on(alice, "2026-06-01")).state(at_nine) == CheckInState.open
    assert (await on(alice, "2026-06-01")).withdrawn_at is None


async def test_another_form_is_asked_from_the_next_one_on(alice: Person, evenings: list[Schedule]) -> None:
    at_nine = utc("2026-06-02T01:00")
    await plan(alice, evenings, MONDAY_NOON)
    evenings[0].instrument = "phq-8"
    await plan(alice, evenings, at_nine)
    assert [(await on(alice, day)).instrument for day in ("2026-06-01", "2026-06-02")] == ["daily", "phq-8"]


# Joining, phases, leaving


async def test_the_first_check_in_opens_when_somebody_joins(alice: Person, evenings: list[Schedule]) -> None:
    alice.joined_at = MONDAY_NOON
    await plan(alice, evenings, MONDAY_NOON)
    await plan(alice, evenings, MONDAY_NOON + timedelta(days=1))
    first = await CheckIn.get(person=alice, slot=FIRST)
    # a phone whose clock runs a little behind sees it at once too
    assert (first.opens_at, first.closes_at) == (MONDAY_NOON - timedelta(minutes=15), MONDAY_NOON + timedelta(hours=48))
    assert (first.instrument, first.nudge_at) == ("daily", None)
    assert (await planned(alice))[0].id == first.id  # nothing from before


@pytest.mark.parametrize(
    ("zone", "joined_at", "first_evening"),
    [
        ("America/New_York", "2026-06-01T16:00", "2026-06-03T00:00"),  # at noon
        ("America/New_York", "2026-06-02T01:00", "2026-06-03T00:00"),  # at 21:00, when that evening's was open
        ("America/New_York", "2026-06-02T04:30", "2026-06-04T00:00"),  # half an hour into Tuesday
        ("America/New_York", "2026-11-01T05:30", "2026-11-03T01:00"),  # in the hour that comes twice
        ("Pacific/Kiritimati", "2026-06-01T16:00", "2026-06-03T06:00"),  # Tuesday there
        ("Pacific/Pago_Pago", "2026-06-01T08:00", "2026-06-02T07:00"),  # Sunday there
    ],
)
async def test_on_the_day_somebody_joins_they_are_asked_once(
    alice: Person, evenings: list[Schedule], zone: str, joined_at: str, first_evening: str
) -> None:
    alice.zone, alice.joined_at = zone, utc(joined_at)
    alice.started_on = alice.today(alice.joined_at)
    for hour in range(0, 60):
        await plan(alice, evenings, alice.joined_at + hour * AN_HOUR)
    first, second, *_ = await planned(alice)
    assert (first.slot, first.local_date) == (FIRST, alice.started_on)
    assert (second.slot, second.opens_at) == ("daily", utc(first_evening))


async def test_another_form_of_that_day_is_asked_all_the_same(
    program: Program, alice: Person, evenings: list[Schedule]
) -> None:
    alice.joined_at = MONDAY_NOON
    more = {"slot": "phq", "instrument": "phq-8"}
    both = [*evenings, await Schedule.create(program=program, **DAILY | SIX_HOURS | more)]
    await plan(alice, both, MONDAY_NOON)
    assert [each.slot for each in await planned(alice) if each.local_date == date(2026, 6, 1)] == [FIRST, "phq"]


async def test_who_has_not_joined_is_not_asked(alice: Person, evenings: list[Schedule]) -> None:
    alice.joined_at = None
    await plan(alice, evenings, MONDAY_NOON)
    assert not await CheckIn.exists()


async def test_a_new_phase_brings_its_own_rhythm(program: Program, alice: Person, evenings: list[Schedule]) -> None:
    weekly = {"phase": Phase.aftercare, "rule": "FREQ=WEEKLY;BYDAY=SU", "wall_time": "18:00", "window_minutes": 2880}
    both = [*evenings, await Schedule.create(program=program, **DAILY | SIX_HOURS | weekly)]
    await plan(alice, both, MONDAY_NOON)
    alice.phase = Phase.aftercare
    await plan(alice, both, MONDAY_NOON)
    to_come = [each for each in await planned(alice) if each.opens_at > MONDAY_NOON]
    assert [each.opens_at for each in to_come] == [utc("2026-06-07T22:00"), utc("2026-06-14T22:00")]
    alice.phase = Phase.iop  # back again: what was withdrawn is due again
    await plan(alice, both, MONDAY_NOON)
    assert (await on(alice, "2026-06-07")).opens_at == utc("2026-06-08T00:00")
    assert len([each for each in await planned(alice) if each.opens_at > MONDAY_NOON]) == 16


async def test_what_is_open_stays_open_through_a_new_phase_and_is_not_asked_again(
    program: Program, alice: Person, evenings: list[Schedule]
) -> None:
    late = {"phase": Phase.aftercare, "instrument": "aftercare", "wall_time": "22:00"}
    both = [*evenings, await Schedule.create(program=program, **DAILY | SIX_HOURS | late)]
    at_nine = utc("2026-06-02T01:00")
    await plan(alice, both, MONDAY_NOON)
    alice.phase, alice.phase_from = Phase.aftercare, date(2026, 6, 1)
    await plan(alice, both, at_nine)
    tonight = await on(alice, "2026-06-01")
    assert (tonight.state(at_nine), tonight.instrument) == (CheckInState.open, "daily")
    assert await CheckIn.filter(person=alice, local_date=date(2026, 6, 1)).count() == 1
    assert ((await on(alice, "2026-06-02")).instrument, (await on(alice, "2026-06-02")).opens_at) == (
        "aftercare",
        utc("2026-06-03T02:00"),
    )


async def test_a_window_that_opened_before_anybody_asked_is_not_made(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, utc("2026-06-02T01:00"))  # the line is new: nobody was told at eight
    assert (await planned(alice))[0].local_date == date(2026, 6, 2)


async def test_who_has_left_is_asked_nothing_more_and_what_was_answered_stays(
    alice: Person, evenings: list[Schedule]
) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    await CheckIn.filter(person=alice, local_date=date(2026, 6, 3)).update(answered_at=MONDAY_NOON)
    alice.phase = Phase.ended
    await plan(alice, evenings, MONDAY_NOON)
    assert [each.local_date for each in await planned(alice)] == [date(2026, 6, 3)]


async def test_what_is_open_goes_when_somebody_leaves(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    alice.phase = Phase.ended
    await plan(alice, evenings, utc("2026-06-02T01:00"))  # 21:00
    assert await planned(alice) == []


async def test_in_another_slot_of_the_next_phase_the_same_form_is_not_asked_again_that_day(
    program: Program, alice: Person, evenings: list[Schedule]
) -> None:
    later = {"phase": Phase.aftercare, "slot": "evening", "wall_time": "22:00"}
    both = [*evenings, await Schedule.create(program=program, **DAILY | SIX_HOURS | later)]
    at_nine = utc("2026-06-02T01:00")
    await plan(alice, both, MONDAY_NOON)
    alice.phase, alice.phase_from = Phase.aftercare, date(2026, 6, 1)
    await plan(alice, both, at_nine)
    assert [each.local_date.day for each in await planned(alice)][:3] == [1, 2, 3]
    assert [each.slot for each in await planned(alice)][:3] == ["daily", "evening", "evening"]


async def test_the_first_of_aftercare_is_asked_also_when_its_hour_has_passed(program: Program, alice: Person) -> None:
    taper = {"phase": Phase.aftercare, "instrument": "aftercare", "rhythm": Rhythm.taper, "rule": ""}
    line = await Schedule.create(program=program, **DAILY | taper | {"wall_time": "18:00", "window_minutes": 2880})
    alice.phase, alice.phase_from = Phase.aftercare, date(2026, 6, 1)
    at_seven = utc("2026-06-01T23:00")
    await plan(alice, [line], at_seven)
    assert [each.local_date for each in await planned(alice)][:2] == [date(2026, 6, 1), date(2026, 6, 8)]
    assert (await planned(alice))[0].state(at_seven) == CheckInState.open


async def test_charlies_check_ins_are_not_alices(alice: Person, charlie: Person, evenings: list[Schedule]) -> None:
    charlie.joined_at, charlie.started_on = LONG_AGO, LONG_AGO.date()
    await plan(alice, evenings, MONDAY_NOON)
    await plan(charlie, evenings, MONDAY_NOON)
    assert await CheckIn.filter(person=alice).count() == await CheckIn.filter(person=charlie).count() == 16


# Windows

OPENS, CLOSES = utc("2026-06-02T00:00"), utc("2026-06-02T06:00")
A_MOMENT = timedelta(milliseconds=1)
NIGHTS = [utc("2026-06-02T00:00") + number * timedelta(days=1) for number in range(6)]


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
    await plan(alice, evenings, MONDAY_NOON)
    await CheckIn.filter(local_date=date(2026, 6, 2)).update(answered_at=OPENS, closes_at=CLOSES)
    assert await close_missed(CLOSES - A_MOMENT) == 0
    assert await close_missed(CLOSES) == 1
    assert await close_missed(CLOSES) == 0  # once
    assert (await on(alice, "2026-06-01")).missed_at == CLOSES


# Silence


@pytest.mark.parametrize(
    ("answered", "in_row"),
    [
        ({}, 6),
        ({5: 1}, 0),  # the last evening, an hour after it opened
        ({2: 1}, 3),
        ({0: 1, 4: 1}, 1),
        ({0: 3 * 24}, 3),  # the first one, late: on the third evening after
        ({0: 24 * 6}, 0),  # late, just now
        ({5: -1}, 0),  # by a clock that is behind
    ],
)
async def test_silence_is_counted_from_the_last_answer_on_late_or_not(
    alice: Person, charlie: Person, answered: dict[int, int], in_row: int
) -> None:
    for person in (alice, charlie):
        for number, opens_at in enumerate(NIGHTS):
            said_at = opens_at + answered[number] * AN_HOUR if number in answered else None
            await CheckIn.create(
                id=new_id(), person=person, instrument="daily", slot="daily",
                local_date=date(2026, 6, 1) + timedelta(days=number), opens_at=opens_at,
                closes_at=opens_at + timedelta(hours=6), answered_at=said_at,
            )  # fmt: skip
    await CheckIn.create(
        id=new_id(), person=alice, instrument="phq-8", slot="phq", local_date=date(2026, 6, 1), opens_at=NIGHTS[0],
        closes_at=NIGHTS[2],
    )  # fmt: skip
    await close_missed(NIGHTS[-1] + timedelta(hours=6))
    found = await silences([alice.id, charlie.id])
    alices, charlies = found[alice.id].slots, found[charlie.id].slots if charlie.id in found else {}
    assert {slot: len(dates) for slot, dates in alices.items()} == {"phq": 1} | ({"daily": in_row} if in_row else {})
    assert {slot: len(dates) for slot, dates in charlies.items()} == ({"daily": in_row} if in_row else {})


async def test_what_is_still_open_or_to_come_is_no_silence(alice: Person, evenings: list[Schedule]) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    await close_missed(utc("2026-06-02T01:00"))
    assert await silences([alice.id]) == {}


@pytest.mark.parametrize(("nights", "plans_again"), [(1, False), (2, False), (3, True), (4, True)])
async def test_who_missed_three_is_planned_anew_and_everybody_who_missed_one_is_seen_anew(
    alice: Person, evenings: list[Schedule], nights: int, plans_again: bool
) -> None:
    await plan(alice, evenings, MONDAY_NOON)
    for number in range(nights):
        await Person.filter(id=alice.id).update(plan_stale=False, standing_stale=False)
        assert await close_missed(NIGHTS[number] + timedelta(hours=6)) == 1
    found = await Person.get(id=alice.id)
    assert (found.plan_stale, found.standing_stale) == (plans_again, True)
