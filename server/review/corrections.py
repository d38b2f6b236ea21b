"""What a corrected answer said before: whoever reads the correction sees it, and what rules saw in it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from server.checkins.models import Answer
from server.database import is_any, listed, rows

Earlier = Mapping[UUID, list[Answer]]  # by a correction's id, its earlier revisions, the first one first


async def earlier_of(answers: Iterable[Answer]) -> Earlier:
    """The earlier revisions of those that correct another, with their flags; at most three queries."""
    corrections = [answer for answer in answers if answer.revises_id]
    if not corrections:
        return {}
    ids = await rows(_revised(), listed([answer.revises_id for answer in corrections]))
    found = await Answer.filter(id__in=[UUID(str(row["id"])) for row in ids]).prefetch_related("flags")
    by_id: dict[UUID | None, Answer] = {each.id: each for each in found}
    return {answer.id: _chain(answer, by_id) for answer in corrections}


def _chain(answer: Answer, by_id: Mapping[UUID | None, Answer]) -> list[Answer]:
    before = by_id.get(answer.revises_id)
    return [*_chain(before, by_id), before] if before else []


def _revised() -> str:
    """Those that were corrected, and those that these had corrected before."""
    return (
        "WITH RECURSIVE revised(id) AS ("  # noqa: S608  # our own words; what people gave is a parameter
        f"SELECT answer.id FROM answer WHERE {is_any('answer.id', 1)}"
        " UNION SELECT answer.revises_id FROM revised JOIN answer ON answer.id = revised.id"
        " WHERE answer.revises_id IS NOT NULL) SELECT id FROM revised"
    )
