"""How people stand with the program's attendance rule, by what counselors marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.sessions.models import Attendance, Mark

TWELVE_WEEKS = timedelta(weeks=12)


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
    marks: dict[UUID, list[Mark]] = {person_id: [] for person_id in people}
    lately = Attendance.filter(
        person_id__in=list(marks), starts_at__gte=now - TWELVE_WEEKS, starts_at__lte=now, mark__not_isnull=True
    )
    for person_id, mark in await lately.order_by("-starts_at", "-id").values_list("person_id", "mark"):
        marks[person_id].append(Mark(mark))
    return {person_id: absences(theirs) for person_id, theirs in marks.items()}


def absences(marks: Iterable[Mark]) -> Absences:
    """Pure: of marks of twelve weeks, newest first. One that was excused neither counts nor ends the row."""
    counted = [mark for mark in marks if mark != Mark.excused]
    missed = [place for place, mark in enumerate(counted) if mark == Mark.no_show]
    in_row = sum(place == number for number, place in enumerate(missed))
    return Absences(held=len(counted), in_twelve_weeks=len(missed), in_row=in_row)
