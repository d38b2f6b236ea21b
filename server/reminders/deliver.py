"""Delivery: claim what is due, send it outside any transaction, write down what came of it."""

import asyncio
import random
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from tortoise.exceptions import IntegrityError
from uuid_utils.compat import uuid7

from server import clock
from server.channel import Channel, Message, Outcome, Verdict, topic_of
from server.checkins.models import CheckIn
from server.database import id_of, is_any, listed, rows
from server.medication.keep import medications_of
from server.medication.say import doses_between
from server.people.models import Language, Person
from server.push.addresses import origin_of
from server.push.origin import NotSent, Origins
from server.push.reach import Phone, phones_of
from server.push.send import SEND_SECONDS, Target
from server.reminders import metrics
from server.reminders.claim import BATCH, Attempt, Claimed, Settled, claim, expire, settle
from server.reminders.detail import About, details_of
from server.reminders.late import put_off
from server.reminders.models import ReminderKind, ReminderState
from server.reminders.off import called_off
from server.reminders.seen import seen_by
from server.reminders.words import Detail, Words, path_of, words_for

log = structlog.get_logger()

Tried = tuple[Outcome, list[Attempt]]

HELD = 3 * BATCH  # reminders that one worker has in its hands: not written down yet
FLUSH = 100  # reminders finished are written down; more, where they are there. A crash may send all in hand again
WRITE_AGAIN = 0.5  # seconds from one try to write down what was sent to the next, while the database is away
LOOK_AGAIN = 0.1  # seconds from one look for what is due to the next, while something is under way
DOSES_BACK, DOSES_AHEAD = timedelta(hours=36), timedelta(hours=1)
ENOUGH_OF_A_LEASE = timedelta(seconds=SEND_SECONDS)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=10)
SHORT = 12  # characters that tell the reminders about one thing apart


@dataclass
class Courier:
    """What sending needs: the way to phones, our own address, and who we are to the other workers."""

    push: Channel[Target]
    base_url: str
    worker: str
    origins: Origins = field(default_factory=Origins)
    stopping: bool = False


@dataclass
class Addressees:
    """For one batch: where each person's reminders go, and what is done already."""

    phones: Mapping[UUID, Sequence[Phone]]
    done: Mapping[UUID, str | None]  # reminders of what is not to be done any more, with the reason that is kept
    seen: set[str]  # check-ins of which a reminder was seen, so that no other follows
    accepted: set[tuple[UUID, UUID]]  # (reminder, subscription) that an earlier try reached
    put_off: Mapping[UUID, Settled]  # what becomes of those that are late and must not ring now
    details: Mapping[About, Detail]  # what may be said to those who chose detail


async def deliver_due(courier: Courier) -> int:
    """Sends everything that is due now; how many reminders were taken up."""
    return await _Round(courier).run()


