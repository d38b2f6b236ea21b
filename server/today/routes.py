"""The one request the app opens with: everything the person's next 60 days hold."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.aftercare.routes import PlanVersionOut, plan_of
from server.checkins.instrument import instruments, newest
from server.checkins.models import Answer, CheckIn
from server.checkins.routes import AnswerSeen, CheckInOut, seen_of
from server.exercises.content import ExerciseOut, exercises_in
from server.exercises.routes import AssignmentOut, PracticeOut, assignments_of, practices_of
from server.http import Call, Endpoint, Moment, Schema, get
from server.people.models import Language, Person, Phase
from server.people.reading import next_reading
from server.people.routes import ProgramOut
from server.people.signin import SignedIn, participant
from server.push.models import Subscription
from server.push.routes import SubscriptionOut, subscription_of
from server.push.vapid import VapidKey
from server.reminders.plan import plan_person
from server.sessions.expand import OccurrenceOut, occurrences_of

CALENDAR = timedelta(days=60)  # back and forth
CHECK_INS_BACK = timedelta(weeks=8)
CHECK_INS_AHEAD = timedelta(days=14)


class HomePerson(Schema):
    id: UUID
    called: str
    language: Language
    zone: str
    phase: Phase | None
    joined_at: Moment | None


class Reading(Schema):
    """By when an answer given now will be read, and by whom."""

    by: Moment
    counselor: str | None


class HomeReminders(Schema):
    vapid_key: str
    subscription: SubscriptionOut | None
    last_accepted_at: Moment | None


class Home(Schema):
    person: HomePerson
    program: ProgramOut
    reading: Reading
    occurrences: list[OccurrenceOut]
    check_ins: list[CheckInOut]
    instruments: list[dict[str, Any]]
    exercises: list[ExerciseOut]
    assignments: list[AssignmentOut]
    practices: list[PracticeOut]
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
    check_ins = await _check_ins(person, now)
    return Home(
        person=_person(person),
        program=ProgramOut.of(person.program),
        reading=_reading(person, now),
        occurrences=[OccurrenceOut.of(each) for each in await occurrences_of(person, now - CALENDAR, now + CALENDAR)],
        check_ins=[CheckInOut.of(each, each.state(now)) for each in check_ins],
        instruments=_forms(check_ins),
        exercises=exercises_in(person.language),
        assignments=await assignments_of(person, person.today(now)),
        practices=await practices_of(person, now - CALENDAR, with_notes=True),
        plan=agreed,
        proposed=proposed,
        answers=await _answers(person, now),
        reminders=await _reminders(call),
    )


def _person(person: Person) -> HomePerson:
    return HomePerson(
        id=person.id,
        called=person.called_or_name,
        language=person.language,
        zone=person.zone,
        phase=person.phase,
        joined_at=person.joined_at,
    )


def _reading(person: Person, now: datetime) -> Reading:
    counselor = person.counselor.called_or_name if person.counselor else None
    return Reading(by=next_reading(person.program, now), counselor=counselor)


async def _check_ins(person: Person, now: datetime) -> list[CheckIn]:
    return await CheckIn.filter(
        person_id=person.id,
        withdrawn_at=None,
        opens_at__gte=now - CHECK_INS_BACK,
        opens_at__lt=now + CHECK_INS_AHEAD,
    ).order_by("opens_at")


def _forms(check_ins: list[CheckIn]) -> list[dict[str, Any]]:
    """The newest version of each form that is due, and of the one that can be answered at any time."""
    return [newest(key) for key in sorted({"daily", *(each.instrument for each in check_ins)} & _known())]


def _known() -> set[str]:
    return {key for key, _ in instruments()}


async def _answers(person: Person, now: datetime) -> list[AnswerSeen]:
    answers = Answer.filter(person_id=person.id, answered_at__gte=now - CHECK_INS_BACK)
    return [seen_of(each) for each in await answers.order_by("-answered_at").select_related("reviewed_by")]


async def _reminders(call: Call[None, SignedIn]) -> HomeReminders:
    vapid: VapidKey = call.request.app.state.vapid
    latest = await Subscription.filter(person_id=call.viewer.person.id).exclude(last_accepted_at=None)
    return HomeReminders(
        vapid_key=vapid.public_key,
        subscription=await subscription_of(call.viewer.device),
        last_accepted_at=max((each.last_accepted_at for each in latest if each.last_accepted_at), default=None),
    )


ENDPOINTS: list[Endpoint] = [read_home]
