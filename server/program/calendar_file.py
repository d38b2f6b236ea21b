"""Pure: an iCalendar file (RFC 5545) as it is written: its events, and what each of them says."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

MOST_EVENTS = 3000
MOST_LINES = 60_000
LOOKED_AT = timedelta(days=2 * 366)  # ahead
MINUTE = timedelta(minutes=1)
OTHERS = re.compile(r"^BEGIN:V(?:TODO|JOURNAL|FREEBUSY)[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
UNPRINTABLE = re.compile(r"[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

NOT_A_CALENDAR = "This is not a calendar file; choose one whose name ends in .ics."
TOO_MUCH = "This calendar is too large to read; export fewer months of it, or fewer calendars at once."


class NotReadable(Exception):
    """The file as a whole can't be used; the message is one sentence."""


@dataclass
class Source:
    """An event with its exceptions, the zone and the moment it is read for, and what is to be said of it."""

    event: Event
    exceptions: list[Event]
    zone: ZoneInfo
    now: datetime
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_of(self.event)

    @property
    def home(self) -> tzinfo:
        """The zone in which it recurs."""
        return first_of(self.event, "DTSTART").dt.tzinfo or self.zone

    @property
    def start(self) -> datetime:
        return moment_in(first_of(self.event, "DTSTART").dt, self.zone).astimezone(self.home)

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def moment(self, when: date | datetime) -> datetime:
        return moment_in(when, self.home)

    def is_ahead(self, moment: datetime) -> bool:
        return self.now <= moment < self.now + LOOKED_AT

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None)


def events_by_uid(text: str) -> Mapping[str, list[Event]]:
    """Raises NotReadable for what is no calendar or a large one."""
    found = defaultdict(list)
    for event in _events(text):
        found[_uid(event)].append(event)
    return found


def others_in(text: str) -> int:
    """How many entries a calendar has that are no events: to-dos, journal entries and times that are free or busy."""
    return len(OTHERS.findall(text))


def _events(text: str) -> list[Event]:
    if text.upper().count("BEGIN:VEVENT") > MOST_EVENTS or text.count("\n") > MOST_LINES:
        raise NotReadable(TOO_MUCH)
    try:
        every = Calendar.from_ical(text.removeprefix("\ufeff"), multiple=True)
        calendars = [each for each in every if each.name == "VCALENDAR"]
        events = [event for each in calendars for event in each.events]
    except Exception:  # what a broken file makes the library raise, nobody has listed
        raise NotReadable(NOT_A_CALENDAR) from None
    if not calendars:
        raise NotReadable(NOT_A_CALENDAR)
    return events


def _uid(event: Event) -> str:
    """As the file has it if it fits; else one made of it, the same each time."""
    uid = str(first_of(event, "UID") or "")
    if uid and len(uid) <= 255 and not UNPRINTABLE.search(uid):
        return uid
    return hashlib.sha256((uid or repr(event)).encode()).hexdigest()


def first_of(event: Event, name: str) -> Any:
    """A property's value; of several the first."""
    value = event.get(name)
    return value[0] if isinstance(value, list) else value


def all_of(event: Event, name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def text_of(event: Event, name: str, longest: int) -> str:
    """In one line, at most `longest` characters."""
    plain = UNPRINTABLE.sub(" ", str(first_of(event, name) or "").replace("\\n", " "))
    return " ".join(plain.split())[:longest].strip()


def title_of(event: Event) -> str:
    return text_of(event, "SUMMARY", 200)


def name_of(event: Event) -> str:
    title = title_of(event)
    return f"“{shorten(title, 60, placeholder='…') or title[:60]}”" if title else "An event without a title"


def moment_in(when: date | datetime, home: tzinfo) -> datetime:
    """In UTC, to the minute; a time without a zone is one of `home`, a day its beginning."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time())
    aware = when if when.tzinfo else when.replace(tzinfo=home)
    return aware.replace(second=0, microsecond=0).astimezone(UTC)


def is_day(when: Any) -> bool:
    return not isinstance(when, datetime)


def is_off(event: Event) -> bool:
    return str(first_of(event, "STATUS") or "").upper() == "CANCELLED"


def length_of(event: Event, source: Source) -> int | None:
    """In minutes; none if the event does not say."""
    end, duration = first_of(event, "DTEND"), first_of(event, "DURATION")
    if end is not None:
        return (source.moment(end.dt) - source.moment(first_of(event, "DTSTART").dt)) // MINUTE
    return duration.dt // MINUTE if duration is not None else None


def dates_of(event: Event, source: Source) -> Iterator[datetime]:
    """The moments of what comes beside the rule."""
    for value in all_of(event, "RDATE"):
        for each in value.dts:
            when = each.dt[0] if isinstance(each.dt, tuple) else each.dt
            if isinstance(when, datetime):
                yield source.moment(when)


def moved_in(source: Source) -> Iterator[datetime]:
    """Where single sessions were moved to."""
    for each in source.exceptions:
        begins = first_of(each, "DTSTART")
        if begins is not None and isinstance(begins.dt, datetime) and not is_off(each):
            yield source.moment(begins.dt)


def place_of(event: Event) -> tuple[str | None, str | None]:
    """Where it is, and its link: calendars put one into the other."""
    said = text_of(event, "LOCATION", 2000)
    links = [said, *(text_of(event, name, 2000) for name in ("X-GOOGLE-CONFERENCE", "CONFERENCE", "URL"))]
    link = next((each for each in links if re.fullmatch(r"https://[^\s<>\"]{3,490}", each)), None)
    return (None if said == link else said[:200].strip() or None), link
