"""Rules are data in the instrument: what somebody should see, and what the phone offers at once."""

from typing import Any

import pytest

from server.checkins.instrument import permitted, shipped
from server.checkins.rules import has_safety, met, opened
from server.checkins.score import Tier, scores_of
from tests.checkins.vectors import vectors


@pytest.mark.parametrize("vector", vectors("rules"))
def test_rules(vector: dict[str, Any]) -> None:
    scores = scores_of(vector["questionnaire"], vector["items"])
    assert scores == vector["scores"]
    found = met(vector["questionnaire"], vector["items"], scores, vector["before"])
    assert [rule.name for rule in found] == vector["rules"]


@pytest.mark.parametrize(
    ("items", "before", "tiers"),
    [
        ({}, None, {}),
        ({"craving": 7}, None, {"craving-7": None}),  # offers an exercise and raises nothing
        ({"craving": 8}, None, {"craving": Tier.today, "craving-7": None}),
        ({"craving": 5}, {"craving": 2}, {"craving": Tier.today}),
        ({"craving": 5}, {"craving": 3}, {}),
        ({"call": True, "used": True}, None, {"call": Tier.today, "used": Tier.today}),
        ({"call": False, "used": False}, None, {}),
    ],
)
def test_what_a_counselor_should_see_of_a_day(
    items: dict[str, Any], before: dict[str, float] | None, tiers: dict[str, Tier | None]
) -> None:
    daily = shipped()["daily", "1"]
    assert {rule.name: rule.tier for rule in met(daily, items, scores_of(daily, items), before)} == tiers


def test_a_phq_9_wants_somebody_who_is_named() -> None:
    assert has_safety(shipped()["phq-9", "1"])
    assert not permitted(shipped()["phq-9", "1"], has_responder=False)
    assert permitted(shipped()["phq-9", "1"], has_responder=True)
    assert permitted(shipped()["phq-8", "1"], has_responder=False)


@pytest.mark.parametrize(("total", "forms"), [(2, []), (3, ["phq-9", "phq-8"]), (6, ["phq-9", "phq-8"])])
def test_a_phq_2_of_three_opens_the_whole_form(total: float, forms: list[str]) -> None:
    assert opened(shipped()["phq-2", "1"], {"total": total}) == forms


def test_a_phq_2_that_was_not_scored_opens_nothing() -> None:
    assert opened(shipped()["phq-2", "1"], {}) == []
