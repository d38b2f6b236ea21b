"""What somebody said over time: each score as a line, and each day as a cell."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from server.checkins.models import DAILY, Answer, CheckIn, CheckInState
from server.checkins.routes import Words
from server.checkins.score import Score
from server.http import Moment, Schema
from server.people.models import Person
from server.review.scores import Forms
from server.review.standing import TWELVE_WEEKS

# What is asked daily, and which of two forms that asked it on one day counts: the one that worries more.
SAID_DAILY: Mapping[str, Callable[..., float | None]] = {"mood": min, "craving": max, "sleep": min}
TWO_WEEKS = 14
FIRST = "daily"  # the instrument whose lines come first


class CheckInCounts(Schema):
    """How the check-ins of the last days went, whatever they ask; what is still open is not counted."""

    days: int
    answered: int
    late: int
    missed: int


class Day(Schema):
    """One local day of the person's; several answers on one day: the latest to each form, and of several forms the more
    worrying."""

    day: date
    state: CheckInState | None  # none: nothing was due
    mood: float | None
    craving: float | None
    sleep: float | None


class Band(Schema):
    at: float  # and above
    label: Words


class TrendPoint(Schema):
    day: date
    at: Moment
    value: float


class Trend(Schema):
    """One score over time, oldest first."""

    instrument: str
    score: str
    title: Words
    min: float
    max: float
    high_is: str | None  # worse or better
    bands: list[Band]
    points: list[TrendPoint]


async def trends_of(person: Person, answers: Sequence[Answer], days: Mapping[UUID, date], forms: Forms) -> list[Trend]:
    """One for each score that was given at least once in these answers, the newest first; corrected ones are left out.

    `days` are the local days of check-ins. A score is as the newest version that was answered defines it.
    """
    said: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        if answer.superseded_at is None:
            said[answer.instrument].append(answer)
    found = []
    for instrument in sorted(said, key=lambda each: (each != FIRST, each)):
        for score in await forms.scores(person.program_id, said[instrument][0]):
            points = [
                _point(person, each, score, days) for each in reversed(said[instrument]) if score.name in each.scores
            ]
            if points:
                found.append(_trend(instrument, score, points))
    return found


def _trend(instrument: str, score: Score, points: list[TrendPoint]) -> Trend:
    return Trend(
        instrument=instrument,
        score=score.name,
        title=Words.of(score.title),
        min=score.min,
        max=score.max,
        high_is=score.high_is,
        bands=[Band(at=start, label=Words.of(label)) for start, label in score.bands],
        points=points,
    )


def _point(person: Person, answer: Answer, score: Score, days: Mapping[UUID, date]) -> TrendPoint:
    return TrendPoint(day=day_of(person, answer, days), at=answer.answered_at, value=answer.scores[score.name])


def day_of(person: Person, answer: Answer, days: Mapping[UUID, date]) -> date:
    """The local day that an answer is about: that of its check-in, or on which it was said."""
    asked = days.get(answer.check_in_id) if answer.check_in_id else None
    return asked or person.today(answer.answered_at)


def days_of(person: Person, check_ins: Sequence[CheckIn], answers: Sequence[Answer], now: datetime) -> list[Day]:
    """The last twelve weeks of local days, oldest first, each with its check-in's state and what was said that day.

    Both newest first. Of a day with several check-ins the daily one's state.
    """
    today, days = person.today(now), {check_in.id: check_in.local_date for check_in in check_ins}
    states = {each.local_date: each.state(now) for each in sorted(check_ins, key=_daily_last)}
    said: dict[date, dict[str, dict[str, float]]] = defaultdict(dict)
    for answer in reversed(answers):
        if answer.superseded_at is None:
            said[day_of(person, answer, days)][answer.instrument] = answer.scores
    return [
        Day(day=day, state=states.get(day), **_scores_of(said[day].values()))
        for day in (today - timedelta(days=back) for back in range(TWELVE_WEEKS.days - 1, -1, -1))
    ]


def _scores_of(said: Iterable[Mapping[str, float]]) -> dict[str, float | None]:
    every = list(said)
    return {
        name: worse([scores[name] for scores in every if name in scores], default=None)
        for name, worse in SAID_DAILY.items()
    }


def counts_of(person: Person, check_ins: Iterable[CheckIn], now: datetime) -> CheckInCounts:
    """Those of the last two weeks of local days, today among them."""
    since = person.today(now) - timedelta(days=TWO_WEEKS)
    states = Counter(each.state(now) for each in check_ins if each.local_date > since)
    return CheckInCounts(
        days=TWO_WEEKS,
        answered=states[CheckInState.answered],
        late=states[CheckInState.late],
        missed=states[CheckInState.missed],
    )


def _daily_last(check_in: CheckIn) -> tuple[bool, datetime]:
    return check_in.slot == DAILY, check_in.opens_at
