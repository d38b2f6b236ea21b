"""Whatever changes, in whatever zone, on the days on which the clocks do: what the planner has sent is what a slow and
obvious answer says should have been (see obvious.py)."""

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as bounds
from hypothesis import strategies as some

from server.people.models import Person, Phase, Program, mark_stale
from server.reminders.choices import WEEKDAYS
from server.reminders.choose import choose
from server.reminders.claim import claim
from server.reminders.models import ReminderKind
from server.reminders.plan import plan_due
from server.sessions.models import Change, Series, SessionKind, local_text
from tests.conftest import empty, make_person
from tests.frozen import at, made_at
from tests.reminders.obvious import DAY, World, clocks_show, reminders, sent

DAYS = 7
CAP = 3
AFTER_THE_QUARTER = timedelta(minutes=7)  # nothing is due just then, so nothing is in doubt

# A day in the middle of which the clocks change; in Mexico they did on that day, until 2022.
CLOCK_CHANGES = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Mexico_City", date(2026, 4, 5)),
    ("America/Mexico_City", date(2026, 10, 25)),
]
ZONES = sorted({zone for zone, _ in CLOCK_CHANGES})

QUARTERS = some.sampled_from([0, 15, 30, 45])
OFFSETS = some.lists(
    some.sampled_from(["3d", "1d", "evening", "3h", "2h", "1h", "30m"]), min_size=1, max_size=2, unique=True
)
QUIET = some.none() | some.tuples(
    some.builds(time, some.integers(20, 23), QUARTERS), some.builds(time, some.integers(6, 10), QUARTERS)
)
EVENTS = some.one_of(
    some.tuples(some.just("zone"), some.sampled_from(ZONES)),
    some.tuples(some.just("quiet"), QUIET),
    some.tuples(some.just("before"), some.none() | OFFSETS),
    some.tuples(some.just("on"), some.booleans()),
    some.tuples(some.just("days_off"), some.frozensets(some.integers(0, 6), max_size=2)),
    some.tuples(some.just("move"), some.integers(0, DAYS), some.sampled_from([None, -20, -3, -1, 1, 5, 30])),
    some.tuples(some.just("leave")),
)


@dataclass(frozen=True)
class Week:
    """What happens around one change of the clocks: the hours after the beginning, and what."""

    zone: str
    changes_on: date
    person: str
    weekdays: frozenset[int]
    begins: time
    events: list[tuple[int, tuple[Any, ...]]]

    @property
    def start(self) -> datetime:
        return datetime.combine(self.changes_on - 3 * DAY, time(12), tzinfo=UTC) + AFTER_THE_QUARTER

    def world(self) -> World:
        return World(ZoneInfo(self.zone), self.weekdays, self.begins, ZoneInfo(self.person))


WEEKS = some.builds(
    lambda change, **rest: Week(*change, **rest),
    some.sampled_from(CLOCK_CHANGES),
    person=some.sampled_from(ZONES),
    weekdays=some.frozensets(some.integers(0, 6), min_size=1, max_size=4),
    begins=some.builds(time, some.integers(6, 21), QUARTERS),
    events=some.lists(some.tuples(some.integers(1, DAYS * 24 - 1), EVENTS), max_size=4, unique_by=lambda each: each[0]),
)


def after(world: World, event: tuple[Any, ...], week: Week) -> World:
    """The world once this has happened."""
    match event:
        case ("zone", zone):
            return replace(world, person=ZoneInfo(zone))
        case ("quiet", hours):
            return replace(world, quiet=hours)
        case ("before", offsets):
            return replace(world, before=tuple(offsets) if offsets else None)
        case ("on", is_on):
            return replace(world, is_on=is_on)
        case ("days_off", days):
            return replace(world, days_off=days)
        case ("move", n, hours):
            return replace(world, moved=(*world.moved, moved(world, n, hours, week)))
        case _:
            return replace(world, has_left=True)


def moved(world: World, n: int, hours: int | None, week: Week) -> tuple[date, datetime | None]:
    """Of the session on that day, if there is one, and where it goes; nowhere: it is cancelled."""
    day = week.changes_on + (n - 3) * DAY
    return day, None if hours is None else clocks_show(day, world.begins, world.clinic) + timedelta(hours=hours)


