"""The busiest write, at the hour when everybody is asked, in as few statements as it takes: one reads what is known
around an answer, and all answers that wait are written together."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from uuid_utils.compat import uuid7

from server.checkins.models import Answer
from server.checkins.rules import Rule
from server.clock import from_ms, to_ms
from server.database import at_once, look_up, look_up_each, on_postgres, rows, value_of
from server.http import CLOCK_SLACK
from server.together import Together


@dataclass(frozen=True)
class Asked:
    """The check-in that an answer says it answers."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Around:
    """What is stored already around an answer that arrives."""

    kept_by: UUID | None  # whose answer this very one is, once it is kept
    check_in: Asked | None  # none: there is none with this id of this person's
    before: dict[str, float] | None  # the scores of the answer before it to the same form


@dataclass(frozen=True)
class Chain:
    """An answer that is to be corrected; `first_received_at` is when the first of its revisions came."""

    check_in_id: UUID | None
    instrument: str
    answered_at: datetime
    late: bool
    is_superseded: bool
    first_received_at: datetime


@dataclass(slots=True)
class Arrived:
    """An answer on its way into its row. Not the row's model: to make one takes the ORM as long as to keep it takes the
    database."""

    id: UUID
    person_id: UUID
    check_in_id: UUID | None
    instrument: str
    version: str
    language: str
    items: dict[str, Any]
    answered_at: datetime
    received_at: datetime
    revises_id: UUID | None
    late: bool = False
    scores: dict[str, float] = field(default_factory=dict)


async def around(answer: Arrived, said_at: datetime) -> Around:
    """What is stored around this answer, which need not be. `said_at` is its place among the person's answers.

    What was said a day before it was asked counts as said when it came.
    """
    row = await _around(
        (
            str(answer.id),
            _text(answer.check_in_id),
            str(answer.person_id),
            answer.instrument,
            str(answer.revises_id or answer.id),
            to_ms(said_at),
            to_ms(answer.received_at),
            to_ms(said_at + CLOCK_SLACK),
        )
    )
    asked = Asked(from_ms(row["opens_at"]), from_ms(row["closes_at"])) if row["opens_at"] is not None else None
    return Around(_uuid(row["kept_by"]), asked, None if row["before"] is None else value_of(row["before"]))


_around = look_up_each(
    """
    SELECT answer.person_id AS kept_by, check_in.opens_at, check_in.closes_at, (
        SELECT earlier.scores FROM answer AS earlier
        WHERE earlier.person_id = asked.person_id AND earlier.instrument = asked.instrument
        AND earlier.superseded_at IS NULL AND earlier.id <> asked.instead_of
        AND earlier.answered_at < CASE WHEN check_in.opens_at > asked.said_at_most THEN asked.received_at
            ELSE asked.said_at END
        ORDER BY earlier.answered_at DESC LIMIT 1
    ) AS before
    FROM {asked} LEFT JOIN answer ON answer.id = asked.id
    LEFT JOIN check_in ON check_in.id = asked.check_in_id AND check_in.person_id = asked.person_id""",
    {
        "id": "uuid",
        "check_in_id": "uuid",
        "person_id": "uuid",
        "instrument": "text",
        "instead_of": "uuid",
        "said_at": "bigint",
        "received_at": "bigint",
        "said_at_most": "bigint",
    },
)


async def chain_of(answer_id: UUID, person_id: UUID) -> Chain | None:
    """The answer with this id, if it is this person's, with when the first of its revisions came."""
    revisions = await look_up(_CHAIN, str(answer_id), str(person_id))
    if not revisions:
        return None
    newest, first = revisions[0], revisions[-1]
    return Chain(
        check_in_id=_uuid(newest["check_in_id"]),
        instrument=newest["instrument"],
        answered_at=from_ms(first["answered_at"]),
        late=bool(newest["late"]),
        is_superseded=newest["superseded_at"] is not None,
        first_received_at=from_ms(first["received_at"]),
    )


_CHAIN = """
    WITH RECURSIVE chain AS (
        SELECT answer.*, 0 AS back FROM answer WHERE id = $1 AND person_id = $2
        UNION ALL SELECT answer.*, chain.back + 1 FROM answer JOIN chain ON answer.id = chain.revises_id
    )
    SELECT check_in_id, instrument, answered_at, late, superseded_at, received_at FROM chain ORDER BY back"""


async def write(answer: Arrived, rules: list[Rule]) -> None:
    """Writes the answer, a flag for each rule that has a tier, and what changes with it, all or nothing.

    Raises IntegrityError when the answer, or another correction of the same one, is there already.
    """
    flags = [(str(uuid7()), rule.name, rule.tier.value) for rule in rules if rule.tier]
    await _write_together(_said(answer, flags))


@dataclass(frozen=True)
class Said:
    """An answer as it is written, in the order of its columns, with the id, rule and tier of each of its flags."""

    id: str
    person_id: str
    check_in_id: str | None
    instrument: str
    version: str
    language: str
    items: bytes
    scores: str
    answered_at: int
    received_at: int
    late: bool
    revises_id: str | None
    flags: Sequence[tuple[str, str, str]]


