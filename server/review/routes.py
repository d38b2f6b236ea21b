"""The counselor's reading side: the caseload, one person, one answer, and saying that it was read."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from server.aftercare.routes import PlanContent, PlanVersionOut, draft_of, plan_of, versions_of
from server.checkins.instrument import version_of
from server.checkins.models import Answer, CheckIn, CheckInState
from server.checkins.routes import Item
from server.checkins.score import Rule
from server.exercises.content import exercises_in
from server.exercises.routes import AssignmentOut, PracticeOut, assignments_of, practices_of
from server.http import Call, Endpoint, Kept, Moment, Schema, get, not_found, put
from server.people.access import caseload, person_in_care
from server.people.models import Group, Language, Person, Phase
from server.people.routes import ProgramOut
from server.people.signin import SignedIn, staff
from server.push.models import Subscription
from server.reminders.models import Shown
from server.review.caseload import SIX_WEEKS, Case, Need, cases_of
from server.sessions.expand import OccurrenceOut, occurrences_of

NEXT_SESSIONS = 3


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


class PersonOut(Schema):
    id: UUID
    name: str
    called: str | None
    phone: str | None
    phase: Phase | None
    week: int | None
    zone: str
    language: Language
    started_on: date | None
    joined_at: Moment | None
    groups: list[str]


class InviteState(Schema):
    expires_at: Moment
    used_at: Moment | None


class Day(Schema):
    """One local day of the person's; several answers on one day: the latest."""

    day: date
    state: CheckInState | None  # none: nothing was due
    mood: float | None
    craving: float | None
    sleep: float | None


class AnswerRow(Schema):
    id: UUID
    answered_at: Moment
    received_at: Moment
    late: bool
    mood: float | None
    craving: float | None
    flags: list[Rule]
    reviewed_by: str | None
    reviewed_at: Moment | None


class PlanState(Schema):
    agreed: PlanVersionOut | None
    proposed: PlanVersionOut | None


class ExerciseName(Schema):
    key: str
    title: str


class ReminderHealth(Schema):
    subscribed: bool
    last_accepted_at: Moment | None
    last_shown_at: Moment | None


class Overview(Schema):
    person: PersonOut
    invite: InviteState | None
    days: list[Day]
    answers: list[AnswerRow]
    assignments: list[AssignmentOut]
    practices: list[PracticeOut]
    plan: PlanState
    exercises: list[ExerciseName]
    next_sessions: list[OccurrenceOut]
    reminders: ReminderHealth


class PersonName(Schema):
    id: UUID
    name: str


class PlanDesk(Schema):
    """What a counselor needs to write somebody's plan with them."""

    person: PersonName
    draft: PlanContent | None
    versions: list[PlanVersionOut]
    exercises: list[ExerciseName]


class AnswerOut(Schema):
    id: UUID
    person: PersonName
    instrument: dict[str, Any]
    items: list[Item]
    before: list[Item]
    answered_at: Moment
    received_at: Moment
    late: bool
    flags: list[Rule]
    reviewed_by: str | None
    reviewed_at: Moment | None


class ReviewIn(Schema):
    answer: UUID


class ReviewKept(Kept):
    reviewed_by: str
    reviewed_at: Moment


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


def week_of(person: Person, now: datetime) -> int | None:
    """The week of the program somebody is in, from 1; none before they start."""
    if person.started_on is None or person.started_on > person.today(now):
        return None
    return (person.today(now) - person.started_on).days // 7 + 1


@get("/api/people/{id:uuid}", door=staff, returns=Overview)
async def read_person(call: Call[None, SignedIn]) -> Overview:
    """One person on one page: six weeks of days and answers, what they practice, their plan, their next sessions."""
    now = call.now
    person = await person_in_care(call.viewer.person, call.id, "GET /api/people/{id}", now)
    [case] = await cases_of([person], now)
    answers = await _answers(person, now)
    agreed, proposed = await plan_of(person)
    return Overview(
        person=_person(case, now),
        invite=InviteState(expires_at=case.invite.expires_at, used_at=case.invite.used_at) if case.invite else None,
        days=days_of(person, case.check_ins, answers, now),
        answers=[_answer_row(answer) for answer in answers],
        assignments=await assignments_of(person, person.today(now)),
        practices=await practices_of(person, now - SIX_WEEKS, with_notes=False),
        plan=PlanState(agreed=agreed, proposed=proposed),
        exercises=[ExerciseName(key=each.key, title=each.title) for each in exercises_in(call.viewer.person.language)],
        next_sessions=[
            OccurrenceOut.of(each)
            for each in (await occurrences_of(person, now, now + timedelta(days=30)))[:NEXT_SESSIONS]
        ],
        reminders=await _reminder_health(person),
    )


def _person(case: Case, now: datetime) -> PersonOut:
    person = case.person
    return PersonOut(
        id=person.id,
        name=person.name,
        called=person.called,
        phone=person.phone,
        phase=person.phase,
        week=week_of(person, now),
        zone=person.zone,
        language=person.language,
        started_on=person.started_on,
        joined_at=person.joined_at,
        groups=case.groups,
    )


async def _answers(person: Person, now: datetime) -> list[Answer]:
    recent = Answer.filter(person_id=person.id, answered_at__gte=now - SIX_WEEKS)
    return await recent.order_by("-answered_at").select_related("reviewed_by").prefetch_related("flags")