class _Round:
    """What one worker holds at a time. As some are finished others are claimed: who hangs holds up nobody else."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier
        self._under_way: set[asyncio.Task[None]] = set()
        self._finished: asyncio.Queue[tuple[Settled, list[Attempt]] | None] = asyncio.Queue()
        self._settled: list[Settled] = []
        self._attempts: list[Attempt] = []
        self._writing = 0  # of them on their way into the database
        self._total = 0

    @property
    def _held(self) -> int:
        return len(self._under_way) + self._finished.qsize() + len(self._settled) + self._writing

    async def run(self) -> int:
        """How many reminders were taken up."""
        claiming: asyncio.Task[None] | None = None
        try:
            # What becomes useless later is found when it is claimed.
            metrics.EXPIRED.inc(await expire(clock.now()))
            await self._claim()
            while self._held:
                # Beside writing, not in turn with it: while either waits for the database, there must be some to send.
                if claiming is None or claiming.done():
                    claiming = asyncio.create_task(self._claim_more())
                await self._collect()
                await self._flush()
                if not self._held:
                    await claiming
                    await self._claim_more()  # what there was no room for until now
            return self._total
        finally:
            for task in (*self._under_way, *([claiming] if claiming else [])):
                task.cancel()

    async def _claim(self) -> bool:
        """Takes up another batch where there is room for one; whether there was any."""
        now = clock.now()
        if self._courier.stopping or self._held > HELD - BATCH:
            return False
        batch = await claim(self._courier.worker, now)
        for some, addressees in await _prepared(batch, now):
            self._under_way |= {asyncio.create_task(self._send(reminder, addressees)) for reminder in some}
        self._total += len(batch)
        return bool(batch)

    async def _claim_more(self) -> None:
        try:
            while await self._claim():
                pass
        except Exception:
            # What is under way is finished all the same; if the trouble lasts, the next round meets it first.
            log.exception("claim_failed")

    async def _send(self, reminder: Claimed, addressees: Addressees) -> None:
        sent = None
        try:
            sent = await _send_one(self._courier, reminder, addressees)
        except Exception:
            # It stays claimed until its lease runs out, and never stops the rest.
            log.exception("send_failed")
        finally:
            if task := asyncio.current_task():
                self._under_way.discard(task)
            self._finished.put_nowait(sent)

    async def _collect(self) -> None:
        """Takes all that is finished, or waits for a share of what is under way, but not for long: those that hang may
        take ten seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN):
                while (self._under_way and len(self._settled) < FLUSH) or not self._finished.empty():
                    if sent := await self._finished.get():
                        self._settled.append(sent[0])
                        self._attempts += sent[1]

    async def _flush(self) -> None:
        settled, attempts = self._settled, self._attempts
        self._settled, self._attempts = [], []
        if not settled:
            return
        self._writing = len(settled)
        # What is still under way must be written down, whatever becomes of these.
        try:
            await _write_down(self._courier, settled, attempts)
        except IntegrityError:  # a row is gone; the others are not to be sent again for it
            for each in settled:
                await self._write_alone(each, [made for made in attempts if made.reminder.id == each.reminder.id])
        except Exception:
            log.exception("write_failed")
            await self._keep(settled, attempts)
        finally:
            self._writing = 0

    async def _write_alone(self, settled: Settled, attempts: Sequence[Attempt]) -> None:
        try:
            await _write_down(self._courier, [settled], attempts)
        except Exception as error:
            log.exception("write_failed")
            if not isinstance(error, IntegrityError):  # which would only come again
                await self._keep([settled], attempts)

    async def _keep(self, settled: Sequence[Settled], attempts: Sequence[Attempt]) -> None:
        """For the next try, as long as their leases last: who sends them after that sends them again."""
        now = clock.now()
        ours = [] if self._courier.stopping else [each for each in settled if now < each.reminder.lease_until]
        ids = {each.reminder.id for each in ours}
        self._settled += ours
        self._attempts += [each for each in attempts if each.reminder.id in ids]
        await asyncio.sleep(WRITE_AGAIN)


async def _prepared(batch: Sequence[Claimed], now: datetime) -> list[tuple[Sequence[Claimed], Addressees]]:
    """One that can't be prepared stays claimed until its lease runs out, and never stops the rest."""
    if not batch:
        return []
    try:
        return [(batch, await _addressees(batch, now))]
    except Exception:
        if len(batch) > 1:
            return [each for one in batch for each in await _prepared([one], now)]
        log.exception("prepare_failed")
        return []


async def _addressees(batch: Sequence[Claimed], now: datetime) -> Addressees:
    people, about = {reminder.person_id for reminder in batch}, [_about(reminder) for reminder in batch]
    return Addressees(
        *await asyncio.gather(
            phones_of(people, now),
            _done(batch, now),
            _seen(batch, now),
            _accepted(batch),
            put_off(batch, now),
            details_of(about, now),
        )
    )


async def _done(batch: Sequence[Claimed], now: datetime) -> dict[UUID, str | None]:
    """Reminders of what was answered, taken or skipped meanwhile, and of sessions that are off: of those the reason is
    in the calendar."""
    of_check_ins = [each for each in batch if each.kind in (ReminderKind.check_in, ReminderKind.nudge)]
    of_doses = [each for each in batch if each.kind == ReminderKind.dose]
    done = await _answered(of_check_ins) if of_check_ins else set()
    done |= await _said(of_doses, now) if of_doses else set()
    return dict.fromkeys(await called_off(batch)) | dict.fromkeys(done, "done")


