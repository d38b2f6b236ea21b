"""When people can't come: sessions of theirs, those that they lead, and the commitments that they show as busy."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.people.models import Person
from server.recurrence import occurrences
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of_many, occurrences_of_series
from server.sessions.models import Commitment, Series

Span = tuple[datetime, datetime]  # from a moment to before another

LONGEST = timedelta(days=1)


async def in_sessions(people: Sequence[Person], start: datetime, end: datetime) -> dict[UUID, list[Occurrence]]:
    """By person their sessions that take place and touch [start, end). Three queries."""
    found = await occurrences_of_many(people, start - LONGEST, end)
    return {person_id: [one for one in theirs if _takes_place(one, start)] for person_id, theirs in found.items()}


async def led(facilitator_id: UUID, start: datetime, end: datetime) -> list[tuple[Series, Occurrence]]:
    """The sessions that one of the staff leads, that take place and touch [start, end). Two queries."""
    every = await Series.filter(facilitator_id=facilitator_id).select_related("facilitator")
    found = await occurrences_of_series(every, start - LONGEST, end)
    return [(series, one) for series, one in found if _takes_place(one, start)]


def _takes_place(one: Occurrence, start: datetime) -> bool:
    return one.state != OccurrenceState.cancelled and one.ends_at > start


async def committed(people: Sequence[Person], start: datetime, end: datetime) -> dict[UUID, list[Span]]:
    """By person when the commitments are that they share and that touch [start, end). One query; what they are is not
    told."""
    ids = [person.id for person in people]
    found: dict[UUID, list[Span]] = defaultdict(list)
    for each in await Commitment.filter(person_id__in=ids, shared=True, removed_at=None):
        found[each.person_id] += _times(each, start, end)
    return {person_id: sorted(found[person_id]) for person_id in ids}


def _times(commitment: Commitment, start: datetime, end: datetime) -> list[Span]:
    length = timedelta(minutes=commitment.minutes)
    moments = occurrences(commitment.recurs(), ZoneInfo(commitment.zone), start - length, end)
    return [(moment, moment + length) for _, moment in moments if moment + length > start]
