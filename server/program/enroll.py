"""Inviting somebody: the person, their group and their code, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.transactions import in_transaction

from server.http import Problem
from server.people.invite import invite_person
from server.people.models import Group, Language, Member, Person, Phase, Program, Role


@dataclass(frozen=True)
class Newcomer:
    """Whom a counselor invites."""

    name: str
    group_id: UUID | None
    language: Language


async def enroll(
    invite_id: UUID, newcomer: Newcomer, made_by: Person, secret: bytes, now: datetime
) -> tuple[Person, str]:
    """A new participant in the counselor's care, and their code.

    Raises Problem 422 for a group that the program does not have, IntegrityError when the invite is there already.
    """
    async with in_transaction():
        person = await _make_person(newcomer, made_by, now)
        return person, await invite_person(invite_id, person, made_by, secret, now)


async def _make_person(newcomer: Newcomer, made_by: Person, now: datetime) -> Person:
    await made_by.fetch_related("program")
    today = made_by.today(now)
    person = await Person.create(
        program_id=made_by.program_id,
        counselor_id=made_by.id,
        role=Role.participant,
        phase=Phase.iop,
        name=newcomer.name,
        language=newcomer.language,
        zone=made_by.program.zone,
        started_on=today,
    )
    if newcomer.group_id:
        group = await Group.get_or_none(id=newcomer.group_id, program_id=made_by.program_id)
        if group is None:
            raise Problem(422, "There is no such group in your program; choose one from the list.", field="group")
        await Member.create(group=group, person=person, from_day=today)
    return person


class CannotInvite(Exception):
    """The operator asked for what this program can't do yet; the message says what to do."""


async def person_from_operator(program: Program, role: Role, name: str, group: str | None, now: datetime) -> Person:
    """Somebody invited at the command line. Participants are in the care of the program's first counselor, also those
    who were invited before there was one.

    `counselor` is set on the result. Raises CannotInvite for a name or group that is none.
    """
    if not name.strip():
        raise CannotInvite("The name is empty; give one with --name.")
    is_participant = role == Role.participant
    joins = await _group_named(program, group) if group else None
    today = now.astimezone(ZoneInfo(program.zone)).date()
    person = await Person.create(
        program=program,
        role=role,
        counselor=await _first_counselor(program) if is_participant else None,
        phase=Phase.iop if is_participant else None,
        name=name,
        zone=program.zone,
        started_on=today if is_participant else None,
    )
    if joins:
        await Member.create(group=joins, person=person, from_day=today)
    if role == Role.counselor:
        await Person.filter(program=program, role=Role.participant, counselor_id=None).update(counselor_id=person.id)
    return person


async def _first_counselor(program: Program) -> Person | None:
    return await Person.filter(program=program, role=Role.counselor).order_by("id").first()


async def _group_named(program: Program, name: str) -> Group:
    groups = {group.name: group for group in await Group.filter(program=program).order_by("name")}
    if name not in groups:
        raise CannotInvite(f"There is no group “{name}”; the groups are: {', '.join(groups) or 'none yet'}.")
    return groups[name]
