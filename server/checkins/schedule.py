"""What is asked of people in each phase: by slot, their own schedule before their program's, when they chose."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from server.checkins.instrument import in_use, permitted, stand_in_of
from server.checkins.models import DAILY, OwnTime, Rhythm, Schedule
from server.checkins.questionnaire import Questionnaire
from server.http import Problem
from server.people.models import Person, Phase, Program, Responder, mark_stale

HOURS = 60  # minutes
TONIGHT: dict[str, Any] = {"wall_time": "20:00", "window_minutes": 6 * HOURS, "nudge_minutes": HOURS}
TWO_DAYS: dict[str, Any] = {"wall_time": "18:00", "window_minutes": 48 * HOURS, "nudge_minutes": 24 * HOURS}


@dataclass(frozen=True)
class Line:
    """A schedule as it counts for one person."""

    schedule: Schedule
    instrument: str | None  # what is asked: the schedule's, or what stands in for it; none: nothing may be
    own_time: str | None  # HH:MM
    instead_of: "Line | None" = None  # the program's, where this one was set for the person alone

    @property
    def slot(self) -> str:
        return self.schedule.slot

    @cached_property
    def wall_time(self) -> time:
        return time.fromisoformat(self.own_time or self.schedule.wall_time)

    @cached_property
    def window(self) -> timedelta:
        return timedelta(minutes=self.schedule.window_minutes)

    @cached_property
    def nudge(self) -> timedelta | None:
        minutes = self.schedule.nudge_minutes
        return None if minutes is None else timedelta(minutes=minutes)


async def lines_of(person: Person, instead: Mapping[str, str | None] | None = None) -> list[Line]:
    """The lines of this person's phase, those that are off too, by slot. `instead`: what `stand_ins` gives."""
    known = None if instead is None else {person.program_id: instead}
    return (await lines_of_many([person], known))[person.id]


async def lines_of_many(
    people: Sequence[Person], instead: Mapping[UUID, Mapping[str, str | None]] | None = None
) -> dict[UUID, list[Line]]:
    """What `lines_of` finds, for each person's id. Two queries, and those of `stand_ins` for each of their programs."""
    ids, programs = [person.id for person in people], {person.program_id for person in people}
    if instead is None:
        instead = {each: await stand_ins(each) for each in programs}
    schedules: dict[tuple[UUID, Phase | None], list[Schedule]] = defaultdict(list)  # by whose they are
    for each in await Schedule.filter(Q(person_id__in=ids) | Q(person_id=None, program_id__in=programs)):
        schedules[each.person_id or each.program_id, each.phase].append(each)
    own_times: dict[UUID, dict[str, str | None]] = defaultdict(dict)
    for own in await OwnTime.filter(person_id__in=ids):
        own_times[own.person_id][own.slot] = own.wall_time

    def lines(person: Person) -> list[Line]:
        theirs = schedules[person.id, person.phase] + schedules[person.program_id, person.phase]
        return effective(theirs, own_times[person.id], instead[person.program_id])

    return {person.id: lines(person) for person in people}


def effective(
    schedules: Iterable[Schedule], own_times: Mapping[str, str | None], instead: Mapping[str, str | None]
) -> list[Line]:
    """Pure: the lines that these schedules make, all of one phase and of one person or their program."""
    # Of two that were made for the same slot at the same moment, every planner takes the same.
    order = sorted(schedules, key=lambda each: (str(each.changed_by or ""), str(each.id)))
    theirs = {each.slot: each for each in order if each.person_id is not None}

    def line(schedule: Schedule, instead_of: Line | None = None) -> Line:
        asked = instead.get(schedule.instrument, schedule.instrument)
        return Line(schedule, asked, own_times.get(schedule.slot), instead_of)

    usual = {each.slot: line(each) for each in order if each.person_id is None}
    alone = {slot: line(each, usual.get(slot)) for slot, each in theirs.items() if each.instrument}
    return [each for _, each in sorted((usual | alone).items())]


async def follow_program(change: UUID, person_id: UUID, phase: Phase, slot: str) -> None:
    """What was set for this person alone no longer counts, unless it was set after this change.

    The row stays: a change before this one that arrives late must not bring it back.
    """
    for each in await Schedule.filter(person_id=person_id, phase=phase, slot=slot):
        if not each.is_newer(change):
            await each.update_from_dict({"instrument": "", "changed_by": change}).save()
            await mark_stale(person_id)


async def set_own_time(change: UUID, person: Person, slot: str, wall_time: str | None) -> None:
    """The newest change counts. Raises Problem 422 for a slot that nobody in the program is asked."""
    theirs = Q(person_id=person.id) | Q(person_id=None, program_id=person.program_id)
    if not await Schedule.filter(theirs, slot=slot).exclude(instrument="").exists():
        raise Problem(422, "There is no such check-in; open the app again to see yours.", field="slot")
    async with in_transaction():
        # One change of this person's at a time: the first of a slot has no row to hold.
        await Person.filter(id=person.id).select_for_update().get()
        known = await OwnTime.get_or_none(person_id=person.id, slot=slot)
        if known is None or known.changed_by < change:
            row = known or OwnTime(person_id=person.id, slot=slot)
            await row.update_from_dict({"wall_time": wall_time, "changed_by": change}).save()
            await mark_stale(person.id)


async def stand_ins(program_id: UUID) -> dict[str, str | None]:
    """By instrument that nobody may be asked now, for no responder is named, what is asked instead; none: nothing."""
    if await Responder.exists(program_id=program_id):
        return {}
    return stand_ins_among(await in_use(program_id), has_responder=False)


def stand_ins_among(forms: Collection[Questionnaire], has_responder: bool) -> dict[str, str | None]:
    """Pure: what stands in must be a form of these that may be asked itself."""
    may = {each["id"]: permitted(each, has_responder) for each in forms}
    instead = {each["id"]: stand_in_of(each) for each in forms if not may[each["id"]]}
    return {key: form if form and may.get(form) else None for key, form in instead.items()}


def first_day_of_phase(person: Person) -> date | None:
    """From which local day on the schedules of their phase count for this person."""
    return person.phase_from or person.started_on or (person.joined_at and person.today(person.joined_at))


def default_schedules(program: Program) -> list[Schedule]:
    """What a new program asks (care.md), not saved yet. The monthly forms come in different weeks."""
    every_day = {"rule": "FREQ=DAILY", **TONIGHT}
    before = {"rhythm": Rhythm.before_individual, "rule": "FREQ=WEEKLY;BYDAY=SU", **TWO_DAYS}

    def monthly(day: str) -> dict[str, Any]:
        return {"rule": f"FREQ=MONTHLY;BYDAY={day}", **TWO_DAYS}

    lines: list[tuple[Phase, str, str, dict[str, Any]]] = [
        (Phase.intake, DAILY, "daily", every_day),
        (Phase.iop, DAILY, "daily", every_day),
        (Phase.iop, "weekly", "bam-iop", before),
        (Phase.iop, "phq", "phq-9", monthly("1TU")),
        (Phase.iop, "gad", "gad-7", monthly("2TU")),
        (Phase.iop, "barc", "barc-10", monthly("3TU")),
        (Phase.aftercare, "aftercare", "aftercare", {"rhythm": Rhythm.taper, "rule": "", **TWO_DAYS}),
        (Phase.aftercare, "phq", "phq-2", monthly("1TU")),
        (Phase.aftercare, "gad", "gad-2", monthly("2TU")),
    ]
    return [
        Schedule(program_id=program.id, phase=phase, slot=slot, instrument=instrument, **when)
        for phase, slot, instrument, when in lines
    ]
