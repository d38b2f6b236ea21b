"""Whose change of the calendar counts: that of whoever saw what stands; where a page does not say what it showed, the
newest."""

import hashlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from server.http import Problem
from server.sessions.models import Change, Series


def newest_of(line: Sequence[Series]) -> str:
    """A text that is another once any of these was changed, ended, split or given a session more."""
    said = [(str(each.id), str(each.changed_by), each.added) for each in line]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


async def newest_of_each(every: Iterable[Series]) -> dict[UUID, str]:
    """By id `newest_of` each with those that follow it, also where these are not among `every`. One query, and one
    more for each step of the lines that `every` leaves out."""
    known = {each.id: each for each in every}
    wanted = list(known)
    while found := await _following(known):
        known |= {each.id: each for each in found}
    after = {each.follows_id: each for each in sorted(known.values(), key=lambda each: each.id) if each.follows_id}
    return {each: newest_of(_line(known[each], after)) for each in wanted}


async def _following(known: dict[UUID, Series]) -> list[Series]:
    ids = list(known)
    more = Series.filter(follows_id__in=ids).exclude(id__in=ids)
    return await more.only("id", "follows_id", "changed_by", "added")


def _line(series: Series | None, after: dict[UUID, Series]) -> list[Series]:
    found: list[Series] = []
    while series:
        found.append(series)
        series = after.get(series.id)
    return found


def is_news(change: UUID, seen: str | None, stands: str, rows: Iterable[Series | Change]) -> bool:
    """Whether a change of these rows, by its id, is still to be taken: it was not yet, and whoever made it has `seen`
    what `stands`. Then it counts whatever their clock says. An older page does not say what it showed: of its changes
    the newest counts.

    Raises Problem 409 where something else was seen.
    """
    taken = {row.changed_by for row in rows if row.changed_by}
    if change in taken:
        return False
    if seen is None:
        return all(each < change for each in taken)
    if seen != stands:
        raise Problem(409, "Somebody changed this meanwhile. Look at it again, then save yours.", reason="changed")
    return True
