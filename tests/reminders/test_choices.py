"""What people choose about their reminders, and what comes of it. All pure: nothing here touches the database."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.checkins.models import DAILY
from server.checkins.silence import NONE
from server.checkins.stored import Planned
from server.people.models import Person
from server.recurrence import at_wall_time
from server.reminders.choices import AS_USUAL, Choices, Offset, QuietHours, Snoozed
from server.reminders.choose import choices_in
from server.reminders.models import ReminderKind
from server.reminders.plan import considered
from server.reminders.wanted import LeftOut, WantedReminder, out_of_quiet_hours
from server.sessions.expand import Occurrence, OccurrenceState
from tests.conftest import new_id
from tests.frozen import utc
from tests.reminders.said import wanted_reminders
from tests.reminders.test_wanted import ALICE, NEW_YORK, in_new_york, session

LONDON, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")
THURSDAY = session("2026-06-11T22:00")  # at six in the evening in New York


def wall(text: str, zone: ZoneInfo) -> datetime:
    local = datetime.fromisoformat(text)
    return at_wall_time(local.date(), local.time(), zone)


def check_in(opens: str = "2026-06-11T20:00", nudge: bool = True) -> Planned:
    opens_at = in_new_york(opens)
    return Planned(
        new_id(), "daily", DAILY, opens_at.date(), opens_at, closes_at=opens_at + timedelta(hours=6),
        nudge_at=opens_at + timedelta(hours=1) if nudge else None,
    )  # fmt: skip


def said_with(
    choices: Choices,
    sessions: list[Occurrence] | None = None,
    check_ins: list[Planned] | None = None,
    snoozed: list[Snoozed] | None = None,
    person: Person = ALICE,
) -> list[tuple[str, str]]:
    """What comes: the offset, and day and time on the person's clocks."""
    found = wanted_reminders(person, sessions or [], check_ins or [], NONE, {}, choices=choices, snoozed=snoozed or [])
    return [(each.offset, f"{each.due_at.astimezone(person.tz):%m-%d %H:%M}") for each in found]


# How they are stored


@pytest.mark.parametrize(
    ("stored", "choices"),
    [
        ({}, AS_USUAL),
        ({"session": {"is_on": True, "before": None}, "check_in": True, "nudge": True, "days_off": []}, AS_USUAL),
        ({"session": {"is_on": False, "before": ["1h"]}}, Choices(frozenset({ReminderKind.session}), (Offset("1h"),))),
        ({"check_in": False}, Choices(frozenset({ReminderKind.check_in}))),
        ({"quiet": None}, Choices(quiet=None)),
        ({"quiet": {"begins": "23:30", "ends": "06:00"}}, Choices(quiet=QuietHours(time(23, 30), time(6)))),
        ({"days_off": ["SA", "SU"]}, Choices(days_off=frozenset({5, 6}))),
        ({"session_detail": True, "check_in_detail": True}, AS_USUAL),  # is about the words
        ({"nudge_before": ["3h", "1h"]}, Choices(nudge_before=(Offset("3h"), Offset("1h")))),
        ({"nudge_before": None}, AS_USUAL),
    ],
    ids=str,
)
def test_a_choice_is_read_as_it_was_stored_and_where_there_is_none_the_usual_counts(
    stored: dict[str, Any], choices: Choices
) -> None:
    assert choices_in(stored) == choices


# How long before


def test_alice_hears_of_a_session_as_long_before_as_she_chose() -> None:
    before = (Offset.three_days, Offset.evening, Offset.half_hour)
    assert said_with(Choices(before=before), [THURSDAY]) == [
        ("3d", "06-08 18:00"),
        ("evening", "06-10 20:00"),
        ("30m", "06-11 17:30"),
    ]


