"""What a program sets for itself: when somebody is there, who acts on alerts, what is asked when."""

import asyncio
from collections.abc import Collection
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from tortoise.transactions import in_transaction

from server.checkins.form import Form
from server.checkins.instrument import in_use, languages_of, license_of, permitted, source_of, title_of
from server.checkins.load import LARGEST_FILE, NotLoadable, checked, load
from server.checkins.models import FIRST, Instrument, Rhythm, Schedule
from server.checkins.questionnaire import Questionnaire
from server.checkins.routes import Words
from server.checkins.rules import has_safety
from server.checkins.schedule import follow_program, stand_ins_among
from server.http import Call, Endpoint, Kept, Problem, Schema, WallTime, get, put, refuse_future
from server.people.access import person_in_care
from server.people.models import STAFF, Person, Phase, Program, Responder, Role, mark_everybody_stale, mark_stale
from server.people.routes import ProgramOut
from server.people.signin import SignedIn, staff
from server.program.phase import enter_phase
from server.recurrence import Rule

ANY_MONDAY = date(2024, 1, 1)
RARELY = timedelta(days=5 * 366)  # a rule that comes round less often comes never

Slot = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")]


class Weekday(StrEnum):
    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"


class Coverage(Schema):
    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    opens: WallTime
    closes: WallTime
    answers_read_by: WallTime


class CoverageIn(Coverage):
    responders: Annotated[list[UUID], Field(max_length=20)]


class StaffName(Schema):
    id: UUID
    name: str
    role: Role


class InstrumentOut(Schema):
    key: str
    version: str
    title: Words
    languages: list[str]
    license: str | None
    source: str | None
    questions: int
    has_safety: bool
    permitted: bool  # false: it wants a named responder first
    stand_in: str | None  # until then asked instead, by its key; none: nothing is
    loaded: bool  # by this program; the others are shipped


class ScheduleFields(Schema):
    phase: Phase
    slot: Slot
    instrument: str = Field(min_length=1, max_length=64)
    rhythm: Rhythm
    rule: str | None = Field(max_length=200)
    wall_time: WallTime
    window_minutes: int = Field(ge=15, le=14 * 24 * 60)
    nudge_minutes: int | None = Field(ge=5, le=14 * 24 * 60)
    is_off: bool


class ScheduleOut(ScheduleFields):
    id: UUID
    person: bool  # this person's own, instead of the program's
    own_time: str | None  # the time of day that the person chose themselves


class ScheduleIn(ScheduleFields):
    person: UUID | None


class FollowIn(Schema):
    person: UUID
    phase: Phase
    slot: Slot


class AttendanceRule(Schema):
    """How many unexcused absences end treatment, and how many hours ahead somebody has to say that they can't come."""

    absences_in_row: int
    absences_in_twelve_weeks: int
    notice_hours: int


class SettingsOut(Schema):
    program: ProgramOut
    coverage: Coverage
    attendance: AttendanceRule
    responders: list[StaffName]
    staff: list[StaffName]
    instruments: list[InstrumentOut]
    schedules: list[ScheduleOut]


class PhaseIn(Schema):
    person: UUID
    phase: Phase


class PhaseKept(Kept):
    from_day: date


class InstrumentIn(Schema):
    questionnaire: dict[str, Any]


class InstrumentKept(Kept):
    key: str
    version: str
    title: Words


@get("/api/settings", door=staff, returns=SettingsOut)
async def read_settings(call: Call[None, SignedIn]) -> SettingsOut:
    """Coverage, the attendance rule, responders, the forms the program may use, and what is asked when."""
    program = await Program.get(id=call.viewer.person.program_id)
    people = await Person.filter(program_id=program.id, role__in=STAFF).order_by("id")
    named = [each.person_id for each in await Responder.filter(program_id=program.id).order_by("rank")]
    names = {each.id: StaffName(id=each.id, name=each.called_or_name, role=each.role) for each in people}
    loaded = set(await Instrument.filter(program_id=program.id).values_list("key", "version"))
    schedules = await Schedule.filter(program_id=program.id, person_id=None)
    return SettingsOut(
        program=ProgramOut.of(program),
        coverage=_coverage(program),
        attendance=AttendanceRule.model_validate(program, from_attributes=True),
        responders=[names[each] for each in named if each in names],
        staff=list(names.values()),
        instruments=_instruments(await in_use(program.id), loaded, bool(named)),
        schedules=[_schedule(each) for each in sorted(schedules, key=_by_phase)],
    )


def _coverage(program: Program) -> Coverage:
    return Coverage(
        days=[Weekday(day) for day in program.coverage_days.split(",")],
        opens=program.coverage_from,
        closes=program.coverage_until,
        answers_read_by=program.answers_read_by,
    )


