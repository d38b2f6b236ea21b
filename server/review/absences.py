"""How near somebody is to what the program's attendance rule allows."""

from typing import Self

from server.http import Schema
from server.people.models import Program
from server.sessions.attended import Absences


class AbsencesOut(Schema):
    """What the program's rule counts of one person: unexcused ones (no-shows), in a row until now and in twelve weeks.

    `warns` where one more of them would reach what is allowed, `over` where it is reached.
    """

    in_row: int
    in_twelve_weeks: int
    allowed_in_row: int
    allowed_in_twelve_weeks: int
    warns: bool
    over: bool

    @classmethod
    def of(cls, absences: Absences, program: Program) -> Self:
        counts = (
            (absences.in_row, program.absences_in_row),
            (absences.in_twelve_weeks, program.absences_in_twelve_weeks),
        )
        over = any(count >= limit for count, limit in counts)
        return cls(
            in_row=absences.in_row,
            in_twelve_weeks=absences.in_twelve_weeks,
            allowed_in_row=program.absences_in_row,
            allowed_in_twelve_weeks=program.absences_in_twelve_weeks,
            warns=not over and any(is_near(*each) for each in counts),
            over=over,
        )


def is_near(count: int, limit: int) -> bool:
    """One more reaches the limit, or it is reached. Whoever missed nothing is near none, however strict it is."""
    return count > 0 and count + 1 >= limit
