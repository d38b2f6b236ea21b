"""Walking a form's questions, and finding what was answered to each."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.checkins.questionnaire import Questionnaire

Item = dict[str, Any]
UNANSWERABLE = {"group", "display"}


def questions_of(questionnaire: Questionnaire) -> Iterator[Item]:
    """Every item that can be answered, nested ones included, in the order of the form."""
    yield from _questions(questionnaire.get("item", []))


def _questions(items: list[Item]) -> Iterator[Item]:
    for item in items:
        if item["type"] not in UNANSWERABLE:
            yield item
        yield from _questions(item.get("item", []))


def given(items: Mapping[str, Any], link_id: str) -> list[Any]:
    """All that was answered to a question: of each repetition of its group, and of the question itself."""
    found: list[Any] = []
    for key, value in items.items():
        if key.split("~")[0] == link_id:
            found += value if isinstance(value, list) else [value]
    return found


def options_of(questionnaire: Questionnaire, item: Item) -> list[dict[str, Any]]:
    """The codings a question offers, its own or those of a value set that the form contains."""
    own = [option["valueCoding"] for option in item.get("answerOption", []) if "valueCoding" in option]
    contained = item.get("answerValueSet", "")
    sets = {f"#{each.get('id')}": each for each in questionnaire.get("contained", [])}
    return own + _codings(sets[contained]) if contained in sets else own


def _codings(value_set: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {**({"system": include["system"]} if "system" in include else {}), **concept}
        for include in value_set.get("compose", {}).get("include", [])
        for concept in include.get("concept", [])
    ] or list(value_set.get("expansion", {}).get("contains", []))
