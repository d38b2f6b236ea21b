"""From series, memberships and changes to the sessions that people have between two moments."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from tortoise.expressions import Q

from server.http import EARLIEST, LATEST, Moment, Schema
from server.people.models import Member, Person
from server.recurrence import INSTANT, at_wall_time, moment_of, occurrences
from server.sessions.formerly import Formerly, FormerlyOut, formerly
from server.sessions.models import Change, Series, SessionKind, local_text

FARTHEST = timedelta(days=2)  # between a moment in UTC and the wall time that names it, in any zone, with any gap


class OccurrenceState(StrEnum):
    planned = "planned"
    moved = "moved"
    cancelled = "cancelled"


@dataclass(frozen=True)
class Occurrence:
    """One session of a series, as it will be. `id` stays the same wherever it is moved."""

    series: UUID
    original_start: str  # local, YYYY-MM-DDTHH:MM
    starts_at: datetime
    ends_at: datetime
    zone: str
    kind: SessionKind
    title: str
    topic: str | None
    place: str | None
    link: str | None
    bring: str | None
    facilitator: str | None
    homework: str | None = None
    state: OccurrenceState = OccurrenceState.planned
    was_at: datetime | None = None
    reason: str | None = None
    changed_at: datetime | None = None
    is_added: bool = False  # beside the rule, or by a change of the rule: nobody expects it there
    is_elsewhere: bool = False  # than the others of its series
    is_other_length: bool = False  # likewise
    is_put_back: bool = False  # it was to be cancelled, or otherwise than planned, and is not
    formerly: Formerly | None = None  # when and where it was before its series was changed, where that differs
    has_fallen_away: bool = False  # its series has none then any more; only whoever expects it still sees it
    is_first_other: bool = False  # by it people hear of a change of the rule
    follows: tuple[UUID, ...] = ()  # the series that its own was before, the last one first; for staff only that
    newest: str = ""  # names the change of it that counts, if staff made one

    @cached_property
    def id(self) -> str:
        return f"{self.series}@{self.original_start}"

    @property
    def names(self) -> tuple[str, ...]:
        """Its id, and those that a session of this local start had before its series became another, the last first.
        One that the change gave another wall time has another name."""
        return (self.id, *(f"{each}@{self.original_start}" for each in self.follows))

    @property
    def former_ids(self) -> list[str]:
        return list(self.names[1:])


@dataclass(frozen=True)
class Window:
    """The time that somebody looks at: [start, end)."""

    start: datetime
    end: datetime
    with_moved_away: bool

    def holds(self, occurrence: Occurrence) -> bool:
        is_gone = self.with_moved_away and occurrence.was_at is not None and self._has(occurrence.was_at)
        return is_gone or self._has(occurrence.starts_at)

    def _has(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


class OccurrenceOut(Schema):
    """An Occurrence on the wire."""

    id: str
    series: UUID
    original_start: str
    starts_at: Moment
    ends_at: Moment
    zone: str
    kind: SessionKind
    title: str
    topic: str | None
    homework: str | None
    place: str | None
    link: str | None
    bring: str | None
    facilitator: str | None
    state: OccurrenceState
    was_at: Moment | None
    reason: str | None
    changed_at: Moment | None
    is_added: bool
    is_elsewhere: bool
    is_other_length: bool
    is_put_back: bool
    formerly: FormerlyOut | None
    former_ids: list[str]

    @classmethod
    def of(cls, occurrence: Occurrence) -> "OccurrenceOut":
        return cls.model_validate(occurrence, from_attributes=True)


async def occurrences_of(
    person: Person, start: datetime, end: datetime, *, with_moved_away: bool = False
) -> list[Occurrence]:
    """What `occurrences_of_many` finds for one person."""
    return (await occurrences_of_many([person], start, end, with_moved_away=with_moved_away))[person.id]


async def occurrences_of_many(
    people: Iterable[Person],
    start: datetime,
    end: datetime,
    changed_until: datetime | None = None,
    *,
    with_moved_away: bool = False,
) -> dict[UUID, list[Occurrence]]:
    """For each person's id the sessions that start in [start, end), the earliest first. Three queries in all.

    With `changed_until` also at least those until then that changed. One that is moved counts where it is now, and
    `with_moved_away` also where it was meant to be: there somebody may look for it. A session of a group is there for
    who is a member on its day, and when it is moved also for who was one on the day it was meant for: they learn that
    it moved, and don't come in vain. So they do of one that fell away when its series was changed.
    """
    ids = [person.id for person in people]
    members: dict[UUID, list[Member]] = defaultdict(list)
    for member in await Member.filter(person_id__in=ids):
        members[member.group_id].append(member)
    every = await Series.filter(Q(group_id__in=list(members)) | Q(person_id__in=ids)).select_related("facilitator")
    farthest = changed_until or end
    every_change = await _changes(every, start, farthest)
    found: dict[UUID, list[Occurrence]] = {person_id: [] for person_id in ids}
    by_id = {series.id: series for series in every}
    there: list[tuple[Series, Occurrence]] = []
    for series in every:
        changes = every_change[series.id]
        until = farthest if changes else end
        follows = _before(series, by_id)
        window = Window(start, until, with_moved_away)
        there += [(series, each) for each in _expand(series, changes, window, follows)]
        there += [(series, each) for each in _fallen(series, changes, window, follows)]
    taken = {each.id for _, each in there if not each.has_fallen_away}
    for series, occurrence in there:
        named = _without(taken, occurrence)
        for person_id in attending(series, occurrence, members):
            found[person_id].append(named)
    for theirs in found.values():
        theirs.sort(key=lambda occurrence: (occurrence.starts_at, occurrence.id))
    return found


async def occurrences_of_series(
    every: Sequence[Series], start: datetime, end: datetime, *, with_moved_away: bool = False
) -> list[tuple[Series, Occurrence]]:
    """The sessions of these series that start in [start, end), the earliest first; `with_moved_away` also those that
    were meant to. One query.

    The facilitators must be fetched.
    """
    changes = await _changes(every, start, end)
    window = Window(start, end, with_moved_away)
    found = [(series, one) for series in every for one in _expand(series, changes[series.id], window, _last(series))]
    return sorted(found, key=lambda each: (each[1].starts_at, each[1].id))


async def occurrence_named(identifier: str) -> tuple[Series, Occurrence] | None:
    """The session with this id, wherever it went, and its series. None where there is no such session. Two queries.

    Once its series became another, it is also found under an id that it had (see `names`): a phone may have known no
    other. That is one query more for each time.
    """
    series_id, _, original_start = identifier.partition("@")
    try:
        series = await Series.get_or_none(id=UUID(series_id)).select_related("facilitator")
        local = datetime.fromisoformat(original_start)
    except ValueError:
        return None
    if local.tzinfo or local_text(local) != original_start or not EARLIEST <= local.replace(tzinfo=UTC) < LATEST:
        return None
    while series:
        moment = moment_of(series.recurs(), series.tz, local)
        if moment:
            change = await Change.get_or_none(series_id=series.id, original_start=original_start, fallen_away=False)
            planned = _planned(series, local, moment, _last(series), formerly(series, moment, moment + INSTANT))
            return series, _changed(planned, change) if change else planned
        series = await following(series)
    return None


async def following(series: Series) -> Series | None:
    """What the series became, from a day on; none where it is the last of its line. One query."""
    return await Series.filter(follows_id=series.id).order_by("-id").select_related("facilitator").first()


async def expected_at(series: Series, occurrence: Occurrence) -> set[UUID]:
    """The ids of the people this occurrence of the series is for. One query."""
    members = await Member.filter(group_id=series.group_id) if series.group_id else []
    return attending(series, occurrence, defaultdict(list, {series.group_id: members} if series.group_id else {}))


async def _changes(every: Sequence[Series], start: datetime, end: datetime) -> dict[UUID, dict[str, Change]]:
    """The changes of these series that can matter to [start, end), by series and original start."""
    named = Q(
        original_start__gte=local_text(start - FARTHEST),
        original_start__lte=local_text(end + FARTHEST),
    )
    moved_here = Q(starts_at__gte=start, starts_at__lt=end)
    found: dict[UUID, dict[str, Change]] = defaultdict(dict)
    for change in await Change.filter(named | moved_here, series_id__in=[series.id for series in every]):
        found[change.series_id][change.original_start] = change
    return found


def _before(series: Series, by_id: Mapping[UUID, Series]) -> tuple[UUID, ...]:
    """The series that this one was before, the last one first, as far as they are given."""
    found, before = [], series.follows_id
    while before:
        found.append(before)
        before = by_id[before].follows_id if before in by_id else None
    return tuple(found)


def _without(taken: AbstractSet[str], occurrence: Occurrence) -> Occurrence:
    """Without a former name that is another session's own: two parts of a line may have come to meet at one time."""
    if not occurrence.follows or taken.isdisjoint(occurrence.former_ids):
        return occurrence
    own = tuple(each for each in occurrence.follows if f"{each}@{occurrence.original_start}" not in taken)
    return replace(occurrence, follows=own)


