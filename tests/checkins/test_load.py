"""A program brings a questionnaire: the whole of it is right, or one sentence says where it is not."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.checkins.form import Form, check_items
from server.checkins.instrument import license_of, shipped
from server.checkins.load import LARGEST_FILE, NotLoadable, checked
from server.checkins.rules import met, rules_of
from server.checkins.score import band_at, scores_defined, scores_of
from server.http import Problem

HL7 = "http://hl7.org/fhir/StructureDefinition/"
PUBLISHED = Path(__file__).parents[3] / "shared/data/questionnaires"


def ordinal(number: float) -> list[dict[str, Any]]:
    return [{"url": f"{HL7}ordinalValue", "valueDecimal": number}]


def bounds(low: Any, high: Any, kind: str = "valueInteger") -> list[dict[str, Any]]:
    return [{"url": f"{HL7}minValue", kind: low}, {"url": f"{HL7}maxValue", kind: high}]


def parts(name: str, *each: tuple[str, str, Any]) -> dict[str, Any]:
    return {"url": f"urn:daymark:{name}", "extension": [{"url": url, kind: value} for url, kind, value in each]}


def when(*each: tuple[str, str, Any]) -> tuple[str, str, Any]:
    return ("when", "extension", [{"url": url, kind: value} for url, kind, value in each])


TOTAL = parts(
    "score",
    ("name", "valueCode", "total"),
    ("title", "valueString", "Total"),
    ("method", "valueCode", "sum"),
    ("item", "valueString", "often"),
    ("item", "valueString", "drinks"),
    ("band", "extension", [{"url": "from", "valueDecimal": 2}, {"url": "label", "valueString": "much"}]),
    ("band", "extension", [{"url": "from", "valueDecimal": 9}, {"url": "label", "valueString": "very much"}]),
)
MUCH = parts(
    "rule",
    ("name", "valueCode", "much"),
    ("tier", "valueCode", "digest"),
    ("text", "valueString", "Drinks much"),
    when(("score", "valueString", "total"), ("operator", "valueCode", ">="), ("value", "valueDecimal", 9)),
)
OPENS = parts(
    "opens",
    ("score", "valueString", "total"),
    ("operator", "valueCode", ">="),
    ("value", "valueDecimal", 2),
    ("instrument", "valueCode", "phq-9"),
)
# Indexes are those of the paths in the table below.
GOOD: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "id": "drinks",
    "version": "1",
    "status": "active",
    "title": "How much Charlie drinks",
    "copyright": "Written by Charlie's clinic, for its own use.",
    "contained": [
        {
            "resourceType": "ValueSet",
            "id": "places",
            "status": "active",
            "compose": {"include": [{"system": "urn:places", "concept": [{"code": "home"}, {"code": "bar"}]}]},
        }
    ],
    "extension": [TOTAL, MUCH, OPENS],
    "item": [
        {
            "linkId": "often",
            "type": "choice",
            "text": "How often?",
            "answerOption": [
                {"valueCoding": {"code": "never", "display": "Never", "extension": ordinal(0)}},
                {"valueCoding": {"code": "daily", "display": "Daily", "extension": ordinal(4)}},
            ],
        },
        {"linkId": "drinks", "type": "integer", "text": "How many?", "extension": bounds(0, 20)},
        {
            "linkId": "about",
            "type": "group",
            "enableWhen": [{"question": "drinks", "operator": ">", "answerInteger": 0}],
            "item": [
                {"linkId": "where", "type": "choice", "text": "Where?", "answerValueSet": "#places"},
                {"linkId": "why", "type": "text", "text": "Why?", "maxLength": 200},
            ],
        },
        {
            "linkId": "strong",
            "type": "decimal",
            "text": "How strong?",
            "extension": [
                *bounds(0, 10, "valueDecimal"),
                {
                    "url": f"{HL7}questionnaire-itemControl",
                    "valueCodeableConcept": {"coding": [{"code": "slider"}]},
                },
                {"url": f"{HL7}questionnaire-sliderStepValue", "valueInteger": 1},
                {"url": f"{HL7}questionnaire-unit", "valueCoding": {"code": "%"}},
            ],
            "initial": [{"valueDecimal": 5}],
        },
        {"linkId": "since", "type": "date", "text": "Since when?", "required": True},
    ],
}


def faults_of(questionnaire: Any) -> list[tuple[str, str]]:
    try:
        checked(json.dumps(questionnaire).encode())
    except NotLoadable as error:
        return [(fault.path, fault.what) for fault in error.faults]
    return []


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good one with another value at a path like `item/0/linkId`; None takes away what is there."""
    found: dict[str, Any] = copy.deepcopy(GOOD)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    at: Any = found
    for step in steps:
        at = at[step]
    if value is None:
        del at[last]
    elif isinstance(at, list) and last == len(at):
        at.append(value)
    else:
        at[last] = value
    return found


def question(**more: Any) -> dict[str, Any]:
    return {"linkId": "more", "type": "string", "text": "And?", **more}


def asked(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **answer}


def formed(*items: dict[str, Any], rule: dict[str, Any] | None = None) -> dict[str, Any]:
    """A form of only these items and, of rules, this one."""
    return {**GOOD, "extension": [rule] if rule else [], "item": list(items)}