def _instruments(
    forms: Collection[Questionnaire], loaded: Collection[tuple[str, str]], has_responder: bool
) -> list[InstrumentOut]:
    instead = stand_ins_among(forms, has_responder)
    return [_instrument(each, loaded, has_responder, instead.get(each["id"])) for each in forms]


def _instrument(
    form: Questionnaire, loaded: Collection[tuple[str, str]], has_responder: bool, stand_in: str | None
) -> InstrumentOut:
    return InstrumentOut(
        key=form["id"],
        version=form["version"],
        title=Words.of(title_of(form)),
        languages=languages_of(form),
        license=license_of(form),
        source=source_of(form),
        questions=len(Form.of(form).questions),
        has_safety=has_safety(form),
        permitted=permitted(form, has_responder),
        stand_in=stand_in,
        loaded=(form["id"], form["version"]) in loaded,
    )


def _by_phase(schedule: Schedule) -> tuple[int, str]:
    return list(Phase).index(schedule.phase), schedule.slot


def _schedule(schedule: Schedule) -> ScheduleOut:
    return ScheduleOut(
        id=schedule.id,
        phase=schedule.phase,
        slot=schedule.slot,
        instrument=schedule.instrument,
        rhythm=schedule.rhythm,
        rule=schedule.rule or None,
        wall_time=schedule.wall_time,
        window_minutes=schedule.window_minutes,
        nudge_minutes=schedule.nudge_minutes,
        is_off=schedule.is_off,
        person=schedule.person_id is not None,
        own_time=None,
    )


@put("/api/coverage/{id:uuid}", door=staff, body=CoverageIn)
async def put_coverage(call: Call[CoverageIn, SignedIn]) -> Kept:
    """When somebody is there and who acts on alerts, in order. The newest change wins.

    Raises Problem 409 when the last responder is taken away while something asks about safety.
    """
    refuse_future(call)
    async with in_transaction():
        program = await _held(call.viewer.person.program_id)
        if program.coverage_changed_by is None or program.coverage_changed_by < call.id:
            await _cover(program, call.body, call.id)
    return Kept(id=call.id)


async def _held(program_id: UUID) -> Program:
    """The program, for this transaction alone: changes of its settings take turns."""
    return await Program.filter(id=program_id).select_for_update().get()


async def _cover(program: Program, body: CoverageIn, changed_by: UUID) -> None:
    if body.closes <= body.opens:
        raise Problem(422, "Coverage must end later in the day than it begins.", field="closes")
    await _name_responders(program, body.responders)
    await Program.filter(id=program.id).update(
        coverage_days=",".join(day for day in Weekday if day in body.days),
        coverage_from=body.opens,
        coverage_until=body.closes,
        answers_read_by=body.answers_read_by,
        coverage_changed_by=changed_by,
    )


async def _name_responders(program: Program, people: list[UUID]) -> None:
    known = await Person.filter(id__in=people, program_id=program.id, role__in=STAFF).count()
    if known < len(people):
        raise Problem(422, "Name each responder once, from the staff of your program.", field="responders")
    before = await Responder.filter(program_id=program.id).count()
    if before and not people:
        await _refuse_nobody(program.id)
    await Responder.filter(program_id=program.id).delete()
    await Responder.bulk_create(
        [Responder(program_id=program.id, person_id=each, rank=rank) for rank, each in enumerate(people)]
    )
    if bool(before) != bool(people):
        await mark_everybody_stale(program.id)  # what stood in for a form, or the form itself, is due now


async def _refuse_nobody(program_id: UUID) -> None:
    asked = set(await Schedule.filter(program_id=program_id, is_off=False).values_list("instrument", flat=True))
    guarded = [title_of(each)["en"] for each in await in_use(program_id) if each["id"] in asked and has_safety(each)]
    if guarded:
        raise Problem(
            409,
            f"Somebody must act when an answer to {' or '.join(guarded)} is worrying; name another responder, or ask "
            "something else first.",
            field="responders",
        )


@put("/api/schedules/{id:uuid}", door=staff, body=ScheduleIn)
async def put_schedule(call: Call[ScheduleIn, SignedIn]) -> Kept:
    """What one slot of a phase asks, for the program or for one person. The newest change wins.

    Raises Problem 422 for what can't be asked, a form with a safety item without a named responder among it.
    """
    refuse_future(call)
    viewer, body = call.viewer.person, call.body
    if body.person:
        await person_in_care(viewer, body.person, "PUT /api/schedules/{id}", call.now)
    await _check_times(body)
    async with in_transaction():
        program = await _held(viewer.program_id)
        slot = Schedule.filter(program_id=program.id, person_id=body.person, phase=body.phase, slot=body.slot)
        known = await slot.first()
        if known is None or not known.is_newer(call.id):
            await _check_instrument(program.id, body)
            await _set(known or Schedule(program_id=program.id, person_id=body.person), body, call.id)
    return Kept(id=call.id)


