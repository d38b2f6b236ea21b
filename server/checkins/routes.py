"""Answering a check-in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from server.checkins.history import Told, forms_of, told_by
from server.checkins.models import Answer, CallRequest, CheckIn
from server.checkins.schedule import set_own_time
from server.checkins.submit import submit
from server.checkins.written import Written, written_in
from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, WallTime, get, put, refuse_future
from server.people.models import Language
from server.people.signin import Caller, SignedIn, calling_participant, participant

LinkId = Annotated[str, Field(min_length=1, max_length=64)]
ItemText = Annotated[str, Field(max_length=4000)]
ItemValue = bool | int | float | ItemText | Annotated[list[bool | int | float | ItemText], Field(max_length=50)]


ANSWER_LIMIT = 1024 * 1024  # bytes: what a form lets somebody write must not be refused for its length
MOST_ITEMS = 5000  # keys: 200 questions, and of those in a repeating group up to 50 rounds


class Item(Schema):
    link_id: LinkId
    value: ItemValue


class AnswerIn(Schema):
    check_in: UUID | None
    instrument: str = Field(max_length=64)
    version: str = Field(max_length=32)
    language: Language
    answered_at: Moment
    items: list[Item] = Field(max_length=MOST_ITEMS)
    revises: UUID | None = None


class AnswerKept(Kept):
    late: bool


class CheckInOut(Schema):
    id: UUID
    instrument: str
    slot: str
    local_date: date
    opens_at: Moment
    closes_at: Moment
    answered_at: Moment | None

    @classmethod
    def of(cls, check_in: CheckIn) -> "CheckInOut":
        return cls(
            id=check_in.id,
            instrument=check_in.instrument,
            slot=check_in.slot,
            local_date=check_in.local_date,
            opens_at=check_in.opens_at,
            closes_at=check_in.closes_at,
            answered_at=check_in.answered_at,
        )


class AnswerSeen(Schema):
    """A person's own answer, as far as the phone needs it: that it arrived, and who has read it.

    What was said is only there on the days on which it can be corrected. `scores` are what the next answer may have
    risen from.
    """

    id: UUID
    check_in: UUID | None
    instrument: str
    version: str
    answered_at: Moment
    late: bool
    seen_by: str | None
    seen_at: Moment | None
    replies: list[Written]
    revisable_until: Moment | None
    items: list[Item] | None
    scores: dict[str, float]


class HistoryAnswer(Schema):
    """One answer as the person sees it again. `for_day` is the local day of the check-in it answered."""

    id: UUID
    check_in: UUID | None
    for_day: date | None
    instrument: str
    version: str
    answered_at: Moment
    received_at: Moment
    late: bool
    items: list[Item]
    scores: dict[str, float]
    seen_by: str | None
    seen_at: Moment | None
    replies: list[Written]
    revises: UUID | None
    superseded: bool
    revisable_until: Moment | None


class History(Schema):
    """What a person has answered, the newest 400 first, with each version of a form that occurs."""

    forms: list[dict[str, Any]]
    answers: list[HistoryAnswer]


class CallRequestIn(Schema):
    rule: str | None = Field(max_length=32)
    asked_at: Moment


class OwnTimeIn(Schema):
    slot: str = Field(min_length=1, max_length=16)
    wall_time: WallTime | None


class Words(Schema):
    """The same in both languages of the app."""

    en: str
    es: str

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Words":
        """The words of a form (see `words_of`), which may have more languages."""
        return cls(en=said["en"], es=said["es"])


class ScoreOut(Schema):
    """One score of an answer; without a value it was not scored, for an item is missing."""

    name: str
    title: Words
    value: float | None
    min: float
    max: float
    band: Words | None
    change: float | None
    reliable: bool


@put("/api/answers/{id:uuid}", door=calling_participant, body=AnswerIn, returns=AnswerKept, limit=ANSWER_LIMIT)
async def put_answer(call: Call[AnswerIn, Caller]) -> AnswerKept:
    """Keeps an answer once. Skipped questions are left out; an answer after the window is kept and marked late."""
    answer = await submit(
        call.id,
        call.viewer.person_id,
        call.viewer.program_id,
        check_in_id=call.body.check_in,
        instrument=call.body.instrument,
        version=call.body.version,
        language=call.body.language,
        items=_by_link_id(call.body.items),
        answered_at=call.corrected(call.body.answered_at),
        now=call.now,
        revises=call.body.revises,
    )
    return AnswerKept(id=answer.id, late=answer.late)


def _by_link_id(items: list[Item]) -> dict[str, Any]:
    values = {item.link_id: item.value for item in items}
    if len(values) < len(items):
        raise Problem(422, "A question is answered twice; send each once.", field="items")
    return values


@put("/api/call-requests/{id:uuid}", door=participant, body=CallRequestIn)
async def put_call_request(call: Call[CallRequestIn, SignedIn]) -> Kept:
    """Asks to be contacted. Sent from the page that a worrying answer opens, whether the form is sent or not."""
    person, asked = call.viewer.person, call.body
    asked_at = min(call.corrected(asked.asked_at), call.now)
    await CallRequest.keep(call.id, person, rule=asked.rule, asked_at=asked_at, received_at=call.now)
    return Kept(id=call.id)


@put("/api/own-times/{id:uuid}", door=participant, body=OwnTimeIn)
async def put_own_time(call: Call[OwnTimeIn, SignedIn]) -> Kept:
    """Moves a slot's check-ins to another time of day, or back to the schedule's. The newest change wins."""
    refuse_future(call)
    await set_own_time(call.id, call.viewer.person, call.body.slot, call.body.wall_time)
    return Kept(id=call.id)


@get("/api/history", door=participant, returns=History)
async def read_history(call: Call[None, SignedIn]) -> History:
    """What the viewer has answered, corrections and what they replaced included."""
    person = call.viewer.person
    told = await told_by(person, call.now)
    return History(forms=await forms_of(person, told), answers=[_told(each) for each in told])


def _told(told: Told) -> HistoryAnswer:
    answer = told.answer
    reader = _reader_of(answer)
    return HistoryAnswer(
        id=answer.id,
        check_in=answer.check_in_id,
        for_day=told.for_day,
        instrument=answer.instrument,
        version=answer.version,
        answered_at=answer.answered_at,
        received_at=answer.received_at,
        late=answer.late,
        items=_items(answer),
        scores=answer.scores,
        seen_by=reader,
        seen_at=answer.reviewed_at,
        replies=written_in(answer.reply, answer, reader),
        revises=answer.revises_id,
        superseded=answer.superseded_at is not None,
        revisable_until=told.revisable_until,
    )


def _items(answer: Answer) -> list[Item]:
    return [Item(link_id=key, value=value) for key, value in answer.items.items()]


def _reader_of(answer: Answer) -> str | None:
    return answer.reviewed_by.called_or_name if answer.reviewed_by else None


def seen_of(answer: Answer, revisable_until: datetime, since: datetime) -> AnswerSeen:
    """As it could be corrected `since` then. `answer.reviewed_by` must be fetched."""
    revisable = since < revisable_until
    reader = _reader_of(answer)
    return AnswerSeen(
        id=answer.id,
        check_in=answer.check_in_id,
        instrument=answer.instrument,
        version=answer.version,
        answered_at=answer.answered_at,
        late=answer.late,
        seen_by=reader,
        seen_at=answer.reviewed_at,
        replies=written_in(answer.reply, answer, reader),
        revisable_until=revisable_until if revisable else None,
        items=_items(answer) if revisable else None,
        scores=answer.scores,
    )


ENDPOINTS: list[Endpoint] = [put_answer, put_call_request, put_own_time, read_history]
