"""The one request the app opens with: everything the person's next 60 days hold."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.aftercare.routes import PlanVersionOut, plan_of
from server.checkins.history import first_came
from server.checkins.instrument import in_use, permitted, title_of, version_of
from server.checkins.models import Answer, CheckIn
from server.checkins.questionnaire import Questionnaire
from server.checkins.routes import AnswerSeen, CheckInOut, Words, seen_of
from server.checkins.rules import openings_of
from server.checkins.schedule import lines_of, stand_ins_among
from server.checkins.submit import REVISABLE
from server.columns import ring
from server.exercises.content import ExerciseOut, exercises_in
from server.exercises.routes import AssignmentOut, PracticeOut, assignments_of, practices_of
from server.http import Call, Endpoint, Moment, Packed, Schema, get
from server.medication.routes import MedicationsOut, medications_out
from server.people.coverage import shifts_until
from server.people.models import Language, Person, Phase, Responder
from server.people.reading import next_reading
from server.people.routes import ProgramOut
from server.people.signin import Caller, calling_participant
from server.push.routes import SubscriptionOut, subscription_of
from server.push.vapid import VapidKey
from server.reminders.choose import chosen_by
from server.reminders.plan import plan_person
from server.reminders.routes import ReminderChoicesOut, SnoozeOut
from server.reminders.snooze import snoozed_by
from server.sessions.attended import absences_of_many
from server.sessions.commitments import commitments_of
from server.sessions.expand import Occurrence, OccurrenceOut, occurrences_of
from server.sessions.reply import replies_of
from server.sessions.routes import CommitmentOut, ReplyOut
from server.today.copy import Asked, copy_for, keep_copy, maker_of
from server.today.day import Day, day_around
from server.together import Turns

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
    """By when an answer given today will be read, and by whom.

    `coverage` is that of today and the next two weeks: a phone knows from it, offline too, whether somebody is there,
    and by when they have to act.
    """

    by: Moment
    counselor: str | None
    responder: str | None
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
    vapid_key: str
    subscription: SubscriptionOut | None
    choices: ReminderChoicesOut
    snoozed: list[SnoozeOut]


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
    instruments: list[dict[str, Any]]  # the present version of each first, then others that may be corrected still
    exercises: list[ExerciseOut]
    assignments: list[AssignmentOut]
    practices: list[PracticeOut]
    medication: MedicationsOut
    plan: PlanVersionOut | None
    proposed: PlanVersionOut | None
    answers: list[AnswerSeen]
    reminders: HomeReminders


@get("/api/home", door=calling_participant, returns=Home)
async def read_home(call: Call[None, Caller]) -> Packed:
    """What the phone keeps: sessions 60 days back and forth, check-ins, forms, skills, the plan, who has read what."""
    viewer, now = call.viewer, call.now
    if viewer.plan_stale:
        # Whoever has just joined or moved sees what is due now, not on the next tick.
        await plan_person(viewer.person_id, now)
    vapid: VapidKey = call.request.app.state.vapid
    asked = Asked(
        device_id=viewer.device_id,
        person_id=viewer.person_id,
        program_id=viewer.program_id,
        etag=call.request.headers.get("if-none-match"),
        maker=maker_of(vapid.public_key, ring().current),
    )
    return (await copy_for(asked, now)).copy or await _make(asked, vapid, now)


_turns: Turns[UUID] = Turns()


async def _make(asked: Asked, vapid: VapidKey, now: datetime) -> Packed:
    """Makes it anew, once however many ask for it."""
    async with _turns.of(asked.device_id):
        found = await copy_for(asked, now)
        if found.copy:
            return found.copy
        # Read after the editions, unlike the viewer: what is older than them must not be taken for right.
        person = await Person.get(id=asked.person_id).select_related("program", "counselor")
        day = day_around(now, (person.tz, ZoneInfo(person.program.zone)))
        home = await home_of(person, asked.device_id, vapid, day)
        return await keep_copy(asked, found.editions, day, home.model_dump_json().encode())


async def home_of(person: Person, device_id: UUID, vapid: VapidKey, day: Day) -> Home:
    """The home of a whole day. It is not told the time, for a copy of it must be right until the day ends; the phone
    knows what is open, or over, by the times that stand in it.

    Program and counselor must be fetched. Whatever is read here must count for its edition (see edition.py).
    """
    agreed, proposed = await plan_of(person)
    forms = await in_use(person.program_id)
    answers = await _answers(person, day)
    responder = await Responder.filter(program_id=person.program_id).order_by("rank").select_related("person").first()
    instead = stand_ins_among(forms, responder is not None)
    check_ins = [each for each in await _check_ins(person, day) if not _has_no_form(each, instead, day)]
    needed = _needed(forms, responder is not None, _asked(check_ins, answers, day))
    since = day.begins - CALENDAR
    calendar = await occurrences_of(person, since, day.ends + CALENDAR, with_moved_away=True)
    return Home(
        person=_person(person),
        program=ProgramOut.of(person.program),
        reading=_reading(person, responder, day),
        rhythm=await _rhythm(person, forms, instead),
        occurrences=[OccurrenceOut.of(each) for each in calendar],
        replies=[ReplyOut.of(each) for each in (await replies_of(person, calendar, since)).values()],
        commitments=[CommitmentOut.of(each, day.begins) for each in await commitments_of(person)],
        attended=await _attended(person, day),
        check_ins=[CheckInOut.of(each) for each in check_ins],
        instruments=needed + await _as_answered(person.program_id, answers, needed),
        exercises=exercises_in(person.language),
        assignments=await assignments_of(person, person.today(day.begins)),
        practices=await practices_of(person, since, with_notes=True),
        medication=await medications_out(person, day.begins),
        plan=agreed,
        proposed=proposed,
        answers=answers,
        reminders=await _reminders(person, device_id, vapid, calendar, day),
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


def _reading(person: Person, responder: Responder | None, day: Day) -> Reading:
    return Reading(
        by=next_reading(person.program, day.begins),
        counselor=person.counselor.called_or_name if person.counselor else None,
        responder=responder.person.called_or_name if responder else None,
        coverage=[
            Shift(opens_at=each.opens, closes_at=each.closes)
            for each in shifts_until(person.program, day.begins, day.ends + COVERAGE_AHEAD)
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


async def _attended(person: Person, day: Day) -> Attended:
    counted = (await absences_of_many([person.id], day.ends))[person.id]
    return Attended(
        held=counted.held,
        attended=counted.attended,
        missed=counted.in_twelve_weeks,
        missed_in_row=counted.in_row,
        allowed=person.program.absences_in_twelve_weeks,
        allowed_in_row=person.program.absences_in_row,
        notice_hours=person.program.notice_hours,
    )


async def _check_ins(person: Person, day: Day) -> list[CheckIn]:
    return await CheckIn.filter(
        person_id=person.id,
        withdrawn_at=None,
        opens_at__gte=day.begins - CHECK_INS_BACK,
        opens_at__lt=day.ends + CHECK_INS_AHEAD,
    ).order_by("opens_at")


def _has_no_form(check_in: CheckIn, instead: Mapping[str, str | None], day: Day) -> bool:
    """It was planned when somebody was named as responder, and may not be asked any more."""
    return check_in.instrument in instead and check_in.answered_at is None and check_in.closes_at > day.begins


def _asked(check_ins: list[CheckIn], answers: list[AnswerSeen], day: Day) -> set[str]:
    """The instruments that may be answered, or corrected, until the phone is here again."""
    lately = {each.instrument for each in check_ins if each.closes_at > day.begins - FORMS_BACK}
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


async def _as_answered(
    program_id: UUID, answers: Iterable[AnswerSeen], present: Iterable[Questionnaire]
) -> list[Questionnaire]:
    """Other versions of these forms, of which an answer may be corrected still: it is, in the words it was given to."""
    versions = {each["id"]: each["version"] for each in present}
    other = {
        (each.instrument, each.version)
        for each in answers
        if each.revisable_until and versions.get(each.instrument, each.version) != each.version
    }
    return [await version_of(program_id, *each) for each in sorted(other)]


def _first_of(keys: Iterable[str], known: Mapping[str, Questionnaire]) -> str:
    return next((key for key in keys if key in known), "")


async def _answers(person: Person, day: Day) -> list[AnswerSeen]:
    """The newest revision of each, newest first."""
    recent = Answer.filter(person_id=person.id, answered_at__gte=day.begins - CHECK_INS_BACK)
    answers = await recent.order_by("-answered_at").prefetch_related("reviewed_by")
    came = first_came(answers)
    return [seen_of(each, came[each.id] + REVISABLE, day.begins) for each in answers if each.superseded_at is None]


async def _reminders(
    person: Person, device_id: UUID, vapid: VapidKey, calendar: Iterable[Occurrence], day: Day
) -> HomeReminders:
    return HomeReminders(
        vapid_key=vapid.public_key,
        subscription=await subscription_of(device_id),
        choices=ReminderChoicesOut.of(await chosen_by(person.id)),
        snoozed=[
            SnoozeOut(subject=each.subject, due_at=each.due_at)
            for each in await snoozed_by(person.id, calendar)
            if each.due_at > day.begins
        ],
    )


ENDPOINTS: list[Endpoint] = [read_home]
