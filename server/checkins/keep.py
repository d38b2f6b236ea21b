"""The busiest write, at the hour when everybody is asked, in as few statements as it takes: one reads what is known
around an answer, and on PostgreSQL one writes everything."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from server.checkins.models import Answer
from server.checkins.rules import Rule
from server.clock import from_ms, to_ms
from server.database import on_postgres, rows, together, value_of
from server.http import CLOCK_SLACK


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


async def around(answer: Answer, said_at: datetime) -> Around:
    """What is stored around this answer, which need not be. `said_at` is its place among the person's answers.

    What was said a day before it was asked counts as said when it came.
    """
    [row] = await rows(
        _AROUND,
        str(answer.id),
        _text(answer.check_in_id),
        str(answer.person_id),
        answer.instrument,
        str(answer.revises_id or answer.id),
        to_ms(said_at),
        to_ms(answer.received_at),
        to_ms(said_at + CLOCK_SLACK),
    )
    asked = Asked(from_ms(row["opens_at"]), from_ms(row["closes_at"])) if row["opens_at"] is not None else None
    return Around(_uuid(row["kept_by"]), asked, None if row["before"] is None else value_of(row["before"]))


_AROUND = """
    SELECT answer.person_id AS kept_by, check_in.opens_at, check_in.closes_at, (
        SELECT earlier.scores FROM answer AS earlier
        WHERE earlier.person_id = $3 AND earlier.instrument = $4 AND earlier.superseded_at IS NULL
        AND earlier.id <> $5 AND earlier.answered_at
            < CASE WHEN check_in.opens_at > $8 THEN CAST($7 AS BIGINT) ELSE CAST($6 AS BIGINT) END
        ORDER BY earlier.answered_at DESC LIMIT 1
    ) AS before
    FROM (SELECT 1 AS one) AS one LEFT JOIN answer ON answer.id = $1
    LEFT JOIN check_in ON check_in.id = $2 AND check_in.person_id = $3"""


async def chain_of(answer_id: UUID, person_id: UUID) -> Chain | None:
    """The answer with this id, if it is this person's, with when the first of its revisions came."""
    revisions = await rows(_CHAIN, str(answer_id), str(person_id))
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


async def write(answer: Answer, rules: list[Rule]) -> None:
    """Writes the answer, a flag for each rule that has a tier, and what changes with it, all or nothing.

    Raises IntegrityError when the answer, or another correction of the same one, is there already.
    """
    await _write(answer, [(str(uuid7()), rule.name, rule.tier.value) for rule in rules if rule.tier])
    answer._saved_in_db = True  # past the ORM


async def _write(answer: Answer, flags: list[tuple[str, str, str]]) -> None:
    values = _values(answer)
    if on_postgres():
        await rows(_WRITE_AT_ONCE, *values, *([flag[column] for flag in flags] for column in range(3)))
        return
    statements = [(_INSERT, values), *((_FLAG, [*values[:2], *flag]) for flag in flags)]
    statements += [(_CORRECTED, [values[9], values[11]]), (_DONE, [values[8], values[2]]), (_STALE, [values[1]])]
    await together(statements)


def _values(answer: Answer) -> list[Any]:
    """In the order of the columns of `_INSERT`."""
    return [
        str(answer.id),
        str(answer.person_id),
        _text(answer.check_in_id),
        answer.instrument,
        answer.version,
        answer.language,
        Answer._meta.fields_map["items"].to_db_value(answer.items, answer),
        json.dumps(answer.scores),
        to_ms(answer.answered_at),
        to_ms(answer.received_at),
        answer.late,
        _text(answer.revises_id),
    ]


_INSERT = """
    INSERT INTO answer (id, person_id, check_in_id, instrument, version, language, items, scores, answered_at,
        received_at, late, revises_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"""

_CORRECTED = "UPDATE answer SET superseded_at = $1 WHERE id = $2"
_DONE = "UPDATE check_in SET answered_at = $1 WHERE id = $2 AND answered_at IS NULL"
_STALE = "UPDATE person SET plan_stale = true, standing_stale = true WHERE id = $1"
_FLAG = "INSERT INTO flag (id, answer_id, person_id, rule, tier) VALUES ($3, $1, $2, $4, $5)"

# The last part runs first: it waits for whoever plans this person, and holds nothing meanwhile that they may want.
_WRITE_AT_ONCE = f"""
    WITH kept AS ({_INSERT}
    ), flagged AS (
        INSERT INTO flag (id, answer_id, person_id, rule, tier)
        SELECT seen.id, $1, $2, seen.rule, seen.tier
        FROM unnest($13::uuid[], $14::text[], $15::text[]) AS seen (id, rule, tier)
    ), corrected AS (
        UPDATE answer SET superseded_at = $10 WHERE id = $12
    ), done AS (
        UPDATE check_in SET answered_at = $9 WHERE id = $3 AND answered_at IS NULL
    )
    UPDATE person SET plan_stale = true, standing_stale = true WHERE id = $2"""  # noqa: S608  # our own words


def _text(identifier: UUID | None) -> str | None:
    return None if identifier is None else str(identifier)


def _uuid(text: Any) -> UUID | None:
    return None if text is None else UUID(str(text))
