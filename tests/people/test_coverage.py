"""When somebody is there, and by when they have to act: nights, weekends and both changes of the clocks."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from server.people.coverage import add_working, due_by, is_open, shifts_until
from server.people.models import Program
from tests.checkins.vectors import vectors
from tests.frozen import utc

# In New York it is UTC-4 in summer, UTC-5 in winter; the clocks change on March 8 and November 1, 2026.
HARBOR = Program(name="Harbor House", zone="America/New_York")  # Monday to Friday, 9 to 17
WEEKENDS = Program(
    name="Weekends", zone="America/New_York", coverage_days="SA,SU", coverage_from="10:00", coverage_until="11:00"
)
NIGHTS = Program(
    name="Nights", zone="America/New_York", coverage_days="SA,SU", coverage_from="00:00", coverage_until="06:00"
)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("program", "now", "there", "opens"),
    [
        (HARBOR, "2026-06-01T12:59", False, "2026-06-01T13:00"),  # Monday before nine
        (HARBOR, "2026-06-01T13:00", True, "2026-06-02T13:00"),
        (HARBOR, "2026-06-01T20:59", True, "2026-06-02T13:00"),
        (HARBOR, "2026-06-01T21:00", False, "2026-06-02T13:00"),  # five o'clock: they are gone
        (HARBOR, "2026-06-05T23:00", False, "2026-06-08T13:00"),  # Friday evening
        (HARBOR, "2026-06-06T16:00", False, "2026-06-08T13:00"),  # Saturday
        (HARBOR, "2026-06-08T02:00", False, "2026-06-08T13:00"),  # Sunday there, Monday in UTC
        (HARBOR, "2026-03-06T23:00", False, "2026-03-09T13:00"),  # nine stays nine when the clocks go forward
        (HARBOR, "2026-10-30T23:00", False, "2026-11-02T14:00"),  # and back
        (WEEKENDS, "2026-06-01T14:30", False, "2026-06-06T14:00"),
        (WEEKENDS, "2026-06-06T14:30", True, "2026-06-07T14:00"),
        (WEEKENDS, "2026-06-07T14:30", True, "2026-06-13T14:00"),
    ],
)
def test_whether_somebody_is_there_and_who_comes_next(program: Program, now: str, there: bool, opens: str) -> None:
    assert is_open(program, utc(now)) is there
    coming = shifts_until(program, utc(now), utc(now) + 14 * 24 * HOUR)
    assert next(shift.opens for shift in coming if shift.opens > utc(now)) == utc(opens)


@pytest.mark.parametrize(
    ("program", "now", "hours", "until"),
    [
        (HARBOR, "2026-06-01T14:00", 1, "2026-06-01T15:00"),
        (HARBOR, "2026-06-01T20:00", 1, "2026-06-01T21:00"),  # to the last minute of the day
        (HARBOR, "2026-06-01T20:30", 1, "2026-06-02T13:30"),  # half an hour today, half tomorrow
        (HARBOR, "2026-06-05T20:30", 1, "2026-06-08T13:30"),  # over a weekend
        (HARBOR, "2026-06-06T16:00", 1, "2026-06-08T14:00"),
        (HARBOR, "2026-06-01T13:00", 40, "2026-06-05T21:00"),  # a week's work
        (HARBOR, "2026-06-01T13:00", 41, "2026-06-08T14:00"),
        (HARBOR, "2026-03-06T21:30", 1, "2026-03-09T13:30"),  # the clocks went forward
        (HARBOR, "2026-10-30T20:30", 1, "2026-11-02T14:30"),  # and back
        (NIGHTS, "2026-03-08T05:00", 5, "2026-03-08T10:00"),  # that night is five hours long
        (NIGHTS, "2026-11-01T04:00", 7, "2026-11-01T11:00"),  # and this one seven
        (WEEKENDS, "2026-06-01T12:00", 3, "2026-06-13T15:00"),  # three weekend days
        (HARBOR, "2026-06-01T14:00", 0, "2026-06-01T14:00"),
    ],
)
def test_only_the_hours_of_coverage_count(program: Program, now: str, hours: int, until: str) -> None:
    assert add_working(program, utc(now), hours * HOUR) == utc(until)


@pytest.mark.parametrize(
    ("program", "now", "urgent", "today", "digest"),
    [
        # Monday at ten: within the hour, by five, by Tuesday at five
        (HARBOR, "2026-06-01T14:00", "2026-06-01T15:00", "2026-06-01T21:00", "2026-06-02T21:00"),
        # early in the morning: an hour after they come
        (HARBOR, "2026-06-01T11:00", "2026-06-01T14:00", "2026-06-01T21:00", "2026-06-02T21:00"),
        # exactly two hours are left, and a minute less
        (HARBOR, "2026-06-01T19:00", "2026-06-01T20:00", "2026-06-01T21:00", "2026-06-02T21:00"),
        (HARBOR, "2026-06-01T19:01", "2026-06-01T20:01", "2026-06-02T21:00", "2026-06-03T21:00"),
        # in the evening: nine is 12 hours and a bit away, so it does not wait for coverage
        (HARBOR, "2026-06-02T00:30", "2026-06-02T12:30", "2026-06-02T21:00", "2026-06-03T21:00"),
        (HARBOR, "2026-06-02T02:00", "2026-06-02T14:00", "2026-06-02T21:00", "2026-06-03T21:00"),
        # Friday at half past four, and Saturday: nobody waits for Monday with what is urgent
        (HARBOR, "2026-06-05T20:30", "2026-06-06T08:30", "2026-06-08T21:00", "2026-06-09T21:00"),
        (HARBOR, "2026-06-06T16:00", "2026-06-07T04:00", "2026-06-08T21:00", "2026-06-09T21:00"),
        # over both changes of the clocks
        (HARBOR, "2026-03-06T21:30", "2026-03-07T09:30", "2026-03-09T21:00", "2026-03-10T21:00"),
        (HARBOR, "2026-11-01T12:00", "2026-11-02T00:00", "2026-11-02T22:00", "2026-11-03T22:00"),
        # an hour a day: the next day of coverage counts whole, one that has begun does not
        (WEEKENDS, "2026-06-05T14:00", "2026-06-06T02:00", "2026-06-06T15:00", "2026-06-07T15:00"),
        (WEEKENDS, "2026-06-06T14:10", "2026-06-07T02:10", "2026-06-07T15:00", "2026-06-13T15:00"),
    ],
)
def test_by_when_somebody_has_to_act(program: Program, now: str, urgent: str, today: str, digest: str) -> None:
    due = {tier: due_by(program, tier, utc(now)) for tier in ("urgent", "today", "digest")}
    assert due == {"urgent": utc(urgent), "today": utc(today), "digest": utc(digest)}


@pytest.mark.parametrize("vector", vectors("due"))
def test_a_phone_that_knows_the_hours_promises_what_the_server_holds_people_to(vector: dict[str, Any]) -> None:
    program, now = Program(name="Harbor House", **vector["program"]), datetime.fromisoformat(vector["now"])
    shifts = shifts_until(program, now, now + timedelta(days=14))
    told = [
        (datetime.fromisoformat(each["opens_at"]), datetime.fromisoformat(each["closes_at"]))
        for each in vector["coverage"]
    ]
    assert [(each.opens, each.closes) for each in shifts[: len(told)]] == told
    assert due_by(program, "urgent", now) == datetime.fromisoformat(vector["urgent"])
    assert due_by(program, "today", now) == datetime.fromisoformat(vector["today"])
