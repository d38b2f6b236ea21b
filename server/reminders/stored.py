"""Reminders as the planner reads and writes them: those of several people at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from uuid_utils.compat import uuid7

from server.clock import from_ms, to_ms
from server.database import as_given, given, id_of, is_any, listed, rows
from server.reminders.models import ReminderState
from server.reminders.wanted import WantedReminder


class Stored(NamedTuple):
    """A reminder as it is stored, or as it should be, as far as planning goes."""

    id: UUID
    key: str
    state: ReminderState
    tries: int
    due_at: datetime
    useless_after: datetime


class Told(NamedTuple):
    """What was said last of a session that changed: where it is, and of which change."""

    whereabouts: str
    changed_at: datetime


async def stored_reminders(people: Sequence[UUID], since: datetime) -> dict[UUID, list[Stored]]:
    """For each of these people those that were of use after then, or will be. One query."""
    found: dict[UUID, list[Stored]] = defaultdict(list)
    for row in await rows(
        "SELECT id, person_id, key, state, tries, due_at, useless_after FROM reminder"  # noqa: S608  # only a place
        f" WHERE {is_any('person_id', 1)} AND useless_after > $2 AND kind <> 'test'",
        listed(people),
        to_ms(since),
    ):
        found[id_of(row["person_id"])].append(_stored(row))
    return found


def _stored(row: dict[str, Any]) -> Stored:
    return Stored(
        id_of(row["id"]),
        row["key"],
        ReminderState(row["state"]),
        row["tries"],
        from_ms(row["due_at"]),
        from_ms(row["useless_after"]),
    )


async def told_of(people: Sequence[UUID], subjects: Sequence[str]) -> dict[UUID, dict[str, Told]]:
    """For each of these people, by the id of a session that changed, what they were told last. One query, none where
    nothing changed.

    Of those that were withdrawn when they had been tried some phone may have shown one.
    """
    found: dict[UUID, dict[str, Told]] = defaultdict(dict)
    if not subjects:
        return found
    for row in await rows(
        "SELECT person_id, subject, key, moment FROM reminder"  # noqa: S608  # only places for values
        f" WHERE {is_any('person_id', 1)} AND kind = 'change' AND {is_any('subject', 2, 'text')}"
        " AND state <> 'waiting' AND (state <> 'withdrawn' OR tries > 0) ORDER BY moment, id",
        listed(people),
        listed(subjects),
    ):
        told = Told(row["key"].rpartition(":")[2], from_ms(row["moment"]))
        found[id_of(row["person_id"])][row["subject"]] = told
    return found


async def write_new(wanted: Iterable[tuple[UUID, WantedReminder]]) -> None:
    """Stores what is wanted for these people. One statement, none for none."""
    written = [_row(str(person_id), each) for person_id, each in wanted]
    if written:
        await rows(_WRITE_NEW.replace("{given}", given(1, _COLUMNS)), as_given(written, _COLUMNS))


def _row(person_id: str, wanted: WantedReminder) -> dict[str, Any]:
    due_at = to_ms(wanted.due_at)
    return {
        "id": uuid7(),
        "person_id": person_id,
        "kind": wanted.kind,
        "key": wanted.key(person_id),
        "subject": wanted.subject,
        "moment": to_ms(wanted.moment),
        "due_at": due_at,
        "useless_after": to_ms(wanted.useless_after),
        "state": ReminderState.waiting,
        "next_at": due_at,
        "tries": 0,
    }


_COLUMNS = {
    "id": "uuid",
    "person_id": "uuid",
    "kind": "text",
    "key": "text",
    "subject": "text",
    "moment": "bigint",
    "due_at": "bigint",
    "useless_after": "bigint",
    "state": "text",
    "next_at": "bigint",
    "tries": "int",
}
_WRITE_NEW = f"""
    INSERT INTO reminder ({", ".join(_COLUMNS)}) SELECT {", ".join(_COLUMNS)} FROM {{given}} WHERE true
    ON CONFLICT DO NOTHING"""  # noqa: S608  # our own words


async def write_changed(changed: Iterable[tuple[Stored, Stored]]) -> None:
    """Makes of the first of each pair the second, unless a worker has taken it meanwhile. One statement."""
    written = [
        {
            "id": row.id,
            "was": row.state,
            "state": wanted.state,
            "due_at": to_ms(wanted.due_at),
            "useless_after": to_ms(wanted.useless_after),
        }
        for row, wanted in changed
    ]
    if written:
        await rows(_WRITE_CHANGED.replace("{given}", given(1, _CHANGED)), as_given(written, _CHANGED))


_CHANGED = {"id": "uuid", "was": "text", "state": "text", "due_at": "bigint", "useless_after": "bigint"}
# One that is withdrawn keeps when it was to be tried, and how often it was: see `told_of`.
_WRITE_CHANGED = """
    UPDATE reminder SET state = given.state, due_at = given.due_at, useless_after = given.useless_after,
        next_at = CASE WHEN given.state = 'waiting' THEN given.due_at ELSE next_at END,
        tries = CASE WHEN given.was = 'withdrawn' THEN 0 ELSE tries END
    FROM {given} WHERE reminder.id = given.id AND reminder.state = given.was"""