def test_a_right_one_is_loaded_as_it_is() -> None:
    assert checked(json.dumps(GOOD).encode()) == GOOD


def test_a_byte_order_mark_does_no_harm() -> None:
    assert checked(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()) == GOOD


def test_without_an_id_the_end_of_its_address_names_it() -> None:
    named = checked({**changed("id", None), "url": "https://example.org/Questionnaire/how-much|3"})
    assert (named["id"], named["version"]) == ("how-much", "1")
    assert checked(changed("version", None))["version"] == "1"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is not JSON in UTF-8."),
        (b"{", "The file is not JSON in UTF-8."),
        (json.dumps(GOOD).encode("utf-16"), "The file is not JSON in UTF-8."),
        (b"[" * 100_000, "The file is not JSON in UTF-8."),
        (b"[]", "The file is not a JSON object."),
        (b" " * (LARGEST_FILE + 1), "The file is too large; at most 1 MiB is possible."),
        (
            b'{"item": [{"text": "Sad?", "type": "boolean", "text": "Glad?"}]}',
            "The file has “text” twice in one object; keep one of them.",
        ),
        (b"{}", "resourceType is not “Questionnaire”; give a FHIR R4 Questionnaire."),
    ],
    ids=["empty", "broken off", "UTF-16", "deep", "a list", "large", "a name twice", "nothing"],
)
def test_what_is_no_questionnaire_at_all(raw: bytes, sentence: str) -> None:
    with pytest.raises(NotLoadable) as refused:
        checked(raw)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        # The standard's structure
        ("status", None, "status"),
        ("status", "ready", "status"),
        ("title", None, None),
        ("title", ["a"], "title"),
        ("item", {}, "item"),
        ("item/0/linkId", None, "item[0].linkId"),
        ("item/0/linkId", 5, "item[0].linkId"),
        ("item/0/type", None, "item[0].type"),
        ("item/0/colour", "red", "item[0].colour"),
        ("item/1/required", "yes", "item[1].required"),  # a text where a yes or no is wanted
        ("item/2/item/1/maxLength", "200", "item[2].item[1].maxLength"),
        ("item/0/answerOption/0/valueString", "two values", "item[0].answerOption[0]"),
        ("contained/0/status", None, "contained[0].status"),
        ("contained/0/resourceType", "Nothing", "contained"),
        ("contained/0/resourceType", None, "contained[0].resourceType"),
        ("contained/0", "{}", "contained[0]"),
        ("extension/0/url", None, "extension[0].url"),
        ("item/0/text", "half a \ud83d pair", "item[0].text"),
        ("item/0/text", "nul \0", "item[0].text"),
        ("item/1/extension/1/valueInteger", 10**400, "item[1].extension[1].valueInteger"),
        # What names it
        ("id", "a" * 65, "id"),
        ("id", "no spaces", "id"),
        ("id", None, "id"),
        ("version", "1" * 33, "version"),
        ("version", "1\n", "version"),
        # What would mean something else
        ("modifierExtension", [{"url": "urn:x", "valueCode": "y"}], "modifierExtension"),
        ("item/0/modifierExtension", [{"url": "urn:x", "valueCode": "y"}], "item[0].modifierExtension"),
        ("implicitRules", "urn:x", "implicitRules"),
        ("item/1/extension/2", {"url": f"{HL7}questionnaire-hidden", "valueBoolean": True}, "item[1].extension[2]"),
        ("item/1/extension/2", {"url": f"{HL7}questionnaire-hidden", "valueBoolean": False}, None),
        ("item/1/extension/2", {"url": f"{HL7}rendering-style", "valueString": "color: red"}, None),
        ("item/1/extension/2", {"url": "urn:x-calculated", "valueExpression": {"language": "text/fhirpath",
            "expression": "1"}}, "item[1].extension[2]"),
        ("item/1/extension/2", MUCH, "item[1].extension[2]"),  # a rule in the wrong place would be overlooked
        # Whose it is
        ("copyright", None, "copyright"),
        ("copyright", " \u00a0", "copyright"),
        ("extension/3", {"url": "urn:daymark:license", "valueString": "CC0"}, None),
        ("item/1/readOnly", True, "item[1].readOnly"),
        # Items
        ("item", [{"linkId": "words", "type": "display", "text": "Hello"}], "item"),
        ("item/5", question(type="dateTime"), "item[5].type"),
        ("item/5", question(type="quantity"), "item[5].type"),
        ("item/5", question(type="bogus"), "item[5].type"),
        ("item/5", question(linkId="a~1"), "item[5].linkId"),
        ("item/5", question(linkId=" "), "item[5].linkId"),
        ("item/5", question(linkId="a" * 65), "item[5].linkId"),
        ("item/0/text", None, "item[0].text"),
        ("item/0/text", " ", "item[0].text"),
        ("item/2/item/0/text", None, "item[2].item[0].text"),
        ("item/2/item/0/linkId", "often", "item[2].item[0].linkId"),
        ("item/2/item", None, "item[2].item"),
        ("item/5", question(type="display", item=[question(linkId="in")]), "item[5].item"),
        ("item/5", question(type="display", required=True), "item[5].required"),
        ("item/2/initial", [{"valueString": "x"}], "item[2].initial"),
        ("item/5", question(maxLength=0), "item[5].maxLength"),
        ("item/5", question(type="boolean", maxLength=5), "item[5].maxLength"),
        ("item/5", question(answerOption=[{"valueString": "a"}]), "item[5].answerOption"),
        # Options
        ("item/0/answerOption", None, "item[0].answerOption"),
        ("item/0/answerOption/1/valueCoding/code", "never", "item[0].answerOption"),
        ("item/0/answerOption/1/valueCoding/code", None, "item[0].answerOption[1].valueCoding.code"),
        ("item/5", question(type="choice", answerOption=[{"valueTime": "10:00:00"}]),
            "item[5].answerOption[0].valueTime"),
        ("item/5", question(type="choice", answerOption=[{"valueReference": {"reference": "#places"}}]),
            "item[5].answerOption[0].valueReference"),
        ("item/5", question(type="choice", answerOption=[{"valueInteger": 1}, {"valueString": "1"}]), None),
        ("item/5", question(type="open-choice"), None),
        ("item/5", question(type="choice", answerOption=[{"valueString": "a", "initialSelected": True},
            {"valueString": "b", "initialSelected": True}]), "item[5].answerOption"),
        ("item/2/item/0/answerValueSet", "http://example.org/ValueSet/places", "item[2].item[0].answerValueSet"),
        ("item/2/item/0/answerValueSet", "#people", "item[2].item[0].answerValueSet"),
        ("item/2/item/0/answerOption", [{"valueString": "a"}], "item[2].item[0].answerValueSet"),
        ("contained/0/compose/include/0/filter", [{"property": "concept", "op": "=", "value": "a"}],
            "contained[0].compose.include[0]"),
        ("contained/0/compose/include/0/concept", None, "contained[0].compose.include[0]"),
        ("contained/0/compose/exclude", [{"system": "urn:places"}], "contained[0].compose.exclude"),
        ("contained/0/expansion", {"timestamp": "2026-01-01", "contains": [{"code": "a"}]}, None),
        ("contained/0/expansion", {"timestamp": "2026-01-01", "contains": [{"code": "a", "abstract": True}]},
            "contained[0].expansion.contains[0]"),
        # Numbers, days and what stands there first
        ("item/1/extension", bounds(5, 4), "item[1].extension"),
        ("item/1/extension", bounds(0.5, 5, "valueDecimal"), "item[1].extension"),
        ("item/1/extension", bounds(0, 5.5, "valueDecimal"), "item[1].extension"),
        ("item/1/extension", bounds(0.0, 5.0, "valueDecimal"), None),
        ("item/1/extension", bounds(3e9, 4e9, "valueDecimal"), "item[1].extension"),
        ("item/3/extension/3", {"url": f"{HL7}questionnaire-sliderStepValue", "valueDecimal": 0.5}, None),
        ("item/5", question(extension=bounds(0, 4)), "item[5].extension"),
        ("item/4/extension", bounds("2026-01-01", "2025-01-01", "valueDate"), "item[4].extension"),
        ("item/4/extension", bounds("2025", "2026", "valueDate"), "item[4].extension"),
        ("item/4/extension", bounds("2025-01-01", "2026-01-01", "valueDate"), None),
        ("item/3/extension/0", {"url": "urn:other", "valueCode": "x"}, "item[3].extension"),  # a slider from nowhere
        ("item/3/extension/3/valueInteger", 0, "item[3].extension"),
        ("item/5", question(extension=GOOD["item"][3]["extension"][4:]), "item[5].extension"),  # a unit of words
        ("item/3/initial/0/valueDecimal", 5.5, "item[3].initial[0].valueDecimal"),  # on no step
        ("item/3/initial/0/valueDecimal", 11, "item[3].initial[0].valueDecimal"),
        ("item/3/initial/0", {"valueString": "5"}, "item[3].initial[0].valueString"),
        ("item/3/initial/1", {"valueDecimal": 6}, "item[3].initial"),
        ("item/2/item/0/initial", [{"valueCoding": {"code": "park"}}], "item[2].item[0].initial[0].valueCoding"),
        ("item/2/item/0/initial", [{"valueCoding": {"code": "bar"}}], None),
        ("item/0/initial", [{"valueCoding": {"code": "daily"}}], "item[0].initial"),  # initialSelected says it there
        ("item/3/extension/0", {"url": f"{HL7}minValue", "valueDate": "2026-01-01"}, "item[3].extension"),
        # What is asked when
        ("item/2/enableWhen/0/question", "drink", "item[2].enableWhen[0].question"),
        ("item/2/enableWhen/0/question", "about", "item[2].enableWhen[0].question"),
        ("item/2/enableWhen/0/operator", "~", "item[2].enableWhen[0].operator"),
        ("item/2/enableWhen/0", asked("drinks", ">"), "item[2].enableWhen[0]"),
        ("item/2/enableWhen/0", asked("drinks", ">", answerString="0"), "item[2].enableWhen[0].answerString"),
        ("item/2/enableWhen/0", asked("drinks", ">", answerDecimal=0.5), None),
        ("item/2/enableWhen/0", asked("drinks", "exists", answerInteger=1), "item[2].enableWhen[0].answerInteger"),
        ("item/2/enableWhen/0", asked("drinks", "exists", answerBoolean=False), None),
        ("item/2/enableWhen/0", asked("often", "=", answerString="daily"), "item[2].enableWhen[0].answerString"),
        ("item/2/enableWhen/0", asked("often", "=", answerCoding={"code": "weekly"}),
            "item[2].enableWhen[0].answerCoding"),
        ("item/2/enableWhen/0", asked("often", "=", answerCoding={"code": "daily", "system": "urn:other"}), None),
        ("item/2/enableWhen/0", asked("where", "=", answerCoding={"code": "bar", "system": "urn:places"}),
            "item[2].enableWhen"),  # of the right system, but what lies in it
        ("item/4/enableWhen", [asked("where", "=", answerCoding={"code": "bar", "system": "urn:places"})], None),
        ("item/4/enableWhen", [asked("where", "=", answerCoding={"code": "bar"})], None),
        ("item/4/enableWhen", [asked("where", "=", answerCoding={"code": "bar", "system": "urn:other"})],
            "item[4].enableWhen[0].answerCoding"),
        ("item/2/enableWhen/0", asked("often", ">", answerCoding={"code": "daily"}), "item[2].enableWhen[0].operator"),
        ("item/2/enableWhen/0", asked("since", "<=", answerDate="2026-01-01"), None),
        ("item/2/enableWhen/1", asked("drinks", "<", answerInteger=9), "item[2].enableBehavior"),
        ("item/2/enableBehavior", "some", "item[2].enableBehavior"),
        ("item/1/enableWhen", [asked("drinks", "=", answerInteger=1)], "item[1].enableWhen"),  # itself
        ("item/1/enableWhen", [asked("why", "=", answerString="x")], "item[1].enableWhen"),  # over the group it opens
        ("item/2/enableWhen/0", asked("why", "=", answerString="x"), "item[2].enableWhen"),  # what lies in it
        # Scores
        ("extension/0/extension/2/valueCode", "mean", "extension[0]"),
        ("extension/0/extension/2/valueCode", "value", "extension[0]"),  # of two items
        ("extension/0/extension/2/valueCode", "weighted", "extension[0]"),
        ("extension/0/extension/3/valueString", "offen", "extension[0]"),
        ("extension/0/extension/3/valueString", "why", "extension[0]"),  # words count nothing
        ("extension/0/extension/3/valueString", "where", "extension[0]"),  # options without ordinal values
        ("extension/0/extension/3/valueString", "drinks", "extension[0]"),  # twice
        ("item/1/extension", [], "extension[0]"),  # a number without an end
        ("item/0/repeats", True, "extension[0]"),  # no number, but a list
        ("extension/0/extension/6/extension/0/valueDecimal", 2, "extension[0]"),  # bands that do not ascend
        ("extension/0/extension/6/extension/1", None, "extension[0].extension[6]"),
        ("extension/0/extension/1", None, "extension[0]"),
        ("extension/0/extension/0/valueCode", "Total Score", "extension[0]"),
        ("extension/0/extension/0", {"url": "name", "valueString": "total"}, "extension[0].extension[0]"),
        ("extension/0/extension/7", {"url": "mean", "valueDecimal": 1}, "extension[0].extension[7]"),
        ("extension/3", TOTAL, "extension[3]"),  # the same name again
        ("extension/3", {"url": "urn:daymark:scores", "valueCode": "x"}, "extension[3]"),
        # Rules
        ("extension/1/extension/1/valueCode", "soon", "extension[1]"),
        ("extension/1/extension/1/valueCode", "urgent", "extension[1]"),  # without help
        ("extension/1/extension/1", None, "extension[1]"),  # neither a tier nor an offer
        ("extension/1/extension/0/valueCode", "sessions", "extension[1]"),
        ("extension/1/extension/3/extension/0/valueString", "totals", "extension[1].extension[3]"),
        ("extension/1/extension/3/extension/1/valueCode", "falls", "extension[1].extension[3]"),
        ("extension/1/extension/3/extension/1/valueCode", "rise", None),
        ("extension/1/extension/3/extension/0", {"url": "item", "valueString": "drinks"}, None),
        ("extension/1/extension/3/extension/0", {"url": "item", "valueString": "why"}, "extension[1].extension[3]"),
        ("extension/1/extension/3/extension", [{"url": "item", "valueString": "drinks"}, {"url": "operator",
            "valueCode": "rise"}, {"url": "value", "valueDecimal": 1}], "extension[1].extension[3]"),
        ("extension/1/extension/3/extension/2", {"url": "value", "valueBoolean": True}, "extension[1].extension[3]"),
        ("extension/1/extension/3", None, "extension[1]"),
        # What opens another
        ("extension/2/extension/0/valueString", "totals", "extension[2]"),
        ("extension/2/extension/1/valueCode", "rise", "extension[2]"),
        ("extension/2/extension/3", None, "extension[2]"),
    ],
    ids=lambda each: str(each)[:50],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_path(path: str, value: Any, fault: str | None) -> None:
    assert [at for at, _ in faults_of(changed(path, value))][:1] == ([fault] if fault else [])


