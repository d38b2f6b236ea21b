"""Where the sessions of a series would be, had nobody changed it "from this one on": people see each that differs."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from server.http import Moment, Schema
from server.recurrence import Rule, at_wall_time, occurrences
from server.sessions.models import Series
from server.sessions.shape import COUNT

MARKED = timedelta(days=60)  # from the day of the change: as far as phones showed them then
DAY = timedelta(days=1)
RHYTHM = ("rule", "wall_time", "minutes", "excluded", "added")
WHERE = ("place", "link")

Start = tuple[datetime, datetime]  # local, and the moment


@dataclass(frozen=True)
class Formerly:
    """When and where one session would be."""

    starts_at: datetime
    ends_at: datetime
    place: str | None
    link: str | None


class FormerlyOut(Schema):
    """When and where a session would be, had its series not been changed."""

    starts_at: Moment
    ends_at: Moment
    place: str | None
    link: str | None


def remembered(old: Sequence[Series], wanted: Series, day: date) -> dict[str, Any] | None:
    """What `wanted` keeps of the series whose place it takes from this day on, the first first.

    Where neither time nor place is another, that is what was kept before.
    """
    last = next((each for each in reversed(old) if each.first_day <= day), old[0])
    if all(_plain(last, name) == _plain(wanted, name) for name in ("rule", "wall_time", "minutes", *WHERE)):
        return last.was
    # As it begins, for it may be cut or added to later: what was said of each stays.
    return {"from_day": day.isoformat(), "before": _written(last), "after": _written(wanted)}


def _written(series: Series) -> dict[str, Any]:
    said = {name: getattr(series, name) for name in (*RHYTHM, *WHERE)}
    until = series.until and series.until.isoformat()
    return {**said, "first_day": series.first_day.isoformat(), "until": until}


def _plain(series: Series, name: str) -> Any:
    """Of a number of sessions the rest are left from a day on; that is no other rhythm."""
    return COUNT.sub("", series.rule) if name == "rule" else getattr(series, name)


def formerly(series: Series, start: datetime, end: datetime) -> dict[datetime, Formerly]:
    """By local start those of its sessions that differ, if any of them can be in [start, end)."""
    if series.was is None:
        return {}
    day = date.fromisoformat(series.was["from_day"])
    if end <= at_wall_time(day - DAY, time(), series.tz) or start >= at_wall_time(
        day + MARKED + DAY, time(), series.tz
    ):
        return {}
    was = series.was["before"]
    old, new = (_starts(_rule(series.was[name]), series, day) for name in ("before", "after"))
    length, now_length = timedelta(minutes=was["minutes"]), timedelta(minutes=series.minutes)
    found = {}
    for (local, now_at), (_, was_at) in _pairs(new, old):
        former = Formerly(was_at, was_at + length, was["place"], was["link"])
        if former != Formerly(now_at, now_at + now_length, series.place, series.link):
            found[local] = former
    return found


def _rule(written: dict[str, Any]) -> Rule:
    until = written["until"] and date.fromisoformat(written["until"])
    return Rule(
        written["rule"],
        date.fromisoformat(written["first_day"]),
        time.fromisoformat(written["wall_time"]),
        until,
        excluded=frozenset(datetime.fromisoformat(each) for each in written["excluded"]),
        added=frozenset(datetime.fromisoformat(each) for each in written["added"]),
    )


def _starts(rule: Rule, series: Series, day: date) -> list[Start]:
    midnight = at_wall_time(day, time(), series.tz)
    around = occurrences(rule, series.tz, midnight - DAY, midnight + MARKED + DAY)
    return [each for each in around if day <= each[0].date() < day + MARKED]


def _pairs(new: Sequence[Start], old: Sequence[Start]) -> list[tuple[Start, Start]]:
    """Those at the same time first, then those of a day in order, then those of a calendar week."""
    found: list[tuple[Start, Start]] = []
    for same in (lambda local: local, lambda local: local.date(), lambda local: local.isocalendar()[:2]):
        pairs = _alike(new, old, same)
        found += pairs
        new = [each for each in new if all(each != one for one, _ in pairs)]
        old = [each for each in old if all(each != other for _, other in pairs)]
    return found


def _alike(
    new: Sequence[Start], old: Sequence[Start], same: Callable[[datetime], Hashable]
) -> list[tuple[Start, Start]]:
    free: dict[Hashable, list[Start]] = defaultdict(list)
    for each in old:
        free[same(each[0])].append(each)
    return [(each, free[key].pop(0)) for each in new if free[key := same(each[0])]]
