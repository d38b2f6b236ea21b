"""What was said of single sessions, ahead of a change of their series: it moves over to the session on the same local
day, or ends with the session."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from server.recurrence import moment_of
from server.sessions.models import Change, Reply, Series
from server.sessions.shape import starts_on

Name = tuple[UUID, str]  # of a session: its series and its original local start


async def carry_over(old: Sequence[Series], target: Series, day: date) -> None:
    """Of the sessions of `old` from this local day on, as these series were, to those of `target`, which is stored.

    A reply moves over only where the session stays at its moment: that somebody can't come at six does not say that
    they can't at seven. What fell away before stays so, unless `target` has a session then.
    """
    ahead = {"series_id__in": [each.id for each in old], "original_start__gte": day.isoformat()}
    changes = {_name(each): each for each in await Change.filter(**ahead, fallen_away=False)}
    replies = await Reply.filter(**ahead)
    places = _places(old, target, {*changes, *map(_name, replies)})
    series = {each.id: each for each in old}
    for name in {name for name in map(_name, replies) if name in places}:
        moved_to = changes[name].starts_at if name in changes else None
        if (moved_to or _moment(series[name[0]], name[1])) == (moved_to or _moment(target, places[name])):
            await _move_replies([each for each in replies if _name(each) == name], target.id, places[name])
    fallen = await Change.filter(**ahead, fallen_away=True).order_by("changed_at", "id")
    still = _still_fallen(fallen, series, target)
    await _delete(each for each in fallen if each not in still)
    await _move_changes(changes, target.id, places)
    # Last: one that is no more may be named as another was that moved just now.
    await Change.filter(id__in=[each.id for each in still]).update(series_id=target.id)


def _still_fallen(fallen: Iterable[Change], series: Mapping[UUID, Series], target: Series) -> list[Change]:
    """Of each start the newest, where no series has a session."""
    newest = {each.original_start: each for each in fallen}
    return [
        each
        for start, each in newest.items()
        if not _moment(series[each.series_id], start) and not _moment(target, start)
    ]


def _name(row: Change | Reply) -> Name:
    return row.series_id, row.original_start


def _moment(series: Series, start: str) -> datetime | None:
    return moment_of(series.recurs(), series.tz, datetime.fromisoformat(start))


def _places(old: Iterable[Series], target: Series, names: Iterable[Name]) -> dict[Name, str]:
    """Where in `target` these sessions are now: those at the same time first, then the others of their day in order."""
    series = {each.id: each for each in old}
    there = [(series_id, start) for series_id, start in names if _moment(series[series_id], start)]
    free = {day: starts_on(target, date.fromisoformat(day)) for day in {start[:10] for _, start in there}}
    found: dict[Name, str] = {}
    for name in sorted(there, key=lambda name: (name[1] not in free[name[1][:10]], name[1], name[0])):
        starts = free[name[1][:10]]
        if starts:
            found[name] = name[1] if name[1] in starts else starts[0]
            starts.remove(found[name])
    return found


async def _move_changes(changes: Mapping[Name, Change], series_id: UUID, places: Mapping[Name, str]) -> None:
    await _delete(change for name, change in changes.items() if name not in places)
    for name, place in places.items():
        if name in changes and name != (series_id, place):
            await Change.filter(id=changes[name].id).update(series_id=series_id, original_start=place)


async def _delete(changes: Iterable[Change]) -> None:
    await Change.filter(id__in=[each.id for each in changes]).delete()


async def _move_replies(replies: Iterable[Reply], series_id: UUID, place: str) -> None:
    there = set(await Reply.filter(series_id=series_id, original_start=place).values_list("person_id", flat=True))
    for reply in replies:
        if reply.person_id not in there:
            await Reply.filter(id=reply.id).update(series_id=series_id, original_start=place)