def test_a_slider_of_whole_numbers_goes_in_whole_steps() -> None:
    slider = GOOD["item"][3]["extension"][:3]
    for step, faults in ((2, []), (0.5, ["item[0].extension"])):
        steps = {"url": f"{HL7}questionnaire-sliderStepValue", "valueDecimal": step}
        asked = question(type="integer", extension=[*slider, steps])
        assert [path for path, _ in faults_of(formed(asked))] == faults


def test_a_form_with_no_word_on_whose_it_is_is_refused_with_what_to_write() -> None:
    with pytest.raises(NotLoadable) as refused:
        checked(changed("copyright", None))
    assert refused.value.sentence == (
        "copyright is missing; say whose form it is and why you may use it, like “Written by our clinic, for our own "
        "use”."
    )
    ours = {"url": "urn:daymark:license", "valueString": "CC0"}
    assert license_of(checked({**changed("copyright", None), "extension": [*GOOD["extension"], ours]})) == "CC0"
    assert license_of(GOOD) == GOOD["copyright"]


def lines_of(form: dict[str, Any]) -> list[str]:
    with pytest.raises(NotLoadable) as refused:
        checked(form)
    return refused.value.sentence.splitlines()


def depending(**on: list[str]) -> dict[str, Any]:
    """A form whose questions are asked where each of those that they name was answered."""
    return formed(*(question(linkId=name, **_where(others)) for name, others in on.items()))