def _said(answer: Arrived, flags: Sequence[tuple[str, str, str]]) -> Said:
    return Said(
        id=str(answer.id),
        person_id=str(answer.person_id),
        check_in_id=_text(answer.check_in_id),
        instrument=answer.instrument,
        version=answer.version,
        language=answer.language,
        items=_ITEMS.to_db_value(answer.items, Answer),
        scores=to_json(answer.scores).decode(),
        answered_at=to_ms(answer.answered_at),
        received_at=to_ms(answer.received_at),
        late=answer.late,
        revises_id=_text(answer.revises_id),
        flags=flags,
    )


_ITEMS = Answer._meta.fields_map["items"]
COLUMNS = [name for name in Said.__dataclass_fields__ if name != "flags"]


async def _write_all(several: Sequence[Said]) -> Sequence[None]:
    """All or none of them. One that repeats or corrects another of them fails here, and is told when it goes alone."""
    answers = [[getattr(said, column) for column in COLUMNS] for said in several]
    flags = [(flag, said.id, said.person_id, rule, tier) for said in several for flag, rule, tier in said.flags]
    if on_postgres():
        await rows(_WRITE_AT_ONCE, *_columns_of(answers, len(COLUMNS)), *_columns_of(flags, 5))
    else:
        await at_once(_statements(several, answers, flags))
    return [None] * len(several)


_write_together: Together[Said, None] = Together(_write_all, lingers=lambda: not on_postgres())


def _columns_of(table: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    return [[row[column] for row in table] for column in range(width)]


def _statements(
    several: Sequence[Said], answers: Sequence[Sequence[Any]], flags: Sequence[Sequence[Any]]
) -> list[tuple[str, Sequence[Any]]]:
    """For SQLite. Each runs once for all: between two statements its thread may wait for the processor."""
    done = [(said.check_in_id, said.answered_at) for said in several if said.check_in_id]
    corrected = [(said.revises_id, said.received_at) for said in several if said.revises_id]
    found: list[tuple[str, Sequence[Any]]] = [
        (_insert("answer", tuple(COLUMNS), len(answers)), [value for row in answers for value in row]),
        (_STALE, [json.dumps([said.person_id for said in several])]),
    ]
    if flags:
        found.append((_insert("flag", FLAG_COLUMNS, len(flags)), [value for row in flags for value in row]))
    if done:
        found.append((_DONE, [json.dumps(done)]))
    if corrected:
        found.append((_CORRECTED, [json.dumps(corrected)]))
    return found


@cache
def _insert(table: str, columns: tuple[str, ...], number: int) -> str:
    row = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * number)}"  # noqa: S608  # our own words


FLAG_COLUMNS = ("id", "answer_id", "person_id", "rule", "tier")

_STALE = """
    UPDATE person SET plan_stale = true, standing_stale = true WHERE id IN (SELECT value FROM json_each(?1))"""
_DONE = """
    UPDATE check_in SET answered_at = said.answered_at
    FROM (
        SELECT json_extract(value, '$[0]') AS id, min(json_extract(value, '$[1]')) AS answered_at
        FROM json_each(?1) GROUP BY 1
    ) AS said
    WHERE check_in.id = said.id AND check_in.answered_at IS NULL"""
_CORRECTED = """
    UPDATE answer SET superseded_at = json_extract(value, '$[1]')
    FROM json_each(?1) WHERE answer.id = json_extract(value, '$[0]')"""

# The last part runs first: it waits for whoever plans one of these people, and holds nothing meanwhile that they may
# want.
_WRITE_AT_ONCE = f"""
    WITH said AS (
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bytea[],
            $8::jsonb[], $9::bigint[], $10::bigint[], $11::boolean[], $12::uuid[]) AS said ({", ".join(COLUMNS)})
    ), kept AS (
        INSERT INTO answer ({", ".join(COLUMNS)}) SELECT * FROM said
    ), flagged AS (
        INSERT INTO flag ({", ".join(FLAG_COLUMNS)})
        SELECT * FROM unnest($13::uuid[], $14::uuid[], $15::uuid[], $16::text[], $17::text[])
    ), corrected AS (
        UPDATE answer SET superseded_at = said.received_at FROM said WHERE answer.id = said.revises_id
    ), done AS (
        UPDATE check_in SET answered_at = first.answered_at
        FROM (SELECT check_in_id, min(answered_at) AS answered_at FROM said GROUP BY 1) AS first
        WHERE check_in.id = first.check_in_id AND check_in.answered_at IS NULL
    )
    UPDATE person SET plan_stale = true, standing_stale = true
    WHERE id IN (SELECT person_id FROM said)"""  # noqa: S608  # our own words


def _text(identifier: UUID | None) -> str | None:
    return None if identifier is None else str(identifier)


def _uuid(text: Any) -> UUID | None:
    return None if text is None else UUID(str(text))
