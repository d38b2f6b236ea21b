"""What people say of a session of theirs: that they can't come, come after all, or are here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.transactions import in_transaction

from server.http import Problem, not_found
from server.people.models import Person, mark_stale
from server.recurrence import moment_of
from server.sessions.expand import Occurrence, OccurrenceState, expected_at, occurrence_named
from server.sessions.models import Change, Hindrance, Reply, ReplyKind

HERE = timedelta(minutes=30)  # on either side of the start
NEAR = timedelta(hours=1)  # who is there for a session that was moved no farther is there for it as it is now
SAID = ("id", "person_id", "series_id", "original_start", "starts_at", "kind")  # without what nobody may read


@dataclass(frozen=True)
class Said:
    """One reply. `said_at` is by the phone's clock, corrected; `starts_at` when the session was as the phone showed it,
    none from an app that does not say it."""

    kind: ReplyKind
    said_at: datetime
    hindrance: Hindrance | None = None
    help: bool = False
    note: str | None = None
    starts_at: datetime | None = None


async def say(reply_id: UUID, person: Person, occurrence_id: str, said: Said, now: datetime) -> None:
    """Keeps what this person says of this session; of several the one with the newest id counts.

    What counts is when it was said, and of which time, however late it comes. Raises Problem 404 when the session is
    not theirs, 422 when it was not the time to say this, or the session was never at the time that was shown.
    """
    found = await occurrence_named(occurrence_id)
    if found is None:
        raise not_found()
    _, occurrence = found
    if await _is_known(reply_id, person.id, occurrence):
        return
    if person.id not in await expected_at(*found):
        raise not_found()
    said = replace(said, said_at=min(said.said_at, now))
    then = _as_shown(occurrence, said)
    _check(then, said)
    about = occurrence if _is_here_for(occurrence, then, said) else then
    await _keep(reply_id, person.id, about, said, now)


async def _is_known(reply_id: UUID, person_id: UUID, occurrence: Occurrence) -> bool:
    """Whether this very reply, or a newer one, has been taken."""
    return await Reply.exists(**_one(person_id, occurrence), changed_by__gte=reply_id)


def _one(person_id: UUID, occurrence: Occurrence) -> dict[str, Any]:
    return {"person_id": person_id, "series_id": occurrence.series, "original_start": occurrence.original_start}


def _as_shown(occurrence: Occurrence, said: Said) -> Occurrence:
    """The session as the phone showed it, which may have had no network for days."""
    if said.starts_at is None:
        return _as_of(occurrence, said.said_at)
    if said.starts_at != occurrence.starts_at and not _can_have_moved(occurrence):
        raise Problem(422, "This session was never at that time; open the calendar and look again.", field="starts_at")
    return _starting(_before_change(occurrence, said.said_at), said.starts_at)


def _can_have_moved(occurrence: Occurrence) -> bool:
    """Where it was changed more than once, only its first time and its last are known: then the phone's word counts."""
    return occurrence.changed_at is not None or occurrence.formerly is not None


def _as_of(occurrence: Occurrence, moment: datetime) -> Occurrence:
    """The session as a phone without a network knew it, as far as one can tell: before its newest change."""
    known = _before_change(occurrence, moment)
    return known if known is occurrence else _starting(known, occurrence.was_at or occurrence.starts_at)


def _before_change(occurrence: Occurrence, moment: datetime) -> Occurrence:
    """Not cancelled yet, where that was later than this moment; itself where nothing was changed since."""
    if occurrence.changed_at is None or occurrence.changed_at <= moment:
        return occurrence
    return replace(occurrence, state=OccurrenceState.planned)


def _starting(occurrence: Occurrence, starts_at: datetime) -> Occurrence:
    return replace(occurrence, starts_at=starts_at, ends_at=starts_at + (occurrence.ends_at - occurrence.starts_at))


