"""How people stand with the program's attendance rule, by what counselors marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.clock import from_ms, to_ms
from server.database import is_any, listed, rows
from server.sessions.models import Mark

TWELVE_WEEKS = timedelta(weeks=12)
# The condition on a row of `attendance` that it counts. Of a session that was cancelled, nobody was there or missed it,
# whatever was marked before that was said.
COUNTS = """attendance.mark IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM change WHERE change.series_id = attendance.series_id
        AND change.original_start = attendance.original_start AND change.cancelled AND NOT change.fallen_away
    )"""


@dataclass(frozen=True)
class Absences:
    """Of the sessions that `held` counts: those of the last twelve weeks that are marked and were not excused.

    `in_row` are the latest that were missed, up to the newest one that was attended.
    """

    held: int
    in_twelve_weeks: int
    in_row: int

    @property
    def attended(self) -> int:
        return self.held - self.in_twelve_weeks


async def absences_of_many(people: Iterable[UUID], now: datetime) -> dict[UUID, Absences]:
    """For each person's id what `absences` says of their marks. One query."""
    marks = await marks_of(people, now)
    return {person_id: absences(mark for _, mark in theirs) for person_id, theirs in marks.items()}


async def marks_of(people: Iterable[UUID], now: datetime) -> dict[UUID, list[tuple[datetime, Mark]]]:
    """For each person's id the marks of twelve weeks that count, with when the session was, newest first. One query."""
    found: dict[UUID, list[tuple[datetime, Mark]]] = {person_id: [] for person_id in people}
    for row in await rows(
        f"SELECT person_id, starts_at, mark FROM attendance WHERE {is_any('person_id', 1)}"  # noqa: S608  # our own words; what people gave is a parameter
        f" AND starts_at >= $2 AND starts_at <= $3 AND {COUNTS} ORDER BY starts_at DESC, id DESC",
        listed(list(found)),
        to_ms(now - TWELVE_WEEKS),
        to_ms(now),
    ):
        found[UUID(str(row["person_id"]))].append((from_ms(row["starts_at"]), Mark(row["mark"])))
    return found


def absences(marks: Iterable[Mark]) -> Absences:
    """Pure: of marks of twelve weeks, newest first. One that was excused neither counts nor ends the row."""
    counted = [mark for mark in marks if mark != Mark.excused]
    missed = [place for place, mark in enumerate(counted) if mark == Mark.no_show]
    in_row = sum(place == number for number, place in enumerate(missed))
    return Absences(held=len(counted), in_twelve_weeks=len(missed), in_row=in_row)
