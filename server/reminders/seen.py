"""Which reminders people saw, by the word of their phones: a follow-up comes only where the first was not seen.

A reminder was seen once somebody tapped its notification (or a button on it), swiped it away, or had the app on the
screen after it had been sent, on whichever of their devices. That a phone showed it is not enough: it may have lain in
a drawer. Nor is it that the notification went: a browser that doesn't say by whose hand reports nothing.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from server.channel import Verdict
from server.clock import to_ms
from server.database import is_any, listed, rows
from server.http import not_found
from server.people.models import Person
from server.reminders.models import Delivery, Opened, Opening, ReminderKind

BACK = timedelta(hours=36)  # what was due by then was seen too, whether it is over or not
LONGEST = timedelta(days=14)  # a check-in is open no longer


async def open_delivery(delivery: UUID, person: Person, how: Opening, opened_at: datetime) -> None:
    """Keeps that this person saw this delivery; the first word counts, but a tap says more than a look into the app.

    The delivery may not be written down yet: the phone was faster than we. Raises Problem 404 when it is not theirs.
    """
    if await Delivery.filter(id=delivery).exclude(person_id=person.id).exists():
        raise not_found()
    known = await Opened.get_or_none(id=delivery)
    if known and known.person_id != person.id:
        raise not_found()
    opened = Opened(id=delivery, person_id=person.id, at=opened_at, how=how)
    await Opened.bulk_create([opened], ignore_conflicts=True)
    await Opened.filter(id=delivery, how=Opening.in_app).update(at=opened_at, how=how)


async def look(person: Person, looked_at: datetime) -> None:
    """The app was on the screen: all that had been sent to this person by then was seen."""
    await rows(
        "INSERT INTO opened (id, person_id, at, how) "  # noqa: S608  # our own words; what people gave is a parameter
        f"SELECT delivery.id, reminder.person_id, CAST($2 AS BIGINT), '{Opening.in_app}' "
        "FROM reminder JOIN delivery ON delivery.reminder_id = reminder.id "
        "WHERE reminder.person_id = $1 AND due_at > $4 AND (due_at > $3 OR useless_after > $2) "
        f"AND delivery.at <= $2 AND verdict = '{Verdict.ACCEPTED}' "
        "ON CONFLICT (id) DO NOTHING RETURNING id",
        str(person.id),
        to_ms(looked_at),
        to_ms(looked_at - BACK),
        to_ms(looked_at - LONGEST),
    )


async def seen_by(people: Collection[UUID], now: datetime) -> dict[UUID, set[str]]:
    """By person the ids of the open check-ins of which they saw a reminder; who saw none is left out. One query."""
    found = await rows(
        "SELECT DISTINCT reminder.person_id, subject FROM reminder "  # noqa: S608  # our own words; what people gave is a parameter
        "JOIN delivery ON delivery.reminder_id = reminder.id JOIN opened ON opened.id = delivery.id "
        f"WHERE {is_any('reminder.person_id', 1)} AND due_at > $2 AND useless_after > $3 "
        f"AND kind IN ('{ReminderKind.check_in}', '{ReminderKind.nudge}')",
        listed(list(people)),
        to_ms(now - LONGEST),
        to_ms(now),
    )
    seen: dict[UUID, set[str]] = defaultdict(set)
    for row in found:
        seen[UUID(str(row["person_id"]))].add(row["subject"])
    return seen
