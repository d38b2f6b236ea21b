"""A series that is changed from a day on, or ended: whoever is in it hears of it once, by the first that differs."""

from datetime import date, timedelta
from typing import Any

import pytest

from server import clock
from server.people.models import Group, Member, Person, Program
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.reminders.plan import plan_due
from server.sessions.change import change_session
from server.sessions.expand import OccurrenceState, occurrence_named, occurrences_of_series
from server.sessions.models import Change, Series
from server.sessions.series import end
from tests.frozen import at, utc
from tests.sessions.planned import MONDAY_NOON, SUMMER, calendar_of, changed, fresh_id, since_january

JUNE_18 = date(2026, 6, 18)
FIVE_O_CLOCK = utc("2026-06-18T21:00")


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def skills(program: Program, evening_a: Group, alice: Person, charlie: Person) -> Series:
    """On Thursdays and Sundays at six. Alice is in it; Charlie, who has joined too, is not."""
    await Person.all().update(joined_at=utc("2026-01-05T15:00"))
    await Member.filter(person=alice).update(from_day=date(2026, 1, 1))
    return await since_january(program, group=evening_a, place="Room 2", rule="FREQ=WEEKLY;BYDAY=TH,SU")


async def told(person: Person) -> list[tuple[str, str]]:
    """Of which sessions this person is told, and until when that is of use."""
    await plan_due(clock.now())
    found = await Reminder.filter(person=person, kind=ReminderKind.change).order_by("id")
    return [(each.subject, f"{each.useless_after:%m-%d %H:%M}") for each in found]


async def test_alice_is_told_once_of_the_first_and_charlie_of_nothing(
    skills: Series, alice: Person, charlie: Person
) -> None:
    follower = await changed(skills, JUNE_18, wall_time="17:00")
    for _ in range(2):
        assert await told(alice) == [(f"{follower.id}@2026-06-18T17:00", "06-18 21:00")]
        assert await told(charlie) == []


async def test_she_is_told_of_each_other_room_and_not_of_another_title(skills: Series, alice: Person) -> None:
    for hours, differently, times in (
        (0, {"place": "Room 7"}, 1),
        (1, {"place": "Room 2"}, 2),
        (2, {"title": "Another name", "place": "Room 2"}, 2),
        (3, {"title": "Another name", "place": "Room 5"}, 3),
        (4, {"title": "Another name", "place": "Room 5", "minutes": 45}, 4),
    ):
        with at(MONDAY_NOON + timedelta(hours=hours)):
            await changed(skills, JUNE_18, **differently)
            assert len(await told(alice)) == times
            await Reminder.filter(person=alice).update(state=ReminderState.accepted)


async def test_she_sees_it_marked_as_new(skills: Series, alice: Person) -> None:
    await changed(skills, JUNE_18, wall_time="17:00")
    marked = [one for one in await calendar_of(alice) if one.changed_at]
    assert [(one.starts_at, one.changed_at, one.is_added) for one in marked] == [(FIVE_O_CLOCK, MONDAY_NOON, True)]


async def test_of_two_days_a_week_the_one_that_differs(skills: Series, alice: Person) -> None:
    follower = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH,FR")
    assert await told(alice) == [(f"{follower.id}@2026-06-19T18:00", "06-19 22:00")]


async def test_another_room_is_told_another_topic_is_not(skills: Series, alice: Person) -> None:
    follower = await changed(skills, JUNE_18, topics=["Sleep"], title="Skills")
    assert await told(alice) == []
    moved = await changed(follower, place="Room 4")
    assert [subject for subject, _ in await told(alice)] == [f"{moved.id}@2026-06-18T18:00"]


async def test_that_it_takes_longer_is_told_too(skills: Series, alice: Person) -> None:
    follower = await changed(skills, JUNE_18, minutes=120)
    assert [subject for subject, _ in await told(alice)] == [f"{follower.id}@2026-06-18T18:00"]


# What is different of each, for as long as phones showed it


async def differing(person: Person) -> list[tuple[str, str, str | None]]:
    """The sessions that say what they were before, with when and where that was."""
    found = [(one, one.formerly) for one in await calendar_of(person)]
    return [(one.original_start, f"{was.starts_at:%m-%d %H:%M}", was.place) for one, was in found if was]


async def test_all_that_differ_say_when_they_were_before(skills: Series, alice: Person, program: Program) -> None:
    follower = await changed(skills, JUNE_18, wall_time="17:30")
    found = await differing(alice)
    assert found[:2] == [("2026-06-18T17:30", "06-18 22:00", "Room 2"), ("2026-06-21T17:30", "06-21 22:00", "Room 2")]
    assert found[-1][0] == "2026-08-16T17:30"  # of later ones phones showed nothing
    ahead = await occurrences_of_series([await Series.get(id=follower.id).select_related("facilitator")], *SUMMER)
    assert sum(one.formerly is not None for _, one in ahead) == len(found)
    one = await occurrence_named(f"{follower.id}@2026-06-21T17:30")
    assert one
    assert one[1].formerly
    assert one[1].formerly.starts_at == utc("2026-06-21T22:00")


