"""Which reminders people want, and when. All pure: nothing here touches the database."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from server.checkins.models import DAILY, FIRST
from server.checkins.silence import NONE, Silence
from server.checkins.stored import Planned
from server.people.models import Person
from server.recurrence import at_wall_time
from server.reminders.choices import Offset
from server.reminders.models import ReminderKind
from server.reminders.wanted import (
    WantedReminder,
    capped,
    for_check_in,
    for_check_ins,
    for_occurrence,
    out_of_quiet_hours,
)
from server.sessions.expand import Occurrence, OccurrenceState
from server.sessions.models import SessionKind
from tests.conftest import new_id
from tests.frozen import utc
from tests.reminders.said import wanted_reminders

NEW_YORK = ZoneInfo("America/New_York")
SERIES = UUID("0197281a-0000-7000-8000-000000000001")
ALICE = Person(id=new_id(), zone="America/New_York")


def session(starts: str, state: OccurrenceState = OccurrenceState.planned, series: UUID = SERIES) -> Occurrence:
    """Ninety minutes from this UTC moment; named as if it were by New York's clocks."""
    start = utc(starts)
    local = start.astimezone(NEW_YORK)
    return Occurrence(
        series=series, original_start=f"{local:%Y-%m-%dT%H:%M}", starts_at=start, ends_at=start + timedelta(minutes=90),
        zone="America/New_York", kind=SessionKind.group, title="Skills group", topic=None, place=None, link=None,
        bring=None, facilitator=None, state=state,
    )  # fmt: skip


def in_new_york(text: str) -> datetime:
    local = datetime.fromisoformat(text)
    return at_wall_time(local.date(), local.time(), NEW_YORK)


@pytest.mark.parametrize(
    ("starts", "zone", "a_day_before", "two_hours_before"),
    [
        ("2026-06-11T22:00", "America/New_York", "2026-06-10T22:00", "2026-06-11T20:00"),
        # 18:00 the day before is 23 hours before in spring and 25 in autumn
        ("2026-03-08T22:00", "America/New_York", "2026-03-07T23:00", "2026-03-08T20:00"),
        ("2026-11-01T23:00", "America/New_York", "2026-10-31T22:00", "2026-11-01T21:00"),
        # two hours are two hours, also over the gap and through the hour that comes twice
        ("2026-03-08T07:30", "America/New_York", "2026-03-07T08:30", "2026-03-08T05:30"),
        ("2026-11-01T07:30", "America/New_York", "2026-10-31T06:30", "2026-11-01T05:30"),
        # the day before by the clocks where the person is
        ("2026-03-08T22:00", "America/Phoenix", "2026-03-07T22:00", "2026-03-08T20:00"),
        ("2026-06-11T22:00", "Asia/Tokyo", "2026-06-10T22:00", "2026-06-11T20:00"),
    ],
)
def test_a_session_is_announced_a_day_and_two_hours_before(
    starts: str, zone: str, a_day_before: str, two_hours_before: str
) -> None:
    found = for_occurrence(session(starts), False, ZoneInfo(zone))
    assert [(each.offset, each.due_at) for each in found] == [
        ("1d", utc(a_day_before)),
        ("2h", utc(two_hours_before)),
    ]
    assert {each.useless_after for each in found} == {utc(starts)}


@pytest.mark.parametrize(
    ("starts", "evening_before"),
    [
        ("2026-06-11T13:00", "2026-06-11T00:00"),  # 20:00 on the 10th
        ("2026-03-08T13:00", "2026-03-08T01:00"),  # still by winter's clocks
        ("2026-11-01T14:00", "2026-11-01T00:00"),
    ],
)
def test_a_series_that_meets_often_is_announced_on_the_evening_before(starts: str, evening_before: str) -> None:
    first, _ = for_occurrence(session(starts), True, NEW_YORK)
    assert (first.offset, first.due_at) == ("evening", utc(evening_before))


def test_often_is_three_times_in_one_week() -> None:
    week = [session(f"2026-06-{day:02}T22:00") for day in (1, 3, 4)]  # Monday, Wednesday, Thursday
    twice = [session(f"2026-06-{day:02}T22:00") for day in (1, 3, 8)]
    assert {each.offset for each in wanted_reminders(ALICE, week, [], NONE, {})} == {"evening", "2h"}
    assert {each.offset for each in wanted_reminders(ALICE, twice, [], NONE, {})} == {"1d", "2h"}


