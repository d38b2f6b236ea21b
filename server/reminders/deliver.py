"""Delivery: claim what is due, send it outside any transaction, write down what came of it."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from server import clock
from server.checkins.models import CheckIn
from server.people.models import Language, Person
from server.push.addresses import origin_of
from server.push.message import Message, topic_of
from server.push.models import Subscription
from server.push.send import SEND_SECONDS, Outcome, PushSender, Target, Verdict
from server.reminders import metrics
from server.reminders.claim import Claimed, Settled, claim, expire, settle
from server.reminders.models import Delivery, ReminderKind, ReminderState
from server.reminders.words import TEXTS, path_of

log = structlog.get_logger()

AT_ONCE = 100  # sends under way
FLUSH = 100  # reminders finished before they are written down; a crash may send that many again
PAUSE = timedelta(minutes=5)  # for a push service that refuses our key
KEY_PROVEN = timedelta(days=1)  # since a push service took our key: a refusal is about one subscription
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=10)


@dataclass
class Courier:
    """What sending needs: the shared HTTP connections, our own address, and who we are to the other workers."""

    sender: PushSender
    base_url: str
    worker: str
    paused: dict[str, datetime] = field(default_factory=dict)  # push service origin -> until when
    accepted: dict[str, datetime] = field(default_factory=dict)  # push service origin -> the last time
    stopping: bool = False


@dataclass
class Addressees:
    """For one batch: to which subscriptions each person's reminders go, in which language, and what is done already."""

    subscriptions: dict[UUID, list[Subscription]]
    languages: dict[UUID, Language]
    done: set[str]  # check-ins that were answered meanwhile
    accepted: set[tuple[UUID, UUID]]  # (reminder, subscription) that an earlier try reached


async def deliver_due(courier: Courier) -> int:
    """Sends everything that is due now, batch by batch; how many reminders were taken up."""
    total = 0
    while not courier.stopping:
        now = clock.now()
        metrics.EXPIRED.inc(await expire(now))
        batch = await claim(courier.worker, now)
        if not batch:
            break
        await _send_batch(courier, batch, await _addressees(batch, now))
        total += len(batch)
    return total


async def _addressees(batch: Sequence[Claimed], now: datetime) -> Addressees:
    people = {reminder.person_id for reminder in batch}
    subscriptions: dict[UUID, list[Subscription]] = {}
    current = Subscription.filter(person_id__in=people, device__revoked_at=None, device__expires_at__gt=now)
    for subscription in await current:
        subscriptions.setdefault(subscription.person_id, []).append(subscription)
    languages = dict(await Person.filter(id__in=people).values_list("id", "language"))
    about = [each.subject for each in batch if each.kind in (ReminderKind.check_in, ReminderKind.nudge)]
    done = (
        await CheckIn.filter(id__in=about, answered_at__not_isnull=True).values_list("id", flat=True) if about else []
    )
    # Also at the first try: a reminder that was withdrawn and is wanted again counts its tries from the start.
    reached = Delivery.filter(reminder_id__in=[each.id for each in batch], verdict=Verdict.ACCEPTED)
    pairs = await reached.values_list("reminder_id", "subscription_id")
    return Addressees(subscriptions, languages, {str(each) for each in done}, {(one, two) for one, two in pairs})


async def _send_batch(courier: Courier, batch: Sequence[Claimed], addressees: Addressees) -> None:
    places = asyncio.Semaphore(AT_ONCE)
    tasks = [asyncio.create_task(_send_one(courier, reminder, addressees, places)) for reminder in batch]
    settled: list[Settled] = []
    deliveries: list[Delivery] = []
    for task in asyncio.as_completed(tasks):
        try:
            one, attempts = await task
        except Exception:
            # It stays claimed until its lease runs out, and never stops the rest.
            log.exception("send_failed")
            continue
        deliveries += attempts
        settled += [one] if one else []
        if len(settled) >= FLUSH:
            await _flush(courier, settled, deliveries)
            settled, deliveries = [], []
    await _flush(courier, settled, deliveries)


async def _send_one(
    courier: Courier, reminder: Claimed, addressees: Addressees, places: asyncio.Semaphore
) -> tuple[Settled | None, list[Delivery]]:
    """None with nothing sent when too little of the lease is left: whoever takes the reminder next sends it."""
    async with places:
        now = clock.now()
        if reminder.subject in addressees.done:
            return Settled(reminder, ReminderState.withdrawn, "done"), []
        if now >= reminder.useless_after:
            return Settled(reminder, ReminderState.expired), []
        if courier.stopping:
            return Settled(reminder, ReminderState.waiting, next_at=now), []
        if reminder.lease_until - now < timedelta(seconds=SEND_SECONDS):
            return None, []
        targets = [
            subscription
            for subscription in addressees.subscriptions.get(reminder.person_id, [])
            if (reminder.id, subscription.id) not in addressees.accepted
        ]
        language = addressees.languages.get(reminder.person_id, Language.en)
        # All devices at once: one after the other, those that hang would outlast the lease.
        attempts = await asyncio.gather(*(_attempt(courier, reminder, each, language) for each in targets))
    reached_before = any(reminder.id == earlier for earlier, _ in addressees.accepted)
    outcomes = [outcome for outcome, _ in attempts]
    return conclude(reminder, outcomes, reached_before, clock.now()), [delivery for _, delivery in attempts]