def _where(others: list[str]) -> dict[str, Any]:
    return {"enableBehavior": "all", "enableWhen": [asked(each, "exists", answerBoolean=True) for each in others]}


CIRCLE = "enableWhen asks in a circle; take one of these conditions out:"


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (depending(a=[], b=["b"]), [f"item[1].{CIRCLE} “b” → “b”."]),
        (depending(a=["b"], b=["a"], c=["a"]), [f"item[0].{CIRCLE} “a” → “b” → “a”."]),
        (depending(a=["c"], b=["a"], c=["b"]), [f"item[0].{CIRCLE} “a” → “c” → “b” → “a”."]),
        # two ways round, one longer; and one of their own
        (
            depending(a=["b", "c"], b=["a"], c=["d"], d=["a"], x=["y"], y=["x"]),
            [
                f"item[0].{CIRCLE} “a” → “b” → “a”.",
                f"item[2].{CIRCLE} “c” → “d” → “a” → “c”.",
                f"item[4].{CIRCLE} “x” → “y” → “x”.",
            ],
        ),
        # whether a group is asked depends on what lies in it
        (
            formed({
                "linkId": "g", "type": "group", "item": [question(linkId="in")],
                "enableWhen": [asked("in", "exists", answerBoolean=True)],
            }),
            [f"item[0].{CIRCLE} “g” → “in” → “g”."],
        ),
    ],
)  # fmt: skip
def test_a_circle_is_told_once_with_the_way_round(form: dict[str, Any], lines: list[str]) -> None:
    assert lines_of(form) == lines


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (
            "item/2/enableWhen/0/question", "nope",
            "item[2].enableWhen[0].question names “nope”, and there is no such item; name the linkId of a question "
            "that is there.",
        ),
        ("item/0/linkId", None, "item[0].linkId is missing; give each item a name of its own."),
        (
            "item/0/type", None,
            "item[0].type is missing; say what kind of item it is: boolean, integer, decimal, date, string, text, "
            "choice, open-choice, group or display.",
        ),
        ("status", None, "status is missing; say one of draft, active, retired, unknown."),
        (
            "item/2/enableWhen/0/operator", None,
            "item[2].enableWhen[0].operator is missing; say one of exists = != > < >= <=.",
        ),
        ("contained/0/resourceType", None, "contained[0].resourceType is missing; say what it is, like ValueSet."),
        (
            "extension/0/extension/3/valueString", "nope",
            "extension[0] counts “nope”, and there is no such item; name the linkId of one that is there.",
        ),
        (
            "extension/1/extension/3/extension/0/valueString", "nope",
            "extension[1].extension[3] asks about the score “nope”, and there is no such score; name one of total.",
        ),
        (
            "extension/2/extension/0/valueString", "nope",
            "extension[2] asks about the score “nope”, and there is no such score; name one of total.",
        ),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_what_to_do(path: str, value: Any, line: str) -> None:
    assert lines_of(changed(path, value)) == [line]


