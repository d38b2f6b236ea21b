"""A fictional program to look at: everybody in it is invented, and the same seed tells the same six weeks."""

from dataclasses import replace
from datetime import datetime

from tortoise.transactions import in_transaction

from server import clock
from server.demo.calendar import enter, make_groups
from server.demo.history import make_history, make_schedules
from server.demo.people import CAST, CLINIC_PHONE, CLINIC_ZONE, NEWCOMER, NEWCOMER_WAITS, make_staff, person_of
from server.demo.plan import make_plans
from server.demo.practice import give
from server.people.models import Person, Phase, Program


async def make(now: datetime) -> Program:
    """Writes the whole program, or nothing: staff, groups, sessions, twelve people and their last six weeks."""
    async with in_transaction():
        program = await Program.create(
            name="Harbor House (demo)", zone=CLINIC_ZONE, phone=CLINIC_PHONE, is_demo=True
        )
        staff = await make_staff(program, now)
        await make_groups(program, staff, now)
        cast = {character: person_of(character, staff[character.counselor], now) for character in CAST}
        await Person.bulk_create(cast.values())
        await enter(program, cast)
        assignments = await give(cast)
        await make_history(program, cast, await make_schedules(program), assignments, now)
        await make_plans(cast, now)
    return program


async def to_invite(program: Program) -> tuple[Person, Person]:
    """Dana, and somebody in her care who has not joined: the one who waits, or else a new guest."""
    now = clock.now()
    dana = await Person.get(program_id=program.id, leads__name="Evening A")
    newcomers = Person.filter(counselor_id=dana.id, phase=Phase.intake)
    recent = newcomers.filter(joined_at=None, started_on__gt=dana.today(now) - NEWCOMER_WAITS)
    waiting = await recent.order_by("id").first()
    return dana, waiting or await _welcome(program, dana, 1 + await newcomers.count(), now)


async def _welcome(program: Program, dana: Person, number: int, now: datetime) -> Person:
    character = replace(NEWCOMER, name=f"Guest {number}")
    async with in_transaction():
        guest = person_of(character, dana, now)
        await guest.save(force_create=True)
        await enter(program, {character: guest})
        await give({character: guest})
    return guest
