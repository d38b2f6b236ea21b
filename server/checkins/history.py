"""What somebody answered, as they may read it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from server.checkins.instrument import version_of
from server.checkins.models import Answer
from server.checkins.questionnaire import Questionnaire
from server.checkins.submit import REVISABLE
from server.people.models import Person

MOST = 400  # answers: a year of days


@dataclass(frozen=True)
class Told:
    """One answer, with the local day that it was asked for and until when it can be corrected, if it still can be."""

    answer: Answer
    for_day: date | None
    revisable_until: datetime | None


async def told_by(person: Person, now: datetime) -> list[Told]:
    """The newest answers, newest first, what was corrected included; who read them is fetched. Three queries."""
    newest = Answer.filter(person_id=person.id).order_by("-answered_at", "-received_at").limit(MOST)
    answers = await newest.prefetch_related("check_in", "reviewed_by")
    came = first_came(answers)
    return [_told(each, came[each.id] + REVISABLE, now) for each in answers]


def _told(answer: Answer, revisable_until: datetime, now: datetime) -> Told:
    is_open = answer.superseded_at is None and now < revisable_until
    for_day = answer.check_in.local_date if answer.check_in else None
    return Told(answer, for_day, revisable_until if is_open else None)


def first_came(answers: Iterable[Answer]) -> dict[UUID | None, datetime]:
    """For each of these answers when the first of its revisions came."""
    came: dict[UUID | None, datetime] = {}
    for each in sorted(answers, key=lambda each: each.received_at):
        came[each.id] = came.get(each.revises_id, each.received_at)
    return came


async def forms_of(person: Person, told: Iterable[Told]) -> list[Questionnaire]:
    """Each version of a form that occurs in these answers, once."""
    versions = {(each.answer.instrument, each.answer.version) for each in told}
    return [await version_of(person.program_id, *version) for version in sorted(versions)]
