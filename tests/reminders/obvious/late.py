"""What is said later than it was due, for the server slept."""

from collections.abc import Iterable
from datetime import datetime

from tests.reminders.obvious.clocks import MINUTE, after_the_night, day_of, is_quiet
from tests.reminders.obvious.word import Word
from tests.reminders.obvious.world import World


def comes_at(word: Word, overdue: Iterable[Word], world: World, now: datetime) -> datetime | None:
    """Now where it is in time, or the person asked for it; late by day, and not on a day off. None: not at all.

    `overdue` is all that should have come by now.
    """
    if now - word.due <= MINUTE or word.is_asked_for:
        return now
    if any(says_it_better(other, word) for other in overdue):
        return None
    moment = by_day(word, world, now)
    is_off = moment and word.kind != "change" and day_of(moment, world.zone).weekday() in world.days_off
    return None if is_off else moment


def says_it_better(other: Word, word: Word) -> bool:
    """Of a session the last is said, of a check-in the first, or else the last."""
    if (other.about, other.moment) != (word.about, word.moment):
        return False
    if word.kind == "nudge" and other.kind == "check_in":
        return True
    return word.kind in ("session", "nudge") and word.kind == other.kind and word.due < other.due


def by_day(word: Word, world: World, now: datetime) -> datetime | None:
    """A check-in was to come by night too. Whoever would go in vain is woken."""
    if word.kind == "check_in" or not is_quiet(now, world.quiet, world.zone):
        return now
    after = after_the_night(now, world.quiet, world.zone)
    if after < word.useless:
        return after
    return now if word.kind == "change" else None
