"""A clock that stands still: everything that asks the time gets the moment a test names."""

from datetime import UTC, datetime
from uuid import UUID

import time_machine
from uuid_utils.compat import uuid7

from server.clock import to_ms

NANOSECONDS = 1_000_000  # in a millisecond


def utc(text: str) -> datetime:
    """`2026-06-01T12:00` as an aware moment."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(moment: datetime) -> time_machine.travel:
    """`with at(moment):` or a decorator; asyncio's own clock goes on."""
    return time_machine.travel(moment, tick=False)


def made_at(moment: datetime) -> UUID:
    """An id as a client makes one at that moment; a clock that a test sets does not reach the real ones."""
    return uuid7(nanoseconds=to_ms(moment) * NANOSECONDS)
