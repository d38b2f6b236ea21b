"""Scores are data in the instrument; a missing item gives none, never a lower one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.checkins.form import Form
from server.checkins.instrument import shipped
from server.checkins.score import band_at, scores_defined, scores_of
from tests.checkins.vectors import vectors


@pytest.mark.parametrize("vector", vectors("scores"))
def test_scores(vector: dict[str, Any]) -> None:
    assert scores_of(vector["questionnaire"], vector["items"]) == vector["scores"]


@pytest.mark.parametrize("vector", [each for each in vectors("scores") if "bands" in each.values[0]])
def test_bands(vector: dict[str, Any]) -> None:
    values = scores_of(vector["questionnaire"], vector["items"])
    labels = {
        score.name: band_at(score, values[score.name])
        for score in scores_defined(vector["questionnaire"])
        if score.name in values
    }
    assert {name: label["en"] for name, label in labels.items() if label} == vector["bands"]


FORMS = [each.values[0]["questionnaire"] for each in vectors("scores")] + list(shipped().values())
VALUES = st.integers(-1, 24) | st.booleans() | st.floats() | st.sampled_from(["never", "days", "LA6568-5", "yes"])


@given(st.sampled_from(FORMS), st.data())
def test_a_score_is_there_only_with_all_its_items_and_in_its_range(form: dict[str, Any], data: Any) -> None:
    items = data.draw(st.dictionaries(st.sampled_from(list(Form.of(form).items)), VALUES))
    scores = scores_of(form, items)
    for score in scores_defined(form):
        if score.name in scores:
            assert all(link_id in items for link_id, _ in score.terms)
            assert score.min <= scores[score.name] <= score.max


def range_of_score(instrument: str, name: str) -> tuple[float, float]:
    [score] = [each for each in scores_defined(shipped()[instrument, "1"]) if each.name == name]
    return score.min, score.max


def test_the_range_of_a_score_comes_from_its_items() -> None:
    assert range_of_score("daily", "craving") == (0, 10)
    assert range_of_score("phq-9", "total") == (0, 27)
    turned = next(each.values[0] for each in vectors("scores") if each.id == "weighted, with a constant")
    assert [(each.min, each.max) for each in scores_defined(turned["questionnaire"])] == [(0, 12), (0, 4)]


def test_the_daily_check_in_has_a_score_for_each_of_its_numbers() -> None:
    said = {"mood": 0, "sleep": 6.5, "used": True, "note": "8"}
    assert scores_of(shipped()["daily", "1"], said) == {"mood": 0, "sleep": 6.5}