async def _attempt(
    courier: Courier, reminder: Claimed, subscription: Subscription, language: Language
) -> tuple[Outcome, Delivery]:
    now = clock.now()
    delivery = Delivery(
        id=uuid7(), reminder_id=reminder.id, person_id=reminder.person_id, subscription_id=subscription.id, at=now
    )
    outcome = await _send(courier, reminder, subscription, _message(courier, reminder, language, delivery.id), now)
    delivery.verdict, delivery.status = outcome.verdict, outcome.status
    return outcome, delivery


def _topic(reminder: Claimed) -> str:
    return topic_of(f"{reminder.person_id}:{reminder.subject or reminder.id}:{reminder.moment.timestamp()}")


def _message(courier: Courier, reminder: Claimed, language: Language, delivery_id: UUID) -> Message:
    words = TEXTS[language][reminder.kind]
    return Message(
        title=words.title,
        body=words.body,
        navigate=courier.base_url + path_of(reminder.kind, reminder.subject),
        tag=_topic(reminder),
        lang=language,
        data={"delivery": str(delivery_id)},
    )


async def _send(
    courier: Courier, reminder: Claimed, subscription: Subscription, message: Message, now: datetime
) -> Outcome:
    origin = origin_of(subscription.endpoint)
    until = courier.paused.get(origin)
    if until and until > now:
        return Outcome(Verdict.TRY_LATER, "paused", None, (until - now).total_seconds())
    target = Target(subscription.endpoint, subscription.p256dh, subscription.auth)
    ttl = max(1, int((reminder.useless_after - now).total_seconds()))
    outcome = await courier.sender.send(target, message, ttl=ttl, topic=message.tag, now=now.timestamp())
    _note_key(courier, origin, outcome, now)
    return outcome


def _note_key(courier: Courier, origin: str, outcome: Outcome, now: datetime) -> None:
    """Pauses a push service that refuses our key, unless it took the key lately: then one broken subscription, which
    anybody may have made, must not hold up everybody's reminders."""
    if outcome.verdict == Verdict.ACCEPTED:
        courier.accepted[origin] = now
    elif outcome.verdict == Verdict.KEY_REFUSED:
        log.error("push_key_refused", push_service=origin, status=outcome.status)
        proven = courier.accepted.get(origin)
        if proven is None or now - proven > KEY_PROVEN:
            courier.paused[origin] = now + PAUSE


def conclude(reminder: Claimed, outcomes: Sequence[Outcome], reached_before: bool, now: datetime) -> Settled:
    """Pure: what becomes of a reminder after a try. Devices that may still be reached are tried until it is useless."""
    later = [each for each in outcomes if each.verdict in (Verdict.TRY_LATER, Verdict.KEY_REFUSED)]
    if later:
        next_at = now + retry_after(reminder.tries, later)
        if next_at < reminder.useless_after:
            return Settled(reminder, ReminderState.waiting, later[0].reason, next_at)
    if reached_before or any(each.verdict == Verdict.ACCEPTED for each in outcomes):
        return Settled(reminder, ReminderState.accepted)
    if later:
        return Settled(reminder, ReminderState.expired, later[0].reason)
    return Settled(reminder, ReminderState.failed, outcomes[0].reason if outcomes else "no_device")


def retry_after(tries: int, outcomes: Sequence[Outcome]) -> timedelta:
    """What the push service asked for, else 5 s doubled with each try up to 10 minutes, with a quarter of jitter."""
    asked = [each.retry_after for each in outcomes if each.retry_after is not None]
    if asked:
        return timedelta(seconds=max(1.0, *asked))
    doublings: int = 2 ** min(tries - 1, 10)
    return min(FIRST_RETRY * doublings, LONGEST_RETRY) * random.uniform(0.75, 1.25)  # noqa: S311  # spreads load, guards nothing


async def _flush(courier: Courier, settled: Sequence[Settled], deliveries: Sequence[Delivery]) -> None:
    try:
        await _write_down(courier, settled, deliveries)
    except Exception:
        # These stay claimed until their lease runs out; the others are still under way, and must be written down.
        log.exception("write_failed")


async def _write_down(courier: Courier, settled: Sequence[Settled], deliveries: Sequence[Delivery]) -> None:
    ours = await settle(courier.worker, settled, deliveries)
    gone = [each.subscription_id for each in deliveries if each.verdict == Verdict.GONE]
    if gone:
        await Subscription.filter(id__in=gone).delete()
    reached = [each.subscription_id for each in deliveries if each.verdict == Verdict.ACCEPTED]
    if reached:
        await Subscription.filter(id__in=reached).update(last_accepted_at=clock.now())
    now = clock.now()
    for each in settled:
        if each.reminder.id in ours:
            _count(each, now)


def _count(settled: Settled, now: datetime) -> None:
    if settled.state == ReminderState.accepted:
        metrics.ACCEPTED.inc()
        metrics.LATENESS.observe((now - settled.reminder.due_at).total_seconds())
    elif settled.state == ReminderState.expired:
        metrics.EXPIRED.inc()
    elif settled.state == ReminderState.failed:
        metrics.FAILED.labels(reason=settled.reason).inc()
        log.warning("reminder_failed", reason=settled.reason)
