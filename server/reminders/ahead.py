"""The reminders of the next seven days, exactly as they will come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server.people.models import Person, Phase
from server.recurrence import at_wall_time
from server.reminders.detail import About, details_of
from server.reminders.known import known_of
from server.reminders.plan import considered_of
from server.reminders.wanted import Considered
from server.reminders.words import Words, words_for

DAYS = 7  # today is one of them


@dataclass(frozen=True)
class Ahead:
    """One of them, or one that is left out, with what will stand on the lock screen and the day it is on there."""

    considered: Considered
    words: Words
    day: date


def end_of_days(person: Person, now: datetime) -> datetime:
    """The midnight, where the person is, after the last of the days."""
    return at_wall_time(person.today(now) + timedelta(days=DAYS), time(), person.tz)


async def reminders_ahead(person: Person, now: datetime) -> list[Ahead]:
    """Computed as the planner computes its rows, so that it also shows what has none yet; the earliest first."""
    if person.phase == Phase.ended:
        return []
    until = end_of_days(person, now)
    [known] = await known_of([person], now)
    found = considered_of(known, known.check_ins.values(), now, until)
    coming = [each for each in found if now < each.wanted.due_at < until]
    about = {each: About(person.id, each.wanted.kind, each.wanted.subject) for each in coming}
    details = await details_of(list(about.values()), now)
    return [
        Ahead(
            each,
            words_for(each.wanted.kind, person.language, details.get(about[each])),
            person.today(each.wanted.due_at),
        )
        for each in coming
    ]
