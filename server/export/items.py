"""Walking a form's questions, and finding what was answered to each."""

from collections.abc import Iterator, Mapping
from typing import Any

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


def given(items: Mapping[str, Any], link_id: str) -> list[Any]:
    """All that was answered to a question: of each repetition of its group, and of the question itself."""
    found: list[Any] = []
    for key, value in items.items():
        if key.split("~")[0] == link_id:
            found += value if isinstance(value, list) else [value]
    return found


def offered(questionnaire: Questionnaire, item: Item) -> list[dict[str, Any]]:
    """What a question offers, each as FHIR writes it: `{"valueCoding": …}`, `{"valueInteger": …}` and so on."""
    own = [{key: each[key] for key in each if key.startswith("value")} for each in item.get("answerOption", [])]
    return own or [{"valueCoding": each} for each in concepts_of(questionnaire, item)]
