"""Pure: a FHIR R4 Questionnaire as a form; what is asked given what was answered, and what may be answered.

Values are by key: the link id, with `~n` for each repeating group around the item, the outermost first, n from 0. A
choice is the code of its option, a date is YYYY-MM-DD, a repeating question has a list. The phone has the same in
pwa/src/shared/form; both sides run the vectors in pwa/src/shared/vectors.
"""

import operator as operators
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from math import isnan
from typing import Any

from server.checkins.questionnaire import (
    Option,
    Questionnaire,
    Scalar,
    bound,
    content,
    is_slider,
    once,
    options_of,
    plain,
    step_of,
)
from server.http import Problem

TEXT_LIMIT = 1000  # characters, where an item names none
LONGEST_TEXT = 4000  # what an answer may carry at all, see routes.py
REPETITIONS = 50  # of one group, and entries of one list
LARGEST_INTEGER = 2**31 - 1  # FHIR's integer
LARGEST = 1e15  # of a decimal: exact on the phone too
BESIDE = 1e-6  # of a step: 0.3 is three steps of 0.1, but not to a computer
ORDERED = {">": operators.gt, "<": operators.lt, ">=": operators.ge, "<=": operators.le}
BLANK = " \t\r\n\u00a0"  # no more than the phone takes for blank: what it has kept must not be refused here

Value = Scalar | list[Scalar]
Values = Mapping[str, Any]  # what somebody sent: any JSON
Place = tuple[int, ...]  # which repetition of each repeating group around an item, the outermost first


@dataclass(frozen=True)
class Condition:
    question: str
    operator: str
    answer: Any

    def holds(self, answers: list[Any]) -> bool:
        """As the standard has it: `!=` is that no answer is equal, also where there is none."""
        if self.operator == "exists":
            return bool(answers) is self.answer
        if self.operator == "!=":
            return not any(same(each, self.answer) for each in answers)
        return any(compares(each, self.operator, self.answer) for each in answers)


@dataclass(frozen=True)
class Item:
    link_id: str
    type: str
    above: str | None
    groups: tuple[str, ...]  # the repeating groups around it and, if it is one, itself
    required: bool
    repeats: bool
    conditions: tuple[Condition, ...]
    any: bool  # of the conditions; else all
    options: tuple[Option, ...]
    low: Any
    high: Any
    step: Any  # of a slider, counted from `low`; none: any number
    limit: int  # characters

    @property
    def is_question(self) -> bool:
        return self.type not in ("group", "display")

    def key(self, place: Place) -> str:
        return "~".join((self.link_id, *map(str, place)))


@dataclass(frozen=True)
class Form:
    items: dict[str, Item]  # in the order of the form

    @staticmethod
    def of(questionnaire: Questionnaire) -> "Form":
        return _form(questionnaire)

    @cached_property
    def is_plain(self) -> bool:
        """Every question is asked, once."""
        return not any(item.conditions or item.groups for item in self.items.values())

    @cached_property
    def questions(self) -> frozenset[str]:
        return frozenset(item.link_id for item in self.items.values() if item.is_question)

    @cached_property
    def order(self) -> list[Item]:
        """Each item after those it depends on; none of them in a form that asks in a circle, which is never loaded."""
        needs = {
            item.link_id: {*([item.above] if item.above else []), *(each.question for each in item.conditions)}
            for item in self.items.values()
        }
        try:
            return [self.items[link_id] for link_id in TopologicalSorter(needs).static_order() if link_id in self.items]
        except CycleError:
            return []

    def find(self, key: str) -> tuple[Item, Place] | None:
        """The question of a key and where it stands; none if the form has no such place."""
        if "~" not in key:
            item = self.items.get(key)
            return (item, ()) if item and item.is_question and not item.groups else None
        link_id, *numbers = key.split("~")
        item = self.items.get(link_id)
        if item is None or not item.is_question or len(numbers) != len(item.groups):
            return None
        if not all(re.fullmatch("0|[1-9][0-9]?", number) and int(number) < REPETITIONS for number in numbers):
            return None
        return item, tuple(int(number) for number in numbers)

    def around(self, item: Item, place: Place) -> Iterator[tuple[Item, Place]]:
        """The item itself and all it lies in, the innermost first, each with its place."""
        inner: Item | None = item
        while inner:
            yield inner, place[: len(inner.groups)]
            inner = self.items[inner.above] if inner.above else None

    def places(self, values: Values) -> list[tuple[Item, Place]]:
        """Every item in every repetition up to the last one that has a value; each repeating group has at least one."""
        last: dict[tuple[str, Place], int] = {}
        for item, place in filter(None, map(self.find, values)):
            for depth, group in enumerate(item.groups):
                last[group, place[:depth]] = max(last.get((group, place[:depth]), 0), place[depth])
        return [(item, place) for item in self.items.values() for place in _repeated(item.groups, last)]


