"""A clinic's existing calendar (`.ics`) as series: first what would be made, then that."""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from server.http import Call, Endpoint, Kept, Problem, Schema, not_found, put
from server.people.access import people_in_care
from server.people.models import STAFF, Group, Member, Person, Program, mark_stale
from server.people.signin import SignedIn, staff
from server.program import translate
from server.program.calendar import SeriesFields
from server.program.calendar_file import LOOKED_AT, NotReadable
from server.program.translate import Contents
from server.recurrence import occurrences
from server.sessions.models import OLD_NEWS, Change, Series, SessionKind, local_text

LARGEST_CALENDAR = 1024 * 1024  # bytes
SHOWN = 6  # next times of a series
TIME = 0xFFFF_FFFF_FFFF << 80  # of a UUIDv7
VERSION_AND_VARIANT = 0x7000_8000_0000_0000_0000
RANDOM = 0x0FFF_3FFF_FFFF_FFFF_FFFF


class CalendarIn(Schema):
    text: str


class Found(Schema):
    """One series that the file holds: as it would be made, without a group. `times` are its next ones as text, local.

    `notes` say in a sentence each what of it is not understood and would be left out; `known` that it was imported
    before.
    """

    uid: str
    series: SeriesFields
    times: list[str]
    changed: int  # single sessions that are moved or cancelled
    notes: list[str]
    known: bool


class Preview(Kept):
    """`skipped` are sentences about what makes no series at all: events in the past, a rule not understood."""

    zone: str
    series: list[Found]
    skipped: list[str]


class Chosen(Schema):
    """Of a series that was found: for whom it is."""

    uid: str = Field(max_length=255)
    kind: SessionKind
    group: UUID | None
    person: UUID | None
    facilitator: UUID | None


class ImportIn(CalendarIn):
    chosen: Annotated[list[Chosen], Field(min_length=1, max_length=200)]


class Imported(Kept):
    made: int


@put("/api/calendar-previews/{id:uuid}", door=staff, body=CalendarIn, returns=Preview, limit=LARGEST_CALENDAR)
async def preview_calendar(call: Call[CalendarIn, SignedIn]) -> Preview:
    """What would be made of a calendar file; nothing is stored."""
    program = await Program.get(id=call.viewer.person.program_id)
    zone = ZoneInfo(program.zone)
    contents = await _read(call.body.text, zone, call.now)
    known = await _imported(program.id)
    found = [_found(each, zone, call.now, each.uid in known) for each in contents.found]
    return Preview(id=call.id, zone=program.zone, series=found, skipped=contents.skipped)


async def _read(text: str, zone: ZoneInfo, now: datetime) -> Contents:
    """In a thread: a large file takes seconds, and others would wait."""
    try:
        return await asyncio.to_thread(translate.translate, text, zone, now)
    except NotReadable as error:
        raise Problem(422, str(error), field="text") from None


async def _imported(program_id: UUID) -> set[str]:
    """The UIDs of the events that series were made of."""
    series = Series.filter(program_id=program_id, imported_uid__not_isnull=True)
    return {str(uid) for uid in await series.values_list("imported_uid", flat=True)}


def _found(found: translate.Found, zone: ZoneInfo, now: datetime, known: bool) -> Found:
    times = sorted(map(local_text, _starts(found, zone, now)))
    return Found(
        uid=found.uid,
        series=_fields(found),
        times=times[:SHOWN],
        changed=len(found.singles),
        notes=found.notes,
        known=known,
    )


def _starts(found: translate.Found, zone: ZoneInfo, now: datetime) -> Iterator[datetime]:
    """Local: those of the rule, each where it is moved to, without what is cancelled."""
    single = {each.original_start: each for each in found.singles}
    for local, _ in occurrences(found.rule, zone, now, now + LOOKED_AT):
        change = single.get(local)
        if change is None or not change.cancelled:
            moved_to = change.starts_at if change else None
            yield moved_to.astimezone(zone).replace(tzinfo=None) if moved_to else local


def _fields(found: translate.Found) -> SeriesFields:
    rule = found.rule
    return SeriesFields(
        group=None,
        person=None,
        facilitator=None,
        kind=SessionKind.group,
        title=found.title,
        topics=None,
        homework=None,
        rule=rule.text,
        first_day=rule.first_day,
        wall_time=f"{rule.wall_time:%H:%M}",
        minutes=found.minutes,
        until=rule.until,
        excluded=sorted(map(local_text, rule.excluded)),
        added=sorted(map(local_text, rule.added)),
        place=found.place,
        link=found.link,
        bring=None,
    )


