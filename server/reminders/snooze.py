"""What a person wants to be told once more: kept, then planned like every other reminder."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from server.checkins.models import CheckIn
from server.http import Problem, not_found
from server.people.models import Person
from server.reminders.choices import Snoozed
from server.reminders.models import Snooze
from server.sessions.expand import Occurrence, OccurrenceState, expected_at, occurrence_named

OVER = timedelta(days=2)  # since it was due: nothing comes of it any more


async def snooze(snooze_id: UUID, person: Person, subject: str, due_at: datetime, now: datetime) -> None:
    """Says the session or check-in with this id once more at that time. Raises Problem 404 when it is not theirs, 422
    when it is a session that is cancelled: whoever asked would wait in vain.

    A time by which it is useless, or which is over when the phone gets to say it, is no error: nothing comes of it.
    """
    theirs = await _theirs(person, subject)
    if theirs is None or await Snooze.filter(id=snooze_id).exclude(person_id=person.id).exists():
        raise not_found()
    await Snooze.filter(person_id=person.id, due_at__lt=now - OVER).delete()
    made = Snooze(id=snooze_id, person_id=person.id, subject=theirs, due_at=due_at)
    await Snooze.bulk_create([made], ignore_conflicts=True)
    await Person.filter(id=person.id).update(plan_stale=True)


async def _theirs(person: Person, subject: str) -> str | None:
    """The id by which it is known now; none where it is nothing of theirs."""
    if "@" in subject:
        found = await occurrence_named(subject)
        if found is None or person.id not in await expected_at(*found):
            return None
        if found[1].state == OccurrenceState.cancelled:
            raise Problem(422, "This session is cancelled, so there is nothing to be reminded of.")
        return found[1].id
    try:
        is_theirs = str(UUID(subject)) == subject and await CheckIn.exists(id=subject, person_id=person.id)
    except ValueError:
        return None
    return subject if is_theirs else None


async def snoozed_by(person_id: UUID, calendar: Iterable[Occurrence]) -> list[Snoozed]:
    """What this person wants, or lately wanted, to be told again: of each the newest word. One query.

    `calendar` are their sessions of these days: one whose series became another since is named as it is now.
    """
    return (await snoozed_by_many({person_id: calendar}))[person_id]


async def snoozed_by_many(calendars: Mapping[UUID, Iterable[Occurrence]]) -> dict[UUID, list[Snoozed]]:
    """The same, for each of these people."""
    newest: dict[UUID, dict[str, Snoozed]] = {person_id: {} for person_id in calendars}
    for row in await Snooze.filter(person_id__in=list(calendars)).order_by("id"):
        subject = _named_now(row.subject, calendars[row.person_id])
        newest[row.person_id][subject] = Snoozed(str(row.id), subject, row.due_at)
    return {person_id: list(theirs.values()) for person_id, theirs in newest.items()}


def _named_now(subject: str, calendar: Iterable[Occurrence]) -> str:
    return next((one.id for one in calendar if subject in one.names), subject)