async def _answered(reminders: Sequence[Claimed]) -> set[UUID]:
    about = CheckIn.filter(id__in=[each.subject for each in reminders], answered_at__not_isnull=True)
    answered = {str(each) for each in await about.values_list("id", flat=True)}
    return {each.id for each in reminders if each.subject in answered}


async def _said(reminders: Sequence[Claimed], now: datetime) -> set[UUID]:
    """Those of doses that were taken or skipped meanwhile, or put off."""
    people = await Person.filter(id__in={each.person_id for each in reminders})
    medications = await medications_of([each.id for each in people])
    theirs = await doses_between(people, medications, now - DOSES_BACK, now + DOSES_AHEAD)
    due = {
        (person_id, dose.original_start)
        for person_id, doses in theirs.items()
        for dose in doses
        if dose.is_open and dose.due_at <= now
    }
    return {each.id for each in reminders if (each.person_id, each.subject) not in due}


async def _seen(batch: Sequence[Claimed], now: datetime) -> set[str]:
    people = {each.person_id for each in batch if each.kind == ReminderKind.nudge}
    return set().union(*(await seen_by(people, now)).values()) if people else set()


async def _accepted(batch: Sequence[Claimed]) -> set[tuple[UUID, UUID]]:
    # Also at the first try: a reminder that was withdrawn and is wanted again counts its tries from the start.
    reached = await rows(
        "SELECT reminder_id, subscription_id FROM delivery "  # noqa: S608  # only a place for values
        f"WHERE {is_any('reminder_id', 1)} AND verdict = '{Verdict.ACCEPTED}'",
        listed([each.id for each in batch]),
    )
    return {(id_of(row["reminder_id"]), id_of(row["subscription_id"])) for row in reached}


def _about(reminder: Claimed) -> About:
    return About(reminder.person_id, reminder.kind, reminder.subject)


async def _send_one(
    courier: Courier, reminder: Claimed, addressees: Addressees
) -> tuple[Settled, list[Attempt]] | None:
    """None with nothing sent when too little of the lease is left: whoever takes the reminder next sends it."""
    now = clock.now()
    reached_before = any(reminder.id == earlier for earlier, _ in addressees.accepted)
    if reminder.id in addressees.done:
        return Settled(reminder, ReminderState.withdrawn, addressees.done[reminder.id]), []
    if reminder.kind == ReminderKind.nudge and reminder.subject in addressees.seen:
        return Settled(reminder, ReminderState.withdrawn, "seen"), []
    if now >= reminder.useless_after:
        return Settled(reminder, ReminderState.expired), []
    if reminder.id in addressees.put_off:
        return _or_accepted(addressees.put_off[reminder.id], reached_before), []
    if courier.stopping:
        return Settled(reminder, ReminderState.waiting, next_at=now, untried=True), []
    if reminder.lease_until - now < ENOUGH_OF_A_LEASE:
        return None
    phones = [
        phone
        for phone in addressees.phones.get(reminder.person_id, ())
        if (reminder.id, phone.id) not in addressees.accepted
    ]
    # All devices at once: one after the other, those that hang would outlast the lease.
    detail = addressees.details.get(_about(reminder))
    tried = await _each([_attempt(courier, reminder, phone, detail) for phone in phones])
    settled = conclude(reminder, [outcome for outcome, _ in tried], reached_before, clock.now())
    attempts = [attempt for _, sent in tried for attempt in sent]
    is_untried = settled.state is ReminderState.waiting and not attempts
    return replace(settled, untried=True) if is_untried else settled, attempts


def _or_accepted(settled: Settled, reached_before: bool) -> Settled:
    is_over = settled.state is ReminderState.expired and reached_before
    return Settled(settled.reminder, ReminderState.accepted) if is_over else settled


