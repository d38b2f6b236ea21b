"""Pure: what there is in a Questionnaire that Daymark can't do, each with its path. Its structure is FHIR's already."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from server.checkins.form import LARGEST_INTEGER, LONGEST_TEXT, Form, is_date, is_number, same, wrong_one
from server.checkins.questionnaire import (
    HL7,
    OURS,
    Questionnaire,
    concepts_of,
    content,
    extension,
    extensions,
    is_slider,
    options_of,
    plain,
    step_of,
    walk,
)

QUESTIONS = ("boolean", "integer", "decimal", "date", "string", "text", "choice", "open-choice")
CHOICES = ("choice", "open-choice")
NUMBERS = ("integer", "decimal")
TEXTS = ("string", "text", "open-choice")
MOST_ITEMS = 500
MOST_QUESTIONS = 200  # see MOST_ITEMS in routes.py
LONGEST_KEY = 64  # an answer carries no longer one, see routes.py
STATUSES = ("draft", "active", "retired", "unknown")
OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")
VALUES = {
    "boolean": ("Boolean",),
    "integer": ("Integer", "Decimal"),
    "decimal": ("Decimal", "Integer"),
    "date": ("Date",),
    "string": ("String",),
    "text": ("String",),
}
OPTIONS = ("Coding", "Integer", "String", "Date")
# Extensions that make a form mean something else when they are left out; by the last part of their address. What only
# says how it should look is passed over.
MEANINGFUL = {
    "sdc-questionnaire-calculatedExpression",
    "sdc-questionnaire-enableWhenExpression",
    "sdc-questionnaire-initialExpression",
    "sdc-questionnaire-answerExpression",
    "sdc-questionnaire-candidateExpression",
    "sdc-questionnaire-answerOptionsToggleExpression",
    "sdc-questionnaire-subQuestionnaire",
    "sdc-questionnaire-lookupQuestionnaire",
    "cqf-expression",
    "cqf-calculatedValue",
    "questionnaire-hidden",
    "questionnaire-constraint",
    "targetConstraint",
    "questionnaire-minOccurs",
    "questionnaire-maxOccurs",
    "questionnaire-optionExclusive",
    "questionnaire-signatureRequired",
    "questionnaire-unitOption",
    "questionnaire-unitValueSet",
    "questionnaire-usageMode",
    "minLength",
    "maxDecimalPlaces",
    "regex",
}


@dataclass(frozen=True)
class Fault:
    path: str
    what: str  # as the end of a sentence


def faults_of(questionnaire: Questionnaire) -> list[Fault]:
    """Everything at once, in the order of the file. Scores and rules are looked at where the items are right."""
    faults = [*_of_form(questionnaire), *_of_elements(questionnaire, "")]
    items = list(walk(questionnaire))
    if len(items) > MOST_ITEMS:
        return [*faults, Fault("item", f"has {len(items)} items; at most {MOST_ITEMS} are possible")]
    look = _Look(questionnaire, items)
    for path, element in items:
        faults += look.at(path, element)
    return [*faults, *look.circles()]


def _of_form(questionnaire: Questionnaire) -> Iterator[Fault]:
    if questionnaire["status"] not in STATUSES:
        yield Fault("status", f"must be one of {', '.join(STATUSES)}")
    if "implicitRules" in questionnaire:
        yield Fault("implicitRules", "is not supported")
    questions = [element for _, element in walk(questionnaire) if element["type"] in QUESTIONS]
    if not 0 < len(questions) <= MOST_QUESTIONS:
        yield Fault("item", f"has {len(questions)} questions that can be asked; 1 to {MOST_QUESTIONS} are possible")


def _of_elements(value: Any, path: str) -> Iterator[Fault]:
    """Extensions that mean something, wherever they stand."""
    if isinstance(value, list):
        for n, each in enumerate(value):
            yield from _of_elements(each, f"{path}[{n}]")
    if not isinstance(value, dict):
        return
    before = f"{path}." if path else ""
    if "modifierExtension" in value:
        yield Fault(f"{before}modifierExtension", "is not supported: it changes what the form means")
    for n, each in enumerate(value.get("extension", [])):
        if _is_meaningful(each):
            name = each["url"].rsplit("/", 1)[-1]
            yield Fault(f"{before}extension[{n}]", f"({name}) is not supported: it changes what the form means")
        if path and each["url"].startswith(OURS):
            yield Fault(f"{before}extension[{n}]", f"({each['url']}) belongs to the whole form, not here")
    for name, each in value.items():
        yield from _of_elements(each, f"{before}{name}")


def _is_meaningful(each: dict[str, Any]) -> bool:
    if each.get("valueBoolean") is False:  # as if it was not there
        return False
    return each["url"].rsplit("/", 1)[-1] in MEANINGFUL or "valueExpression" in each


class _Look:
    """Looks at each item with all the others at hand."""

    def __init__(self, questionnaire: Questionnaire, items: list[tuple[str, dict[str, Any]]]) -> None:
        self.questionnaire = questionnaire
        self.form = Form.of(questionnaire)
        self.paths: dict[str, list[str]] = {}
        self.elements: dict[str, dict[str, Any]] = {}
        for path, element in items:
            self.paths.setdefault(element["linkId"], []).append(path)
            self.elements.setdefault(element["linkId"], element)

    def at(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        yield from self._link(path, element)
        kind = element["type"]
        if kind not in (*QUESTIONS, "group", "display"):
            yield Fault(f"{path}.type", f"“{kind}” is not supported; supported are {', '.join(QUESTIONS)}")
            return
        if element.get("readOnly"):
            yield Fault(f"{path}.readOnly", "is not supported")
        yield from _of_kind(path, element)
        yield from self._conditions(path, element)
        if kind in CHOICES:
            yield from self._options(path, element)
        bounds = list(self._bounds(path, element))
        # What stands there first is held against the bounds.
        yield from bounds or self._initial(path, element)

    def _link(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        link_id, at = element["linkId"], f"{path}.linkId"
        if not link_id.strip() or "~" in link_id:
            yield Fault(at, f"“{link_id}” is not supported: it must have letters, and no “~”")
        if self.paths[link_id][0] != path:
            yield Fault(at, f"“{link_id}” is also that of {self.paths[link_id][0]}; make each one different")
        deepest = len(self.form.items[link_id].groups)
        if len(link_id) > LONGEST_KEY - 3 * deepest:
            yield Fault(at, f"is too long; at most {LONGEST_KEY - 3 * deepest} characters are possible here")

    def _conditions(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        conditions = element.get("enableWhen", [])
        behavior = element.get("enableBehavior")
        if behavior not in (None, "any", "all"):
            yield Fault(f"{path}.enableBehavior", "must be any or all")
        if len(conditions) > 1 and behavior is None:
            yield Fault(f"{path}.enableBehavior", "is missing; with several conditions say any or all")
        for n, each in enumerate(conditions):
            yield from self._condition(f"{path}.enableWhen[{n}]", each)

    def _condition(self, path: str, each: dict[str, Any]) -> Iterator[Fault]:
        question = self.elements.get(each["question"])
        if each["operator"] not in OPERATORS:
            yield Fault(f"{path}.operator", f"“{each['operator']}” is not one of {' '.join(OPERATORS)}")
        elif question is None:
            what = f"names “{each['question']}”, and there is no such item; name the linkId of a question that is there"
            yield Fault(f"{path}.question", what)
        elif question["type"] in ("group", "display"):
            yield Fault(f"{path}.question", f"names “{each['question']}”, which is no question; name one that is")
        elif question["type"] in QUESTIONS:
            yield from self._comparison(path, each, question)

    def _comparison(self, path: str, each: dict[str, Any], question: dict[str, Any]) -> Iterator[Fault]:
        [given] = [key.removeprefix("answer") for key in each if key.startswith("answer")]
        operator, kinds = each["operator"], self._kinds(question)
        if operator == "exists":
            if given != "Boolean":
                yield Fault(f"{path}.answer{given}", "does not fit; with “exists” use answerBoolean")
        elif given not in kinds:
            wanted = " or ".join(f"answer{kind}" for kind in kinds)
            yield Fault(f"{path}.answer{given}", f"does not fit “{each['question']}”; use {wanted or 'exists'}")
        elif operator not in ("=", "!=") and given not in ("Integer", "Decimal", "Date"):
            yield Fault(f"{path}.operator", f"“{operator}” compares numbers and dates, not “{each['question']}”")
        elif given == "Coding" and question["type"] == "choice":
            yield from self._coding(f"{path}.answerCoding", each["answerCoding"], question)

    def _coding(self, path: str, coding: dict[str, Any], question: dict[str, Any]) -> Iterator[Fault]:
        """A condition on an option that is not there would never be met; the same code of another system is another."""
        link_id, code, system = question["linkId"], coding.get("code"), coding.get("system")
        options = options_of(self.questionnaire, question)
        if options and not any(same(code, option.value) for option in options):
            yield Fault(path, f"“{link_id}” has no option “{code}”")
        elif system and options and not self._systems(question, code) & {system, None}:
            yield Fault(path, f"“{link_id}” has “{code}”, but not of the system {system}")

    def _systems(self, question: dict[str, Any], code: Any) -> set[Any]:
        """Of the options with this code; None where one of them names none."""
        own = [option["valueCoding"] for option in question.get("answerOption", []) if "valueCoding" in option]
        codings = own or concepts_of(self.questionnaire, question)
        return {each.get("system") for each in codings if each.get("code") == code}

    def _kinds(self, question: dict[str, Any]) -> tuple[str, ...]:
        """What an answer to this question may be, as the end of `value[x]` and `answer[x]`."""
        if question["type"] not in CHOICES:
            return VALUES[question["type"]]
        listed = {key.removeprefix("value") for option in question.get("answerOption", []) for key in option}
        kinds = [kind for kind in OPTIONS if kind in listed or (kind == "Coding" and "answerValueSet" in question)]
        own_words = question["type"] == "open-choice" and "String" not in kinds
        return (*kinds, "String") if own_words else tuple(kinds)

    def _options(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        own, value_set = element.get("answerOption"), element.get("answerValueSet")
        if own and value_set:
            yield Fault(f"{path}.answerValueSet", "stands beside answerOption; use one of them")
        elif value_set:
            yield from self._value_set(f"{path}.answerValueSet", value_set)
        elif not own and element["type"] == "choice":
            yield Fault(f"{path}.answerOption", "is missing; there is nothing to choose from")
        for n, option in enumerate(own or []):
            kind = next((key.removeprefix("value") for key in option if key.startswith("value")), "")
            if kind not in OPTIONS:
                yield Fault(f"{path}.answerOption[{n}].value{kind}", "is not supported")
            elif plain(content(option)) == "":
                yield Fault(f"{path}.answerOption[{n}].valueCoding.code", "is missing; give each option a code")
        values = [option.value for option in options_of(self.questionnaire, element)]
        twice = [one for n, one in enumerate(values) if one != "" and any(same(one, other) for other in values[:n])]
        if twice:
            yield Fault(f"{path}.{'answerOption' if own else 'answerValueSet'}", f"has “{twice[0]}” twice")

    def _value_set(self, path: str, name: str) -> Iterator[Fault]:
        found = [n for n, each in enumerate(self._contained()) if name == f"#{each.get('id')}"]
        if not name.startswith("#"):
            yield Fault(path, f"“{name}” lies elsewhere; put the options into the file")
        elif not found or self._contained()[found[0]].get("resourceType") != "ValueSet":
            yield Fault(
                path, f"names “{name}”, and the file contains no such value set; put it in, or use answerOption"
            )
        else:
            yield from _of_value_set(f"contained[{found[0]}]", self._contained()[found[0]])

    def _contained(self) -> list[dict[str, Any]]:
        contained: list[dict[str, Any]] = self.questionnaire.get("contained", [])
        return contained

    def _bounds(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        kind, ends = element["type"], []
        for name in ("minValue", "maxValue"):
            if len(extensions(element, HL7 + name)) > 1:
                yield Fault(f"{path}.extension", f"({name}) is there more than once")
            found = extension(element, HL7 + name)
            value = content(found)
            fits = is_date(value) if kind == "date" else kind in NUMBERS and is_number(value)
            if found and not fits:
                yield Fault(f"{path}.extension", f"({name}) does not fit a question of type {kind}")
            elif found and kind == "integer" and not _is_integer(value):
                yield Fault(f"{path}.extension", f"({name}) must be a whole number up to {LARGEST_INTEGER}")
            elif found:
                ends.append(value)
        if len(ends) == 2 and ends[0] > ends[1]:
            yield Fault(f"{path}.extension", f"(minValue) is above maxValue: {ends[0]} and {ends[1]}")
        if is_slider(element) and (kind not in NUMBERS or len(ends) < 2):
            yield Fault(f"{path}.extension", "(slider) wants a number with minValue and maxValue")
        step = step_of(element)
        if step is not None and not (is_number(step) and step > 0):
            yield Fault(f"{path}.extension", "(questionnaire-sliderStepValue) must be a number above 0")
        elif step is not None and kind == "integer" and not _is_integer(step):
            yield Fault(f"{path}.extension", "(questionnaire-sliderStepValue) must be a whole number")
        if extension(element, f"{HL7}questionnaire-unit") and kind not in NUMBERS:
            yield Fault(f"{path}.extension", f"(questionnaire-unit) does not fit a question of type {kind}")

    def _initial(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        initial = element.get("initial", [])
        chosen = [n for n, each in enumerate(element.get("answerOption", [])) if each.get("initialSelected")]
        if len(initial) + len(chosen) > 1 and not element.get("repeats"):
            yield Fault(f"{path}.{'initial' if initial else 'answerOption'}", "sets more than one answer")
        if element["type"] not in QUESTIONS or not initial:
            return
        if "answerOption" in element:
            yield Fault(f"{path}.initial", "stands beside answerOption; use initialSelected there")
        for n, each in enumerate(initial):
            kind = next((key.removeprefix("value") for key in each if key.startswith("value")), "")
            item = self.form.items[element["linkId"]]
            sentence = wrong_one(item, plain(content(each))) if kind in self._kinds(element) else "does not fit"
            if sentence:
                yield Fault(f"{path}.initial[{n}].value{kind}", sentence)

    def circles(self) -> Iterator[Fault]:
        """Items that are asked depending on themselves, be it over others or over what lies in them; each way round
        once."""
        told: set[frozenset[str]] = set()
        for link_id, element in self.elements.items():
            way = self._way_round(link_id) if element.get("enableWhen") else []
            if way and frozenset(way) not in told:
                told.add(frozenset(way))
                named = " → ".join(f"“{each}”" for each in way)
                what = f"asks in a circle; take one of these conditions out: {named}"
                yield Fault(f"{self.paths[link_id][0]}.enableWhen", what)

    def _way_round(self, link_id: str) -> list[str]:
        """The shortest from this item over what must be known to know whether it is asked, back to it; else nothing."""
        ways = deque([[link_id]])
        seen: set[str] = set()
        while ways:
            way = ways.popleft()
            item = self.form.items.get(way[-1])
            for each in (item.above, *(one.question for one in item.conditions)) if item else ():
                if each == link_id:
                    return [*way, each]
                if each and each not in seen:
                    seen.add(each)
                    ways.append([*way, each])
        return []


def _is_integer(value: float) -> bool:
    """Whether a question of this type can have it as its answer; 1.0 is 1."""
    return value % 1 == 0 and abs(value) <= LARGEST_INTEGER


def _of_kind(path: str, element: dict[str, Any]) -> Iterator[Fault]:
    """What stands at an item of a type that has no use for it."""
    kind = element["type"]
    if kind in QUESTIONS and not element.get("text", "").strip():
        yield Fault(f"{path}.text", "is missing; write the question that is to be answered")
    if kind == "group" and not element.get("item"):
        yield Fault(f"{path}.item", "is missing; a group holds at least one item")
    useless = {
        "item": kind == "display",
        "required": kind == "display",
        "repeats": kind == "display",
        "initial": kind in ("group", "display"),
        "maxLength": kind not in TEXTS,
        "answerOption": kind not in CHOICES,
        "answerValueSet": kind not in CHOICES,
    }
    for name, is_useless in useless.items():
        if is_useless and element.get(name):
            yield Fault(f"{path}.{name}", f"does not fit an item of type {kind}")
    if kind in TEXTS and not 0 < element.get("maxLength", 1) <= LONGEST_TEXT:
        yield Fault(f"{path}.maxLength", f"must be 1 to {LONGEST_TEXT}")


def _of_value_set(path: str, value_set: dict[str, Any]) -> Iterator[Fault]:
    if value_set.get("expansion", {}).get("contains"):
        for n, each in enumerate(value_set["expansion"]["contains"]):
            if "contains" in each or "code" not in each or each.get("abstract"):
                yield Fault(f"{path}.expansion.contains[{n}]", "must be one option with a code")
        return
    compose = value_set.get("compose", {})
    if "exclude" in compose:
        yield Fault(f"{path}.compose.exclude", "is not supported; list the options")
    for n, each in enumerate(compose.get("include", [])):
        if "filter" in each or "valueSet" in each or not each.get("concept"):
            yield Fault(f"{path}.compose.include[{n}]", "must list its options as concept")
    if not compose.get("include"):
        yield Fault(path, "has nothing to choose from")
