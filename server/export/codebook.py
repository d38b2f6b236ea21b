"""The codebook: what each column of the answers is and what stands in it, for whoever has nothing but the two files."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from server.checkins.form import Form
from server.checkins.form import Item as Asked
from server.checkins.instrument import title_of
from server.checkins.questionnaire import (
    HL7,
    Questionnaire,
    concepts_of,
    content,
    extension,
    has_control,
    language_of,
    words_of,
)
from server.checkins.score import Score, scores_defined
from server.export.items import Item, headed, told_in
from server.export.scope import NOTICE, Scope
from server.export.table import FIXED, LAST, MARK, item_column, lines_of, score_column, written
from server.export.words import WORDS, Words
from server.people.models import Language

ENDS = ("lower", "upper")  # of a scale, as the form names what stands at them
CONTROLS = (*ENDS, "unit")
NUMBERS = ("integer", "decimal")
OWN_WORDS = ("string", "text", "open-choice")


class Told(NamedTuple):
    """What there is to say of a column in one language."""

    heading: str
    text: str
    values: str


async def codebook_csv(scope: Scope) -> AsyncIterator[str]:
    """A row for each column of the answers; of a form, one for each of its versions.

    `heading`: what stands above a question; `text`: the question; `values`: how an answer is written, what its codes
    mean and how many points they count, or how a score is computed and what it means. `heading_es`, `text_es` and
    `values_es` say the same in Spanish. What a form does not have in a language stands there in its author's, as it
    was read.
    """
    forms = await scope.forms()
    spanish = [f"{name}_{Language.es}" for name in Told._fields]
    yield MARK + lines_of([["column", "instrument", "version", "type", *Told._fields, *spanish, "notice"]])
    for column in (*FIXED, *LAST):
        yield lines_of([_row(column, ["", "", ""], [_fixed(column, forms, language) for language in Language])])
    for form in forms:
        yield lines_of(_explained(form))


def _row(column: str, about: list[str], told: list[Told]) -> list[str]:
    return [column, *about, *(cell for each in told for cell in each), NOTICE]


def _fixed(column: str, forms: list[Questionnaire], language: Language) -> Told:
    words = WORDS[language]
    titles = {form["id"]: f"{form['id']} = {title_of(form)[language]}" for form in forms}
    values = "; ".join(titles.values()) if column == "instrument" else words.cells.get(column, "")
    return Told("", words.columns[column], values)


def _explained(form: Questionnaire) -> Iterator[list[str]]:
    told = [_questions(form, language) for language in Language]
    for (item, _), *each in zip(headed(form), *told, strict=True):
        asked = Form.of(form).items[item["linkId"]]
        kind = "list of " * (len(asked.groups) + asked.repeats) + asked.type
        yield _row(item_column(form["id"], item["linkId"]), [form["id"], form["version"], kind], each)
    for score in scores_defined(form):
        told_of_score = [_score(score, language) for language in Language]
        yield _row(score_column(form["id"], score.name), [form["id"], form["version"], "score"], told_of_score)


# Questions


def _questions(form: Questionnaire, language: Language) -> Iterator[Told]:
    counting = {link_id for score in scores_defined(form) for link_id, _ in score.terms}
    told = told_in(form, language)
    for item, heading in headed(told):
        asked = Form.of(form).items[item["linkId"]]
        text = " / ".join([item.get("text", ""), *_hints(item)])
        meanings = _meanings(asked, item, _labels(told, item, language), WORDS[language], item["linkId"] in counting)
        sometimes = [WORDS[language].sometimes] if _depends(Form.of(form), asked) else []
        yield Told(" / ".join(heading), text, "; ".join([*meanings, *sometimes, *_lists(asked, WORDS[language])]))


def _hints(item: Item) -> list[str]:
    """What the form shows inside a question, without what stands at the ends of a scale."""
    shown = [each for each in item.get("item", []) if each["type"] == "display" and "text" in each]
    return [each["text"] for each in shown if not any(has_control(each, name) for name in CONTROLS)]


def _control(item: Item, name: str) -> str:
    return next((each.get("text", "") for each in item.get("item", []) if has_control(each, name)), "")


def _labels(told: Questionnaire, item: Item, language: Language) -> list[str]:
    """What is read at each option; nothing where that is its value."""
    own = [_label(each, language_of(told), language) for each in item.get("answerOption", [])]
    return own or [each.get("display", "") for each in concepts_of(told, item)]


def _label(option: Item, own: str, language: Language) -> str:
    if "valueString" in option:
        return words_of(option, "valueString", own)[language]
    return str(option.get("valueCoding", {}).get("display", ""))


def _meanings(asked: Asked, item: Item, labels: list[str], words: Words, counts: bool) -> Iterator[str]:
    if asked.type == "boolean":
        yield words.yes + (_points(1, words) if counts else "")
        yield words.no + (_points(0, words) if counts else "")
    elif asked.type in NUMBERS:
        yield from _number(asked, item, words)
    elif asked.type == "date":
        yield _within(words.day, asked, words)
    for option, label in zip(asked.options, labels, strict=True):
        value = written(option.value)
        yield (f"{value} = {label}" if label not in ("", value) else value) + _points(option.number, words)
    if asked.type in OWN_WORDS:
        yield words.or_own_words if asked.options else words.own_words
        yield from [] if _is_list(asked) else [words.apostrophe]


def _points(number: float | None, words: Words) -> str:
    if number is None:
        return ""
    return f" ({words.point if number == 1 else words.points.format(written(number))})"


def _number(asked: Asked, item: Item, words: Words) -> Iterator[str]:
    yield _within(words.whole if asked.type == "integer" else words.number, asked, words)
    if asked.step is not None:
        yield words.steps.format(written(asked.step))
    unit = _unit(item, words)
    if unit:
        yield words.unit.format(unit)
    for bound, name in zip((asked.low, asked.high), ENDS, strict=True):
        text = _control(item, name)
        if text:
            is_said = bound is None or re.match(rf"{re.escape(written(bound))}\b", text)
            yield text if is_said else f"{written(bound)} = {text}"


def _unit(item: Item, words: Words) -> str:
    """Hours as the app says them, whatever the form calls them."""
    coding = content(extension(item, f"{HL7}questionnaire-unit")) or {}
    return _control(item, "unit") or (words.hours if coding.get("code") == "h" else _display(coding))


def _display(coding: Item) -> str:
    return str(coding.get("display") or coding.get("code", ""))


def _within(kind: str, asked: Asked, words: Words) -> str:
    ends = [written(each) for each in (asked.low, asked.high) if each is not None]
    form = words.between if len(ends) == 2 else words.least if asked.low is not None else words.most
    return f"{kind}, {form.format(*ends)}" if ends else kind


def _depends(form: Form, asked: Asked) -> bool:
    """Whether it, or what it lies in, is asked only after some answers."""
    return any(each.conditions for each, _ in form.around(asked, ()))


def _is_list(asked: Asked) -> bool:
    return bool(asked.groups) or asked.repeats


def _lists(asked: Asked, words: Words) -> list[str]:
    """What each of the lists in its cell has one entry for, the outermost first."""
    entries = [words.repetition.format(group) for group in asked.groups] + [words.answer] * asked.repeats
    return [words.listed.format(words.inside.join(entries))] if entries else []


# Scores


def _score(score: Score, language: Language) -> Told:
    words = WORDS[language]
    about = words.score.format(score.title[language], written(score.min), written(score.max))
    high = [words.high_is[score.high_is]] if score.high_is else []
    bands = [words.band.format(written(start), label[language]) for start, label in score.bands]
    return Told("", about, "; ".join([words.computed.format(_formula(score)), *high, *bands]))


def _formula(score: Score) -> str:
    """Like `20 + craving + 10 * used - mood`."""
    terms = [f"{'-' if weight < 0 else '+'} {_factor(weight)}{link_id}" for link_id, weight in score.terms]
    return " ".join([*([written(score.constant)] if score.constant else []), *terms]).removeprefix("+ ")


def _factor(weight: float) -> str:
    return "" if abs(weight) == 1 else f"{written(abs(weight))} * "