def _last(series: Series) -> tuple[UUID, ...]:
    return (series.follows_id,) if series.follows_id else ()


def _expand(
    series: Series, changes: dict[str, Change], window: Window, follows: tuple[UUID, ...]
) -> Iterator[Occurrence]:
    rule, zone = series.recurs(), series.tz
    # 1. What the rule puts into the window.
    starts = dict(occurrences(rule, zone, window.start, window.end))
    # 2. What was moved and may be in it now. A change whose original start the rule no longer has means nothing.
    for change in changes.values():
        local = datetime.fromisoformat(change.original_start)
        moment = moment_of(rule, zone, local) if change.starts_at else None
        if moment:
            starts[local] = moment
    # 3. What is still, or now, in the window once the changes are made.
    first, last = (pick(starts.values(), default=window.start) for pick in (min, max))
    former = formerly(series, first, last + INSTANT)
    for local, moment in starts.items():
        planned = _planned(series, local, moment, follows, former)
        change_of_it = changes.get(planned.original_start)
        if change_of_it and change_of_it.fallen_away:  # and came back
            change_of_it = None
        occurrence = _changed(planned, change_of_it) if change_of_it else planned
        if window.holds(occurrence):
            yield occurrence


def _fallen(
    series: Series, changes: dict[str, Change], window: Window, follows: tuple[UUID, ...]
) -> Iterator[Occurrence]:
    """What is no more of what people expect: the rule no longer has it."""
    for change in changes.values():
        if change.fallen_away:
            local = datetime.fromisoformat(change.original_start)
            moment = at_wall_time(local.date(), local.time(), series.tz)
            occurrence = replace(_changed(_planned(series, local, moment, follows, {}), change), has_fallen_away=True)
            if window.holds(occurrence) and moment_of(series.recurs(), series.tz, local) is None:
                yield occurrence


