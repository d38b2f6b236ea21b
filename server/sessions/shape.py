"""Pure: a series before it is stored: whether it can be one, and what is left of it from a day on."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from urllib.parse import urlsplit

from server.http import EARLIEST, Problem
from server.recurrence import INSTANT, at_wall_time, occurrences
from server.sessions.models import Series, local_text

FARTHEST_AHEAD = timedelta(days=366)  # from today to a first day
RARELY = timedelta(days=5 * 366)  # a rule that comes round less often comes never
ONCE = "FREQ=DAILY;COUNT=1"
COUNT = re.compile(r";COUNT=(\d+)")
SPACE = re.compile(r"\s")


def check_series(series: Series, today: date) -> None:
    """Raises Problem 422, with the field, for what can't be understood, never takes place or is too far away."""
    check_link(series.link)
    _check_first_day(series.first_day, today)
    _check_locals(series)
    _check_rule(series)
    if series.until and series.until <= series.first_day:
        raise Problem(422, "This would be over before it begins; choose a later last day.", field="until")
    _check_takes_place(series)


def check_link(link: str | None) -> None:
    """Raises Problem 422 for an address that a phone would not open safely."""
    try:
        parts = urlsplit(link or "https://none")
        is_safe = (
            parts.scheme == "https" and parts.hostname and parts.username is None and not re.search(r"\s", link or "")
        )
    except ValueError:
        is_safe = False
    if not is_safe:
        raise Problem(422, "The link must begin with https:// and name a site; copy it again.", field="link")


def _check_first_day(day: date, today: date) -> None:
    if not EARLIEST.date() <= day <= today + FARTHEST_AHEAD:
        raise Problem(422, "The first day is too far away; choose one within the next year.", field="first_day")


def _check_locals(series: Series) -> None:
    for name, texts in (("excluded", series.excluded), ("added", series.added)):
        for text in texts:
            if not _is_local(text):
                raise Problem(422, f"“{text}” is not a day with a time; write 2026-11-26T18:00.", field=name)


def _is_local(text: str) -> bool:
    try:
        return local_text(datetime.fromisoformat(text)) == text
    except ValueError:
        return False


def _check_rule(series: Series) -> None:
    try:
        starts = series.recurs().starts()
        # Without COUNT, and not for long: what never comes round would be looked for until the year 9999.
        soon = starts.replace(count=None, until=datetime.combine(series.first_day + RARELY, time()))
    except (ValueError, KeyError):
        raise Problem(422, "That is no rule for days; write one like FREQ=WEEKLY;BYDAY=MO,WE.", field="rule") from None
    if next(iter(soon), None) is None:
        raise Problem(422, "These days never come; choose others.", field="rule")


def _check_takes_place(series: Series) -> None:
    if {*series.added} - {*series.excluded}:
        return
    last = min(series.until or date.max, series.first_day + RARELY)
    starts = takewhile(lambda start: start.date() < last, series.recurs().starts())
    if all(local_text(start) in series.excluded for start in starts):
        raise Problem(422, "There would be no session at all; choose other days, or a later end.", field="rule")


def continue_from(series: Series, day: date, today: date) -> None:
    """Leaves of a series what is from this local day on, in step: every second week stays the same weeks, of a number
    of sessions the rest are left, each week keeps its topic.

    Raises Problem 422 for what can't be a series, and when nothing is left.
    """
    check_series(series, today)
    # 1. Where the rule has its next start; that is where it counts from now on.
    starts = series.recurs().starts()
    gone = sum(1 for _ in takewhile(lambda start: start.date() < day, starts))
    first = starts.after(datetime.combine(day, time()), inc=True)
    series.added, series.excluded = _from(day, series.added), _from(day, series.excluded)
    if first and not (series.until and first.date() >= series.until):
        _begin_on(series, first.date() if series.first_day < day else series.first_day)
        series.rule = _counted_down(series.rule, gone)
    # 2. Without one, what is beside the rule.
    elif series.added:
        _only_added(series)
    else:
        raise Problem(
            422, "There would be no session from that day on; end the series, or choose a later end.", field="until"
        )
    _check_first_day(series.first_day, today)
    _check_takes_place(series)


def _from(day: date, texts: Iterable[str]) -> list[str]:
    return sorted({text for text in texts if text >= day.isoformat()})


def _begin_on(series: Series, day: date) -> None:
    weeks = (_monday(day) - _monday(series.first_day)).days // 7
    series.topics = (series.topics or [])[weeks:] or None
    series.homework = (series.homework or [])[weeks:] or None
    series.first_day = day


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _counted_down(rule: str, gone: int) -> str:
    counts = COUNT.findall(rule)
    return f"{COUNT.sub('', rule)};COUNT={int(counts[-1]) - gone}" if counts else rule


def _only_added(series: Series) -> None:
    """A rule has one start at least: the first that was added, or one that is left out."""
    _begin_on(series, date.fromisoformat(series.added[0][:10]))
    series.rule, series.until = ONCE, None
    start = f"{series.first_day}T{series.wall_time}"
    if start not in series.added:
        series.excluded = sorted({*series.excluded, start})


def refuse_begun(series: Series, day: date, now: datetime) -> None:
    """Raises Problem 422 when a session of what begins on this day would have begun already."""
    midnight = at_wall_time(day, time(), series.tz)
    if occurrences(series.recurs(), series.tz, midnight, max(midnight, now + INSTANT)):
        raise Problem(422, "Its first session would have begun already; choose a later day.", field="from_day")


def starts_on(series: Series, day: date) -> list[str]:
    """The original local starts that this series has on a local day, in order."""
    midnight = at_wall_time(day, time(), series.tz)
    around = occurrences(series.recurs(), series.tz, midnight - timedelta(days=1), midnight + timedelta(days=2))
    return [local_text(local) for local, _ in around if local.date() == day]
