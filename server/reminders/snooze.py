"""What a person wants to be told once more: kept, then planned like every other reminder."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from server.checkins.models import CheckIn
from server.http import not_found
from server.people.models import Person
from server.reminders.choices import Snoozed
from server.reminders.models import Snooze
from server.sessions.expand import expected_at, occurrence_named

OVER = timedelta(days=2)  # since it was due: nothing comes of it any more


async def snooze(snooze_id: UUID, person: Person, subject: str, due_at: datetime, now: datetime) -> None:
    """Says the session or check-in with this id once more at that time. Raises Problem 404 when it is not theirs.

    A time by which it is useless, or which is over when the phone gets to say it, is no error: nothing comes of it.
    """
    if await Snooze.filter(id=snooze_id).exclude(person_id=person.id).exists() or not await _is_theirs(person, subject):
        raise not_found()
    await Snooze.filter(person_id=person.id, due_at__lt=now - OVER).delete()
    made = Snooze(id=snooze_id, person_id=person.id, subject=subject, due_at=due_at)
    await Snooze.bulk_create([made], ignore_conflicts=True)
    await Person.filter(id=person.id).update(plan_stale=True)


async def _is_theirs(person: Person, subject: str) -> bool:
    if "@" in subject:
        found = await occurrence_named(subject)
        return found is not None and person.id in await expected_at(*found)
    try:
        return str(UUID(subject)) == subject and await CheckIn.exists(id=subject, person_id=person.id)
    except ValueError:
        return False


async def snoozed_by(person_id: UUID) -> list[Snoozed]:
    """What this person wants, or lately wanted, to be told again: of each the newest word. One query."""
    return (await snoozed_by_many([person_id]))[person_id]


async def snoozed_by_many(people: Sequence[UUID]) -> dict[UUID, list[Snoozed]]:
    """The same, for each of these people."""
    newest: dict[UUID, dict[str, Snoozed]] = {person_id: {} for person_id in people}
    for row in await Snooze.filter(person_id__in=people).order_by("id"):
        newest[row.person_id][row.subject] = Snoozed(str(row.id), row.subject, row.due_at)
    return {person_id: list(theirs.values()) for person_id, theirs in newest.items()}
