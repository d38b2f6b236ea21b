"""What a person is told of sessions that were moved, cancelled or added: whoever believes something else."""

from collections.abc import Iterable
from datetime import datetime

from tests.reminders.obvious.clocks import after_the_night, is_quiet
from tests.reminders.obvious.sessions import sessions
from tests.reminders.obvious.word import Said, Word
from tests.reminders.obvious.world import World


def news(world: World, said: Iterable[Said], now: datetime) -> list[Word]:
    """At once, and after the night where that is soon enough."""
    told = {each.word.about: each.word.what for each in said if each.word.kind == "change"}
    found = []
    for session in sessions(world, now):
        is_at = None if session.is_cancelled else session.start
        believed = told.get(session.name, None if session.is_news else session.planned)
        if session.changed and is_at != believed:
            # Once the one begins they are there in vain, once the other does it begins without them.
            useless = min(each for each in (is_at, believed) if each)
            due = by_day(session.changed.at, useless, world)
            if session.changed.at < useless:
                found.append(Word("change", session.name, session.changed.at, is_at, due, useless))
    return found


def by_day(due: datetime, useless: datetime, world: World) -> datetime:
    """Better woken than on the way in vain."""
    if not is_quiet(due, world.quiet, world.zone):
        return due
    after = after_the_night(due, world.quiet, world.zone)
    return after if after < useless else due
