"""Which sessions people have: by group and by day, with what was moved and cancelled."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from tortoise.exceptions import ValidationError

from server.database import connection
from server.people.models import Group, Member, Person, Program
from server.sessions.expand import Occurrence, OccurrenceOut, OccurrenceState, occurrences_of, occurrences_of_many
from server.sessions.models import Change, Series, SessionKind
from tests.sessions.planned import Plan, since_january

THURSDAY_6PM = "2026-06-11T18:00"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


JUNE = (utc("2026-06-01T00:00"), utc("2026-07-01T00:00"))


def starts(found: list[Occurrence]) -> list[str]:
    return [occurrence.original_start for occurrence in found]


async def move(series: Series, original: str, **differently: Any) -> Change:
    return await Change.create(
        series=series, original_start=original, changed_at=utc("2026-05-01T12:00"), **differently
    )


@pytest.fixture
async def morning_b(program: Program, ben: Person) -> Group:
    return await Group.create(program=program, name="Morning B", lead=ben)


@pytest.fixture
async def in_june(morning_b: Group, alice: Person) -> Member:
    """Alice is in Morning B from June 4 to before June 18."""
    return await Member.create(group=morning_b, person=alice, from_day=date(2026, 6, 4), to_day=date(2026, 6, 18))


@pytest.fixture
def plan(program: Program) -> Plan:
    return partial(since_january, program)


@pytest.fixture
async def group_series(plan: Plan, morning_b: Group, in_june: Member) -> Series:
    return await plan(group=morning_b, place="Room 2")


async def test_alice_has_the_sessions_of_the_days_on_which_she_is_a_member(alice: Person, group_series: Series) -> None:
    found = await occurrences_of(alice, *JUNE)
    assert starts(found) == ["2026-06-04T18:00", THURSDAY_6PM]  # not the 18th, her first day outside
    assert found[0].starts_at == utc("2026-06-04T22:00")
    assert found[0].ends_at == utc("2026-06-04T23:30")


async def test_charlie_in_no_group_has_none_of_its_sessions(charlie: Person, group_series: Series) -> None:
    assert await occurrences_of(charlie, *JUNE) == []


async def test_the_day_is_that_of_the_sessions_zone(
    plan: Plan, alice: Person, morning_b: Group, in_june: Member
) -> None:
    await plan(group=morning_b, wall_time="21:00", rule="FREQ=WEEKLY;BYDAY=WE")  # the 17th there, the 18th in UTC
    assert starts(await occurrences_of(alice, *JUNE)) == ["2026-06-10T21:00", "2026-06-17T21:00"]


async def test_alice_sees_her_own_sessions_and_charlie_his(plan: Plan, alice: Person, charlie: Person) -> None:
    await plan(person=alice, kind=SessionKind.individual, title="With Dana", rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    await plan(person=charlie, kind=SessionKind.family, title="Family hour", rule="FREQ=MONTHLY;BYDAY=1TU")
    found = await occurrences_of_many([alice, charlie], *JUNE)
    assert [(each.title, each.original_start) for each in found[alice.id]] == [
        ("With Dana", "2026-06-01T18:00"),
        ("With Dana", "2026-06-15T18:00"),
        ("With Dana", "2026-06-29T18:00"),
    ]
    assert [(each.title, each.original_start) for each in found[charlie.id]] == [("Family hour", "2026-06-02T18:00")]


async def test_sessions_come_in_the_order_of_their_starts(plan: Plan, alice: Person, group_series: Series) -> None:
    await plan(person=alice, kind=SessionKind.individual, wall_time="09:00", rule="FREQ=WEEKLY;BYDAY=TH,FR")
    await move(group_series, "2026-06-04T18:00", starts_at=utc("2026-06-04T11:00"))
    first_week = await occurrences_of(alice, utc("2026-06-04T00:00"), utc("2026-06-08T00:00"))
    assert starts(first_week) == ["2026-06-04T18:00", "2026-06-04T09:00", "2026-06-05T09:00"]


async def test_a_moved_session_keeps_its_name_and_says_where_it_was(alice: Person, group_series: Series) -> None:
    moved_to = utc("2026-06-12T21:00")
    await move(group_series, THURSDAY_6PM, starts_at=moved_to, place="Room 4", reason="The heating is broken.")
    moved = (await occurrences_of(alice, *JUNE))[1]
    assert moved.id == f"{group_series.id}@{THURSDAY_6PM}"
    assert (moved.state, moved.starts_at, moved.was_at) == (OccurrenceState.moved, moved_to, utc("2026-06-11T22:00"))
    assert moved.ends_at == moved_to + timedelta(minutes=90)
    assert (moved.place, moved.reason) == ("Room 4", "The heating is broken.")


async def test_a_cancelled_session_stays_to_be_seen(alice: Person, group_series: Series) -> None:
    await move(group_series, THURSDAY_6PM, cancelled=True, reason="Dana is away.")
    assert [each.state for each in await occurrences_of(alice, *JUNE)] == [
        OccurrenceState.planned,
        OccurrenceState.cancelled,
    ]


async def test_a_shorter_session_in_another_room_is_still_as_planned(alice: Person, group_series: Series) -> None:
    await move(group_series, THURSDAY_6PM, minutes=60, place="Room 4")
    changed = (await occurrences_of(alice, *JUNE))[1]
    assert (changed.state, changed.place, changed.was_at) == (OccurrenceState.planned, "Room 4", None)
    assert changed.ends_at - changed.starts_at == timedelta(hours=1)


async def test_a_session_moved_out_of_the_window_is_not_in_it(alice: Person, group_series: Series) -> None:
    await move(group_series, THURSDAY_6PM, starts_at=utc("2026-08-20T22:00"))
    assert starts(await occurrences_of(alice, *JUNE)) == ["2026-06-04T18:00"]


async def test_whoever_looks_for_it_there_finds_it_all_the_same(alice: Person, group_series: Series) -> None:
    moved_to = utc("2026-08-20T22:00")
    await move(group_series, THURSDAY_6PM, starts_at=moved_to)
    found = await occurrences_of(alice, *JUNE, with_moved_away=True)
    assert [(one.original_start, one.starts_at) for one in found] == [
        ("2026-06-04T18:00", utc("2026-06-04T22:00")), (THURSDAY_6PM, moved_to),
    ]  # fmt: skip


async def test_a_session_moved_into_the_window_is_in_it_however_far_it_came(
    alice: Person, group_series: Series
) -> None:
    await move(group_series, THURSDAY_6PM, starts_at=utc("2026-08-20T22:00"))
    found = await occurrences_of(alice, utc("2026-08-20T00:00"), utc("2026-08-21T00:00"))
    assert starts(found) == [THURSDAY_6PM]


async def test_the_window_counts_where_a_session_is_now(alice: Person, group_series: Series) -> None:
    moved_to = utc("2026-06-11T20:00")
    await move(group_series, THURSDAY_6PM, starts_at=moved_to)
    assert starts(await occurrences_of(alice, moved_to, moved_to + timedelta(minutes=1))) == [THURSDAY_6PM]
    assert await occurrences_of(alice, moved_to - timedelta(hours=1), moved_to) == []


async def test_who_was_meant_to_come_learns_that_it_moved_and_who_is_there_by_then_too(
    alice: Person, charlie: Person, group_series: Series, morning_b: Group
) -> None:
    await Member.create(group=morning_b, person=charlie, from_day=date(2026, 6, 18))
    await move(group_series, THURSDAY_6PM, starts_at=utc("2026-06-19T22:00"))
    found = await occurrences_of_many([alice, charlie], *JUNE)
    assert THURSDAY_6PM in starts(found[alice.id])  # she leaves on the 18th: she doesn't come on the 11th in vain
    assert starts(found[charlie.id]) == ["2026-06-18T18:00", THURSDAY_6PM, "2026-06-25T18:00"]


async def test_who_left_and_came_back_has_a_session_once(alice: Person, group_series: Series, morning_b: Group) -> None:
    await Member.create(group=morning_b, person=alice, from_day=date(2026, 6, 18))
    await move(group_series, THURSDAY_6PM, starts_at=utc("2026-06-19T22:00"))
    found = await occurrences_of(alice, *JUNE)
    assert starts(found) == ["2026-06-04T18:00", "2026-06-18T18:00", THURSDAY_6PM, "2026-06-25T18:00"]


async def test_a_change_of_a_session_that_the_rule_no_longer_has_means_nothing(
    alice: Person, group_series: Series
) -> None:
    await move(group_series, "2026-06-12T18:00", starts_at=utc("2026-06-13T22:00"))
    assert starts(await occurrences_of(alice, *JUNE)) == ["2026-06-04T18:00", THURSDAY_6PM]


async def test_a_session_in_a_spring_gap_can_be_changed_by_the_name_it_has(plan: Plan, alice: Person) -> None:
    series = await plan(person=alice, kind=SessionKind.individual, wall_time="02:30", rule="FREQ=WEEKLY;BYDAY=SU")
    window = (utc("2026-03-08T00:00"), utc("2026-03-09T00:00"))
    [planned] = await occurrences_of(alice, *window)
    assert (planned.original_start, planned.starts_at) == ("2026-03-08T02:30", utc("2026-03-08T07:30"))
    await move(series, planned.original_start, cancelled=True)
    assert [each.state for each in await occurrences_of(alice, *window)] == [OccurrenceState.cancelled]


async def test_each_calendar_week_has_its_topic_until_they_are_through(plan: Plan, alice: Person) -> None:
    topics = ["Triggers", "Sleep"]
    first_day = date(2026, 6, 4)  # a Thursday: its week is the first
    await plan(
        person=alice, kind=SessionKind.individual, rule="FREQ=WEEKLY;BYDAY=MO,TH", first_day=first_day, topics=topics
    )
    found = await occurrences_of(alice, utc("2026-06-01T00:00"), utc("2026-06-16T00:00"))
    assert [(each.original_start[:10], each.topic) for each in found] == [
        ("2026-06-04", "Triggers"),
        ("2026-06-08", "Sleep"),
        ("2026-06-11", "Sleep"),
        ("2026-06-15", None),
    ]


async def test_the_number_of_queries_does_not_grow_with_the_calendar(
    plan: Plan, alice: Person, charlie: Person, group_series: Series, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (alice, charlie):
        for hour in range(10, 16):
            await plan(person=person, kind=SessionKind.individual, wall_time=f"{hour}:00", facilitator=dana)
    asked: list[str] = []
    client = type(connection())
    execute_query = client.execute_query

    async def counting(self: Any, query: str, values: list[Any] | None = None) -> Any:
        asked.append(query)
        return await execute_query(self, query, values)

    monkeypatch.setattr(client, "execute_query", counting)
    found = await occurrences_of_many([alice, charlie], *JUNE)
    assert len(found[alice.id]) == 2 + 6 * 4
    assert found[charlie.id][0].facilitator == "Dana"
    assert len(asked) == 3


async def test_on_the_wire_it_is_what_the_phone_expects(plan: Plan, alice: Person, dana: Person) -> None:
    series = await plan(
        person=alice,
        kind=SessionKind.individual,
        title="With Dana",
        facilitator=dana,
        bring="The trigger map",
        link="https://video.example.org/a",
    )
    [found] = await occurrences_of(alice, utc("2026-11-26T00:00"), utc("2026-11-28T00:00"))
    assert OccurrenceOut.of(found).model_dump(mode="json") == {
        "id": f"{series.id}@2026-11-26T18:00",
        "series": str(series.id),
        "original_start": "2026-11-26T18:00",
        "starts_at": "2026-11-26T23:00:00Z",
        "ends_at": "2026-11-27T00:30:00Z",
        "zone": "America/New_York",
        "kind": "individual",
        "title": "With Dana",
        "topic": None,
        "homework": None,
        "place": None,
        "link": "https://video.example.org/a",
        "bring": "The trigger map",
        "facilitator": "Dana",
        "state": "planned",
        "was_at": None,
        "reason": None,
        "changed_at": None,
        "is_added": False,
        "is_elsewhere": False,
        "is_other_length": False,
        "is_put_back": False,
        "formerly": None,
        "former_ids": [],
    }


async def test_no_session_has_a_former_name_that_is_another_ones_own(plan: Plan, alice: Person) -> None:
    """A part of a line was brought forward, over what is left of the one before."""
    first = await plan(person=alice, kind=SessionKind.individual)
    await plan(person=alice, kind=SessionKind.individual, follows_id=first.id)
    found = await occurrences_of(alice, utc("2026-06-01T00:00"), utc("2026-06-12T00:00"))
    assert len(found) == 4
    assert [one.former_ids for one in found] == [[]] * 4


@pytest.mark.parametrize(("field", "value"), [("rule", "every Thursday"), ("wall_time", "6 pm"), ("zone", "New York")])
async def test_a_series_that_nobody_could_expand_is_never_stored(
    plan: Plan, alice: Person, field: str, value: str
) -> None:
    with pytest.raises(ValidationError, match=field):
        await plan(person=alice, **{field: value})
    assert not await Series.exists()
