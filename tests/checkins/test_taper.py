"""Continuing care gets rarer: weekly eight times, every two weeks to month 12, monthly after."""

from datetime import date, timedelta
from itertools import islice, pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.checkins.taper import taper

WEEKLY, EVERY_TWO_WEEKS = 8, 22


def first(number: int, day: str) -> list[str]:
    return [f"{each:%Y-%m-%d}" for each in islice(taper(date.fromisoformat(day)), number)]


@pytest.mark.parametrize(
    ("first_day", "places", "days"),
    [
        # the eight weeks, and the step to two
        ("2026-06-01", slice(0, 3), ["2026-06-01", "2026-06-08", "2026-06-15"]),
        ("2026-06-01", slice(6, 10), ["2026-07-13", "2026-07-20", "2026-07-27", "2026-08-10"]),
        # across the end of a year
        ("2026-11-23", slice(4, 7), ["2026-12-21", "2026-12-28", "2027-01-04"]),
        ("2026-09-01", slice(11, 14), ["2026-12-08", "2026-12-22", "2027-01-05"]),
        # across February 29, in the weeks, in the two weeks and on the day itself
        ("2028-02-15", slice(0, 4), ["2028-02-15", "2028-02-22", "2028-02-29", "2028-03-07"]),
        ("2027-12-20", slice(8, 12), ["2028-02-14", "2028-02-28", "2028-03-13", "2028-03-27"]),
        ("2028-02-29", slice(0, 2), ["2028-02-29", "2028-03-07"]),
        # month 12 and after: the same day of the month, a year with February 29 or not
        ("2026-06-01", slice(29, 33), ["2027-05-17", "2027-06-01", "2027-07-01", "2027-08-01"]),
        ("2027-06-01", slice(29, 32), ["2028-05-16", "2028-06-01", "2028-07-01"]),
        # from the end of a month: its last day where it is shorter, and back to the 31st
        ("2027-10-31", slice(31, 36), ["2028-11-30", "2028-12-31", "2029-01-31", "2029-02-28", "2029-03-31"]),
        ("2026-12-30", slice(30, 34), ["2027-12-30", "2028-01-30", "2028-02-29", "2028-03-30"]),
        # who began on February 29
        ("2028-02-29", slice(29, 33), ["2029-02-13", "2029-02-28", "2029-03-29", "2029-04-29"]),
        ("2028-02-29", slice(77, 80), ["2033-01-29", "2033-02-28", "2033-03-29"]),
        ("2028-02-29", slice(66, 67), ["2032-02-29"]),
    ],
)  # fmt: skip
def test_the_days(first_day: str, places: slice, days: list[str]) -> None:
    assert first(places.stop, first_day)[places] == days


@given(some.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_it_gets_rarer_and_never_closer(first_day: date) -> None:
    days = list(islice(taper(first_day), 60))
    steps = [after - before for before, after in pairwise(days)]
    assert days[0] == first_day
    assert steps[:WEEKLY] == [timedelta(days=7)] * WEEKLY
    assert set(steps[WEEKLY : WEEKLY + EVERY_TWO_WEEKS - 1]) == {timedelta(days=14)}
    assert all(timedelta(days=14) <= step <= timedelta(days=31) for step in steps[WEEKLY:])


def test_a_year_of_it_is_thirty_times() -> None:
    year = list(takewhile(date(2027, 6, 1).__gt__, taper(date(2026, 6, 1))))
    assert len(year) == WEEKLY + EVERY_TWO_WEEKS
