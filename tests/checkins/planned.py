"""Planning one person's check-ins, without the rest of the planner."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from server.checkins.plan import AHEAD, planned_check_ins
from server.checkins.schedule import Line
from server.checkins.stored import stored_check_ins, write_check_ins
from server.people.models import Person


async def plan_check_ins(person: Person, lines: Sequence[Line], sessions: Collection[date], now: datetime) -> None:
    known = (await stored_check_ins([person.id], now - AHEAD))[person.id]
    planned = planned_check_ins(person, lines, sessions, known, now)
    await write_check_ins((person.id, each) for key, each in planned.items() if known.get(key) != each)
