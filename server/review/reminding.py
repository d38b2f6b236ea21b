"""Whether somebody's reminders still arrive, and what became of each."""

from datetime import datetime
from uuid import UUID

from server.http import Call, Moment, Schema, get
from server.people.access import person_in_care
from server.people.signin import SignedIn, staff
from server.push.models import Subscription
from server.push.silent import silent_people
from server.reminders.models import ReminderKind, Shown
from server.reminders.routes import SentOut
from server.reminders.sent import sent_reminders

# What staff plan or ask. Whatever else somebody is reminded of is their own.
OF_THE_PROGRAM = (
    ReminderKind.session,
    ReminderKind.check_in,
    ReminderKind.nudge,
    ReminderKind.change,
    ReminderKind.test,
)


class ReminderHealth(Schema):
    subscribed: bool
    last_accepted_at: Moment | None
    last_shown_at: Moment | None
    stopped_on: Moment | None  # since when none of their phones has shown what was accepted, if for two days


class PersonsReminders(Schema):
    """Of the last 14 days, the newest first; `zone` is theirs."""

    zone: str
    reminders: list[SentOut]


async def reminder_health(person_id: UUID, now: datetime) -> ReminderHealth:
    """What push services took for this person, and what their phones said they showed."""
    signed_in = Subscription.filter(person_id=person_id, device__revoked_at=None, device__expires_at__gt=now)
    subscriptions = await signed_in.only("id", "last_accepted_at")
    shown = await Shown.filter(person_id=person_id).order_by("-at").first()
    return ReminderHealth(
        subscribed=bool(subscriptions),
        last_accepted_at=max((each.last_accepted_at for each in subscriptions if each.last_accepted_at), default=None),
        last_shown_at=shown.at if shown else None,
        stopped_on=(await silent_people([person_id], now)).get(person_id),
    )


@get("/api/people/{id:uuid}/reminders", door=staff, returns=PersonsReminders)
async def read_reminders(call: Call[None, SignedIn]) -> PersonsReminders:
    """What became of one person's reminders of sessions and check-ins: which kind, when, how far it came."""
    person = await person_in_care(call.viewer.person, call.id, "GET /api/people/{id}/reminders", call.now)
    sent = await sent_reminders(person, call.now)
    return PersonsReminders(
        zone=person.zone, reminders=[SentOut.of(each) for each in sent if each.reminder.kind in OF_THE_PROGRAM]
    )
