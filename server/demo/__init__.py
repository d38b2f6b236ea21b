"""A fictional program to look at: everybody in it is invented, and the same seed tells the same six weeks."""

from dataclasses import replace
from datetime import datetime

from tortoise.transactions import in_transaction

from server import clock
from server.demo.alerts import make_alerts
from server.demo.attendance import mark_sessions
from server.demo.calendar import EVENING, enter, make_groups
from server.demo.history import make_history, make_schedules
from server.demo.medication import make_medication
from server.demo.people import (
    CAST,
    CLINIC_PHONE,
    CLINIC_ZONE,
    NEWCOMER,
    NEWCOMER_WAITS,
    Character,
    make_phases,
    make_staff,
    person_of,
)
from server.demo.phones import give_phone
from server.demo.plan import make_plans
from server.demo.practice import give
from server.demo.replies import make_commitments, make_replies
from server.people.models import Person, Phase, Program

__all__ = ["make", "to_invite"]


async def make(now: datetime) -> Program:
    """Writes the whole program or nothing: staff, groups, sessions, twelve people and their last six weeks."""
    async with in_transaction():
        program = await Program.create(name="Harbor House (demo)", zone=CLINIC_ZONE, phone=CLINIC_PHONE, is_demo=True)
        staff = await make_staff(program, now)
        await make_groups(staff, now)
        await make_schedules(program)
        people = {}
        for character in CAST:
            counselor = staff[character.counselor]
            person = people[character.name] = await _admit(character, counselor, now)
            await make_history(character, person, program, now)
            await make_plans(character, person, now)
            await mark_sessions(character, person, now)
            await give_phone(character, person, now)
        await make_commitments(people, now)
        await make_replies(people, now)
        await make_medication(people, now)
        await make_alerts(people, now)
    return program


async def _admit(character: Character, counselor: Person, now: datetime) -> Person:
    person = person_of(character, counselor, now)
    await person.save(force_create=True)
    await make_phases(person)
    await enter(person, counselor)
    await give(character, person)
    return person


async def to_invite(program: Program) -> tuple[Person, Person]:
    """Dana, and somebody in her care who has not joined: the one who waits, or else a new guest."""
    now = clock.now()
    dana = await Person.get(leads__name=EVENING.name, program_id=program.id)
    newcomers = Person.filter(counselor_id=dana.id, phase=Phase.intake)
    recent = newcomers.filter(joined_at=None, started_on__gt=dana.today(now) - NEWCOMER_WAITS)
    waiting = await recent.order_by("id").first()
    return dana, waiting or await _welcome(dana, 1 + await newcomers.count(), now)


async def _welcome(dana: Person, number: int, now: datetime) -> Person:
    async with in_transaction():
        return await _admit(replace(NEWCOMER, name=f"Guest {number}"), dana, now)
