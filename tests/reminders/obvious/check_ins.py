"""Which check-ins a person is asked for, and what they are told of them.

A check-in that has opened stays open, by new clocks and times as long as they say, and never shorter. Those ahead
follow the clocks, times and phase of now.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from tests.reminders.obvious.clocks import DAY, HOUR, after_the_night, before_the_night, clocks_show, day_of, is_quiet
from tests.reminders.obvious.sessions import time_before
from tests.reminders.obvious.word import NUDGE, OPEN, Said, Word
from tests.reminders.obvious.world import CheckInName, Name, World

PLANNED = 16  # days ahead
SLOTS = ("daily", "weekly", "aftercare")
SILENT = 3  # unanswered in a row, or days
USUAL = "usual"
FAR = 2  # days, by which it may be earlier again for whoever flies


@dataclass(frozen=True)
class Window:
    opens: datetime
    closes: datetime
    nudge: datetime | None
    is_withdrawn: bool = False


Windows = Mapping[CheckInName, Window]


def look_again(known: Windows, world: World, now: datetime) -> Windows:
    """The windows as they are from now on."""
    wanted = {} if world.phase == "ended" or not world.asked else dict(asked_for(world, now))
    flown = [
        (name, each)
        for name, each in known.items()
        if is_settled(name, each, world, now) and day_of(each.opens, world.zone) != name[1]
    ]
    found = dict(known)
    for name in known.keys() | wanted.keys():
        before, after = known.get(name), wanted.get(name)
        if after and any(name[0] == slot and name[1] != day and overlap(after, each) for (slot, day), each in flown):
            after = None
        if before is None:
            # Nothing is asked for the past, but what the phase begins with while it is open.
            is_welcome = name == ("aftercare", world.phase_from)
            if after and now < (after.closes if is_welcome else after.opens):
                found[name] = after
        elif not is_settled(name, before, world, now):
            found[name] = moved(name, before, after, world, now)
        elif world.phase == "ended" and name not in world.answered and now < before.closes:
            found[name] = replace(before, is_withdrawn=True)
        elif after and name not in world.answered and before.opens <= now < before.closes:
            found[name] = replace(before, closes=max(before.closes, after.closes))
    return found


def is_settled(name: CheckInName, window: Window, world: World, now: datetime) -> bool:
    return name in world.answered or (window.opens <= now and not window.is_withdrawn)


def overlap(one: Window, other: Window) -> bool:
    return one.opens < other.closes and other.opens < one.closes


def moved(name: CheckInName, before: Window, after: Window | None, world: World, now: datetime) -> Window:
    """One that is not open yet. It stays as it was where it would be over by the new clocks, unless it would be on
    another day by then."""
    if after is None:
        return replace(before, is_withdrawn=True)
    if after.closes > now:
        return after
    return before if day_of(before.opens, world.zone) == name[1] else replace(before, is_withdrawn=True)


def asked_for(world: World, now: datetime) -> Iterator[tuple[CheckInName, Window]]:
    """In treatment every evening, or when the person likes, and on three of them for longer; in aftercare once a week,
    from the first day on."""
    today = day_of(now, world.zone)
    for day in (today + step * DAY for step in range(-FAR, PLANNED)):
        if day < world.phase_from:
            continue
        if world.phase == "iop":
            opens = clocks_show(day, world.own_time or time(20), world.zone)
            yield ("daily", day), Window(opens, opens + 6 * HOUR, opens + HOUR)
            if day.weekday() in (0, 2, 4):
                opens = clocks_show(day, time(18, 10), world.zone)
                yield ("weekly", day), Window(opens, opens + 20 * HOUR, None)
        elif is_week_of_aftercare(day, world.phase_from):
            opens = clocks_show(day, time(18), world.zone)
            yield ("aftercare", day), Window(opens, opens + 48 * HOUR, opens + 24 * HOUR)


def is_week_of_aftercare(day: date, first_day: date) -> bool:
    """Of the first eight weeks; nothing here lasts longer."""
    return (day - first_day).days % 7 == 0


def reminders(world: World, windows: Windows, said: Iterable[Said], now: datetime) -> list[Word]:
    """When it opens, by night too: that is when the person wants it. Later once more, by day."""
    found = []
    for slot in SLOTS:
        left = unanswered_in_row(slot, windows, world, now)
        is_silent = left >= SILENT or silent_days(windows, world, now) >= SILENT
        for place, (name, window) in enumerate(to_answer(slot, windows, world, now), start=left + 1):
            # Whoever has left three unanswered is told of every other one, and only once; so is of everything whoever
            # answered nothing on three days.
            if not is_silent or (place - SILENT) % 2 == 0:
                opens = Word("check_in", name, window.opens, "open", window.opens, window.closes, OPEN)
                found.append(opens)
                if not is_silent and not is_seen(name, world, said):
                    found += nudges(name, window, world)
    return [
        each
        for each in found
        if each.due < each.useless and day_of(each.due, world.zone).weekday() not in world.days_off
    ]


def nudges(name: CheckInName, window: Window, world: World) -> list[Word]:
    """Of two at the same moment only one."""
    found: list[Word] = []
    for offset, meant in wanted_nudges(window, world):
        due = by_day(offset, meant, window, world)
        if due not in [each.due for each in found]:
            found.append(Word("nudge", name, window.opens, offset, due, window.closes, NUDGE))
    return found


def by_day(offset: str, meant: datetime, window: Window, world: World) -> datetime:
    """What was chosen comes before the night where the check-in is over after it."""
    if not is_quiet(meant, world.quiet, world.zone):
        return meant
    after = after_the_night(meant, world.quiet, world.zone)
    before = before_the_night(meant, world.quiet, world.zone)
    return before if after >= window.closes and offset != USUAL and before > window.opens else after


def wanted_nudges(window: Window, world: World) -> list[tuple[str, datetime]]:
    """When the program says; or so long before it closes as the person says, once it is open."""
    if not world.nudge_before:
        return [(USUAL, window.nudge)] if window.nudge else []
    found = [(each, time_before(window.closes, each, world.zone)) for each in world.nudge_before]
    return [(offset, due) for offset, due in found if due > window.opens]


def is_seen(check_in: Name, world: World, said: Iterable[Said]) -> bool:
    """Whether the person looked into the app after they were told of it, or tapped what they were told."""
    told = [each.at for each in said if each.word.about == check_in]
    return any(at in world.tapped or any(at <= looked for looked in world.looked) for at in told)


def to_answer(slot: str, windows: Windows, world: World, now: datetime) -> list[tuple[CheckInName, Window]]:
    """Those that are not over, the earliest first."""
    every = [
        (name, each)
        for name, each in windows.items()
        if name[0] == slot and name not in world.answered and not each.is_withdrawn and now < each.closes
    ]
    return sorted(every, key=lambda each: each[1].opens)


def unanswered_in_row(slot: str, windows: Windows, world: World, now: datetime) -> int:
    """Those that are over, since the person last answered one."""
    last = max((at for (about, _), at in world.answered.items() if about == slot), default=None)
    return sum(
        name[0] == slot
        and name not in world.answered
        and not each.is_withdrawn
        and each.closes <= now
        and (last is None or each.closes > last)
        for name, each in windows.items()
    )


def silent_days(windows: Windows, world: World, now: datetime) -> int:
    """How many days with something that is over one passes, going back from today, before the person was there: they
    answered something of that day, or whatever it was after that day asked."""
    found = 0
    for day in sorted({day for _, day in windows}, reverse=True):
        if day in {of_day for _, of_day in world.answered}:
            break
        over = [each for (_, of_day), each in windows.items() if of_day == day and not each.is_withdrawn]
        asked = [each.opens for each in over if each.closes <= now]
        if asked and any(at >= max(asked) for at in world.answered.values()):
            break
        found += bool(asked)
    return found