def test_everything_that_is_not_supported_is_named_at_once() -> None:
    kinds = ["time", "url", "attachment"]
    more = [question(linkId=f"q{n}", type=kind) for n, kind in enumerate(kinds)]
    with pytest.raises(NotLoadable) as refused:
        checked({**GOOD, "item": [*GOOD["item"], *more]})
    supported = "is not supported; supported are boolean, integer, decimal, date, string, text, choice, open-choice."
    assert refused.value.sentence.splitlines() == [
        f"item[5].type “time” {supported}",
        f"item[6].type “url” {supported}",
        f"item[7].type “attachment” {supported}",
    ]


def test_each_fault_has_its_own_reason() -> None:
    broken = [question(type="time"), question(linkId="other", maxLength=0), question(linkId="third", type="choice")]
    with pytest.raises(NotLoadable) as refused:
        checked({**GOOD, "item": [*GOOD["item"], *broken]})
    reasons = [line.partition(" ") for line in refused.value.sentence.splitlines()]
    assert [path for path, _, _ in reasons] == ["item[5].type", "item[6].maxLength", "item[7].answerOption"]
    assert len({why for _, _, why in reasons}) == 3


@pytest.mark.parametrize(
    "faults",
    [
        [question(linkId=f"q{n}", type="time") for n in range(200)],
        [question(linkId=f"q{n}", type="choice", answerOption=[{"x" * 900: "y" * 900}]) for n in range(40)],
    ],
    ids=["many", "long"],
)
def test_what_is_told_of_them_has_an_end_and_says_how_many_are_left(faults: list[dict[str, Any]]) -> None:
    with pytest.raises(NotLoadable) as refused:
        checked({**GOOD, "item": faults})
    *lines, last = refused.value.sentence.splitlines()
    assert 10 < len(lines) <= 50
    assert len(refused.value.sentence) < 9000
    assert last == f"There are {len(refused.value.faults) - len(lines)} more; mend these first."


