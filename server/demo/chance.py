"""What is left to chance, the same each time, and ids as the clients would have made them."""

from datetime import datetime
from random import Random
from uuid import UUID

from uuid_utils.compat import uuid7

from server.clock import to_ms

SEED = 16
NANOSECONDS = 1_000_000  # in a millisecond


def chance(whose: str, what: str) -> Random:
    """The same numbers in the same order for the same two words."""
    return Random(f"{SEED} {whose} {what}")  # noqa: S311  # a story, not a secret


def id_at(moment: datetime) -> UUID:
    """A UUIDv7 of that moment: rows that replace each other by id must sort by time."""
    return uuid7(nanoseconds=to_ms(moment) * NANOSECONDS)
