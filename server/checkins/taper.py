"""Pure: the days of continuing care after treatment, ever rarer (TMAC, care.md), from the first day of the phase."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise, takewhile

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Stage:
    """From `begins` after the first day on, one check-in `every` so often, until the next stage begins."""

    begins: relativedelta
    every: relativedelta


STAGES = (
    Stage(begins=relativedelta(), every=relativedelta(weeks=1)),
    Stage(begins=relativedelta(weeks=8), every=relativedelta(weeks=2)),
    Stage(begins=relativedelta(months=12), every=relativedelta(months=1)),
)


def taper(first_day: date) -> Iterator[date]:
    """The days in order, without end; the first is `first_day` itself.

    A stage's last day leaves a whole step to the next stage: without that, the last of every two weeks would be the
    day before month 12.
    """
    for stage, following in pairwise(STAGES):
        last = first_day + following.begins - stage.every
        yield from takewhile(last.__ge__, _steps(first_day, stage))
    yield from _steps(first_day, STAGES[-1])


def _steps(first_day: date, stage: Stage) -> Iterator[date]:
    # Each from the first day anew: counted from the one before, a 31st would be a 28th ever after a February.
    return (first_day + (stage.begins + stage.every * number) for number in count())
