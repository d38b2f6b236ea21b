"""What nobody has read yet, oldest first, and reading many unremarkable ones at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from tortoise.transactions import in_transaction

from server.checkins.models import Answer
from server.checkins.questionnaire import Questionnaire
from server.checkins.routes import Item, ScoreOut, Words
from server.checkins.rules import rules_of
from server.http import Call, Kept, Moment, Problem, Schema, get, not_found, put
from server.people.access import caseload, people_in_care
from server.people.models import Person
from server.people.signin import SignedIn, staff
from server.review.answer import PersonName, flags_of, items_of, reviewed_at, reviewer_of
from server.review.corrections import earlier_of
from server.review.scores import Forms, Scores, before_of, is_remarkable, scores_out, title_of
from server.review.standing import mark_standing_stale

MOST = 100  # answers at once


class RuleSeen(Schema):
    """A rule that an answer met, in the words of its form."""

    name: str
    text: Words


class Before(Schema):
    """What an answer said before it was corrected."""

    answered_at: Moment
    items: list[Item]
    rules: list[RuleSeen]


class Correction(Schema):
    """What an answer that corrects another says, and what it said before, the first one first."""

    version: str  # of the form
    items: list[Item]
    before: list[Before]


class QueueRow(Schema):
    id: UUID
    person: PersonName
    instrument: str
    title: Words
    answered_at: Moment
    received_at: Moment
    late: bool
    for_day: date | None
    scores: list[ScoreOut]
    rules: list[RuleSeen]
    correction: Correction | None
    # A rule met, words written, a score worse or the first, or another answer corrected: it wants to be opened.
    remarkable: bool


class QueueOut(Schema):
    total: int
    answers: list[QueueRow]
    forms: list[dict[str, Any]]  # those that corrections are to


class BulkReviewIn(Schema):
    answers: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class ReviewOut(Schema):
    answer: UUID
    reviewed_by: str
    reviewed_at: Moment
    first: bool
    mine: bool  # it was the viewer


class BulkReviewKept(Kept):
    reviews: list[ReviewOut]


@get("/api/queue", door=staff, returns=QueueOut)
async def read_queue(call: Call[None, SignedIn]) -> QueueOut:
    """The unreviewed answers of everybody in the viewer's care, oldest first, at most a hundred."""
    people = {each.id: each for each in await caseload(call.viewer.person, "GET /api/queue", call.now)}
    waiting = Answer.filter(person_id__in=list(people), reviewed_at=None, superseded_at=None)
    # By when they came: a phone with a wrong clock must not push its answer to the end.
    answers = await waiting.order_by("received_at", "id").limit(MOST).prefetch_related("flags", "check_in")
    looked_at = await _looked_at(answers, people.values())
    corrected = {(each.answer.instrument, each.answer.version): each.form for each in looked_at if each.earlier}
    return QueueOut(
        total=await waiting.count(),
        answers=[_row(each, people[each.answer.person_id]) for each in looked_at],
        forms=list(corrected.values()),
    )


@dataclass(frozen=True)
class LookedAt:
    """An answer with what a counselor needs to decide whether to open it."""

    answer: Answer
    form: Questionnaire
    before: Scores | None
    earlier: list[Answer]  # what it corrects

    @property
    def is_remarkable(self) -> bool:
        return bool(self.earlier) or is_remarkable(self.form, self.answer, bool(self.answer.flags), self.before)


async def _looked_at(answers: Sequence[Answer], people: Iterable[Person]) -> list[LookedAt]:
    """`flags` of each must be fetched; `people` are those whose answers they are."""
    programs = {person.id: person.program_id for person in people}
    forms, before, earlier = Forms(), await before_of(answer.id for answer in answers), await earlier_of(answers)
    return [
        LookedAt(
            answer,
            await forms.of(programs[answer.person_id], answer),
            before.get(answer.id),
            earlier.get(answer.id, []),
        )
        for answer in answers
    ]


def _row(looked_at: LookedAt, person: Person) -> QueueRow:
    answer, form = looked_at.answer, looked_at.form
    return QueueRow(
        id=answer.id,
        person=PersonName(id=person.id, name=person.name),
        instrument=answer.instrument,
        title=title_of(form),
        answered_at=answer.answered_at,
        received_at=answer.received_at,
        late=answer.late,
        for_day=answer.check_in.local_date if answer.check_in else None,
        scores=scores_out(form, answer.scores, looked_at.before),
        rules=_rules(answer, form),
        correction=_correction(looked_at) if looked_at.earlier else None,
        remarkable=looked_at.is_remarkable,
    )


def _correction(looked_at: LookedAt) -> Correction:
    return Correction(
        version=looked_at.answer.version,
        items=items_of(looked_at.answer),
        before=[_before(each, looked_at.form) for each in looked_at.earlier],
    )


def _before(earlier: Answer, form: Questionnaire) -> Before:
    return Before(answered_at=earlier.answered_at, items=items_of(earlier), rules=_rules(earlier, form))


def _rules(answer: Answer, form: Questionnaire) -> list[RuleSeen]:
    return [_rule(name, form) for name in flags_of(answer)]


def _rule(name: str, form: Questionnaire) -> RuleSeen:
    text = next((each.text for each in rules_of(form) if each.name == name), {"en": name, "es": name})
    return RuleSeen(name=name, text=Words.of(text))


@put("/api/bulk-reviews/{id:uuid}", door=staff, body=BulkReviewIn, returns=BulkReviewKept)
async def review_many(call: Call[BulkReviewIn, SignedIn]) -> BulkReviewKept:
    """Says that these were read. Raises Problem 422 when one of them is remarkable: that one wants to be opened."""
    wanted = list(dict.fromkeys(call.body.answers))
    answers = await Answer.filter(id__in=wanted).prefetch_related("flags")
    if len(answers) < len(wanted):
        raise not_found()
    whose = {answer.person_id for answer in answers}
    people = await people_in_care(call.viewer.person, whose, "PUT /api/bulk-reviews/{id}", call.now)
    unread = [answer for answer in answers if answer.reviewed_at is None]
    if any(each.is_remarkable for each in await _looked_at(unread, people)):
        raise Problem(422, "One of these wants to be read by itself; open it, then mark the others.", field="answers")
    await _mark_read([answer.id for answer in unread], call)
    reviewed = {each.id: each for each in await Answer.filter(id__in=wanted).select_related("reviewed_by")}
    return BulkReviewKept(id=call.id, reviews=[_reviewed(reviewed[each], call) for each in wanted])


async def _mark_read(answer_ids: list[UUID], call: Call[BulkReviewIn, SignedIn]) -> None:
    async with in_transaction():
        await Answer.filter(id__in=answer_ids, reviewed_at=None).update(
            review_id=call.id, reviewed_by_id=call.viewer.person.id, reviewed_at=call.now
        )
        people = await Answer.filter(id__in=answer_ids).values_list("person_id", flat=True)
        await mark_standing_stale(*(UUID(str(each)) for each in people))


def _reviewed(answer: Answer, call: Call[BulkReviewIn, SignedIn]) -> ReviewOut:
    return ReviewOut(
        answer=answer.id,
        reviewed_by=reviewer_of(answer) or "",
        reviewed_at=reviewed_at(answer),
        first=answer.review_id == call.id,
        mine=answer.reviewed_by_id == call.viewer.person.id,
    )
