"""Dana is told, once, of who leaves three check-ins of a slot in a row or answers nothing on three days."""

from datetime import date, datetime

import pytest

from server.checkins.models import Answer, CheckIn
from server.checkins.plan import close_missed
from server.checkins.score import Tier
from server.checkins.silence import SILENT, Silence
from server.people.models import Person
from server.review.caseload import Case, cases_of
from server.review.models import Alert, Standing
from server.review.standing import Facts, refresh_standings
from server.review.watch import Watcher, days_to_tell
from tests.checkins.silent import STORIES, Asked, Story, moment, on, story, tell
from tests.frozen import utc


async def case_of(person: Person, now: datetime) -> Case:
    [case] = await cases_of([await Person.get(id=person.id)], now)
    return case


async def days_told() -> list[date]:
    return [each.day for each in await Alert.filter(rule="unanswered").order_by("day")]


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
async def test_dana_is_told_with_the_number_from_three_on(story: Story, alice: Person) -> None:
    await tell(story, alice)
    needs = (await case_of(alice, story.now)).needs
    raised = await Watcher().look(story.now)
    slot, in_slot = max(story.slots.items(), key=lambda each: each[1])
    longest = max(story.days, in_slot)
    if longest < SILENT:
        assert (needs, raised) == ([], 0)
    else:
        # Days, or which form is left.
        form = f"{slot}-form" if in_slot > story.days else None
        [need] = needs
        assert (need.tier, need.count, need.instrument) == (Tier.digest, longest, form)
        assert raised == 1


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
async def test_what_is_stored_of_a_person_says_the_same_as_the_clock_goes_on(story: Story, alice: Person) -> None:
    await tell(story, alice)
    await refresh_standings(moment(story.noon_of - 1, 12))
    stored = Facts.of((await Standing.get(person=alice)).content)
    silence = stored.silence(story.now)
    slots = {slot: len(dates) for slot, dates in silence.slots.items()}
    assert (slots, len(silence.days)) == (story.slots, story.days)


async def test_what_an_older_server_stored_is_still_read(alice: Person) -> None:
    now = utc("2026-06-01T16:00")
    window = {"slot": "daily", "opens_at": now.isoformat(), "closes_at": now.isoformat(), "answered_at": None}
    facts = Facts.of({"windows": [window, window]})
    assert facts.silence(now).longest == 2


MONTHLY = story(*(Asked("monthly", 1 + 28 * number, hours=48) for number in range(3)), noon_of=60, days=3, monthly=3)


async def test_however_far_apart_they_were_asked_all_are_counted(alice: Person) -> None:
    await tell(MONTHLY, alice)
    assert (await case_of(alice, MONTHLY.now)).silence.longest == 3
    assert await Watcher().look(MONTHLY.now) == 1


# Once for each row


DAILY_THRICE = (Asked("daily", 1), Asked("daily", 2), Asked("daily", 3))


async def goes_on(person: Person, *asked: Asked, noon_of: int) -> None:
    """What comes after a story, told to the same watcher's next look."""
    await tell(Story(asked, noon_of, {}, 0), person)
    await Watcher().look(moment(noon_of, 12))


async def test_a_silence_is_one_alert_however_long_and_of_however_many_slots(alice: Person) -> None:
    await goes_on(alice, *DAILY_THRICE, noon_of=4)
    await goes_on(alice, Asked("weekly", 4), Asked("daily", 4), noon_of=5)
    await goes_on(alice, Asked("weekly", 5), Asked("weekly", 6), Asked("phq", 6), noon_of=7)
    assert await days_told() == [on(3)]


async def test_three_of_different_slots_are_no_other_silence_once_three_of_one_are_among_them(alice: Person) -> None:
    await goes_on(alice, Asked("daily", 1), Asked("weekly", 2), Asked("daily", 3), noon_of=4)
    await goes_on(alice, Asked("daily", 4), noon_of=5)  # the third of its slot
    assert await days_told() == [on(3)]


async def test_whoever_answers_another_and_falls_silent_again_is_told_of_again(alice: Person) -> None:
    await goes_on(alice, *DAILY_THRICE, noon_of=4)
    await goes_on(alice, Asked("weekly", 4, answered=(4, 21)), Asked("daily", 4), noon_of=5)
    assert await days_told() == [on(3)]
    await goes_on(alice, Asked("daily", 5), Asked("daily", 6), Asked("daily", 7), noon_of=8)
    assert await days_told() == [on(3), on(7)]


async def test_who_has_ended_is_not_waited_for_by_day_either(alice: Person) -> None:
    await Person.filter(id=alice.id).update(phase="ended")
    await goes_on(alice, *STORIES["three slots on three days"].asked, noon_of=4)
    assert await days_told() == []


async def test_an_answer_of_ones_own_accord_is_an_answer(alice: Person) -> None:
    three = STORIES["three slots on three days"]
    await tell(three, alice)
    await Answer.create(
        person=alice, instrument="daily", version="1", language="en", items={}, scores={},
        answered_at=moment(3, 22), received_at=moment(3, 22), late=False,
    )  # fmt: skip
    await close_missed(three.now)
    assert await Watcher().look(three.now) == 0
    assert await CheckIn.filter(answered_at=None).count() == 3


def dates(*days: int) -> list[date]:
    return [on(day) for day in days]


@pytest.mark.parametrize(
    ("silence", "raised", "told"),
    [
        (Silence({"daily": dates(1, 2)}, dates(1, 2)), [], []),
        (Silence({"daily": dates(1, 2, 3, 4)}, dates(1, 2, 3, 4)), [], [3]),
        (Silence({"daily": dates(1, 2, 3, 4)}, dates(1, 2, 3, 4)), [(3, 3)], []),
        # two slots, each left three times, and something else answered meanwhile
        (Silence({"daily": dates(5, 6, 7), "weekly": dates(1, 8, 15)}, dates(15)), [], [7, 15]),
        # nothing is answered: one alert, not one for each
        (Silence({"daily": dates(1, 3, 5), "weekly": dates(2, 4, 6)}, dates(1, 2, 3, 4, 5, 6)), [], [3]),
        # told as three days; then another slot was answered, and this one's third was left after that
        (Silence({"daily": dates(1, 3, 4)}, dates(4)), [(3, None)], []),
        (Silence({"daily": dates(1, 3, 4)}, dates(4)), [(3, 5)], []),
        (Silence({"daily": dates(1, 3, 4)}, dates(4)), [(3, 3)], [4]),
        # what was raised before the row began says nothing of it
        (Silence({"daily": dates(11, 13, 14)}, dates(14)), [(3, None)], [14]),
    ],
)
def test_the_day_of_the_alert_is_that_of_the_third(
    silence: Silence, raised: list[tuple[int, int | None]], told: list[int]
) -> None:
    """`raised`: of which day, and on which day it was resolved."""
    known = [Alert(day=on(day), resolved_at=moment(done, 12) if done else None) for day, done in raised]
    assert days_to_tell(silence, known) == set(dates(*told))
