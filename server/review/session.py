"""One session on one screen: who was expected, what they said, who was there."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.http import Call, Endpoint, Kept, Problem, Schema, get, not_found, put, refuse_future
from server.people.access import people_in_care, those_in_care
from server.people.models import Person, Program, mark_stale
from server.people.signin import SignedIn, staff
from server.review.absences import AbsencesOut
from server.review.attendance import Marking, can_mark, check_markable, session_for
from server.sessions.attended import absences_of_many
from server.sessions.expand import Occurrence, OccurrenceOut, expected_at, occurrence_named
from server.sessions.models import Attendance, Mark, Reply, ReplyKind
from server.sessions.reply import holding
from server.sessions.routes import OccurrenceId, ReplyOut


class Attending(Schema):
    """One person and one session. `short_notice`: they said later than the program asks that they can't come."""

    person: UUID
    name: str
    mark: Mark | None
    marked_by: str | None
    reply: ReplyOut | None
    short_notice: bool
    absences: AbsencesOut


class SessionOut(Schema):
    occurrence: OccurrenceOut
    can_mark: bool  # it has begun and was not cancelled
    people: list[Attending]


class MarkFields(Schema):
    """`seen` is the mark that the page showed: what somebody else has said meanwhile is not written over."""

    person: UUID
    mark: Mark | None
    seen: Mark | None


class MarksIn(Schema):
    """Marks of several people of one session; none takes a mark back."""

    occurrence: OccurrenceId
    marks: Annotated[list[MarkFields], Field(min_length=1, max_length=200)]


class First(Schema):
    """What somebody else was first to say of a person; it stays until it is changed by who has seen it."""

    person: UUID
    mark: Mark | None
    marked_by: str


class MarksKept(Kept):
    first: list[First]


@get("/api/sessions/{id}", door=staff, returns=SessionOut)
async def read_session(call: Call[None, SignedIn]) -> SessionOut:
    """One occurrence with the people in the viewer's care whom it is for."""
    viewer, now = call.viewer.person, call.now
    found = await occurrence_named(call.request.path_params["id"])
    if found is None or found[0].program_id != viewer.program_id:
        raise not_found()
    series, occurrence = found
    people = await those_in_care(viewer, await expected_at(series, occurrence), "GET /api/sessions/{id}", now)
    if series.person_id and not people:
        raise not_found()
    return SessionOut(
        occurrence=OccurrenceOut.of(occurrence),
        can_mark=can_mark(occurrence, now),
        people=await _attending(viewer, occurrence, people, now),
    )


async def _attending(viewer: Person, occurrence: Occurrence, people: list[Person], now: datetime) -> list[Attending]:
    ids = [person.id for person in people]
    this = {"series_id": occurrence.series, "original_start": occurrence.original_start, "person_id__in": ids}
    marks = {each.person_id: each for each in await Attendance.filter(**this)}
    replies = {each.person_id: each for each in holding(await Reply.filter(**this), [occurrence])}
    names = await _names(marks.values())
    absences = await absences_of_many(ids, now)
    program = await Program.get(id=viewer.program_id)
    notice = timedelta(hours=program.notice_hours)
    return [
        Attending(
            person=person.id,
            name=person.name,
            mark=mark.mark if (mark := marks.get(person.id)) else None,
            marked_by=names.get(mark.marked_by_id) if mark else None,
            reply=ReplyOut.of(reply) if (reply := replies.get(person.id)) else None,
            short_notice=_is_short(reply, occurrence, notice),
            absences=AbsencesOut.of(absences[person.id], program),
        )
        for person in people
    ]


async def _names(marks: Iterable[Attendance]) -> dict[UUID, str]:
    """Of those who marked, by their ids."""
    people = await Person.filter(id__in={each.marked_by_id for each in marks})
    return {each.id: each.called_or_name for each in people}


def _is_short(reply: Reply | None, occurrence: Occurrence, notice: timedelta) -> bool:
    return reply is not None and reply.kind == ReplyKind.cant_come and reply.said_at > occurrence.starts_at - notice


@put("/api/marks/{id:uuid}", door=staff, body=MarksIn, returns=MarksKept)
async def put_marks(call: Call[MarksIn, SignedIn]) -> MarksKept:
    """Marks a whole group at once. Of each person the newest mark counts; what another said unseen is told instead."""
    refuse_future(call)
    viewer, body = call.viewer.person, call.body
    marks = {each.person: each.mark for each in body.marks}
    if len(marks) < len(body.marks):
        raise Problem(422, "Name each person once.", field="marks")
    await people_in_care(viewer, marks, "PUT /api/marks/{id}", call.now)
    occurrence = await session_for(marks, body.occurrence)
    check_markable(occurrence, marks, call.now)
    marking = Marking(call.id, occurrence, viewer.id, call.now)
    first = await marking.put_seen(marks, {each.person: each.seen for each in body.marks})
    await mark_stale(*marks)
    names = await _names(first)
    return MarksKept(id=call.id, first=[_first(each, names) for each in first])


def _first(row: Attendance, names: dict[UUID, str]) -> First:
    return First(person=row.person_id, mark=row.mark, marked_by=names.get(row.marked_by_id, ""))


ENDPOINTS: list[Endpoint] = [read_session, put_marks]
