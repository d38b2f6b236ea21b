"""Check-ins as the planner reads and writes them: those of several people at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from server.clock import from_ms, to_ms
from server.database import as_given, given, id_of, is_any, listed, rows


class Planned(NamedTuple):
    """A check-in as it is stored, or as it should be. Not the row's model: to make one takes the ORM as long as to plan
    it."""

    id: UUID
    instrument: str
    slot: str
    local_date: date
    opens_at: datetime
    closes_at: datetime
    nudge_at: datetime | None
    answered_at: datetime | None = None
    missed_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def is_due(self) -> bool:
        """Whether it is, or will be, to be answered in time."""
        return self.answered_at is None and self.missed_at is None and self.withdrawn_at is None


CheckIns = Mapping[UUID, Planned]  # one person's, by their ids


async def stored_check_ins(people: Sequence[UUID], since: datetime) -> dict[UUID, CheckIns]:
    """For each of these people theirs that opened since then, and those to come. One query."""
    found: dict[UUID, dict[UUID, Planned]] = {person_id: {} for person_id in people}
    for row in await rows(
        f"SELECT person_id, {', '.join(Planned._fields)} FROM check_in"  # noqa: S608  # our own words
        f" WHERE {is_any('person_id', 1)} AND opens_at > $2",
        listed(people),
        to_ms(since),
    ):
        check_in = _planned(row)
        found[id_of(row["person_id"])][check_in.id] = check_in
    return dict(found)


def _planned(row: Mapping[str, Any]) -> Planned:
    return Planned(
        id=id_of(row["id"]),
        instrument=row["instrument"],
        slot=row["slot"],
        local_date=date.fromisoformat(str(row["local_date"])),
        opens_at=from_ms(row["opens_at"]),
        closes_at=from_ms(row["closes_at"]),
        nudge_at=_moment(row["nudge_at"]),
        answered_at=_moment(row["answered_at"]),
        missed_at=_moment(row["missed_at"]),
        withdrawn_at=_moment(row["withdrawn_at"]),
    )


def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else from_ms(stored)


async def write_check_ins(changed: Iterable[tuple[UUID, Planned]]) -> None:
    """Stores these of these people. One statement, none for none; what was answered meanwhile stays as it was."""
    written = [_row(person_id, each) for person_id, each in changed]
    if written:
        await rows(_WRITE.replace("{given}", given(1, _COLUMNS)), as_given(written, _COLUMNS))


def _row(person_id: UUID, check_in: Planned) -> dict[str, Any]:
    return {
        "id": check_in.id,
        "person_id": person_id,
        "instrument": check_in.instrument,
        "slot": check_in.slot,
        "local_date": check_in.local_date,
        "opens_at": to_ms(check_in.opens_at),
        "closes_at": to_ms(check_in.closes_at),
        "nudge_at": None if check_in.nudge_at is None else to_ms(check_in.nudge_at),
        "withdrawn_at": None if check_in.withdrawn_at is None else to_ms(check_in.withdrawn_at),
    }


_COLUMNS = {
    "id": "uuid",
    "person_id": "uuid",
    "instrument": "text",
    "slot": "text",
    "local_date": "date",
    "opens_at": "bigint",
    "closes_at": "bigint",
    "nudge_at": "bigint",
    "withdrawn_at": "bigint",
}
_WRITE = f"""
    INSERT INTO check_in ({", ".join(_COLUMNS)}) SELECT {", ".join(_COLUMNS)} FROM {{given}} WHERE true
    ON CONFLICT (id) DO UPDATE SET instrument = excluded.instrument, opens_at = excluded.opens_at,
        closes_at = excluded.closes_at, nudge_at = excluded.nudge_at, withdrawn_at = excluded.withdrawn_at
    WHERE check_in.answered_at IS NULL"""  # noqa: S608  # our own words
