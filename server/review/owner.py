"""Whose an alert is, who is next, and how they learn of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from server.checkins.score import Tier
from server.people.coverage import is_open
from server.people.models import Person, Program, Responder, Role
from server.push.models import Subscription
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.review.models import Alert, AlertEvent, AlertStep

USEFUL = timedelta(hours=24)


async def ring_of(person: Person) -> list[UUID]:
    """Who acts on this person's alerts, in turn: their counselor, then the program's responders by rank.

    Where nobody is named, its admins: as long as there is staff, no alert is nobody's.
    """
    responders = await Responder.filter(program_id=person.program_id).order_by("rank", "id")
    wanted = [person.counselor_id, *(each.person_id for each in responders)]
    named = Q(id__in=[each for each in wanted if each]) | Q(role=Role.admin)
    staff = Person.filter(named, program_id=person.program_id).exclude(role=Role.participant)
    there = [each.id for each in await staff.order_by("id").only("id")]
    return [each for each in dict.fromkeys(wanted) if each in there] or there


def next_in(ring: Sequence[UUID], owner: UUID | None) -> UUID | None:
    """Pure: who comes after the owner, the first after the last; the same one only when there is nobody else."""
    if owner in ring:
        after = ring.index(owner) + 1
        return [*ring[after:], *ring[:after]][0]
    return ring[0] if ring else owner


async def tell(alert: Alert, event: AlertEvent, ring: Sequence[UUID], program: Program, now: datetime) -> None:
    """A push to the owner's own devices, due now.

    Of an urgent alert others learn too when the owner may not see it, outside coverage or without a device that can be
    reached: one after the other, until there is one who can be.
    """
    reachable = await _reachable([alert.owner_id, *ring], now)
    found: list[tuple[UUID | None, AlertEvent]] = [(alert.owner_id, event)] if alert.owner_id in reachable else []
    if alert.tier == Tier.urgent and (not found or not is_open(program, now)):
        others = [_told(alert, each, each in reachable, now) for each in _in_turn(ring, alert.owner_id, reachable)]
        await AlertEvent.bulk_create(others)
        found += [(each.to_id, each) for each in others if each.step == AlertStep.told]
    await Reminder.bulk_create([_reminder(alert, each.id, to, now) for to, each in found if to])


async def _reachable(people: Sequence[UUID | None], now: datetime) -> set[UUID]:
    """Those with a device that is signed in and takes pushes."""
    current = Subscription.filter(device__revoked_at=None, device__expires_at__gt=now)
    theirs = current.filter(person_id__in=[each for each in people if each])
    return {each.person_id for each in await theirs.only("id", "person_id")}


def _in_turn(ring: Sequence[UUID], owner: UUID | None, reachable: set[UUID]) -> list[UUID]:
    """Those after the owner, up to the first who can be reached."""
    after = ring.index(owner) + 1 if owner in ring else 0
    turn = [each for each in [*ring[after:], *ring[:after]] if each != owner]
    first = next((place for place, each in enumerate(turn) if each in reachable), len(turn))
    return turn[: first + 1]


def _told(alert: Alert, to: UUID, is_reachable: bool, now: datetime) -> AlertEvent:
    step = AlertStep.told if is_reachable else AlertStep.unreached
    return AlertEvent(alert_id=alert.id, at=now, step=step, to_id=to)


def _reminder(alert: Alert, event_id: UUID, to: UUID, now: datetime) -> Reminder:
    return Reminder(
        person_id=to,
        kind=ReminderKind.alert,
        key=f"{to}:alert:{event_id}",
        subject=str(alert.id),
        moment=now,
        due_at=now,
        next_at=now,
        useless_after=now + USEFUL,
    )


async def untell(alert: Alert) -> None:
    """Takes back what was not pushed yet: somebody is on it."""
    waiting = Reminder.filter(kind=ReminderKind.alert, subject=str(alert.id), state=ReminderState.waiting)
    await waiting.update(state=ReminderState.withdrawn, reason="done")
