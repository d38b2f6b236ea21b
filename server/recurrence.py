"""Pure: a rule in a zone becomes moments in [start, end). dateutil does the calendar, zoneinfo the clock changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

# Daily or rarer, and only the parts that the other fields of a Rule do not say. An INTERVAL of 0 would never end.
RULE = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(;(INTERVAL|COUNT)=[1-9]\d{0,3}|;(BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z\d,+-]+)*"
)
WIDEST = timedelta(days=1)  # no clock change was ever wider: Samoa left out December 30, 2011
INSTANT = timedelta(microseconds=1)
PERIODS = {"FREQ=DAILY": 1, "FREQ=WEEKLY": 7}  # in days
INTERVAL = re.compile(r";INTERVAL=(\d+)")
REMEMBERED = 4096  # of each: people have the same days, times and rules


@dataclass(frozen=True)
class Rule:
    """Something that recurs at one wall time. ValueError for a text that does not say how.

    `text` is the value of an RFC 5545 RRULE (`FREQ=WEEKLY;BYDAY=MO,WE`) without DTSTART, UNTIL or times of day.
    A COUNT counts the excluded starts too.
    """

    text: str
    first_day: date
    wall_time: time
    until: date | None = None  # the first local date on which it is over
    excluded: frozenset[datetime] = frozenset()  # naive local starts
    added: frozenset[datetime] = frozenset()  # likewise; these stay when `until` has passed

    def __post_init__(self) -> None:
        self.starts()

    def starts(self) -> rrule:
        """Every start in wall time, naive, in order, before `until` and `excluded` are looked at."""
        return _parsed(self.text, self.first_day, self.wall_time)


@lru_cache(REMEMBERED)
def _parsed(text: str, first_day: date, wall_time: time) -> rrule:
    if not RULE.fullmatch(text):
        raise ValueError(f"“{text}” is not a rule; write one like FREQ=WEEKLY;BYDAY=MO,WE")
    parsed = rrulestr(text, dtstart=datetime.combine(first_day, wall_time))
    assert isinstance(parsed, rrule)  # noqa: S101  # a set needs more than one line
    return parsed


def occurrences(rule: Rule, zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The original local start (naive) and the UTC moment of each occurrence whose moment is in [start, end).

    In the order of their local starts. ValueError when `start` or `end` is naive.
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("a window needs a time zone")
    # 1. Go through the starts in wall time, a day beyond both edges: a start in a gap comes later than it says, and
    #    in an overlap the end of the window shows an earlier wall time than starts that are still in it.
    first = start.astimezone(zone).replace(tzinfo=None) - WIDEST
    last = end.astimezone(zone).replace(tzinfo=None) + WIDEST
    found = []
    for local in _around(rule, first, last):
        # 2. Leave out what is excluded.
        if local in rule.excluded:
            continue
        # 3. Turn each wall time into UTC by itself: 18:00 stays 18:00 on both sides of a clock change.
        moment = at_wall_time(local.date(), local.time(), zone)
        # 4. Only a moment can say whether it is in the window.
        if start <= moment < end:
            found.append((local, moment))
    return found


def _around(rule: Rule, first: datetime, last: datetime) -> Sequence[datetime]:
    """The rule's starts and those beside it from `first` to `last`, in wall time, in order."""
    end = min(last, datetime.combine(rule.until, time()) - INSTANT) if rule.until else last
    by_rule = _between(rule.text, _in_step(rule, first.date()), rule.wall_time, first, end)
    if not rule.added:
        return by_rule
    return sorted({*by_rule, *(local for local in rule.added if first <= local <= last)})


@lru_cache(REMEMBERED)
def _between(text: str, first_day: date, wall_time: time, first: datetime, end: datetime) -> Sequence[datetime]:
    return tuple(takewhile(lambda local: local <= end, _parsed(text, first_day, wall_time).xafter(first, inc=True)))


def _in_step(rule: Rule, day: date) -> date:
    """The last day up to this one from which a daily or weekly rule may be counted as well as from its first: a search
    through all of its past would take ever longer."""
    period = PERIODS.get(rule.text.partition(";")[0])
    if period is None or "COUNT" in rule.text or day <= rule.first_day:
        return rule.first_day
    step = period * int((INTERVAL.findall(rule.text) or [1])[-1])
    return day - timedelta(days=(day - rule.first_day).days % step)


@lru_cache(REMEMBERED)
def at_wall_time(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC moment at which clocks in `zone` show `wall` on `day`.

    A time that does not exist moves forward by the width of the gap (RFC 5545, 3.3.5: the offset before the gap
    counts); of one that exists twice it is the first.
    """
    return datetime.combine(day, wall.replace(fold=0), tzinfo=zone).astimezone(UTC)


def moment_of(rule: Rule, zone: ZoneInfo, local: datetime) -> datetime | None:
    """The UTC moment of the occurrence whose original local start is `local`; None when the rule has none there."""
    moment = at_wall_time(local.date(), local.time(), zone)
    return dict(occurrences(rule, zone, moment, moment + INSTANT)).get(local)
