"""Taking reminders to send, and writing down what came of it: every change of state is one conditional statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from server.channel import Verdict
from server.clock import from_ms, to_ms
from server.database import at_once, id_of, listed, on_postgres, rows
from server.reminders.models import ReminderKind, ReminderState
from server.reminders.wanted import LeftOut

BATCH = 250  # reminders one worker holds at a time
LEASE = timedelta(seconds=60)  # at least four send time-outs


@dataclass(frozen=True)
class Claimed:
    """A reminder that this worker may send until its lease runs out."""

    id: UUID
    person_id: UUID
    kind: ReminderKind
    subject: str
    moment: datetime
    due_at: datetime
    useless_after: datetime
    tries: int
    lease_until: datetime


@dataclass(frozen=True)
class Settled:
    """What became of a claimed reminder; `next_at` only for one that waits to be tried again, which is `untried` where
    nothing was sent."""

    reminder: Claimed
    state: ReminderState
    reason: str | None = None
    next_at: datetime | None = None
    untried: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reminder sent to one subscription: a delivery, before it is written down."""

    id: UUID
    reminder: Claimed
    subscription_id: UUID
    at: datetime
    verdict: Verdict
    status: int | None


async def expire(now: datetime) -> int:
    """Ends the due reminders that are no longer useful; how many."""
    ended = await rows(
        "UPDATE reminder SET state = 'expired' "
        "WHERE state = 'waiting' AND next_at <= $1 AND useless_after <= $1 RETURNING id",
        to_ms(now),
    )
    return len(ended)


async def take_back(now: datetime) -> int:
    """Frees what a worker claimed and then left lying, by dying or by hanging; how many.

    A lease that ends later than any of now was given before the clock was set back: it would hold for as long. Clocks
    of two machines may differ by a lease, as they may in the other direction.
    """
    freed = await rows(
        "UPDATE reminder SET state = 'waiting', lease_by = NULL, lease_until = NULL "
        "WHERE state = 'claimed' AND (lease_until <= $1 OR lease_until > $2) RETURNING id",
        to_ms(now),
        to_ms(now + 2 * LEASE),
    )
    return len(freed)


async def hurry(now: datetime) -> int:
    """When the clock was set back: what is due and waits for its next try would wait for as much longer; how many.

    What waits for the end of quiet hours still does.
    """
    freed = await rows(
        "UPDATE reminder SET next_at = $1 WHERE state = 'waiting' AND due_at <= $1 AND next_at > $1 "  # noqa: S608  # our own words
        f"AND COALESCE(reason, '') <> '{LeftOut.quiet_hours}' RETURNING id",
        to_ms(now),
    )
    return len(freed)


async def claim(worker: str, now: datetime) -> list[Claimed]:
    """Takes at most one batch of due reminders for `worker`; no other worker gets the same ones."""
    claimed = await rows(
        _CLAIM_ON_POSTGRES if on_postgres() else _CLAIM_ON_SQLITE, to_ms(now), BATCH, worker, to_ms(now + LEASE)
    )
    return [_claimed(row) for row in claimed]


# Without MATERIALIZED the limit may be exceeded.
_CLAIM_ON_POSTGRES = """
    WITH due AS MATERIALIZED (
        SELECT id AS due_id FROM reminder WHERE state = 'waiting' AND next_at <= $1
        ORDER BY next_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    UPDATE reminder SET state = 'claimed', lease_by = $3, lease_until = $4, tries = tries + 1
    FROM due WHERE id = due_id
    RETURNING id, person_id, kind, subject, moment, due_at, useless_after, tries, lease_until"""

_CLAIM_ON_SQLITE = """
    UPDATE reminder SET state = 'claimed', lease_by = $3, lease_until = $4, tries = tries + 1
    WHERE id IN (SELECT id FROM reminder WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT $2)
    RETURNING id, person_id, kind, subject, moment, due_at, useless_after, tries, lease_until"""


def _claimed(row: dict[str, Any]) -> Claimed:
    return Claimed(
        id=id_of(row["id"]),
        person_id=id_of(row["person_id"]),
        kind=ReminderKind(row["kind"]),
        subject=row["subject"],
        moment=from_ms(row["moment"]),
        due_at=from_ms(row["due_at"]),
        useless_after=from_ms(row["useless_after"]),
        tries=row["tries"],
        lease_until=from_ms(row["lease_until"]),
    )


