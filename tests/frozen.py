"""A clock that stands still: everything that asks the time gets the moment a test names."""

from datetime import UTC, datetime

import time_machine


def utc(text: str) -> datetime:
    """`2026-06-01T12:00` as an aware moment."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(moment: datetime) -> time_machine.travel:
    """`with at(moment):` or a decorator; asyncio's own clock goes on."""
    return time_machine.travel(moment, tick=False)
