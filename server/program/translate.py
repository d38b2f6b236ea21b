"""Pure: the events of a calendar file as series in a program's zone, from now on.

What a series can't say is left out, and a sentence that somebody at a front desk understands says so, with the title
of the event it is about.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event

from server.program.calendar_file import (
    LOOKED_AT,
    MINUTE,
    TOO_MUCH,
    NotReadable,
    Source,
    all_of,
    dates_of,
    events_by_uid,
    first_of,
    is_day,
    is_off,
    length_of,
    moment_in,
    moved_in,
    name_of,
    others_in,
    place_of,
    text_of,
    title_of,
)
from server.recurrence import Rule, occurrences

MOST_SINGLES = 400  # sessions of one series that are left out, or that come beside its rule
LONGEST_READING = 5.0  # seconds
EARLIEST_YEAR, LATEST_YEAR = 1970, 2099
SHORTEST, LONGEST, USUAL = 5, 24 * 60, 60  # minutes
MOST_DRIFT = timedelta(hours=2)  # by which one zone's summer time is off another's
DAY = timedelta(days=1)

LONGEST_RULE = 180  # characters, and the series has 200
ONCE = "FREQ=DAILY;COUNT=1"
# More makes rules that come round once in a blue moon or never, and to find that out takes seconds.
BY_PARTS = {
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"},
}
OF_THE_START = {"BYHOUR": "hour", "BYMINUTE": "minute", "BYSECOND": "second"}
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class LeftOut(Exception):
    """An event makes no series; the message is the sentence that says why."""


class Over(Exception):
    """An event has no session any more."""


@dataclass(frozen=True)
class Single:
    """One session that differs from its series."""

    original_start: datetime  # naive, in the program's zone
    cancelled: bool = False
    starts_at: datetime | None = None
    minutes: int | None = None
    place: str | None = None


@dataclass(frozen=True)
class Found:
    """One series as the file has it, from its next session on."""

    uid: str
    title: str
    rule: Rule
    minutes: int
    place: str | None
    link: str | None
    singles: list[Single]
    notes: list[str]


@dataclass(frozen=True)
class Contents:
    found: list[Found]
    skipped: list[str]


def translate(text: str, zone: ZoneInfo, now: datetime) -> Contents:
    """Everything in the file that still comes. Raises NotReadable."""
    until = monotonic() + LONGEST_READING
    found, skipped, over = [], [], 0
    for uid, events in events_by_uid(text).items():
        if monotonic() > until:
            raise NotReadable(TOO_MUCH)
        try:
            found.append(_series(uid, _source(events, zone, now)))
        except Over:
            over += 1
        except LeftOut as left_out:
            skipped.append(str(left_out))
        except Exception:  # what a broken event makes the library raise, nobody has listed
            skipped.append(f"{name_of(events[0])} can't be read; look at it in your calendar and make it by hand.")
    if over:
        skipped.append("1 event is over." if over == 1 else f"{over} events are over.")
    if others := others_in(text):
        what = "1 entry is no event" if others == 1 else f"{others} entries are no events"
        skipped.append(f"{what}, but a to-do or the like; only events become sessions.")
    return Contents(found, skipped or ([] if found else ["There is no event in this file."]))


def _source(events: list[Event], zone: ZoneInfo, now: datetime) -> Source:
    exceptions = [each for each in events if "RECURRENCE-ID" in each]
    masters = [each for each in events if "RECURRENCE-ID" not in each]
    if masters:
        return Source(max(masters, key=lambda each: int(first_of(each, "SEQUENCE") or 0)), exceptions, zone, now)
    if all(moment_in(first_of(each, "DTSTART").dt, zone) < now for each in exceptions):
        raise Over
    raise LeftOut(f"{name_of(events[0])} is one changed session of a series that is not in this file.")


def _series(uid: str, source: Source) -> Found:
    _check_start(source)
    minutes = _minutes(source)
    # 1. What the file says will come, and the same by a rule in the program's zone.
    coming = _coming(source)
    rule, named = _rule_here(source, coming)
    # 2. What the rule does not have, or has too much.
    rule = replace(rule, excluded=_excluded(source, named), added=_added(source, named))
    # 3. What differs for single sessions; some come here from the past.
    singles = _singles(source, minutes, named)
    there = {*named.values(), *rule.added} - rule.excluded
    rule = replace(rule, added=rule.added | (_arrived(source, singles) - there))
    if len(rule.excluded) > MOST_SINGLES or len(rule.added) > MOST_SINGLES:
        raise LeftOut(f"{source.name} has too many single dates; split it in your calendar and try again.")
    if not occurrences(rule, source.zone, source.now, source.now + LOOKED_AT):
        raise Over
    place, link = place_of(source.event)
    title = _title(source)
    _note_rest(source)
    differing = [single for single in singles if single.original_start in there]
    return Found(uid, title, rule, minutes, place, link, differing, source.notes)


def _check_start(source: Source) -> None:
    value = first_of(source.event, "DTSTART")
    if value is None:
        raise LeftOut(f"{source.name} has no beginning.")
    single = not source.exceptions and not {"RRULE", "RDATE"} & source.event.keys()
    if single and moment_in(value.dt, source.zone) < source.now - (DAY if is_day(value.dt) else timedelta()):
        raise Over
    if is_off(source.event):
        raise LeftOut(f"{source.name} is cancelled.")
    if is_day(value.dt):
        raise LeftOut(f"{source.name} lasts the whole day; a session needs a time of day.")
    if not EARLIEST_YEAR <= value.dt.year <= LATEST_YEAR:
        raise LeftOut(f"{source.name} begins in the year {value.dt.year}; correct that in your calendar.")
    if value.dt.tzinfo is None:
        zone = f"Its time zone “{value.params['TZID']:.60}” is not known here" if "TZID" in value.params else ""
        source.note(f"{zone or 'It has no time zone'}; its times are read in your program’s zone.")


def _minutes(source: Source) -> int:
    minutes = length_of(source.event, source)
    if minutes is None:
        source.note(f"It has no end; it is taken to last {USUAL} minutes.")
        return USUAL
    if minutes > LONGEST:
        raise LeftOut(f"{source.name} lasts longer than a day; make a session for each day by hand.")
    if minutes < SHORTEST:
        raise LeftOut(f"{source.name} lasts less than {SHORTEST} minutes, which is too short for a session.")
    return minutes


@dataclass(frozen=True)
class Coming:
    """The sessions ahead by the event's own rule, until two years from now."""

    text: str  # the rule from the first of them on
    starts: list[tuple[datetime, datetime]]  # naive in the event's own zone, and the moment
    until: datetime | None = None  # the last moment at which one may start


