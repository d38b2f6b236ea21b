"""What goes out later than it was due, because the machine slept or a push service was out: it keeps to the person's
quiet hours and days off, as if it were due now. The planner places only what is in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

from server.people.models import Person
from server.reminders.choices import Choices
from server.reminders.choose import choices_of_many
from server.reminders.claim import Claimed, Settled
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.reminders.wanted import LeftOut, WantedReminder, is_snooze, placed

IN_TIME = timedelta(minutes=1)  # a busy minute makes nothing late
# A test and an alert come whatever the hour, and so does a dose, at the time that the person set.
KINDS = (
    ReminderKind.session,
    ReminderKind.check_in,
    ReminderKind.nudge,
    ReminderKind.change,
    ReminderKind.refill,
)


async def put_off(batch: Sequence[Claimed], now: datetime) -> dict[UUID, Settled]:
    """By id, of those that are late, what becomes of the ones that must not ring now. Three queries; none where nothing
    is late."""
    late = [each for each in batch if each.kind in KINDS and now - each.due_at > IN_TIME]
    if not late:
        return {}
    people = {each.id: each for each in await Person.filter(id__in={each.person_id for each in late})}
    choices = await choices_of_many(list(people))
    keys = dict(await Reminder.filter(id__in=[each.id for each in late]).values_list("id", "key"))
    asked_again = {reminder for reminder, key in keys.items() if is_snooze(key.rpartition(":")[2])}
    found = {
        each.id: _placed(each, people[each.person_id], choices[each.person_id], now)
        for each in late
        if each.id not in asked_again
    }
    return {reminder: settled for reminder, settled in found.items() if settled}


def _placed(reminder: Claimed, person: Person, choices: Choices, now: datetime) -> Settled | None:
    """Pure: None for one that may ring now."""
    try:
        zone = person.tz
    except (ZoneInfoNotFoundError, ValueError):
        return None  # another machine knew this zone; one person's must not hold up everybody else's
    considered = placed(as_if_due(reminder, now), choices, zone)
    due_at = considered.wanted.due_at
    if considered.left_out is LeftOut.day_off:
        return Settled(reminder, ReminderState.expired, LeftOut.day_off)
    if considered.left_out or due_at < now:  # by the end of the quiet hours it is over; before they began was earlier
        return Settled(reminder, ReminderState.expired, LeftOut.quiet_hours)
    if due_at > now:
        return Settled(reminder, ReminderState.waiting, LeftOut.quiet_hours, next_at=due_at, untried=True)
    return None


def as_if_due(reminder: Claimed | Reminder, now: datetime) -> WantedReminder:
    """Pure: the reminder, unless it is one that the person asked to hear again, as if it were due now."""
    return WantedReminder(
        reminder.kind, reminder.subject, reminder.moment, "late", now, reminder.useless_after,
        quiet=reminder.kind != ReminderKind.check_in,
    )  # fmt: skip
