"""One person's sessions as an iCalendar file (RFC 5545 and 7986), for the calendar apps they use anyway.

Every session is an event of its own, and no event has a rule. A rule would leave what to do in a gap of the clocks to
each reader, and membership, a split of the series, a topic for each week would make most sessions exceptions to it.
What is written out is read alike by the strict and by the simple.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from server.clock import from_ms
from server.http import EARLIEST
from server.people.models import Language, Person
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from server.sessions.models import Series

BACK = timedelta(days=60)
AHEAD = timedelta(days=180)
BEYOND = timedelta(days=2)  # a session reaches past the end of the window, and a local time past that of UTC
REFRESH = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Words:
    """What stands in the file. A calendar is seen by others, and its entries show on locked screens."""

    calendar: str
    appointment: str
    cancelled: str
    topic: str
    bring: str


WORDS = {
    Language.en: Words("Appointments", "Appointment", "Cancelled: {}", "Topic: {}", "Bring: {}"),
    Language.es: Words("Citas", "Cita", "Cancelada: {}", "Tema: {}", "Trae: {}"),
}


@dataclass(frozen=True)
class Published:
    """What is in the file, from 60 days back to 180 ahead. It is the same for a day, or until something changes."""

    person_id: UUID
    language: Language
    detailed: bool
    day: datetime
    found: list[Occurrence]
    changed: Mapping[UUID, datetime]  # when each series was

    @property
    def tag(self) -> str:
        """The same for the same file, which need not be written to know it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]

    def content(self) -> bytes:
        words = WORDS[self.language]
        calendar = _calendar(words)
        for zone in sorted({each.zone for each in self.found}):
            calendar.add_component(_zone(ZoneInfo(zone), self.day - BACK - BEYOND, self.day + AHEAD + BEYOND))
        for occurrence in self.found:
            modified = max(self.changed[occurrence.series], occurrence.changed_at or EARLIEST).replace(microsecond=0)
            event = _event(occurrence, uuid5(self.person_id, occurrence.names[-1]), modified, self.day)
            _describe(event, occurrence, words, self.detailed)
            calendar.add_component(event)
        content: bytes = calendar.to_ical()
        return content


async def published(person: Person, now: datetime, *, detailed: bool) -> Published:
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found = await occurrences_of(person, day - BACK, day + AHEAD)
    return Published(person.id, person.language, detailed, day, found, await _changed(found))


async def _changed(found: Iterable[Occurrence]) -> Mapping[UUID, datetime]:
    """When each series was made or changed last: UUIDv7s begin with the time."""
    every = await Series.filter(id__in={each.series for each in found}).order_by("id").values_list("id", "changed_by")
    return {series_id: from_ms((changed_by or series_id).int >> 80) for series_id, changed_by in every}


def _calendar(words: Words) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Daymark//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", words.calendar)
    calendar.add("x-wr-calname", words.calendar)  # for apps older than RFC 7986, as the next but one
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar


def _event(occurrence: Occurrence, uid: UUID, modified: datetime, day: datetime) -> Event:
    """When it is. The `uid` stays wherever it is moved, and where its series becomes another that meets then too;
    nobody can tell from it whose group it is."""
    event = Event()
    event.add("uid", str(uid))
    event.add("dtstamp", max(day, modified))
    event.add("last-modified", modified)
    event.add("sequence", int((modified - EARLIEST).total_seconds()))  # rises without a count that is kept
    starts_at, ends_at = _written((occurrence.starts_at, occurrence.ends_at), ZoneInfo(occurrence.zone))
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    return event


def _written(moments: Sequence[datetime], zone: ZoneInfo) -> list[datetime]:
    """As clocks in the zone show them; in UTC if one of them is shown twice there."""
    local = [moment.astimezone(zone) for moment in moments]
    if any(each.replace(fold=0).utcoffset() != each.replace(fold=1).utcoffset() for each in local):
        return [moment.astimezone(UTC) for moment in moments]
    return local


def _describe(event: Event, occurrence: Occurrence, words: Words, detailed: bool) -> None:
    """What it is. That it is off stands in the title too: many apps look at nothing else."""
    cancelled = occurrence.state == OccurrenceState.cancelled
    title = occurrence.title if detailed else words.appointment
    event.add("summary", words.cancelled.format(title) if cancelled else title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    if detailed:
        _detail(event, occurrence, words)


def _detail(event: Event, occurrence: Occurrence, words: Words) -> None:
    said = [
        words.topic.format(occurrence.topic) if occurrence.topic else None,
        words.bring.format(occurrence.bring) if occurrence.bring else None,
        occurrence.link,
    ]
    if any(said):
        event.add("description", "\n".join(line for line in said if line))
    if occurrence.place:
        event.add("location", occurrence.place)


def _zone(zone: ZoneInfo, start: datetime, end: datetime) -> Timezone:
    """What its clocks show in [start, end). The library's own has every change in spring an hour late: RFC 5545 wants
    it in the local time before the change."""
    component = Timezone()
    component.add("tzid", zone.key)
    component.add_component(_observance(zone, start, start))
    for change in _changes(zone, start, end):
        component.add_component(_observance(zone, change - SECOND, change))
    return component


def _observance(zone: ZoneInfo, before: datetime, at: datetime) -> TimezoneStandard | TimezoneDaylight:
    old, new = before.astimezone(zone).utcoffset(), at.astimezone(zone)
    assert old is not None  # noqa: S101  # a zone always has one
    observance = TimezoneDaylight() if new.dst() else TimezoneStandard()
    observance.add("dtstart", at.replace(tzinfo=None) + old)
    observance.add("tzoffsetfrom", old)
    observance.add("tzoffsetto", new.utcoffset())
    observance.add("tzname", new.tzname())
    return observance


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The first moments of another offset, to the second. None is undone within a day."""
    days = [start + DAY * number for number in range((end - start) // DAY + 1)]
    for before, after in pairwise(days):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield _change(zone, before, after)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return after
