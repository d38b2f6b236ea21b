"""One session moved, cancelled, described, or put back as it was planned."""

from datetime import date, datetime, timedelta
from uuid import UUID

from tortoise.transactions import in_transaction

from server.http import Problem, not_found
from server.people.models import mark_stale
from server.sessions.expand import Occurrence, occurrence_named
from server.sessions.models import Attendance, Change, Series
from server.sessions.newest import is_news
from server.sessions.series import alone, concerned
from server.sessions.shape import check_link

FARTHEST = timedelta(days=366)  # ahead, to which a session can be moved
TOMORROW = timedelta(days=1)
SEEN = ("starts_at", "minutes", "cancelled", "reason", "place", "link")  # what somebody has to know to be there
SAID = (*SEEN, "topic", "homework")


async def change_session(program_id: UUID, wanted: Change, now: datetime, seen: str | None = None) -> None:
    """Keeps what is said of one session, all of it together. `seen` is what was `newest` of it when it was read.

    A session that began stays when it was; it can still be described, and cancelled if it did not take place. One that
    is cancelled stays where it was moved to. Raises Problem 404 for a session that is none, 409 when it was changed
    since it was seen, 422 for a time it can't have.
    """
    check_link(wanted.link)
    async with in_transaction():
        await alone(program_id)
        found = await occurrence_named(f"{wanted.series_id}@{wanted.original_start}")
        if found is None or found[0].id != wanted.series_id:
            raise not_found()
        known = await Change.get_or_none(series_id=wanted.series_id, original_start=wanted.original_start)
        series, occurrence = found
        rows = [known] if known else []
        if wanted.changed_by and not is_news(wanted.changed_by, seen, occurrence.newest, rows):
            return
        asked = wanted.starts_at
        _place(wanted, occurrence, known)
        if asked == occurrence.starts_at and not _differs(wanted, known, SAID):
            raise Problem(422, "The session is at that time already; choose another.", field="starts_at")
        _check_time(occurrence, wanted.starts_at or _planned_at(occurrence), now)
        if known or _differs(wanted, known, SAID):
            await _keep(wanted, known, now)
            await mark_stale(*await _concerned(series, occurrence, wanted))


def _planned_at(occurrence: Occurrence) -> datetime:
    return occurrence.was_at or occurrence.starts_at


def _place(wanted: Change, occurrence: Occurrence, known: Change | None) -> None:
    if wanted.cancelled and wanted.starts_at is None and known:
        wanted.starts_at = known.starts_at
    if wanted.starts_at == _planned_at(occurrence):
        wanted.starts_at = None


def _check_time(occurrence: Occurrence, starts_at: datetime, now: datetime) -> None:
    if occurrence.starts_at == starts_at:
        return
    if occurrence.starts_at <= now:
        raise Problem(422, "This session has begun, so it can't be moved any more.", field="starts_at")
    if starts_at <= now:
        raise Problem(422, "That time has passed; choose one that is still to come.", field="starts_at")
    if starts_at > now + FARTHEST:
        raise Problem(422, "That is too far away; choose a time within a year.", field="starts_at")


def _differs(wanted: Change, known: Change | None, names: tuple[str, ...]) -> bool:
    before = known or Change()
    return any((getattr(wanted, name) or None) != (getattr(before, name) or None) for name in names)


async def _keep(wanted: Change, known: Change | None, now: datetime) -> None:
    wanted.changed_at = now
    if known:
        wanted.id, wanted._saved_in_db = known.id, True
        wanted.unexpected = known.unexpected
        if _differs(wanted, known, SEEN):
            wanted.put_back = not _differs(wanted, None, SEEN)
        else:
            wanted.changed_at, wanted.put_back = known.changed_at, known.put_back
    await wanted.save(force_create=known is None, force_update=known is not None)


async def _concerned(series: Series, occurrence: Occurrence, wanted: Change) -> set[UUID]:
    """Whose it is on the day it was meant for, the one it was on until now, and the one it is on now; and of whom it
    was marked whether they were there, which counts no more, or counts again."""
    moments = {occurrence.starts_at, wanted.starts_at or _planned_at(occurrence)}
    days = {date.fromisoformat(occurrence.original_start[:10])}
    days |= {moment.astimezone(series.tz).date() for moment in moments}
    marked = Attendance.filter(series_id=series.id, original_start=occurrence.original_start)
    theirs = marked.filter(person__program_id=series.program_id)  # found person by person, by their index
    found: set[UUID] = set(await theirs.values_list("person_id", flat=True))  # type: ignore[arg-type]  # flat: ids
    for day in days:
        found |= await concerned([series], day, day + TOMORROW)
    return found