def test_a_cancelled_session_is_not_announced() -> None:
    assert for_occurrence(session("2026-06-11T22:00", OccurrenceState.cancelled), False, NEW_YORK) == []


def test_a_moved_session_is_another_reminder_and_one_planned_twice_is_the_same() -> None:
    planned = for_occurrence(session("2026-06-11T22:00"), False, NEW_YORK)[1]
    again = for_occurrence(session("2026-06-11T22:00"), False, ZoneInfo("Asia/Tokyo"))[1]
    moved = for_occurrence(session("2026-06-11T23:00", OccurrenceState.moved), False, NEW_YORK)[1]
    assert planned.key(ALICE.id) == again.key(ALICE.id) != moved.key(ALICE.id)
    assert planned.key(ALICE.id) != planned.key(new_id())


# Check-ins

OPENS, CLOSES = utc("2026-06-02T00:00"), utc("2026-06-02T06:00")


def check_in(**more: Any) -> Planned:
    one = Planned(new_id(), "daily", DAILY, OPENS.date(), OPENS, CLOSES, nudge_at=OPENS + timedelta(hours=1))
    return one._replace(**more)


def test_a_check_in_is_announced_when_it_opens_with_one_nudge() -> None:
    found = for_check_in(check_in(), None, NEW_YORK)
    assert [(each.kind, each.due_at, each.useless_after) for each in found] == [
        (ReminderKind.check_in, OPENS, CLOSES),
        (ReminderKind.nudge, OPENS + timedelta(hours=1), CLOSES),
    ]
    assert [each.kind for each in for_check_in(check_in(nudge_at=None), None, NEW_YORK)] == [ReminderKind.check_in]


def test_its_nudges_come_as_long_before_it_closes_as_alice_chose_but_none_before_it_opens() -> None:
    before = [Offset.one_day, Offset.three_hours, Offset.half_hour]
    for nudge_at in (OPENS + timedelta(hours=1), None):
        _, *nudges = for_check_in(check_in(nudge_at=nudge_at), before, NEW_YORK)
        assert [each.due_at for each in nudges] == [CLOSES - timedelta(hours=3), CLOSES - timedelta(minutes=30)]
        assert {each.kind for each in nudges} == {ReminderKind.nudge}
        assert len({each.key("p") for each in nudges}) == 2


@pytest.mark.parametrize("why", [{"answered_at": OPENS}, {"withdrawn_at": OPENS}, {"slot": FIRST}], ids=str)
def test_a_check_in_that_needs_no_word_gets_none(why: dict[str, object]) -> None:
    assert for_check_in(check_in(**why), None, NEW_YORK) == []
    assert for_check_in(check_in(**why), [Offset.one_hour], NEW_YORK) == []


LETTERS = {ReminderKind.check_in: "o", ReminderKind.nudge: "n"}


def evenings(number: int, slot: str = DAILY) -> list[Planned]:
    return [
        check_in(
            slot=slot,
            opens_at=OPENS + each * timedelta(days=1),
            closes_at=CLOSES + each * timedelta(days=1),
            nudge_at=OPENS + each * timedelta(days=1) + timedelta(hours=1),
        )
        for each in range(number)
    ]


def silence(days: int = 0, **slots: int) -> Silence:
    """So many days, and check-ins of these slots, in a row."""
    dates = [OPENS.date() - timedelta(days=back) for back in range(max(days, *slots.values(), 0), 0, -1)]
    return Silence({slot: dates[-times:] for slot, times in slots.items() if times}, dates[-days:] if days else [])


def said_of(check_ins: list[Planned], silent: Silence) -> list[str]:
    """For each check-in what is said of it: `on`, `open` and a nudge; `o`, only that it is open; `-`, nothing."""
    found = for_check_ins(check_ins, silent, None, NEW_YORK)
    kinds = [{each.kind for each in found if each.subject == str(one.id)} for one in check_ins]
    return ["".join(letter for kind, letter in LETTERS.items() if kind in each) or "-" for each in kinds]