def _coming(source: Source) -> Coming:
    recur = _recur(source)
    text, count, until = (ONCE, 1, None) if recur is None else _rule_there(source, recur)
    starts = []
    for number, local in enumerate(_rule(source, text, source.start.replace(tzinfo=None)).starts()):
        moment = local.replace(tzinfo=source.home).astimezone(UTC)
        if moment >= source.now + LOOKED_AT or (until and moment > until):
            break
        if moment >= source.now:
            starts.append((number, local, moment))
    if not starts:
        return _by_dates_alone(source)
    if count is not None:
        text = re.sub(r"COUNT=\d+", f"COUNT={count - starts[0][0]}", text)
    return Coming(text, [(local, moment) for _, local, moment in starts], until)


def _by_dates_alone(source: Source) -> Coming:
    """When only single dates are still ahead, the first of them stands for the rule."""
    dates, moved = list(dates_of(source.event, source)), list(moved_in(source))
    every = [*dates, *moved]
    # One that was moved has its original among the dates, unless that is over.
    ahead = sorted(filter(source.is_ahead, dates)) or sorted(filter(source.is_ahead, moved))
    if not ahead and max([source.start, *every]) >= source.now + LOOKED_AT:
        raise LeftOut(f"{source.name} is more than two years ahead; import it when it is closer.")
    if not ahead:
        raise Over
    return Coming(ONCE, [(ahead[0].astimezone(source.home).replace(tzinfo=None), ahead[0])])


def _recur(source: Source) -> Any:
    rules = all_of(source.event, "RRULE")
    if len(rules) > 1 or "EXRULE" in source.event:
        raise LeftOut(f"{source.name} repeats by several rules at once; make one series for each by hand.")
    return rules[0] if rules else None


