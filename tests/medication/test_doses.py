"""Which doses there are, and when, in every zone and on the days on which the clocks change. All pure."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.medication.doses import doses_of, starts_of
from server.medication.models import DoseReply, DoseWord, Medication, Stretch, Weekday
from tests.conftest import new_id
from tests.frozen import utc

NEW_YORK = ZoneInfo("America/New_York")
EVERY_DAY: list[Weekday] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
HOUR = timedelta(hours=1)


def stretch(since: str, *times: str, days: list[Weekday] = EVERY_DAY) -> Stretch:
    return Stretch(since=utc(since).isoformat(), times=[*times], days=days)


def tablet(*course: Stretch, first_day: str = "2026-01-01", until: str | None = None) -> Medication:
    return Medication(
        id=new_id(), person_id=new_id(), name="Tablet", course=[*course], first_day=date.fromisoformat(first_day),
        until=date.fromisoformat(until) if until else None, changed_by=new_id(),
    )  # fmt: skip


def starts(medication: Medication, zone: str, start: str, end: str) -> list[tuple[str, str]]:
    found = starts_of(medication, ZoneInfo(zone), utc(start), utc(end))
    return [(local, f"{moment:%d %H:%M}") for local, moment in found]


def test_several_times_a_day_come_in_order_on_their_days() -> None:
    medication = tablet(stretch("2026-01-01T00:00", "08:00", "20:00", days=["MO", "WE"]))
    assert starts(medication, "UTC", "2026-06-01T00:00", "2026-06-08T00:00") == [
        ("2026-06-01T08:00", "01 08:00"), ("2026-06-01T20:00", "01 20:00"),
        ("2026-06-03T08:00", "03 08:00"), ("2026-06-03T20:00", "03 20:00"),
    ]  # fmt: skip


def test_the_range_takes_its_beginning_and_leaves_its_end() -> None:
    medication = tablet(stretch("2026-01-01T00:00", "08:00"))
    assert starts(medication, "UTC", "2026-06-01T08:00", "2026-06-02T08:00") == [("2026-06-01T08:00", "01 08:00")]


def test_it_begins_on_its_first_day_and_is_over_on_the_day_that_it_is_until() -> None:
    medication = tablet(stretch("2026-01-01T00:00", "08:00"), first_day="2026-06-03", until="2026-06-05")
    found = [local for local, _ in starts(medication, "UTC", "2026-06-01T00:00", "2026-06-09T00:00")]
    assert found == ["2026-06-03T08:00", "2026-06-04T08:00"]


@pytest.mark.parametrize(
    ("zone", "wall", "day", "moments"),
    [
        # eight in the morning stays eight in the morning
        ("America/New_York", "08:00", "2026-03-07", ["07 13:00", "08 12:00", "09 12:00"]),
        ("America/New_York", "08:00", "2026-10-31", ["31 12:00", "01 13:00", "02 13:00"]),
        ("Europe/London", "22:30", "2026-03-28", ["28 22:30", "29 21:30", "30 21:30"]),
        # 02:30 is left out: it comes as much later as the clocks go forward
        ("America/New_York", "02:30", "2026-03-07", ["07 07:30", "08 07:30", "09 06:30"]),
        # 01:30 comes twice: it is the first
        ("America/New_York", "01:30", "2026-10-31", ["31 05:30", "01 05:30", "02 06:30"]),
        # half an hour, and a zone that has no summer time any more
        ("Australia/Lord_Howe", "02:15", "2026-10-03", ["02 15:45", "03 15:45", "04 15:15"]),
        ("America/Mexico_City", "08:00", "2026-04-04", ["04 14:00", "05 14:00", "06 14:00"]),
    ],
)
def test_wall_time_counts_when_the_clocks_change(zone: str, wall: str, day: str, moments: list[str]) -> None:
    medication = tablet(stretch("2026-01-01T00:00", wall))
    start = datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    found = starts_of(medication, ZoneInfo(zone), start, start + timedelta(days=2, hours=23))
    assert [f"{moment:%d %H:%M}" for _, moment in found] == moments
    assert [local[11:] for local, _ in found] == [wall] * 3


def test_two_that_the_clocks_bring_together_are_two_and_neither_is_useless_for_the_other() -> None:
    medication = tablet(stretch("2026-01-01T00:00", "02:30", "03:30"))
    found = doses_of(medication, {}, NEW_YORK, utc("2026-03-08T05:00"), utc("2026-03-08T12:00"))
    assert [(each.original_start[11:], f"{each.moment:%H:%M}") for each in found] == [
        ("02:30", "07:30"), ("03:30", "07:30"),
    ]  # fmt: skip
    assert all(each.useless_after == each.moment + 2 * HOUR for each in found)


def test_changed_times_count_from_then_on_and_those_before_stay() -> None:
    medication = tablet(stretch("2026-01-01T00:00", "08:00", "20:00"))
    medication.take(stretch("2026-06-02T12:00", "09:00", "21:00"))
    found = [local for local, _ in starts(medication, "UTC", "2026-06-02T00:00", "2026-06-04T00:00")]
    assert found == ["2026-06-02T08:00", "2026-06-02T21:00", "2026-06-03T09:00", "2026-06-03T21:00"]


def test_the_same_times_again_are_no_change() -> None:
    medication = tablet(stretch("2026-01-01T00:00", "08:00"))
    medication.take(stretch("2026-06-02T12:00", "08:00"))
    assert len(medication.course) == 1


def test_stopped_it_has_none_until_it_is_taken_again() -> None:
    medication = tablet(stretch("2026-01-01T00:00", "08:00"))
    medication.take(stretch("2026-06-02T12:00"))
    assert medication.is_over(date(2026, 6, 2))
    assert medication.stopped_at == utc("2026-06-02T12:00")
    medication.take(stretch("2026-06-04T12:00", "08:00"))
    found = [local for local, _ in starts(medication, "UTC", "2026-06-01T00:00", "2026-06-06T00:00")]
    assert found == ["2026-06-01T08:00", "2026-06-02T08:00", "2026-06-05T08:00"]


def test_when_alice_travels_a_dose_keeps_its_name() -> None:
    medication = tablet(stretch("2026-01-01T00:00", "08:00"))
    here, there = (
        starts(medication, zone, "2026-06-01T00:00", "2026-06-02T00:00")
        for zone in ("America/New_York", "America/Los_Angeles")
    )
    assert (here, there) == ([("2026-06-01T08:00", "01 12:00")], [("2026-06-01T08:00", "01 15:00")])


def reply(word: DoseWord | None, later_at: str | None = None) -> DoseReply:
    return DoseReply(word=word, later_at=utc(later_at) if later_at else None)


@pytest.mark.parametrize(
    ("times", "said", "due", "useless", "is_open"),
    [
        (["08:00"], None, "08:00", "10:00", True),
        (["08:00", "09:00"], None, "08:00", "09:00", True),  # the next dose is due then
        (["08:00"], reply(DoseWord.taken), "08:00", "10:00", False),
        (["08:00"], reply(DoseWord.skipped), "08:00", "10:00", False),
        (["08:00"], reply(None), "08:00", "10:00", True),  # taken back
        (["08:00"], reply(DoseWord.later, "2026-06-01T09:30"), "09:30", "11:30", True),
        (["08:00", "10:00"], reply(DoseWord.later, "2026-06-01T09:30"), "09:30", "10:00", True),
    ],
)
def test_a_dose_is_due_at_its_time_or_later_and_never_as_late_as_the_next(
    times: list[str], said: DoseReply | None, due: str, useless: str, is_open: bool
) -> None:
    medication = tablet(stretch("2026-01-01T00:00", *times))
    replies = {"2026-06-01T08:00": said} if said else {}
    first, *_ = doses_of(medication, replies, ZoneInfo("UTC"), utc("2026-06-01T00:00"), utc("2026-06-02T00:00"))
    assert (f"{first.due_at:%H:%M}", f"{first.useless_after:%H:%M}", first.is_open) == (due, useless, is_open)
