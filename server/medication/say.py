"""What people say of their doses: taken, skipped, or later."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.transactions import in_transaction

from server.http import Problem, not_found
from server.medication.doses import LONGEST_LATER, Dose, doses_of
from server.medication.keep import medications_of
from server.medication.models import DoseReply, DoseWord, Medication
from server.people.models import Person

AHEAD = timedelta(days=2)  # a dose may be said of before its time; no clock on earth is further ahead
ZONES_APART = timedelta(days=1)

Replies = dict[UUID, dict[str, DoseReply]]  # by medication, then by original start


async def say(
    change: UUID,
    person: Person,
    medication_id: UUID | None,
    original_start: datetime,
    word: DoseWord | None,
    later_at: datetime | None,
    said_at: datetime,
    now: datetime,
) -> None:
    """Keeps what this person says of a dose; of several the one with the newest id counts. No word takes it back.

    Without a medication it is said of all doses of that time of which nothing else was: so answers a notification. The
    dose may be one that is no more, for the phone may not have known. Raises Problem 404 for somebody else's, 422 for
    a time that can't be meant.
    """
    if original_start > now.replace(tzinfo=None) + AHEAD:
        raise Problem(422, "This dose is still far away; say so once it is due.", field="original_start")
    if word == DoseWord.later and (later_at is None or later_at > said_at + LONGEST_LATER):
        raise Problem(422, "Choose when to be reminded again, within a day.", field="later_at")
    local = f"{original_start:%Y-%m-%dT%H:%M}"
    told = {
        "word": word,
        "later_at": later_at if word == DoseWord.later else None,
        "said_at": min(said_at, now),
        "received_at": now,
        "changed_by": change,
    }
    async with in_transaction():
        await Person.filter(id=person.id).select_for_update().get()  # what one person says takes turns
        for each in await _meant(person, medication_id, local, original_start):
            known = await DoseReply.get_or_none(medication_id=each, original_start=local)
            if known is None or known.changed_by < change:
                row = known or DoseReply(person_id=person.id, medication_id=each, original_start=local)
                await row.update_from_dict(told).save()
        await Person.filter(id=person.id).update(plan_stale=True)


async def _meant(person: Person, medication_id: UUID | None, local: str, original_start: datetime) -> list[UUID]:
    if medication_id is None:
        around = original_start.replace(tzinfo=person.tz)
        theirs = await medications_of([person.id])
        found = await doses_between([person], theirs, around - ZONES_APART, around + ZONES_APART)
        return [each.medication for each in found[person.id] if each.original_start == local and each.is_open]
    if not await Medication.exists(id=medication_id, person_id=person.id):
        raise not_found()
    return [medication_id]


async def replies_of(person_ids: Collection[UUID], since: datetime) -> Replies:
    """What these people said of doses since then. One query."""
    earliest = f"{since - ZONES_APART:%Y-%m-%dT%H:%M}"
    found: Replies = {}
    for reply in await DoseReply.filter(person_id__in=person_ids, original_start__gte=earliest):
        found.setdefault(reply.medication_id, {})[reply.original_start] = reply
    return found


async def doses_between(
    people: Collection[Person], medications: Mapping[UUID, Sequence[Medication]], start: datetime, end: datetime
) -> dict[UUID, list[Dose]]:
    """By person all their doses in [start, end). `medications` as `medications_of` gives them. At most one query."""
    takers = [each.id for each in people if medications[each.id]]
    replies = await replies_of(takers, start) if takers else {}
    return {
        person.id: [
            dose
            for each in medications[person.id]
            for dose in doses_of(each, replies.get(each.id, {}), person.tz, start, end)
        ]
        for person in people
    }
