"""What is asked, and what may be answered."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.checkins.form import Form, check_items, enabled_keys
from server.checkins.instrument import shipped
from server.http import Problem
from tests.checkins.vectors import vectors

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANY_JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@pytest.mark.parametrize("vector", vectors("enabled"))
def test_what_is_asked(vector: dict[str, Any]) -> None:
    assert enabled_keys(Form.of(vector["questionnaire"]), vector["items"]) == set(vector["enabled"])


@pytest.mark.parametrize("vector", vectors("checks"))
def test_what_may_be_answered(vector: dict[str, Any]) -> None:
    assert (refused(vector["questionnaire"], vector["items"]) is None) == vector["ok"]


FORMS = [each.values[0]["questionnaire"] for each in vectors("checks")] + list(shipped().values())
KEYS = sorted({key for form in FORMS for link in Form.of(form).items for key in (link, f"{link}~0", f"{link}~1")})


@given(st.sampled_from(FORMS), st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), ANY_JSON, max_size=4))
def test_whatever_is_sent_it_is_taken_or_refused_by_name(form: dict[str, Any], items: dict[str, Any]) -> None:
    problem = refused(form, items)
    if problem:
        assert (problem.status, (problem.field or "").partition(".")[0]) == (422, "items")
        assert problem.sentence.endswith(".")
    else:
        assert enabled_keys(Form.of(form), items) >= items.keys()


@pytest.mark.parametrize(
    ("items", "field", "sentence"),
    [
        ({"mood": 11}, "items.mood", "The answer to “mood” must be at most 10."),
        ({"mood": 3.5}, "items.mood", "The answer to “mood” must be a whole number, like 3."),
        ({"mood": True}, "items.mood", "The answer to “mood” must be a whole number, like 3."),
        ({"mood": 10**30}, "items.mood", "The answer to “mood” must be at most 10."),
        ({"mood": -(10**30)}, "items.mood", "The answer to “mood” must be at least 0."),
        ({"sleep": "5"}, "items.sleep", "The answer to “sleep” must be a number, like 3.5."),
        ({"sleep": float("nan")}, "items.sleep", "The answer to “sleep” must be a number, like 3.5."),
        ({"used": 1}, "items.used", "The answer to “used” must be true or false."),
        ({"note": 1}, "items.note", "The answer to “note” must be text."),
        ({"sleep": -0.5}, "items.sleep", "The answer to “sleep” must be at least 0."),
        ({"medication": "maybe"}, "items.medication", "The answer to “medication” must be one of yes, no, none."),
        ({"note": "x" * 1001}, "items.note", "The answer to “note” is too long; write at most 1000 characters."),
        ({"note": " "}, "items.note", "The answer to “note” is empty; leave it out."),
        ({"mood-low": 1}, "items.mood-low", "The form has no question “mood-low”; leave it out."),
    ],
)
def test_alice_reads_what_to_do(items: dict[str, Any], field: str, sentence: str) -> None:
    problem = refused(shipped()["daily", "1"], items)
    assert problem
    assert (problem.status, problem.field, problem.sentence) == (422, field, sentence)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"many": 10**30}, "must lie between -2147483647 and 2147483647"),
        ({"many": 2**31}, "must lie between -2147483647 and 2147483647"),
        ({"many": 2**31 - 1}, None),
        ({"many": -(2**31 - 1)}, None),
        ({"part": 1e30}, "must lie between -1000000000000000 and 1000000000000000"),
        ({"part": float("inf")}, "must lie between -1000000000000000 and 1000000000000000"),
        ({"part": -1e15}, None),
        ({"who": ["ana", "luis", "ana"]}, "names an option twice; name each one once"),
        ({"who": ["ana", "luis"]}, None),
    ],
)
def test_what_no_bound_of_the_form_keeps_out_is_refused_with_what_to_do(
    answer: dict[str, Any], sentence: str | None
) -> None:
    options = [{"valueCoding": {"code": name}} for name in ("ana", "luis")]
    items = [
        {"linkId": "many", "type": "integer", "text": "How many?"},
        {"linkId": "part", "type": "decimal", "text": "How much?"},
        {"linkId": "who", "type": "choice", "text": "Who?", "repeats": True, "answerOption": options},
    ]
    problem = refused({"resourceType": "Questionnaire", "id": "x", "version": "1", "item": items}, answer)
    [key] = answer
    assert (problem and problem.sentence) == (sentence and f"The answer to “{key}” {sentence}.")


def test_beside_the_steps_of_a_slider_she_reads_which_there_are() -> None:
    form = next(
        each.values[0]["questionnaire"]
        for each in vectors("checks")
        if each.id == "a slider from 0.05 in steps of 0.1 at 0.1"
    )
    problem = refused(form, {"line": 0.1})
    assert problem
    assert problem.sentence == "The answer to “line” must be 0.05 or a whole number of steps of 0.1 above it."


def refused(questionnaire: dict[str, Any], items: dict[str, Any]) -> Problem | None:
    try:
        check_items(questionnaire, items)
    except Problem as problem:
        return problem
    return None