def _repeated(groups: tuple[str, ...], last: Mapping[tuple[str, Place], int]) -> list[Place]:
    places: list[Place] = [()]
    for group in groups:
        places = [(*place, n) for place in places for n in range(last.get((group, place), 0) + 1)]
    return places


@once
def _form(questionnaire: Questionnaire) -> Form:
    items: dict[str, Item] = {}

    def add(elements: list[dict[str, Any]], above: Item | None) -> None:
        for element in elements:
            item = _item(questionnaire, element, above)
            items.setdefault(item.link_id, item)
            add(element.get("item", []), item)

    add(questionnaire.get("item", []), None)
    return Form(items)


def _item(questionnaire: Questionnaire, element: dict[str, Any], above: Item | None) -> Item:
    link_id, is_group, repeats = element.get("linkId", ""), element["type"] == "group", element.get("repeats", False)
    around = above.groups if above else ()
    return Item(
        link_id=link_id,
        type=element["type"],
        above=above.link_id if above else None,
        groups=(*around, link_id) if is_group and repeats else around,
        required=element.get("required", False),
        repeats=repeats and not is_group,
        conditions=tuple(_condition(each) for each in element.get("enableWhen", [])),
        any=element.get("enableBehavior", "any") == "any",
        options=tuple(options_of(questionnaire, element)),
        low=bound(element, "minValue"),
        high=bound(element, "maxValue"),
        step=_step(element),
        limit=min(element.get("maxLength", TEXT_LIMIT), LONGEST_TEXT),
    )


def _step(element: dict[str, Any]) -> Any:
    """None also where the form is at fault, see faults.py."""
    step = step_of(element)
    counts = is_slider(element) and is_number(step) and step > 0 and is_number(bound(element, "minValue"))
    return step if counts else None


def _condition(element: dict[str, Any]) -> Condition:
    return Condition(element["question"], element["operator"], plain(content(element, "answer")))


# What is asked


def enabled_keys(form: Form, values: Values) -> Set[str]:
    """The keys of all questions that are asked now. An answer to what is not asked enables nothing."""
    if form.is_plain:
        return form.questions
    asked = _Asked(form, values)
    return {item.key(place) for item, place in asked.places if item.is_question and asked.is_enabled(item, place)}


class _Asked:
    """Which places are asked: each looked at once, after all that it depends on."""

    def __init__(self, form: Form, values: Values) -> None:
        self.places = form.places(values)
        self._form = form
        self._values = values
        self._enabled: set[tuple[str, Place]] = set()
        self._of: dict[str, list[Place]] = {}
        for item, place in self.places:
            self._of.setdefault(item.link_id, []).append(place)
        for item in form.order:
            self._enabled |= {(item.link_id, place) for place in self._of[item.link_id] if self._look(item, place)}

    def is_enabled(self, item: Item, place: Place) -> bool:
        return (item.link_id, place) in self._enabled

    def _look(self, item: Item, place: Place) -> bool:
        above = self._form.items[item.above] if item.above else None
        return (above is None or self.is_enabled(above, place[: len(above.groups)])) and self._wanted(item, place)

    def _wanted(self, item: Item, place: Place) -> bool:
        met = (each.holds(self._answers(each.question, item, place)) for each in item.conditions)
        return not item.conditions or (any(met) if item.any else all(met))

    def _answers(self, link_id: str, seen_from: Item, place: Place) -> list[Any]:
        """In the same repetition of every repeating group that holds both; seen from outside a group, in any."""
        question = self._form.items.get(link_id)
        if question is None:
            return []
        shared = sum(mine == theirs for mine, theirs in zip(seen_from.groups, question.groups, strict=False))
        return [
            answer
            for each in self._of.get(link_id, [])
            if each[:shared] == place[:shared] and self.is_enabled(question, each)
            for answer in listed(self._values.get(question.key(each)))
        ]


def listed(value: Any) -> list[Any]:
    """What was said to one question: nothing, one thing or several."""
    return value if isinstance(value, list) else [] if value is None else [value]