async def _set(schedule: Schedule, body: ScheduleIn, changed_by: UUID) -> None:
    fields = body.model_dump(exclude={"person", "rule"})
    rule = "" if body.rhythm == Rhythm.taper else body.rule or ""
    await schedule.update_from_dict({**fields, "rule": rule, "changed_by": changed_by}).save()
    if schedule.person_id:
        await mark_stale(schedule.person_id)
    else:
        await mark_everybody_stale(schedule.program_id)


async def _check_times(body: ScheduleIn) -> None:
    if body.slot == FIRST:
        raise Problem(422, "“first” is the check-in that everybody starts with; choose another name.", field="slot")
    if body.phase == Phase.ended:
        raise Problem(422, "Whoever has left is asked nothing; choose another phase.", field="phase")
    if body.nudge_minutes is not None and body.nudge_minutes >= body.window_minutes:
        raise Problem(422, "The second reminder must come before the window ends.", field="nudge_minutes")
    needs_rule = body.rhythm == Rhythm.rule or (body.rhythm == Rhythm.before_individual and body.rule)
    # In a thread: that a rule never comes round is only known in the year 9999.
    if needs_rule and not await asyncio.to_thread(_comes_round, body.rule or ""):
        raise Problem(422, "That is no rule for days; write one like FREQ=WEEKLY;BYDAY=SU.", field="rule")


def _comes_round(rule: str) -> bool:
    """On whichever weekday a person's phase begins: every seventh day is never a Monday for who began on a Tuesday."""
    return all(_starts_soon(rule, ANY_MONDAY + timedelta(days=number)) for number in range(7))


def _starts_soon(rule: str, first_day: date) -> bool:
    try:
        start = next(iter(Rule(rule, first_day, time()).starts()), None)
    except (ValueError, KeyError):
        return False
    return start is not None and start.date() < first_day + RARELY


async def _check_instrument(program_id: UUID, body: ScheduleIn) -> None:
    form = next((each for each in await in_use(program_id) if each["id"] == body.instrument), None)
    if form is None:
        raise Problem(422, "Your program has no such form; choose one from the list.", field="instrument")
    if not body.is_off and not permitted(form, await Responder.exists(program_id=program_id)):
        raise Problem(
            422,
            f"An answer to {title_of(form)['en']} can be worrying: first name who acts on it, or ask something else.",
            field="instrument",
        )


@put("/api/followed-schedules/{id:uuid}", door=staff, body=FollowIn)
async def put_followed_schedule(call: Call[FollowIn, SignedIn]) -> Kept:
    """One slot of a person follows the program's schedule again. The newest change wins."""
    refuse_future(call)
    viewer, body = call.viewer.person, call.body
    await person_in_care(viewer, body.person, "PUT /api/followed-schedules/{id}", call.now)
    async with in_transaction():
        await _held(viewer.program_id)
        await follow_program(call.id, body.person, body.phase, body.slot)
    return Kept(id=call.id)


@put("/api/phases/{id:uuid}", door=staff, body=PhaseIn, returns=PhaseKept)
async def put_phase(call: Call[PhaseIn, SignedIn]) -> PhaseKept:
    """Moves somebody to another phase from today on. The newest change wins."""
    refuse_future(call)
    viewer = call.viewer.person
    person = await person_in_care(viewer, call.body.person, "PUT /api/phases/{id}", call.now)
    from_day = await enter_phase(call.id, person.id, call.body.phase, viewer.id, call.now)
    return PhaseKept(id=call.id, from_day=from_day)


@put("/api/instruments/{id:uuid}", door=staff, body=InstrumentIn, returns=InstrumentKept, limit=LARGEST_FILE)
async def put_instrument(call: Call[InstrumentIn, SignedIn]) -> InstrumentKept:
    """Loads a FHIR R4 Questionnaire for this program, whole or not at all. `field` is a path in it."""
    viewer = call.viewer.person
    try:
        questionnaire = checked(call.body.questionnaire)
    except NotLoadable as error:
        raise Problem(422, error.sentence, field=error.path or "questionnaire") from None
    kept = await load(viewer.program_id, questionnaire, viewer.id, call.id, call.now)
    title = title_of(kept.questionnaire)
    return InstrumentKept(id=kept.id, key=kept.key, version=kept.version, title=Words(en=title["en"], es=title["es"]))


ENDPOINTS: list[Endpoint] = [
    read_settings,
    put_coverage,
    put_schedule,
    put_followed_schedule,
    put_phase,
    put_instrument,
]