@pytest.mark.parametrize(
    ("zone", "starts", "offset", "due"),
    [
        # days and the evening are by the clocks there: also over the night that is an hour shorter or longer
        ("America/New_York", "2026-03-08T18:00", "3d", "2026-03-05T18:00"),
        ("America/New_York", "2026-11-01T18:00", "1d", "2026-10-31T18:00"),
        ("Europe/London", "2026-03-29T10:00", "evening", "2026-03-28T20:00"),
        ("Europe/London", "2026-10-25T10:00", "1d", "2026-10-24T10:00"),
        ("Australia/Lord_Howe", "2026-10-04T10:00", "1d", "2026-10-03T10:00"),
        ("Australia/Lord_Howe", "2026-04-05T10:00", "evening", "2026-04-04T20:00"),
        # hours are hours
        ("America/New_York", "2026-03-08T04:00", "2h", "2026-03-08T01:00"),
        ("America/New_York", "2026-11-01T03:00", "3h", "2026-11-01T01:00"),
        ("Europe/London", "2026-03-29T03:00", "3h", "2026-03-28T23:00"),
        ("Australia/Lord_Howe", "2026-10-04T03:00", "1h", "2026-10-04T01:30"),  # half an hour is left out
        ("Australia/Lord_Howe", "2026-04-05T02:30", "1h", "2026-04-05T01:30"),  # and comes twice
    ],
)
def test_both_clock_changes_in_three_places(zone: str, starts: str, offset: str, due: str) -> None:
    place = ZoneInfo(zone)
    start = wall(starts, place)
    found = Offset(offset).moment(start, place)
    assert f"{found.astimezone(place):%Y-%m-%dT%H:%M}" == due
    if offset.endswith("h"):
        assert start - found == timedelta(hours=int(offset[0]))


# Kinds that are off


@pytest.mark.parametrize(
    ("off", "left"),
    [
        (ReminderKind.session, ["open", "nudge"]),
        (ReminderKind.check_in, ["1d", "2h", "nudge"]),
        (ReminderKind.nudge, ["1d", "2h", "open"]),
    ],
)
def test_a_kind_that_is_off_does_not_come(off: ReminderKind, left: list[str]) -> None:
    found = said_with(Choices(off=frozenset({off})), [THURSDAY], [check_in()])
    assert sorted(offset for offset, _ in found) == sorted(left)


def changed(at: str) -> Occurrence:
    return replace(THURSDAY, state=OccurrenceState.cancelled, changed_at=in_new_york(at))


def test_a_change_always_comes_on_days_off_too() -> None:
    nothing = Choices(frozenset({ReminderKind.session, ReminderKind.check_in, ReminderKind.nudge}), days_off=EVERY_DAY)
    assert said_with(nothing, [changed("2026-06-09T12:00")], [check_in()]) == [("cancelled", "06-09 12:00")]


EVERY_DAY = frozenset(range(7))


# Quiet hours


@pytest.mark.parametrize(
    ("quiet", "due", "useless", "moved"),
    [
        (("22:00", "08:00"), "2026-06-10T23:00", "2026-06-11T12:00", "2026-06-11T08:00"),
        (("22:00", "08:00"), "2026-06-10T03:00", "2026-06-10T12:00", "2026-06-10T08:00"),
        (("00:00", "06:30"), "2026-06-10T00:00", "2026-06-10T12:00", "2026-06-10T06:30"),
        (("00:00", "06:30"), "2026-06-10T06:30", "2026-06-10T12:00", "2026-06-10T06:30"),  # over
        (("13:00", "15:00"), "2026-06-10T14:00", "2026-06-10T16:00", "2026-06-10T15:00"),  # within a day
        (("13:00", "15:00"), "2026-06-10T12:59", "2026-06-10T16:00", "2026-06-10T12:59"),
        # useless by their end: said before they begin
        (("13:00", "15:00"), "2026-06-10T14:00", "2026-06-10T15:00", "2026-06-10T12:59"),
        (("22:00", "12:00"), "2026-06-10T09:00", "2026-06-10T11:00", "2026-06-09T21:59"),
        # the nights in which the clocks change: 02:30 does not exist, or the hour from 01:00 comes twice
        (("22:00", "02:30"), "2026-03-08T01:00", "2026-03-08T12:00", "2026-03-08T03:30"),
        (("22:00", "01:30"), "2026-11-01T00:30", "2026-11-01T12:00", "2026-11-01T01:30"),
        (None, "2026-06-10T03:00", "2026-06-10T12:00", "2026-06-10T03:00"),
    ],
)
def test_quiet_hours_are_those_that_somebody_chose(
    quiet: tuple[str, str] | None, due: str, useless: str, moved: str
) -> None:
    hours = quiet and QuietHours(*(time.fromisoformat(each) for each in quiet))
    end = in_new_york(useless)
    wanted = WantedReminder(ReminderKind.session, "s", end, "2h", in_new_york(due), end)
    found = out_of_quiet_hours(wanted, NEW_YORK, hours)
    assert found
    assert f"{found.due_at.astimezone(NEW_YORK):%Y-%m-%dT%H:%M}" == moved


