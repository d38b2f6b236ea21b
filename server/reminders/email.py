"""The second way: a reminder that no phone showed is said once more, by email, to whoever wants that.

Claimed, sent outside any transaction, then written down, as `deliver` does with pushes. A crash between the two sends
again with the same Message-ID.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from tortoise.transactions import in_transaction

from server import clock
from server.channel import Channel, Message, Outcome, Verdict, topic_of
from server.clock import to_ms
from server.database import on_postgres, rows
from server.email.models import EmailAddress
from server.email.send import SEND_SECONDS
from server.email.words import REMINDER
from server.reminders import metrics
from server.reminders.claim import Claimed, Settled
from server.reminders.deliver import conclude
from server.reminders.models import Email, Reminder, ReminderState
from server.reminders.unseen import Later, NotNeeded, look_again, note_unseen

log = structlog.get_logger()

BATCH = 20  # at once; mail servers think ill of more
LEASE = timedelta(seconds=60)
ENOUGH_OF_A_LEASE = timedelta(seconds=SEND_SECONDS)
REFUSALS = 3  # in a row, after which an address is taken for one that does not work


@dataclass
class Writer:
    """What sending needs: the way to mailboxes, our own address, and who we are to the other workers."""

    email: Channel[str]
    base_url: str
    worker: str


class Answer(NamedTuple):
    """What a mail server said of one address."""

    address_id: UUID
    outcome: Outcome


async def email_unseen(writer: Writer, now: datetime) -> int:
    """Notes what no phone showed, and sends one batch of what is due; how many were taken up."""
    await note_unseen(now)
    claimed = await claim(writer.worker, now)
    await asyncio.gather(*(_settle_one(writer, each) for each in claimed))
    return len(claimed)


async def claim(worker: str, now: datetime) -> list[Claimed]:
    """Takes at most one batch for `worker`, also of what another left lying by dying; nobody else gets the same ones.

    A lease that ends later than any of now was given before the clock was set back. Clocks of two machines may differ
    by a lease.
    """
    leases = to_ms(now + LEASE), to_ms(now + 2 * LEASE)
    taken = await rows(_CLAIM_ON_POSTGRES if on_postgres() else _CLAIM_ON_SQLITE, to_ms(now), BATCH, worker, *leases)
    tries = {UUID(str(row["id"])): int(row["tries"]) for row in taken}
    about = await Reminder.filter(id__in=list(tries))
    return [
        Claimed(
            id=each.id,
            person_id=each.person_id,
            kind=each.kind,
            subject=each.subject,
            moment=each.moment,
            due_at=each.due_at,
            useless_after=each.useless_after,
            tries=tries[each.id],
            lease_until=now + LEASE,
        )
        for each in about
    ]


async def hurry(now: datetime) -> None:
    """When the clock was set back: an email that could not be sent would wait for as much longer for its next try."""
    # Of those that wait only one that was tried in vain has a reason.
    await rows(
        "UPDATE email SET next_at = $1 WHERE state = 'waiting' AND reason IS NOT NULL AND next_at > $1 RETURNING id",
        to_ms(now),
    )


_DUE = """
    SELECT id AS due_id FROM email WHERE state IN ('waiting', 'claimed') AND next_at <= $1
        AND (state = 'waiting' OR lease_until <= $1 OR lease_until > $5)
    ORDER BY next_at, id LIMIT $2"""
_CLAIM_ON_POSTGRES = f"""
    WITH due AS MATERIALIZED ({_DUE} FOR UPDATE SKIP LOCKED)
    UPDATE email SET state = 'claimed', lease_by = $3, lease_until = $4, tries = tries + 1
    FROM due WHERE id = due_id RETURNING id, tries"""  # noqa: S608  # our own words
_CLAIM_ON_SQLITE = f"""
    UPDATE email SET state = 'claimed', lease_by = $3, lease_until = $4, tries = tries + 1
    WHERE id IN ({_DUE}) RETURNING id, tries"""  # noqa: S608  # our own words


async def _settle_one(writer: Writer, claimed: Claimed) -> None:
    try:
        if sent := await _send_one(writer, claimed):
            await _write_down(writer, *sent)
    except Exception:
        # It stays claimed until its lease runs out, and never stops the rest.
        log.exception("email_failed")


async def _send_one(writer: Writer, claimed: Claimed) -> tuple[Settled, Answer | None] | None:
    """No answer where nothing was sent; nothing at all when too little of the lease is left."""
    now = clock.now()
    if claimed.lease_until - now < ENOUGH_OF_A_LEASE:
        return None
    if now >= claimed.useless_after:
        tried = await Email.get(id=claimed.id).only("id", "reason")  # written by a try that failed
        return Settled(claimed, ReminderState.expired, tried.reason), None
    reminder = await Reminder.get(id=claimed.id).select_related("person")
    in_use = EmailAddress.filter(person_id=claimed.person_id, confirmed_at__not_isnull=True, stopped_at=None)
    address = await in_use.first()
    needed = await look_again(reminder, now) if address else NotNeeded.no_address
    if isinstance(needed, Later):
        return Settled(claimed, ReminderState.waiting, next_at=needed.at, untried=True), None
    if needed or address is None:
        return Settled(claimed, ReminderState.withdrawn, needed), None
    outcome = await _send(writer, address, reminder, now)
    return conclude(claimed, [outcome], False, clock.now()), Answer(address.id, outcome)


async def _send(writer: Writer, address: EmailAddress, reminder: Reminder, now: datetime) -> Outcome:
    language = reminder.person.language
    title, body = REMINDER[language]
    topic = topic_of(f"email:{reminder.id}")
    message = Message(title, body, writer.base_url, topic, language)
    ttl = max(1, int((reminder.useless_after - now).total_seconds()))
    return await writer.email.send(address.address, message, ttl=ttl, topic=topic, now=now.timestamp())


async def _write_down(writer: Writer, settled: Settled, answer: Answer | None) -> None:
    """Unless its lease ran out meanwhile: then it belongs to somebody else, who gives it a state."""
    now, email = clock.now(), settled.reminder
    async with in_transaction():
        ours = Email.filter(id=email.id, state=ReminderState.claimed, lease_by=writer.worker)
        told = await ours.update(
            state=settled.state,
            reason=settled.reason,
            next_at=settled.next_at or now,
            tries=email.tries - settled.untried,
            sent_at=now if settled.state == ReminderState.accepted else None,
            lease_by=None,
            lease_until=None,
        )
        if told and answer:
            await _judge(answer, now)
    if told:
        _count(settled.state)


async def _judge(answer: Answer, now: datetime) -> None:
    """What an answer says of the address, unless that was taken away meanwhile."""
    verdict = answer.outcome.verdict
    address = await EmailAddress.filter(id=answer.address_id).select_for_update().first()
    if address is None or verdict not in (Verdict.ACCEPTED, Verdict.GONE):
        return
    address.refusals = 0 if verdict is Verdict.ACCEPTED else address.refusals + 1
    address.stopped_at = now if address.refusals >= REFUSALS else None
    await address.save(update_fields=["refusals", "stopped_at"])


def _count(state: ReminderState) -> None:
    if state == ReminderState.accepted:
        metrics.EMAILED.inc()
    elif state != ReminderState.waiting:
        metrics.EMAILS_NOT_SENT.labels(state=state).inc()