async def test_where_they_were_and_how_long(skills: Series, alice: Person) -> None:
    follower = await changed(skills, JUNE_18, place="Room 12")
    assert (await differing(alice))[0] == ("2026-06-18T18:00", "06-18 22:00", "Room 2")
    await changed(follower, JUNE_18, minutes=120)
    [first, *_] = [one for one in await calendar_of(alice) if one.formerly]
    assert first.formerly
    assert first.formerly.ends_at - first.formerly.starts_at == timedelta(minutes=90)


async def test_on_another_day_it_is_that_of_the_same_week_and_one_more_is_none_before(
    skills: Series, alice: Person
) -> None:
    await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH,FR,SA")
    assert [each[:2] for each in (await differing(alice))[:2]] == [
        ("2026-06-19T18:00", "06-21 22:00"),
        ("2026-06-26T18:00", "06-28 22:00"),
    ]


async def test_a_series_that_has_not_begun_says_it_too(skills: Series, alice: Person) -> None:
    await Series.filter(id=skills.id).update(first_day=JUNE_18)
    await changed(await Series.get(id=skills.id), wall_time="17:00")
    assert (await differing(alice))[0] == ("2026-06-18T17:00", "06-18 22:00", "Room 2")


async def test_another_name_or_topic_leaves_it_said(skills: Series, alice: Person) -> None:
    follower = await changed(skills, JUNE_18, place="Room 12")
    before = await differing(alice)
    await changed(follower, JUNE_18, title="Skills", topics=["Sleep"])
    assert await differing(alice) == before != []


async def test_before_its_first_session_too_where_the_series_itself_is_changed(skills: Series, alice: Person) -> None:
    await Series.filter(id=skills.id).update(first_day=JUNE_18)
    await changed(await Series.get(id=skills.id), wall_time="17:00")
    assert await told(alice) == [(f"{skills.id}@2026-06-18T17:00", "06-18 21:00")]


async def test_a_single_change_of_it_afterwards_does_not_make_her_believe_in_what_she_never_heard(
    skills: Series, alice: Person
) -> None:
    follower = await changed(skills, JUNE_18, wall_time="17:00")
    topic = Change(series_id=follower.id, original_start="2026-06-18T17:00", topic="Sleep", changed_by=fresh_id())
    await change_session(follower.program_id, topic, clock.now())
    assert await told(alice) == [(f"{follower.id}@2026-06-18T17:00", "06-18 21:00")]


async def test_a_day_that_falls_away_is_told_and_seen_as_cancelled(skills: Series, alice: Person) -> None:
    follower = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH")
    assert await told(alice) == [(f"{follower.id}@2026-06-21T18:00", "06-21 22:00")]
    marked = [one for one in await calendar_of(alice) if one.changed_at]
    assert (marked[0].original_start, marked[0].state) == ("2026-06-21T18:00", OccurrenceState.cancelled)


async def test_so_it_is_with_a_series_that_ended(skills: Series, alice: Person, charlie: Person) -> None:
    await end(skills.id, JUNE_18, fresh_id(), clock.now())
    assert await told(alice) == [(f"{skills.id}@2026-06-18T18:00", "06-18 22:00")]
    assert await told(charlie) == []
    found = await calendar_of(alice)
    assert [(one.original_start, one.state) for one in found if one.original_start >= "2026-06-18"][:2] == [
        ("2026-06-18T18:00", OccurrenceState.cancelled),
        ("2026-06-21T18:00", OccurrenceState.cancelled),
    ]


async def test_where_it_was_moved_to_she_hears_of_it_there(skills: Series, alice: Person) -> None:
    moved = Change(
        series_id=skills.id, original_start="2026-06-18T18:00", starts_at=utc("2026-06-19T22:00"), changed_by=fresh_id()
    )
    await change_session(skills.program_id, moved, clock.now())
    await end(skills.id, JUNE_18, fresh_id(), clock.now())
    [one] = [one for one in await calendar_of(alice) if one.original_start == "2026-06-18T18:00"]
    assert (one.starts_at, one.state) == (utc("2026-06-19T22:00"), OccurrenceState.cancelled)


async def test_what_is_back_is_told_too_and_is_not_cancelled(skills: Series, alice: Person) -> None:
    await end(skills.id, JUNE_18, fresh_id(), clock.now())
    await told(alice)
    await Reminder.filter(kind=ReminderKind.change).update(state=ReminderState.accepted)
    await end(skills.id, date(2026, 7, 1), fresh_id(), clock.now())
    ahead = [one for one in await calendar_of(alice) if one.original_start >= "2026-06-18"]
    assert {one.state for one in ahead if one.original_start < "2026-07-01"} == {OccurrenceState.planned}
    assert [subject for subject, _ in await told(alice)] == [f"{skills.id}@2026-06-18T18:00"] * 2