@pytest.mark.parametrize(
    ("unanswered", "said"),
    [
        (0, ["on", "on", "on", "on", "on"]),
        (2, ["on", "on", "on", "on", "on"]),
        # the fourth in a row is not announced, the fifth is, without a nudge
        (3, ["-", "o", "-", "o", "-"]),
        (4, ["o", "-", "o", "-", "o"]),
        (5, ["-", "o", "-", "o", "-"]),
        (40, ["o", "-", "o", "-", "o"]),
    ],
)
def test_after_three_unanswered_in_a_row_only_every_other_one_is_announced(unanswered: int, said: list[str]) -> None:
    assert said_of(evenings(5), silence(daily=unanswered)) == said
    assert said_of(evenings(5), silence(unanswered, daily=unanswered)) == said


def test_an_evening_is_announced_or_not_on_whichever_day_it_is_planned() -> None:
    ahead = evenings(6)
    said = said_of(ahead, silence(daily=3))
    for passed in range(1, 6):  # nobody answers, and the planner looks again each day
        assert said_of(ahead[passed:], silence(daily=3 + passed)) == said[passed:]


def test_silence_in_one_slot_says_nothing_of_another() -> None:
    mixed = [each for pair in zip(evenings(3), evenings(3, "phq"), strict=True) for each in pair]
    assert said_of(mixed, silence(daily=3)) == ["-", "on", "o", "on", "-", "on"]
    assert said_of(mixed, silence(2, daily=3, phq=1)) == ["-", "on", "o", "on", "-", "on"]


@pytest.mark.parametrize(
    ("silent", "said"),
    [
        # three days on which nothing was answered, of whichever slot: every other one of each, none with a nudge
        (silence(3, daily=2, phq=1), ["o", "-", "-", "o", "o", "-"]),
        (silence(3, daily=1, phq=1, bam=1), ["-", "-", "o", "o", "-", "-"]),
        (silence(3, daily=3), ["-", "o", "o", "-", "-", "o"]),
        (silence(2, daily=2, phq=2), ["on"] * 6),
    ],
)
def test_after_three_days_of_silence_every_slot_is_announced_more_rarely(silent: Silence, said: list[str]) -> None:
    mixed = [each for pair in zip(evenings(3), evenings(3, "phq"), strict=True) for each in pair]
    assert said_of(mixed, silent) == said


def test_in_a_silence_of_days_too_each_is_announced_or_not_on_whichever_day_it_is_planned() -> None:
    ahead = evenings(6)
    said = said_of(ahead, silence(3, daily=1))
    for passed in range(1, 6):
        assert said_of(ahead[passed:], silence(3 + passed, daily=1 + passed)) == said[passed:]


# Quiet hours, 22:00 to 08:00


@pytest.mark.parametrize(
    ("due", "useless", "moved"),
    [
        ("2026-06-10T08:00", "2026-06-10T10:00", "2026-06-10T08:00"),  # the quiet is over
        ("2026-06-10T07:59", "2026-06-10T09:59", "2026-06-10T08:00"),
        ("2026-06-10T00:30", "2026-06-10T18:00", "2026-06-10T08:00"),
        ("2026-06-10T21:59", "2026-06-11T01:00", "2026-06-10T21:59"),
        ("2026-06-10T22:00", "2026-06-11T22:00", "2026-06-11T08:00"),
        # useless by the morning: said before the night
        ("2026-06-10T05:00", "2026-06-10T07:00", "2026-06-09T21:59"),
        ("2026-06-10T06:00", "2026-06-10T08:00", "2026-06-09T21:59"),
        ("2026-06-10T22:30", "2026-06-11T00:30", "2026-06-10T21:59"),
        # nights in which the clocks change
        ("2026-03-08T01:00", "2026-03-08T12:00", "2026-03-08T08:00"),
        ("2026-10-31T23:00", "2026-11-01T12:00", "2026-11-01T08:00"),
    ],
)
def test_nobody_is_woken_for_a_session(due: str, useless: str, moved: str) -> None:
    wanted = WantedReminder(
        ReminderKind.session, "s", in_new_york(useless), "2h", in_new_york(due), in_new_york(useless)
    )
    found = out_of_quiet_hours(wanted, NEW_YORK)
    assert found
    assert found.due_at == in_new_york(moved)


