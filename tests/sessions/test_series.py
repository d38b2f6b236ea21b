"""Series made, changed from a day on, ended: what has begun stays as it was, and after that the new rule holds."""

import asyncio
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from server import clock
from server.http import Problem
from server.people.models import Group, Member, Person, Program
from server.recurrence import Rule, occurrences
from server.sessions.change import change_session
from server.sessions.expand import Occurrence, OccurrenceState, occurrence_named, occurrences_of
from server.sessions.models import Attendance, Change, Hindrance, Mark, Reply, ReplyKind, Series, local_text
from server.sessions.series import add_session, change, end, make
from tests.conftest import make_person
from tests.frozen import at, utc
from tests.processes import PATIENCE
from tests.sessions.planned import (
    MONDAY_NOON,
    SUMMER,
    calendar_of,
    changed,
    fresh_id,
    made,
    planned,
    said,
    starts_of,
    thursdays,
)

NEW_YORK = ZoneInfo("America/New_York")
JUNE_18 = date(2026, 6, 18)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def begun(program: Program, evening_a: Group, alice: Person) -> Series:
    """It has been running since May; Alice is in the group."""
    await Member.filter(person=alice).update(from_day=date(2026, 1, 1))
    await Person.filter(id=alice.id).update(plan_stale=False)
    return await planned(program, evening_a, first_day=date(2026, 5, 14))


async def refused(series: Series, from_day: date | None = None, **differently: Any) -> str | None:
    """The field that is wrong; nothing changed."""
    before = await Series.all().order_by("id").values()
    with pytest.raises(Problem) as problem:
        await changed(series, from_day, **differently)
    assert problem.value.status == 422
    assert await Series.all().order_by("id").values() == before
    return problem.value.field


# Making


async def test_a_new_series_is_in_alices_calendar_and_her_reminders_are_computed_anew(
    program: Program, evening_a: Group, alice: Person, charlie: Person
) -> None:
    await Person.all().update(plan_stale=False)
    await made(program, evening_a)
    assert (await starts_of(alice))[:2] == ["06-04 18:00", "06-11 18:00"]
    assert (await Person.get(id=alice.id)).plan_stale
    assert not (await Person.get(id=charlie.id)).plan_stale


async def test_made_again_it_stays_as_it_is(program: Program, evening_a: Group, alice: Person) -> None:
    series = await made(program, evening_a)
    await make(thursdays(program, id=series.id, group_id=evening_a.id, title="Else", wall_time="09:00"), clock.now())
    assert [(each.title, each.wall_time) for each in await Series.all()] == [("Relapse prevention", "18:00")]


