"""Whatever happens, in whatever zone, on the days on which the clocks change: what was sent is what a slow and obvious
answer says should have been (see the folder obvious)."""

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as bounds
from hypothesis import strategies as some
from starlette.applications import Starlette

from tests.conftest import empty
from tests.frozen import at
from tests.reminders.happenings import (
    Adds,
    Answers,
    Chooses,
    Ends,
    Enters,
    Happening,
    IsLate,
    Joins,
    Looks,
    Moves,
    Replies,
    Sleeps,
    Snoozes,
    Splits,
    TakesTime,
    Taps,
    Travels,
)
from tests.reminders.life import Came, Life
from tests.reminders.obvious import Step, World, sent
from tests.reminders.obvious.clocks import DAY, HOUR, MINUTE
from tests.reminders.obvious.world import Line, Rule

DAYS = 7  # for as long staff stay signed in who do nothing
JANUARY_1 = date(2026, 1, 1)
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

# The same ones in each run; with a number in DAYMARK_TEST_EXAMPLES so many others each time.
MORE = os.environ.get("DAYMARK_TEST_EXAMPLES")
EXAMPLES = bounds(
    max_examples=int(MORE or 60), derandomize=not MORE, database=None, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@dataclass(frozen=True)
class Week:
    """A week around one change of the clocks: how it begins, and what happens how many hours later."""

    zone: str
    changes_on: date
    person: str
    lines: tuple[Line, ...]
    joins: tuple[int, int | None]
    asked: bool
    chosen: list[Happening]  # before all else
    events: list[tuple[int, Happening]]

    @property
    def start(self) -> datetime:
        return datetime.combine(self.changes_on - 4 * DAY, time(12), tzinfo=UTC) + AFTER_THE_QUARTER

    def world(self) -> World:
        from_days, to_days = self.joins
        return World(
            clinic=ZoneInfo(self.zone),
            lines=self.lines,
            member=(
                self.start.date() + from_days * DAY,
                None if to_days is None else self.start.date() + (from_days + to_days) * DAY,
            ),
            zone=ZoneInfo(self.person),
            asked=self.asked,
            phase="iop",
            phase_from=JANUARY_1,
        )


# Single sessions begin at the full hour or half past, the group's at the other quarters, and never at one moment.
HOURS = some.integers(6, 21)
QUARTERS = some.sampled_from([0, 15, 30, 45])
OF_ONE = some.builds(time, HOURS, some.sampled_from([0, 30]))
OF_GROUP = some.builds(time, HOURS, some.sampled_from([15, 45]))
WEEKDAYS = some.frozensets(some.integers(0, 6), min_size=1, max_size=4)
LINE = some.integers(0, 1)
SOON = some.integers(0, 6)  # days
WHICH = some.integers(0, 3)
HOURS_LATER = some.integers(1, 60) | some.integers(1, DAYS * 24 - 1)  # more of what comes close together
ON_OR_OFF = some.frozensets(some.sampled_from(["session", "check_in", "nudge"]), max_size=2)
OFFSETS = some.lists(
    some.sampled_from(["3d", "1d", "evening", "3h", "2h", "1h", "30m"]), min_size=1, max_size=2, unique=True
).map(tuple)
QUIET = some.none() | some.tuples(
    some.builds(time, some.integers(20, 23), QUARTERS), some.builds(time, some.integers(6, 10), QUARTERS)
)

CHOICES: some.SearchStrategy[Happening] = some.one_of(
    some.builds(Chooses, some.just("off"), ON_OR_OFF),
    some.builds(Chooses, some.just("before"), some.none() | OFFSETS),
    some.builds(Chooses, some.just("nudge_before"), some.none() | OFFSETS),
    some.builds(Chooses, some.just("quiet"), QUIET),
    some.builds(Chooses, some.just("days_off"), some.frozensets(some.integers(0, 6), max_size=2)),
    some.builds(TakesTime, some.none() | some.builds(time, some.integers(0, 23), QUARTERS)),
)
MOVES = some.builds(Moves, WHICH, some.sampled_from([None, -20, -3, -1, 0, 1, 5, 30]), some.booleans())
SLEEPS = some.builds(Sleeps, some.integers(1, 15))
EVENTS: list[some.SearchStrategy[Happening]] = [
    *[MOVES] * 3,  # also the same one again, and back
    *[SLEEPS] * 5,  # what comes late has rules of its own
    *[CHOICES] * 2,
    some.builds(Travels, some.sampled_from(ZONES)),
    some.just(Looks()),
    some.just(Taps()),
    some.just(Answers()),
    some.builds(Replies, WHICH, some.booleans()),
    some.builds(Snoozes, some.none() | WHICH, some.integers(1, 20).map(lambda hours: hours * HOUR - 5 * MINUTE)),
    some.builds(Adds, LINE, SOON, HOURS),
    some.builds(Ends, LINE, SOON),
    some.builds(Splits, LINE, SOON, some.none() | WEEKDAYS, some.integers(1, 2), some.none() | HOURS),
    some.builds(Joins, some.none() | SOON, some.none() | SOON),
    some.builds(Enters, some.sampled_from(["iop", "aftercare", "ended"])),
    some.builds(IsLate, some.integers(1, 15)),
]
# Of several that are the same, one_of would take only one.
EVENT = some.sampled_from(EVENTS).flatmap(lambda each: each)


def lines_of(begins: some.SearchStrategy[time], is_of_group: bool) -> some.SearchStrategy[Line]:
    rules = some.builds(Rule, some.just(JANUARY_1), some.just(JANUARY_1), WEEKDAYS, some.integers(1, 2), begins)
    return some.builds(Line, some.tuples(rules), some.just(is_of_group))


WEEKS = some.builds(
    lambda change, **rest: Week(*change, **rest),
    some.sampled_from(CLOCK_CHANGES),
    person=some.sampled_from(ZONES),
    lines=some.tuples(lines_of(OF_ONE, False)) | some.tuples(lines_of(OF_ONE, False), lines_of(OF_GROUP, True)),
    joins=some.tuples(some.integers(-9, 6), some.none() | some.integers(1, 9)),
    asked=some.booleans(),
    chosen=some.lists(CHOICES, max_size=2),
    events=some.lists(some.tuples(HOURS_LATER, EVENT), min_size=1, max_size=8, unique_by=lambda each: each[0]),
)


def in_new_york(*events: tuple[int, Happening]) -> Week:
    """Thursdays and Sundays at six, from a Wednesday at seven in the morning on; it happens so many hours later."""
    twice_a_week = Rule(JANUARY_1, JANUARY_1, frozenset({3, 6}), 1, time(18))
    return Week(*CLOCK_CHANGES[0], "America/New_York", (Line((twice_a_week,)),), (0, None), False, [], list(events))


NIGHT = 16  # hours later, when what is to be told waits for the morning
# The same again, as when only its title is another.
FELL_AWAY = in_new_york((NIGHT, Splits(0, 1, frozenset({3}), 1, None)), (NIGHT + 1, Splits(0, 1, None, 1, None)))
ENDED = in_new_york((NIGHT, Ends(0, 4)), (NIGHT + 1, Splits(0, 0, None, 1, None)))
MOVED_AND_FELL_AWAY = in_new_york((NIGHT, Splits(0, 1, frozenset({6}), 1, 17)))


def happenings(week: Week) -> list[tuple[int, Happening | None]]:
    """What happens when, with a look each day and at the end of each delay."""
    chosen = [(0, each) for each in week.chosen]
    ends = [(hours + event.hours, None) for hours, event in week.events if isinstance(event, IsLate)]
    days = [(hours, None) for hours in range(24, DAYS * 24 + 1, 24)]
    every: list[tuple[int, Happening | None]] = [*chosen, *week.events, *ends, *days]
    return sorted((each for each in every if each[0] <= DAYS * 24), key=lambda each: each[0])


async def lived(week: Week, app: Starlette) -> tuple[list[Came], list[Step]]:
    """What came, and what the world was like from when to when."""
    await empty()
    life, world = Life(app, week.start), week.world()
    with at(life.now):
        await life.begin(world)
        await life.look()
    steps = [Step(life.now, world)]
    wakes_at = looks_at = life.now
    for hours, event in happenings(week):
        now = week.start + hours * HOUR
        if now < wakes_at:
            continue
        if steps[-1].is_asleep:
            await life.wake(wakes_at)
            steps.append(Step(wakes_at, world))
        await life.go_on_until(now)
        with at(now):
            if event:
                world = await event.happen(life, world)
            if isinstance(event, IsLate):
                looks_at = max(looks_at, now + event.hours * HOUR)
            if is_looking := now >= looks_at:
                await life.look()
            await life.send()
        if isinstance(event, Sleeps):
            wakes_at = looks_at = await event.until(life)
        steps.append(Step(now, world, has_looked=is_looking, is_asleep=isinstance(event, Sleeps)))
    came = await life.came()
    await life.end()
    return came, steps


@pytest.mark.usefixtures("keys")
async def test_what_came_is_what_should_have(app: Starlette) -> None:
    loop = asyncio.get_running_loop()

    @given(WEEKS)
    @example(FELL_AWAY)
    @example(ENDED)
    @example(MOVED_AND_FELL_AWAY)
    @EXAMPLES
    def whatever_happens(week: Week) -> None:
        came, steps = asyncio.run_coroutine_threadsafe(lived(week, app), loop).result()
        should = [(each.word.kind, each.word.about, each.at) for each in sent(steps, week.start + DAYS * DAY)]
        assert in_order(came) == in_order(should)

    await asyncio.to_thread(whatever_happens)


def in_order(found: list[Came]) -> list[str]:
    return sorted(f"{moment:%m-%d %H:%M} {kind} {about[0]} {about[1]}" for kind, about, moment in found)
