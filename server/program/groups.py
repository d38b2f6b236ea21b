"""Treatment groups: their name, who leads them, who is in them from when to when."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby, pairwise
from uuid import UUID

from pydantic import Field
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from server.clock import to_ms
from server.http import Call, ChangeId, Kept, Problem, Schema, not_found, put, refuse_future
from server.people.access import in_care_of, people_in_care
from server.people.models import STAFF, Group, Member, Person, mark_stale
from server.people.signin import SignedIn, staff
from server.sessions.series import alone

MOST_MEMBERS = 500
NANOSECONDS = 1_000_000  # in a millisecond

Membership = tuple[UUID, date, date | None]


class MemberFields(Schema):
    """From a local day to before a day; open when there is none."""

    person: UUID
    from_day: date
    to_day: date | None


class GroupFields(Schema):
    name: str = Field(min_length=1, max_length=100)
    lead: UUID | None
    members: list[MemberFields] = Field(max_length=MOST_MEMBERS)


class GroupIn(GroupFields):
    """The group as it should be. Of those `shown` as its members, who is left out of `members` was never in it.
    Everybody else stays as they are, and so does who is not in the viewer's care.

    An older app sends neither `shown`, and means everybody in the viewer's care, nor `changed_by`, the change's id.
    """

    shown: list[UUID] | None = Field(default=None, max_length=MOST_MEMBERS)
    changed_by: ChangeId | None = None


class GroupWithMembers(GroupFields):
    """`others` is how many more are in it today, who are not in the viewer's care."""

    id: UUID
    others: int


@put("/api/groups/{id:uuid}", door=staff, body=GroupIn)
async def put_group(call: Call[GroupIn, SignedIn]) -> Kept:
    """Makes or changes the group with this id. The newest change wins."""
    viewer, body = call.viewer.person, call.body
    _check_days(body.members)
    people = {each.person for each in body.members}
    await people_in_care(viewer, people, "PUT /api/groups/{id}", call.now)
    change = _change_of(call)
    async with in_transaction():
        await alone(viewer.program_id)
        group = await _group(call)
        if body.changed_by is None or group.changed_by is None or group.changed_by < change:
            await _write(group, body, change)
            await _replace(group, people | await _seen(call, group), body.members)
    return Kept(id=call.id)


def _change_of(call: Call[GroupIn, SignedIn]) -> UUID:
    """The id of the change; one that has none counts from when it arrives. Raises Problem 422."""
    if call.body.changed_by is None:
        return uuid7(nanoseconds=to_ms(call.now) * NANOSECONDS)
    refuse_future(call, call.body.changed_by)
    return call.body.changed_by


async def _group(call: Call[GroupIn, SignedIn]) -> Group:
    """The group as it is, or a new one that is not stored yet. Raises Problem 404 for another program's."""
    program_id = call.viewer.person.program_id
    group = await Group.get_or_none(id=call.id)
    if group and group.program_id != program_id:
        raise not_found()
    return group or Group(id=call.id, program_id=program_id)


async def _write(group: Group, body: GroupIn, change: UUID) -> None:
    """Its name and who leads it."""
    if body.lead and not await Person.exists(id=body.lead, program_id=group.program_id, role__in=STAFF):
        raise Problem(
            422, "A group is led by somebody of your program's staff; choose one from the list.", field="lead"
        )
    name = body.name.strip()
    if not name:
        raise Problem(422, "Write a name for the group.", field="name")
    await group.update_from_dict({"name": name, "lead_id": body.lead, "changed_by": change}).save()


async def _seen(call: Call[GroupIn, SignedIn], group: Group) -> set[UUID]:
    """The ids of those who are or were in it and whom the viewer had before them: who has come into their care, or into
    the group, since then is no one they left out."""
    ever = await Member.filter(group_id=group.id).values_list("person_id", flat=True)
    in_care = Person.filter(await in_care_of(call.viewer.person, call.now), id__in=ever)
    found: set[UUID] = set(await in_care.values_list("id", flat=True))  # type: ignore[arg-type]  # flat: ids
    return found if call.body.shown is None else found & {*call.body.shown}


async def _replace(group: Group, people: Collection[UUID], members: Iterable[MemberFields]) -> None:
    """Makes the memberships of these people in the group the given ones. Whose differ have another calendar now."""
    wanted = {(each.person, each.from_day, each.to_day) for each in members}
    rows = await Member.filter(group_id=group.id, person_id__in=people)
    known = {(row.person_id, row.from_day, row.to_day): row for row in rows}
    gone = [row.id for row in rows if known[_membership(row)] is not row or _membership(row) not in wanted]
    new = wanted - known.keys()
    await Member.filter(id__in=gone).delete()
    await Member.bulk_create(
        [Member(group_id=group.id, person_id=who, from_day=first, to_day=last) for who, first, last in new]
    )
    await mark_stale(*{who for who, _, _ in new}, *{row.person_id for row in rows if row.id in gone})


def _membership(row: Member) -> Membership:
    return row.person_id, row.from_day, row.to_day


def _check_days(members: Iterable[MemberFields]) -> None:
    by_person = sorted(members, key=lambda each: (each.person, each.from_day))
    if any(each.to_day and each.to_day <= each.from_day for each in by_person):
        raise Problem(422, "Somebody would leave before they come; choose a later last day.", field="members")
    for _, theirs in groupby(by_person, lambda each: each.person):
        if any(one.to_day is None or other.from_day < one.to_day for one, other in pairwise(theirs)):
            raise Problem(422, "Somebody would be in the group twice on one day; choose other days.", field="members")


async def groups_of(program_id: UUID, in_care: Collection[UUID], today: date) -> list[GroupWithMembers]:
    """The program's groups by name, with the members that the viewer may see. Two queries."""
    members: dict[UUID, list[Member]] = defaultdict(list)
    for member in await Member.filter(group__program_id=program_id).order_by("from_day", "id"):
        members[member.group_id].append(member)
    return [
        GroupWithMembers(
            id=group.id,
            name=group.name,
            lead=group.lead_id,
            members=[
                MemberFields(person=each.person_id, from_day=each.from_day, to_day=each.to_day)
                for each in members[group.id]
                if each.person_id in in_care
            ],
            others=len({each.person_id for each in members[group.id] if each.holds(today)} - {*in_care}),
        )
        for group in await Group.filter(program_id=program_id).order_by("name", "id")
    ]
