"""Answering a check-in."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from server.checkins.models import Answer, CheckIn, CheckInState, Slot
from server.checkins.submit import submit
from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, put
from server.people.models import Language
from server.people.signin import SignedIn, participant

LinkId = Annotated[str, Field(min_length=1, max_length=64)]
ItemValue = bool | int | float | Annotated[str, Field(max_length=4000)]


class Item(Schema):
    link_id: LinkId
    value: ItemValue


class AnswerIn(Schema):
    check_in: UUID | None
    instrument: str = Field(max_length=64)
    version: str = Field(max_length=32)
    language: Language
    answered_at: Moment
    items: list[Item] = Field(max_length=200)


class AnswerKept(Kept):
    late: bool


class CheckInOut(Schema):
    id: UUID
    instrument: str
    slot: Slot
    local_date: date
    opens_at: Moment
    closes_at: Moment
    answered_at: Moment | None
    state: CheckInState

    @classmethod
    def of(cls, check_in: CheckIn, state: CheckInState) -> "CheckInOut":
        return cls(
            id=check_in.id,
            instrument=check_in.instrument,
            slot=check_in.slot,
            local_date=check_in.local_date,
            opens_at=check_in.opens_at,
            closes_at=check_in.closes_at,
            answered_at=check_in.answered_at,
            state=state,
        )


class AnswerSeen(Schema):
    """A person's own answer, as far as the phone needs it: that it arrived, and who has read it."""

    id: UUID
    check_in: UUID | None
    instrument: str
    answered_at: Moment
    seen_by: str | None
    seen_at: Moment | None


@put("/api/answers/{id:uuid}", door=participant, body=AnswerIn, returns=AnswerKept)
async def put_answer(call: Call[AnswerIn, SignedIn]) -> AnswerKept:
    """Keeps an answer once. Skipped questions are left out; an answer after the window is kept and marked late."""
    answer = await submit(
        call.id,
        call.viewer.person,
        check_in_id=call.body.check_in,
        instrument=call.body.instrument,
        version=call.body.version,
        language=call.body.language,
        items=_by_link_id(call.body.items),
        answered_at=call.corrected(call.body.answered_at),
        now=call.now,
    )
    return AnswerKept(id=answer.id, late=answer.late)


def _by_link_id(items: list[Item]) -> dict[str, Any]:
    values = {item.link_id: item.value for item in items}
    if len(values) < len(items):
        raise Problem(422, "A question is answered twice; send each once.", field="items")
    return values


def seen_of(answer: Answer) -> AnswerSeen:
    """`answer.reviewed_by` must be fetched."""
    return AnswerSeen(
        id=answer.id,
        check_in=answer.check_in_id,
        instrument=answer.instrument,
        answered_at=answer.answered_at,
        seen_by=answer.reviewed_by.called_or_name if answer.reviewed_by else None,
        seen_at=answer.reviewed_at,
    )


ENDPOINTS: list[Endpoint] = [put_answer]
