"""Who leaves check-ins unanswered: again and again the one of a slot, or day by day whatever they are asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from server.database import id_of, is_any, listed, rows

A_DAY = 86_400_000  # milliseconds
SILENT = 3  # in a row, from which the person is reminded more rarely and the counselor told


class Silence(NamedTuple):
    """The local dates of what is over and unanswered in a row, the earliest first: by slot of its check-ins, and of the
    days on which nothing was answered, whatever was asked; what was asked in one evening is one day."""

    slots: Mapping[str, Sequence[date]]
    days: Sequence[date]

    @property
    def longest(self) -> int:
        return max(len(self.days), *map(len, self.slots.values()), 0)

    @property
    def slot(self) -> str | None:
        """The one whose check-ins `longest` counts; none where it counts days."""
        longest = max(self.slots, key=lambda slot: len(self.slots[slot]), default=None)
        return longest if longest and len(self.slots[longest]) > len(self.days) else None

    def is_kept_in(self, slot: str) -> bool:
        """Whether the person leaves this slot, alone or with everything else."""
        return max(len(self.days), len(self.slots.get(slot, ()))) >= SILENT


class Unanswered(Protocol):
    """A check-in that is over, was not withdrawn and has no answer; nor was one of its slot answered since it was over.

    `since_any`: nor was anything else, since it opened or of its day.
    """

    @property
    def slot(self) -> str: ...
    @property
    def local_date(self) -> date: ...
    @property
    def since_any(self) -> bool: ...


NONE = Silence({}, ())


def silence_of(unanswered: Iterable[Unanswered]) -> Silence:
    """Pure: the silence of one person, from all of these in any order.

    1. Of each slot they are in a row as they are, for an answer to it, late or not, ends its row.
    2. An answer to anything ends the row of days. A day without a check-in is none of it, and one whose check-ins are
       open still is not yet.
    """
    slots: dict[str, list[date]] = defaultdict(list)
    days = set()
    for each in unanswered:
        slots[each.slot].append(each.local_date)
        if each.since_any:
            days.add(each.local_date)
    return Silence({slot: sorted(dates) for slot, dates in slots.items()}, sorted(days))


def asked(number: int) -> str:
    """What stands after FROM for the check-ins of the people passed as value `$number`, each with when its slot was
    answered last: for the conditions UNANSWERED and SINCE_ANY."""
    # Not a window function, for SQLite takes four times as long. The people twice, or PostgreSQL reads everybody's.
    return (
        "(SELECT person_id AS whose, slot AS of_slot, MAX(answered_at) AS slot_answered_at FROM check_in"  # noqa: S608  # our own words
        f" WHERE {is_any('person_id', number)} GROUP BY person_id, slot) AS answered"
        f" JOIN check_in AS asked ON asked.person_id = whose AND asked.slot = of_slot AND {is_any('person_id', number)}"
    )


UNANSWERED = (
    "answered_at IS NULL AND withdrawn_at IS NULL AND (slot_answered_at IS NULL OR closes_at > slot_answered_at)"
)
# By when it opened, for that is what there is an index of. An answer need not be to a check-in.
SINCE_ANY = f"""(
    NOT EXISTS (
        SELECT 1 FROM answer WHERE answer.person_id = asked.person_id AND answer.answered_at >= asked.opens_at
    ) AND NOT EXISTS (
        SELECT 1 FROM check_in AS beside WHERE beside.person_id = asked.person_id
        AND beside.opens_at > asked.opens_at - {A_DAY} AND beside.opens_at < asked.opens_at + {A_DAY}
        AND beside.local_date = asked.local_date AND beside.answered_at IS NOT NULL
    ))"""  # noqa: S608  # our own words


class Missed(NamedTuple):
    """Unanswered, as the database has it: whose window was closed."""

    slot: str
    local_date: date
    since_any: bool


async def silences(people: Sequence[UUID]) -> dict[UUID, Silence]:
    """By person; nobody who has answered whatever is over. One query."""
    found: dict[UUID, list[Missed]] = defaultdict(list)
    for row in await rows(
        f"SELECT person_id, slot, local_date, {SINCE_ANY} AS since_any FROM {asked(1)}"  # noqa: S608  # our own words
        f" WHERE {UNANSWERED} AND missed_at IS NOT NULL",
        listed(people),
    ):
        found[id_of(row["person_id"])].append(Missed(row["slot"], day_of(row["local_date"]), bool(row["since_any"])))
    return {person_id: silence_of(missed) for person_id, missed in found.items()}


def day_of(stored: Any) -> date:
    """What a column of dates holds, as `rows` gives it: text on SQLite."""
    return stored if isinstance(stored, date) else date.fromisoformat(str(stored))
