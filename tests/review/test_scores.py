"""When a score is worse: by more than chance, or in a worse band than before."""

import pytest

from server.checkins.instrument import shipped_newest
from server.checkins.models import Answer
from server.checkins.score import Score
from server.review.scores import is_remarkable, scores_out, worsened

WORSE, BETTER = "worse", "better"


def score(high_is: str | None, reliable: float | None = None, bands: tuple[float, ...] = (0, 10, 20)) -> Score:
    return Score(
        name="total", title={"en": "Total", "es": "Total"}, terms=(), constant=0, min=0, max=30,
        bands=[(start, {"en": str(start), "es": str(start)}) for start in bands], reliable_change=reliable,
        meaningful_change=None, code=None, high_is=high_is,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("defined", "before", "now", "worse"),
    [
        (score(WORSE, 5), 11, 16, True),  # reliably, in the same band
        (score(WORSE, 5), 11, 15, False),
        (score(WORSE, 5), 16, 11, False),
        (score(WORSE), 9, 10, True),  # into a worse band
        (score(WORSE), 10, 9, False),
        (score(WORSE), 11, 19, False),  # a good deal, but nobody says it is more than chance
        (score(BETTER, 5), 16, 11, True),
        (score(BETTER, 5), 11, 16, False),
        (score(BETTER), 10, 9, True),
        (score(None, 5), 0, 30, False),  # nobody says which way is worse
        # A first answer: only the worst band there is.
        (score(WORSE), None, 20, True),
        (score(WORSE), None, 19, False),
        (score(BETTER), None, 9, True),
        (score(BETTER), None, 10, False),
        (score(WORSE, 5, bands=()), None, 30, False),
    ],
)
def test_worse_is_by_more_than_chance_or_a_worse_band(
    defined: Score, before: float | None, now: float, worse: bool
) -> None:
    found = worsened([defined], {"total": now}, None if before is None else {"total": before})
    assert (found is not None) == worse


def test_what_was_not_scored_is_said_so_and_never_worse() -> None:
    form = shipped_newest("pcl-5")
    [out] = scores_out(form, {}, {"total": 10})
    assert (out.value, out.change, out.reliable, out.band) == (None, None, False, None)
    [out] = scores_out(form, {"total": 40}, {"total": 34})
    assert (out.value, out.change, out.reliable) == (40, 6, True)
    assert out.band
    assert worsened([score(WORSE, 5)], {}, {"total": 0}) is None


@pytest.mark.parametrize(
    ("instrument", "items", "flagged", "remarkable"),
    [
        ("daily", {"mood": 3}, False, False),
        ("daily", {"mood": 3}, True, True),
        ("daily", {"note": "Payday is tomorrow."}, False, True),
        ("daily", {"no such question": 1}, False, True),
        ("phq-9", {}, False, True),  # asks about safety: a zero reassures nobody
        ("phq-8", {}, False, True),  # the first: there is nothing to compare it with
    ],
)
def test_what_is_remarkable_wants_to_be_opened(
    instrument: str, items: dict[str, object], flagged: bool, remarkable: bool
) -> None:
    answer = Answer(instrument=instrument, items=items, scores={})
    assert is_remarkable(shipped_newest(instrument), answer, flagged, None) == remarkable


@pytest.mark.parametrize(
    ("before", "now", "remarkable"),
    [
        ({"mood": 6}, {"mood": 5}, False),
        ({"mood": 6}, {"mood": 4}, True),
        ({"mood": 4}, {"mood": 9}, False),
        ({"craving": 0}, {"craving": 2}, True),
        ({"mood": 6}, {}, False),  # skipped, as every question may be
    ],
)
def test_a_daily_answer_that_is_clearly_worse_wants_to_be_opened(
    before: dict[str, float], now: dict[str, float], remarkable: bool
) -> None:
    answer = Answer(instrument="daily", items=dict(now), scores=now)
    assert is_remarkable(shipped_newest("daily"), answer, False, before) == remarkable


def test_a_score_that_can_not_be_computed_wants_to_be_opened() -> None:
    answer = Answer(instrument="phq-8", items={}, scores={})
    assert is_remarkable(shipped_newest("phq-8"), answer, False, {"total": 3})
