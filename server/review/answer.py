"""One answer in full, and saying that it was read."""

from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from server.checkins.instrument import version_of
from server.checkins.models import Answer
from server.checkins.routes import Item
from server.checkins.score import Rule
from server.http import Call, Kept, Moment, Schema, get, not_found, put
from server.people.access import person_in_care
from server.people.signin import SignedIn, staff


class PersonName(Schema):
    id: UUID
    name: str


class AnswerOut(Schema):
    id: UUID
    person: PersonName
    instrument: dict[str, Any]
    items: list[Item]
    before: list[Item]
    answered_at: Moment
    received_at: Moment
    late: bool
    flags: list[Rule]
    reviewed_by: str | None
    reviewed_at: Moment | None


class ReviewIn(Schema):
    answer: UUID


class ReviewKept(Kept):
    reviewed_by: str
    reviewed_at: Moment


@get("/api/answers/{id:uuid}", door=staff, returns=AnswerOut)
async def read_answer(call: Call[None, SignedIn]) -> AnswerOut:
    """One answer in full, with the form as it was answered and the answer before it."""
    answer = await _answer_in_care(call, call.id, "GET /api/answers/{id}")
    earlier = Q(answered_at__lt=answer.answered_at)
    before = (
        await Answer.filter(earlier, person_id=answer.person_id, instrument=answer.instrument)
        .order_by("-answered_at")
        .first()
    )
    return AnswerOut(
        id=answer.id,
        person=PersonName(id=answer.person.id, name=answer.person.name),
        instrument=version_of(answer.instrument, answer.version),
        items=_items(answer),
        before=_items(before) if before else [],
        answered_at=answer.answered_at,
        received_at=answer.received_at,
        late=answer.late,
        flags=rules_of(answer),
        reviewed_by=answer.reviewed_by.called_or_name if answer.reviewed_by else None,
        reviewed_at=answer.reviewed_at,
    )


async def _answer_in_care(call: Call[Any, SignedIn], answer_id: UUID, what: str) -> Answer:
    answer = await Answer.get_or_none(id=answer_id).select_related("person", "reviewed_by").prefetch_related("flags")
    if answer is None:
        raise not_found()
    await person_in_care(call.viewer.person, answer.person_id, what, call.now)
    return answer


def _items(answer: Answer) -> list[Item]:
    return [Item(link_id=link_id, value=value) for link_id, value in answer.items.items()]


@put("/api/reviews/{id:uuid}", door=staff, body=ReviewIn, returns=ReviewKept)
async def review_answer(call: Call[ReviewIn, SignedIn]) -> ReviewKept:
    """Says that the answer was read. Whoever is second learns who was first."""
    answer = await _answer_in_care(call, call.body.answer, "PUT /api/reviews/{id}")
    await Answer.filter(id=answer.id, reviewed_at=None).update(
        review_id=call.id, reviewed_by_id=call.viewer.person.id, reviewed_at=call.now
    )
    reviewed = await Answer.get(id=answer.id).select_related("reviewed_by")
    by = reviewed.reviewed_by.called_or_name if reviewed.reviewed_by else ""
    return ReviewKept(id=call.id, reviewed_by=by, reviewed_at=reviewed.reviewed_at or call.now)


def rules_of(answer: Answer) -> list[Rule]:
    """What rules saw in it, the most pressing first. `answer.flags` must be fetched."""
    seen = {flag.rule for flag in answer.flags}
    return [rule for rule in Rule if rule in seen]
