"""The one door to another person: a lookup that returns the person or 404, and writes down that somebody looked."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q, Subquery

from server.http import not_found
from server.people.models import Audit, Person, Role

TO_MARK = timedelta(days=7)  # after the last session of a series, for saying who was there
RHYTHM = ("id", "group_id", "person_id", "rule", "first_day", "wall_time", "zone", "until", "excluded", "added")


async def in_care_of(viewer: Person, now: datetime) -> Q:
    """The people this viewer may see: their own caseload, the groups they lead, whomever a series is for that they
    facilitate, until a week after its last session, and, as long as it is open, whomever an alert is about that they
    own or were told of; an admin the whole program. Of a counselor one query."""
    people = Q(program_id=viewer.program_id, role=Role.participant)
    if viewer.role == Role.admin:
        return people
    if viewer.role != Role.counselor:
        return people & Q(id=viewer.id)
    today = viewer.today(now)
    current = Q(memberships__from_day__lte=today) & (Q(memberships__to_day=None) | Q(memberships__to_day__gt=today))
    # On its own: joined to the others, every alert there ever was would be read.
    told = Subquery(Person.filter(alerts__resolved_at=None, alerts__events__to_id=viewer.id).values("id"))
    groups, single = await _facilitated(viewer, today - TO_MARK)
    theirs = Q(memberships__group__lead_id=viewer.id) | Q(memberships__group_id__in=groups)
    return people & (Q(counselor_id=viewer.id) | (theirs & current) | Q(id__in=single) | Q(id__in=told))


async def _facilitated(viewer: Person, since: date) -> tuple[list[UUID], list[UUID]]:
    """The groups, and the single people, of the series that this viewer facilitates and that go on from that day."""
    every = await viewer.facilitates.filter(program_id=viewer.program_id).only(*RHYTHM)
    running = [each for each in every if each.goes_on(since)]
    groups, people = {each.group_id for each in running}, {each.person_id for each in running}
    return [each for each in groups if each], [each for each in people if each]


async def person_in_care(viewer: Person, person_id: UUID, what: str, now: datetime) -> Person:
    """The person, if they are in this viewer's care; otherwise 404, the same as for one who does not exist.

    `what` is the method and route by which somebody looked; it goes into the audit with the viewer and the person.
    """
    person = await Person.filter(await in_care_of(viewer, now), id=person_id).distinct().first()
    if person is None:
        raise not_found()
    await Audit.create(at=now, viewer_id=viewer.id, person_id=person.id, what=what)
    return person


async def people_in_care(viewer: Person, person_ids: Iterable[UUID], what: str, now: datetime) -> list[Person]:
    """These people, if all of them are in this viewer's care; otherwise 404. Each is a look of its own."""
    wanted = set(person_ids)
    people = await Person.filter(await in_care_of(viewer, now), id__in=wanted).distinct()
    if len(people) < len(wanted):
        raise not_found()
    await _write_down(viewer, people, what, now)
    return people


async def those_in_care(viewer: Person, person_ids: Iterable[UUID], what: str, now: datetime) -> list[Person]:
    """Those of these people who are in this viewer's care, by name. Each is a look of its own."""
    people = await Person.filter(await in_care_of(viewer, now), id__in=set(person_ids)).distinct()
    await _write_down(viewer, people, what, now)
    return sorted(people, key=lambda person: person.name.casefold())


async def ids_in_care(viewer: Person, person_ids: Iterable[UUID], now: datetime) -> set[UUID]:
    """The ids, of these, of people in this viewer's care: for what tells nothing of them, so it is no look."""
    wanted = set(person_ids)
    found = (
        await Person.filter(await in_care_of(viewer, now), id__in=wanted).values_list("id", flat=True) if wanted else []
    )
    return {UUID(str(each)) for each in found}


async def _write_down(viewer: Person, people: Iterable[Person], what: str, now: datetime) -> None:
    looks = [Audit(at=now, viewer_id=viewer.id, person_id=person.id, what=what) for person in people]
    await Audit.bulk_create(looks)


async def caseload(viewer: Person, what: str, now: datetime) -> list[Person]:
    """Everybody in this viewer's care, as one look in the audit."""
    await Audit.create(at=now, viewer_id=viewer.id, person_id=None, what=what)
    return await Person.filter(await in_care_of(viewer, now)).distinct()
