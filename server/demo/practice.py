"""The exercises people were given, and how they practiced."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from server.checkins.models import Answer
from server.demo.chance import chance, id_at
from server.demo.people import JOINS_AT, Character, first_day_of
from server.exercises.content import EXERCISES
from server.exercises.models import Assignment, Practice
from server.people.models import Language, Person
from server.recurrence import at_wall_time

PRACTICED = 0.7  # of the answers that say a skill was used; the other skills need no phone
NOTES = {
    Language.en: "A few minutes are enough. Tell me how it went when we meet.",
    Language.es: "Unos minutos bastan. Cuéntame cómo te fue cuando nos veamos.",
}


async def give(character: Character, person: Person) -> None:
    """What the counselor gave this person to practice: newcomers on the first day, others in their second week."""
    from_day = first_day_of(person, min(character.week, 2))
    given_at = at_wall_time(from_day, JOINS_AT, person.tz)
    await Assignment.bulk_create(
        [
            Assignment(
                id=id_at(given_at),
                person_id=person.id,
                counselor_id=person.counselor_id,
                exercise=exercise,
                note=NOTES[person.language],
                times_per_week=times,
                from_day=from_day,
            )
            for exercise, times in character.given.items()
        ]
    )


async def make_practices(character: Character, person: Person, answers: Sequence[Answer]) -> None:
    """Practices in the hours before the answers that speak of a skill."""
    rng = chance(character.name, "practice")
    given = await Assignment.filter(person_id=person.id).order_by("id")
    used = [answer for answer in answers if answer.items["skill"] and rng.random() < PRACTICED]
    await Practice.bulk_create([_practice(answer, given, rng) for answer in used])


def _practice(answer: Answer, given: Sequence[Assignment], rng: Random) -> Practice:
    assignment = rng.choice(given) if given else None
    exercise = EXERCISES[assignment.exercise if assignment else rng.choice(list(EXERCISES))]
    started_at = answer.answered_at - timedelta(minutes=rng.randint(30, 300))
    before = min(10, int(answer.scores["craving"]) + rng.randint(1, 3))
    after = max(0, before - rng.randint(1, 4))
    rates = sum(step.kind == "rate" for step in exercise.en.steps)
    return Practice(
        id=id_at(started_at),
        person_id=answer.person_id,
        assignment_id=assignment.id if assignment else None,
        exercise=exercise.key,
        version=exercise.version,
        started_at=started_at,
        ended_at=started_at + timedelta(minutes=exercise.en.minutes),
        before=before,
        after=after,
        ratings=[before + (after - before) * (step + 1) // (rates + 1) for step in range(rates)],
        notes={},
    )
