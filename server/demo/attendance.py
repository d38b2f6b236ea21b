"""Who was at which session, as their counselor marked it."""

from datetime import datetime, timedelta
from random import Random

from server.demo.chance import chance, id_at
from server.demo.people import Character
from server.people.models import Person
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from server.sessions.models import Attendance, Mark

BACK = timedelta(weeks=12)
MARKED_AFTER = timedelta(minutes=10)  # today's sessions are still to be marked
MARKS = {Mark.attended: 86, Mark.late: 5, Mark.excused: 4, Mark.no_show: 3, Mark.left_early: 2}


async def mark_sessions(character: Character, person: Person, now: datetime) -> None:
    """Everything before today; the latest ones were missed when the story says so."""
    found = await occurrences_of(person, now - BACK, now)
    today = person.today(now)
    past = [each for each in found if each.state != OccurrenceState.cancelled and person.today(each.ends_at) < today]
    marks = _marks(len(past), character.absent, chance(character.name, "attendance"))
    await Attendance.bulk_create([_attendance(person, *each) for each in zip(past, marks, strict=True)])


def _marks(number: int, absent: int, rng: Random) -> list[Mark]:
    """Nobody misses two in a row by chance: that is for the stories."""
    marks: list[Mark] = []
    for mark in rng.choices(list(MARKS), list(MARKS.values()), k=number):
        marks.append(Mark.attended if mark == Mark.no_show and Mark.no_show in marks[-2:] else mark)
    return [*marks[: number - absent - 1], Mark.attended, *[Mark.no_show] * absent][:number]


def _attendance(person: Person, occurrence: Occurrence, mark: Mark) -> Attendance:
    marked_at = occurrence.ends_at + MARKED_AFTER
    return Attendance(
        person_id=person.id,
        series_id=occurrence.series,
        original_start=occurrence.original_start,
        starts_at=occurrence.starts_at,
        mark=mark,
        marked_by_id=person.counselor_id,
        marked_at=marked_at,
        changed_by=id_at(marked_at),
    )
