"""Pure: when somebody is there to act on what people answer, and by when they have to."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import count, islice, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from server.people.models import Program
from server.recurrence import Rule, at_wall_time, occurrences

WEEK = timedelta(weeks=1)
URGENT_WITHIN = timedelta(hours=1)  # of coverage
URGENT_LIMIT = timedelta(hours=12)  # imminent risk is acted on within 12 hours (care.md), whoever is there
ENOUGH_TODAY = timedelta(hours=2)  # of coverage: with less, today's work is tomorrow's


class Shift(NamedTuple):
    """The coverage of one day, from `opens` to before `closes`."""

    opens: datetime
    closes: datetime


def is_open(program: Program, now: datetime) -> bool:
    return next(_shifts(program, now)).opens <= now


def shifts_until(program: Program, now: datetime, until: datetime) -> list[Shift]:
    """Those that are not over and begin before `until`, in order."""
    return list(takewhile(lambda shift: shift.opens < until, _shifts(program, now)))


def add_working(program: Program, now: datetime, length: timedelta) -> datetime:
    """The moment at which `length` of coverage will have passed; nights and weekends don't count."""
    shifts = _shifts(program, now)
    shift = next(shifts)
    while (ahead := shift.closes - max(shift.opens, now)) < length:
        length -= ahead
        shift = next(shifts)
    return max(shift.opens, now) + length


def due_by(program: Program, tier: str, now: datetime) -> datetime:
    """By when somebody has to act on what is opened `now`: `tier` is `urgent`, `today` or `digest`.

    Urgent: an hour of coverage, and never more than 12 hours. Today: the end of today's coverage, or of the next when
    less than two hours are left. Digest: the end of the coverage after that.
    """
    if tier == "urgent":
        return min(add_working(program, now, URGENT_WITHIN), now + URGENT_LIMIT)
    shifts = list(islice(_shifts(program, now), 3))
    first = 1 if shifts[0].opens <= now and shifts[0].closes - now < ENOUGH_TODAY else 0
    return shifts[first if tier == "today" else first + 1].closes


def coverage_rule(program: Program) -> str:
    return f"FREQ=WEEKLY;BYDAY={program.coverage_days}"


def _shifts(program: Program, now: datetime) -> Iterator[Shift]:
    """The shifts that are not over, in order, without end."""
    zone = ZoneInfo(program.zone)
    opens, closes = time.fromisoformat(program.coverage_from), time.fromisoformat(program.coverage_until)
    # From the day before: today's may have begun.
    rule = Rule(coverage_rule(program), now.astimezone(zone).date() - timedelta(days=1), opens)
    first = at_wall_time(rule.first_day, opens, zone)
    for week in count():
        for local, moment in occurrences(rule, zone, first + week * WEEK, first + (week + 1) * WEEK):
            shift = Shift(moment, at_wall_time(local.date(), closes, zone))
            if shift.closes > now:
                yield shift
