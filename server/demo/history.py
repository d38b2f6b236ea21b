"""Six weeks of check-ins, and what was answered to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from server.checkins.instrument import newest
from server.checkins.models import Answer, CheckIn, Flag, Schedule, Slot
from server.checkins.plan import AHEAD, FIRST_INSTRUMENT, wanted_check_ins
from server.checkins.score import Value, flags_of, scores_of
from server.demo.chance import chance, id_at
from server.demo.people import Character
from server.demo.practice import make_practices
from server.people.models import Language, Person, Phase, Program
from server.people.reading import next_reading

SIX_WEEKS = timedelta(weeks=6)
MISSED = 0.33  # never twice in a row, so one of four
LATE = 0.04
BY_CHANCE = 6  # no craving above it, no step of 3: flags are for the stories
NOTES = {
    Language.en: (
        "I slept badly, but the walk helped.",
        "Talked to my sister for an hour.",
        "Long day at work. Glad it’s over.",
        "The group helped today.",
        "I cooked for my kids again.",
    ),
    Language.es: (
        "Dormí mal, pero caminar me ayudó.",
        "Hablé una hora con mi hermana.",
        "Hoy cociné para mis hijos.",
        "El grupo me ayudó.",
    ),
}


async def make_schedules(program: Program) -> list[Schedule]:
    """Every evening until aftercare, then once a week (care.md: one nudge, none late at night)."""
    daily = {"rule": "FREQ=DAILY", "wall_time": "20:00", "window_minutes": 360, "nudge_minutes": 60}
    weekly = {"rule": "FREQ=WEEKLY;BYDAY=SU", "wall_time": "18:00", "window_minutes": 48 * 60, "nudge_minutes": 24 * 60}
    rhythms = {Phase.intake: daily, Phase.iop: daily, Phase.aftercare: weekly}
    schedules = [
        Schedule(program_id=program.id, phase=phase, instrument=FIRST_INSTRUMENT, **rhythm)
        for phase, rhythm in rhythms.items()
    ]
    await Schedule.bulk_create(schedules)
    return schedules


async def make_history(
    character: Character, person: Person, program: Program, schedules: list[Schedule], now: datetime
) -> None:
    """What was due to this person, what they answered, what rules saw in it, and what their counselor has read."""
    check_ins = _check_ins(person, schedules, now)
    diary = Diary(character, person, program, now)
    for check_in in check_ins:
        diary.write(check_in, _decided(check_in, character, person, check_ins, now))
    await CheckIn.bulk_create(check_ins)
    await Answer.bulk_create(diary.answers)
    await Flag.bulk_create(_flags(diary.answers))
    await make_practices(character, person, diary.answers)
