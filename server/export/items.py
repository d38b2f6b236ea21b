"""Walking a form's questions, and finding what was answered to each."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.checkins.form import Form, Place
from server.checkins.questionnaire import Questionnaire, concepts_of

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


def given(form: Form, items: Mapping[str, Any]) -> dict[str, Any]:
    """By link id what was answered, to each question that was.

    In repeating groups a list for each of them, with an entry for every repetition up to the last one that has an
    answer: null, or an empty list, where nothing was said.
    """
    found: dict[str, dict[Place, Any]] = {}
    for key, value in items.items():
        link_id, *numbers = key.split("~")
        found.setdefault(link_id, {})[tuple(map(int, numbers))] = value
    return {link_id: _by_repetition(said, len(form.items[link_id].groups)) for link_id, said in found.items()}


def _by_repetition(said: Mapping[Place, Any], groups: int) -> Any:
    if not groups:
        return said.get(())
    count = 1 + max((place[0] for place in said), default=-1)
    inside = [{place[1:]: value for place, value in said.items() if place[0] == n} for n in range(count)]
    return [_by_repetition(each, groups - 1) for each in inside]


def offered(questionnaire: Questionnaire, item: Item) -> list[dict[str, Any]]:
    """What a question offers, each as FHIR writes it: `{"valueCoding": …}`, `{"valueInteger": …}` and so on."""
    own = [{key: each[key] for key in each if key.startswith("value")} for each in item.get("answerOption", [])]
    return own or [{"valueCoding": each} for each in concepts_of(questionnaire, item)]
