"""Answers as CSV: one row for each, a column for each question and score; and the codebook that explains them."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any

from server.checkins.form import Form
from server.checkins.models import Answer
from server.checkins.questionnaire import Questionnaire, content
from server.checkins.score import scores_defined
from server.export.items import given, offered, questions_of
from server.export.scope import NOTICE, Scope

FIXED = {
    "answer": "id of the answer; empty: there is none, and the row only carries the notice",
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
MARK = "\ufeff"  # first in each file: without it a spreadsheet shows every accent as two wrong letters
LAST = {"notice": "goes with these records wherever they go"}
WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # the same signs as an East Asian keyboard has them
FORMULA = ("=", "+", "-", "@", *WIDE, "\t", "\r", "\n", "'")  # the last, or it would be taken for one of ours
TEXTS = ("string", "text", "open-choice")
IN_ITS_OWN_WORDS = "an apostrophe at the start is no part of it: with it a spreadsheet runs no formula"
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?")


async def answers_csv(scope: Scope) -> AsyncIterator[str]:
    """The header, then a row for each answer. What a question can have several answers to is a JSON list in its cell.

    One that comes meanwhile, to a form nobody had answered before, has no columns and is left to the next file.
    """
    forms = await scope.forms()
    columns = [*FIXED, *_columns(forms), *LAST]
    yield MARK + lines_of([columns])
    known = {(form["id"], form["version"]): Form.of(form) for form in forms}
    found = 0
    async for page in scope.answers():
        answered = [(answer, known.get((answer.instrument, answer.version))) for answer in page]
        rows = [_row(answer, form) for answer, form in answered if form]
        found += len(rows)
        yield lines_of([row.get(column, "") for column in columns] for row in rows)
    if not found:
        yield notice_alone(columns)


async def codebook_csv(scope: Scope) -> AsyncIterator[str]:
    """A row for each column of the answers, with the question's words and what its values mean."""
    header = ["column", "instrument", "version", "type", "text", "values", "notice"]
    yield MARK + lines_of([header])
    yield lines_of([name, "", "", "", about, "", NOTICE] for name, about in {**FIXED, **LAST}.items())
    for form in await scope.forms():
        yield lines_of(_explained(form))


def _explained(form: Questionnaire) -> Iterable[list[str]]:
    for item in questions_of(form):
        lists = _lists_of(Form.of(form), item["linkId"])
        yield [
            _item_column(form["id"], item["linkId"]),
            form["id"],
            form["version"],
            "".join(["list of "] * len(lists)) + item["type"],
            item.get("text", ""),
            "; ".join([*map(_meaning, offered(form, item)), *_how_written(item["type"], lists)]),
            NOTICE,
        ]
    for score in scores_defined(form):
        bands = "; ".join(f"from {at:g} = {label['en']}" for at, label in score.bands)
        about = f"{score.title['en']}, {score.min:g} to {score.max:g}; empty: not scored, for an item is missing"
        yield [_score_column(form["id"], score.name), form["id"], form["version"], "score", about, bands, NOTICE]


def _lists_of(form: Form, link_id: str) -> list[str]:
    """What each of the lists in its cell has one entry for, the outermost first; none for a question asked once."""
    item = form.items[link_id]
    return [f"repetition of “{group}”" for group in item.groups] + (["answer"] if item.repeats else [])


def _how_written(kind: str, lists: list[str]) -> list[str]:
    if not lists:
        return [IN_ITS_OWN_WORDS] if kind in TEXTS else []
    entries = ", in each an entry for every ".join(lists)
    return [f"written as a JSON list with an entry for every {entries}; null or []: not answered"]


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


def _row(answer: Answer, form: Form) -> dict[str, str]:
    check_in = answer.check_in
    row = {
        "answer": str(answer.id),
        "person": str(answer.person_id),
        "instrument": answer.instrument,
        "version": answer.version,
        "language": answer.language,
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
    said = given(form, answer.items)
    row |= {_item_column(answer.instrument, link_id): _cell(value) for link_id, value in said.items()}
    return row | {_score_column(answer.instrument, name): _text(value) for name, value in answer.scores.items()}


def notice_alone(columns: Sequence[str]) -> str:
    """Of a file without records the only row: that there are none says something of somebody too."""
    return lines_of([[NOTICE if column == "notice" else "" for column in columns]])


def moment_cell(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""


def _cell(value: Any) -> str:
    return json.dumps(_words(value), ensure_ascii=False) if isinstance(value, list) else _text(value)


def _words(value: Any) -> Any:
    """A yes is written as it is outside of lists."""
    if isinstance(value, list):
        return [_words(each) for each in value]
    return _text(value) if isinstance(value, bool) else value


def _text(value: Any) -> str:
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
