"""When people can't come: sessions of theirs, and the commitments that they show as busy."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.people.models import Person
from server.recurrence import occurrences
from server.sessions.expand import OccurrenceState, occurrences_of_many
from server.sessions.models import Commitment

Span = tuple[datetime, datetime]  # from a moment to before another

LONGEST = timedelta(days=1)


async def in_sessions(people: Sequence[Person], start: datetime, end: datetime) -> dict[UUID, list[Span]]:
    """By person when their sessions are that take place and touch [start, end). Three queries."""
    found = await occurrences_of_many(people, start - LONGEST, end)
    return {
        person_id: [
            (one.starts_at, one.ends_at)
            for one in theirs
            if one.state != OccurrenceState.cancelled and one.ends_at > start
        ]
        for person_id, theirs in found.items()
    }


async def committed(people: Sequence[Person], start: datetime, end: datetime) -> dict[UUID, list[Span]]:
    """The same for the commitments that they share. One query; what they are is not told."""
    ids = [person.id for person in people]
    found: dict[UUID, list[Span]] = defaultdict(list)
    for each in await Commitment.filter(person_id__in=ids, shared=True, removed_at=None):
        found[each.person_id] += _times(each, start, end)
    return {person_id: sorted(found[person_id]) for person_id in ids}


def _times(commitment: Commitment, start: datetime, end: datetime) -> list[Span]:
    length = timedelta(minutes=commitment.minutes)
    moments = occurrences(commitment.recurs(), ZoneInfo(commitment.zone), start - length, end)
    return [(moment, moment + length) for _, moment in moments if moment + length > start]
