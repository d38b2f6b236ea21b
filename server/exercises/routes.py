"""Giving exercises, ending that, and keeping what was practiced."""

from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.exercises.content import Key, check_known
from server.exercises.models import Assignment, Practice
from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, not_found, put
from server.people.access import person_in_care
from server.people.models import Person
from server.people.signin import SignedIn, participant, staff
from server.recurrence import at_wall_time

Rating = Annotated[int, Field(ge=0, le=10)]
Note = Annotated[str, Field(max_length=2000)]


class PracticeIn(Schema):
    exercise: Key
    version: int
    assignment: UUID | None
    started_at: Moment
    ended_at: Moment
    before: Rating | None
    after: Rating | None
    ratings: list[Rating] = Field(max_length=60)
    notes: dict[Key, Note] = Field(max_length=30, description="What the person wrote, by step id.")


class PracticeOut(PracticeIn):
    id: UUID
    notes: dict[str, str] = Field(description="Empty for everybody but the person who wrote them.")

    @classmethod
    def of(cls, practice: Practice, *, with_notes: bool) -> "PracticeOut":
        return cls(
            id=practice.id,
            exercise=practice.exercise,
            version=practice.version,
            assignment=practice.assignment_id,
            started_at=practice.started_at,
            ended_at=practice.ended_at,
            before=practice.before,
            after=practice.after,
            ratings=practice.ratings,
            notes=practice.notes if with_notes else {},
        )


class AssignmentIn(Schema):
    person: UUID
    exercise: Key
    note: str | None = Field(max_length=500)
    times_per_week: int = Field(ge=1, le=21)


class AssignmentOut(Schema):
    id: UUID
    exercise: Key
    note: str | None
    times_per_week: int
    from_day: date
    done_this_week: int = Field(description="Monday to Sunday where the person is, from `from_day` on.")


class AssignmentEnded(Schema):
    pass


@put("/api/practices/{id:uuid}", door=participant, body=PracticeIn)
async def put_practice(call: Call[PracticeIn, SignedIn]) -> Kept:
    """Keeps a practice once, of any version that ever was."""
    person, done = call.viewer.person, call.body
    check_known(done.exercise, done.version)
    if done.ended_at < done.started_at:
        raise Problem(422, "This practice ends before it starts; send the two times again.", field="ended_at")
    await _check_assignment(done, person)
    said = done.model_dump(exclude={"assignment"})
    practice = await Practice.keep(call.id, person, assignment_id=done.assignment, **said)
    return Kept(id=practice.id)


async def _check_assignment(done: PracticeIn, person: Person) -> None:
    """It may have been ended since: on a phone without a network it still stood."""
    mine = Assignment.filter(id=done.assignment, person_id=person.id, exercise=done.exercise)
    if done.assignment and not await mine.exists():
        raise Problem(422, "This exercise was not given to you that way; send no assignment.", field="assignment")


@put("/api/assignments/{id:uuid}", door=staff, body=AssignmentIn)
async def put_assignment(call: Call[AssignmentIn, SignedIn]) -> Kept:
    """Gives an exercise to a person in one's care, from today where they are."""
    if not await Assignment.exists(id=call.id, counselor_id=call.viewer.person.id):
        await _give(call)
    return Kept(id=call.id)


async def _give(call: Call[AssignmentIn, SignedIn]) -> None:
    check_known(call.body.exercise)
    person = await person_in_care(call.viewer.person, call.body.person, "PUT /api/assignments/{id}", call.now)
    await Assignment.give(
        call.id,
        call.viewer.person,
        person_id=person.id,
        exercise=call.body.exercise,
        note=call.body.note,
        times_per_week=call.body.times_per_week,
        from_day=person.today(call.now),
    )


@put("/api/assignments/{id:uuid}/ended", door=staff, body=AssignmentEnded)
async def put_assignment_ended(call: Call[AssignmentEnded, SignedIn]) -> Kept:
    """Ends an assignment; what was practiced for it stays."""
    assignment = await Assignment.get_or_none(id=call.id)
    if assignment is None:
        raise not_found()
    what = "PUT /api/assignments/{id}/ended"
    await person_in_care(call.viewer.person, assignment.person_id, what, call.now)
    await Assignment.filter(id=assignment.id, ended_at=None).update(ended_at=call.now)
    return Kept(id=assignment.id)


async def assignments_of(person: Person, today: date) -> list[AssignmentOut]:
    """What the person is asked to practice, the oldest first. `today` is their local date. Two queries."""
    given = await Assignment.filter(person_id=person.id, ended_at=None).order_by("from_day", "id")
    done = await _done_in_week(person, today) if given else []
    return [
        AssignmentOut(
            id=each.id,
            exercise=each.exercise,
            note=each.note,
            times_per_week=each.times_per_week,
            from_day=each.from_day,
            done_this_week=sum(key == each.exercise and day >= each.from_day for key, day in done),
        )
        for each in given
    ]


async def _done_in_week(person: Person, today: date) -> list[tuple[str, date]]:
    """Exercise and local day of each practice in the week of `today`, also of those begun without being asked."""
    monday = today - timedelta(days=today.weekday())
    start = at_wall_time(monday, time.min, person.tz)
    end = at_wall_time(monday + timedelta(days=7), time.min, person.tz)
    practices = await Practice.filter(person_id=person.id, started_at__gte=start, started_at__lt=end).only(
        "id", "exercise", "started_at"
    )
    return [(practice.exercise, practice.started_at.astimezone(person.tz).date()) for practice in practices]


async def practices_of(person: Person, since: datetime, *, with_notes: bool) -> list[PracticeOut]:
    """What the person practiced since then, the newest first. `with_notes` only when the person reads it."""
    practices = await Practice.filter(person_id=person.id, started_at__gte=since).order_by("-started_at", "id")
    return [PracticeOut.of(practice, with_notes=with_notes) for practice in practices]


ENDPOINTS: list[Endpoint] = [put_practice, put_assignment, put_assignment_ended]
