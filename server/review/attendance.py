"""Marking who was at a session."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field
from tortoise.expressions import Q

from server.http import Call, Kept, Problem, Schema, not_found, put, refuse_future
from server.people.access import person_in_care
from server.people.models import Person, mark_stale
from server.people.signin import SignedIn, staff
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from server.sessions.models import Attendance, Change, Mark

EITHER_SIDE = timedelta(days=2)  # of a local start, in any zone


class AttendanceIn(Schema):
    person: UUID
    occurrence: str = Field(max_length=80)  # the series' id @ the original local start
    mark: Mark | None  # none takes the mark back


@put("/api/attendances/{id:uuid}", door=staff, body=AttendanceIn)
async def put_attendance(call: Call[AttendanceIn, SignedIn]) -> Kept:
    """Marks whether somebody was at a session. The newest mark counts."""
    refuse_future(call)
    person = await person_in_care(call.viewer.person, call.body.person, "PUT /api/attendances/{id}", call.now)
    occurrence = await _occurrence(person, call.body.occurrence)
    if occurrence.starts_at > call.now:
        raise Problem(422, "This session has not begun; mark it when it has.", field="occurrence")
    if occurrence.state == OccurrenceState.cancelled and call.body.mark:
        raise Problem(422, "This session was cancelled, so nobody was there or missed it.", field="occurrence")
    await _mark(call, occurrence)
    await mark_stale(person.id)
    return Kept(id=call.id)


async def _occurrence(person: Person, identifier: str) -> Occurrence:
    """The session of this person's with this id. Raises Problem 404 when they have none."""
    around = await _when(identifier)
    found = await occurrences_of(person, around - EITHER_SIDE, around + EITHER_SIDE)
    occurrence = next((each for each in found if each.id == identifier), None)
    if occurrence is None:
        raise not_found()
    return occurrence


async def _when(identifier: str) -> datetime:
    """About when the session is: where it was moved to, or its original start."""
    series, _, original_start = identifier.partition("@")
    try:
        named = Q(series_id=UUID(series), original_start=original_start)
        moved = await Change.filter(named).exclude(starts_at=None).first()
        return moved.starts_at if moved and moved.starts_at else datetime.fromisoformat(f"{original_start}+00:00")
    except ValueError:
        raise not_found() from None


async def _mark(call: Call[AttendanceIn, SignedIn], occurrence: Occurrence) -> None:
    said: dict[str, Any] = {
        "starts_at": occurrence.starts_at,
        "mark": call.body.mark,
        "marked_by_id": call.viewer.person.id,
        "marked_at": call.now,
        "changed_by": call.id,
    }
    one: dict[str, Any] = {
        "person_id": call.body.person,
        "series_id": occurrence.series,
        "original_start": occurrence.original_start,
    }
    _, first = await Attendance.get_or_create(said, **one)
    if not first:
        await Attendance.filter(**one, changed_by__lt=call.id).update(**said)
