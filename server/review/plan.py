"""The page on which a counselor writes a person's plan: the draft, every version, and the exercises to link to."""

from uuid import UUID

from server.aftercare.routes import PlanContent, PlanVersionOut, draft_of, versions_of
from server.exercises.content import exercises_in
from server.http import Call, Endpoint, Schema, get
from server.people.access import person_in_care
from server.people.signin import SignedIn, staff
from server.review.routes import ExerciseName


class PlanPerson(Schema):
    id: UUID
    name: str
    called: str | None


class PlanPage(Schema):
    person: PlanPerson
    draft: PlanContent | None
    versions: list[PlanVersionOut]
    exercises: list[ExerciseName]


@get("/api/people/{id:uuid}/plan", door=staff, returns=PlanPage)
async def read_plan(call: Call[None, SignedIn]) -> PlanPage:
    """A person's plan with its draft and every version, the newest first. Exercises are named in the viewer's words."""
    viewer = call.viewer.person
    person = await person_in_care(viewer, call.id, "GET /api/people/{id}/plan", call.now)
    return PlanPage(
        person=PlanPerson(id=person.id, name=person.name, called=person.called),
        draft=await draft_of(person),
        versions=await versions_of(person),
        exercises=[ExerciseName(key=each.key, title=each.title) for each in exercises_in(viewer.language)],
    )


ENDPOINTS: list[Endpoint] = [read_plan]