async def _each(tries: Sequence[Coroutine[None, None, Tried]]) -> list[Tried]:
    # Most people have one phone, and gather makes a task of it.
    return [await tries[0]] if len(tries) == 1 else await asyncio.gather(*tries)


async def _attempt(courier: Courier, reminder: Claimed, phone: Phone, detail: Detail | None) -> Tried:
    """No delivery where nothing was sent, because the push service rests or has no place."""
    sent: list[Attempt] = []

    async def post() -> Outcome:
        now = clock.now()
        if courier.stopping or now >= reminder.useless_after or reminder.lease_until - now < ENOUGH_OF_A_LEASE:
            raise NotSent
        delivery = uuid7()
        words = words_for(reminder.kind, phone.language, detail)
        outcome = await _post(
            courier, reminder, phone, _message(courier, reminder, words, phone.language, delivery), now
        )
        sent.append(Attempt(delivery, reminder, phone.id, now, outcome.verdict, outcome.status))
        return outcome

    try:
        return await courier.origins.at(origin_of(phone.target.endpoint)).send(post, phone.id), sent
    except NotSent:
        return Outcome(Verdict.TRY_LATER, "not_sent", retry_after=0), sent


def _topic(reminder: Claimed) -> str:
    return topic_of(f"{reminder.person_id}:{reminder.subject or reminder.id}:{reminder.moment.timestamp()}")


def _message(courier: Courier, reminder: Claimed, words: Words, language: Language, delivery_id: UUID) -> Message:
    return Message(
        title=words.title,
        body=words.body,
        navigate=courier.base_url + path_of(reminder.kind, reminder.subject),
        tag=_topic(reminder),
        lang=language,
        data=_riding(reminder, delivery_id),
    )


def _riding(reminder: Claimed, delivery_id: UUID) -> dict[str, object]:
    """For our worker. Until when it is of use: the phone offers to say it again only before that. Of doses their local
    start: with a button they are said to be taken. A change is said once: again it could be untrue. `reminder` is the
    same when it is sent once more, and another for the next about the same thing, whose tag is the same."""
    until = reminder.useless_after.replace(tzinfo=None).isoformat(timespec="minutes")
    riding: dict[str, object] = {
        "delivery": str(delivery_id),
        "until": f"{until}Z",
        "reminder": topic_of(str(reminder.id))[:SHORT],  # in full, some kinds would be a step longer than others
    }
    if reminder.kind == ReminderKind.change:
        riding["once"] = True
    return riding | {"dose": reminder.subject} if reminder.kind == ReminderKind.dose else riding


async def _post(courier: Courier, reminder: Claimed, phone: Phone, message: Message, now: datetime) -> Outcome:
    ttl = max(1, int((reminder.useless_after - now).total_seconds()))
    return await courier.push.send(phone.target, message, ttl=ttl, topic=message.tag, now=now.timestamp())


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
    """What was asked for, else 5 s doubled with each try up to 10 minutes, with a quarter of jitter. Of several devices
    the shortest: a push service that asked for more rests, and one that is well must not wait for it."""
    return min(_wait(tries, each) for each in outcomes)


def _wait(tries: int, outcome: Outcome) -> timedelta:
    if outcome.retry_after is not None:
        return timedelta(seconds=_asked(outcome, outcome.retry_after))
    doublings: int = 2 ** min(tries - 1, 10)
    return min(FIRST_RETRY * doublings, LONGEST_RETRY) * random.uniform(0.75, 1.25)  # noqa: S311  # spreads load, guards nothing


def _asked(outcome: Outcome, seconds: float) -> float:
    # Where nothing was sent, many wait for the same moment: they come back one after the other.
    return max(1.0, seconds) if outcome.status else seconds * random.uniform(1, 1.2)  # noqa: S311  # spreads load, guards nothing


async def _write_down(courier: Courier, settled: Sequence[Settled], attempts: Sequence[Attempt]) -> None:
    ours = await settle(courier.worker, settled, attempts)
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
