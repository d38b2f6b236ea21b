"""From what rules saw, and what people asked for or can't come to, to somebody's alert: one for each person, rule and
local day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from tortoise.transactions import in_transaction

from server.checkins.instrument import in_use
from server.checkins.models import CallRequest, Flag
from server.checkins.rules import rules_of
from server.checkins.score import Tier
from server.clock import from_ms
from server.database import rows
from server.people.coverage import due_by
from server.people.models import Person, Program
from server.review import metrics
from server.review.fixed import AT_ONCE, CALL, CANT_COME, FIXED, SAFETY
from server.review.models import Alert, AlertEvent, AlertStep
from server.review.owner import ring_of, tell
from server.review.standing import mark_standing_stale
from server.sessions.models import Reply, ReplyKind

log = structlog.get_logger()

PRESSING = list(Tier)  # the most pressing first


@dataclass(frozen=True)
class Reason:
    """A flag, a request to be contacted, or a session that somebody can't come to, of which nobody has been told."""

    id: UUID
    model: type[Flag] | type[CallRequest] | type[Reply]
    tier: Tier
    answer_id: UUID | None
    received_at: datetime

    async def waits(self) -> bool:
        """Still, whatever came in or was taken back meanwhile."""
        waiting = self.model.filter(id=self.id, alert_id=None)
        return await (waiting.filter(kind=ReplyKind.cant_come) if self.model is Reply else waiting).exists()


@dataclass(frozen=True)
class Key:
    """What an alert is one of."""

    person_id: UUID
    rule: str
    day: date  # where the person is, when what raised it arrived

    @property
    def alert_id(self) -> UUID:
        """The same on every machine, however often it is raised."""
        return uuid5(self.person_id, f"alert {self.rule} {self.day}")


async def raise_alerts(now: datetime) -> int:
    """Makes alerts of everything of which nobody has been told, the most pressing first; how many were changed."""
    waiting: dict[Key, list[Reason]] = defaultdict(list)
    for key, reason in [*await _flags(), *await _requests(), *await _replies()]:
        waiting[key].append(reason)
    changed = 0
    for key in sorted(waiting, key=lambda key: min(PRESSING.index(each.tier) for each in waiting[key])):
        try:
            changed += await _raise(key, waiting[key], now)
        except Exception:
            # It waits for the next tick, and never stops the rest.
            log.exception("raise_failed")
    return changed + await _take_back(now)


async def _flags() -> list[tuple[Key, Reason]]:
    """Those of corrected answers too: what was said once is followed up."""
    columns = ("id", "person_id", "rule", "tier", "answer_id", "answer__received_at", "person__zone")
    return [
        (Key(person, rule, _day(received_at, zone)), Reason(flag, Flag, tier, answer, received_at))
        for flag, person, rule, tier, answer, received_at, zone in await Flag.filter(alert_id=None).values_list(
            *columns
        )
    ]


async def _requests() -> list[tuple[Key, Reason]]:
    """From the page that an urgent rule opens a request is as urgent, whether the form was sent or not."""
    columns = ("id", "person_id", "rule", "received_at", "person__zone", "person__program_id")
    found = []
    for asked, person, rule, received_at, zone, program in await CallRequest.filter(alert_id=None).values_list(
        *columns
    ):
        urgent = rule == SAFETY or (rule is not None and rule in await _urgent_rules(program))
        key = Key(person, rule if urgent else CALL, _day(received_at, zone))
        found.append((key, Reason(asked, CallRequest, Tier.urgent if urgent else Tier.today, None, received_at)))
    return found


async def _replies() -> list[tuple[Key, Reason]]:
    # As the partial index says it: with a value passed for the kind, SQLite reads every reply there is.
    waiting = await rows(
        "SELECT reply.id, reply.person_id, reply.received_at, person.zone FROM reply"
        " JOIN person ON person.id = reply.person_id WHERE reply.alert_id IS NULL AND reply.kind = 'cant_come'"
    )
    return [_of_reply(row) for row in waiting]


def _of_reply(row: dict[str, Any]) -> tuple[Key, Reason]:
    received_at = from_ms(row["received_at"])
    key = Key(UUID(str(row["person_id"])), CANT_COME, _day(received_at, row["zone"]))
    return key, Reason(UUID(str(row["id"])), Reply, FIXED[CANT_COME][0], None, received_at)


async def _take_back(now: datetime) -> int:
    """Says of those who come after all on their alerts, and to whose those are; how many. It may be that somebody else
    got their hour, so whoever was told before is told, also where the alert is resolved. It stays as it is."""
    taken_back = 0
    for row in await rows("SELECT id, person_id FROM reply WHERE alert_id IS NOT NULL AND kind <> 'cant_come'"):
        try:
            taken_back += await _say_coming(UUID(str(row["id"])), UUID(str(row["person_id"])), now)
        except Exception:
            log.exception("raise_failed")
    return taken_back


