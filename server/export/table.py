"""Answers as CSV: one row for each, a column for each question and score; and the codebook that explains them."""

import csv
import io
import re
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any

from server.checkins.models import Answer
from server.checkins.questionnaire import Questionnaire, content
from server.checkins.score import scores_defined
from server.export.items import given, offered, questions_of
from server.export.scope import NOTICE, Scope

FIXED = {
    "answer": "id of the answer",
    "person": "id of the person in Daymark",
    "instrument": "which form",
    "version": "which version of it was answered",
    "language": "the language it was read in",
    "check_in": "id of the check-in it answers; empty: given without being asked",
    "for_day": "the person's local day that the check-in was for",
    "opens_at": "when the check-in's window opened, UTC",
    "closes_at": "when it closed, UTC",
    "answered_at": "when it was answered by the phone's clock, set right, UTC",
    "received_at": "when it reached the server, UTC",
    "late": "yes: answered after the window",
    "revises": "id of the answer that this one corrects",
    "superseded_at": "when another answer corrected this one, UTC; leave such rows out of sums",
    "reviewed_at": "when staff read it, UTC",
}
LAST = {"notice": "goes with these records wherever they go"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?")


async def answers_csv(scope: Scope) -> AsyncIterator[str]:
    """The header, then a row for each answer. Several answers to one question are joined by a bar."""
    forms = await scope.forms()
    columns = [*FIXED, *_columns(forms), *LAST]
    yield _lines([columns])
    async for page in scope.answers():
        rows = [_row(answer) for answer in page]
        yield _lines([row.get(column, "") for column in columns] for row in rows)


async def codebook_csv(scope: Scope) -> AsyncIterator[str]:
    """A row for each column of the answers, with the question's words and what its values mean."""
    header = ["column", "instrument", "version", "type", "text", "values", "notice"]
    yield _lines([header])
    yield _lines([name, "", "", "", about, "", NOTICE] for name, about in {**FIXED, **LAST}.items())
    for form in await scope.forms():
        yield _lines(_explained(form))


def _explained(form: Questionnaire) -> Iterable[list[str]]:
    for item in questions_of(form):
        values = "; ".join(_meaning(option) for option in offered(form, item))
        yield [
            _item_column(form["id"], item["linkId"]),
            form["id"],
            form["version"],
            item["type"],
            item.get("text", ""),
            values,
            NOTICE,
        ]
    for score in scores_defined(form):
        bands = "; ".join(f"from {at:g} = {label['en']}" for at, label in score.bands)
        about = f"{score.title['en']}, {score.min:g} to {score.max:g}; empty: not scored, for an item is missing"
        yield [_score_column(form["id"], score.name), form["id"], form["version"], "score", about, bands, NOTICE]


def _meaning(option: dict[str, Any]) -> str:
    coding = option.get("valueCoding")
    return f"{coding['code']} = {coding.get('display', '')}" if coding else str(content(option))


def _columns(forms: list[Questionnaire]) -> list[str]:
    """Of several versions of a form each question once."""
    found: dict[str, None] = {}
    for form in forms:
        found |= {_item_column(form["id"], item["linkId"]): None for item in questions_of(form)}
        found |= {_score_column(form["id"], score.name): None for score in scores_defined(form)}
    return list(found)


def _item_column(instrument: str, link_id: str) -> str:
    return f"{instrument}.{link_id}"


def _score_column(instrument: str, name: str) -> str:
    return f"{instrument}:{name}"


def _row(answer: Answer) -> dict[str, str]:
    check_in = answer.check_in
    row = {
        "answer": str(answer.id),
        "person": str(answer.person_id),
        "instrument": answer.instrument,
        "version": answer.version,
        "language": answer.language,
        "check_in": str(answer.check_in_id or ""),
        "for_day": check_in.local_date.isoformat() if check_in else "",
        "opens_at": _moment(check_in.opens_at if check_in else None),
        "closes_at": _moment(check_in.closes_at if check_in else None),
        "answered_at": _moment(answer.answered_at),
        "received_at": _moment(answer.received_at),
        "late": "yes" if answer.late else "no",
        "revises": str(answer.revises_id or ""),
        "superseded_at": _moment(answer.superseded_at),
        "reviewed_at": _moment(answer.reviewed_at),
        "notice": NOTICE,
    }
    links = {key.split("~")[0] for key in answer.items}
    row |= {_item_column(answer.instrument, link): _cell(given(answer.items, link)) for link in links}
    return row | {_score_column(answer.instrument, name): _text(value) for name, value in answer.scores.items()}


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""


def _cell(values: list[Any]) -> str:
    return "|".join(map(_text, values))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _safe(text: str) -> str:
    # A spreadsheet runs what begins like a formula; an apostrophe keeps it text.
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text


def _lines(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()