def days_of(person: Person, check_ins: list[CheckIn], answers: list[Answer], now: datetime) -> list[Day]:
    """The last six weeks of local days, oldest first, each with its check-in's state and its latest answer's scores."""
    today = person.today(now)
    states = {check_in.local_date: check_in.state(now) for check_in in reversed(check_ins)}
    scores: dict[date, dict[str, float]] = {}
    dates = {check_in.id: check_in.local_date for check_in in check_ins}
    for answer in reversed(answers):
        own = dates.get(answer.check_in_id) if answer.check_in_id else None
        scores[own or answer.answered_at.astimezone(person.tz).date()] = answer.scores
    return [
        Day(
            day=day,
            state=states.get(day),
            mood=scores.get(day, {}).get("mood"),
            craving=scores.get(day, {}).get("craving"),
            sleep=scores.get(day, {}).get("sleep"),
        )
        for day in (today - timedelta(days=back) for back in range(SIX_WEEKS.days - 1, -1, -1))
    ]


def _answer_row(answer: Answer) -> AnswerRow:
    return AnswerRow(
        id=answer.id,
        answered_at=answer.answered_at,
        received_at=answer.received_at,
        late=answer.late,
        mood=answer.scores.get("mood"),
        craving=answer.scores.get("craving"),
        flags=_rules(answer),
        reviewed_by=answer.reviewed_by.called_or_name if answer.reviewed_by else None,
        reviewed_at=answer.reviewed_at,
    )


def _rules(answer: Answer) -> list[Rule]:
    seen = {flag.rule for flag in answer.flags}
    return [rule for rule in Rule if rule in seen]


async def _reminder_health(person: Person) -> ReminderHealth:
    subscriptions = await Subscription.filter(person_id=person.id)
    shown = await Shown.filter(person_id=person.id).order_by("-at").first()
    accepted = [each.last_accepted_at for each in subscriptions if each.last_accepted_at]
    return ReminderHealth(
        subscribed=bool(subscriptions),
        last_accepted_at=max(accepted, default=None),
        last_shown_at=shown.at if shown else None,
    )


def _exercise_names(viewer: Person) -> list[ExerciseName]:
    return [ExerciseName(key=each.key, title=each.title) for each in exercises_in(viewer.language)]


@get("/api/people/{id:uuid}/plan", door=staff, returns=PlanDesk)
async def read_plan(call: Call[None, SignedIn]) -> PlanDesk:
    """The draft, every version, and the exercises that a plan may name."""
    person = await person_in_care(call.viewer.person, call.id, "GET /api/people/{id}/plan", call.now)
    return PlanDesk(
        person=PersonName(id=person.id, name=person.name),
        draft=await draft_of(person),
        versions=await versions_of(person),
        exercises=_exercise_names(call.viewer.person),
    )


@get("/api/answers/{id:uuid}", door=staff, returns=AnswerOut)
async def read_answer(call: Call[None, SignedIn]) -> AnswerOut:
    """One answer in full, with the form as it was answered and the answer before it."""
    answer = await _answer_in_care(call, call.id, "GET /api/answers/{id}")
    earlier = Q(answered_at__lt=answer.answered_at)
    before = (
        await Answer.filter(earlier, person_id=answer.person_id, instrument=answer.instrument)
        .order_by("-answered_at")
        .first()
    )
    return AnswerOut(
        id=answer.id,
        person=PersonName(id=answer.person.id, name=answer.person.name),
        instrument=version_of(answer.instrument, answer.version),
        items=_items(answer),
        before=_items(before) if before else [],
        answered_at=answer.answered_at,
        received_at=answer.received_at,
        late=answer.late,
        flags=_rules(answer),
        reviewed_by=answer.reviewed_by.called_or_name if answer.reviewed_by else None,
        reviewed_at=answer.reviewed_at,
    )


async def _answer_in_care(call: Call[Any, SignedIn], answer_id: UUID, what: str) -> Answer:
    answer = await Answer.get_or_none(id=answer_id).select_related("person", "reviewed_by").prefetch_related("flags")
    if answer is None:
        raise not_found()
    await person_in_care(call.viewer.person, answer.person_id, what, call.now)
    return answer


def _items(answer: Answer) -> list[Item]:
    return [Item(link_id=link_id, value=value) for link_id, value in answer.items.items()]


@put("/api/reviews/{id:uuid}", door=staff, body=ReviewIn, returns=ReviewKept)
async def review_answer(call: Call[ReviewIn, SignedIn]) -> ReviewKept:
    """Says that the answer was read. Whoever is second learns who was first."""
    answer = await _answer_in_care(call, call.body.answer, "PUT /api/reviews/{id}")
    await Answer.filter(id=answer.id, reviewed_at=None).update(
        review_id=call.id, reviewed_by_id=call.viewer.person.id, reviewed_at=call.now
    )
    reviewed = await Answer.get(id=answer.id).select_related("reviewed_by")
    by = reviewed.reviewed_by.called_or_name if reviewed.reviewed_by else ""
    return ReviewKept(id=call.id, reviewed_by=by, reviewed_at=reviewed.reviewed_at or call.now)


ENDPOINTS: list[Endpoint] = [read_caseload, read_person, read_plan, read_answer, review_answer]