def test_quiet_hours_that_ended_in_the_hour_that_comes_twice_move_nothing_back() -> None:
    second = utc("2026-11-01T06:10")  # 01:10 in New York, for the second time
    end = utc("2026-11-01T12:00")
    wanted = WantedReminder(ReminderKind.session, "s", end, "2h", second, end)
    assert out_of_quiet_hours(wanted, NEW_YORK, QuietHours(time(22), time(1, 10, 30))) == wanted


def test_two_that_quiet_hours_bring_together_are_one() -> None:
    early = session("2026-06-11T11:00")  # at seven in the morning
    assert said_with(Choices(before=(Offset.three_hours, Offset.two_hours)), [early]) == [("3h", "06-10 21:59")]


# Days off, and the reason


def reasons(choices: Choices, sessions: list[Occurrence], check_ins: list[Planned]) -> list[tuple[str, str | None]]:
    found = considered(ALICE, sessions, check_ins, NONE, {}, choices=choices)
    return [(each.wanted.offset, each.left_out) for each in found]


def test_nothing_comes_on_a_day_off_where_the_person_is() -> None:
    wednesday, thursday = frozenset({2}), frozenset({3})
    assert reasons(Choices(days_off=wednesday), [THURSDAY], []) == [("1d", LeftOut.day_off), ("2h", None)]
    assert reasons(Choices(days_off=thursday), [THURSDAY], []) == [("1d", None), ("2h", LeftOut.day_off)]
    in_tokyo = Person(id=new_id(), zone="Asia/Tokyo")  # where it starts on Friday at seven in the morning
    found = considered(in_tokyo, [THURSDAY], [], NONE, {}, choices=Choices(days_off=thursday))
    # A day before comes at eight, when it is no longer quiet; two hours before is said on the evening before.
    assert [(each.wanted.offset, each.left_out) for each in found] == [("1d", LeftOut.day_off), ("2h", LeftOut.day_off)]


def test_what_quiet_hours_outlast_and_what_is_too_much_for_a_day_is_told_with_the_reason() -> None:
    late = check_in("2026-06-10T21:30")  # the nudge would come at half past ten, and be useless by the morning
    assert reasons(AS_USUAL, [], [late]) == [("open", None), ("nudge", LeftOut.quiet_hours)]
    four = [replace(THURSDAY, series=new_id()) for _ in range(4)]
    found = reasons(Choices(before=(Offset.two_hours,)), four, [])
    assert [why for _, why in found] == [None, None, None, LeftOut.enough]


# Another zone


def test_in_another_zone_days_are_by_its_clocks_and_hours_stay() -> None:
    before = Choices(before=(Offset.evening, Offset.two_hours))
    there = Person(id=ALICE.id, zone="America/Los_Angeles")
    assert said_with(before, [THURSDAY]) == [("evening", "06-10 20:00"), ("2h", "06-11 16:00")]
    assert said_with(before, [THURSDAY], person=there) == [("evening", "06-10 20:00"), ("2h", "06-11 13:00")]


