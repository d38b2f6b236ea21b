"""The only place that asks the time. Everything else takes a moment as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC, cut to whole milliseconds as the database keeps it."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


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