@pytest.mark.parametrize(
    ("field", "differently"),
    [
        ("rule", {"rule": "every Thursday"}),
        ("rule", {"rule": "FREQ=WEEKLY;BYDAY=XX"}),
        ("rule", {"rule": "FREQ=WEEKLY;INTERVAL=0"}),
        ("rule", {"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}),  # never comes round, and is not looked for for long
        ("rule", {"rule": "FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=31"}),
        ("rule", {"until": date(2026, 6, 10), "first_day": date(2026, 6, 5)}),  # no Thursday is between
        ("rule", {"rule": "FREQ=DAILY;COUNT=1", "excluded": ["2026-06-04T18:00"]}),
        ("until", {"until": date(2026, 6, 4)}),
        ("first_day", {"first_day": date(2027, 7, 1)}),
        ("first_day", {"first_day": date(1, 1, 1)}),
        ("link", {"link": "http://video.example/a"}),
        ("link", {"link": "javascript:alert(1)"}),
        ("link", {"link": "https://"}),
        ("link", {"link": "https://dana@video.example/a"}),
        ("excluded", {"excluded": ["2026-13-45T99:99"]}),
        ("added", {"added": ["2026-02-30T18:00"]}),
    ],
    ids=str,
)
async def test_what_can_not_be_a_series_is_refused_with_its_field(
    program: Program, evening_a: Group, field: str, differently: dict[str, Any]
) -> None:
    with pytest.raises(Problem) as problem:
        await made(program, evening_a, **differently)
    assert (problem.value.status, problem.value.field) == (422, field)
    assert problem.value.sentence.endswith((".", "MO,WE."))
    assert not await Series.exists()


@pytest.mark.parametrize(
    ("differently", "starts"),
    [
        ({"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "until": date(2026, 7, 1)},
         ["06-04", "06-15", "06-18", "06-29"]),
        ({"rule": "FREQ=WEEKLY;BYDAY=TH;COUNT=3"}, ["06-04", "06-11", "06-18"]),
        ({"rule": "FREQ=DAILY;COUNT=1", "added": ["2026-07-09T18:00", "2026-08-20T18:00"]},
         ["06-04", "07-09", "08-20"]),
        ({"until": date(2026, 6, 26), "excluded": ["2026-06-11T18:00"], "added": ["2026-07-14T09:00"]},
         ["06-04", "06-18", "06-25", "07-14"]),
    ],
    ids=["every second week until a day", "a number of times", "single dates", "one left out and one beside"],
)  # fmt: skip
async def test_the_ways_to_recur(
    program: Program, evening_a: Group, alice: Person, differently: dict[str, Any], starts: list[str]
) -> None:
    await made(program, evening_a, **differently)
    assert [start[:5] for start in await starts_of(alice)] == starts


# From this one on


async def test_from_a_day_on_another_series_follows_and_history_stays(begun: Series, alice: Person) -> None:
    before = await occurrences_of(alice, SUMMER[0], utc("2026-06-18T00:00"))
    follower = await changed(begun, JUNE_18, wall_time="17:30", title="Relapse prevention, new room", place="Room 4")
    assert await occurrences_of(alice, SUMMER[0], utc("2026-06-18T00:00")) == before
    assert (await starts_of(alice))[3:7] == ["06-04 18:00", "06-11 18:00", "06-18 17:30", "06-25 17:30"]
    old, new = await Series.get(id=begun.id), await Series.get(id=follower.id)
    assert (old.until, old.title, new.follows_id, new.first_day) == (JUNE_18, "Relapse prevention", old.id, JUNE_18)
    assert (await Person.get(id=alice.id)).plan_stale


async def test_marks_and_replies_of_what_was_are_untouched_and_a_reply_to_what_stays_moves_over(
    begun: Series, alice: Person, dana: Person
) -> None:
    attended = await Attendance.create(
        person=alice, series=begun, original_start="2026-05-28T18:00", starts_at=utc("2026-05-28T22:00"),
        mark=Mark.attended, marked_by_id=dana.id, marked_at=MONDAY_NOON, changed_by=fresh_id(),
    )  # fmt: skip
    for day in ("05-28", "06-18", "06-25"):
        await Reply.create(
            person=alice, series=begun, original_start=f"2026-{day}T18:00", starts_at=utc(f"2026-{day}T22:00"),
            kind=ReplyKind.cant_come, hindrance=Hindrance.childcare, said_at=MONDAY_NOON, received_at=MONDAY_NOON,
            changed_by=fresh_id(),
        )  # fmt: skip
    same_time = await changed(begun, JUNE_18, place="Room 4")
    later = await changed(same_time, date(2026, 6, 25), wall_time="19:00")
    kept = {each.original_start: each.series_id for each in await Reply.all()}
    assert kept == {
        "2026-05-28T18:00": begun.id,
        "2026-06-18T18:00": same_time.id,
        "2026-06-25T18:00": same_time.id,  # who can't come at six may come at seven
    }
    assert (await Attendance.get(id=attended.id)).series_id == begun.id
    assert later.first_day == date(2026, 6, 25)


async def test_what_was_said_of_single_sessions_moves_over_where_there_is_one_that_day(
    begun: Series, alice: Person
) -> None:
    await said(begun, "2026-05-21T18:00", cancelled=True, reason="Dana was ill.")
    await said(begun, "2026-06-18T18:00", cancelled=True, reason="The house is closed.")
    await said(begun, "2026-06-25T18:00", starts_at=utc("2026-06-26T21:00"))
    await said(begun, "2026-07-02T18:00", topic="Sleep")
    follower = await changed(begun, JUNE_18, wall_time="17:00", excluded=["2026-07-02T17:00"])
    found = {one.original_start: one for one in await calendar_of(alice)}
    assert found["2026-05-21T18:00"].reason == "Dana was ill."
    closed, moved = found["2026-06-18T17:00"], found["2026-06-25T17:00"]
    assert (closed.state, closed.reason, closed.series) == (
        OccurrenceState.cancelled, "The house is closed.", follower.id
    )  # fmt: skip
    assert (moved.starts_at, moved.was_at) == (utc("2026-06-26T21:00"), utc("2026-06-25T21:00"))
    assert (
        await Change.filter(unexpected=False, fallen_away=False).count() == 3
    )  # what was said of July 2 ended with it


async def test_two_sessions_of_one_day_keep_what_was_said_of_each(
    program: Program, evening_a: Group, alice: Person
) -> None:
    both = await made(program, evening_a, added=["2026-06-18T10:00"])
    await said(both, "2026-06-18T10:00", topic="Morning")
    await said(both, "2026-06-18T18:00", topic="Evening")
    await changed(both, JUNE_18, wall_time="19:00", added=["2026-06-18T10:00"])
    day = await calendar_of(alice, utc("2026-06-18T00:00"), utc("2026-06-19T04:00"))
    assert [(one.original_start[11:], one.topic) for one in day] == [("10:00", "Morning"), ("19:00", "Evening")]


async def test_before_the_first_session_the_series_itself_is_changed(
    program: Program, evening_a: Group, alice: Person
) -> None:
    series = await made(program, evening_a)
    await said(series, "2026-06-11T18:00", cancelled=True)
    await changed(series, wall_time="18:30", rule="FREQ=WEEKLY;BYDAY=TU,TH")
    assert (await starts_of(alice))[:3] == ["06-04 18:30", "06-09 18:30", "06-11 18:30"]
    assert [one.state for one in (await calendar_of(alice))[:3]][2] == OccurrenceState.cancelled
    assert [each.id for each in await Series.all()] == [series.id]


async def test_without_a_day_it_is_the_first_on_which_nothing_has_begun(begun: Series, alice: Person) -> None:
    with at(utc("2026-06-04T21:00")):  # an hour before it starts
        today = await changed(begun, title="Renamed")
    assert today.first_day == date(2026, 6, 4)
    with at(utc("2026-06-04T22:30")):  # it is on
        tomorrow = await changed(today, title="Renamed again")
    titles = [(one.original_start[5:10], one.title) for one in await calendar_of(alice)]
    assert titles[2:5] == [
        ("05-28", "Relapse prevention"), ("06-04", "Renamed"), ("06-11", "Renamed again")
    ]  # fmt: skip
    assert tomorrow.first_day == date(2026, 6, 11)


async def test_no_day_that_is_over_or_on_which_a_session_began(begun: Series) -> None:
    assert await refused(begun, date(2026, 5, 31), title="Else") == "from_day"
    with at(utc("2026-06-04T22:00")):
        assert await refused(begun, date(2026, 6, 4), title="Else") == "from_day"


async def test_which_day_is_the_first_is_said_as_people_say_it(begun: Series) -> None:
    with at(utc("2026-06-04T22:00")), pytest.raises(Problem, match=r"choose June 5, 2026 or a later day"):
        await changed(begun, date(2026, 6, 4), title="Else")


async def test_a_session_held_early_stays_where_it_was(begun: Series, alice: Person) -> None:
    await said(begun, "2026-06-04T18:00", starts_at=utc("2026-06-01T14:00"))  # this morning instead of on Thursday
    before = await occurrences_of(alice, SUMMER[0], MONDAY_NOON)
    assert await refused(begun, date(2026, 6, 4), title="Else") == "from_day"
    with pytest.raises(Problem):
        await end(begun.id, date(2026, 6, 4), fresh_id(), clock.now())
    await changed(begun, title="Else")
    await end(begun.id, date(2026, 6, 5), fresh_id(), clock.now())
    assert await occurrences_of(alice, SUMMER[0], MONDAY_NOON) == before


async def test_one_held_weeks_early_has_begun_all_the_same(begun: Series) -> None:
    await said(begun, "2026-06-18T18:00", starts_at=utc("2026-05-04T14:00"))
    assert await refused(begun, JUNE_18, wall_time="17:00") == "from_day"
    await changed(begun, date(2026, 6, 19), wall_time="17:00")


async def test_one_that_waits_for_its_new_day_stays_with_the_series_it_was_of(begun: Series, alice: Person) -> None:
    await said(begun, "2026-05-28T18:00", starts_at=utc("2026-06-02T22:00"))
    await changed(begun, date(2026, 6, 2), title="Else")
    tomorrow = await calendar_of(alice, MONDAY_NOON, utc("2026-06-03T12:00"))
    assert [(one.title, one.original_start) for one in tomorrow] == [("Relapse prevention", "2026-05-28T18:00")]


async def test_nothing_new_can_have_begun_already(begun: Series) -> None:
    with at(utc("2026-06-04T16:00")):  # noon on Thursday, six hours before it
        assert await refused(begun, date(2026, 6, 4), wall_time="09:00") == "from_day"


async def test_every_second_week_a_number_of_sessions_and_topics_stay_in_step(
    program: Program, evening_a: Group, alice: Person
) -> None:
    topics = ["One", "", "Three", "", "Five", "", "Seven"]
    series = await planned(
        program, evening_a, first_day=date(2026, 5, 14), rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=4", topics=topics
    )
    await Member.filter(person=alice).update(from_day=date(2026, 1, 1))
    follower = await changed(series, date(2026, 6, 2), wall_time="19:00")
    assert [(one.original_start[5:], one.topic) for one in await calendar_of(alice)] == [
        ("05-14T18:00", "One"), ("05-28T18:00", "Three"), ("06-11T19:00", "Five"), ("06-25T19:00", "Seven"),
    ]  # fmt: skip
    assert (follower.rule, follower.topics) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=2", ["Five", "", "Seven"])


async def test_single_dates_are_split_between_two(program: Program, evening_a: Group, alice: Person) -> None:
    await Member.filter(person=alice).update(from_day=date(2026, 1, 1))
    dates = await planned(
        program, evening_a, first_day=date(2026, 5, 14), rule="FREQ=DAILY;COUNT=1",
        added=["2026-05-21T18:00", "2026-06-16T18:00", "2026-07-09T18:00"],
    )  # fmt: skip
    await changed(dates, place="Room 4")
    assert [(one.original_start[5:10], one.place) for one in await calendar_of(alice)] == [
        ("05-14", None), ("05-21", None), ("06-16", "Room 4"), ("07-09", "Room 4"),
    ]  # fmt: skip


async def test_dates_at_another_time_bring_no_session_that_nobody_planned(
    program: Program, evening_a: Group, alice: Person
) -> None:
    dates = await planned(
        program, evening_a, first_day=date(2026, 5, 28), rule="FREQ=DAILY;COUNT=1", added=["2026-06-16T09:00"]
    )
    await changed(dates, place="Room 4")
    assert (await starts_of(alice))[-1:] == ["06-16 09:00"]
    assert len(await starts_of(alice, MONDAY_NOON)) == 1


async def test_a_rule_with_nothing_left_is_no_change_but_an_end(begun: Series) -> None:
    assert await refused(begun, JUNE_18, until=date(2026, 6, 17)) == "until"
    assert await refused(begun, JUNE_18, rule="FREQ=WEEKLY;BYDAY=TH;COUNT=3") == "until"


async def test_the_same_change_again_changes_nothing(begun: Series, alice: Person) -> None:
    follower = await changed(begun, JUNE_18, wall_time="17:00")
    before = await Series.all().order_by("id").values()
    await Person.filter(id=alice.id).update(plan_stale=False)
    again = await changed(begun, JUNE_18, wall_time="17:00", id=follower.id)
    assert again.id == follower.id
    assert await Series.all().order_by("id").values() == before
    assert not (await Person.get(id=alice.id)).plan_stale


@pytest.mark.parametrize("newest_first", [True, False], ids=["the newest comes first", "the newest comes last"])
async def test_of_two_who_split_it_the_newest_has_her_way_and_no_session_is_there_twice(
    begun: Series, alice: Person, newest_first: bool
) -> None:
    stale = await Series.get(id=begun.id)  # what both of them saw
    older, newer = fresh_id(), fresh_id()
    changes = [(date(2026, 6, 11), "17:00", older), (JUNE_18, "19:00", newer)]
    for from_day, wall_time, identifier in reversed(changes) if newest_first else changes:
        await changed(stale, from_day, wall_time=wall_time, id=identifier)
    ahead = await starts_of(alice, utc("2026-06-18T00:00"), utc("2026-07-01T00:00"))
    assert ahead == ["06-18 19:00", "06-25 19:00"]
    assert len(await starts_of(alice, utc("2026-06-11T00:00"), utc("2026-06-12T04:00"))) == 1


async def test_sessions_of_one_that_gives_way_keep_their_names(begun: Series, alice: Person) -> None:
    stale = await Series.get(id=begun.id)
    await changed(stale, JUNE_18, wall_time="19:00")
    [known, *_] = await occurrences_of(alice, utc("2026-06-25T00:00"), utc("2026-06-27T00:00"))
    await changed(stale, date(2026, 6, 11), wall_time="19:00", title="Evening skills")
    found = await occurrence_named(known.id)
    assert found
    assert (found[1].title, known.id in found[1].names) == ("Evening skills", True)
    assert [series.first_day for series in await Series.all().order_by("first_day")] == [
        begun.first_day, date(2026, 6, 11),
    ]  # fmt: skip


async def test_at_the_same_moment_too(begun: Series, alice: Person) -> None:
    stale = await Series.get(id=begun.id)
    ids = [fresh_id() for _ in range(4)]
    times = ["15:00", "16:00", "17:00", "19:00"]
    await asyncio.gather(
        *(changed(stale, JUNE_18, wall_time=wall, id=one) for one, wall in zip(ids, times, strict=True))
    )
    ahead = await starts_of(alice, utc("2026-06-18T00:00"), utc("2026-07-01T00:00"))
    assert ahead == ["06-18 19:00", "06-25 19:00"]
    assert await Series.all().count() == 2  # what never came to be is not kept


async def test_a_change_with_the_id_of_something_else_is_not_taken(
    begun: Series, program: Program, evening_a: Group
) -> None:
    other = await made(program, evening_a, title="Else")
    with pytest.raises(Problem) as problem:
        await changed(begun, JUNE_18, id=other.id)
    assert problem.value.status == 404
    assert (await Series.get(id=begun.id)).until is None


async def test_one_changed_in_its_first_part_only_leaves_what_follows(begun: Series, alice: Person) -> None:
    autumn = await changed(begun, date(2026, 7, 2), wall_time="19:00")
    june = await changed(await Series.get(id=begun.id), date(2026, 6, 11), wall_time="17:00")
    assert (await starts_of(alice))[3:] [:5] == [
        "06-04 18:00", "06-11 17:00", "06-18 17:00", "06-25 17:00", "07-02 19:00",
    ]  # fmt: skip
    assert (await Series.get(id=autumn.id)).follows_id == june.id


# Ending, and one session more


async def test_it_ends_on_a_day_with_what_follows_it(begun: Series, alice: Person) -> None:
    await changed(begun, JUNE_18, wall_time="17:00")
    await end(begun.id, date(2026, 6, 25), fresh_id(), clock.now())
    assert (await starts_of(alice))[3:] == ["06-04 18:00", "06-11 18:00", "06-18 17:00"]
    await end(begun.id, date(2026, 6, 11), fresh_id(), clock.now())
    assert (await starts_of(alice))[3:] == ["06-04 18:00"]


async def test_of_two_ends_the_newest_counts(begun: Series, alice: Person) -> None:
    older, newer = fresh_id(), fresh_id()
    await end(begun.id, date(2026, 6, 12), newer, clock.now())
    await end(begun.id, date(2026, 6, 5), older, clock.now())
    assert (await starts_of(alice))[-1] == "06-11 18:00"
    await end(begun.id, date(2026, 6, 19), fresh_id(), clock.now())
    assert (await starts_of(alice))[-1] == "06-18 18:00"


async def test_an_end_that_is_put_off_brings_nothing_back_into_the_past(begun: Series, alice: Person) -> None:
    await said(begun, "2026-06-11T18:00", starts_at=utc("2026-06-03T22:00"))
    await end(begun.id, date(2026, 6, 10), fresh_id(), clock.now())
    with at(utc("2026-06-05T16:00")):
        before = await starts_of(alice, SUMMER[0], clock.now())
        await end(begun.id, date(2026, 6, 19), fresh_id(), clock.now())
        assert await starts_of(alice, SUMMER[0], clock.now()) == before
    assert (await starts_of(alice))[-2:] == ["06-11 18:00", "06-18 18:00"]


async def test_it_can_not_end_before_what_has_begun(begun: Series) -> None:
    for until in (date(2026, 5, 20), date(2026, 5, 31)):
        with pytest.raises(Problem) as problem:
            await end(begun.id, until, fresh_id(), clock.now())
        assert problem.value.field == "until"


async def test_an_added_session_is_one_of_the_series_and_marked_as_new(begun: Series, alice: Person) -> None:
    identifier = fresh_id()
    for _ in range(2):
        await add_session(begun.id, utc("2026-06-09T17:00").replace(tzinfo=None), identifier, clock.now())
    found = {one.original_start[5:]: one for one in await calendar_of(alice)}
    assert found["06-09T17:00"].changed_at == MONDAY_NOON
    assert found["06-09T17:00"].ends_at == utc("2026-06-09T22:30")
    assert (await Series.get(id=begun.id)).added == ["2026-06-09T17:00"]
    assert (await Person.get(id=alice.id)).plan_stale


async def test_two_who_add_the_same_session_add_one(begun: Series, alice: Person) -> None:
    local = utc("2026-06-09T17:00").replace(tzinfo=None)
    await asyncio.gather(*(add_session(begun.id, local, fresh_id(), clock.now()) for _ in range(3)))
    assert (await starts_of(alice)).count("06-09 17:00") == 1
    await Change.filter(series_id=begun.id).update(cancelled=True)
    with pytest.raises(Problem):
        await add_session(begun.id, local, fresh_id(), clock.now())


async def test_one_that_was_left_out_can_be_added_again(program: Program, evening_a: Group, alice: Person) -> None:
    series = await made(program, evening_a, excluded=["2026-06-11T18:00"])
    await add_session(series.id, utc("2026-06-11T18:00").replace(tzinfo=None), fresh_id(), clock.now())
    assert (await starts_of(alice))[1] == "06-11 18:00"


@pytest.mark.parametrize(
    "local", ["2026-06-11T18:00", "2026-05-31T18:00", "2028-01-01T18:00"], ids=["taken", "past", "too far"]
)
async def test_no_session_is_added_where_none_can_be(begun: Series, local: str) -> None:
    with pytest.raises(Problem) as problem:
        await add_session(begun.id, utc(local).replace(tzinfo=None), fresh_id(), clock.now())
    assert problem.value.field == "local_start"


async def test_nor_where_one_was_moved_to_or_from(begun: Series) -> None:
    await said(begun, "2026-06-11T18:00", starts_at=utc("2026-06-09T21:00"))
    for taken in ("2026-06-09T17:00", "2026-06-11T18:00"):
        with pytest.raises(Problem):
            await add_session(begun.id, utc(taken).replace(tzinfo=None), fresh_id(), clock.now())


async def test_nor_where_one_of_what_follows_was_moved_to(begun: Series) -> None:
    follower = await changed(begun, JUNE_18, wall_time="19:00")
    await said(follower, "2026-06-25T19:00", starts_at=utc("2026-06-23T21:00"))
    with pytest.raises(Problem):
        await add_session(begun.id, utc("2026-06-23T17:00").replace(tzinfo=None), fresh_id(), clock.now())


async def test_an_added_one_from_long_ago_that_arrives_late_does_not_come_back(begun: Series, alice: Person) -> None:
    late = fresh_id()
    await changed(begun, JUNE_18, place="Room 4")
    await add_session(begun.id, utc("2026-06-09T17:00").replace(tzinfo=None), late, clock.now())
    assert "06-09 17:00" not in await starts_of(alice)


# Whatever is done to it

START = utc("2026-02-16T17:00")  # clocks go forward in three weeks
ALL_OF_IT = (utc("2026-01-01T00:00"), utc("2026-10-01T00:00"))
LAST_DAY = "2026-09-01"
RULES = st.sampled_from(
    ["FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,SU;COUNT=9",
     "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYDAY=1TH,-1FR", "FREQ=DAILY;COUNT=1"]
)  # fmt: skip
TIMES = st.sampled_from(["00:00", "02:30", "09:00", "18:00", "23:30"])
PLACES = st.integers(0, 9)
Steps = st.SearchStrategy[dict[str, Any]]
EDIT: Steps = st.builds(
    dict, rule=RULES, wall_time=TIMES, until=st.none() | st.integers(1, 60), which=PLACES,
    days=st.none() | st.integers(0, 20),
)  # fmt: skip
MOVE: Steps = st.builds(dict, which=PLACES, hours=st.integers(-100, 100), cancelled=st.booleans())
END: Steps = st.builds(dict, which=PLACES, days=st.integers(0, 30))
STEPS = st.lists(st.tuples(st.integers(0, 24 * 12), EDIT | MOVE | END), min_size=1, max_size=7)  # hours since the last


class Lives:
    """Alice has a series in whose line everything happens; what is seen after a step is held against what was."""

    def __init__(self, program: Program, alice: Person) -> None:
        self.program, self.alice, self.now = program, alice, START

    async def take(self, steps: list[tuple[int, dict[str, Any]]]) -> None:
        for hours, step in steps:
            self.now += timedelta(hours=hours)
            before, begun = await self.seen(), await self.begun()
            try:
                if "rule" in step:
                    await self.edits(before, **step)
                elif "hours" in step:
                    await self.moves(before, **step)
                else:
                    await self.ends(before, **step)
            except Problem:
                assert await self.seen() == before
            assert await self.begun() == begun

    async def seen(self) -> list[Occurrence]:
        return [one for one in await occurrences_of(self.alice, *ALL_OF_IT) if not one.has_fallen_away]

    async def begun(self) -> list[Occurrence]:
        return [one for one in await self.seen() if one.starts_at <= self.now]

    async def edits(
        self, before: list[Occurrence], rule: str, wall_time: str, until: int | None, which: int, days: int | None
    ) -> None:
        series = await self.one(which)
        today = self.now.astimezone(NEW_YORK).date()
        last = today + timedelta(days=until) if until else None
        wished = None if days is None else today + timedelta(days=days)
        identifier = fresh_id()
        wanted = thursdays(
            self.program, person_id=self.alice.id, id=identifier, changed_by=identifier, rule=rule, until=last,
            first_day=series.first_day, wall_time=wall_time,
        )  # fmt: skip
        await change(series.id, wanted, wished, self.now)
        after = await self.seen()
        # 1. Every session meant for an earlier day is as it was.
        from_day = max(wished or await self.first_open_day(today), series.first_day).isoformat()
        assert early(after, from_day) == early(before, from_day)
        # 2. From that day on it is the rule as it was said, counted from where it was said.
        said_rule = Rule(rule, series.first_day, time.fromisoformat(wall_time), last)
        by_rule = [local_text(local) for local, _ in occurrences(said_rule, NEW_YORK, *ALL_OF_IT)]
        end = min(LAST_DAY, last.isoformat() if last else LAST_DAY)
        found = sorted(one.original_start for one in after)
        assert [each for each in found if from_day <= each < end] == [
            each for each in by_rule if from_day <= each < end
        ]

    async def first_open_day(self, today: date) -> date:
        begun = [date.fromisoformat(one.original_start[:10]) for one in await self.begun()]
        return max([today, *(day + timedelta(days=1) for day in begun)])

    async def moves(self, before: list[Occurrence], which: int, hours: int, cancelled: bool) -> None:
        ahead = [one for one in before if one.starts_at > self.now]
        if not ahead:
            return
        one = ahead[which % len(ahead)]
        starts_at = one.starts_at + timedelta(hours=hours)
        wanted = Change(
            series_id=one.series, original_start=one.original_start, starts_at=starts_at, cancelled=cancelled,
            changed_by=fresh_id(),
        )  # fmt: skip
        await change_session(self.program.id, wanted, self.now)
        after = {each.id: each for each in await self.seen()}
        assert after[one.id].starts_at == starts_at
        assert {key: each for key, each in after.items() if key != one.id} == {
            each.id: each for each in before if each.id != one.id
        }

    async def ends(self, before: list[Occurrence], which: int, days: int) -> None:
        series = await self.one(which)
        until = (self.now.astimezone(NEW_YORK).date() + timedelta(days=days)).isoformat()
        await end(series.id, date.fromisoformat(until), fresh_id(), self.now)
        after = await self.seen()
        if series.until is None:  # the last of its line
            first = max(until, series.first_day.isoformat())
            assert early(after, first) == early(before, first) == after

    async def one(self, which: int) -> Series:
        line = await Series.all().order_by("id")
        return line[which % len(line)]


def early(found: list[Occurrence], day: str) -> list[Occurrence]:
    return [one for one in found if one.original_start < day]


async def test_whatever_is_changed_what_had_begun_stays_and_after_it_the_new_rule_holds(program: Program) -> None:
    loop = asyncio.get_running_loop()

    async def live(rule: str, wall_time: str, steps: list[tuple[int, dict[str, Any]]]) -> None:
        await Series.all().delete()
        alice = await make_person(program, "Alice")
        first = thursdays(
            program, person_id=alice.id, rule=rule, wall_time=wall_time, first_day=date(2026, 2, 12)
        )  # fmt: skip
        await first.save(force_create=True)
        await Lives(program, alice).take(steps)

    @bounds(max_examples=80, deadline=None)
    @given(RULES, TIMES, STEPS)
    def lives(rule: str, wall_time: str, steps: list[tuple[int, dict[str, Any]]]) -> None:
        asyncio.run_coroutine_threadsafe(live(rule, wall_time, steps), loop).result(PATIENCE)

    await asyncio.to_thread(lives)
