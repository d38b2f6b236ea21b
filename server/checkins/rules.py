"""Pure: what in an answer somebody should see or be offered, by rules that the instrument carries as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.checkins.form import Form, Item, Values, compares, enabled_keys, listed
from server.checkins.questionnaire import OURS, Questionnaire, content, extensions, language_of, once, part, words_of
from server.checkins.score import Tier, number_of


@dataclass(frozen=True)
class When:
    """One condition: an answer or a score beside a value. `rise` is a score's above that of the answer before."""

    item: str | None
    score: str | None
    operator: str
    value: Any


@dataclass(frozen=True)
class Rule:
    """Met when any of its conditions is. Without a tier it raises nothing: it only offers."""

    name: str
    tier: Tier | None
    text: dict[str, str]  # what a clinician reads, by language
    offer: str | None  # what the phone shows at once: help or exercise
    when: tuple[When, ...]


@dataclass(frozen=True)
class Opening:
    """The first of these instruments that the program may use opens when the score says so."""

    score: str
    operator: str
    value: float
    instruments: tuple[str, ...]


@once
def rules_of(questionnaire: Questionnaire) -> list[Rule]:
    """In the order of the file."""
    language = language_of(questionnaire)
    return [_rule(each, language) for each in extensions(questionnaire, f"{OURS}rule")]


def _rule(element: dict[str, Any], language: str) -> Rule:
    [text] = extensions(element, "text")
    tier = part(element, "tier")
    return Rule(
        name=part(element, "name"),
        tier=Tier(tier) if tier else None,
        text=words_of(text, "valueString", language),
        offer=part(element, "offer"),
        when=tuple(when_of(each) for each in extensions(element, "when")),
    )


def when_of(element: dict[str, Any]) -> When:
    return When(*(part(element, name) for name in ("item", "score", "operator", "value")))


def met(
    questionnaire: Questionnaire, items: Values, scores: Mapping[str, float], before: Mapping[str, float] | None
) -> list[Rule]:
    """The rules that this answer meets; `before` are the scores of the person's answer before it."""
    form = Form.of(questionnaire)
    asked = {key: items[key] for key in enabled_keys(form, items) & items.keys()}
    return [
        rule
        for rule in rules_of(questionnaire)
        if any(_met(form, when, asked, scores, before or {}) for when in rule.when)
    ]


def _met(form: Form, when: When, asked: Values, scores: Mapping[str, float], before: Mapping[str, float]) -> bool:
    if when.item:
        return any(meets(form.items[when.item], when, each) for each in _answers(form, when.item, asked))
    now, last = scores.get(when.score or ""), before.get(when.score or "")
    if when.operator == "rise":
        return now is not None and last is not None and now - last >= when.value
    return now is not None and compares(now, when.operator, when.value)


def _answers(form: Form, link_id: str, asked: Values) -> list[Any]:
    """All answers to the question, in any repetition of its group."""
    keys = [key for key in asked if key.partition("~")[0] == link_id] if form.items[link_id].groups else [link_id]
    return [each for key in keys for each in listed(asked.get(key))]


def meets(item: Item, when: When, answer: Any) -> bool:
    """Whether one answer to the item does; beside a number it is what it counts."""
    counted = answer if isinstance(when.value, bool | str) else number_of(item, answer)
    return compares(counted, when.operator, when.value)


def has_safety(questionnaire: Questionnaire) -> bool:
    """Whether an answer can be urgent: then somebody must be named who acts on it."""
    return any(rule.tier == Tier.urgent for rule in rules_of(questionnaire))


@once
def openings_of(questionnaire: Questionnaire) -> list[Opening]:
    """Which other instruments an answer opens right there."""
    return [
        Opening(
            score=part(each, "score"),
            operator=part(each, "operator"),
            value=part(each, "value"),
            instruments=tuple(content(one) for one in extensions(each, "instrument")),
        )
        for each in extensions(questionnaire, f"{OURS}opens")
    ]


def opened(questionnaire: Questionnaire, scores: Mapping[str, float]) -> list[str]:
    """The instruments that these scores open, the first that the program may use counts; empty where none."""
    for each in openings_of(questionnaire):
        if each.score in scores and compares(scores[each.score], each.operator, each.value):
            return list(each.instruments)
    return []