def same(one: Any, other: Any) -> bool:
    """A yes is no 1."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def compares(one: Any, operator: str, other: Any) -> bool:
    """Numbers with numbers, dates (as text, year first) with dates; anything else does not compare."""
    if operator == "=":
        return same(one, other)
    if not ((is_number(one) and is_number(other)) or (isinstance(one, str) and isinstance(other, str))):
        return False
    return operator in ORDERED and bool(ORDERED[operator](one, other))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# What may be answered


def check_items(questionnaire: Questionnaire, items: Values) -> None:
    """Raises Problem 422, naming the field, for the first value that the form does not allow or that is missing."""
    form = Form.of(questionnaire)
    for key, value in items.items():
        found = form.find(key)
        if found is None:
            raise Problem(422, f"The form has no question “{key}”; leave it out.", field=f"items.{key}")
        sentence = wrong(found[0], value)
        if sentence:
            raise Problem(422, f"The answer to “{key}” {sentence}.", field=f"items.{key}")
    enabled = enabled_keys(form, items)
    for key in items:
        if key not in enabled:
            raise Problem(422, f"“{key}” is not asked after these answers; leave it out.", field=f"items.{key}")
    for key in _missing(form, items, enabled):
        raise Problem(422, f"“{key}” must be answered.", field=f"items.{key}")


def wrong(item: Item, value: Any) -> str | None:
    """What is wrong with a value, as the end of a sentence."""
    if not item.repeats:
        return wrong_one(item, value)
    if not isinstance(value, list) or not 0 < len(value) <= REPETITIONS:
        return f"must be a list of 1 to {REPETITIONS}"
    sentence = next(filter(None, (wrong_one(item, each) for each in value)), None)
    twice = item.options and any(same(one, other) for n, one in enumerate(value) for other in value[:n])
    return sentence or ("names an option twice; name each one once" if twice else None)


def wrong_one(item: Item, value: Any) -> str | None:
    """The same for one entry of what may be a list."""
    if item.type == "boolean":
        return None if isinstance(value, bool) else "must be true or false"
    if item.type in ("integer", "decimal"):
        return _wrong_number(item, value)
    if item.type == "date":
        return _wrong_date(item, value)
    if any(same(value, option.value) for option in item.options):
        return None
    if item.type == "choice":
        return "must be one of " + ", ".join(str(option.value) for option in item.options)
    return _wrong_text(item, value)


def _wrong_number(item: Item, value: Any) -> str | None:
    if item.type == "integer" and not (is_number(value) and isinstance(value, int)):
        return "must be a whole number, like 3"
    if not is_number(value) or isnan(value):
        return "must be a number, like 3.5"
    return _out_of_bounds(item, value) or _too_large(item, value) or _off_step(item, value)


def _too_large(item: Item, value: Any) -> str | None:
    largest = LARGEST_INTEGER if item.type == "integer" else int(LARGEST)
    return None if abs(value) <= largest else f"must lie between -{largest} and {largest}"


def _wrong_date(item: Item, value: Any) -> str | None:
    return _out_of_bounds(item, value) if is_date(value) else "must be a day, written YYYY-MM-DD"


def is_date(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _out_of_bounds(item: Item, value: Any) -> str | None:
    if item.low is not None and value < item.low:
        return f"must be at least {item.low}"
    return f"must be at most {item.high}" if item.high is not None and value > item.high else None


def _off_step(item: Item, value: Any) -> str | None:
    if item.step is None:
        return None
    beyond = (value - item.low) / item.step % 1
    is_off = min(beyond, 1 - beyond) > BESIDE
    return f"must be {item.low} or a whole number of steps of {item.step} above it" if is_off else None


def _wrong_text(item: Item, value: Any) -> str | None:
    if not isinstance(value, str):
        return "must be text"
    if not value.strip(BLANK):
        return "is empty; leave it out"
    return f"is too long; write at most {item.limit} characters" if len(value) > item.limit else None


def _missing(form: Form, items: Values, enabled: Set[str]) -> Iterator[str]:
    """The required ones without an answer. A group holds an answer where something in it has one."""
    if not any(item.required for item in form.items.values()):
        return
    answered = {
        (around.link_id, at)
        for item, place in filter(None, map(form.find, items))
        for around, at in form.around(item, place)
    }
    asked = _Asked(form, items)
    for item, place in asked.places:
        is_asked = item.required and asked.is_enabled(item, place) and _is_there(form, item, place, answered)
        if is_asked and (item.link_id, place) not in answered:
            yield item.key(place)


def _is_there(form: Form, item: Item, place: Place, answered: set[tuple[str, Place]]) -> bool:
    """A repetition counts when something in it is answered; the first one of a required group always does."""
    return all(
        (group, place[: depth + 1]) in answered or (place[depth] == 0 and form.items[group].required)
        for depth, group in enumerate(item.groups)
    )
