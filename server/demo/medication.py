"""What Maya takes, which is invented as she is, and what she said of it. She lets Dana see it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from server.demo.chance import chance, id_at
from server.medication.doses import doses_of
from server.medication.models import DoseReply, DoseWord, Medication, Stretch
from server.people.models import Person

WHO = "Maya T."
MADE = timedelta(days=20)  # ago
BACK = timedelta(days=14)
NOTED_AFTER = timedelta(minutes=5)
REFILL = timedelta(days=9)  # from now
EVERY_DAY = Stretch(since="", times=["08:00"], days=["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


async def make_medication(people: Mapping[str, Person], now: datetime) -> None:
    """Most mornings she noted it as taken, one she skipped, and of some she said nothing."""
    maya, made_at = people[WHO], now - MADE
    medication = Medication(
        id=id_at(made_at),
        person_id=maya.id,
        name="Morning tablet",
        note="With breakfast",
        course=[{**EVERY_DAY, "since": made_at.isoformat()}],
        first_day=maya.today(made_at),
        refill_on=maya.today(now + REFILL),
        changed_by=id_at(made_at),
    )
    await medication.save(force_create=True)
    luck = chance(WHO, "doses")
    past = [each for each in doses_of(medication, {}, maya.tz, now - BACK, now) if each.moment + NOTED_AFTER < now]
    words = luck.choices([DoseWord.taken, DoseWord.skipped, None], weights=[10, 1, 2], k=len(past))
    said = [(dose.original_start, word, dose.moment + NOTED_AFTER) for dose, word in zip(past, words, strict=True)]
    await DoseReply.bulk_create(_reply(medication, start, word, at) for start, word, at in said if word)
    await Person.filter(id=maya.id).update(shares_medication=True, shares_medication_by=medication.id)


def _reply(medication: Medication, original_start: str, word: DoseWord, said_at: datetime) -> DoseReply:
    return DoseReply(
        person_id=medication.person_id,
        medication_id=medication.id,
        original_start=original_start,
        word=word,
        said_at=said_at,
        received_at=said_at,
        changed_by=id_at(said_at),
    )