class Life:
    """The same, in rows: what really happens to Alice."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.came: list[tuple[date, datetime]] = []

    async def begin(self) -> None:
        program = await Program.create(name="Harbor House", zone=self.week.zone)
        self.alice = await make_person(program, "Alice", zone=self.week.person)
        self.series = await Series.create(
            program=program, person=self.alice, kind=SessionKind.individual, title="With Dana",
            rule=f"FREQ=WEEKLY;BYDAY={','.join(WEEKDAYS[each] for each in sorted(self.week.weekdays))}",
            first_day=date(2026, 1, 1), wall_time=f"{self.week.begins:%H:%M}", minutes=50, zone=self.week.zone,
        )  # fmt: skip

    async def plan(self, now: datetime) -> None:
        with at(now):
            await mark_stale(self.alice.id)
            await plan_due(now)

    async def take(self, now: datetime) -> None:
        """What has come by now."""
        for each in await claim("one", now):
            if each.kind is ReminderKind.session:
                self.came.append((date.fromisoformat(each.subject.partition("@")[2][:10]), each.due_at))

    async def happen(self, event: tuple[Any, ...], now: datetime, world: World) -> None:
        match event:
            case ("zone", zone):
                await Person.filter(id=self.alice.id).update(zone=zone)
            case ("leave",):
                await Person.filter(id=self.alice.id).update(phase=Phase.ended)
            case ("move", n, hours):
                await self._move(*moved(world, n, hours, self.week), now)
            case _:
                await choose(made_at(now), self.alice, chosen(world), "a test", now)

    async def _move(self, day: date, starts_at: datetime | None, now: datetime) -> None:
        await Change.update_or_create(
            {"starts_at": starts_at, "cancelled": starts_at is None, "changed_at": now},
            series_id=self.series.id,
            original_start=local_text(datetime.combine(day, self.week.begins)),
        )


def chosen(world: World) -> dict[str, Any]:
    """What the person chose, as it is stored."""
    begins, ends = world.quiet or (None, None)
    return {
        "session": {"is_on": world.is_on, "before": list(world.before) if world.before else None},
        "quiet": {"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"} if begins else None,
        "days_off": [WEEKDAYS[each] for each in sorted(world.days_off)],
    }


async def lived(week: Week) -> tuple[list[tuple[date, datetime]], list[tuple[datetime, World]]]:
    """What was sent, and how the world was meanwhile."""
    life, world, now = Life(week), week.world(), week.start
    await empty()
    with at(now):
        await life.begin()
    await life.plan(now)
    worlds = [(now, world)]
    nights = [(hours, None) for hours in range(24, DAYS * 24 + 1, 24)]
    for hours, event in sorted([*week.events, *nights], key=lambda each: each[0]):
        now = week.start + timedelta(hours=hours)
        await life.take(now)
        if event:
            world = after(world, event, week)
            with at(now):
                await life.happen(event, now, world)
            worlds.append((now, world))
        await life.plan(now)
        await life.take(now)
    return life.came, worlds


def is_often(worlds: list[tuple[datetime, World]], said: set[tuple[date, datetime]], week: Week) -> bool:
    """Whether some day has so many reminders, with those of changes, that the day's cap may leave one out."""
    changes = sum(event[0] == "move" for _, event in week.events)
    first, last = week.start.date(), week.start.date() + DAYS * DAY
    return any(
        number + changes > CAP
        for _, world in worlds
        for number in by_local_day(world, said | {(key[0], due) for key, due in reminders(world, first, last).items()})
    )


def by_local_day(world: World, found: set[tuple[date, datetime]]) -> list[int]:
    return list(Counter(due.astimezone(world.person).date() for _, due in found).values())


@pytest.mark.usefixtures("keys")
async def test_what_came_is_what_should_have() -> None:
    loop = asyncio.get_running_loop()

    @given(WEEKS)
    @bounds(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def whatever_happens(week: Week) -> None:
        came, worlds = asyncio.run_coroutine_threadsafe(lived(week), loop).result()
        should = sent(worlds, week.start + DAYS * DAY)
        assume(not is_often(worlds, should, week))
        assert sorted(came) == sorted(should)

    await asyncio.to_thread(whatever_happens)
