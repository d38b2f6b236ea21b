"""Stories of who answers what and what not, for whoever counts it: check-ins, reminders, review."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from server.checkins.models import Answer, CheckIn
from server.checkins.plan import close_missed
from server.people.models import Person
from tests.conftest import new_id

MIDNIGHT = datetime(2026, 6, 1, tzinfo=UTC)
JUNE_1 = MIDNIGHT.date()
HOUR = timedelta(hours=1)
NOON = timedelta(hours=12)


def on(day: int) -> date:
    return JUNE_1 + timedelta(days=day - 1)


def moment(day: int, hour: float) -> datetime:
    return MIDNIGHT + timedelta(days=day - 1, hours=hour)


@dataclass(frozen=True)
class Asked:
    """In June, for six hours from eight in the evening where nothing else is said; `answered`: on which day at which
    hour. A slot "" was asked of nobody: an answer of one's own accord."""

    slot: str
    day: int
    hour: float = 20
    hours: float = 6
    answered: tuple[int, float] | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Story:
    """What is in a row at noon of a day in June: the check-ins of each slot, and the days."""

    asked: tuple[Asked, ...]
    noon_of: int
    slots: dict[str, int]
    days: int

    @property
    def now(self) -> datetime:
        return moment(self.noon_of, 12)


def story(*asked: Asked, noon_of: int, days: int, **slots: int) -> Story:
    return Story(asked, noon_of, slots, days)


STORIES = {
    "three slots on three days": story(
        Asked("daily", 1), Asked("weekly", 2), Asked("phq", 3), noon_of=4, days=3, daily=1, weekly=1, phq=1
    ),
    "four forms of one evening are one day": story(
        *(Asked(slot, 1) for slot in ("daily", "weekly", "phq", "bam")),
        noon_of=2, days=1, daily=1, weekly=1, phq=1, bam=1,
    ),
    "so are they for three evenings": story(
        *(Asked(slot, day) for slot in ("daily", "weekly") for day in (1, 2, 3)), noon_of=4, days=3, daily=3, weekly=3
    ),
    "an answer to another slot between": story(
        Asked("daily", 1), Asked("daily", 2), Asked("weekly", 3, answered=(3, 21)), Asked("daily", 4), Asked("phq", 5),
        noon_of=6, days=2, daily=3, phq=1,
    ),
    "of one evening one is answered": story(
        Asked("daily", 1), Asked("daily", 2), Asked("daily", 3), Asked("phq", 3, 21, answered=(3, 22)),
        noon_of=4, days=0, daily=3,
    ),
    "of one evening one is answered before another opens": story(
        Asked("daily", 1, answered=(1, 20.2)), Asked("phq", 1, hour=21), Asked("weekly", 2), Asked("daily", 3),
        noon_of=4, days=2, daily=1, weekly=1, phq=1,
    ),
    "what is open for two days is answered on the second evening": story(
        Asked("weekly", 1, hours=48, answered=(2, 21)), Asked("daily", 1), Asked("daily", 2), Asked("daily", 3),
        noon_of=4, days=1, daily=3,
    ),
    "what is open for two days is left, and what was asked after it answered": story(
        Asked("weekly", 1, hours=48), Asked("daily", 2, answered=(2, 21)), Asked("daily", 3),
        noon_of=4, days=1, daily=1, weekly=1,
    ),
    "a late answer": story(
        Asked("daily", 1, answered=(4, 10)), Asked("weekly", 2), Asked("phq", 3), noon_of=4, days=0, weekly=1, phq=1
    ),
    "three days after a late answer": story(
        Asked("daily", 1, answered=(4, 10)), Asked("weekly", 2), Asked("phq", 3),
        Asked("daily", 4), Asked("daily", 5), Asked("weekly", 6), noon_of=7, days=3, daily=2, weekly=2, phq=1,
    ),
    "a withdrawn one": story(
        Asked("daily", 1), Asked("weekly", 2, is_withdrawn=True), Asked("phq", 3), noon_of=4, days=2, daily=1, phq=1
    ),
    "a withdrawn one that was answered all the same": story(
        Asked("daily", 1), Asked("weekly", 2, is_withdrawn=True, answered=(2, 21)), Asked("phq", 3),
        noon_of=4, days=1, daily=1, phq=1,
    ),
    "an answer of one's own accord": story(
        Asked("daily", 1), Asked("daily", 2), Asked("", 3, answered=(3, 10)), Asked("daily", 3),
        noon_of=4, days=1, daily=3,
    ),
    "what is open still": story(
        Asked("daily", 1), Asked("daily", 2), Asked("weekly", 3, hours=48), noon_of=4, days=2, daily=2
    ),
    "aftercare, weekly and monthly": story(
        Asked("aftercare", 1, hours=48), Asked("aftercare", 8, hours=48), Asked("phq", 10, hours=24),
        noon_of=12, days=3, aftercare=2, phq=1,
    ),
    "aftercare, the monthly one answered": story(
        Asked("aftercare", 1, hours=48), Asked("aftercare", 8, hours=48), Asked("phq", 10, answered=(11, 1)),
        Asked("aftercare", 15, hours=48), noon_of=18, days=1, aftercare=3,
    ),
}  # fmt: skip


async def tell(story: Story, person: Person) -> None:
    """Makes it so, with what was over by then closed."""
    for each in story.asked:
        answered_at = moment(*each.answered) if each.answered else None
        check_in = each.slot and await CheckIn.create(
            id=new_id(), person=person, instrument=f"{each.slot}-form", slot=each.slot, local_date=on(each.day),
            opens_at=moment(each.day, each.hour), closes_at=moment(each.day, each.hour) + each.hours * HOUR,
            answered_at=answered_at, withdrawn_at=MIDNIGHT if each.is_withdrawn else None,
        )  # fmt: skip
        if answered_at:
            await Answer.create(
                id=new_id(), person=person, check_in_id=check_in.id if check_in else None, instrument="daily",
                version="1", language="en", items={}, scores={}, answered_at=answered_at, received_at=answered_at,
                late=False, reviewed_at=answered_at,
            )  # fmt: skip
    await close_missed(story.now)
