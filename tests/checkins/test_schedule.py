"""What is asked on which days: the program's lines and a person's own, rules, evenings before sessions, the taper."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from server.checkins.instrument import shipped
from server.checkins.models import CheckIn, OwnTime, Rhythm, Schedule
from server.checkins.plan import AHEAD, wanted_check_ins
from server.checkins.schedule import Line, default_schedules, effective, lines_of, stand_ins_among
from server.people.models import Person, Phase, Program, Responder
from server.recurrence import Rule
from tests.checkins.planned import plan_check_ins
from tests.conftest import Browser, new_id
from tests.frozen import made_at, utc

JANUARY_5 = date(2026, 1, 5)
MONDAY = "2026-06-01T16:00"  # noon in New York
SUNDAYS = "FREQ=WEEKLY;BYDAY=SU"


def person_in(zone: str, first_day: date = JANUARY_5, phase: Phase = Phase.iop) -> Person:
    """Somebody whose phase began on this day."""
    return Person(id=new_id(), zone=zone, phase=phase, phase_from=first_day, joined_at=utc("2020-01-01T00:00"))


ALICE = person_in("America/New_York")


def line(rule: str = "FREQ=DAILY", at: str = "20:00", hours: int = 6, **more: Any) -> Line:
    schedule = Schedule(
        phase=Phase.iop, slot="daily", instrument="daily", rule=rule, wall_time=at, window_minutes=hours * 60, **more
    )
    return Line(schedule, "daily", own_time=None)


def days(person: Person, asked: Line, now: str, sessions: Collection[str] = ()) -> list[str]:
    """The local days from `now` on as `MM-DD`."""
    individual = [date.fromisoformat(f"2026-{day}") for day in sessions]
    found = wanted_check_ins(person, [asked], individual, {}, utc(now))
    return [f"{each.local_date:%m-%d}" for each in found if each.opens_at > utc(now)]


# The lines of a person


def named(slot: str, instrument: str, person: UUID | None = None, **more: Any) -> Schedule:
    schedule = Schedule(slot=slot, instrument=instrument, rule="", wall_time="18:00", window_minutes=60, **more)
    schedule.person_id = person
    return schedule


def test_a_persons_own_line_stands_in_for_the_programs_of_the_same_slot() -> None:
    programs = [named("daily", "daily"), named("phq", "phq-9")]
    own = named("phq", "phq-2", person=new_id(), is_off=True)
    found = effective([own, *programs], {}, {})
    assert [(each.slot, each.instrument, each.schedule.is_off) for each in found] == [
        ("daily", "daily", False),
        ("phq", "phq-2", True),
    ]


def test_of_two_for_the_same_slot_the_newest_counts_in_whichever_order_they_are_read() -> None:
    older, newer = named("phq", "phq-9", changed_by=new_id()), named("phq", "phq-8", changed_by=new_id())
    assert [each.instrument for each in effective([newer, older], {}, {})] == ["phq-8"]
    assert [each.instrument for each in effective([older, newer], {}, {})] == ["phq-8"]


def test_a_persons_own_line_knows_the_programs_that_it_stands_in_for() -> None:
    own = named("phq", "phq-2", person=new_id())
    [asked] = effective([own, named("phq", "phq-9")], {}, {"phq-9": "phq-8"})
    assert asked.instead_of
    assert (asked.instrument, asked.instead_of.instrument) == ("phq-2", "phq-8")
    assert [each.instead_of for each in effective([own], {}, {})] == [None]


def test_whoever_follows_the_program_again_is_asked_what_it_asks_and_nothing_else() -> None:
    alice = new_id()
    before = named("phq", "phq-2", person=alice, changed_by=new_id())
    back = [named(slot, "", person=alice, changed_by=new_id()) for slot in ("phq", "walk")]
    asked = effective([*back, named("phq", "phq-9"), before], {}, {})
    assert [(each.slot, each.instrument, each.instead_of) for each in asked] == [("phq", "phq-9", None)]


def test_the_time_that_the_person_chose_counts() -> None:
    [moved] = effective([named("daily", "daily")], {"daily": "07:30", "phq": "09:00"}, {})
    [back] = effective([named("daily", "daily")], {"daily": None}, {})
    assert (f"{moved.wall_time:%H:%M}", f"{back.wall_time:%H:%M}") == ("07:30", "18:00")


def test_without_a_responder_the_form_without_its_safety_question_is_asked() -> None:
    forms = list(shipped().values())
    instead = stand_ins_among(forms, has_responder=False)
    assert instead["phq-9"] == "phq-8"
    assert {"daily", "phq-8", "gad-7", "bam-iop"}.isdisjoint(instead)
    assert stand_ins_among(forms, has_responder=True) == {}
    [asked] = effective([named("phq", "phq-9")], {}, instead)
    assert asked.instrument == "phq-8"


def test_a_form_with_a_safety_question_that_nothing_stands_in_for_is_not_asked() -> None:
    [asked] = effective([named("own", "our-form")], {}, {"our-form": None})
    assert asked.instrument is None
    assert wanted_check_ins(ALICE, [asked], (), {}, utc("2026-06-01T16:00")) == []


def test_what_stands_in_must_be_there_and_may_not_ask_about_safety_itself() -> None:
    phq_9 = shipped()["phq-9", "1"]

    def loaded(key: str, stand_in: str) -> dict[str, Any]:
        instead = {"url": "urn:daymark:without-responder", "valueCode": stand_in}
        others = [each for each in phq_9["extension"] if each["url"] != instead["url"]]
        return {**phq_9, "id": key, "extension": [*others, instead]}

    forms = [*shipped().values(), loaded("ours", "phq-9"), loaded("theirs", "gone"), loaded("right", "gad-7")]
    instead = stand_ins_among(forms, has_responder=False)
    assert (instead["ours"], instead["theirs"], instead["right"]) == (None, None, "gad-7")


async def test_alices_lines_are_those_of_her_phase_and_program(
    program: Program, alice: Person, charlie: Person
) -> None:
    await Schedule.bulk_create(default_schedules(program))
    elsewhere = await Program.create(name="Elsewhere", zone="UTC")
    await Schedule.bulk_create([named("other", "daily", program_id=elsewhere.id, phase=Phase.iop)])
    await named("daily", "gad-2", person=charlie.id, program_id=program.id, phase=Phase.iop).save()
    asked = {each.slot: each.instrument for each in await lines_of(alice)}
    assert asked == {"barc": "barc-10", "daily": "daily", "gad": "gad-7", "phq": "phq-8", "weekly": "bam-iop"}
    await Responder.create(program=program, person=charlie, rank=0)
    assert {each.slot: each.instrument for each in await lines_of(alice)}["phq"] == "phq-9"


def test_a_new_program_asks_what_there_is_and_never_two_monthly_forms_in_one_week() -> None:
    schedules = default_schedules(Program(id=new_id(), name="Harbor House", zone="UTC"))
    known = {key for key, _ in shipped()}
    assert {each.instrument for each in schedules} <= known
    for phase in (Phase.iop, Phase.aftercare):
        monthly = [each.rule for each in schedules if each.phase == phase and "MONTHLY" in each.rule]
        starts = [Rule(rule, JANUARY_5, time(18)).starts().xafter(datetime(2026, 1, 5), 24) for rule in monthly]  # noqa: DTZ001  # wall time
        weeks = [start.isocalendar()[:2] for each in starts for start in each]
        assert len(weeks) == len(set(weeks)) == 24 * len(monthly)


# Rules, through both changes of the clocks, leap days and the ends of months


@pytest.mark.parametrize(
    ("zone", "now", "at", "opens"),
    [
        # New York: March 8 and November 1, 2026
        ("America/New_York", "2026-03-07T12:00", "20:00", ["2026-03-08T01:00", "2026-03-09T00:00"]),
        ("America/New_York", "2026-10-31T12:00", "20:00", ["2026-11-01T00:00", "2026-11-02T01:00"]),
        # London: March 29 and October 25; 01:30 does not exist on the one and comes twice on the other
        ("Europe/London", "2026-03-28T12:00", "20:00", ["2026-03-28T20:00", "2026-03-29T19:00"]),
        ("Europe/London", "2026-10-24T12:00", "20:00", ["2026-10-24T19:00", "2026-10-25T20:00"]),
        ("Europe/London", "2026-03-28T12:00", "01:30", ["2026-03-29T01:30", "2026-03-30T00:30"]),
        ("Europe/London", "2026-10-24T12:00", "01:30", ["2026-10-25T00:30", "2026-10-26T01:30"]),
        # Lord Howe, by half an hour: April 5 and October 4
        ("Australia/Lord_Howe", "2026-04-04T00:00", "20:00", ["2026-04-04T09:00", "2026-04-05T09:30"]),
        ("Australia/Lord_Howe", "2026-10-03T00:00", "20:00", ["2026-10-03T09:30", "2026-10-04T09:00"]),
        ("Australia/Lord_Howe", "2026-10-03T00:00", "02:15", ["2026-10-03T15:45", "2026-10-04T15:15"]),
    ],
)
def test_the_wall_time_stays(zone: str, now: str, at: str, opens: list[str]) -> None:
    found = wanted_check_ins(person_in(zone), [line(at=at)], (), {}, utc(now))
    ahead = [each for each in found if each.opens_at > utc(now)]
    assert [each.opens_at for each in ahead[:2]] == [utc(each) for each in opens]
    assert {each.closes_at - each.opens_at for each in found} == {timedelta(hours=6)}


@pytest.mark.parametrize(
    ("rule", "now", "expected"),
    [
        ("FREQ=DAILY", "2028-02-27T12:00", ["02-27", "02-28", "02-29", "03-01"]),
        ("FREQ=DAILY", "2027-02-27T12:00", ["02-27", "02-28", "03-01", "03-02"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-02-20T12:00", ["02-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-02-20T12:00", ["02-28"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-04-20T12:00", ["04-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-04-20T12:00", []),  # RFC 5545: a month without one is left out
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-05-20T12:00", ["05-31"]),
        ("FREQ=MONTHLY;BYDAY=1TU", "2026-12-28T12:00", ["01-05"]),  # over the end of the year
        ("FREQ=MONTHLY;BYDAY=-1SU", "2028-02-20T12:00", ["02-27"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-20T12:00", ["02-29"]),
    ],
)
def test_the_days_of_a_rule(rule: str, now: str, expected: list[str]) -> None:
    found = days(ALICE, line(rule), now)
    assert found[:4] == expected


def test_every_second_week_is_the_same_week_on_whichever_day_it_is_planned() -> None:
    asked = line("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU")
    every: set[date] = set()
    for step in range(40):
        now = utc(MONDAY) + step * timedelta(days=1)
        every |= {each.local_date for each in wanted_check_ins(ALICE, [asked], (), {}, now)}
    first = date(2026, 1, 11)  # the first Sunday of her phase
    assert {(day - first).days % 14 for day in every} == {0}
    assert {after - before for before, after in pairwise(sorted(every))} == {timedelta(days=14)}


def test_a_line_counts_from_the_first_day_of_the_phase() -> None:
    new = person_in("America/New_York", first_day=date(2026, 6, 3))
    assert days(new, line("FREQ=DAILY;COUNT=3"), "2026-06-01T16:00") == ["06-03", "06-04", "06-05"]


# The evening before the individual session

BEFORE: dict[str, Any] = {"at": "18:00", "hours": 48, "rhythm": Rhythm.before_individual}


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (["06-04", "06-11", "06-18"], ["06-03", "06-10"]),
        # two in one week: before the first of them
        (["06-02", "06-05", "06-11", "06-17"], ["06-01", "06-10", "06-16"]),
        (["06-04", "06-04", "06-11", "06-17"], ["06-03", "06-10", "06-16"]),
        # a week without one: by the rule
        (["06-04", "06-18"], ["06-03", "06-14"]),
        (["06-11", "06-17"], ["06-07", "06-10", "06-16"]),
        ([], ["06-07", "06-14"]),
        # on Mondays: the evening before is in the week before
        (["06-01", "06-08", "06-15", "06-22"], ["06-07", "06-14"]),
        # from Thursdays to Mondays: one a week, not two
        (["06-04", "06-08", "06-15"], ["06-03", "06-14"]),
        # what is still open when the next evening comes is for that session too
        (["06-04", "06-16"], ["06-03", "06-14"]),
    ],
)
def test_it_comes_the_evening_before_the_session_once_a_week(sessions: list[str], expected: list[str]) -> None:
    assert days(ALICE, line(SUNDAYS, **BEFORE), MONDAY, sessions) == expected


def test_without_a_rule_a_week_without_a_session_asks_nothing() -> None:
    assert days(ALICE, line("", **BEFORE), MONDAY, ["06-11"]) == ["06-10"]


@pytest.mark.parametrize(
    ("zone", "session", "opens"),
    [
        ("America/New_York", "2026-03-08", "2026-03-07T23:00"),  # the evening is still winter's
        ("America/New_York", "2026-11-02", "2026-11-01T23:00"),  # and here summer is over since the morning
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T07:30"),
        ("Europe/London", "2026-03-30", "2026-03-29T17:00"),
        ("America/New_York", "2028-03-01", "2028-02-29T23:00"),
    ],
)
def test_the_evening_before_is_by_the_clocks_where_the_person_is(zone: str, session: str, opens: str) -> None:
    day = date.fromisoformat(session)
    now = utc(opens) - timedelta(days=3)
    asked = line("", **BEFORE)
    [found] = wanted_check_ins(person_in(zone), [asked], [day], {}, now)
    assert (found.opens_at, found.local_date) == (utc(opens), day - timedelta(days=1))


async def weekly(person: Person) -> list[str]:
    rows = await CheckIn.filter(person=person, withdrawn_at=None).order_by("opens_at")
    return [f"{row.local_date:%m-%d}" for row in rows]


@pytest.fixture
async def alice(alice: Person) -> Person:
    alice.joined_at, alice.started_on = utc("2026-01-05T15:00"), JANUARY_5
    await alice.save()
    return alice


async def test_a_session_that_is_cancelled_after_its_evening_makes_no_second_one_that_week(alice: Person) -> None:
    asked = [line(SUNDAYS, **BEFORE)]
    await plan_check_ins(alice, asked, [date(2026, 6, 4), date(2026, 6, 11)], utc(MONDAY))
    thursday = utc("2026-06-04T13:00")  # she was asked on Wednesday evening
    await plan_check_ins(alice, asked, [date(2026, 6, 11)], thursday)
    assert await weekly(alice) == ["06-03", "06-10"]


async def test_a_session_that_moves_takes_its_evening_along(alice: Person) -> None:
    asked = [line("", **BEFORE)]
    await plan_check_ins(alice, asked, [date(2026, 6, 4)], utc(MONDAY))
    await plan_check_ins(alice, asked, [date(2026, 6, 6)], utc(MONDAY))
    assert await weekly(alice) == ["06-05"]
    await plan_check_ins(alice, asked, [date(2026, 6, 4)], utc(MONDAY))  # and back
    assert await weekly(alice) == ["06-03"]


async def test_planned_on_every_day_of_three_weeks_there_is_one_a_week(alice: Person) -> None:
    asked, sessions = [line(SUNDAYS, **BEFORE)], [date(2026, 6, day) for day in (2, 5, 9, 19, 22, 30)]
    for step in range(21):
        now = utc(MONDAY) + step * timedelta(days=1)
        near = [day for day in sessions if abs(day - now.date()) < timedelta(days=9) + AHEAD]
        await plan_check_ins(alice, asked, near, now)
    found = [date(2026, int(day[:2]), int(day[3:])) for day in await weekly(alice)]
    weeks = [day.isocalendar()[:2] for day in found]
    assert len(weeks) == len(set(weeks)) >= 4
    assert [f"{day:%m-%d}" for day in found][:4] == ["06-01", "06-08", "06-18", "06-28"]


# Aftercare


NEW_YORK, LONDON, LORD_HOWE = "America/New_York", "Europe/London", "Australia/Lord_Howe"


@pytest.mark.parametrize(
    ("zone", "first_day", "now", "opens"),
    [
        (NEW_YORK, "2026-06-01", "2026-06-01T12:00", ["2026-06-01T22:00", "2026-06-08T22:00", "2026-06-15T22:00"]),
        (NEW_YORK, "2026-06-01", "2026-07-26T12:00", ["2026-07-27T22:00", "2026-08-10T22:00"]),  # week 9: two weeks
        (NEW_YORK, "2028-02-15", "2028-02-20T12:00", ["2028-02-22T23:00", "2028-02-29T23:00", "2028-03-07T23:00"]),
        (NEW_YORK, "2028-02-29", "2029-02-20T12:00", ["2029-02-28T23:00"]),
        # across both changes of the clocks it is six in the evening before and after
        (NEW_YORK, "2026-03-02", "2026-03-02T12:00", ["2026-03-02T23:00", "2026-03-09T22:00", "2026-03-16T22:00"]),
        (NEW_YORK, "2026-10-26", "2026-10-26T12:00", ["2026-10-26T22:00", "2026-11-02T23:00", "2026-11-09T23:00"]),
        (LONDON, "2026-03-02", "2026-03-20T12:00", ["2026-03-23T18:00", "2026-03-30T17:00"]),
        (LONDON, "2026-10-19", "2026-10-19T12:00", ["2026-10-19T17:00", "2026-10-26T18:00", "2026-11-02T18:00"]),
        # Lord Howe, by half an hour
        (LORD_HOWE, "2026-03-02", "2026-03-30T00:00", ["2026-03-30T07:00", "2026-04-06T07:30", "2026-04-13T07:30"]),
        (LORD_HOWE, "2026-09-28", "2026-09-28T00:00", ["2026-09-28T07:30", "2026-10-05T07:00", "2026-10-12T07:00"]),
    ],
)
def test_the_taper_opens_at_the_wall_time(zone: str, first_day: str, now: str, opens: list[str]) -> None:
    omar = person_in(zone, date.fromisoformat(first_day), Phase.aftercare)
    asked = line("", at="18:00", hours=48, rhythm=Rhythm.taper)
    found = wanted_check_ins(omar, [asked], (), {}, utc(now))
    assert [each.opens_at for each in found if each.opens_at > utc(now)] == [utc(each) for each in opens]
    assert {each.closes_at - each.opens_at for each in found} == {timedelta(hours=48)}


# A time of one's own


async def move(alices: Browser, wall_time: str | None, identifier: Any = None, slot: str = "daily") -> Any:
    return await alices.put(f"/api/own-times/{identifier or new_id()}", {"slot": slot, "wall_time": wall_time})


@pytest.fixture
async def evenings(program: Program) -> Schedule:
    return await Schedule.create(
        program=program, phase=Phase.iop, instrument="daily", rule="FREQ=DAILY", wall_time="20:00", window_minutes=360
    )


async def test_alice_moves_her_check_in_and_back_and_the_newest_counts(
    alices: Browser, alice: Person, evenings: Schedule
) -> None:
    older, newer = new_id(), new_id()
    assert (await move(alices, "07:30", newer)).json() == {"id": str(newer)}
    assert (await move(alices, "09:00", older)).json() == {"id": str(older)}  # it comes too late
    assert (await OwnTime.get(person=alice)).wall_time == "07:30"
    await Person.filter(id=alice.id).update(plan_stale=False)
    assert (await move(alices, None)).status_code == 200
    assert [each.own_time for each in await lines_of(alice)] == [None]
    assert (await Person.get(id=alice.id)).plan_stale


async def test_charlie_keeps_his_time_when_alice_moves_hers(
    alices: Browser, charlie: Person, evenings: Schedule
) -> None:
    await move(alices, "07:30")
    assert [each.own_time for each in await lines_of(charlie)] == [None]


@pytest.mark.parametrize(
    ("slot", "wall_time", "field"),
    [
        ("weekly", "07:30", "slot"),
        ("walk", "07:30", "slot"),
        ("daily", "7:30", "wall_time"),
        ("daily", "24:00", "wall_time"),
    ],
)
async def test_a_time_or_a_check_in_that_does_not_exist_is_refused(
    alices: Browser, alice: Person, evenings: Schedule, slot: str, wall_time: str, field: str
) -> None:
    # Set for her alone once, and taken back: her program asks no such thing.
    await named("walk", "", person=alice.id, program_id=alice.program_id, phase=Phase.iop).save()
    refused = await move(alices, wall_time, slot=slot)
    assert (refused.status_code, refused.json()["field"]) == (422, field)
    assert not await OwnTime.exists()


async def test_a_change_from_the_future_is_refused(alices: Browser, evenings: Schedule) -> None:
    assert (await move(alices, "07:30", made_at(utc("2099-01-01T00:00")))).status_code == 422
