"""What rules see in an answer: a wish for a call, use, and a craving that is strong or rose."""

import pytest

from server.checkins.score import Rule, Value, flags_of, scores_of


@pytest.mark.parametrize(
    ("items", "before", "flags"),
    [
        ({}, None, []),
        ({"craving": 7}, None, []),
        ({"craving": 8}, None, [Rule.craving]),
        ({"craving": 5}, 2, [Rule.craving]),  # three more than last time
        ({"craving": 5}, 3, []),
        ({"craving": 2}, 9, []),
        ({"call": True}, 0, [Rule.call]),
        ({"call": False, "used": False}, 0, []),
        ({"used": True, "call": True, "craving": 10}, 9, [Rule.call, Rule.used, Rule.craving]),
        ({"used": 1}, None, []),  # a number is not a yes
    ],
)
def test_what_a_counselor_should_see_today(items: dict[str, Value], before: int | None, flags: list[Rule]) -> None:
    last = None if before is None else {"craving": float(before)}
    assert flags_of(items, scores_of(items), last) == flags


def test_scores_are_the_numbers_and_what_was_skipped_has_none() -> None:
    assert scores_of({"mood": 0, "sleep": 6.5, "used": True, "note": "8"}) == {"mood": 0, "sleep": 6.5}