def _rule_there(source: Source, recur: Any) -> tuple[str, int | None, datetime | None]:
    """The rule's text without UNTIL, its COUNT, and the last moment by its UNTIL."""
    parts = {str(name).upper(): values if isinstance(values, list) else [values] for name, values in recur.items()}
    unknown = LeftOut(f"{source.name} repeats by a rule that Daymark does not know; make it by hand.")
    frequency = str(parts.pop("FREQ", [""])[0])
    until, count = parts.pop("UNTIL", [None])[0], parts.pop("COUNT", [None])[0]
    for name, of_start in OF_THE_START.items():
        if parts.get(name) == [getattr(source.start, of_start)]:
            del parts[name]
    if frequency not in BY_PARTS or parts.keys() - BY_PARTS[frequency] - {"INTERVAL", "WKST"}:
        raise unknown
    if parts.get("INTERVAL", [1]) == [1]:
        parts.pop("INTERVAL", None)
        parts.pop("WKST", None)  # says only which weeks every second week is
    said = {"FREQ": [frequency], **({"COUNT": [count]} if count else {}), **parts}
    text = ";".join(f"{name}={','.join(map(str, values))}" for name, values in said.items())
    if len(text) > LONGEST_RULE:
        raise unknown
    return text, count, _last_moment(source, until)


def _last_moment(source: Source, until: Any) -> datetime | None:
    """Of a day, which the standard has for whole days only, its end: who writes one means its session too."""
    if until is None or until.year > LATEST_YEAR:
        return None
    return source.moment(until + DAY) - MINUTE if is_day(until) else source.moment(until)


def _rule(source: Source, text: str, start: datetime) -> Rule:
    try:
        return Rule(text, start.date(), start.time())
    except ValueError:
        raise LeftOut(f"{source.name} repeats by a rule that Daymark does not know; make it by hand.") from None


Named = dict[datetime, datetime]  # by the moment of a session as the file has it, its local start in the program's zone


def _rule_here(source: Source, coming: Coming) -> tuple[Rule, Named]:
    """The rule in the program's zone, which must give the same moments for two years, or the same days at least."""
    first, moment = coming.starts[0]
    same = getattr(source.home, "key", None) == source.zone.key
    here = first if same else source.local(moment)
    text = coming.text if same else _shifted(coming.text, (here.date() - first.date()).days)
    rule = replace(_rule(source, text, here), until=_first_day_over(coming.until, here.time(), source.zone))
    end = source.now + LOOKED_AT
    mine = occurrences(rule, source.zone, source.now - MOST_DRIFT, end + MOST_DRIFT)
    number = len(coming.starts)
    off = [abs(at - theirs) for (_, at), (_, theirs) in zip(mine, coming.starts, strict=False)]
    more = [at for _, at in mine[number:] if at < end - MOST_DRIFT]
    if more or len(mine) < number or max(off) > MOST_DRIFT:
        raise LeftOut(f"{source.name} repeats by another time zone, on days that differ from yours; make it by hand.")
    if any(off):
        source.note(
            f"It was written for another time zone; it is taken to be at {here:%H:%M} by your clocks all year. Compare "
            "its times in summer and winter."
        )
    return rule, {theirs: local for (local, _), (_, theirs) in zip(mine[:number], coming.starts, strict=True)}


def _shifted(text: str, days: int) -> str:
    """The rule when every day of it falls `days` later."""

    def later(match: re.Match[str]) -> str:
        names = [WEEKDAYS[(WEEKDAYS.index(each) + days) % 7] for each in match[2].split(",")]
        return f"{match[1]}={','.join(names)}"

    if not days or "FREQ=WEEKLY" not in text:
        return text
    whole = text if "WKST" in text else f"{text};WKST=MO"
    return re.sub(r"(BYDAY|WKST)=([A-Z,]+)", later, whole)


def _first_day_over(until: datetime | None, wall: time, zone: ZoneInfo) -> date | None:
    if until is None:
        return None
    last = until.astimezone(zone)
    return last.date() + DAY if wall <= last.time().replace(tzinfo=None) else last.date()