async def test_a_day_that_comes_back_with_another_change_is_there_once(skills: Series, alice: Person) -> None:
    without = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH")
    await changed(without, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH,SU")
    [sunday] = [one for one in await calendar_of(alice) if one.original_start == "2026-06-21T18:00"]
    assert sunday.state is OccurrenceState.planned


# One day is no more and another differs: told once, and each seen


async def fallen_of(person: Person) -> list[str]:
    """The original starts of what this person sees as cancelled since its series is another."""
    return [one.original_start for one in await calendar_of(person) if one.has_fallen_away]


async def test_where_a_day_falls_away_and_another_moves_the_earlier_is_told_and_each_is_seen(
    skills: Series, alice: Person
) -> None:
    await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=SU", wall_time="17:00")
    [[subject, useless_after]] = await told(alice)
    assert (subject[36:], useless_after) == ("@2026-06-18T18:00", "06-18 22:00")
    assert (await fallen_of(alice))[:2] == ["2026-06-18T18:00", "2026-06-25T18:00"]
    assert (await differing(alice))[0][:2] == ("2026-06-21T17:00", "06-21 22:00")


async def test_so_it_is_where_the_other_comes_first(skills: Series, alice: Person) -> None:
    follower = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH", wall_time="17:00")
    assert await told(alice) == [(f"{follower.id}@2026-06-18T17:00", "06-18 21:00")]
    assert (await fallen_of(alice))[0] == "2026-06-21T18:00"


async def test_every_one_that_is_no_more_is_seen_for_two_weeks(skills: Series, alice: Person) -> None:
    await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH")
    assert len(await told(alice)) == 1
    found = await fallen_of(alice)
    assert found == ["2026-06-21T18:00", "2026-06-28T18:00"]


async def test_on_the_last_day_that_phones_show_a_later_time_does_not_look_like_a_day_that_is_no_more(
    skills: Series, alice: Person
) -> None:
    friday = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=FR", wall_time="11:00")
    with at(MONDAY_NOON + timedelta(days=4)):  # sixty days after that Friday noon it is a Tuesday
        friday = await changed(friday, rule="FREQ=WEEKLY;BYDAY=TU,FR")
        before = await fallen_of(alice)
        await changed(friday, wall_time="13:00")
        assert await fallen_of(alice) == before


async def test_all_that_come_back_take_place_again(skills: Series, alice: Person) -> None:
    without = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH")
    back = await changed(without, rule="FREQ=WEEKLY;BYDAY=TH,SU")
    assert await fallen_of(alice) == []
    await changed(back, rule="FREQ=WEEKLY;BYDAY=SU", wall_time="17:00")
    assert "2026-06-21T18:00" not in await fallen_of(alice)  # at five it is only earlier


async def test_what_was_changed_and_fell_away_before_anybody_heard_of_it_is_told(skills: Series, alice: Person) -> None:
    await changed(skills, JUNE_18, wall_time="17:00")
    await end(skills.id, JUNE_18, fresh_id(), clock.now())
    assert [useless_after for _, useless_after in await told(alice)] == ["06-18 21:00"]


# What fell away stays so, whatever is said of its series next


async def test_a_day_that_fell_away_is_still_told_and_seen_when_only_the_title_is_another(
    skills: Series, alice: Person
) -> None:
    without = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH")
    first = await told(alice)
    for title in ("Coping", "Coping skills"):
        with at(clock.now() + timedelta(minutes=5)):
            without = await changed(without, title=title)
            assert await told(alice) == first
    assert await Reminder.filter(kind=ReminderKind.change, state=ReminderState.waiting).count() == 1
    assert (await fallen_of(alice))[0] == "2026-06-21T18:00"


async def test_what_fell_away_with_the_end_stays_so_when_the_rest_is_changed(skills: Series, alice: Person) -> None:
    await end(skills.id, date(2026, 7, 1), fresh_id(), clock.now())
    first = await told(alice)
    ended = await Series.get(id=skills.id)
    await changed(ended, JUNE_18, title="Coping skills")
    assert await told(alice) == first
    assert await Reminder.filter(kind=ReminderKind.change, state=ReminderState.waiting).count() == 1
    assert (await fallen_of(alice))[0] == "2026-07-02T18:00"


async def test_what_was_moved_and_fell_away_stays_where_it_was_moved_to(skills: Series, alice: Person) -> None:
    moved = Change(
        series_id=skills.id, original_start="2026-06-21T18:00", starts_at=utc("2026-06-22T22:00"), changed_by=fresh_id()
    )
    await change_session(skills.program_id, moved, clock.now())
    without = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH")
    without = await changed(without, title="Coping skills")
    await end(without.id, date(2026, 6, 19), fresh_id(), clock.now())
    [one] = [one for one in await calendar_of(alice) if one.original_start == "2026-06-21T18:00"]
    assert (one.starts_at, one.state) == (utc("2026-06-22T22:00"), OccurrenceState.cancelled)


async def test_a_day_that_fell_away_and_comes_back_after_another_edit_takes_place(
    skills: Series, alice: Person
) -> None:
    without = await changed(skills, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH")
    without = await changed(without, title="Coping skills")
    await told(alice)
    await Reminder.filter(kind=ReminderKind.change).update(state=ReminderState.accepted)
    back = await changed(without, rule="FREQ=WEEKLY;BYDAY=TH,SU")
    assert await fallen_of(alice) == []
    assert [subject for subject, _ in await told(alice)][1:] == [f"{back.id}@2026-06-21T18:00"]
