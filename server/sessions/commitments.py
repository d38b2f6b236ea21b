"""Times that are the person's own: kept, removed, and expanded."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.transactions import in_transaction

from server.http import Problem, not_found
from server.people.models import Person
from server.people.routes import ZONES
from server.recurrence import Rule, at_wall_time, occurrences
from server.sessions.models import Commitment

AHEAD = timedelta(days=62)  # as far as a home has sessions: 60 days from the end of its day
LONGEST = timedelta(days=1)
MOST = 50  # of one person
EARLIEST, LATEST = timedelta(days=5 * 366), timedelta(days=2 * 366)  # its first day, before and after today
RARELY = timedelta(days=5 * 366)  # a rule that comes round less often comes never


async def commitments_of(person: Person) -> list[Commitment]:
    return await Commitment.filter(person_id=person.id, removed_at=None).order_by("id")


def times_of(commitment: Commitment, now: datetime) -> list[tuple[datetime, datetime]]:
    """From when to when, today and as far ahead as phones show sessions; today's also when they are over."""
    zone, length = ZoneInfo(commitment.zone), timedelta(minutes=commitment.minutes)
    midnight = at_wall_time(now.astimezone(zone).date(), time(), zone)
    starts = occurrences(commitment.recurs(), zone, midnight - LONGEST, now + AHEAD)
    return [(start, start + length) for _, start in starts if start + length > midnight]


def check_times(rule: str, first_day: date, wall_time: str, until: date | None, zone: str, now: datetime) -> None:
    """Raises Problem 422 for what never takes place, or can't be understood."""
    if zone not in ZONES:
        raise Problem(422, "That is not a time zone; choose one from the list, like America/New_York.", field="zone")
    if not now.date() - EARLIEST <= first_day <= now.date() + LATEST:
        raise Problem(422, "The first day is too far away; choose one within the next two years.", field="first_day")
    if until and until <= first_day:
        raise Problem(422, "This would be over before it begins; choose a later last day.", field="until")
    first = _first(rule, first_day, wall_time)
    if first is None or (until and first >= until):
        raise Problem(422, "This never takes place; choose other days, or a later last day.", field="rule")


def _first(text: str, first_day: date, wall_time: str) -> date | None:
    try:
        rule = Rule(text, first_day, time.fromisoformat(wall_time))
        # What comes round once in a hundred years would be looked for until the year 9999.
        soon = rule.starts().replace(count=None, until=datetime.combine(first_day + RARELY, time()))
    except (ValueError, KeyError):
        raise Problem(422, "That is no rule for days; write one like FREQ=WEEKLY;BYDAY=MO,WE.", field="rule") from None
    return next((start.date() for start in soon), None)


async def keep(
    change: UUID, person: Person, commitment_id: UUID | None, said: dict[str, Any], removed: bool, now: datetime
) -> None:
    """Makes a commitment with the id of the change, or changes or removes this one. The newest change counts.

    `said` are its other columns. Raises Problem 404 for somebody else's, 422 when there are too many.
    """
    async with in_transaction():
        await Person.filter(id=person.id).select_for_update().get()  # changes of one person take turns
        known = await Commitment.get_or_none(id=commitment_id or change)
        if (commitment_id and known is None) or (known and known.person_id != person.id):
            raise not_found()
        if known and known.changed_by >= change:
            return
        if removed:
            await Commitment.filter(id=commitment_id).update(removed_at=now, changed_by=change)
            return
        if known is None or known.removed_at:
            await _check_room(person)
        row = known or Commitment(id=change, person_id=person.id)
        await row.update_from_dict({**said, "removed_at": None, "changed_by": change}).save(force_create=known is None)


async def _check_room(person: Person) -> None:
    if await Commitment.filter(person_id=person.id, removed_at=None).count() >= MOST:
        raise Problem(422, f"That is more than we can keep; remove one of your {MOST} times first.")
