"""What became of somebody's reminders, as anyone concerned can read it: rows tell it, and nothing of their words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.channel import Verdict
from server.checkins.models import CheckIn
from server.clock import from_ms
from server.database import is_any, listed, rows
from server.medication.doses import starts_of
from server.medication.models import DoseReply, DoseWord, Medication
from server.people.models import Person
from server.reminders.models import Email, Opening, Reminder, ReminderKind, ReminderState
from server.sessions.expand import occurrences_of
from server.sessions.models import Reply, ReplyKind
from server.sessions.reply import HERE

BACK = timedelta(days=14)
CHECK_INS = (ReminderKind.check_in, ReminderKind.nudge)


class WhyNot(StrEnum):
    """Why a reminder was not sent."""

    done = "done"  # before it was due
    seen = "seen"  # the first of that check-in, so that no other follows
    changed = "changed"  # what it was about, or what the person chose
    too_late = "too_late"  # it was useless by the time it could be sent
    not_taken = "not_taken"  # by the push service
    no_device = "no_device"  # reminders were on nowhere
    quiet_hours = "quiet_hours"  # it was late, and over before they ended
    day_off = "day_off"  # it was late, and would have come on one
    said_by_another = "said_by_another"  # it was late, and another one about the same was there too


@dataclass(frozen=True)
class Sent:
    """A reminder that was due, and its way. `accepted_at`, `shown_at` and `opened_at`: the first of its devices'."""

    reminder: Reminder
    accepted_at: datetime | None = None
    shown_at: datetime | None = None
    opened_at: datetime | None = None
    opening: Opening | None = None
    done_at: datetime | None = None  # the check-in was answered, or the person said that they are at the session
    why_not: WhyNot | None = None
    emailed_at: datetime | None = None  # nobody had noticed it on a phone
    email_failed: bool = False


async def sent_reminders(person: Person, now: datetime) -> list[Sent]:
    """Those of the last 14 days, the newest first. Ten queries at most."""
    due = Reminder.filter(person_id=person.id, due_at__gte=now - BACK, due_at__lte=now)
    reminders = await due.order_by("-due_at", "-id")
    ways = await _ways([each.id for each in reminders])
    done = await _answered(reminders) | await _attended(person, now) | await _taken(person, now)
    sent = [_sent(each, ways[each.id], done.get(each.subject)) for each in reminders]
    emails = {each.id: each for each in await Email.filter(id__in=[each.id for each in reminders])}
    sent = [_with_email(each, emails[each.reminder.id]) if each.reminder.id in emails else each for each in sent]
    seen = _first_seen(sent)
    return [replace(each, why_not=_why_not(each, seen.get(each.reminder.subject))) for each in sent]


def _first_seen(sent: Sequence[Sent]) -> dict[str, datetime]:
    """Of each check-in when the first of its reminders that was seen was."""
    found: dict[str, datetime] = {}
    for each in sent:
        if each.opened_at and each.reminder.kind in CHECK_INS:
            subject = each.reminder.subject
            found[subject] = min(each.opened_at, found.get(subject, each.opened_at))
    return found


