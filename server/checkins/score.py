"""Pure: from what was answered to scores, as the instrument defines them. A missing item gives no score, never less."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.checkins.form import Form, Item, Values, enabled_keys, wrong_one
from server.checkins.questionnaire import OURS, Questionnaire, extensions, language_of, once, part, words_of

COUNTED = ("boolean", "integer", "decimal", "choice")  # the types of question that can give a number


class Tier(StrEnum):
    """How soon a counselor has to act, the most pressing first."""

    urgent = "urgent"  # a safety item
    today = "today"
    digest = "digest"


@dataclass(frozen=True)
class Score:
    """One number that an instrument gives. Texts are by language, always in those of the app."""

    name: str
    title: dict[str, str]
    terms: tuple[tuple[str, float], ...]  # link id and weight
    constant: float
    min: float
    max: float
    bands: list[tuple[float, dict[str, str]]]  # from this value on, ascending
    reliable_change: float | None
    meaningful_change: float | None
    code: dict[str, str] | None  # a coding, of LOINC where there is one
    high_is: str | None  # worse or better


@once
def scores_defined(questionnaire: Questionnaire) -> list[Score]:
    """In the order of the file."""
    form, language = Form.of(questionnaire), language_of(questionnaire)
    return [_score(form, each, language) for each in extensions(questionnaire, f"{OURS}score")]


def _score(form: Form, element: dict[str, Any], language: str) -> Score:
    terms, constant = terms_of(element), float(part(element, "constant") or 0)
    ranges = [(weight, *range_of(form.items[link_id])) for link_id, weight in terms]
    [title] = extensions(element, "title")
    return Score(
        name=part(element, "name"),
        title=words_of(title, "valueString", language),
        terms=terms,
        constant=constant,
        min=_sum(constant, [(weight, low if weight > 0 else high) for weight, low, high in ranges]),
        max=_sum(constant, [(weight, high if weight > 0 else low) for weight, low, high in ranges]),
        bands=[_band(each, language) for each in extensions(element, "band")],
        reliable_change=part(element, "reliable-change"),
        meaningful_change=part(element, "meaningful-change"),
        code=part(element, "code"),
        high_is=part(element, "high-is"),
    )


def terms_of(element: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    """Link ids and their weights: `value` and `sum` count each item once."""
    items = [(part({"extension": [each]}, "item"), 1.0) for each in extensions(element, "item")]
    return (*items, *((part(each, "item"), float(part(each, "weight"))) for each in extensions(element, "term")))


def _band(element: dict[str, Any], language: str) -> tuple[float, dict[str, str]]:
    [label] = extensions(element, "label")
    return float(part(element, "from")), words_of(label, "valueString", language)


def _sum(constant: float, terms: list[tuple[float, float]]) -> float:
    """In the order of the terms, each step rounded, as the phone does it: `sum` may round otherwise."""
    total = constant
    for weight, number in terms:
        total += weight * number
    return total


def range_of(item: Item) -> tuple[float, float]:
    """The least and the greatest number that the item can give. Raises ValueError for one that gives none."""
    if item.type in ("integer", "decimal"):
        ends = [item.low, item.high]
    else:
        ends = [0.0, 1.0] if item.type == "boolean" else [option.number for option in item.options]
    if item.repeats or item.groups or item.type not in COUNTED or not ends or None in ends:
        raise ValueError(f"{item.link_id} gives no number")
    return float(min(ends)), float(max(ends))


def number_of(item: Item, value: Any) -> float | None:
    """What one answer counts; none for what is no number or not allowed."""
    if wrong_one(item, value):
        return None
    if item.type in ("boolean", "integer", "decimal"):
        return float(value)
    return next((option.number for option in item.options if option.value == value), None)


def scores_of(questionnaire: Questionnaire, items: Values) -> dict[str, float]:
    """By name. A score with an item that was skipped or not asked is not there."""
    numbers = _numbers_of(questionnaire, items)
    return {
        score.name: _sum(score.constant, [(weight, numbers[link_id]) for link_id, weight in score.terms])
        for score in scores_defined(questionnaire)
        if all(link_id in numbers for link_id, _ in score.terms)
    }


def _numbers_of(questionnaire: Questionnaire, items: Values) -> dict[str, float]:
    """Of what counts in a score, was asked and answered: a number as it is, a yes 1, an option its ordinal value."""
    form = Form.of(questionnaire)
    asked = enabled_keys(form, items)
    answered = [form.items[key] for key in _counting(questionnaire) if key in items and key in asked]
    numbers = {item.link_id: number_of(item, items[item.link_id]) for item in answered}
    return {link_id: number for link_id, number in numbers.items() if number is not None}


@once
def _counting(questionnaire: Questionnaire) -> list[str]:
    """The questions that count in any score; none of them repeats, so each is the key of its answer too."""
    return list({link_id: None for score in scores_defined(questionnaire) for link_id, _ in score.terms})


def band_at(score: Score, value: float) -> dict[str, str] | None:
    """The label of the band that a value lies in, by language."""
    return next((label for start, label in reversed(score.bands) if value >= start), None)
