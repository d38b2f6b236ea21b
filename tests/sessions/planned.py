"""Series of the group Evening A for tests of how they change: Thursdays at six in the evening in New York."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from server import clock
from server.people.models import Group, Person, Program
from server.sessions.expand import Occurrence, occurrences_of
from server.sessions.models import Change, Series, SessionKind
from server.sessions.series import change, make
from tests.frozen import made_at, utc

Plan = Callable[..., Awaitable[Series]]
MADE = count()
MONDAY_NOON = utc("2026-06-01T16:00")
SUMMER = (utc("2026-05-01T00:00"), utc("2026-09-01T00:00"))


def fresh_id() -> UUID:
    """An id as a client makes one at this standing moment, each newer than the one before."""
    return made_at(clock.now() + next(MADE) * timedelta(milliseconds=1))


def thursdays(program: Program, **differently: Any) -> Series:
    """A series before it is stored."""
    identifier = fresh_id()
    usual: dict[str, Any] = {
        "id": identifier, "program_id": program.id, "kind": SessionKind.group, "title": "Relapse prevention",
        "rule": "FREQ=WEEKLY;BYDAY=TH", "first_day": date(2026, 6, 4), "wall_time": "18:00", "minutes": 90,
        "zone": program.zone, "changed_by": identifier,
    }  # fmt: skip
    return Series(**{**usual, **differently})


async def planned(program: Program, group: Group, **differently: Any) -> Series:
    """It is there, whenever it began."""
    series = thursdays(program, group_id=group.id, **differently)
    await series.save(force_create=True)
    return series


async def since_january(program: Program, **differently: Any) -> Series:
    """It has been running since January 1, of whichever group or person is said, and nobody has changed it since."""
    series = thursdays(program, **{"first_day": date(2026, 1, 1), "changed_by": None, **differently})
    await series.save(force_create=True)
    return series


async def made(program: Program, group: Group, **differently: Any) -> Series:
    series = thursdays(program, group_id=group.id, **differently)
    await make(series, clock.now())
    return await Series.get(id=series.id)


async def changed(series: Series, from_day: date | None = None, **differently: Any) -> Series:
    """The series as it is, but for what is given; the row that has it now."""
    columns = {name: getattr(series, name) for name in Series._meta.fields_db_projection}
    identifier = differently.pop("id", None) or fresh_id()
    wanted = Series(**{**columns, "follows_id": None, "id": identifier, "changed_by": identifier, **differently})
    await change(series.id, wanted, from_day, clock.now())
    return wanted


async def said(series: Series, start: str, **differently: Any) -> Change:
    """What was said of one session, before."""
    return await Change.create(series=series, original_start=start, changed_at=utc("2026-05-20T12:00"), **differently)


async def calendar_of(person: Person, start: datetime = SUMMER[0], end: datetime = SUMMER[1]) -> list[Occurrence]:
    return await occurrences_of(person, start, end)


async def starts_of(person: Person, start: datetime = SUMMER[0], end: datetime = SUMMER[1]) -> list[str]:
    """`06-04 18:00`, local, as they were meant; without what is only seen because it is no more."""
    there = [one for one in await calendar_of(person, start, end) if not one.has_fallen_away]
    return [one.original_start[5:].replace("T", " ") for one in there]
