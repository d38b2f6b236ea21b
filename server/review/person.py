"""One person as their counselor sees them: the page with six weeks of them, and the desk to write their plan at."""

from datetime import date, datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from server.aftercare.routes import PlanContent, PlanVersionOut, draft_of, plan_of, versions_of
from server.checkins.models import Answer, CheckIn, CheckInState
from server.checkins.score import Rule
from server.exercises.content import exercises_in
from server.exercises.routes import AssignmentOut, PracticeOut, assignments_of, practices_of
from server.http import Call, Moment, Schema, get
from server.people.access import person_in_care
from server.people.models import Language, Person, Phase
from server.people.signin import SignedIn, staff
from server.push.models import Subscription
from server.reminders.models import Shown
from server.review.answer import PersonName, rules_of
from server.review.caseload import SIX_WEEKS, Case, cases_of
from server.sessions.expand import OccurrenceOut, occurrences_of

NEXT_SESSIONS = 3
SESSIONS_AHEAD = timedelta(days=30)


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


class PlanDesk(Schema):
    """What a counselor needs to write somebody's plan with them."""

    person: PersonName
    draft: PlanContent | None
    versions: list[PlanVersionOut]
    exercises: list[ExerciseName]


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
        exercises=_exercise_names(call.viewer.person),
        next_sessions=await _next_sessions(person, now),
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


async def _next_sessions(person: Person, now: datetime) -> list[OccurrenceOut]:
    coming = await occurrences_of(person, now, now + SESSIONS_AHEAD)
    return [OccurrenceOut.of(each) for each in coming[:NEXT_SESSIONS]]


async def _answers(person: Person, now: datetime) -> list[Answer]:
    recent = Answer.filter(Q(received_at__gte=now - SIX_WEEKS) | Q(reviewed_at=None), person_id=person.id)
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
        flags=rules_of(answer),
        reviewed_by=answer.reviewed_by.called_or_name if answer.reviewed_by else None,
        reviewed_at=answer.reviewed_at,
    )


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