def _excluded(source: Source, named: Named) -> frozenset[datetime]:
    found = set()
    for value in all_of(source.event, "EXDATE"):
        for each in value.dts:
            if is_day(each.dt):
                found |= {named[moment] for moment in _on(each.dt, source, named)}
            elif (moment := source.moment(each.dt)) >= source.now:
                found.add(named.get(moment) or source.local(moment))
    return frozenset(found)


def _on(day: date, source: Source, named: Named) -> list[datetime]:
    return [moment for moment in named if moment.astimezone(source.home).date() == day]


def _added(source: Source, named: Named) -> frozenset[datetime]:
    """Its own start too, where the rule does not have it (RFC 5545, 3.8.5.3: it is the first in any case)."""
    values = [each.dt for value in all_of(source.event, "RDATE") for each in value.dts]
    if any(isinstance(each, tuple) and source.moment(each[0]) >= source.now for each in values):
        source.note("It has single dates with an end of their own; they are taken to last as long as the others.")
    if any(not isinstance(each, datetime | tuple) for each in values):
        source.note("It has single dates without a time of day; they are left out.")
    every = {*dates_of(source.event, source), source.start.astimezone(UTC)} - named.keys()
    if any(each >= source.now + LOOKED_AT for each in every):
        source.note("It has single dates more than two years ahead; they are left out.")
    return frozenset(source.local(each) for each in every if source.is_ahead(each))


def _singles(source: Source, minutes: int, named: Named) -> list[Single]:
    """Every session that differs, the newest word on each."""
    found: dict[datetime, Single] = {}
    for each in sorted(source.exceptions, key=lambda each: int(first_of(each, "SEQUENCE") or 0)):
        original = _original(each, source, named)
        single = _single(source, each, named.get(original) or source.local(original), original, minutes)
        if single:
            found[single.original_start] = single
    return [found[original] for original in sorted(found)]


def _original(exception: Event, source: Source, named: Named) -> datetime:
    """The moment of the session that an exception is about; one named by its day is the one on that day."""
    when = first_of(exception, "RECURRENCE-ID").dt
    on = _on(when, source, named) if is_day(when) else []
    return on[0] if on else source.moment(when)


def _single(source: Source, event: Event, where: datetime, original: datetime, minutes: int) -> Single | None:
    """None when nothing of it differs that a session can say."""
    if is_off(event):
        return Single(where, cancelled=True)
    begins = first_of(event, "DTSTART")
    at = None if begins is None or is_day(begins.dt) else source.moment(begins.dt)
    if max(original, at or original) < source.now:
        return None
    _note_unlike(source, event)
    if at is None or not source.is_ahead(at):
        source.note("A session is moved to the past, far ahead or to no time of day; it stays where it was.")
        return None
    length, (place, _) = length_of(event, source) or minutes, place_of(event)
    single = Single(
        where,
        starts_at=None if at == original else at,
        minutes=None if length == minutes or not SHORTEST <= length <= LONGEST else length,
        place=None if place == place_of(source.event)[0] else place,
    )
    return None if single == Single(where) else single


def _note_unlike(source: Source, event: Event) -> None:
    if "RANGE" in first_of(event, "RECURRENCE-ID").params:
        source.note("From one session on it is different; that is left out.")
    if title_of(event) != title_of(source.event):
        source.note("Some sessions have another title; it is left out.")


def _arrived(source: Source, singles: list[Single]) -> frozenset[datetime]:
    """What was moved here from before the first session ahead."""
    first = source.local(source.now)
    return frozenset(source.local(each.starts_at) for each in singles if each.starts_at and each.original_start < first)


def _title(source: Source) -> str:
    title = title_of(source.event)
    if not title:
        source.note("It has no title; give it one.")
    return title or "Session"


def _note_rest(source: Source) -> None:
    event = source.event
    if text_of(event, "DESCRIPTION", 2000):
        source.note("Its description is left out.")
    if (address := text_of(event, "URL", 2000)) and address != place_of(event)[1]:
        source.note("Its web address is left out.")
    if "ATTENDEE" in event:
        source.note("Its guests are left out; choose whom it is for.")