@pytest.mark.parametrize(
    ("zone", "tomorrow"),
    [(NEW_YORK, "2026-11-01"), (LONDON, "2026-03-29"), (LORD_HOWE, "2026-10-04"), (LORD_HOWE, "2026-04-05")],
    ids=str,
)
def test_where_the_clocks_change_tomorrow_the_evening_before_is_at_eight_by_todays(
    zone: ZoneInfo, tomorrow: str
) -> None:
    start = wall(f"{tomorrow}T10:00", zone)
    one = replace(THURSDAY, starts_at=start, ends_at=start + timedelta(hours=1))
    person = Person(id=new_id(), zone=str(zone))
    found = wanted_reminders(person, [one], [], NONE, {}, choices=Choices(before=(Offset.evening, Offset.two_hours)))
    assert [f"{each.due_at.astimezone(zone):%H:%M}" for each in found] == ["20:00", "08:00"]
    assert found[0].due_at.astimezone(zone).utcoffset() != found[1].due_at.astimezone(zone).utcoffset()


# Once more


def again(subject: str, due: str) -> list[Snoozed]:
    return [Snoozed("0197281a-0000-7000-8000-00000000000a", subject, in_new_york(due))]


SNOOZED = "snooze-0197281a-0000-7000-8000-00000000000a"


@pytest.mark.parametrize(
    ("due", "comes"),
    [
        ("2026-06-11T17:00", True),
        ("2026-06-11T17:59", True),
        ("2026-06-11T18:00", False),  # it begins
        ("2026-06-11T20:00", False),
        ("2026-06-10T23:00", True),  # by night too: they asked for it
    ],
)
def test_a_snooze_comes_when_it_was_asked_for_and_never_once_it_is_useless(due: str, comes: bool) -> None:
    quiet_day = Choices(frozenset(ReminderKind), days_off=EVERY_DAY)
    found = said_with(quiet_day, [THURSDAY], snoozed=again(THURSDAY.id, due))
    assert found == ([(SNOOZED, f"{datetime.fromisoformat(due):%m-%d %H:%M}")] if comes else [])


def test_a_snoozed_check_in_comes_until_it_closes_or_is_answered() -> None:
    one = check_in(nudge=False)
    subject, off = str(one.id), Choices(off=frozenset({ReminderKind.check_in}))
    assert said_with(off, [], [one], again(subject, "2026-06-11T23:00")) == [(SNOOZED, "06-11 23:00")]
    assert said_with(off, [], [one], again(subject, "2026-06-12T02:00")) == []
    assert said_with(off, [], [], again(subject, "2026-06-11T23:00")) == []  # answered: it is not among them


def test_a_snoozed_session_that_is_cancelled_or_that_alice_will_miss_is_not_said() -> None:
    snoozed = again(THURSDAY.id, "2026-06-11T17:00")
    cancelled = replace(THURSDAY, state=OccurrenceState.cancelled)
    assert said_with(AS_USUAL, [cancelled], snoozed=snoozed) == []
    missed = wanted_reminders(ALICE, [THURSDAY], [], NONE, {}, absent={THURSDAY.id}, snoozed=snoozed)
    assert missed == []


def test_a_snooze_takes_no_place_among_the_days_three() -> None:
    three = [replace(THURSDAY, series=new_id()) for _ in range(3)]
    two_hours = Choices(before=(Offset.two_hours,))
    snoozed = again(three[0].id, "2026-06-11T17:00")
    assert len(said_with(two_hours, three, snoozed=snoozed)) == 4
    key = wanted_reminders(ALICE, three, [], NONE, {}, choices=two_hours, snoozed=snoozed)[-1].key(ALICE.id)
    said = {key: in_new_york("2026-06-11T17:00")}
    assert len(wanted_reminders(ALICE, three, [], NONE, said, choices=two_hours)) == 3