def test_a_form_as_long_and_as_dependent_as_can_be_is_answered() -> None:
    chain = [
        question(linkId=f"q{n}", enableWhen=[asked(f"q{n - 1}", "exists", answerBoolean=True)] if n else [])
        for n in range(200)
    ]
    form = checked({**GOOD, "extension": [], "item": chain})
    check_items(form, {f"q{n}": "x" for n in range(200)})
    assert faults_of({**GOOD, "extension": [], "item": [*chain, question()]}) == [
        ("item", "has 201 questions that can be asked; 1 to 200 are possible")
    ]


# What others have published


def published(name: str) -> dict[str, Any]:
    path = PUBLISHED / f"questionnaire-sdc-{name}.json"
    if not path.exists():
        pytest.skip(f"{path} is not here: the examples of HL7's guide were NOT tried")
    found: dict[str, Any] = json.loads(path.read_bytes().decode("utf-8-sig"))
    return found


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("profile-example-PHQ9", {"item[0].item[9].type", "item[0].item[9].extension[0]"}),
        (
            "test-all-data-types",
            {f"item[0].item[{n}].type" for n in (6, 7, 10)}
            | {f"item[0].item[{n}].answerValueSet" for n in range(11, 15)},
        ),
        (
            "test-enablewhen",
            {f"item[0].item[{n}].enableWhen[0].answerString" for n in (6, 9, 10, 11, 12)}
            | {"item[0].item[12].enableWhen[1].answerString", "item[1].item[0].answerValueSet", "item[4].item[3].type"}
            | {f"item[2].item[{n}].enableWhen[0].answerDecimal" for n in (1, 2)}
            | {f"item[3].item[{n}].enableWhen[0].answerInteger" for n in (1, 2)},
        ),
        ("test-repeatable-nested-groups", {"item[0].item[1].item[0].answerValueSet"}),
    ],
)
def test_of_published_ones_exactly_what_is_not_supported_is_named(name: str, faults: set[str]) -> None:
    found = published(name)
    unlicensed = set() if "copyright" in found else {"copyright"}
    assert {path for path, _ in faults_of(found)} == faults | unlicensed


def test_the_published_phq_9_loads_without_its_computed_total_and_with_a_rule_on_safety() -> None:
    found = published("profile-example-PHQ9")
    del found["item"][0]["item"][9]
    with pytest.raises(NotLoadable, match=r"^item\[0\]\.item\[8\]\S* asks about suicide or self-harm"):
        checked(found)
    before = found.get("extension", [])
    found["extension"] = [*before, urgent("H1/T1/Q9", "valueCode", "More than half the days")]
    with pytest.raises(NotLoadable, match="nobody would learn of “Several-days”, “Nearly every day”"):
        checked(found)
    days = ("Several-days", "More than half the days", "Nearly every day")
    found["extension"] = [*before, urgent("H1/T1/Q9", "valueCode", *days)]
    form = checked(found)
    check_items(form, {"H1/T1/Q1": "More than half the days", "H1/T1/Q9": "Not-at-all"})
    with pytest.raises(Problem):
        check_items(form, {"H1/T1/Q1": "Often"})


SAFE = [
    "Did you think about suicide?",
    "In the past few weeks, have you wished you were dead?",
    "Would your family be better off if you were dead?",
    "Thoughts that you would be\nbetter off dead",
    "Do you want to die?",
    "Have you thought about ending your life?",
    "Did you try to take your own life?",
    "Any self-harm this week?",
    "Wish to be dead",
    "Did you wish you were not alive?",
    "Have you cut yourself on purpose?",
    "Did you feel that life isn’t worth living?",
    "Are there days when you don't want to live?",
    "Did you wish to go to sleep and not wake up?",
    "¿Pensó en hacerse daño?",
    "¿Ha pensado en quitarse la vida?",
    "¿Ha deseado estar muerto?",
    "¿Tuvo ganas de morir?",
    "¿Ha pensado en morirse?",
    "¿Ha querido dormirse y no despertar?",
    "¿Se ha hecho dan\u0303o a propósito?",
    "¿Autolesiones esta semana?",
]