async def _say_coming(reply_id: UUID, person_id: UUID, now: datetime) -> bool:
    async with in_transaction():
        person = await Person.filter(id=person_id).select_for_update(skip_locked=True).first()
        reply = await Reply.get(id=reply_id)
        if person is None or reply.kind == ReplyKind.cant_come or reply.alert_id is None:
            return False
        alert = await Alert.get(id=reply.alert_id)
        event = _event(alert.id, AlertStep.coming, now)
        await Reply.filter(id=reply.id).update(alert_id=None)
        await event.save()
        await tell(alert, event, await ring_of(person), await Program.get(id=person.program_id), now)
    return True


async def _urgent_rules(program_id: UUID) -> set[str]:
    forms = await in_use(program_id)
    return {rule.name for form in forms for rule in rules_of(form) if rule.tier == Tier.urgent}


def _day(moment: datetime, zone: str) -> date:
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        # Another machine knew this zone. Better the day in UTC than no alert, of theirs and of everybody else's.
        return moment.date()


async def _raise(key: Key, reasons: Sequence[Reason], now: datetime) -> bool:
    """Whether it was ours to raise."""
    async with in_transaction():
        # Whoever holds the person's row is the only one who changes their alerts. Another worker's turn is its own.
        person = await Person.filter(id=key.person_id).select_for_update(skip_locked=True).first()
        fresh = [each for each in reasons if await each.waits()] if person else []
        if person is None or not fresh:
            return False
        tier = min((each.tier for each in fresh), key=PRESSING.index)
        answers = [each.answer_id for each in sorted(fresh, key=lambda each: each.received_at)]
        await put_alert(key, person, tier, answers, now)
        asked = sum(each.model is CallRequest for each in fresh)
        await AlertEvent.bulk_create([_event(key.alert_id, AlertStep.asked, now) for _ in range(asked)])
        for each in fresh:
            await each.model.filter(id=each.id).update(alert_id=key.alert_id)
    for each in fresh:
        metrics.WAITED.observe((now - each.received_at).total_seconds())
    return True


async def put_alert(key: Key, person: Person, tier: Tier, answers: Sequence[UUID | None], now: datetime) -> None:
    """Opens the alert, or adds to it, with one event for each of `answers`; in a transaction that holds the person."""
    program = await Program.get(id=person.program_id)
    ring = await ring_of(person)
    alert = await Alert.get_or_none(id=key.alert_id)
    step = _step(alert, tier)
    if alert is None:
        alert = Alert(id=key.alert_id, person_id=person.id, rule=key.rule, day=key.day, tier=tier, opened_at=now)
        alert.due_by = due_by(program, tier, now)
    else:
        _press(alert, step, tier, program, now)
    alert.owner_id = alert.owner_id or (ring[0] if ring else None)
    await alert.save(force_create=step == AlertStep.opened)
    events = _events(alert, step, answers, now)
    await AlertEvent.bulk_create(events)
    if alert.tier == Tier.urgent or alert.rule in AT_ONCE:
        await tell(alert, events[0], ring, program, now)
    await mark_standing_stale(person.id)
    _count(alert, step)


def _event(alert_id: UUID, step: AlertStep, now: datetime) -> AlertEvent:
    return AlertEvent(alert_id=alert_id, at=now, step=step)


def _step(alert: Alert | None, tier: Tier) -> AlertStep:
    """What is urgent and comes after somebody was on it may be worse, and nobody may have seen it: it opens again."""
    if alert is None:
        return AlertStep.opened
    is_over = alert.resolved_at or (alert.acknowledged_at and tier == Tier.urgent)
    return AlertStep.reopened if is_over else AlertStep.added


def _press(alert: Alert, step: AlertStep, tier: Tier, program: Program, now: datetime) -> None:
    """A tier only ever rises. Somebody has to act anew on what opens again, and on what presses more than it did; first
    whoever was on it."""
    rises = PRESSING.index(tier) < PRESSING.index(alert.tier)
    alert.tier = min(tier, alert.tier, key=PRESSING.index)
    if step == AlertStep.reopened or rises:
        due = due_by(program, alert.tier, now)
        alert.due_by = due if alert.resolved_at or alert.acknowledged_at else min(due, alert.due_by)
        alert.owner_id = alert.owner_id if alert.resolved_at else alert.acknowledged_by_id or alert.owner_id
        alert.acknowledged_at = alert.acknowledged_by_id = alert.resolved_at = alert.resolved_by_id = None


def _events(alert: Alert, step: AlertStep, answers: Sequence[UUID | None], now: datetime) -> list[AlertEvent]:
    steps = [step, *[AlertStep.added] * (len(answers) - 1)]
    return [
        AlertEvent(
            alert_id=alert.id,
            at=now,
            step=each,
            to_id=None if each == AlertStep.added else alert.owner_id,
            answer_id=answer,
        )
        for each, answer in zip(steps, answers, strict=True)
    ]


def _count(alert: Alert, step: AlertStep) -> None:
    if step != AlertStep.added:
        metrics.RAISED.labels(tier=alert.tier).inc()
    if alert.owner_id is None:
        metrics.NOBODY.inc()
        log.error("alert_without_owner")