@put("/api/calendar-imports/{id:uuid}", door=staff, body=ImportIn, returns=Imported, limit=LARGEST_CALENDAR)
async def import_calendar(call: Call[ImportIn, SignedIn]) -> Imported:
    """Makes the chosen series, with their moved and cancelled sessions, all or none; what is known is left alone."""
    viewer, chosen = call.viewer.person, call.body.chosen
    await _check(viewer, chosen, call.now)
    program = await Program.get(id=viewer.program_id)
    contents = await _read(call.body.text, ZoneInfo(program.zone), call.now)
    async with in_transaction():
        await Program.filter(id=program.id).select_for_update().get()  # two at once would make everything twice
        known = await _imported(program.id)
        await _make(call, [each for each in chosen if each.uid not in known], contents, program)
        made = await Series.filter(id__in=[_series_id(call.id, each.uid) for each in chosen]).count()
    return Imported(id=call.id, made=made)


async def _check(viewer: Person, chosen: list[Chosen], now: datetime) -> None:
    """Raises Problem 404 for who is not in the viewer's care and for a group or staff of elsewhere."""
    if len({each.uid for each in chosen}) < len(chosen):
        raise Problem(422, "An event is chosen twice; choose each once.", field="chosen")
    if any((each.group is None) == (each.person is None) for each in chosen):
        raise Problem(422, "Choose for each event either a group or one person.", field="chosen")
    people = {each.person for each in chosen if each.person}
    if people:
        await people_in_care(viewer, people, "PUT /api/calendar-imports/{id}", now)
    groups = {each.group for each in chosen if each.group}
    if await Group.filter(id__in=groups, program_id=viewer.program_id).count() < len(groups):
        raise not_found()
    facilitators = {each.facilitator for each in chosen if each.facilitator}
    staff_of = Person.filter(id__in=facilitators, program_id=viewer.program_id, role__in=STAFF)
    if await staff_of.count() < len(facilitators):
        raise not_found()


async def _make(call: Call[ImportIn, SignedIn], chosen: list[Chosen], contents: Contents, program: Program) -> None:
    found = {each.uid: each for each in contents.found}
    if any(each.uid not in found for each in chosen):
        raise Problem(
            422, "An event that you chose is over, or not in this file; look at the preview again.", field="chosen"
        )
    for each in chosen:
        await _make_one(call, each, found[each.uid], program)
    await _tell(chosen, call.now.astimezone(ZoneInfo(program.zone)))


async def _make_one(call: Call[ImportIn, SignedIn], chosen: Chosen, found: translate.Found, program: Program) -> None:
    """Its single sessions are seen marked. Nobody is told: of a series that was not here nobody was told otherwise."""
    series = await Series.create(
        **_fields(found).model_dump(exclude={"group", "person", "facilitator", "kind"}),
        id=_series_id(call.id, chosen.uid),
        program_id=program.id,
        group_id=chosen.group,
        person_id=chosen.person,
        facilitator_id=chosen.facilitator,
        kind=chosen.kind,
        zone=program.zone,
        imported_uid=chosen.uid,
        changed_by=call.id,
    )
    await Change.bulk_create(
        [
            Change(
                series=series,
                original_start=local_text(single.original_start),
                starts_at=single.starts_at,
                minutes=single.minutes,
                cancelled=single.cancelled,
                place=single.place,
                changed_at=call.now - OLD_NEWS,
                changed_by=call.id,
            )
            for single in found.singles
        ]
    )


def _series_id(call_id: UUID, uid: str) -> UUID:
    """A UUIDv7 of the call's time, the same each time the call is sent."""
    digest = int.from_bytes(hashlib.sha256(call_id.bytes + uid.encode()).digest()[:10])
    return UUID(int=(call_id.int & TIME) | VERSION_AND_VARIANT | (digest & RANDOM))


async def _tell(chosen: list[Chosen], now: datetime) -> None:
    """What is due to everybody whom a new series is for is computed anew."""
    still = Q(to_day=None) | Q(to_day__gt=now.date())
    groups = {each.group for each in chosen if each.group}
    members = {member.person_id for member in await Member.filter(still, group_id__in=groups)}
    await mark_stale(*members, *{each.person for each in chosen if each.person})


ENDPOINTS: list[Endpoint] = [preview_calendar, import_calendar]
