"""What people hear of a series that was changed or ended: one session of all that differ, and they see it marked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.recurrence import INSTANT
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of_series
from server.sessions.models import Change, Series

SHOWN = timedelta(days=60)  # ahead, on phones

Place = tuple[datetime, datetime, str | None, str | None]


async def ahead(every: Sequence[Series], now: datetime) -> list[Occurrence]:
    """Their sessions in the days that phones show, without those that are cancelled, the earliest first.

    The facilitators must be fetched.
    """
    found = await occurrences_of_series(every, now + INSTANT, now + SHOWN)
    return [one for _, one in found if one.state != OccurrenceState.cancelled]


async def announce(line: Sequence[Series], before: Sequence[Occurrence], on: Series, now: datetime) -> None:
    """Marks the first session that is when, where or as long as there was none; without one, the first that is no more.

    `before` is what was `ahead` in the line until now; what is no more is named by the series `on`.
    """
    after = await ahead(line, now)
    new, lost = _first_beside(after, before), _first_beside(before, after)
    if new:
        # What fell away there before is back.
        await Change.filter(fallen_away=True, series_id=new.series, original_start=new.original_start).delete()
        await _mark(new.series, new.original_start, {"unexpected": True}, now)
    elif lost:
        moved_to = lost.starts_at if lost.was_at else None
        fallen = {"fallen_away": True, "cancelled": True, "starts_at": moved_to}
        await _mark(on.id, lost.original_start, fallen, now)


def _first_beside(some: Sequence[Occurrence], others: Sequence[Occurrence]) -> Occurrence | None:
    known = {_place_of(one) for one in others}
    return next((one for one in some if _place_of(one) not in known), None)


def _place_of(one: Occurrence) -> Place:
    return one.starts_at, one.ends_at, one.place, one.link


async def _mark(series_id: UUID, original_start: str, said: dict[str, Any], now: datetime) -> None:
    await Change.update_or_create({**said, "changed_at": now}, series_id=series_id, original_start=original_start)
