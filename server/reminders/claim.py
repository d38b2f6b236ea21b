"""Taking reminders to send, and writing down what came of it: every change of state is one conditional statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.transactions import in_transaction

from server.clock import from_ms, to_ms
from server.database import any_of, listed, on_postgres, rows
from server.reminders.models import Delivery, ReminderKind, ReminderState

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
    """What became of a claimed reminder; `next_at` only for one that waits to be tried again."""

    reminder: Claimed
    state: ReminderState
    reason: str | None = None
    next_at: datetime | None = None


async def expire(now: datetime) -> int:
    """Ends the due reminders that are no longer useful; how many."""
    ended = await rows(
        "UPDATE reminder SET state = 'expired' "
        "WHERE state = 'waiting' AND next_at <= $1 AND useless_after <= $1 RETURNING id",
        to_ms(now),
    )
    return len(ended)


async def take_back(now: datetime) -> int:
    """Frees what a worker claimed and then left lying, by dying or by hanging; how many."""
    freed = await rows(
        "UPDATE reminder SET state = 'waiting', lease_by = NULL, lease_until = NULL "
        "WHERE state = 'claimed' AND lease_until <= $1 RETURNING id",
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
        id=UUID(str(row["id"])),
        person_id=UUID(str(row["person_id"])),
        kind=ReminderKind(row["kind"]),
        subject=row["subject"],
        moment=from_ms(row["moment"]),
        due_at=from_ms(row["due_at"]),
        useless_after=from_ms(row["useless_after"]),
        tries=row["tries"],
        lease_until=from_ms(row["lease_until"]),
    )


async def settle(worker: str, settled: Sequence[Settled], deliveries: Sequence[Delivery]) -> set[UUID]:
    """Writes the deliveries and the reminders' new states in one transaction; the ids that were still ours.

    A reminder whose lease ran out meanwhile belongs to somebody else and keeps the state they give it.
    """
    groups: dict[tuple[ReminderState, str | None, datetime | None], list[UUID]] = {}
    for each in settled:
        groups.setdefault((each.state, each.reason, each.next_at), []).append(each.reminder.id)
    ours: set[UUID] = set()
    async with in_transaction():
        await Delivery.bulk_create(deliveries)
        for (state, reason, next_at), ids in groups.items():
            ours |= await _release(worker, ids, state, reason, next_at)
    return ours


async def _release(
    worker: str, ids: list[UUID], state: ReminderState, reason: str | None, next_at: datetime | None
) -> set[UUID]:
    released = await rows(
        f"UPDATE reminder SET state = $1, reason = $2, next_at = COALESCE($3, next_at), lease_by = NULL, "  # noqa: S608  # only a place for a value
        f"lease_until = NULL WHERE id IN {any_of(5)} AND state = 'claimed' AND lease_by = $4 RETURNING id",
        state.value,
        reason,
        None if next_at is None else to_ms(next_at),
        worker,
        listed(ids),
    )
    return {UUID(str(row["id"])) for row in released}