def options(*displays: str, ranked: bool = False) -> list[dict[str, Any]]:
    numbered = [{"extension": ordinal(n)} if ranked else {} for n in range(len(displays))]
    return [{"valueCoding": {"code": str(n), "display": each, **numbered[n]}} for n, each in enumerate(displays)]


@pytest.mark.parametrize(
    "item", [{"code": [{"system": "http://loinc.org", "code": "44260-8"}]}, *({"text": each} for each in SAFE)]
)
def test_a_question_about_safety_wants_an_urgent_rule(item: dict[str, Any]) -> None:
    asked = {"linkId": "dark", "text": "Dark thoughts?", "type": "boolean", **item}
    assert faults_of(formed(asked)) == [
        (
            "item[0]",
            "asks about suicide or self-harm; give the form a urn:daymark:rule of tier urgent for “dark” that every "
            "answer but the lowest one meets, or nobody would learn of “yes”",
        )
    ]
    assert not faults_of(formed(asked, rule=urgent("dark", "valueBoolean", True)))
    assert faults_of(formed(asked, rule=urgent("dark", "valueBoolean", False)))


@pytest.mark.parametrize(
    "text",
    [
        "Did you cut yourself off from friends, or burn yourself out?",
        "Is the deadline near?",
        "Were you dead tired?",
        "How will you take your life back?",
        "What makes your life worth living?",
        "¿Se cortó?",
        "¿Por qué vale la pena vivir?",
    ],
)
def test_what_only_sounds_like_it_wants_none(text: str) -> None:
    assert not faults_of(formed(question(text=text)))


def test_a_translation_asks_about_safety_too() -> None:
    spanish = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": "¿Pensó en matarse?"}]
    translated = {"extension": [{"url": f"{HL7}translation", "extension": spanish}]}
    assert [path for path, _ in faults_of(formed(question(type="boolean", _text=translated)))] == ["item[0]"]


DARK = ("Never", "Some days", "Most days")


@pytest.mark.parametrize(
    ("item", "rule", "missed"),
    [
        ({"answerOption": options(*DARK, ranked=True)}, ("valueCode", "=", "2"), "“1”"),
        ({"answerOption": options(*DARK, ranked=True)}, ("valueCode", "=", "1", "2"), None),
        ({"answerOption": options(*DARK, ranked=True)}, ("valueDecimal", ">=", 1), None),
        ({"answerOption": options(*DARK, ranked=True)}, ("valueDecimal", ">=", 2), "“1”"),
        ({"answerOption": options(*DARK)}, ("valueCode", "=", "2"), "“0”, “1”"),
        ({"answerOption": options(*DARK)}, ("valueCode", "=", "2", "1"), None),
        ({"answerOption": options("Yes")}, ("valueCode", "=", "0"), None),
        ({"type": "integer"}, ("valueDecimal", ">", 0), None),
        ({"type": "integer"}, ("valueInteger", ">=", 1), None),
        ({"type": "integer"}, ("valueInteger", ">", 1), "“1”"),
        ({"type": "integer", "extension": bounds(1, 3)}, ("valueInteger", ">=", 2), None),
        ({"type": "integer", "extension": bounds(1, 3)}, ("valueInteger", "=", 2), "“3”"),
        ({"type": "integer", "extension": bounds(1, 3)}, ("valueInteger", "=", 2, 3), None),
        ({"type": "decimal"}, ("valueDecimal", ">", 0), None),
        ({"type": "decimal"}, ("valueDecimal", ">=", 1), "“0.000001”"),
        ({"type": "decimal", "extension": bounds(0, 5)}, ("valueDecimal", "<", 5), "“5.000000”"),
    ],
)  # fmt: skip
def test_every_answer_but_the_lowest_meets_the_rule(
    item: dict[str, Any], rule: tuple[Any, ...], missed: str | None
) -> None:
    kind, operator, *values = rule
    asked = {"linkId": "dark", "text": "Thoughts of suicide?", "type": "choice", **item}
    found = faults_of(formed(asked, rule=urgent("dark", kind, *values, operator=operator)))
    assert [(at, what.rpartition("learn of ")[2]) for at, what in found] == ([("item[0]", missed)] if missed else [])


def test_a_question_of_words_about_safety_can_be_watched_by_nothing() -> None:
    sentence = (
        "asks about suicide or self-harm, and no rule can look at words or days; ask it as yes or no or with options"
    )
    assert faults_of(formed(question(text="What of suicide?"))) == [("item[0]", sentence)]