def _planned(
    series: Series,
    local: datetime,
    moment: datetime,
    follows: tuple[UUID, ...],
    former: Mapping[datetime, Formerly],
) -> Occurrence:
    return Occurrence(
        series=series.id,
        original_start=local_text(local),
        starts_at=moment,
        ends_at=moment + timedelta(minutes=series.minutes),
        zone=series.zone,
        kind=series.kind,
        title=series.title,
        topic=series.topic_on(local.date()),
        homework=series.homework_on(local.date()),
        place=series.place,
        link=series.link,
        bring=series.bring,
        facilitator=series.facilitator.called_or_name if series.facilitator else None,
        is_added=local_text(local) in series.added,
        formerly=former.get(local),
        follows=follows,
    )


def _changed(planned: Occurrence, change: Change) -> Occurrence:
    starts_at = change.starts_at or planned.starts_at
    length = timedelta(minutes=change.minutes) if change.minutes else planned.ends_at - planned.starts_at
    moved = starts_at != planned.starts_at
    return replace(
        planned,
        starts_at=starts_at,
        ends_at=starts_at + length,
        topic=change.topic or planned.topic,
        homework=change.homework or planned.homework,
        place=change.place or planned.place,
        link=change.link or planned.link,
        state=OccurrenceState.cancelled
        if change.cancelled
        else OccurrenceState.moved
        if moved
        else OccurrenceState.planned,
        was_at=planned.starts_at if moved else None,
        reason=change.reason,
        changed_at=change.changed_at,
        is_added=planned.is_added or change.unexpected,
        is_first_other=change.unexpected,
        is_other_length=length != planned.ends_at - planned.starts_at,
        is_put_back=change.put_back,
        newest=str(change.changed_by or ""),
        is_elsewhere=(change.place or planned.place, change.link or planned.link) != (planned.place, planned.link),
    )


def attending(series: Series, occurrence: Occurrence, members: dict[UUID, list[Member]]) -> set[UUID]:
    """The ids of the people this occurrence is for, among those whose memberships are given."""
    if series.group_id is None:
        return {series.person_id} if series.person_id else set()
    meant_for = datetime.fromisoformat(occurrence.original_start).date()
    days = {meant_for, occurrence.starts_at.astimezone(series.tz).date()}
    return {member.person_id for member in members[series.group_id] if any(member.holds(day) for day in days)}
