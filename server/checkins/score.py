"""Pure: from what was answered to scores, and from scores to flags. Thresholds: care.md, daily check-in."""

from collections.abc import Mapping
from enum import StrEnum

Value = int | float | bool | str

CRAVING_HIGH = 8  # of 10
CRAVING_RISE = 3  # above the answer before


class Rule(StrEnum):
    """Why somebody should look at this answer today."""

    call = "call"  # asked for a call
    used = "used"  # said they used
    craving = "craving"  # 8 or more, or 3 more than last time


def scores_of(items: Mapping[str, Value]) -> dict[str, float]:
    """The numbers of an answer by link id. Booleans are no numbers; what was skipped has no score."""
    return {
        link_id: value
        for link_id, value in items.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def flags_of(items: Mapping[str, Value], scores: Mapping[str, float], before: Mapping[str, float] | None) -> list[Rule]:
    """The rules that this answer meets; `before` are the scores of the person's answer before it."""
    craving = scores.get("craving")
    previous = (before or {}).get("craving")
    rose = craving is not None and previous is not None and craving - previous >= CRAVING_RISE
    seen = {
        Rule.call: items.get("call") is True,
        Rule.used: items.get("used") is True,
        Rule.craving: rose or (craving is not None and craving >= CRAVING_HIGH),
    }
    return [rule for rule, met in seen.items() if met]
