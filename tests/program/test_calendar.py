"""The staff's calendar: what Dana and Ben see of it, and what they may do to it."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from server.database import connection
from server.people.models import Audit, Group, Member, Person, Program, Role
from server.sessions.expand import occurrences_of
from server.sessions.models import (
    Change,
    Commitment,
    CommitmentKind,
    Hindrance,
    Reply,
    ReplyKind,
    Series,
    SessionKind,
)
from tests.conftest import Browser, make_person
from tests.frozen import at, made_at, utc
from tests.queries import counted
from tests.sessions.planned import MONDAY_NOON, changed, fresh_id, planned, said, since_january, starts_of, thursdays

JUNE = "from=2026-06-01T00:00:00Z&to=2026-07-01T00:00:00Z"
JANUARY = date(2026, 1, 1)
SERIES: dict[str, Any] = {
    "series": None, "from_day": None, "group": None, "person": None, "facilitator": None, "kind": "group",
    "title": "Relapse prevention", "topics": ["Triggers"], "homework": None, "rule": "FREQ=WEEKLY;BYDAY=TH",
    "first_day": "2026-06-04", "wall_time": "18:00", "minutes": 90, "until": None, "excluded": [], "added": [],
    "place": "Room 2", "link": None, "bring": None,
}  # fmt: skip
CHANGE: dict[str, Any] = {
    "occurrence": "", "starts_at": None, "minutes": None, "cancelled": False, "reason": None, "place": None,
    "link": None, "topic": None, "homework": None,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _monday(program: Program) -> Any:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def alice(alice: Person) -> Person:
    """In Evening A since January, and planned."""
    await Member.filter(person=alice).update(from_day=JANUARY)
    await Person.filter(id=alice.id).update(plan_stale=False)
    return await Person.get(id=alice.id)


@pytest.fixture
async def both(alice: Person, charlie: Person, evening_a: Group) -> Group:
    """Charlie, in Ben's care, is in Dana's group until May; he is there to be seen by nobody but Ben."""
    await Person.filter(id=charlie.id).update(plan_stale=False)
    await Member.create(group=evening_a, person=charlie, from_day=JANUARY)
    await Group.filter(id=evening_a.id).update(lead_id=None)
    return await Group.get(id=evening_a.id)


async def read(staff: Browser, query: str = JUNE) -> dict[str, Any]:
    answer = await staff.get(f"/api/calendar?{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def put(staff: Browser, what: str, body: dict[str, Any], identifier: UUID | None = None) -> httpx2.Response:
    return await staff.put(f"/api/{what}/{identifier or fresh_id()}", body)


def group_of(*members: Person, name: str = "Evening A", **more: Any) -> dict[str, Any]:
    rows = [{"person": str(each.id), "from_day": "2026-01-01", "to_day": None} for each in members]
    return {"name": name, "lead": None, "members": rows, **more}


def wrong(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("field")


async def reply(person: Person, series: Series, start: str, kind: ReplyKind = ReplyKind.cant_come) -> None:
    await Reply.create(
        person=person, series=series, original_start=start, starts_at=utc(f"{start[:10]}T22:00"), kind=kind,
        said_at=MONDAY_NOON,
        hindrance=Hindrance.illness, received_at=MONDAY_NOON, changed_by=fresh_id(),
    )  # fmt: skip


# Reading


async def test_dana_and_ben_see_every_group_session_and_only_their_own_people(
    danas: Browser, bens: Browser, alice: Person, charlie: Person, both: Group, program: Program
) -> None:
    mia = await make_person(program, "Mia", Role.counselor)
    await reply(alice, series := await planned(program, both, facilitator_id=mia.id), "2026-06-11T18:00")
    await reply(charlie, series, "2026-06-11T18:00")
    await reply(alice, series, "2026-06-18T18:00", ReplyKind.coming)
    for staff, person, other in ((danas, alice, charlie), (bens, charlie, alice)):
        found = await read(staff)
        assert [one["original_start"][5:10] for one in found["occurrences"]] == ["06-04", "06-11", "06-18", "06-25"]
        assert [one["expected"] for one in found["occurrences"]] == [[str(person.id)]] * 4
        assert [one["cant_come"] for one in found["occurrences"]] == [[], [str(person.id)], [], []]
        assert [each["name"] for each in found["people"]] == [person.name]
        [group] = found["groups"]
        assert [each["person"] for each in group["members"]] == [str(person.id)]
        assert group["others"] == 1
        assert str(other.id) not in str(found)
        assert found["occurrences"][0]["facilitator"] == "Mia"
        assert {each["name"] for each in found["staff"]} == {"Dana", "Ben", "Mia"}


async def test_what_was_said_of_another_time_is_not_said_of_where_it_was_moved(
    danas: Browser, alice: Person, program: Program, evening_a: Group
) -> None:
    await reply(alice, series := await planned(program, evening_a), "2026-06-11T18:00")
    moved = CHANGE | {"occurrence": f"{series.id}@2026-06-11T18:00", "starts_at": "2026-06-11T20:00:00Z"}
    assert (await put(danas, "changes", moved)).status_code == 200
    assert [one["cant_come"] for one in (await read(danas))["occurrences"]] == [[], [], [], []]
    await put(danas, "changes", moved | {"starts_at": None})
    assert (await read(danas))["occurrences"][1]["cant_come"] == [str(alice.id)]


async def test_a_session_moved_out_of_the_week_is_seen_where_it_was_meant_to_be(
    danas: Browser, alice: Person, program: Program, evening_a: Group
) -> None:
    series = await planned(program, evening_a)
    moved = CHANGE | {"occurrence": f"{series.id}@2026-06-11T18:00", "starts_at": "2026-07-20T22:00:00Z"}
    assert (await put(danas, "changes", moved)).status_code == 200
    gone = [one for one in (await read(danas))["occurrences"] if one["state"] == "moved"]
    assert [(one["was_at"], one["starts_at"]) for one in gone] == [("2026-06-11T22:00:00Z", "2026-07-20T22:00:00Z")]


async def test_a_session_of_one_person_is_seen_only_by_who_cares_for_them(
    danas: Browser, bens: Browser, alice: Person, program: Program
) -> None:
    own = thursdays(program, person_id=alice.id, kind=SessionKind.individual, title="With Dana")
    await own.save(force_create=True)
    assert (await read(danas))["occurrences"][0]["expected"] == [str(alice.id)]
    assert [each["person"] for each in (await read(danas))["series"]] == [str(alice.id)]
    found = await read(bens)
    assert (found["occurrences"], found["series"]) == ([], [])


async def test_nothing_of_another_programs(danas: Browser, evening_a: Group) -> None:
    elsewhere = await Program.create(name="Elsewhere", zone="UTC")
    other = await Group.create(program=elsewhere, name="Theirs")
    await planned(elsewhere, other)
    found = await read(danas)
    assert [each["name"] for each in found["groups"]] == ["Evening A"]
    assert (found["series"], found["occurrences"]) == ([], [])


async def test_a_series_that_is_over_is_there_while_its_sessions_are_shown(
    danas: Browser, program: Program, evening_a: Group
) -> None:
    await planned(program, evening_a, first_day=date(2026, 4, 2), until=date(2026, 5, 1))
    assert (await read(danas))["series"] == []
    april = await read(danas, "from=2026-04-01T00:00:00Z&to=2026-05-01T00:00:00Z")
    assert len(april["series"]) == 1


async def test_what_was_added_or_moved_past_its_end_is_there(
    danas: Browser, program: Program, evening_a: Group
) -> None:
    over: dict[str, Any] = {"first_day": date(2026, 4, 2), "until": date(2026, 5, 1)}
    await planned(program, evening_a, **over, added=["2026-06-09T17:00"])
    moved = await planned(program, evening_a, **over)
    await said(moved, "2026-04-30T18:00", starts_at=utc("2026-06-10T22:00"))
    found = await read(danas)
    assert [one["starts_at"] for one in found["occurrences"]] == ["2026-06-09T21:00:00Z", "2026-06-10T22:00:00Z"]


async def test_one_long_over_is_not_read_at_all(danas: Browser, program: Program, evening_a: Group) -> None:
    await planned(program, evening_a, first_day=date(2026, 4, 2), until=date(2026, 5, 1))
    await connection().execute_query("UPDATE series SET rule = 'of another age'")
    assert (await read(danas))["series"] == []


async def test_it_is_read_in_as_many_queries_for_one_person_as_for_twelve(
    danas: Browser, dana: Person, alice: Person, program: Program, evening_a: Group
) -> None:
    series = await planned(program, evening_a)
    busy = f"/api/busy?{JUNE}&group={evening_a.id}"
    with counted() as few:
        await read(danas)
        await danas.get(busy)
    for number in range(11):
        person = await make_person(program, f"Guest {number}", counselor=dana)
        await Member.create(group=evening_a, person=person, from_day=JANUARY)
        await reply(person, series, "2026-06-11T18:00")
        await planned(program, evening_a, wall_time=f"{number + 8:02}:00")
    with counted() as many:
        found = await read(danas)
        await danas.get(busy)
    assert len(found["occurrences"][0]["expected"]) == 12
    assert len(few) == len(many) > 0


@pytest.mark.parametrize(
    "query",
    ["", "from=2026-06-01T00:00:00Z", "from=2026-06-01&to=2026-06-02", "from=2026-06-01T00:00&to=2026-06-02T00:00",
     "from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z", "from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z"],
)  # fmt: skip
async def test_a_range_that_is_none_is_asked_for_again(danas: Browser, query: str) -> None:
    assert (await danas.get(f"/api/calendar?{query}")).status_code == 422


async def test_who_is_busy_when(danas: Browser, bens: Browser, alice: Person, program: Program, both: Group) -> None:
    series = await planned(program, both)
    await put(danas, "changes", CHANGE | {"occurrence": f"{series.id}@2026-06-11T18:00", "cancelled": True})
    usual: dict[str, Any] = {
        "person": alice, "kind": CommitmentKind.work, "title": "The bakery", "rule": "FREQ=WEEKLY;BYDAY=MO",
        "first_day": JANUARY, "wall_time": "22:00", "minutes": 480, "zone": "America/New_York",
    }  # fmt: skip
    for more in ({"shared": True}, {"shared": False}, {"shared": True, "removed_at": MONDAY_NOON}):
        await Commitment.create(id=(identifier := fresh_id()), changed_by=identifier, **{**usual, **more})
    week = "from=2026-06-09T04:00:00Z&to=2026-06-19T04:00:00Z"
    for whose in (f"person={alice.id}", f"group={both.id}"):
        answer = await danas.get(f"/api/busy?{week}&{whose}")
        assert answer.json()["people"] == [
            {
                "person": str(alice.id),
                "sessions": [
                    {
                        "occurrence": f"{series.id}@2026-06-18T18:00",
                        "starts_at": "2026-06-18T22:00:00Z",
                        "ends_at": "2026-06-18T23:30:00Z",
                    }
                ],
                "commitments": [  # Monday's night shift lasts into Tuesday
                    {"starts_at": "2026-06-09T02:00:00Z", "ends_at": "2026-06-09T10:00:00Z"},
                    {"starts_at": "2026-06-16T02:00:00Z", "ends_at": "2026-06-16T10:00:00Z"},
                ],
            }
        ]
        assert "bakery" not in answer.text
    assert str(alice.id) not in (await bens.get(f"/api/busy?{week}&group={both.id}")).text
    assert (await bens.get(f"/api/busy?{week}&person={alice.id}")).status_code == 404
    assert (await danas.get(f"/api/busy?{week}")).status_code == 404


async def test_when_the_facilitator_leads_another_session(
    danas: Browser, dana: Person, alice: Person, program: Program, both: Group
) -> None:
    series = await planned(program, both, facilitator=dana)
    await put(danas, "changes", CHANGE | {"occurrence": f"{series.id}@2026-06-11T18:00", "cancelled": True})
    await planned(program, both, wall_time="09:00")  # which nobody leads yet
    week = "from=2026-06-09T04:00:00Z&to=2026-06-19T04:00:00Z"
    answer = await danas.get(f"/api/busy?{week}&person={alice.id}&facilitator={dana.id}")
    busy = {"starts_at": "2026-06-18T22:00:00Z", "ends_at": "2026-06-18T23:30:00Z"}
    assert answer.json()["facilitator"] == [{**busy, "occurrence": f"{series.id}@2026-06-18T18:00"}]
    assert (await danas.get(f"/api/busy?{week}&person={alice.id}")).json()["facilitator"] == []
    for nobody in (alice.id, uuid4()):
        assert (await danas.get(f"/api/busy?{week}&person={alice.id}&facilitator={nobody}")).status_code == 404


async def test_of_a_session_that_the_facilitator_has_with_somebody_else_only_the_time_is_told(
    danas: Browser, bens: Browser, alice: Person, charlie: Person, ben: Person, program: Program, both: Group
) -> None:
    own = thursdays(program, person_id=charlie.id, kind=SessionKind.individual, facilitator_id=ben.id)
    await own.save(force_create=True)
    week = "from=2026-06-09T04:00:00Z&to=2026-06-12T04:00:00Z"
    asked = f"/api/busy?{week}&group={both.id}&facilitator={ben.id}"
    for staff, name in ((danas, None), (bens, f"{own.id}@2026-06-11T18:00")):
        answer = await staff.get(asked)
        [busy] = answer.json()["facilitator"]
        assert (busy["starts_at"], busy["occurrence"]) == ("2026-06-11T22:00:00Z", name)
        assert (str(own.id) in answer.text) == (name is not None)


# Groups


async def test_a_new_group_with_alice_in_it(danas: Browser, dana: Person, alice: Person, program: Program) -> None:
    identifier = fresh_id()
    body = group_of(alice, name="Morning B", lead=str(dana.id))
    for _ in range(2):
        assert (await put(danas, "groups", body, identifier)).json() == {"id": str(identifier)}
    group = await Group.get(id=identifier).prefetch_related("members")
    assert (group.name, group.lead_id, [each.person_id for each in group.members]) == ("Morning B", dana.id, [alice.id])
    assert (await Person.get(id=alice.id)).plan_stale


async def test_charlie_stays_in_the_group_that_dana_saves_without_seeing_him(
    danas: Browser, alice: Person, charlie: Person, both: Group
) -> None:
    await put(danas, "groups", group_of(name="Renamed"), both.id)
    assert (await Group.get(id=both.id)).name == "Renamed"
    assert [each.person_id for each in await Member.filter(group=both)] == [charlie.id]
    stale = {each.id: each.plan_stale for each in await Person.all()}
    assert (stale[alice.id], stale[charlie.id]) == (True, False)


async def test_who_comes_and_who_leaves_has_another_calendar(
    danas: Browser, dana: Person, alice: Person, evening_a: Group, program: Program
) -> None:
    fay, gus = [await make_person(program, name, counselor=dana) for name in ("Fay", "Gus")]
    await Member.create(group=evening_a, person=fay, from_day=JANUARY)
    await planned(program, evening_a)
    await Person.all().update(plan_stale=False)
    rows = group_of(alice, fay, gus)["members"]
    rows[1]["to_day"], rows[2]["from_day"] = "2026-06-11", "2026-06-12"
    await put(danas, "groups", group_of() | {"members": rows}, evening_a.id)
    stale = {each.id for each in await Person.filter(plan_stale=True)}
    assert {fay.id, gus.id} <= stale
    assert alice.id not in stale
    assert [(await starts_of(each))[:2] for each in (fay, gus)] == [["06-04 18:00"], ["06-18 18:00", "06-25 18:00"]]


async def test_dana_and_ben_save_at_once_and_neither_loses_their_own(
    danas: Browser, bens: Browser, alice: Person, charlie: Person, both: Group
) -> None:
    await Member.filter(group=both).delete()
    await asyncio.gather(
        put(danas, "groups", group_of(alice), both.id), put(bens, "groups", group_of(charlie), both.id)
    )
    assert {each.person_id for each in await Member.filter(group=both)} == {alice.id, charlie.id}


@pytest.mark.parametrize("newest_first", [True, False], ids=["the newest comes first", "the newest comes last"])
async def test_of_two_who_change_a_group_the_newest_has_her_way(
    danas: Browser, alice: Person, evening_a: Group, newest_first: bool
) -> None:
    older, newer = ({"name": name, "changed_by": str(fresh_id())} for name in ("Older", "Newer"))
    both = [group_of(**older), group_of(alice, **newer)]
    for body in reversed(both) if newest_first else both:
        assert (await put(danas, "groups", body, evening_a.id)).status_code == 200
    assert (await Group.get(id=evening_a.id)).name == "Newer"
    assert [each.person_id for each in await Member.filter(group=evening_a)] == [alice.id]


async def test_a_change_from_an_app_that_does_not_say_when_counts_from_when_it_arrives(
    danas: Browser, alice: Person, evening_a: Group
) -> None:
    changes = [{"name": name, "changed_by": str(fresh_id())} for name in ("First", "Last")]
    await put(danas, "groups", group_of(alice, **changes[0]), evening_a.id)
    with at(MONDAY_NOON + timedelta(minutes=1)):
        await put(danas, "groups", group_of(alice, name="Old app"), evening_a.id)
        await put(danas, "groups", group_of(alice, **changes[1]), evening_a.id)
    assert (await Group.get(id=evening_a.id)).name == "Old app"


async def test_who_came_into_danas_care_or_the_group_while_she_wrote_keeps_their_membership(
    danas: Browser, dana: Person, alice: Person, charlie: Person, both: Group, program: Program
) -> None:
    shown = (await read(danas))["groups"][0]["members"]
    fay = await make_person(program, "Fay", counselor=dana)
    await Member.create(group=both, person=fay, from_day=JANUARY)
    await Person.filter(id=charlie.id).update(counselor_id=dana.id)
    await put(danas, "groups", group_of(shown=[each["person"] for each in shown]), both.id)
    assert {each.person_id for each in await Member.filter(group=both)} == {fay.id, charlie.id}


async def test_what_she_says_was_shown_reaches_nobody_outside_her_care(
    danas: Browser, charlie: Person, both: Group
) -> None:
    await put(danas, "groups", group_of(shown=[str(charlie.id)]), both.id)
    assert await Member.filter(group=both, person=charlie).exists()


async def test_who_is_not_in_danas_care_is_not_put_into_a_group_by_her(
    danas: Browser, charlie: Person, evening_a: Group
) -> None:
    answer = await put(danas, "groups", group_of(charlie), evening_a.id)
    assert answer.status_code == 404
    assert not await Member.filter(person=charlie).exists()


async def test_memberships_that_can_not_be(danas: Browser, alice: Person, charlie: Person, evening_a: Group) -> None:
    [row] = group_of(alice)["members"]
    for rows in ([row, row], [row, row | {"from_day": "2026-03-01"}], [row | {"to_day": "2026-01-01"}]):
        assert wrong(await put(danas, "groups", group_of() | {"members": rows}, evening_a.id)) == (422, "members")
    assert wrong(await put(danas, "groups", group_of(lead=str(charlie.id)), evening_a.id)) == (422, "lead")
    assert wrong(await put(danas, "groups", group_of(name="  "), evening_a.id)) == (422, "name")
    for change, field in ((uuid4(), "changed_by"), (made_at(utc("2099-01-01T00:00")), "id")):
        body = group_of(alice, changed_by=str(change))
        assert wrong(await put(danas, "groups", body, evening_a.id)) == (422, field)
    came_back = [row | {"to_day": "2026-02-01"}, row | {"from_day": "2026-02-01"}]
    assert (await put(danas, "groups", group_of() | {"members": came_back}, evening_a.id)).status_code == 200


async def test_another_programs_group_is_not_there(danas: Browser) -> None:
    other = await Group.create(program=await Program.create(name="Elsewhere", zone="UTC"), name="Theirs")
    assert (await put(danas, "groups", group_of(), other.id)).status_code == 404
    for body in (SERIES | {"group": str(other.id)}, SERIES | {"group": str(fresh_id())}):
        assert wrong(await put(danas, "series", body)) == (422, "group")


# Series and single sessions, over the wire


async def test_dana_makes_a_series_splits_it_and_alice_has_both(
    danas: Browser, dana: Person, alice: Person, evening_a: Group
) -> None:
    body = SERIES | {"group": str(evening_a.id), "facilitator": str(dana.id)}
    first, second = fresh_id(), fresh_id()
    for _ in range(2):
        assert (await put(danas, "series", body, first)).json() == {"id": str(first)}
    with at(utc("2026-06-06T16:00")):
        split = body | {"series": str(first), "from_day": "2026-06-18", "wall_time": "17:00"}
        assert (await put(danas, "series", split, second)).json() == {"id": str(second)}
        found = await read(danas)
    assert [one["original_start"][5:] for one in found["occurrences"]] == [
        "06-04T18:00", "06-11T18:00", "06-18T17:00", "06-25T17:00"
    ]  # fmt: skip
    assert [(each["until"], each["follows"]) for each in found["series"]] == [
        ("2026-06-18", None), (None, str(first))
    ]  # fmt: skip
    assert found["occurrences"][0]["topic"] == "Triggers"
    assert found["zone"] == "America/New_York"


async def test_a_page_from_before_a_split_still_moves_the_session(
    danas: Browser, dana: Person, alice: Person, evening_a: Group
) -> None:
    body = SERIES | {"group": str(evening_a.id)}
    first, second = fresh_id(), fresh_id()
    await put(danas, "series", body, first)
    with at(utc("2026-06-06T16:00")):
        split = body | {"series": str(first), "from_day": "2026-06-18", "title": "Coping skills"}
        await put(danas, "series", split, second)
        moved = {"occurrence": f"{first}@2026-06-25T18:00", "starts_at": "2026-06-25T23:00:00Z"}
        assert (await put(danas, "changes", CHANGE | moved)).status_code == 200
        [one] = [one for one in (await read(danas))["occurrences"] if one["state"] == "moved"]
    assert (one["id"], one["former_ids"]) == (f"{second}@2026-06-25T18:00", [f"{first}@2026-06-25T18:00"])


async def test_nobody_moves_the_session_of_somebody_else_by_a_name_it_had(
    danas: Browser, program: Program, alice: Person, charlie: Person
) -> None:
    """The series was Alice's, who is in Dana's care, and is Charlie's from a day on, who is in Ben's."""
    series = await since_january(program, person_id=alice.id, kind=SessionKind.individual)
    await changed(series, date(2026, 6, 18), person_id=charlie.id)
    moved = {"occurrence": f"{series.id}@2026-06-25T18:00", "starts_at": "2026-06-25T23:00:00Z"}
    assert (await put(danas, "changes", CHANGE | moved)).status_code == 404
    assert not await Change.filter(starts_at__not_isnull=True).exists()


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("group", {"group": None}),
        ("group", {"person": "alice"}),
        ("kind", {"kind": "individual"}),
        ("kind", {"group": None, "person": "alice"}),
        ("facilitator", {"facilitator": "alice"}),
        ("title", {"title": "   "}),
        ("rule", {"rule": "whenever"}),
        ("link", {"link": "http://a.example"}),
        ("wall_time", {"wall_time": "25:00"}),
        ("minutes", {"minutes": 0}),
        ("added.0", {"added": ["tomorrow"]}),
    ],
    ids=str,
)
async def test_a_series_that_can_not_be_is_refused_by_its_field(
    danas: Browser, alice: Person, evening_a: Group, field: str, body: dict[str, Any]
) -> None:
    given = {name: str(alice.id) if value == "alice" else value for name, value in body.items()}
    assert wrong(await put(danas, "series", SERIES | {"group": str(evening_a.id)} | given)) == (422, field)
    assert not await Series.exists()


async def test_ben_changes_danas_group_but_nothing_of_alices_alone(
    bens: Browser, danas: Browser, alice: Person, program: Program, evening_a: Group
) -> None:
    shared = await planned(program, evening_a)
    own = thursdays(program, person_id=alice.id, kind=SessionKind.individual, wall_time="12:00")
    await own.save(force_create=True)
    before = await occurrences_of(alice, MONDAY_NOON, MONDAY_NOON + timedelta(days=30))
    for_alice = SERIES | {"person": str(alice.id), "kind": "individual"}
    for what, body in (
        ("series", for_alice),
        ("series", for_alice | {"series": str(own.id)}),
        ("series", SERIES | {"group": str(evening_a.id), "series": str(own.id)}),
        ("ended-series", {"series": str(own.id), "until": "2026-06-10"}),
        ("changes", CHANGE | {"occurrence": f"{own.id}@2026-06-04T12:00", "cancelled": True}),
        ("added-sessions", {"series": str(own.id), "local_start": "2026-06-05T12:00"}),
    ):
        assert (await put(bens, what, body)).status_code == 404, what
    assert await occurrences_of(alice, MONDAY_NOON, MONDAY_NOON + timedelta(days=30)) == before
    assert not await Audit.filter(person_id=alice.id).exists()
    cancel = CHANGE | {"occurrence": f"{shared.id}@2026-06-04T18:00", "cancelled": True, "reason": "Closed."}
    assert (await put(bens, "changes", cancel)).status_code == 200
    [one] = (await read(danas, "from=2026-06-04T20:00:00Z&to=2026-06-05T00:00:00Z"))["occurrences"]
    assert (one["state"], one["reason"]) == ("cancelled", "Closed.")


async def test_a_session_more_and_an_end(danas: Browser, alice: Person, program: Program, evening_a: Group) -> None:
    series = await planned(program, evening_a)
    await put(danas, "added-sessions", {"series": str(series.id), "local_start": "2026-06-09T17:00"})
    await put(danas, "ended-series", {"series": str(series.id), "until": "2026-06-12"})
    assert await starts_of(alice) == ["06-04 18:00", "06-09 17:00", "06-11 18:00"]
    wish = {"series": str(series.id), "local_start": "2026-02-30T17:00"}
    assert wrong(await put(danas, "added-sessions", wish)) == (422, "local_start")


@pytest.mark.parametrize("name", ["no-uuid@2026-06-04T18:00", "", "@", f"{fresh_id()}@2026-06-04T18:00"])
async def test_a_session_that_is_none_is_not_there(danas: Browser, name: str) -> None:
    assert (await put(danas, "changes", CHANGE | {"occurrence": name, "cancelled": True})).status_code == 404


# Two counselors at once


MEANWHILE = "Somebody changed this meanwhile. Look at it again, then save yours."


async def refuses_unseen(staff: Browser, what: str, body: dict[str, Any], identifier: UUID | None = None) -> None:
    answer = await put(staff, what, body, identifier)
    assert (answer.status_code, answer.json().get("error")) == (409, MEANWHILE)
    assert answer.json()["reason"] == "changed"


async def seen_of_first(staff: Browser) -> str:
    """What staff read of the first session, and send back with a change of it."""
    text: str = (await read(staff))["occurrences"][0]["newest"]
    return text


async def seen_of(staff: Browser, series_id: UUID) -> str:
    [text] = [each["newest"] for each in (await read(staff))["series"] if each["id"] == str(series_id)]
    return str(text)


async def test_a_session_that_dana_cancelled_is_not_brought_back_by_ben_who_did_not_see_it(
    danas: Browser, bens: Browser, program: Program, evening_a: Group
) -> None:
    series = await planned(program, evening_a)
    body = CHANGE | {"occurrence": f"{series.id}@2026-06-04T18:00", "seen": await seen_of_first(bens)}
    assert (await put(danas, "changes", body | {"cancelled": True})).status_code == 200
    await refuses_unseen(bens, "changes", body | {"homework": "A diary"})
    assert (await read(danas))["occurrences"][0]["state"] == "cancelled"
    looked = body | {"homework": "A diary", "cancelled": True, "seen": await seen_of_first(bens)}
    identifier = fresh_id()
    for _ in range(2):  # the answer to the first was lost on the way
        assert (await put(bens, "changes", looked, identifier)).status_code == 200
    found = (await read(danas))["occurrences"][0]
    assert (found["state"], found["homework"]) == ("cancelled", "A diary")


async def test_what_ben_wrote_before_dana_changed_the_series_does_not_bring_back_what_was(
    danas: Browser, bens: Browser, program: Program, evening_a: Group
) -> None:
    series = await planned(program, evening_a)
    body = SERIES | {"group": str(evening_a.id), "series": str(series.id), "seen": await seen_of(bens, series.id)}
    identifier = fresh_id()
    for _ in range(2):
        assert (await put(danas, "series", body | {"place": "Room 7"}, identifier)).status_code == 200
    await refuses_unseen(bens, "series", body | {"topics": ["Sleep"]})
    looked = body | {"topics": ["Sleep"], "place": "Room 7", "seen": await seen_of(bens, series.id)}
    assert (await put(bens, "series", looked)).status_code == 200
    assert [(each["place"], each["topics"]) for each in (await read(danas))["series"]] == [("Room 7", ["Sleep"])]


@pytest.mark.parametrize("what", ["split", "changed where it was split", "added to", "ended"])
async def test_a_series_is_another_for_who_saw_it_before_it_was(
    what: str, danas: Browser, bens: Browser, program: Program, evening_a: Group
) -> None:
    series = await planned(program, evening_a)
    body = SERIES | {"group": str(evening_a.id), "series": str(series.id), "from_day": "2026-06-18"}
    if what == "changed where it was split":
        await put(bens, "series", body, follower := fresh_id())
    seen = await seen_of(danas, series.id)
    if what == "split":
        await put(bens, "series", body | {"wall_time": "17:00"})
    elif what == "changed where it was split":
        await put(bens, "series", body | {"series": str(follower), "place": "Room 7"})
    elif what == "added to":
        await put(bens, "added-sessions", {"series": str(series.id), "local_start": "2026-06-09T17:00"})
    else:
        await put(bens, "ended-series", {"series": str(series.id), "until": "2026-06-20"})
    before = await Series.all().order_by("id").values()
    whole = {"series": str(series.id), "seen": seen}
    await refuses_unseen(danas, "series", body | whole | {"from_day": None, "title": "Renamed"})
    await refuses_unseen(danas, "ended-series", whole | {"until": "2026-06-12"})
    await refuses_unseen(danas, "added-sessions", whole | {"local_start": "2026-06-10T17:00"})
    assert await Series.all().order_by("id").values() == before


async def test_what_follows_is_part_of_what_was_seen_also_where_the_calendar_does_not_show_it(
    danas: Browser, alice: Person, charlie: Person, program: Program
) -> None:
    """The series is Alice's, who is in Dana's care; from a day on Charlie's, who is not."""
    series = await since_january(program, person_id=alice.id, kind=SessionKind.individual)
    await changed(series, date(2026, 6, 18), person_id=charlie.id)
    body = {"series": str(series.id), "until": "2026-06-10", "seen": await seen_of(danas, series.id)}
    assert (await put(danas, "ended-series", body)).status_code == 200


