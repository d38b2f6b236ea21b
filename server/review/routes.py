"""The counselor's reading side: the caseload, the most in need first."""

from datetime import date, datetime
from uuid import UUID

from server.checkins.models import Answer, CheckInState
from server.http import Call, Endpoint, Moment, Schema, get
from server.people.access import caseload
from server.people.models import Group, Phase
from server.people.routes import ProgramOut
from server.people.signin import SignedIn, staff
from server.review.answer import read_answer, review_answer
from server.review.caseload import Case, Need, cases_of
from server.review.person import read_person, read_plan, week_of


class GroupOut(Schema):
    id: UUID
    name: str


class LastAnswer(Schema):
    id: UUID
    answered_at: Moment
    mood: float | None
    craving: float | None
    craving_before: float | None
    reviewed: bool


class NextSession(Schema):
    title: str
    starts_at: Moment


class CravingPoint(Schema):
    day: date
    value: float


class CaseloadRow(Schema):
    id: UUID
    name: str
    called: str | None
    phase: Phase | None
    week: int | None
    groups: list[str]
    invite: str | None
    joined_at: Moment | None
    needs: list[Need]
    last_answer: LastAnswer | None
    today: CheckInState | None
    unanswered_in_row: int
    unreviewed: int
    next_session: NextSession | None
    cravings: list[CravingPoint]


class CaseloadOut(Schema):
    viewer: str
    program: ProgramOut
    groups: list[GroupOut]
    people: list[CaseloadRow]


@get("/api/caseload", door=staff, returns=CaseloadOut)
async def read_caseload(call: Call[None, SignedIn]) -> CaseloadOut:
    """Everybody in the viewer's care, most in need first."""
    viewer = call.viewer.person
    await viewer.fetch_related("program")
    cases = await cases_of(await caseload(viewer, "GET /api/caseload", call.now), call.now)
    groups = await Group.filter(program_id=viewer.program_id).order_by("name")
    return CaseloadOut(
        viewer=viewer.called_or_name,
        program=ProgramOut.of(viewer.program),
        groups=[GroupOut(id=group.id, name=group.name) for group in groups],
        people=[_row(case, call.now) for case in cases],
    )


def _row(case: Case, now: datetime) -> CaseloadRow:
    person = case.person
    return CaseloadRow(
        id=person.id,
        name=person.name,
        called=person.called,
        phase=person.phase,
        week=week_of(person, now),
        groups=case.groups,
        invite=_invite_word(case, now),
        joined_at=person.joined_at,
        needs=case.needs,
        last_answer=_last_answer(case.answers),
        today=case.latest_state(now),
        unanswered_in_row=case.unanswered_in_row,
        unreviewed=case.unreviewed,
        next_session=next((NextSession(title=each.title, starts_at=each.starts_at) for each in case.upcoming), None),
        cravings=[CravingPoint(day=day, value=value) for day, value in case.cravings()],
    )


def _invite_word(case: Case, now: datetime) -> str | None:
    if case.person.joined_at is not None or case.invite is None:
        return None
    return "waiting" if case.invite.expires_at > now else "expired"


def _last_answer(answers: list[Answer]) -> LastAnswer | None:
    if not answers:
        return None
    newest, before = answers[0], answers[1] if len(answers) > 1 else None
    return LastAnswer(
        id=newest.id,
        answered_at=newest.answered_at,
        mood=newest.scores.get("mood"),
        craving=newest.scores.get("craving"),
        craving_before=before.scores.get("craving") if before else None,
        reviewed=newest.reviewed_at is not None,
    )


ENDPOINTS: list[Endpoint] = [read_caseload, read_person, read_plan, read_answer, review_answer]
