"""The only place that asks the time. Everything else takes a moment as an argument."""

from datetime import UTC, datetime
from time import time_ns


def now() -> datetime:
    """The present moment, aware, in UTC, cut to whole milliseconds as the database keeps it."""
    return from_ms(time_ns() // 1_000_000)


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC, the form in which every moment is stored.

    Raises ValueError for a naive datetime: nobody can know what it means.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return round(moment.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """The aware UTC datetime of a stored number of milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC)