def _check(occurrence: Occurrence, said: Said) -> None:
    if occurrence.state == OccurrenceState.cancelled:
        sentence = "This session was cancelled; you don't have to say anything."
        raise Problem(422, sentence, field="occurrence", reason="needless")  # the phone lets it go
    if said.kind == ReplyKind.here:
        if abs(said.said_at - occurrence.starts_at) > HERE:
            sentence = "You can say “I'm here” from 30 minutes before it starts until 30 minutes after."
            raise Problem(422, sentence, field="said_at")
    elif said.said_at >= occurrence.ends_at:
        raise Problem(422, "This session is over; talk to your counselor about it.", field="said_at")


def _is_here_for(occurrence: Occurrence, shown: Occurrence, said: Said) -> bool:
    """Whether who is here for the session as it was shown is here for it as it is. They came: that must not be lost."""
    is_near = abs(occurrence.starts_at - shown.starts_at) <= NEAR
    until = max(occurrence.ends_at, occurrence.starts_at + HERE)
    return said.kind == ReplyKind.here and is_near and said.said_at <= until


async def _keep(reply_id: UUID, person_id: UUID, occurrence: Occurrence, said: Said, now: datetime) -> None:
    told = {
        "starts_at": occurrence.starts_at,
        "kind": said.kind,
        "hindrance": said.hindrance,
        "help": said.help,
        "note": said.note,
        "said_at": said.said_at,
        "received_at": now,
        "changed_by": reply_id,
    }
    async with in_transaction():
        # Whoever raises the alert of the one before holds the person's row too.
        await Person.filter(id=person_id).select_for_update().get()
        found = await occurrence_named(occurrence.id)  # its series may have become another until now
        if found is None or person_id not in await expected_at(*found):
            raise not_found()
        one = _one(person_id, found[1])
        known = await Reply.get_or_none(**one)
        if known and known.changed_by >= reply_id:
            return
        if said.kind == ReplyKind.cant_come:
            told["alert_id"] = None  # news for the counselor, also where another reason was known
        await (known or Reply(**one)).update_from_dict(told).save()
        await mark_stale(person_id)


def standing(replies: Iterable[Reply], occurrences: Iterable[Occurrence]) -> dict[str, Reply]:
    """Pure: by occurrence the replies of one person that still count, see `holding`."""
    return {each.occurrence: each for each in holding(replies, occurrences)}


def holding(replies: Iterable[Reply], occurrences: Iterable[Occurrence]) -> list[Reply]:
    """Pure: those that still count, of anybody. What was said of a session is not said of another time."""
    starts = {each.id: each.starts_at for each in occurrences}
    return [each for each in replies if starts.get(each.occurrence) == each.starts_at]


async def moved_since(replies: Collection[Reply]) -> dict[UUID, datetime]:
    """By the id of a reply when its session is now, of those that were said of another time. One query.

    `series` must be fetched of each. A session that is no more is at no other time.
    """
    moved = Change.filter(
        series_id__in={each.series_id for each in replies},
        original_start__in={each.original_start for each in replies},
        fallen_away=False,
        starts_at__not_isnull=True,
    )
    changed = {f"{each.series_id}@{each.original_start}": each.starts_at for each in await moved}
    found = {}
    for each in replies:
        planned = moment_of(each.series.recurs(), each.series.tz, datetime.fromisoformat(each.original_start))
        starts_at = planned and (changed.get(each.occurrence) or planned)
        if starts_at and starts_at != each.starts_at:
            found[each.id] = starts_at
    return found


async def missed_by(calendars: Mapping[UUID, Iterable[Occurrence]], since: datetime) -> dict[UUID, frozenset[str]]:
    """For each of these people the ids of the sessions from then on that they said they can't come to. One query."""
    said: dict[UUID, list[Reply]] = defaultdict(list)
    for reply in await Reply.filter(person_id__in=list(calendars), starts_at__gte=since).only(*SAID):
        said[reply.person_id].append(reply)
    return {
        person_id: frozenset(
            occurrence
            for occurrence, reply in standing(said[person_id], calendar).items()
            if reply.kind == ReplyKind.cant_come
        )
        for person_id, calendar in calendars.items()
    }


async def replies_of(person: Person, occurrences: Iterable[Occurrence], since: datetime) -> dict[str, Reply]:
    """Those of `standing` to sessions that started since then. One query."""
    return standing(await Reply.filter(person_id=person.id, starts_at__gte=since), occurrences)
