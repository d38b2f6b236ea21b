"""Whether somebody's reminders still arrive."""

from datetime import datetime, timedelta
from uuid import UUID

from server.clock import from_ms, to_ms
from server.database import rows
from server.http import Moment, Schema
from server.push.models import Subscription
from server.reminders.models import Shown

SILENT = timedelta(days=2)  # a phone may be off for a night, or without a network on a weekend trip


class ReminderHealth(Schema):
    subscribed: bool
    last_accepted_at: Moment | None
    last_shown_at: Moment | None
    stopped_on: Moment | None  # since when nothing that was accepted has been shown, if so


async def reminder_health(person_id: UUID, now: datetime) -> ReminderHealth:
    """What push services took for this person, and what their phones said they showed."""
    signed_in = Subscription.filter(person_id=person_id, device__revoked_at=None, device__expires_at__gt=now)
    subscriptions = await signed_in.only("id", "last_accepted_at")
    shown = await Shown.filter(person_id=person_id).order_by("-at").first()
    last_shown_at = shown.at if shown else None
    return ReminderHealth(
        subscribed=bool(subscriptions),
        last_accepted_at=max((each.last_accepted_at for each in subscriptions if each.last_accepted_at), default=None),
        last_shown_at=last_shown_at,
        stopped_on=await _stopped_on(person_id, last_shown_at, now) if subscriptions else None,
    )


async def _stopped_on(person_id: UUID, last_shown_at: datetime | None, now: datetime) -> datetime | None:
    """When the first delivery was accepted that no phone has shown, nor any after it, if that is two days ago."""
    [first] = await rows(
        "SELECT MIN(at) AS at FROM delivery WHERE person_id = $1 AND verdict = 'accepted' AND at > $2",
        str(person_id),
        to_ms(last_shown_at) if last_shown_at else 0,
    )
    stopped_on = None if first["at"] is None else from_ms(first["at"])
    return stopped_on if stopped_on and now - stopped_on >= SILENT else None