async def test_a_session_that_both_add_is_there_and_nobody_is_refused(
    danas: Browser, bens: Browser, program: Program, evening_a: Group
) -> None:
    series = await planned(program, evening_a)
    body = {"series": str(series.id), "local_start": "2026-06-09T17:00", "seen": await seen_of(danas, series.id)}
    for staff in (danas, bens):
        assert (await put(staff, "added-sessions", body)).status_code == 200
    assert len((await read(danas))["occurrences"]) == 5


async def test_ben_is_heard_though_danas_clock_is_two_hours_fast(
    danas: Browser, bens: Browser, program: Program, evening_a: Group
) -> None:
    series = await planned(program, evening_a)
    fast = [made_at(MONDAY_NOON + timedelta(hours=2, minutes=n)) for n in range(2)]
    session = CHANGE | {"occurrence": f"{series.id}@2026-06-04T18:00"}
    whole = SERIES | {"group": str(evening_a.id), "series": str(series.id)}
    assert (await put(danas, "changes", session | {"homework": "A diary"}, fast[0])).status_code == 200
    assert (await put(danas, "series", whole | {"place": "Room 7"}, fast[1])).status_code == 200
    assert (
        await put(bens, "changes", session | {"cancelled": True, "seen": await seen_of_first(bens)})
    ).status_code == 200
    assert (
        await put(bens, "series", whole | {"title": "Renamed", "seen": await seen_of(bens, series.id)})
    ).status_code == 200
    found = (await read(danas))["occurrences"]
    assert [(one["state"], one["title"]) for one in found[:2]] == [("cancelled", "Renamed"), ("planned", "Renamed")]


