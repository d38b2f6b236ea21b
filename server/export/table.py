"""Answers as CSV: one row for each, a column for each question and score."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any

from server.checkins.form import Form
from server.checkins.models import Answer
from server.checkins.questionnaire import Questionnaire, spoken_in
from server.checkins.score import scores_defined
from server.export.items import given, questions_of
from server.export.scope import NOTICE, Scope

FIXED = [
    "answer", "person", "instrument", "version", "language", "check_in", "for_day", "opens_at", "closes_at",
    "answered_at", "received_at", "late", "revises", "superseded_at", "reviewed_at",
]  # fmt: skip
LAST = ["notice"]
MARK = "\ufeff"  # first in each file: without it a spreadsheet shows every accent as two wrong letters
WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # the same signs as an East Asian keyboard has them
FORMULA = ("=", "+", "-", "@", *WIDE, "\t", "\r", "\n", "'")  # the last, or it would be taken for one of ours
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?")


async def answers_csv(scope: Scope) -> AsyncIterator[str]:
    """The header, then a row for each answer. What a question can have several answers to is a JSON list in its cell.

    One that comes meanwhile, to a form nobody had answered before, has no columns and is left to the next file.
    """
    forms = await scope.forms()
    columns = [*FIXED, *_columns(forms), *LAST]
    yield MARK + lines_of([columns])
    known = {(form["id"], form["version"]): form for form in forms}
    found = 0
    async for page in scope.answers():
        answered = [(answer, known.get((answer.instrument, answer.version))) for answer in page]
        rows = [_row(answer, form) for answer, form in answered if form]
        found += len(rows)
        yield lines_of([row.get(column, "") for column in columns] for row in rows)
    if not found:
        yield notice_alone(columns)


def _columns(forms: list[Questionnaire]) -> list[str]:
    """Of several versions of a form each question once."""
    found: dict[str, None] = {}
    for form in forms:
        found |= {item_column(form["id"], item["linkId"]): None for item in questions_of(form)}
        found |= {score_column(form["id"], score.name): None for score in scores_defined(form)}
    return list(found)


def item_column(instrument: str, link_id: str) -> str:
    return f"{instrument}.{link_id}"


def score_column(instrument: str, name: str) -> str:
    return f"{instrument}:{name}"


def _row(answer: Answer, form: Questionnaire) -> dict[str, str]:
    check_in = answer.check_in
    row = {
        "answer": str(answer.id),
        "person": str(answer.person_id),
        "instrument": answer.instrument,
        "version": answer.version,
        "language": spoken_in(form, answer.language),
        "check_in": str(answer.check_in_id or ""),
        "for_day": check_in.local_date.isoformat() if check_in else "",
        "opens_at": moment_cell(check_in.opens_at if check_in else None),
        "closes_at": moment_cell(check_in.closes_at if check_in else None),
        "answered_at": moment_cell(answer.answered_at),
        "received_at": moment_cell(answer.received_at),
        "late": "yes" if answer.late else "no",
        "revises": str(answer.revises_id or ""),
        "superseded_at": moment_cell(answer.superseded_at),
        "reviewed_at": moment_cell(answer.reviewed_at),
        "notice": NOTICE,
    }
    said = given(Form.of(form), answer.items)
    row |= {item_column(answer.instrument, link_id): _cell(value) for link_id, value in said.items()}
    return row | {score_column(answer.instrument, name): written(value) for name, value in answer.scores.items()}


def notice_alone(columns: Sequence[str]) -> str:
    """Of a file without records the only row: that there are none says something of somebody too."""
    return lines_of([[NOTICE if column == "notice" else "" for column in columns]])


def moment_cell(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""


def _cell(value: Any) -> str:
    return json.dumps(_words(value), ensure_ascii=False) if isinstance(value, list) else written(value)


def _words(value: Any) -> Any:
    """A yes is written as it is outside of lists."""
    if isinstance(value, list):
        return [_words(each) for each in value]
    return written(value) if isinstance(value, bool) else value


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _safe(text: str) -> str:
    # A spreadsheet runs what begins like a formula; an apostrophe keeps it text, and taken away it is as it was said.
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text


def lines_of(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()
