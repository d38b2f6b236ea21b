"""What is due when: the same hour on the clock through every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.recurrence import Rule, at_wall_time, moment_of, occurrences

NEW_YORK = ZoneInfo("America/New_York")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def days(rule: Rule, start: str, end: str, zone: ZoneInfo = NEW_YORK) -> list[str]:
    return [wall.strftime("%a %m-%d") for wall, _ in occurrences(rule, zone, utc(start), utc(end))]


@pytest.mark.parametrize(
    ("zone", "wall", "moments"),
    [
        # New York goes forward on March 8 and back on November 1: six in the evening stays six in the evening.
        ("America/New_York", "18:00", ["2026-03-07T23:00", "2026-03-08T22:00", "2026-03-09T22:00"]),
        ("America/New_York", "18:00", ["2026-10-31T22:00", "2026-11-01T23:00", "2026-11-02T23:00"]),
        # 02:30 does not exist on March 8: it is at 03:30 that day, as long after midnight as ever.
        ("America/New_York", "02:30", ["2026-03-07T07:30", "2026-03-08T07:30", "2026-03-09T06:30"]),
        # 01:30 exists twice on November 1: it is the first.
        ("America/New_York", "01:30", ["2026-10-31T05:30", "2026-11-01T05:30", "2026-11-02T06:30"]),
        # Lord Howe moves by half an hour.
        ("Australia/Lord_Howe", "18:00", ["2026-04-04T07:00", "2026-04-05T07:30", "2026-04-06T07:30"]),
        ("Australia/Lord_Howe", "01:45", ["2026-04-03T14:45", "2026-04-04T14:45", "2026-04-05T15:15"]),
        ("Australia/Lord_Howe", "02:15", ["2026-10-02T15:45", "2026-10-03T15:45", "2026-10-04T15:15"]),
        # Where midnight itself is left out, the day begins at one.
        ("Africa/Cairo", "00:00", ["2026-04-22T22:00", "2026-04-23T22:00", "2026-04-24T21:00"]),
        ("Asia/Beirut", "00:00", ["2026-03-27T22:00", "2026-03-28T22:00", "2026-03-29T21:00"]),
        ("America/Santiago", "00:00", ["2026-09-05T04:00", "2026-09-06T04:00", "2026-09-07T03:00"]),
        # In Santiago and Cairo the last hour before midnight comes twice.
        ("America/Santiago", "23:30", ["2026-04-04T02:30", "2026-04-05T02:30", "2026-04-06T03:30"]),
        ("Africa/Cairo", "23:30", ["2026-10-28T20:30", "2026-10-29T20:30", "2026-10-30T21:30"]),
        # A zone without clock changes, east of the date line.
        ("Pacific/Kiritimati", "08:00", ["2026-03-07T18:00", "2026-03-08T18:00", "2026-03-09T18:00"]),
    ],
)
def test_a_daily_time_through_the_clock_change(zone: str, wall: str, moments: list[str]) -> None:
    due = [utc(moment) for moment in moments]
    rule = Rule("FREQ=DAILY", date(2026, 1, 1), time.fromisoformat(wall))
    found = occurrences(rule, ZoneInfo(zone), due[0], due[-1] + timedelta(seconds=1))
    assert [moment for _, moment in found] == due
    assert {original.strftime("%H:%M") for original, _ in found} == {wall}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-06-01T22:00", "2026-06-01T22:01", ["Mon 06-01"]),  # the start belongs to it
        ("2026-06-01T21:00", "2026-06-01T22:00", []),  # the end does not
        ("2026-06-01T22:00", "2026-06-01T22:00", []),  # nothing is in no time
        ("2026-06-01T22:00", "2026-06-02T22:00", ["Mon 06-01"]),
    ],
)
def test_the_window_has_its_start_and_not_its_end(start: str, end: str, expected: list[str]) -> None:
    assert days(Rule("FREQ=DAILY", date(2026, 1, 1), time(18)), start, end) == expected


def test_a_window_that_ends_inside_the_repeated_hour_has_the_first_of_it() -> None:
    rule = Rule("FREQ=DAILY", date(2026, 1, 1), time(1, 30))
    assert days(rule, "2026-11-01T05:00", "2026-11-01T06:00") == ["Sun 11-01"]  # 06:00Z is 01:00 for the second time
    assert days(rule, "2026-11-01T06:00", "2026-11-01T07:00") == []


def test_a_window_that_starts_after_the_gap_has_what_moved_out_of_it() -> None:
    rule = Rule("FREQ=DAILY", date(2026, 1, 1), time(2, 30))
    assert days(rule, "2026-03-08T07:15", "2026-03-08T08:00") == ["Sun 03-08"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", ["Mon 06-01", "Wed 06-03", "Mon 06-08", "Wed 06-10", "Mon 06-15", "Wed 06-17"]),
        ("FREQ=WEEKLY", ["Mon 06-01", "Mon 06-08", "Mon 06-15"]),  # the day of the first
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", ["Thu 06-04", "Thu 06-18"]),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=2", ["Mon 06-01", "Mon 06-08"]),
        ("FREQ=MONTHLY;BYDAY=3WE", ["Wed 06-17"]),
    ],
)
def test_the_rules_that_programs_use(rule: str, expected: list[str]) -> None:
    assert days(Rule(rule, date(2026, 6, 1), time(18)), "2026-05-01T00:00", "2026-06-20T00:00") == expected


def test_every_second_week_keeps_its_weeks_however_late_one_looks() -> None:
    rule = Rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", date(2026, 6, 4), time(18))
    assert days(rule, "2026-07-24T00:00", "2026-08-15T00:00") == ["Thu 07-30", "Thu 08-13"]


def test_a_series_that_ends_on_a_day_has_nothing_on_that_day() -> None:
    rule = Rule("FREQ=WEEKLY;BYDAY=MO,WE", date(2026, 6, 1), time(18), until=date(2026, 6, 10))
    assert days(rule, "2026-06-01T00:00", "2026-07-01T00:00") == ["Mon 06-01", "Wed 06-03", "Mon 06-08"]


def test_until_is_a_day_where_the_series_is() -> None:
    rule = Rule("FREQ=DAILY", date(2026, 6, 1), time(21), until=date(2026, 6, 3))
    # The second one is at 01:00Z on the 3rd.
    assert days(rule, "2026-06-01T00:00", "2026-07-01T00:00") == ["Mon 06-01", "Tue 06-02"]


def test_an_excluded_start_is_left_out_but_counted() -> None:
    rule = Rule("FREQ=WEEKLY;COUNT=3", date(2026, 6, 1), time(18), excluded=frozenset({local("2026-06-08T18:00")}))
    assert days(rule, "2026-06-01T00:00", "2026-07-01T00:00") == ["Mon 06-01", "Mon 06-15"]


@pytest.mark.parametrize(
    "text",
    [
        "every Monday",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;INTERVAL=0",  # would never end
        "FREQ=WEEKLY;UNTIL=20260601T000000Z",  # is a field of its own
        "FREQ=WEEKLY;BYHOUR=3",
        "DTSTART:20260601T180000\nRRULE:FREQ=WEEKLY",
        "",
    ],
)
def test_what_is_no_rule_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a rule|invalid"):
        Rule(text, date(2026, 6, 1), time(18))


def test_a_window_without_a_zone_is_refused() -> None:
    rule = Rule("FREQ=DAILY", date(2026, 6, 1), time(18))
    with pytest.raises(ValueError, match="time zone"):
        occurrences(rule, NEW_YORK, local("2026-06-01T00:00"), utc("2026-06-02T00:00"))


def test_a_wall_time_read_in_the_repeated_hour_is_still_the_first() -> None:
    assert at_wall_time(date(2026, 11, 1), time(1, 30, fold=1), NEW_YORK) == utc("2026-11-01T05:30")


def test_one_occurrence_is_found_by_its_original_start() -> None:
    rule = Rule("FREQ=WEEKLY;BYDAY=SU", date(2026, 3, 1), time(2, 30), until=date(2026, 3, 15))
    assert moment_of(rule, NEW_YORK, local("2026-03-08T02:30")) == utc("2026-03-08T07:30")
    assert moment_of(rule, NEW_YORK, local("2026-03-08T03:30")) is None  # same moment, but no start of this rule
    assert moment_of(rule, NEW_YORK, local("2026-03-15T02:30")) is None


ZONES = ["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Atlantic/Azores"]
moments = some.integers(0, 2 * 365 * 24 * 4).map(lambda quarters: utc("2026-01-01") + timedelta(minutes=15 * quarters))


@given(
    zone=some.sampled_from(ZONES).map(ZoneInfo),
    quarter=some.integers(0, 95),
    edges=some.tuples(moments, moments, moments).map(sorted),
)
def test_two_windows_side_by_side_hold_what_one_over_both_does(
    zone: ZoneInfo, quarter: int, edges: list[datetime]
) -> None:
    rule = Rule("FREQ=DAILY", date(2025, 12, 1), time(quarter // 4, quarter % 4 * 15))
    start, middle, end = edges
    both = occurrences(rule, zone, start, middle) + occurrences(rule, zone, middle, end)
    assert both == occurrences(rule, zone, start, end)


WEEKDAYS = some.lists(
    some.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True
)


@given(
    frequency=some.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    interval=some.integers(1, 5),
    weekdays=some.none() | WEEKDAYS,
    count=some.none() | some.integers(1, 60),
    week_starts=some.sampled_from(["", ";WKST=SU", ";WKST=WE"]),
    first_day=some.dates(date(2026, 1, 1), date(2026, 2, 28)),
    later=some.integers(0, 500),
)
def test_who_looks_late_finds_what_counting_from_the_first_day_gives(
    frequency: str,
    interval: int,
    weekdays: list[str] | None,
    count: int | None,
    week_starts: str,
    first_day: date,
    later: int,
) -> None:
    by_day = f";BYDAY={','.join(weekdays)}" if weekdays else ""
    text = f"FREQ={frequency};INTERVAL={interval}{by_day}{week_starts}{f';COUNT={count}' if count else ''}"
    rule = Rule(text, first_day, time(18))
    start = datetime.combine(first_day, time(), tzinfo=UTC) + timedelta(days=later)
    end = start + timedelta(days=40)
    counted = rule.starts().between(start.replace(tzinfo=None), end.replace(tzinfo=None))
    assert [wall for wall, _ in occurrences(rule, ZoneInfo("UTC"), start, end)] == counted
