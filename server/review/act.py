"""What somebody did about an alert, written down once; whoever is second learns who was first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from server.http import not_found
from server.people.models import Person
from server.review.models import Alert, AlertEvent, AlertStep
from server.review.owner import untell
from server.review.standing import mark_standing_stale


@dataclass(frozen=True)
class Done:
    by_id: UUID
    by: str
    at: datetime


async def act(
    event_id: UUID, alert: Alert, by: Person, step: AlertStep, now: datetime, note: str | None = None
) -> Done:
    """Acknowledges or resolves, as `step` says, unless somebody was first; who it was, and when.

    Sent again it changes nothing, also when the alert was opened again meanwhile. Raises Problem 404 for an id that
    stands for something else.
    """
    async with in_transaction():
        # Whoever holds the person's row is the only one who changes their alerts.
        await Person.filter(id=alert.person_id).select_for_update().get()
        known = await AlertEvent.get_or_none(id=event_id)
        if known and (known.alert_id, known.by_id, known.step) != (alert.id, by.id, step):
            raise not_found()
        alert = await Alert.get(id=alert.id)
        if known is None:
            await _do(event_id, alert, by, step, now, note)
    who, at = _done(alert, step)
    if who is None or at is None:  # it was opened again since
        who, at = by.id, known.at if known else now
    first = await Person.get_or_none(id=who)
    return Done(who, first.called_or_name if first else "", at)


def _done(alert: Alert, step: AlertStep) -> tuple[UUID | None, datetime | None]:
    if step == AlertStep.resolved:
        return alert.resolved_by_id, alert.resolved_at
    return alert.acknowledged_by_id, alert.acknowledged_at


async def _do(event_id: UUID, alert: Alert, by: Person, step: AlertStep, now: datetime, note: str | None) -> None:
    if _done(alert, step)[0]:
        if note:  # what the second one wrote stays beside what the first one did
            await AlertEvent.create(id=event_id, alert_id=alert.id, at=now, step=step, by_id=by.id, note=note)
        return
    alert.acknowledged_by_id, alert.acknowledged_at = alert.acknowledged_by_id or by.id, alert.acknowledged_at or now
    if step == AlertStep.resolved:
        alert.resolved_by_id, alert.resolved_at = by.id, now
    await alert.save()
    await untell(alert)
    await mark_standing_stale(alert.person_id)
    await AlertEvent.create(id=event_id, alert_id=alert.id, at=now, step=step, by_id=by.id, note=note)
