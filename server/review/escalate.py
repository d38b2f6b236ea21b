"""Nobody acted in time: the alert goes to the next responder, again until somebody does."""

from datetime import datetime
from uuid import UUID

import structlog
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from server.checkins.score import Tier
from server.people.coverage import due_by
from server.people.models import Person, Program
from server.review import metrics
from server.review.models import Alert, AlertEvent, AlertStep
from server.review.owner import next_in, ring_of, tell
from server.review.standing import mark_standing_stale

log = structlog.get_logger()


async def escalate(now: datetime) -> int:
    """Gives every alert that nobody acknowledged in time to the next responder; how many. A digest can wait."""
    escalated = 0
    for alert_id, person_id in await _due(now).order_by("due_by").values_list("id", "person_id"):
        try:
            escalated += await _escalate(alert_id, person_id, now)
        except Exception:
            # It is still due: the next tick tries again.
            log.exception("escalate_failed")
    return escalated


def _due(now: datetime) -> QuerySet[Alert]:
    return Alert.filter(due_by__lte=now, acknowledged_at=None, resolved_at=None, tier__in=(Tier.urgent, Tier.today))


async def _escalate(alert_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Whether it was ours to escalate: another worker may have, or somebody acted this moment."""
    async with in_transaction():
        person = await Person.filter(id=person_id).select_for_update(skip_locked=True).first()
        alert = await _due(now).filter(id=alert_id).first()
        if person is None or alert is None:
            return False
        program = await Program.get(id=person.program_id)
        ring = await ring_of(person)
        alert.owner_id = next_in(ring, alert.owner_id)
        alert.escalations += 1
        alert.due_by = due_by(program, alert.tier, now)
        await alert.save(update_fields=["owner_id", "escalations", "due_by"])
        step = AlertStep.escalated
        event = await AlertEvent.create(alert_id=alert.id, at=now, step=step, to_id=alert.owner_id)
        await tell(alert, event, ring, program, now)
        await mark_standing_stale(person.id)
    metrics.ESCALATED.labels(tier=alert.tier).inc()
    if alert.owner_id is None:
        metrics.NOBODY.inc()
        log.error("alert_without_owner")
    return True
