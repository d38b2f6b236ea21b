"""What staff wrote to an answer: everything that was written stands by itself, with who and when."""

from typing import Any
from uuid import UUID

from server.checkins.models import Answer
from server.http import Moment, Schema


class Written(Schema):
    """One note or reply, as it is stored and as it is told."""

    id: UUID  # of the review it was sent with
    by: str | None  # as they were called then
    at: Moment
    text: str


def written_in(stored: Any, answer: Answer, reader: str | None) -> list[Written]:
    """A `note` or `reply` of the answer, the first one first; `reader` is how whoever read it first is called."""
    if isinstance(stored, str):
        # From when there could be only one. A phone that has shown it knows it by the answer's id.
        return [Written(id=answer.id, by=reader, at=answer.reviewed_at or answer.received_at, text=stored)]
    return [Written.model_validate(each, strict=False) for each in stored or []]


def stored(written: list[Written]) -> list[Any]:
    """As a column keeps it."""
    return [each.model_dump(mode="json") for each in written]
