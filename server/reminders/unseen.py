"""Which reminders nobody noticed on a phone, and which of them are worth an email."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from server.checkins.models import CheckIn
from server.clock import to_ms
from server.database import rows
from server.people.models import Person, Phase
from server.reminders.choices import Choices
from server.reminders.choose import choices_of_many
from server.reminders.known import CALENDAR_AHEAD, NEWS_AHEAD
from server.reminders.late import SAID_BY_ANOTHER, as_if_due
from server.reminders.models import Delivery, Opened, Reminder, ReminderKind, Shown
from server.reminders.wanted import LeftOut, placed, whereabouts
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from server.sessions.models import ReplyKind
from server.sessions.reply import replies_of

PATIENCE = timedelta(minutes=10)  # since it was due and was last sent: phones that are on have shown it by then
BACK = timedelta(days=1)  # what was due longer ago is not written any more
BY_EMAIL = (ReminderKind.session, ReminderKind.check_in, ReminderKind.change)  # a nudge is one thing too many

# By who gave a mailbox: they are few, and the index on (person_id, due_at) finds theirs.
_NOTE = f"""
    INSERT INTO email (id, person_id, state, next_at, tries)
    SELECT reminder.id, reminder.person_id, 'waiting', $1, 0
    FROM email_address
        JOIN person ON person.id = email_address.person_id
        JOIN reminder ON reminder.person_id = email_address.person_id
    WHERE confirmed_at IS NOT NULL AND stopped_at IS NULL AND phase <> '{Phase.ended}'
        AND due_at > $3 AND due_at <= $2 AND due_at >= confirmed_at AND useless_after > $1
        AND kind IN ({", ".join(f"'{each}'" for each in BY_EMAIL)})
        AND (state IN ('accepted', 'failed', 'expired') OR state = 'waiting' AND reason <> '{LeftOut.quiet_hours}')
        AND COALESCE(reason, '') <> '{SAID_BY_ANOTHER}'
        AND NOT EXISTS (SELECT 1 FROM email WHERE email.id = reminder.id)
        AND NOT EXISTS (
            SELECT 1 FROM delivery LEFT JOIN shown ON shown.id = delivery.id LEFT JOIN opened ON opened.id = delivery.id
            WHERE delivery.reminder_id = reminder.id
                AND (
                    shown.id IS NOT NULL OR opened.id IS NOT NULL
                    OR delivery.verdict = 'accepted' AND delivery.at > $2
                )
        )
    ON CONFLICT (id) DO NOTHING RETURNING id"""  # noqa: S608  # our own words


async def note_unseen(now: datetime) -> int:
    """Writes down an email for each reminder that nobody saw, once; how many.

    One that still waits counts when a try to send it failed: its push service can't be had. One that is late and waits
    for the end of quiet hours does not.
    """
    noted = await rows(_NOTE, to_ms(now), to_ms(now - PATIENCE), to_ms(now - BACK))
    return len(noted)


class NotNeeded(StrEnum):
    """Why an email that was written down is not sent."""

    shown = "shown"  # meanwhile, or they looked into the app
    done = "done"  # or cancelled, moved, turned off
    ended = "ended"  # treatment
    no_address = "no_address"
    day_off = "day_off"
    quiet_hours = "quiet_hours"  # over before they end


@dataclass(frozen=True)
class Later:
    """It is quiet hours; they end at `at`."""

    at: datetime


async def look_again(reminder: Reminder, now: datetime) -> NotNeeded | Later | None:
    """Whether the reminder is still worth an email at this moment: None, if so. `reminder.person` must be there."""
    person = reminder.person
    if person.phase == Phase.ended:
        return NotNeeded.ended
    if await _was_noticed(reminder.id):
        return NotNeeded.shown
    choices = (await choices_of_many([person.id]))[person.id]
    if reminder.kind in choices.off or not await _is_to_do(reminder, person, now):
        return NotNeeded.done
    return _when(reminder, person, choices, now)


async def _was_noticed(reminder_id: UUID) -> bool:
    """A phone showed it, or they had the app before them since: it may have shown it and not have said so."""
    sent = list(await Delivery.filter(reminder_id=reminder_id).values_list("id", flat=True))
    return await Shown.filter(id__in=sent).exists() or await Opened.filter(id__in=sent).exists()


async def _is_to_do(reminder: Reminder, person: Person, now: datetime) -> bool:
    if reminder.kind == ReminderKind.check_in:
        return await CheckIn.exists(id=reminder.subject, answered_at=None, missed_at=None, withdrawn_at=None)
    reach = NEWS_AHEAD if reminder.kind == ReminderKind.change else CALENDAR_AHEAD
    calendar = await occurrences_of(person, now - BACK, now + reach, with_moved_away=True)
    session = next((each for each in calendar if reminder.subject in each.names), None)
    if session is None:
        return False
    if reminder.kind == ReminderKind.change:
        return whereabouts(session) == reminder.key.rpartition(":")[2]  # else another one tells it
    is_as_said = session.state != OccurrenceState.cancelled and session.starts_at == reminder.moment
    return is_as_said and not await _has_replied(session, person, now)


async def _has_replied(session: Occurrence, person: Person, now: datetime) -> bool:
    replies = await replies_of(person, [session], now)
    return any(reply.kind in (ReplyKind.cant_come, ReplyKind.here) for reply in replies.values())


def _when(reminder: Reminder, person: Person, choices: Choices, now: datetime) -> NotNeeded | Later | None:
    """Pure: by quiet hours and days off, as if it were due now."""
    considered = placed(as_if_due(reminder, now), choices, person.tz)
    if considered.left_out:
        return NotNeeded(considered.left_out)
    return Later(considered.wanted.due_at) if considered.wanted.due_at > now else None
