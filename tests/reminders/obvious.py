"""The slow, obvious answer to “which reminders of sessions should this person have been sent?”

It knows nothing of the planner. It never adds an offset to a wall time: it walks through the quarters of an hour in
UTC, looks what the clocks on the wall show at each, and so needs no rule for the days on which they change. All times
that people chose are on quarters of an hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HOURS_BEFORE = {"3h": 3.0, "2h": 2.0, "1h": 1.0, "30m": 0.5}
OFTEN = 3  # sessions a week
EVENING = time(20)

Key = tuple[date, datetime, str]  # the day it was meant for, when it starts now, how long before


@dataclass(frozen=True)
class World:
    """Everything that counts, from one change to the next."""

    clinic: ZoneInfo
    weekdays: frozenset[int]  # of the sessions, as date.weekday() counts them
    begins: time  # by the clinic's clocks
    person: ZoneInfo
    moved: tuple[tuple[date, datetime | None], ...] = ()  # those that are at another time, or not at all
    is_on: bool = True
    before: tuple[str, ...] | None = None
    quiet: tuple[time, time] | None = (time(22), time(8))
    days_off: frozenset[int] = frozenset()
    has_left: bool = False


def sent(worlds: list[tuple[datetime, World]], end: datetime) -> set[tuple[date, datetime]]:
    """For each reminder that should have come before `end`: the day its session was meant for, and when it was due.

    `worlds`, each with the moment from which it counts, begin with the first look at this person.
    """
    said: dict[Key, datetime] = {}
    before: dict[Key, datetime] = {}
    for (start, world), (until, _) in zip(worlds, [*worlds[1:], (end, None)], strict=True):
        should = reminders(world, worlds[0][0].date(), end.date())
        for key, due in should.items():
            # What was still to come and by the new words is due already comes at once. What is past for good does not.
            is_overdue = due <= start < before.get(key, start) and start < key[1]
            if key not in said and (is_overdue or start < due <= until):
                said[key] = due
        before = should
    return {(day, due) for (day, _, _), due in said.items()}


def reminders(world: World, first: date, last: date) -> dict[Key, datetime]:
    """When each reminder of the sessions around these days comes, as the world is now."""
    found: dict[Key, datetime] = {}
    if world.has_left or not world.is_on:
        return found
    usual = ("evening", "2h") if len(world.weekdays) >= OFTEN else ("1d", "2h")
    for day, start in sessions(world, first, last):
        for offset in world.before or usual:
            due = by_day(time_before(start, offset, world.person), start, world)
            is_said_already = any(key[:2] == (day, start) and due == other for key, other in found.items())
            if due.astimezone(world.person).weekday() not in world.days_off and not is_said_already:
                found[day, start, offset] = due
    return found


def sessions(world: World, first: date, last: date) -> Iterator[tuple[date, datetime]]:
    """The day that each was meant for, and when it starts now."""
    moved = dict(world.moved)
    for n in range(-7, (last - first).days + 7):
        day = first + n * DAY
        if day.weekday() in world.weekdays:
            start = moved.get(day, clocks_show(day, world.begins, world.clinic))
            if start:
                yield day, start


def time_before(start: datetime, offset: str, zone: ZoneInfo) -> datetime:
    """Hours are hours. A day before is when the clocks show the same, the evening before when they show 20:00."""
    if offset in HOURS_BEFORE:
        return start - timedelta(hours=HOURS_BEFORE[offset])
    local = start.astimezone(zone)
    if offset == "evening":
        return clocks_show(local.date() - DAY, EVENING, zone)
    return clocks_show(local.date() - (3 * DAY if offset == "3d" else DAY), local.time(), zone)


def by_day(due: datetime, start: datetime, world: World) -> datetime:
    """Not in quiet hours: after them, or before them where the session begins too soon."""
    if not is_quiet(due, world):
        return due
    after = next(moment for moment in walk(due, QUARTER) if not is_quiet(moment, world))
    if after < start:
        return after
    return next(moment for moment in walk(due, -MINUTE) if not is_quiet(moment, world))


def is_quiet(moment: datetime, world: World) -> bool:
    if world.quiet is None:
        return False
    begins, ends = world.quiet
    shown = moment.astimezone(world.person).time()
    return begins <= shown or shown < ends  # here they always go past midnight


def clocks_show(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The first moment at which they do; on a day on which they never do, as long after midnight as on others."""
    noon_before = datetime.combine(day - DAY, time(12), tzinfo=UTC)
    that_day = [
        moment
        for moment, _ in zip(walk(noon_before - 3 * 4 * QUARTER, QUARTER), range(66 * 4), strict=False)
        if moment.astimezone(zone).date() == day
    ]
    shown = [moment for moment in that_day if moment.astimezone(zone).time() == wall]
    return shown[0] if shown else that_day[0] + timedelta(hours=wall.hour, minutes=wall.minute)


def walk(start: datetime, step: timedelta) -> Iterator[datetime]:
    return (start + n * step for n in count())
