"""One person as their counselor sees them: the page before a session, and the desk to write their plan at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import Field
from tortoise.expressions import Q

from server.aftercare.routes import PlanContent, PlanVersionOut, draft_of, plan_of, versions_of
from server.checkins.instrument import newest
from server.checkins.models import Answer, CheckIn, Rhythm
from server.checkins.routes import ScoreOut, Words
from server.checkins.schedule import Line, lines_of
from server.checkins.written import Written, written_in
from server.exercises.content import exercises_in
from server.exercises.routes import AssignmentOut, PracticeOut, assignments_of, practices_of
from server.http import Call, Moment, Schema, get
from server.medication.routes import MedicationSeen, medications_seen
from server.people.access import person_in_care
from server.people.models import Invite, Language, Member, Person, Phase, PhaseChange, Program
from server.people.signin import SignedIn, staff
from server.review.absences import AbsencesOut
from server.review.alerts import AlertOut, open_alerts_of
from server.review.answer import PersonName, flags_of
from server.review.queue import RuleSeen
from server.review.reminding import ReminderHealth, reminder_health
from server.review.scores import Forms, Scores, before_in, scores_out, title_of
from server.review.standing import SIX_WEEKS, TWELVE_WEEKS
from server.review.trends import CheckInCounts, Day, Trend, counts_of, days_of, trends_of
from server.sessions.attended import absences_of_many
from server.sessions.expand import Occurrence, OccurrenceOut, OccurrenceState, occurrences_of
from server.sessions.models import Attendance, Mark, SessionKind

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


class PhaseSpan(Schema):
    phase: Phase
    from_day: date


class SessionRow(Schema):
    occurrence: str
    starts_at: Moment
    title: str
    kind: SessionKind
    state: OccurrenceState
    mark: Mark | None


class AnswerRow(Schema):
    id: UUID
    instrument: str
    title: Words
    scores: list[ScoreOut]
    for_day: date | None
    superseded: bool
    notes: list[Written]
    replies: list[Written]
    answered_at: Moment
    received_at: Moment
    late: bool
    mood: float | None
    craving: float | None
    rules: list[RuleSeen]
    reviewed_by: str | None
    reviewed_at: Moment | None


class PlanState(Schema):
    agreed: PlanVersionOut | None
    proposed: PlanVersionOut | None


class ExerciseName(Schema):
    key: str
    title: str


class ScheduleLine(Schema):
    instrument: str
    title: Words
    rhythm: Rhythm
    rule: str | None
    wall_time: str
    window_minutes: int
    nudge_minutes: int | None
    is_off: bool


class ScheduleRow(ScheduleLine):
    """What this person is asked in the phase they are in."""

    id: UUID
    slot: str
    person: bool  # set for them alone, instead of the program's
    own_time: str | None  # the time of day that they chose themselves
    instead_of: ScheduleLine | None  # what their program asks in this slot, where another was set for them


class Overview(Schema):
    person: PersonOut
    invite: InviteState | None
    phases: list[PhaseSpan]
    days: list[Day]
    check_ins: CheckInCounts
    sessions: list[SessionRow]
    absences: AbsencesOut
    trends: list[Trend]
    alerts: list[AlertOut]
    schedules: list[ScheduleRow]
    answers: list[AnswerRow]
    assignments: list[AssignmentOut]
    practices: list[PracticeOut]
    medication: list[MedicationSeen] | None = Field(description="Null: they do not share it, or there is none.")
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
    """One person on one page: twelve weeks of scores and sessions, their plan, their reminders, what comes next."""
    now = call.now
    person = await person_in_care(call.viewer.person, call.id, "GET /api/people/{id}", now)
    history = await _History.of(person, now)
    calendar = await occurrences_of(person, now - TWELVE_WEEKS, now + SESSIONS_AHEAD)
    agreed, proposed = await plan_of(person)
    return Overview(
        person=await _person(person, now),
        invite=await _invite(person),
        phases=await _phases(person),
        sessions=await _sessions(person, [each for each in calendar if each.starts_at <= now]),
        absences=await _absences(person, now),
        trends=await trends_of(person, history.answers, history.days, history.forms),
        alerts=await open_alerts_of(person, call.viewer.person, now),
        schedules=await _schedules(person),
        days=days_of(person, history.check_ins, history.answers, now),
        check_ins=counts_of(person, history.check_ins, now),
        answers=await history.rows(now - SIX_WEEKS),
        assignments=await assignments_of(person, person.today(now)),
        practices=await practices_of(person, now - SIX_WEEKS, with_notes=False),
        medication=await medications_seen(person, now),
        plan=PlanState(agreed=agreed, proposed=proposed),
        exercises=_exercise_names(call.viewer.person),
        next_sessions=[OccurrenceOut.of(each) for each in calendar if each.starts_at > now][:NEXT_SESSIONS],
        reminders=await reminder_health(person.id, now),
    )


async def _person(person: Person, now: datetime) -> PersonOut:
    today = person.today(now)
    members = await Member.filter(person_id=person.id).select_related("group")
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
        groups=sorted({member.group.name for member in members if member.holds(today)}),
    )


async def _invite(person: Person) -> InviteState | None:
    invite = await Invite.filter(person_id=person.id, withdrawn_at=None).order_by("-made_at").first()
    return InviteState(expires_at=invite.expires_at, used_at=invite.used_at) if invite else None


async def _phases(person: Person) -> list[PhaseSpan]:
    """In order; of somebody whose phase never changed the one they started in."""
    changes = await PhaseChange.filter(person_id=person.id).order_by("from_day", "id")
    if not changes and person.phase and person.started_on:
        return [PhaseSpan(phase=person.phase, from_day=person.phase_from or person.started_on)]
    return [PhaseSpan(phase=each.phase, from_day=each.from_day) for each in changes]


async def _sessions(person: Person, past: list[Occurrence]) -> list[SessionRow]:
    marks = {(each.series_id, each.original_start): each.mark for each in await Attendance.filter(person_id=person.id)}
    return [
        SessionRow(
            occurrence=each.id,
            starts_at=each.starts_at,
            title=each.title,
            kind=each.kind,
            state=each.state,
            mark=marks.get((each.series, each.original_start)),
        )
        for each in past
    ]


async def _absences(person: Person, now: datetime) -> AbsencesOut:
    absences = await absences_of_many([person.id], now)
    return AbsencesOut.of(absences[person.id], await Program.get(id=person.program_id))


async def _schedules(person: Person) -> list[ScheduleRow]:
    return [await _schedule(person, line) for line in await lines_of(person)]


async def _schedule(person: Person, line: Line) -> ScheduleRow:
    said = await _line(person, line)
    return ScheduleRow(
        **dict(said),
        id=line.schedule.id,
        slot=line.slot,
        person=line.schedule.person_id is not None,
        own_time=line.own_time,
        instead_of=await _line(person, line.instead_of) if line.instead_of else None,
    )


async def _line(person: Person, line: Line) -> ScheduleLine:
    schedule, asked = line.schedule, line.instrument or line.schedule.instrument
    return ScheduleLine(
        instrument=schedule.instrument,
        title=title_of(await newest(person.program_id, asked)),
        rhythm=schedule.rhythm,
        rule=schedule.rule or None,
        wall_time=schedule.wall_time,
        window_minutes=schedule.window_minutes,
        nudge_minutes=schedule.nudge_minutes,
        is_off=schedule.is_off or line.instrument is None,
    )


@dataclass(frozen=True)
class _History:
    """What somebody was asked and said in the last twelve weeks, newest first, and all that nobody has read."""

    person: Person
    answers: list[Answer]
    check_ins: list[CheckIn]
    days: dict[UUID, date]
    forms: Forms

    @classmethod
    async def of(cls, person: Person, now: datetime) -> "_History":
        since = now - TWELVE_WEEKS
        # By when it came, not by when the phone says it was said: a wrong clock must not hide an answer.
        recent = Answer.filter(Q(received_at__gte=since) | Q(reviewed_at=None), person_id=person.id)
        answers = await recent.order_by("-answered_at").prefetch_related("flags")
        asked = Q(opens_at__gte=since, opens_at__lte=now, withdrawn_at=None)
        answered = Q(id__in=[each.check_in_id for each in answers if each.check_in_id])
        every = await CheckIn.filter(asked | answered, person_id=person.id).order_by("-opens_at")
        check_ins = [each for each in every if each.withdrawn_at is None and each.opens_at <= now]
        return cls(person, answers, check_ins, {each.id: each.local_date for each in every}, Forms())

    async def rows(self, since: datetime) -> list[AnswerRow]:
        """Those that came since then, and those that nobody has read."""
        before = before_in(self.answers)
        shown = [each for each in self.answers if each.received_at >= since or each.reviewed_at is None]
        readers = await Person.filter(id__in={each.reviewed_by_id for each in shown if each.reviewed_by_id})
        names = {each.id: each.called_or_name for each in readers}
        return [await self._row(each, before.get(each.id), names) for each in shown]

    async def _row(self, answer: Answer, before: Scores | None, names: Mapping[UUID, str]) -> AnswerRow:
        form = await self.forms.of(self.person.program_id, answer)
        reader = names.get(answer.reviewed_by_id) if answer.reviewed_by_id else None
        return AnswerRow(
            id=answer.id,
            instrument=answer.instrument,
            title=title_of(form),
            scores=scores_out(form, answer.scores, before),
            for_day=self.days.get(answer.check_in_id) if answer.check_in_id else None,
            superseded=answer.superseded_at is not None,
            notes=written_in(answer.note, answer, reader),
            replies=written_in(answer.reply, answer, reader),
            answered_at=answer.answered_at,
            received_at=answer.received_at,
            late=answer.late,
            mood=answer.scores.get("mood"),
            craving=answer.scores.get("craving"),
            rules=[await self._rule(answer, name) for name in flags_of(answer)],
            reviewed_by=reader,
            reviewed_at=answer.reviewed_at,
        )

    async def _rule(self, answer: Answer, name: str) -> RuleSeen:
        rule = await self.forms.rule(self.person.program_id, answer, name)
        return RuleSeen(name=name, text=Words.of(rule.text) if rule else Words(en=name, es=name))


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
