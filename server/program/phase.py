"""Moving somebody to another phase: their own row, and the line of phases behind it, in one transaction."""

from datetime import date, datetime, time
from uuid import UUID

from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from server.checkins.schedule import first_day_of_phase
from server.clock import to_ms
from server.http import not_found
from server.people.models import Person, Phase, PhaseChange, mark_stale
from server.recurrence import at_wall_time

NANOSECONDS = 1_000_000  # in a millisecond


async def enter_phase(change: UUID, person_id: UUID, phase: Phase, made_by: UUID, now: datetime) -> date:
    """From which local day on this person is in the phase; today, unless it was so already or a newer change came.

    Raises Problem 404 for a change that somebody else was moved with.
    """
    async with in_transaction():
        person = await Person.filter(id=person_id).select_for_update().get()
        known = await PhaseChange.get_or_none(id=change)
        if known and known.person_id != person.id:
            raise not_found()
        if known:
            return known.from_day
        today = person.today(now)
        newer = await PhaseChange.exists(person_id=person.id, id__gt=change)
        if newer or person.phase == phase:
            return first_day_of_phase(person) or today
        await _remember_first(person, now)
        await Person.filter(id=person.id).update(phase=phase, phase_from=today)
        await PhaseChange.create(
            id=change, person_id=person.id, phase=phase, from_day=today, made_by_id=made_by, made_at=now
        )
        await mark_stale(person.id)
        return today


async def _remember_first(person: Person, now: datetime) -> None:
    """The phase that somebody came with is on their own row only, until it is overwritten."""
    from_day = first_day_of_phase(person)
    if person.phase and from_day and not await PhaseChange.exists(person_id=person.id):
        # By its id it sorts before every change that can be made from now on.
        first = uuid7(nanoseconds=to_ms(at_wall_time(from_day, time(), person.tz)) * NANOSECONDS)
        await PhaseChange.create(id=first, person_id=person.id, phase=person.phase, from_day=from_day, made_at=now)
