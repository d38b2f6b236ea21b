"""A walk through the looks that the server takes: at each, what is to come from now on."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.reminders.obvious import changes, check_ins, sessions
from tests.reminders.obvious.check_ins import Windows
from tests.reminders.obvious.clocks import DAY, day_of
from tests.reminders.obvious.word import Word
from tests.reminders.obvious.world import Name, World

A_DAY = 3  # reminders

Key = tuple[str, Name, Hashable]


@dataclass
class Look:
    """The server looks how the world is. It may fall asleep some time after, until the next look."""

    at: datetime
    world: World
    asleep_from: datetime | None = None


def sent(looks: Sequence[Look], end: datetime) -> list[Word]:
    """What should have come before `end`, in whatever order."""
    said: list[Word] = []
    awaited: set[Key] = set()
    windows: Windows = {}
    for look, until in zip(looks, [*(each.at for each in looks[1:]), end], strict=True):
        windows = check_ins.look_again(windows, look.world, look.at)
        coming = to_come(look, windows, said, awaited)
        awaited = {each.key for each in coming}
        said += [each for each in coming if each.due <= min(until, look.asleep_from or until)]
    return said


def to_come(look: Look, windows: Windows, said: Sequence[Word], awaited: set[Key]) -> list[Word]:
    """Everything that from now on should be said, as the world is now."""
    world, now = look.world, look.at
    if world.phase == "ended":
        return []
    every = [
        *(each for each in sessions.reminders(world, now) if each.kind not in world.off),
        *changes.news(world, said, now),
        *(each for each in check_ins.reminders(world, windows, said, now) if each.kind not in world.off),
        *asked_for(world, windows, now),
    ]
    known = {each.key for each in said}
    return at_most_three(
        [each for each in every if each.key not in known and is_to_come(each, now, awaited)], said, world
    )


def is_to_come(word: Word, now: datetime, awaited: set[Key]) -> bool:
    """What was still to come and is overdue comes now: by the new words, or for the server slept. What was over before
    anybody spoke of it does not, but for changes of the last day."""
    is_news = word.kind == "change" and now - DAY < word.due
    return now < word.useless and (now < word.due or word.key in awaited or is_news)


def asked_for(world: World, windows: Windows, now: datetime) -> list[Word]:
    """What the person wants to hear once more, at their time, also by night."""
    about: dict[Name, tuple[str, datetime, datetime]] = {}
    for session in sessions.expected(world, now):
        about[session.name] = "session", session.start, session.start
    for slot in check_ins.SLOTS:
        for check_in, window in check_ins.to_answer(slot, windows, world, now):
            about[check_in] = "check_in", window.opens, window.closes
    return [
        Word(kind, name, (moment, "once more", due), due, useless, is_asked_for=True)
        for name, due in world.snoozes.items()
        if name in about
        for kind, moment, useless in [about[name]]
        if due < useless
    ]


def at_most_three(coming: Iterable[Word], said: Iterable[Word], world: World) -> list[Word]:
    """A day, by the person's clocks, with those it has had: first what is about to start, nudges last.

    Changes are never left out, nor is what the person asked for, which does not count.
    """
    had = Counter(day_of(each.due, world.zone) for each in said if not each.is_asked_for)
    kept = []
    for each in sorted(coming, key=lambda each: (each.kind != "change", each.rank, each.due)):
        day = day_of(each.due, world.zone)
        if each.is_asked_for or each.kind == "change" or had[day] < A_DAY:
            kept.append(each)
            had[day] += not each.is_asked_for
    return kept
