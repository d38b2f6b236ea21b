"""The one request the app opens with: everything the person's next 60 days hold."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from server.aftercare.routes import PlanVersionOut, plan_of
from server.checkins.history import first_came
from server.checkins.instrument import in_use, permitted, title_of
from server.checkins.models import Answer, CheckIn
from server.checkins.questionnaire import Questionnaire
from server.checkins.routes import AnswerSeen, CheckInOut, Words, seen_of
from server.checkins.rules import openings_of
from server.checkins.schedule import lines_of, stand_ins_among
from server.checkins.submit import REVISABLE
from server.exercises.content import ExerciseOut, exercises_in
from server.exercises.routes import AssignmentOut, PracticeOut, assignments_of, practices_of
from server.http import Call, Endpoint, Moment, Schema, get
from server.medication.routes import MedicationsOut, medications_out
from server.people.coverage import is_open, next_opening, shifts_until
from server.people.models import Language, Person, Phase, Responder
from server.people.reading import next_reading
from server.people.routes import ProgramOut
from server.people.signin import SignedIn, participant
from server.push.models import Subscription
from server.push.routes import SubscriptionOut, subscription_of
from server.push.vapid import VapidKey
from server.reminders.choose import chosen_by
from server.reminders.plan import plan_person
from server.reminders.routes import ReminderChoicesOut, SnoozeOut
from server.reminders.silent import silent_since
from server.reminders.snooze import snoozed_by
from server.sessions.attended import absences_of_many
from server.sessions.commitments import commitments_of
from server.sessions.expand import OccurrenceOut, occurrences_of
from server.sessions.reply import replies_of
from server.sessions.routes import CommitmentOut, ReplyOut

CALENDAR = timedelta(days=60)  # back and forth
CHECK_INS_BACK = timedelta(weeks=8)
CHECK_INS_AHEAD = timedelta(days=14)
COVERAGE_AHEAD = timedelta(days=14)
FORMS_BACK = timedelta(days=14)
ANY_TIME = "daily"  # the form that can be answered without being asked


class HomePerson(Schema):
    id: UUID
    called: str
    language: Language
    zone: str
    phone: str | None
    phase: Phase | None
    phase_from: date | None
    joined_at: Moment | None


class Shift(Schema):
    """A time in which somebody is there: from `opens_at` to before `closes_at`."""

    opens_at: Moment
    closes_at: Moment


class Reading(Schema):
    """By when an answer given now will be read, and by whom; when somebody is there next, if nobody is now.

    `coverage` is that of the next two weeks: a phone knows from it, offline too, by when somebody has to act.
    """

    by: Moment
    counselor: str | None
    responder: str | None
    open_now: bool
    opens_at: Moment | None
    coverage: list[Shift]


class RhythmOut(Schema):
    """A check-in the person is asked for again and again, and the time of day of it where they are.

    `usual` is the program's time, or the one that a counselor set for them alone; it counts unless they chose their
    `own`.
    """

    slot: str
    instrument: str
    title: Words
    wall_time: str
    usual: str
    by_counselor: bool
    own: bool


class Attended(Schema):
    """How the person stands with the program's attendance rule, of the last twelve weeks. Excused ones don't count.

    `allowed` and `allowed_in_row` are the rule's numbers: so many unexcused ones end treatment.
    """

    held: int  # sessions that are marked
    attended: int  # late, left early and telehealth count
    missed: int  # unexcused
    missed_in_row: int
    allowed: int
    allowed_in_row: int
    notice_hours: int


class HomeReminders(Schema):
    """`silent_since`: since when this device has shown nothing of what was accepted for it, if for two days."""

    vapid_key: str
    subscription: SubscriptionOut | None
    last_accepted_at: Moment | None
    choices: ReminderChoicesOut
    snoozed: list[SnoozeOut]
    silent_since: Moment | None


class Home(Schema):
    person: HomePerson
    program: ProgramOut
    reading: Reading
    rhythm: list[RhythmOut]
    occurrences: list[OccurrenceOut]
    replies: list[ReplyOut]
    commitments: list[CommitmentOut]
    attended: Attended
    check_ins: list[CheckInOut]
    instruments: list[dict[str, Any]]
    exercises: list[ExerciseOut]
    assignments: list[AssignmentOut]
    practices: list[PracticeOut]
    medication: MedicationsOut
    plan: PlanVersionOut | None
    proposed: PlanVersionOut | None
    answers: list[AnswerSeen]
    reminders: HomeReminders


@get("/api/home", door=participant, returns=Home)
async def read_home(call: Call[None, SignedIn]) -> Home:
    """What the phone keeps: sessions 60 days back and forth, check-ins, forms, skills, the plan, who has read what."""
    person, now = call.viewer.person, call.now
    await person.fetch_related("program", "counselor")
    if person.plan_stale:
        # Whoever has just joined or moved sees what is due now, not on the next tick.
        await plan_person(person.id, now)
    agreed, proposed = await plan_of(person)
    forms = await in_use(person.program_id)
    answers = await _answers(person, now)
    responder = await Responder.filter(program_id=person.program_id).order_by("rank").select_related("person").first()
    instead = stand_ins_among(forms, responder is not None)
    check_ins = [each for each in await _check_ins(person, now) if not _has_no_form(each, instead, now)]
    calendar = await occurrences_of(person, now - CALENDAR, now + CALENDAR)
    return Home(
        person=_person(person),
        program=ProgramOut.of(person.program),
        reading=_reading(person, responder, now),
        rhythm=await _rhythm(person, forms, instead),
        occurrences=[OccurrenceOut.of(each) for each in calendar],
        replies=[ReplyOut.of(each) for each in (await replies_of(person, calendar, now - CALENDAR)).values()],
        commitments=[CommitmentOut.of(each, now) for each in await commitments_of(person)],
        attended=await _attended(person, now),
        check_ins=[CheckInOut.of(each, each.state(now)) for each in check_ins],
        instruments=_needed(forms, responder is not None, _asked(check_ins, answers, now)),
        exercises=exercises_in(person.language),
        assignments=await assignments_of(person, person.today(now)),
        practices=await practices_of(person, now - CALENDAR, with_notes=True),
        medication=await medications_out(person, now),
        plan=agreed,
        proposed=proposed,
        answers=answers,
        reminders=await _reminders(call),
    )


def _person(person: Person) -> HomePerson:
    return HomePerson(
        id=person.id,
        called=person.called_or_name,
        language=person.language,
        zone=person.zone,
        phone=person.phone,
        phase=person.phase,
        phase_from=person.phase_from,
        joined_at=person.joined_at,
    )


def _reading(person: Person, responder: Responder | None, now: datetime) -> Reading:
    open_now = is_open(person.program, now)
    return Reading(
        by=next_reading(person.program, now),
        counselor=person.counselor.called_or_name if person.counselor else None,
        responder=responder.person.called_or_name if responder else None,
        open_now=open_now,
        opens_at=None if open_now else next_opening(person.program, now),
        coverage=[
            Shift(opens_at=each.opens, closes_at=each.closes)
            for each in shifts_until(person.program, now, now + COVERAGE_AHEAD)
        ],
    )


async def _rhythm(person: Person, forms: list[Questionnaire], instead: Mapping[str, str | None]) -> list[RhythmOut]:
    titles = {each["id"]: Words.of(title_of(each)) for each in forms}
    return [
        RhythmOut(
            slot=line.slot,
            instrument=line.instrument,
            title=titles[line.instrument],
            wall_time=f"{line.wall_time:%H:%M}",
            usual=line.schedule.wall_time,
            by_counselor=line.schedule.person_id is not None,
            own=bool(line.own_time),
        )
        for line in await lines_of(person, instead)
        if line.instrument and line.instrument in titles and not line.schedule.is_off
    ]


async def _attended(person: Person, now: datetime) -> Attended:
    counted = (await absences_of_many([person.id], now))[person.id]
    return Attended(
        held=counted.held,
        attended=counted.attended,
        missed=counted.in_twelve_weeks,
        missed_in_row=counted.in_row,
        allowed=person.program.absences_in_twelve_weeks,
        allowed_in_row=person.program.absences_in_row,
        notice_hours=person.program.notice_hours,
    )


async def _check_ins(person: Person, now: datetime) -> list[CheckIn]:
    return await CheckIn.filter(
        person_id=person.id,
        withdrawn_at=None,
        opens_at__gte=now - CHECK_INS_BACK,
        opens_at__lt=now + CHECK_INS_AHEAD,
    ).order_by("opens_at")


def _has_no_form(check_in: CheckIn, instead: Mapping[str, str | None], now: datetime) -> bool:
    """It was planned when somebody was named as responder, and may not be asked any more."""
    return check_in.instrument in instead and check_in.answered_at is None and check_in.closes_at > now


def _asked(check_ins: list[CheckIn], answers: list[AnswerSeen], now: datetime) -> set[str]:
    """The instruments that may be answered, or corrected, until the phone is here again."""
    lately = {each.instrument for each in check_ins if each.closes_at > now - FORMS_BACK}
    return {ANY_TIME} | lately | {each.instrument for each in answers if each.revisable_until}


def _needed(forms: list[Questionnaire], has_responder: bool, asked: Iterable[str]) -> list[Questionnaire]:
    """Of the forms that may be asked these, and those that their answers open."""
    known = {each["id"]: each for each in forms if permitted(each, has_responder)}
    found: dict[str, Questionnaire] = {}
    looked_at = list(asked)
    while looked_at:
        key = looked_at.pop()
        if key in known and key not in found:
            found[key] = known[key]
            looked_at += [_first_of(each.instruments, known) for each in openings_of(known[key])]
    return [found[key] for key in sorted(found)]


def _first_of(keys: Iterable[str], known: Mapping[str, Questionnaire]) -> str:
    return next((key for key in keys if key in known), "")


async def _answers(person: Person, now: datetime) -> list[AnswerSeen]:
    """The newest revision of each, newest first."""
    recent = Answer.filter(person_id=person.id, answered_at__gte=now - CHECK_INS_BACK)
    answers = await recent.order_by("-answered_at").select_related("reviewed_by")
    came = first_came(answers)
    return [seen_of(each, came[each.id] + REVISABLE, now) for each in answers if each.superseded_at is None]


async def _reminders(call: Call[None, SignedIn]) -> HomeReminders:
    vapid: VapidKey = call.request.app.state.vapid
    person = call.viewer.person
    latest = await Subscription.filter(person_id=person.id).exclude(last_accepted_at=None)
    return HomeReminders(
        vapid_key=vapid.public_key,
        subscription=await subscription_of(call.viewer.device_id),
        last_accepted_at=max((each.last_accepted_at for each in latest if each.last_accepted_at), default=None),
        choices=ReminderChoicesOut.of(await chosen_by(person.id)),
        snoozed=[
            SnoozeOut(subject=each.subject, due_at=each.due_at)
            for each in await snoozed_by(person.id)
            if each.due_at > call.now
        ],
        silent_since=await silent_since(call.viewer.device_id, call.now),
    )


ENDPOINTS: list[Endpoint] = [read_home]
