"""Scores as staff read them: in words, in their band, with what changed since the answer before."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Protocol
from uuid import UUID

from server.checkins import instrument
from server.checkins.form import Form
from server.checkins.models import Answer
from server.checkins.questionnaire import Questionnaire
from server.checkins.routes import ScoreOut, Words
from server.checkins.rules import Rule, has_safety, rules_of
from server.checkins.score import Score, band_at, scores_defined
from server.database import is_any, listed, rows, value_of

CLEARLY = 0.2  # of all that a score can be: two of ten

Scores = Mapping[str, float]
Before = Mapping[UUID, Scores]  # by an answer's id, what its person said before it on the same form


class Answered(Protocol):
    """Which version of which form an answer is to."""

    @property
    def instrument(self) -> str: ...

    @property
    def version(self) -> str: ...


class Forms:
    """The forms that answers are to, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, str, str], Questionnaire] = {}

    async def of(self, program_id: UUID, answer: Answered) -> Questionnaire:
        key = (program_id, answer.instrument, answer.version)
        if key not in self._known:
            self._known[key] = await instrument.version_of(*key)
        return self._known[key]

    async def scores(self, program_id: UUID, answer: Answered) -> list[Score]:
        return scores_defined(await self.of(program_id, answer))

    async def rule(self, program_id: UUID, answer: Answered, name: str) -> Rule | None:
        found = rules_of(await self.of(program_id, answer))
        return next((each for each in found if each.name == name), None)


def title_of(form: Questionnaire) -> Words:
    return Words.of(instrument.title_of(form))


async def before_of(answer_ids: Iterable[UUID]) -> Before:
    """For each of these answers the scores of the one before it, of the same person on the same form; one query."""
    found = await rows(
        "SELECT answer.id, (SELECT earlier.scores FROM answer AS earlier"  # noqa: S608  # our own words; what people gave is a parameter
        " WHERE earlier.person_id = answer.person_id"
        " AND earlier.instrument = answer.instrument AND earlier.superseded_at IS NULL"
        " AND earlier.answered_at < answer.answered_at ORDER BY earlier.answered_at DESC LIMIT 1) AS scores"
        f" FROM answer WHERE {is_any('answer.id', 1)}",
        listed(list(answer_ids)),
    )
    return {UUID(str(row["id"])): value_of(row["scores"]) for row in found if row["scores"] is not None}


def before_in(newest_first: Sequence[Answer]) -> Before:
    """The same among answers that are there already, all of one person."""
    earlier: dict[str, Scores] = {}
    found: dict[UUID, Scores] = {}
    for answer in reversed(newest_first):
        if answer.instrument in earlier:
            found[answer.id] = earlier[answer.instrument]
        if answer.superseded_at is None:
            earlier[answer.instrument] = answer.scores
    return found


def scores_out(form: Questionnaire, scores: Scores, before: Scores | None) -> list[ScoreOut]:
    """Every score that the form has, also one that could not be computed."""
    return [_score_out(score, scores, before) for score in scores_defined(form)]


def _score_out(score: Score, scores: Scores, before: Scores | None) -> ScoreOut:
    value = scores.get(score.name)
    change = change_of(score.name, scores, before)
    return ScoreOut(
        name=score.name,
        title=Words.of(score.title),
        value=value,
        min=score.min,
        max=score.max,
        band=_band(score, value),
        change=change,
        reliable=_is_reliable(score, change),
    )


def _band(score: Score, value: float | None) -> Words | None:
    label = None if value is None else band_at(score, value)
    return Words.of(label) if label else None


def change_of(name: str, scores: Scores, before: Scores | None) -> float | None:
    """How much more it is than before; none where one of the two was not scored."""
    return scores[name] - before[name] if before and name in scores and name in before else None


def _is_reliable(score: Score, change: float | None) -> bool:
    return change is not None and score.reliable_change is not None and abs(change) >= score.reliable_change


def worsened(defined: Sequence[Score], scores: Scores, before: Scores | None) -> Score | None:
    """The first score that is worse than before by its reliable change, or reached a worse band.

    Of a first answer: one in the worst band. A score whose direction the form does not say can't get worse.
    """
    return next((score for score in defined if score.name in scores and _is_worse(score, scores, before)), None)


def _is_worse(score: Score, scores: Scores, before: Scores | None) -> bool:
    if score.high_is is None:
        return False
    worse = 1 if score.high_is == "worse" else -1
    change = change_of(score.name, scores, before)
    band = _band_number(score, scores[score.name])
    if before is None or change is None:
        worst, best = (score.max, score.min) if worse == 1 else (score.min, score.max)
        return band == _band_number(score, worst) != _band_number(score, best)
    if _is_reliable(score, change) and worse * change > 0:
        return True
    return worse * band > worse * _band_number(score, before[score.name])


def _band_number(score: Score, value: float) -> int:
    """0 below the first band."""
    return sum(value >= start for start, _ in score.bands)


def is_remarkable(form: Questionnaire, answer: Answer, flagged: bool, before: Scores | None) -> bool:
    """Whether it wants to be opened: a rule met, words written, a score clearly worse, there for the first time or not
    to be computed, or a form that asks about safety."""
    if flagged or has_safety(form) or _has_words(form, answer):
        return True
    defined = scores_defined(form)
    return (
        _has_nothing_before(defined, before)
        or worsened(defined, answer.scores, before) is not None
        or any(_is_clearly_worse(score, answer.scores, before) for score in defined)
        or any(score.name not in answer.scores for score in defined if score.name not in _daily_scores())
    )


def _is_clearly_worse(score: Score, scores: Scores, before: Scores | None) -> bool:
    """Of a score whose form does not say which change is reliable, such as those of the daily check-in."""
    change = change_of(score.name, scores, before)
    if change is None or score.high_is is None or score.reliable_change is not None:
        return False
    return (change if score.high_is == "worse" else -change) >= CLEARLY * (score.max - score.min)


def _has_nothing_before(defined: Sequence[Score], before: Scores | None) -> bool:
    """Whether a score can't be compared with an earlier one. Those of the daily check-in say enough by themselves."""
    return any(score.name not in (before or {}) for score in defined if score.name not in _daily_scores())


@cache
def _daily_scores() -> frozenset[str]:
    return frozenset(score.name for score in scores_defined(instrument.shipped_newest("daily")))


def _has_words(form: Questionnaire, answer: Answer) -> bool:
    return any(_is_words(Form.of(form), key, value) for key, value in answer.items.items())


def _is_words(form: Form, key: str, value: object) -> bool:
    found = form.find(key)
    if found is None:
        return True  # not of this form any more: somebody should see it
    item, _ = found
    if item.type in ("string", "text"):
        return True
    given = value if isinstance(value, list) else [value]
    return item.type == "open-choice" and any(each not in {option.value for option in item.options} for each in given)
