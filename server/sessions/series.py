"""Series over time: made, changed from a day on, ended, given one session more. What has begun stays as it was.

A series and those that follow it are one line. What somebody says of a series from a day on holds for its line, and
nobody has two sessions instead of one. Of two who change it at once the second is asked to look again (newest.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from server.http import EARLIEST, Problem, not_found
from server.people.models import Member, Program, mark_stale
from server.recurrence import INSTANT, at_wall_time, occurrences
from server.sessions.announce import ahead, announce
from server.sessions.carry import carry_over
from server.sessions.expand import Occurrence, following, occurrence_named, occurrences_of_series
from server.sessions.formerly import remembered
from server.sessions.models import Change, Series, local_text
from server.sessions.newest import is_news, newest_of
from server.sessions.shape import check_series, continue_from, refuse_begun

TOMORROW = timedelta(days=1)
FARTHEST = timedelta(days=366)  # ahead, of a session that is added
AHEAD_OF_UTC = timedelta(days=1)  # no zone's clocks are further
MOST_ADDED = 400  # beside the rule of one series
OWN = ("id", "follows_id", "imported_uid")  # what stays of a series that is changed itself


async def make(wanted: Series, now: datetime) -> None:
    """Stores a new series; one that is there already stays as it is.

    Raises Problem 422 for what can't be a series, 404 for an id that another program has.
    """
    async with in_transaction():
        await alone(wanted.program_id)
        known = await Series.get_or_none(id=wanted.id)
        if known and known.program_id != wanted.program_id:
            raise not_found()
        if known is None:
            check_series(wanted, _today(wanted, now))
            await wanted.save(force_create=True)
            await mark_stale(*await concerned([wanted], wanted.first_day))


async def change(
    series_id: UUID, wanted: Series, from_day: date | None, now: datetime, seen: str | None = None
) -> None:
    """Makes the series with this id what is `wanted` from a local day on; `wanted.id` is that of the change.

    Without a day it is the first on which nothing has begun. What of the series is before stays, and another follows
    it; if nothing is before, the series is changed itself. Those that followed it give way where the wanted one is.
    People hear of it once, see announce.py. `seen` is what was `newest_of` its line when it was read.
    Raises Problem 404 for a series that is none, 409 when it was changed since, 422 for what can't be a series or for a
    day on which one began.
    """
    async with in_transaction():
        await alone(wanted.program_id)
        series, *after = await _line(series_id)
        given_way = [each for each in after if wanted.until is None or each.first_day < wanted.until]
        if not is_news(wanted.id, seen, newest_of([series, *after]), [series, *given_way]):
            return
        if await Series.exists(id=wanted.id):
            raise not_found()  # that of something else
        day = await _open_day([series, *given_way], from_day, now)
        continue_from(wanted, day, _today(wanted, now))
        refuse_begun(wanted, day, now)
        # First of all, for it holds their rows: whoever replies just now is kept after this, by the name of then.
        await mark_stale(*await concerned([series, *given_way, wanted], day))
        before = await ahead([series, *after], now)
        wanted.was = remembered([series, *given_way], wanted, day)
        target = await _Split(wanted, day).make(series, given_way, after[len(given_way) :])
        await announce(await _line(series_id), before, target, now)


@dataclass(frozen=True)
class _Split:
    wanted: Series
    day: date

    async def make(self, series: Series, given_way: Sequence[Series], rest: Sequence[Series]) -> Series:
        """The row of what is wanted, once the others have given way."""
        old, changed_by = [series, *given_way], self.wanted.id
        stays = [each for each in old if _has_before(each, self.day)]
        target = await self._begin(old[-1], next((each for each in old if each not in stays), None))
        await carry_over(old, target, self.day)
        for each in stays:
            await _cut(each, min(self.day, each.until or self.day), changed_by)
        gone = {each.id for each in old if each not in stays} - {target.id}
        await Series.filter(id__in=[each.id for each in rest[:1]]).update(follows_id=target.id)
        await Series.filter(id__in=gone).delete()
        return target

    async def _begin(self, last: Series, instead_of: Series | None) -> Series:
        """The row of what is wanted: that of the first which has nothing before, for its sessions are known by its id,
        or one more that follows the last."""
        if instead_of is None:
            self.wanted.follows_id = last.id
            await self.wanted.save(force_create=True)
            return self.wanted
        for name in OWN:
            setattr(self.wanted, name, getattr(instead_of, name))
        self.wanted._saved_in_db = True
        await self.wanted.save(force_update=True)
        return self.wanted


async def end(series_id: UUID, until: date, changed_by: UUID, now: datetime, seen: str | None = None) -> None:
    """Ends the series, and those that follow it, before the local day `until`. People hear of it once.

    Raises Problem 404 for a series that is none, 409 when it was changed since it was `seen`, 422 for a day that is
    over or on which a session began.
    """
    series = await Series.get_or_none(id=series_id)
    if series is None:
        raise not_found()
    async with in_transaction():
        await alone(series.program_id)
        line = await _line(series_id)
        if not is_news(changed_by, seen, newest_of(line), line[:1]):
            return
        await _open_day(line, until, now, field="until")
        stale = await concerned(line, min([until, *(each.until for each in line if each.until)]))
        before, today = await ahead(line, now), _today(line[0], now)
        for each in line:
            # Put off, the end of the last one brings back what is ahead, and never what would have been.
            is_later = each is line[-1] and each.until is not None and today < each.until < until
            await _cut(each, until if is_later else min(until, each.until or until), changed_by)
        await announce(line, before, line[-1], now)
        await mark_stale(*stale)


async def add_session(
    series_id: UUID, local: datetime, changed_by: UUID, now: datetime, seen: str | None = None
) -> None:
    """One session more of the series, at a local start in its zone. People see it as changed now.

    Raises Problem 404 for a series that is none, 409 when it was changed since it was `seen`, 422 for a start that is
    past, too far away or taken.
    """
    series = await Series.get_or_none(id=series_id)
    if series is None:
        raise not_found()
    async with in_transaction():
        await alone(series.program_id)
        [series, *after] = await _line(series_id)
        known = await Change.get_or_none(series_id=series.id, original_start=local_text(local))
        if local_text(local) in series.added and not (known and (known.cancelled or known.starts_at)):
            return  # another of the staff was first, with the same
        if not is_news(changed_by, seen, newest_of([series, *after]), [series, *([known] if known else [])]):
            return
        await _refuse_start([series, *after], local, now)
        await _add(series, local_text(local), changed_by, now)
        await mark_stale(*await concerned([series], local.date(), local.date() + TOMORROW))


async def _refuse_start(line: Sequence[Series], local: datetime, now: datetime) -> None:
    series = line[0]
    moment = at_wall_time(local.date(), local.time(), series.tz)
    if not now < moment <= now + FARTHEST:
        raise Problem(422, "Choose a time that is still to come, within a year.", field="local_start")
    at_moment = await occurrences_of_series(line, moment, moment + INSTANT)
    if at_moment or await occurrence_named(f"{series.id}@{local_text(local)}"):
        raise Problem(422, "This series has a session then already; change that one.", field="local_start")
    if len(series.added) >= MOST_ADDED:
        raise Problem(422, "That is more than one series can hold; make another one.", field="local_start")


async def _add(series: Series, text: str, changed_by: UUID, now: datetime) -> None:
    series.added = sorted({*series.added, text})
    series.excluded = [each for each in series.excluded if each != text]
    await series.save(update_fields=["added", "excluded"])
    await Change.filter(series_id=series.id, original_start=text).delete()
    await Change.create(series_id=series.id, original_start=text, changed_at=now, changed_by=changed_by)


async def alone(program_id: UUID) -> Program:
    """The program, for this transaction alone: changes of its calendar take turns, on whichever series they are."""
    return await Program.filter(id=program_id).select_for_update().get()


async def _line(series_id: UUID) -> list[Series]:
    """The series and those that follow it, in order. Raises Problem 404 when there is none."""
    found: list[Series] = []
    row = await Series.get_or_none(id=series_id).select_related("facilitator")
    while row:
        found.append(row)
        row = await following(row)
    if not found:
        raise not_found()
    return found


def _today(series: Series, now: datetime) -> date:
    return now.astimezone(series.tz).date()


async def _open_day(every: Sequence[Series], wished: date | None, now: datetime, field: str = "from_day") -> date:
    """The local day from which on the series may differ: nothing of it, and of later ones, has begun."""
    today = _today(every[0], now)
    begun = await occurrences_of_series(every, await _first_meant_for(every, today), now + INSTANT)
    first = max([today, *(_day_of(one) + TOMORROW for _, one in begun)])
    if wished is None or wished >= first:
        return wished or first
    if wished < today:
        raise Problem(422, "That day is over; choose today or a later one.", field=field)
    said = f"{first:%B} {first.day}, {first.year}"
    raise Problem(422, f"A session has begun already; choose {said} or a later day.", field=field)


async def _first_meant_for(every: Sequence[Series], day: date) -> datetime:
    """A moment before which no session starts that was meant for this local day or a later one. One query."""
    by_rule = datetime.combine(day, time(), UTC) - AHEAD_OF_UTC
    ahead = Change.filter(series_id__in=[each.id for each in every], original_start__gte=day.isoformat())
    moved = await ahead.filter(starts_at__lt=by_rule).order_by("starts_at").first()
    return moved.starts_at if moved and moved.starts_at else by_rule


def _day_of(occurrence: Occurrence) -> date:
    return date.fromisoformat(occurrence.original_start[:10])


def _has_before(series: Series, day: date) -> bool:
    """Whether it has a session that was meant for an earlier local day."""
    end = at_wall_time(day, time(), series.tz)
    return any(local.date() < day for local, _ in occurrences(series.recurs(), series.tz, EARLIEST, end + TOMORROW))


async def _cut(series: Series, day: date, changed_by: UUID) -> None:
    series.until, series.changed_by = day, changed_by
    series.added = [each for each in series.added if each < day.isoformat()]
    await series.save(update_fields=["until", "added", "changed_by"])
    # Should the end be put off, one of them could be back at a time that has passed meanwhile. What fell away does not
    # come back as it was.
    moved = Change.filter(series_id=series.id, original_start__gte=day.isoformat(), starts_at__not_isnull=True)
    await moved.filter(fallen_away=False).delete()


async def concerned(every: Iterable[Series], from_day: date, to_day: date | None = None) -> set[UUID]:
    """The ids of the people whose series these are on any local day in [from_day, to_day)."""
    every = list(every)
    there = Q(to_day=None) | Q(to_day__gt=from_day)
    if to_day:
        there &= Q(from_day__lt=to_day)
    groups = {each.group_id for each in every if each.group_id}
    members = await Member.filter(there, group_id__in=groups).values_list("person_id", flat=True) if groups else []
    return {each.person_id for each in every if each.person_id} | set(members)  # type: ignore[arg-type]  # flat: ids
