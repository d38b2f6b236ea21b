"""What goes out later than it was due, because the machine slept or a push service was out: it keeps to the person's
quiet hours and days off, as if it were due now, and of several about one thing only one is said. The planner places
only what is in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

from server.clock import to_ms
from server.database import as_given, given, id_of, rows
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
FOLLOWED = (ReminderKind.session, ReminderKind.nudge)  # kinds of which several may be late about one thing
SAID_BY_ANOTHER = "said_by_another"

_ASKED = {"late": "uuid", "person": "uuid", "sort": "text", "about": "text", "start": "bigint", "due": "bigint"}
# Of a session's the last is said, for it is the nearest. Of a check-in's the first, where it was not said yet, for only
# that one comes by night too, and by email.
_OVERTAKEN = f"""
    SELECT DISTINCT given.late FROM {{given}} JOIN reminder ON reminder.person_id = given.person
        AND due_at <= $2 AND subject = given.about AND moment = given.start
    WHERE (kind = given.sort AND due_at > given.due
            OR given.sort = '{ReminderKind.nudge}' AND kind = '{ReminderKind.check_in}')
        AND state IN ('waiting', 'claimed') AND useless_after > $2"""  # noqa: S608  # our own words


async def put_off(batch: Sequence[Claimed], now: datetime) -> dict[UUID, Settled]:
    """By id, of those that are late, what becomes of the ones that must not ring now. Four queries; none where nothing
    is late."""
    late = [each for each in batch if each.kind in KINDS and now - each.due_at > IN_TIME]
    if not late:
        return {}
    people = {each.id: each for each in await Person.filter(id__in={each.person_id for each in late})}
    choices = await choices_of_many(list(people))
    keys = dict(await Reminder.filter(id__in=[each.id for each in late]).values_list("id", "key"))
    asked_again = {reminder for reminder, key in keys.items() if is_snooze(key.rpartition(":")[2])}
    ours = [each for each in late if each.id not in asked_again]
    overtaken = await _overtaken(ours, now)
    found = {
        each.id: Settled(each, ReminderState.expired, SAID_BY_ANOTHER)
        if each.id in overtaken
        else _placed(each, people[each.person_id], choices[each.person_id], now)
        for each in ours
    }
    return {reminder: settled for reminder, settled in found.items() if settled}


async def _overtaken(late: Sequence[Claimed], now: datetime) -> set[UUID]:
    """Those about something of which another reminder is to be said by now too, and says it better."""
    asked = [
        {
            "late": each.id,
            "person": each.person_id,
            "sort": each.kind,
            "about": each.subject,
            "start": to_ms(each.moment),
            "due": to_ms(each.due_at),
        }
        for each in late
        if each.kind in FOLLOWED
    ]
    if not asked:
        return set()
    found = await rows(_OVERTAKEN.replace("{given}", given(1, _ASKED)), as_given(asked, _ASKED), to_ms(now))
    return {id_of(row["late"]) for row in found}


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