def test_a_nudge_waits_for_the_morning_or_is_left_out() -> None:
    def nudge(closes: str) -> WantedReminder | None:
        end = in_new_york(closes)
        wanted = WantedReminder(ReminderKind.nudge, "c", end, "nudge", in_new_york("2026-06-10T22:30"), end)
        return out_of_quiet_hours(wanted, NEW_YORK)

    moved = nudge("2026-06-11T10:00")
    assert moved
    assert moved.due_at == in_new_york("2026-06-11T08:00")
    assert nudge("2026-06-11T02:00") is None


def test_a_nudge_that_she_chose_comes_before_the_night_where_the_check_in_is_over_after_it() -> None:
    def placed_at(before: Offset, opens: str, closes: str) -> list[datetime]:
        open_, close = in_new_york(opens), in_new_york(closes)
        _, *nudges = for_check_in(check_in(opens_at=open_, closes_at=close, nudge_at=None), [before], NEW_YORK)
        return [moved.due_at for each in nudges if (moved := out_of_quiet_hours(each, NEW_YORK))]

    evening = placed_at(Offset.one_hour, "2026-06-10T20:00", "2026-06-11T02:00")
    assert evening == [in_new_york("2026-06-10T21:59")]
    assert placed_at(Offset.one_hour, "2026-06-10T22:00", "2026-06-11T04:00") == []  # it opened in the night
    assert placed_at(Offset.three_hours, "2026-06-10T20:00", "2026-06-11T10:00") == [in_new_york("2026-06-11T08:00")]


def test_a_check_in_set_for_the_night_comes_in_the_night() -> None:
    late = check_in(opens_at=in_new_york("2026-06-10T23:00"), closes_at=in_new_york("2026-06-11T05:00"), nudge_at=None)
    [wanted] = for_check_in(late, None, NEW_YORK)
    assert out_of_quiet_hours(wanted, NEW_YORK) == wanted


# Three a day


def at_hour(hour: int, offset: str, day: int = 10) -> WantedReminder:
    due = in_new_york(f"2026-06-{day:02}T{hour:02}:00")
    kind = ReminderKind.nudge if offset.startswith("nudge") else ReminderKind.session
    return WantedReminder(kind, f"{offset} {hour}", due, offset, due, due + timedelta(hours=2))


def test_three_a_day_what_is_about_to_start_first_nudges_last() -> None:
    few = [(9, "1d"), (10, "nudge"), (10, "nudge-1h"), (11, "open"), (12, "2h"), (20, "2h")]
    wanted = [at_hour(hour, offset) for hour, offset in few]
    assert [each.subject for each in capped(wanted, NEW_YORK)] == ["open 11", "2h 12", "2h 20"]


def test_each_local_day_has_its_own_three() -> None:
    wanted = [at_hour(hour, "1d", day) for day in (10, 11) for hour in (8, 12, 16, 21)]
    assert [each.due_at.astimezone(NEW_YORK).day for each in capped(wanted, NEW_YORK)] == [10, 10, 10, 11, 11, 11]


def test_what_was_said_today_counts() -> None:
    said = [in_new_york("2026-06-10T08:00"), in_new_york("2026-06-10T09:00"), in_new_york("2026-06-09T21:00")]
    wanted = [at_hour(12, "1d"), at_hour(16, "2h")]
    assert [each.subject for each in capped(wanted, NEW_YORK, said)] == ["2h 16"]


def test_what_was_said_is_not_wanted_again_and_still_takes_its_place() -> None:
    sessions = [session("2026-06-10T20:00"), session("2026-06-10T21:00", series=new_id())]
    every = wanted_reminders(ALICE, sessions, [], NONE, {})
    said = {each.key(ALICE.id): each.due_at for each in every if each.offset == "2h"}
    one_more = session("2026-06-11T16:00", series=new_id())
    two_more = session("2026-06-11T17:00", series=new_id())
    left = wanted_reminders(ALICE, [*sessions, one_more, two_more], [], NONE, said)
    assert not {each.key(ALICE.id) for each in left} & said.keys()
    assert sum(each.due_at.astimezone(NEW_YORK).day == 10 for each in left) == 1
