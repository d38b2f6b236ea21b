"""What needs no word any more when it is due, although the server has not looked since it was planned."""

from collections.abc import Iterable
from datetime import datetime

from tests.reminders.obvious import check_ins, sessions
from tests.reminders.obvious.word import Said, Word
from tests.reminders.obvious.world import World


def is_needless(word: Word, world: World, said: Iterable[Said], now: datetime) -> bool:
    """The session is not then any more, or the person said that they can't come; the check-in is answered, or was
    seen."""
    if word.kind == "session":
        return not sessions.is_to_begin(word.about, word.moment, world, now)
    is_follow_up = word.kind == "nudge" and check_ins.is_seen(word.about, world, said)
    return word.about in world.answered or is_follow_up
