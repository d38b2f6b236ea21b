"""Marking who was at a session: one person of it, and the writing that a whole group shares."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from server.http import Call, Kept, Problem, Schema, not_found, put, refuse_future
from server.people.access import person_in_care
from server.people.models import mark_stale
from server.people.signin import SignedIn, staff
from server.sessions.expand import Occurrence, OccurrenceState, expected_at, occurrence_named
from server.sessions.models import Attendance, Mark
from server.sessions.routes import OccurrenceId

Marks = Mapping[UUID, Mark | None]  # by person; none takes a mark back


class AttendanceIn(Schema):
    person: UUID
    occurrence: OccurrenceId
    mark: Mark | None  # none takes the mark back


@put("/api/attendances/{id:uuid}", door=staff, body=AttendanceIn)
async def put_attendance(call: Call[AttendanceIn, SignedIn]) -> Kept:
    """Marks whether somebody was at a session. The newest mark counts."""
    refuse_future(call)
    viewer, body = call.viewer.person, call.body
    person = await person_in_care(viewer, body.person, "PUT /api/attendances/{id}", call.now)
    marks = {person.id: body.mark}
    occurrence = await session_for(marks, body.occurrence)
    check_markable(occurrence, marks, call.now)
    await Marking(call.id, occurrence, viewer.id, call.now).put(marks)
    await mark_stale(person.id)
    return Kept(id=call.id)


async def session_for(person_ids: Collection[UUID], identifier: str) -> Occurrence:
    """The session with this id. Raises Problem 404 when it is not for every one of these people."""
    found = await occurrence_named(identifier)
    if found is None or not set(person_ids) <= await expected_at(*found):
        raise not_found()
    return found[1]


def can_mark(occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.starts_at <= now and occurrence.state != OccurrenceState.cancelled


def check_markable(occurrence: Occurrence, marks: Marks, now: datetime) -> None:
    """Raises Problem 422 for a session that has not begun, and for marks of one that was cancelled."""
    if occurrence.starts_at > now:
        raise Problem(422, "This session has not begun; mark it when it has.", field="occurrence")
    if occurrence.state == OccurrenceState.cancelled and any(marks.values()):
        raise Problem(422, "This session was cancelled, so nobody was there or missed it.", field="occurrence")


@dataclass(frozen=True)
class Marking:
    """What one of the staff says once of who was at a session. Of each person the newest `id` counts."""

    id: UUID
    occurrence: Occurrence
    by: UUID
    at: datetime

    async def put(self, marks: Marks) -> None:
        """One statement for those who have no mark yet, and one for each mark; however many people."""
        await self._create(marks)
        await self._change(marks)

    async def put_seen(self, marks: Marks, seen: Marks) -> list[Attendance]:
        """Leaves alone what somebody else has said and the viewer had not `seen`, and returns it."""
        async with in_transaction():
            await self._create(marks)
            held = await self._rows(marks).order_by("person_id").select_for_update()
            first = [each for each in held if self._is_news(each, seen[each.person_id])]
            await self._change(
                {key: mark for key, mark in marks.items() if key not in {one.person_id for one in first}}
            )
        return [each for each in first if each.mark != marks[each.person_id]]

    def _is_news(self, row: Attendance, seen: Mark | None) -> bool:
        return row.marked_by_id != self.by and row.mark != seen

    async def _create(self, marks: Marks) -> None:
        # In order of id: two who mark the same people can't wait for each other.
        new = [self._row(person_id, mark) for person_id, mark in sorted(marks.items())]
        await Attendance.bulk_create(new, ignore_conflicts=True)

    async def _change(self, marks: Marks) -> None:
        people: dict[Mark | None, list[UUID]] = defaultdict(list)
        for person_id, mark in marks.items():
            people[mark].append(person_id)
        for mark, person_ids in people.items():
            older = self._rows(person_ids).filter(changed_by__lt=self.id)
            await older.update(
                mark=mark,
                starts_at=self.occurrence.starts_at,
                marked_by_id=self.by,
                marked_at=self.at,
                changed_by=self.id,
            )

    def _rows(self, person_ids: Collection[UUID]) -> QuerySet[Attendance]:
        where = {"series_id": self.occurrence.series, "original_start": self.occurrence.original_start}
        return Attendance.filter(**where, person_id__in=list(person_ids))

    def _row(self, person_id: UUID, mark: Mark | None) -> Attendance:
        return Attendance(
            person_id=person_id,
            series_id=self.occurrence.series,
            original_start=self.occurrence.original_start,
            starts_at=self.occurrence.starts_at,
            mark=mark,
            marked_by_id=self.by,
            marked_at=self.at,
            changed_by=self.id,
        )
