"""Pure: what is wrong with the scores, rules and openings that a Questionnaire defines in our extensions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from server.checkins.faults import CHOICES, QUESTIONS, Fault
from server.checkins.form import Form, Item, is_number, same
from server.checkins.questionnaire import OURS, Questionnaire, content, extensions, part
from server.checkins.safety import unwatched
from server.checkins.score import Tier, range_of, terms_of

NAME = re.compile("[a-z][a-z0-9-]{0,31}")
FIXED = ("sessions", "unanswered", "proposed", "score")  # reasons that are no rule of an instrument
COMPARES = ("=", ">", ">=", "<", "<=")
NUMBER = ("valueDecimal", "valueInteger")


@dataclass(frozen=True)
class Part:
    """A part that an extension of ours may have."""

    name: str
    kinds: tuple[str, ...]  # of value[x]; `extension` for one with parts of its own
    least: int = 0
    most: int = 1


MANY = 500
TEXT = ("valueString",)
CODE = ("valueCode",)
PARTS = {
    "license": (Part("", TEXT),),
    "source": (Part("", ("valueUri", "valueUrl", "valueString")),),
    "without-responder": (Part("", CODE),),
    "score": (
        Part("name", CODE, 1),
        Part("title", TEXT, 1),
        Part("method", CODE, 1),
        Part("item", TEXT, 0, MANY),
        Part("term", ("extension",), 0, MANY),
        Part("constant", NUMBER),
        Part("band", ("extension",), 0, MANY),
        Part("reliable-change", NUMBER),
        Part("meaningful-change", NUMBER),
        Part("code", ("valueCoding",)),
        Part("high-is", CODE),
    ),
    "score.term": (Part("item", TEXT, 1), Part("weight", NUMBER, 1)),
    "score.band": (Part("from", NUMBER, 1), Part("label", TEXT, 1)),
    "rule": (
        Part("name", CODE, 1),
        Part("tier", CODE),
        Part("text", TEXT, 1),
        Part("when", ("extension",), 1, MANY),
        Part("offer", CODE),
    ),
    "rule.when": (
        Part("item", TEXT),
        Part("score", TEXT),
        Part("operator", CODE, 1),
        Part("value", (*NUMBER, "valueBoolean", "valueCode"), 1),
    ),
    "opens": (
        Part("score", TEXT, 1),
        Part("operator", CODE, 1),
        Part("value", NUMBER, 1),
        Part("instrument", CODE, 1, MANY),
    ),
}


def faults_of_definitions(questionnaire: Questionnaire) -> list[Fault]:
    """For a questionnaire whose items are right. What is built wrongly is not looked at any further."""
    ours = [
        (f"extension[{n}]", each["url"].removeprefix(OURS), each)
        for n, each in enumerate(questionnaire.get("extension", []))
        if each["url"].startswith(OURS)
    ]
    return [fault for path, name, each in ours for fault in _of_parts(path, name, each)] or [
        *_twice(ours),
        *(fault for path, name, each in ours for fault in _Look(questionnaire).at(path, name, each)),
        *unwatched(questionnaire),
    ]


def _of_parts(path: str, name: str, element: dict[str, Any]) -> Iterator[Fault]:
    """What an extension of ours is made of: known parts, each of its kind, as often as it may be."""
    if name not in PARTS:
        known = ", ".join(each for each in PARTS if "." not in each)
        yield Fault(path, f"“{OURS}{name}” is not known; known are {known}")
        return
    parts = {each.name: each for each in PARTS[name]}
    if "" in parts:
        yield from _of_value(path, parts[""], element)
        return
    for n, each in enumerate(element.get("extension", [])):
        at = f"{path}.extension[{n}]"
        if each["url"] not in parts:
            yield Fault(at, f"“{each['url']}” is not known; supported are {', '.join(parts)}")
        elif parts[each["url"]].kinds == ("extension",):
            yield from _of_parts(at, f"{name}.{each['url']}", each)
        else:
            yield from _of_value(at, parts[each["url"]], each)
    for each in parts.values():
        count = len(extensions(element, each.name))
        if not each.least <= count <= each.most:
            yield Fault(path, f"has no “{each.name}”" if count < each.least else f"has “{each.name}” {count} times")


def _of_value(path: str, part: Part, element: dict[str, Any]) -> Iterator[Fault]:
    if not any(kind in element for kind in part.kinds):
        yield Fault(path, f"has no value; give it as {' or '.join(part.kinds)}")
    elif content(element) in ("", None):
        yield Fault(path, "is empty")


def _twice(ours: list[tuple[str, str, dict[str, Any]]]) -> Iterator[Fault]:
    seen: set[tuple[str, Any]] = set()
    for path, name, each in ours:
        called = (name, part(each, "name") if name in ("score", "rule") else None)
        if called in seen and name != "opens":
            yield Fault(path, f"is there twice: {name} {called[1] or ''}".rstrip())
        seen.add(called)


class _Look:
    """Looks at each definition with the items and the scores at hand."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.form = Form.of(questionnaire)
        self.scores = {part(each, "name") for each in extensions(questionnaire, f"{OURS}score")}

    def at(self, path: str, name: str, element: dict[str, Any]) -> Iterator[Fault]:
        looks = {"score": self._score, "rule": self._rule, "opens": self._opens}
        if name in looks:
            yield from looks[name](path, element)

    def _score(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        yield from _of_name(path, element)
        method = part(element, "method")
        items, terms = extensions(element, "item"), extensions(element, "term")
        if method not in ("value", "sum", "weighted"):
            yield Fault(path, f"has the unknown method “{method}”; use value, sum or weighted")
        elif method == "weighted" and (items or not terms):
            yield Fault(path, "is weighted and wants “term”s, no “item”s")
        elif method != "weighted" and (terms or not items or part(element, "constant") is not None):
            yield Fault(path, f"is of method {method} and wants “item”s, no “term” and no “constant”")
        elif method == "value" and len(items) > 1:
            yield Fault(path, "is the value of one item, and has several")
        else:
            yield from self._terms(path, element)
        yield from _of_bands(path, element)
        if part(element, "high-is") not in (None, "worse", "better"):
            yield Fault(path, "has a “high-is” that is neither worse nor better")

    def _terms(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        terms = terms_of(element)
        for n, (link_id, weight) in enumerate(terms):
            if link_id in [earlier for earlier, _ in terms[:n]]:
                yield Fault(path, f"counts “{link_id}” twice")
            if weight == 0:
                yield Fault(path, f"counts “{link_id}” 0 times")
            yield from self._number(path, link_id)

    def _number(self, path: str, link_id: str) -> Iterator[Fault]:
        item = self.form.items.get(link_id)
        if item is None:
            yield Fault(path, f"counts “{link_id}”, and there is no such item; name the linkId of one that is there")
        elif not _has_range(item):
            wants = "it must be asked once, and have ordinal values, or minValue and maxValue"
            yield Fault(path, f"“{link_id}” gives no number: {wants}")

    def _rule(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        yield from _of_name(path, element)
        tier, offer = part(element, "tier"), part(element, "offer")
        if part(element, "name") in FIXED:
            yield Fault(path, f"may not be called “{part(element, 'name')}”: Daymark's own rule is")
        if tier not in (None, *Tier):
            yield Fault(path, f"has the unknown tier “{tier}”; use urgent, today or digest")
        if offer not in (None, "help", "exercise"):
            yield Fault(path, f"has the unknown offer “{offer}”; use help or exercise")
        if tier is None and offer is None:
            yield Fault(path, "has neither a tier nor an offer")
        if tier == Tier.urgent and offer != "help":
            yield Fault(path, "is urgent and must offer help")
        for n, each in enumerate(element["extension"]):
            if each["url"] == "when":
                yield from self._when(f"{path}.extension[{n}]", each)

    def _when(self, path: str, each: dict[str, Any]) -> Iterator[Fault]:
        item, score, operator = (part(each, name) for name in ("item", "score", "operator"))
        if (item is None) == (score is None):
            yield Fault(path, "wants either an item or a score")
        elif operator not in (*COMPARES, "rise"):
            yield Fault(path, f"has the unknown operator “{operator}”; use {' '.join(COMPARES)} or rise")
        elif score is not None:
            yield from self._when_score(path, score, part(each, "value"))
        elif operator == "rise":
            yield Fault(path, "asks for a rise of an item; only a score can rise")
        else:
            yield from self._when_item(path, item, operator, part(each, "value"))

    def _when_score(self, path: str, score: str, value: Any) -> Iterator[Fault]:
        if score not in self.scores:
            yield Fault(path, self._no_score(score))
        if not is_number(value):
            yield Fault(path, "compares a score with what is no number")

    def _when_item(self, path: str, link_id: str, operator: str, value: Any) -> Iterator[Fault]:
        item = self.form.items.get(link_id)
        if item is None or item.type not in QUESTIONS:
            yield Fault(path, f"asks about “{link_id}”, and there is no such question; name the linkId of one")
        elif not _can_be(item, value):
            yield Fault(path, f"compares “{link_id}” with what it can't be")
        elif operator != "=" and not is_number(value):
            yield Fault(path, f"has the operator “{operator}”, which compares numbers")

    def _opens(self, path: str, element: dict[str, Any]) -> Iterator[Fault]:
        if part(element, "score") not in self.scores:
            yield Fault(path, self._no_score(part(element, "score")))
        if part(element, "operator") not in COMPARES:
            yield Fault(path, f"has the unknown operator “{part(element, 'operator')}”; use {' '.join(COMPARES)}")

    def _no_score(self, name: str) -> str:
        there = f"name one of {', '.join(sorted(self.scores))}" if self.scores else "define it first"
        return f"asks about the score “{name}”, and there is no such score; {there}"


def _can_be(item: Item, value: Any) -> bool:
    if isinstance(value, bool):
        return item.type == "boolean"
    if isinstance(value, str):
        return item.type in CHOICES and any(same(value, option.value) for option in item.options)
    return item.type in ("boolean", "integer", "decimal") or any(option.number is not None for option in item.options)


def _has_range(item: Item) -> bool:
    try:
        return bool(range_of(item))
    except ValueError:
        return False


def _of_name(path: str, element: dict[str, Any]) -> Iterator[Fault]:
    if not NAME.fullmatch(part(element, "name")):
        yield Fault(path, f"has the name “{part(element, 'name')}”; use a to z, 0 to 9 and -, at most 32")


def _of_bands(path: str, element: dict[str, Any]) -> Iterator[Fault]:
    starts = [part(each, "from") for each in extensions(element, "band")]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        yield Fault(path, "has bands that do not ascend")
