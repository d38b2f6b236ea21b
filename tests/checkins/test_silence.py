"""Who is silent: three check-ins of one slot in a row, or three days on which nothing at all was answered."""

from datetime import date

import pytest

from server.checkins.plan import close_missed
from server.checkins.silence import NONE, SILENT, Silence, silences
from server.people.models import Person
from tests.checkins.silent import STORIES, Asked, Story, on, story, tell
from tests.queries import counted


def counts(silence: Silence) -> tuple[dict[str, int], int]:
    return {slot: len(dates) for slot, dates in silence.slots.items()}, len(silence.days)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
async def test_silence_is_counted_by_slot_and_by_day(story: Story, alice: Person, charlie: Person) -> None:
    await tell(story, alice)
    await tell(story, charlie)
    with counted() as queries:
        found = await silences([alice.id, charlie.id])
    assert len(queries) == 1
    assert counts(found.get(alice.id, NONE)) == counts(found.get(charlie.id, NONE)) == (story.slots, story.days)


async def test_the_days_of_a_silence_are_told_the_earliest_first(alice: Person) -> None:
    await tell(STORIES["so are they for three evenings"], alice)
    three = [on(1), on(2), on(3)]
    assert await silences([alice.id]) == {alice.id: Silence({"daily": three, "weekly": three}, three)}


DATES = [date(2026, 6, day) for day in range(1, 6)]


@pytest.mark.parametrize(
    ("silence", "longest", "slot", "kept_in"),
    [
        (NONE, 0, None, ""),
        (Silence({"daily": DATES[:2], "phq": DATES[:1]}, DATES[:2]), 2, None, ""),
        (Silence({"daily": DATES[:3], "phq": DATES[:1]}, DATES[:1]), 3, "daily", "daily"),
        # Days are as good as check-ins, and say more.
        (Silence({"daily": DATES[:3]}, DATES[:3]), 3, None, "daily phq"),
        (Silence({"daily": DATES[:2], "phq": DATES[:1]}, DATES[:3]), 3, None, "daily phq"),
        (Silence({"daily": DATES, "phq": DATES[:1]}, DATES[:3]), 5, "daily", "daily phq"),
    ],
)
def test_a_silence_is_as_long_as_its_longest_row(
    silence: Silence, longest: int, slot: str | None, kept_in: str
) -> None:
    assert (silence.longest, silence.slot) == (longest, slot)
    assert " ".join(each for each in ("daily", "phq") if silence.is_kept_in(each)) == kept_in


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
async def test_who_has_fallen_silent_is_planned_anew(story: Story, alice: Person) -> None:
    await Person.filter(id=alice.id).update(plan_stale=False)
    await tell(story, alice)
    is_silent = max(story.days, *story.slots.values()) >= SILENT
    assert (await Person.get(id=alice.id)).plan_stale is is_silent


async def test_what_is_to_come_is_no_silence(alice: Person) -> None:
    later = story(Asked("daily", 3), Asked("daily", 4), noon_of=2, days=0)
    await tell(later, alice)
    assert await close_missed(later.now) == 0
    assert await silences([alice.id]) == {}