# The program's own


async def test_topics_are_ours_until_the_program_has_its_own(danas: Browser) -> None:
    assert "Relapse prevention" in (await read(danas))["topics"]
    await put(danas, "topics", {"topics": ["Sleep", " Money ", "Sleep"]})
    assert (await read(danas))["topics"] == ["Sleep", "Money"]


@pytest.mark.parametrize("newest_first", [True, False], ids=["the newest comes first", "the newest comes last"])
async def test_of_two_lists_of_topics_the_newest_counts(danas: Browser, bens: Browser, newest_first: bool) -> None:
    older, newer = fresh_id(), fresh_id()
    changes = [(danas, ["Sleep"], older), (bens, ["Money"], newer)]
    for staff, topics, identifier in reversed(changes) if newest_first else changes:
        assert (await put(staff, "topics", {"topics": topics}, identifier)).status_code == 200
    assert (await read(danas))["topics"] == ["Money"]


async def test_of_two_attendance_rules_the_newest_counts(
    danas: Browser, bens: Browser, alice: Person, program: Program
) -> None:
    rule = {"absences_in_row": 2, "absences_in_twelve_weeks": 5, "notice_hours": 24}
    older, newer = fresh_id(), fresh_id()
    await asyncio.gather(
        put(danas, "attendance-rules", rule, newer),
        put(bens, "attendance-rules", rule | {"notice_hours": 72}, older),
    )
    assert (await danas.get("/api/settings")).json()["attendance"] == rule
    assert (await Person.get(id=alice.id)).plan_stale


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("series", SERIES),
        ("ended-series", {"series": str(fresh_id()), "until": "2026-06-12"}),
        ("changes", CHANGE),
        ("added-sessions", {"series": str(fresh_id()), "local_start": "2026-06-09T17:00"}),
        ("topics", {"topics": []}),
        ("attendance-rules", {"absences_in_row": 2, "absences_in_twelve_weeks": 5, "notice_hours": 24}),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
async def test_a_change_from_the_future_would_count_for_ever_and_is_refused(
    danas: Browser, what: str, body: dict[str, Any]
) -> None:
    assert wrong(await put(danas, what, body, made_at(utc("2099-01-01T00:00")))) == (422, "id")
