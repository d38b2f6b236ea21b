"""What people hear of a series that was changed or ended: of one session of all that differ, and they see each marked;
of those that are no more the ones of two weeks.

One that is when, where or as long as there was none says what it was before: see formerly.py.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.recurrence import INSTANT
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of_series
from server.sessions.models import OLD_NEWS, Change, Series

SHOWN = timedelta(days=60)  # ahead, on phones
MARKED = timedelta(days=14)  # from the first that is no more on: nobody needs a long list of what will not be
DAY = timedelta(days=1)

Place = tuple[datetime, datetime, str | None, str | None]


async def ahead(every: Sequence[Series], now: datetime, reach: timedelta = SHOWN) -> list[Occurrence]:
    """Their sessions in the days that phones show, without those that are cancelled, the earliest first.

    The facilitators must be fetched.
    """
    found = await occurrences_of_series(every, now + INSTANT, now + reach)
    return [one for _, one in found if one.state != OccurrenceState.cancelled]


async def announce(line: Sequence[Series], before: Sequence[Occurrence], on: Series, now: datetime) -> None:
    """Marks what is no more, and tells of the first that is no more, or is when, where or as long as there was none.

    `before` is what was `ahead` in the line until now; what is no more is named by the series `on`.
    """
    # A day further than phones show: of what is later on the last day now nobody thinks that it is no more.
    there = await ahead(line, now, SHOWN + DAY)
    after = [one for one in there if one.starts_at < now + SHOWN]
    new = _beside(after, before)
    gone = _without_another(_beside(before, after), _beside(there, before))
    await _take_back(line, there)
    is_told_by_new = new and (not gone or new[0].starts_at < gone[0].starts_at)
    if is_told_by_new:
        await _mark_unexpected(new[0], now)
    near = [one for one in gone if one.starts_at < gone[0].starts_at + MARKED]
    await _mark_fallen(near, on, now, is_told=not is_told_by_new)


def _beside(some: Sequence[Occurrence], others: Sequence[Occurrence]) -> list[Occurrence]:
    known = {_place_of(one) for one in others}
    return [one for one in some if _place_of(one) not in known]


def _place_of(one: Occurrence) -> Place:
    return one.starts_at, one.ends_at, one.place, one.link


def _without_another(lost: Sequence[Occurrence], new: Sequence[Occurrence]) -> list[Occurrence]:
    """Of those that are lost the ones on a day that has no new one: that would say when and where it was before."""
    days = {_day_of(one) for one in new}
    return [one for one in lost if _day_of(one) not in days]


def _day_of(one: Occurrence) -> date:
    return one.starts_at.astimezone(ZoneInfo(one.zone)).date()


async def _take_back(line: Sequence[Series], there: Sequence[Occurrence]) -> None:
    """What fell away before and is there again did not fall away."""
    known = {one.id for one in there}
    fallen = await Change.filter(fallen_away=True, series_id__in=[each.id for each in line])
    back = [each.id for each in fallen if f"{each.series_id}@{each.original_start}" in known]
    await Change.filter(id__in=back).delete()


async def _mark_unexpected(one: Occurrence, now: datetime) -> None:
    said = {"unexpected": True, "changed_at": now}
    await Change.update_or_create(said, series_id=one.series, original_start=one.original_start)


async def _mark_fallen(gone: Sequence[Occurrence], on: Series, now: datetime, *, is_told: bool) -> None:
    """Each of them; people hear of the first, or of none. Whatever was said of one before is over with it."""
    await Change.filter(series_id=on.id, original_start__in=[one.original_start for one in gone]).delete()
    marks = [
        Change(
            series_id=on.id,
            original_start=one.original_start,
            starts_at=one.starts_at if one.was_at else None,
            cancelled=True,
            fallen_away=True,
            changed_at=now if is_told and one is gone[0] else now - OLD_NEWS,
        )
        for one in gone
    ]
    await Change.bulk_create(marks)
