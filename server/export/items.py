"""Walking a form's questions, and finding what was answered to each."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.checkins.form import Form, Place
from server.checkins.questionnaire import LANGUAGES, Questionnaire, concepts_of, language_of, once, words_of

Item = dict[str, Any]
UNANSWERABLE = {"group", "display"}
TEXTS = ("text", "display")  # of an item, and of an option


def questions_of(questionnaire: Questionnaire) -> Iterator[Item]:
    """Every item that can be answered, nested ones included, in the order of the form."""
    return (item for item, _ in headed(questionnaire))


def headed(questionnaire: Questionnaire) -> Iterator[tuple[Item, list[str]]]:
    """The same, each with the texts above it: of the groups and the question around it, and of what the form only shows
    between the question before and this one."""
    yield from _headed(questionnaire.get("item", []), [])


def _headed(items: list[Item], above: list[Item]) -> Iterator[tuple[Item, list[str]]]:
    """Leaves in `above` what is also above the item that comes next."""
    for item in items:
        if item["type"] not in UNANSWERABLE:
            yield item, [each["text"] for each in above if each.get("text")]
            above[:] = [each for each in above if each["type"] != "display"]
        above.append(item)
        if item["type"] != "display":
            yield from _headed(_inside(item), above)
            above[:] = [each for each in above if each is not item]


def _inside(item: Item) -> list[Item]:
    """Without what a form shows inside a question, which belongs to that question."""
    inner: list[Item] = item.get("item", [])
    return inner if item["type"] == "group" else [each for each in inner if each["type"] != "display"]


def told_in(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """The form with its texts in this language, those that nobody has translated as its author wrote them."""
    return _told(questionnaire).get(language, questionnaire)


@once
def _told(questionnaire: Questionnaire) -> dict[str, Questionnaire]:
    own = language_of(questionnaire)
    return {each: _retold(questionnaire, own, each) for each in LANGUAGES}


def _retold(value: Any, own: str, language: str) -> Any:
    if isinstance(value, list):
        return [_retold(each, own, language) for each in value]
    if not isinstance(value, dict):
        return value
    words = {name: words_of(value, name, own)[language] for name in TEXTS if isinstance(value.get(name), str)}
    return {name: _retold(each, own, language) for name, each in value.items()} | words


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
