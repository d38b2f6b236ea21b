"""What a person takes: kept, changed, stopped, and shared with the staff who look after them, or not."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tortoise.transactions import in_transaction

from server.http import EARLIEST, Problem, not_found
from server.medication.models import Medication, Stretch
from server.people.models import Audit, Person

MOST = 30  # of one person, those that are over left out
LATEST = timedelta(days=2 * 366)  # a day of it, after today


@dataclass(frozen=True)
class Told:
    """What there is to say of a medication but for its times."""

    name: str
    note: str | None
    first_day: date
    until: date | None
    refill_on: date | None
    refill_days_before: int


async def medications_of(person_ids: Collection[UUID]) -> dict[UUID, list[Medication]]:
    """By person, also those that are over, in the order in which they were made. One query."""
    found: dict[UUID, list[Medication]] = {each: [] for each in person_ids}
    for medication in await Medication.filter(person_id__in=person_ids).order_by("id"):
        found[medication.person_id].append(medication)
    return found


def check_days(told: Told, now: datetime) -> None:
    """Raises Problem 422 for days that can't be meant."""
    if not EARLIEST.date() <= told.first_day <= now.date() + LATEST:
        raise Problem(422, "The first day is too far away; choose one within the next two years.", field="first_day")
    if told.until and told.until <= told.first_day:
        raise Problem(422, "This would be over before it begins; choose a later last day.", field="until")
    if told.refill_on and not EARLIEST.date() <= told.refill_on <= now.date() + LATEST:
        raise Problem(422, "The refill is too far away; choose a day within two years.", field="refill_on")


async def keep(
    change: UUID,
    person: Person,
    medication_id: UUID | None,
    told: Told,
    stretch: Stretch,
    *,
    if_shared: bool,
) -> None:
    """Makes a medication with the id of the change, or changes this one. The newest change counts.

    `stretch`: the times from now on. With `if_shared` only as long as the person shares what they take. Raises Problem
    404 for somebody else's, 422 when there are too many.
    """
    async with in_transaction():
        held = await Person.filter(id=person.id).select_for_update().get()  # changes of one person take turns
        if if_shared and not held.shares_medication:
            raise not_found()
        known = await Medication.get_or_none(id=medication_id or change)
        if (medication_id and known is None) or (known and known.person_id != person.id):
            raise not_found()
        if known and known.changed_by >= change:
            return
        if known is None:
            await _check_room(held, datetime.fromisoformat(stretch["since"]))
        row = known or Medication(id=change, person_id=person.id, course=[])
        row.take(stretch)
        await row.update_from_dict({**asdict(told), "changed_by": change}).save(force_create=known is None)
        await Person.filter(id=person.id).update(plan_stale=True)


async def _check_room(person: Person, now: datetime) -> None:
    known = (await medications_of([person.id]))[person.id]
    if sum(not each.is_over(person.today(now)) for each in known) >= MOST:
        raise Problem(422, f"That is more than we can keep; stop one of your {MOST} first.")


async def share(change: UUID, person: Person, shared: bool, what: str, now: datetime) -> None:
    """Lets the staff who look after this person see what they take, or no longer. The newest change counts.

    It goes into the audit; `what` is the route by which it came.
    """
    async with in_transaction():
        held = await Person.filter(id=person.id).select_for_update().get()
        if held.shares_medication_by and held.shares_medication_by >= change:
            return
        if held.shares_medication != shared:
            said = f"{what}: {'shared' if shared else 'private'}"
            await Audit.create(at=now, viewer_id=person.id, person_id=person.id, what=said)
        await Person.filter(id=person.id).update(shares_medication=shared, shares_medication_by=change)