async def settle(worker: str, settled: Sequence[Settled], attempts: Sequence[Attempt]) -> set[UUID]:
    """Writes the attempts, what they say of the phones, and the reminders' new states in one transaction.

    Gives the ids of those that were still ours: one whose lease ran out meanwhile belongs to somebody else and keeps
    the state they give it.
    """
    released = await (_settle_on_postgres if on_postgres() else _settle_on_sqlite)(worker, settled, attempts)
    return {UUID(str(each)) for each in released}


# Written twice it is the same: a line that is cut may leave open whether the first was. (SQLite has no line.)
# One trip to the database for all of it: while a burst is sent, each trip waits for a turn of the loop.


async def _settle_on_postgres(worker: str, settled: Sequence[Settled], attempts: Sequence[Attempt]) -> list[Any]:
    kept, told = _columns(_kept(attempts), 7), _columns(_told(settled), 5)
    values = (*kept, _latest(attempts), _phones(attempts, Verdict.ACCEPTED), _phones(attempts, Verdict.GONE))
    return [row["id"] for row in await rows(_SETTLE_ON_POSTGRES, *values, worker, *told)]


async def _settle_on_sqlite(worker: str, settled: Sequence[Settled], attempts: Sequence[Attempt]) -> list[Any]:
    kept, told = to_json(_kept(attempts)).decode(), to_json(_told(settled)).decode()
    reached, gone = (listed(_phones(attempts, verdict)) for verdict in (Verdict.ACCEPTED, Verdict.GONE))
    statements = [
        (_KEEP, [kept]),
        (_REACHED, [_latest(attempts), reached]),
        (_GONE, [gone]),
        (_RELEASE, [worker, told]),
    ]
    return [each for (each,) in await at_once(statements)]


def _kept(attempts: Sequence[Attempt]) -> list[tuple[Any, ...]]:
    return [
        (one.id, one.reminder.id, one.reminder.person_id, one.subscription_id, to_ms(one.at), one.verdict, one.status)
        for one in attempts
    ]


def _told(settled: Sequence[Settled]) -> list[tuple[Any, ...]]:
    return [
        (one.reminder.id, one.state, one.reason, None if one.next_at is None else to_ms(one.next_at), int(one.untried))
        for one in settled
    ]


def _phones(attempts: Sequence[Attempt], verdict: Verdict) -> list[UUID]:
    return [each.subscription_id for each in attempts if each.verdict is verdict]


def _latest(attempts: Sequence[Attempt]) -> int:
    return max((to_ms(each.at) for each in attempts), default=0)


def _columns(found: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*found, strict=True)] if found else [[] for _ in range(width)]


_SETTLE_ON_POSTGRES = """
    WITH kept AS (
        INSERT INTO delivery (id, reminder_id, person_id, subscription_id, at, verdict, status)
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::int[])
        ON CONFLICT (id) DO NOTHING
    ), reached AS (
        UPDATE subscription SET last_accepted_at = $8 WHERE id = ANY($9::uuid[])
    ), gone AS (
        DELETE FROM subscription WHERE id = ANY($10::uuid[])
    )
    UPDATE reminder SET state = told.state, reason = told.reason, next_at = COALESCE(told.next_at, reminder.next_at),
        tries = tries - told.untried, lease_by = NULL, lease_until = NULL
    FROM unnest($12::uuid[], $13::text[], $14::text[], $15::bigint[], $16::int[])
        AS told (told_id, state, reason, next_at, untried)
    WHERE id = told.told_id AND reminder.state = 'claimed' AND lease_by = $11
    RETURNING id"""

_KEEP = """
    INSERT INTO delivery (id, reminder_id, person_id, subscription_id, at, verdict, status)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
    FROM json_each(?1)"""
_REACHED = "UPDATE subscription SET last_accepted_at = ?1 WHERE id IN (SELECT value FROM json_each(?2))"
_GONE = "DELETE FROM subscription WHERE id IN (SELECT value FROM json_each(?1))"
_RELEASE = """
    UPDATE reminder SET state = told.state, reason = told.reason, next_at = COALESCE(told.next_at, reminder.next_at),
        tries = tries - told.untried, lease_by = NULL, lease_until = NULL
    FROM (
        SELECT value ->> 0 AS told_id, value ->> 1 AS state, value ->> 2 AS reason, value ->> 3 AS next_at,
            value ->> 4 AS untried FROM json_each(?2)
    ) AS told
    WHERE id = told.told_id AND reminder.state = 'claimed' AND lease_by = ?1
    RETURNING id"""