async def _ways(ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Of each of these reminders the deliveries that a push service accepted, with what phones said of them."""
    ways: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in await rows(
        "SELECT reminder_id, delivery.at AS accepted_at, shown.at AS shown_at, opened.at AS opened_at, how "  # noqa: S608  # our own words; what people gave is a parameter
        "FROM delivery LEFT JOIN shown ON shown.id = delivery.id LEFT JOIN opened ON opened.id = delivery.id "
        f"WHERE {is_any('reminder_id', 1)} AND verdict = '{Verdict.ACCEPTED}'",
        listed(ids),
    ):
        ways[UUID(str(row["reminder_id"]))].append(row)
    return ways


def _sent(reminder: Reminder, ways: Sequence[dict[str, Any]], done_at: datetime | None) -> Sent:
    """Of each step the first word of any device."""
    _, how = min(((each["opened_at"], each["how"]) for each in ways if each["how"]), default=(None, None))
    return Sent(
        reminder,
        accepted_at=_first(ways, "accepted_at"),
        shown_at=_first(ways, "shown_at"),
        opened_at=_first(ways, "opened_at"),
        opening=Opening(how) if how else None,
        done_at=done_at,
    )


def _first(ways: Sequence[dict[str, Any]], step: str) -> datetime | None:
    moments = [each[step] for each in ways if each[step] is not None]
    return from_ms(min(moments)) if moments else None


def _with_email(sent: Sent, email: Email) -> Sent:
    # Of those that expired only one that was tried in vain has a reason.
    has_failed = email.state == ReminderState.failed or (email.state == ReminderState.expired and bool(email.reason))
    return replace(sent, emailed_at=email.sent_at, email_failed=has_failed)


async def _answered(reminders: Sequence[Reminder]) -> dict[str, datetime]:
    """By the check-in's id."""
    about = {each.subject for each in reminders if each.kind in CHECK_INS}
    answered = CheckIn.filter(id__in=about, answered_at__not_isnull=True)
    return {str(each): at for each, at in await answered.values_list("id", "answered_at")}


async def _attended(person: Person, now: datetime) -> dict[str, datetime]:
    """By each name of the session, when the person said that they are there."""
    here = Reply.filter(person_id=person.id, kind=ReplyKind.here, starts_at__gt=now - BACK)
    said = {each.occurrence: each.said_at for each in await here}
    calendar = await occurrences_of(person, now - BACK, now + HERE) if said else []
    return said | {name: said[one.id] for one in calendar if one.id in said for name in one.former_ids}


async def _taken(person: Person, now: datetime) -> dict[str, datetime]:
    """By the local start of doses, when the person had said of the last of them whether they took it."""
    due: dict[str, set[UUID]] = defaultdict(set)
    for medication in await Medication.filter(person_id=person.id):
        for start, _ in starts_of(medication, ZoneInfo(person.zone), now - BACK, now):
            due[start].add(medication.id)
    said: dict[str, dict[UUID, datetime]] = defaultdict(dict)
    words = DoseReply.filter(person_id=person.id, said_at__gt=now - BACK, word__in=(DoseWord.taken, DoseWord.skipped))
    for each in await words:
        said[each.original_start][each.medication_id] = each.said_at
    return {start: max(of_each.values()) for start, of_each in said.items() if due[start] <= of_each.keys()}


def _why_not(sent: Sent, first_seen_at: datetime | None) -> WhyNot | None:
    """None for one that was sent, or may still come."""
    reminder = sent.reminder
    if sent.accepted_at:
        return None
    match reminder.state:
        case ReminderState.withdrawn:
            return _why_withdrawn(sent, first_seen_at)
        case ReminderState.expired:
            return _why_expired(reminder.reason)
        case ReminderState.failed:
            return WhyNot.no_device if reminder.reason == WhyNot.no_device else WhyNot.not_taken
        case _:
            return None


def _why_expired(reason: str | None) -> WhyNot:
    if reason in (WhyNot.quiet_hours, WhyNot.day_off, WhyNot.said_by_another):
        return WhyNot(reason)
    return WhyNot.not_taken if reason else WhyNot.too_late


def _why_withdrawn(sent: Sent, first_seen_at: datetime | None) -> WhyNot:
    """The planner withdraws without a word, who claims one with it; both for the same reasons."""
    reminder = sent.reminder
    if reminder.reason in (WhyNot.done, WhyNot.seen):
        return WhyNot(reminder.reason)
    if sent.done_at and sent.done_at <= reminder.due_at:
        return WhyNot.done
    if reminder.kind == ReminderKind.nudge and first_seen_at and first_seen_at <= reminder.due_at:
        return WhyNot.seen
    return WhyNot.changed