def test_options_that_speak_of_safety_want_a_rule_and_the_others_none() -> None:
    talk = question(type="choice", answerOption=options("Sleep", "Money", "Hurting myself"))
    [(path, what)] = faults_of(formed(talk))
    assert (path, what.rpartition("for ")[2]) == (
        "item[0]", "“more” that these answers meet, or nobody would learn of “2”"
    )  # fmt: skip
    assert not faults_of(formed(talk, rule=urgent("more", "valueCode", "2")))
    killing = ("I have no thoughts of killing myself", "I think of killing myself", "I would kill myself if I could")
    for each in (options(*killing), options(*killing, ranked=True)):
        beck = question(type="choice", answerOption=each)
        assert faults_of(formed(beck, rule=urgent("more", "valueCode", "2")))
        assert not faults_of(formed(beck, rule=urgent("more", "valueCode", "1", "2")))
    listed = question(type="choice", answerValueSet="#places")
    concepts = [{"code": "home"}, {"code": "x", "display": "Thinking of suicide"}]
    places = {**GOOD["contained"][0], "compose": {"include": [{"concept": concepts}]}}
    assert [at for at, _ in faults_of({**formed(listed), "contained": [places]})] == ["item[0]"]


def test_a_heading_about_safety_counts_for_all_that_is_below_it() -> None:
    home, bar = (question(linkId=each, type="boolean", text=f"At the {each}?") for each in ("home", "bar"))
    group = {"linkId": "g", "type": "group", "text": "Thoughts of killing yourself", "item": [home, bar]}
    rule = urgent("home", "valueBoolean", True)
    assert [path for path, _ in faults_of(formed(group))] == ["item[0].item[0]", "item[0].item[1]"]
    assert [path for path, _ in faults_of(formed(group, rule=rule))] == ["item[0].item[1]"]
    assert not faults_of(formed({**group, "item": [home, question(text="What helped?")]}, rule=rule))
    assert [path for path, _ in faults_of(formed({**group, "item": [question()]}))] == ["item[0]"]


def test_what_is_shown_about_safety_counts_for_a_question_behind_it() -> None:
    home, bar = (question(linkId=each, type="boolean", text=f"At the {each}?") for each in ("home", "bar"))
    shown = {"linkId": "d", "type": "display", "text": "How often did you think of suicide?"}
    assert [path for path, _ in faults_of(formed(shown, home, bar))] == ["item[0]"]
    assert not faults_of(formed(shown, home, bar, rule=urgent("bar", "valueBoolean", True)))
    assert [path for path, _ in faults_of(formed(home, shown, bar, rule=urgent("home", "valueBoolean", True)))]
    assert not faults_of(formed(home, {**shown, "text": "Call 988 if you think of suicide."}))
    assert [path for path, _ in faults_of(formed({**home, "item": [shown]}, bar))] == ["item[0]"]
    assert not faults_of(formed({**home, "item": [shown]}, bar, rule=urgent("home", "valueBoolean", True)))


def urgent(link_id: str, kind: str, *values: Any, operator: str = "=") -> dict[str, Any]:
    return parts(
        "rule",
        ("name", "valueCode", "dark"),
        ("tier", "valueCode", "urgent"),
        ("text", "valueString", "Not safe"),
        *(
            when(("item", "valueString", link_id), ("operator", "valueCode", operator), ("value", kind, value))
            for value in values
        ),
        ("offer", "valueCode", "help"),
    )


def test_the_published_nested_groups_load_with_options_of_their_own() -> None:
    found = published("test-repeatable-nested-groups")
    service = found["item"][0]["item"][1]["item"][0]
    del service["answerValueSet"]
    service["answerOption"] = [{"valueString": "Evening group"}]
    found["copyright"] = "CC0"
    form = checked(found)
    check_items(form, {f"{service['linkId']}~1": "Evening group", "b7e29109-f729-4359-aa29-6c9e7c7b2328~1~2": "x"})


def test_the_file_with_a_byte_order_mark_is_read() -> None:
    published("test-repeatable-nested-groups")
    raw = (PUBLISHED / "questionnaire-sdc-test-repeatable-nested-groups.json").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with pytest.raises(NotLoadable, match=r"^item\[0\]\.item\[1\]\.item\[0\]\.answerValueSet"):
        checked(raw)


# Whatever is brought


JSON: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just([]) | st.just({})
)
TYPES = st.sampled_from(["group", "display", "choice", "time", "integer", "#places", "~", "drinks", "often"])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield from places(each, (*path, name))


@settings(max_examples=150, deadline=None)
@given(
    source=st.sampled_from([GOOD, *shipped().values()]),
    data=st.data(),
    value=JSON | TYPES | st.sampled_from([GOOD["item"][2], [GOOD["item"][0]], MUCH]),
)
def test_whatever_is_changed_it_loads_and_works_or_is_refused(source: dict[str, Any], data: Any, value: Any) -> None:
    questionnaire = copy.deepcopy(source)
    *steps, last = data.draw(st.sampled_from(list(places(source))))
    at: Any = questionnaire
    for step in steps:
        at = at[step]
    at[last] = value
    try:
        form = checked(questionnaire)
    except NotLoadable:
        return
    for score in scores_defined(form):
        assert score.min <= score.max
        band_at(score, score.max)
    assert {rule.name for rule in met(form, {}, scores_of(form, {}), None)} <= {rule.name for rule in rules_of(form)}
    assert Form.of(form).order
