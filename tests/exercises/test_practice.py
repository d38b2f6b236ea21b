"""Alice practices what Dana gave her; what she did is kept once, and what she wrote stays hers."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from server.exercises.models import Assignment, Practice
from server.exercises.routes import assignments_of, practices_of
from server.people.models import Person
from tests.conftest import Browser, new_id

MONDAY = date(2026, 6, 8)


def practice(**differently: Any) -> dict[str, Any]:
    """Ten minutes of riding an urge, on the evening of Monday, June 8 in New York."""
    usual = {
        "exercise": "ride-the-urge",
        "version": 1,
        "assignment": None,
        "started_at": "2026-06-08T18:00:00-04:00",
        "ended_at": "2026-06-08T18:10:00-04:00",
        "before": 8,
        "after": 4,
        "ratings": [8, 9, 6, 4],
        "notes": {},
    }
    return usual | differently


def at(text: str) -> dict[str, str]:
    """The two times of a practice that began then."""
    return {"started_at": text, "ended_at": text}


async def give(person: Person, counselor: Person, **differently: Any) -> Assignment:
    usual: dict[str, Any] = {"exercise": "ride-the-urge", "times_per_week": 3, "from_day": MONDAY}
    return await Assignment.create(id=new_id(), person=person, counselor=counselor, **(usual | differently))


async def test_alices_practice_is_kept(alices: Browser, alice: Person) -> None:
    identifier = new_id()
    answer = await alices.put(f"/api/practices/{identifier}", practice())
    assert (answer.status_code, answer.json()) == (200, {"id": str(identifier)})
    [kept] = await practices_of(alice, datetime(2026, 6, 1, tzinfo=UTC), with_notes=False)
    assert (kept.exercise, kept.version, kept.before, kept.after) == ("ride-the-urge", 1, 8, 4)
    assert kept.ratings == [8, 9, 6, 4]
    assert kept.started_at == datetime(2026, 6, 8, 22, tzinfo=UTC)


async def test_what_alice_left_out_is_left_out(alices: Browser) -> None:
    answer = await alices.put(f"/api/practices/{new_id()}", practice(before=None, after=None, ratings=[]))
    assert answer.status_code == 200
    kept = await Practice.get()
    assert (kept.before, kept.after, kept.ratings) == (None, None, [])


async def test_a_practice_sent_twice_counts_once_and_as_it_was_first(alices: Browser) -> None:
    identifier = new_id()
    first = await alices.put(f"/api/practices/{identifier}", practice())
    again = await alices.put(f"/api/practices/{identifier}", practice(after=9))
    assert (again.status_code, again.json()) == (200, first.json())
    assert (await Practice.get()).after == 4


async def test_a_practice_sent_twice_at_the_same_moment_counts_once(alices: Browser) -> None:
    identifier = new_id()
    answers = await asyncio.gather(*(alices.put(f"/api/practices/{identifier}", practice()) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert await Practice.all().count() == 1


async def test_charlie_cannot_take_the_id_of_alices_practice(alices: Browser, charlies: Browser) -> None:
    identifier = new_id()
    await alices.put(f"/api/practices/{identifier}", practice())
    assert (await charlies.put(f"/api/practices/{identifier}", practice(after=10))).status_code == 404
    assert (await Practice.get()).after == 4


@pytest.mark.parametrize(
    ("wrongly", "field"),
    [
        ({"ended_at": "2026-06-08T17:59:59-04:00"}, "ended_at"),
        ({"exercise": "hold-the-breath"}, "exercise"),
        ({"version": 99}, "version"),
        ({"version": 0}, "version"),
        ({"before": 11}, "before"),
        ({"ratings": [3, -1]}, "ratings.1"),
        ({"started_at": "2026-06-08T18:00:00"}, "started_at"),  # nobody knows what that means
        ({"assignment": "01890000-0000-7000-8000-000000000000"}, "assignment"),
    ],
)
async def test_what_cannot_be_is_refused_with_the_field(alices: Browser, wrongly: dict[str, Any], field: str) -> None:
    answer = await alices.put(f"/api/practices/{new_id()}", practice(**wrongly))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert not await Practice.exists()


async def test_alice_cannot_practice_for_charlies_assignment(alices: Browser, charlie: Person, ben: Person) -> None:
    his = await give(charlie, ben)
    answer = await alices.put(f"/api/practices/{new_id()}", practice(assignment=str(his.id)))
    assert (answer.status_code, answer.json()["field"]) == (422, "assignment")


async def test_a_practice_for_an_assignment_that_ended_meanwhile_is_kept(
    alices: Browser, alice: Person, dana: Person
) -> None:
    given = await give(alice, dana, ended_at=datetime(2026, 6, 7, tzinfo=UTC))
    answer = await alices.put(f"/api/practices/{new_id()}", practice(assignment=str(given.id)))
    assert answer.status_code == 200
    assert (await Practice.get()).assignment_id == given.id


async def test_only_alice_reads_what_she_wrote(alices: Browser, alice: Person) -> None:
    await alices.put(f"/api/practices/{new_id()}", practice(notes={"tonight": "I call Luis."}))
    since = datetime(2026, 6, 1, tzinfo=UTC)
    assert [each.notes for each in await practices_of(alice, since, with_notes=False)] == [{}]
    assert [each.notes for each in await practices_of(alice, since, with_notes=True)] == [{"tonight": "I call Luis."}]


async def test_the_newest_practice_comes_first_and_old_ones_stay_away(alices: Browser, alice: Person) -> None:
    for day in ("2026-04-01", "2026-06-08", "2026-06-09"):
        await alices.put(f"/api/practices/{new_id()}", practice(**at(f"{day}T12:00:00Z")))
    found = await practices_of(alice, datetime(2026, 6, 1, tzinfo=UTC), with_notes=False)
    assert [each.started_at.day for each in found] == [9, 8]


async def assign(browser: Browser, person: Person, **differently: Any) -> tuple[int, UUID]:
    """The status of giving Ride the urge three times a week, and the assignment's id."""
    identifier = new_id()
    usual = {"person": str(person.id), "exercise": "ride-the-urge", "note": "Before work.", "times_per_week": 3}
    answer = await browser.put(f"/api/assignments/{identifier}", usual | differently)
    return answer.status_code, identifier


async def test_dana_gives_alice_an_exercise(danas: Browser, alice: Person, dana: Person) -> None:
    status, identifier = await assign(danas, alice)
    assert status == 200
    given = await Assignment.get()
    assert (given.id, given.person_id, given.counselor_id) == (identifier, alice.id, dana.id)
    assert (given.exercise, given.note, given.times_per_week) == ("ride-the-urge", "Before work.", 3)


async def test_giving_it_twice_gives_it_once(danas: Browser, alice: Person) -> None:
    _, identifier = await assign(danas, alice)
    again = await danas.put(
        f"/api/assignments/{identifier}",
        {"person": str(alice.id), "exercise": "halt", "note": None, "times_per_week": 1},
    )
    assert (again.status_code, again.json()) == (200, {"id": str(identifier)})
    assert (await Assignment.get()).exercise == "ride-the-urge"


async def test_nobody_gives_exercises_to_people_outside_their_care(
    bens: Browser, alices: Browser, stranger: Browser, alice: Person
) -> None:
    assert (await assign(bens, alice))[0] == 404
    assert (await assign(alices, alice))[0] == 404
    assert (await assign(stranger, alice))[0] == 401
    assert not await Assignment.exists()


async def test_ben_cannot_take_the_id_of_danas_assignment(
    bens: Browser, alice: Person, charlie: Person, dana: Person
) -> None:
    given = await give(alice, dana)
    body = {"person": str(charlie.id), "exercise": "halt", "note": None, "times_per_week": 1}
    assert (await bens.put(f"/api/assignments/{given.id}", body)).status_code == 404
    assert await Assignment.filter(person_id=charlie.id).count() == 0


async def test_an_exercise_that_does_not_exist_cannot_be_given(danas: Browser, alice: Person) -> None:
    assert (await assign(danas, alice, exercise="hold-the-breath"))[0] == 422
    assert (await assign(danas, alice, times_per_week=0))[0] == 422


async def test_dana_ends_an_assignment_once(danas: Browser, alice: Person, dana: Person) -> None:
    given = await give(alice, dana)
    assert (await danas.put(f"/api/assignments/{given.id}/ended", {})).json() == {"id": str(given.id)}
    ended_at = (await Assignment.get()).ended_at
    assert ended_at is not None
    assert (await danas.put(f"/api/assignments/{given.id}/ended", {})).status_code == 200
    assert (await Assignment.get()).ended_at == ended_at
    assert await assignments_of(alice, MONDAY) == []


async def test_ben_cannot_end_what_dana_gave_alice(bens: Browser, alice: Person, dana: Person) -> None:
    given = await give(alice, dana)
    assert (await bens.put(f"/api/assignments/{given.id}/ended", {})).status_code == 404
    assert (await bens.put(f"/api/assignments/{new_id()}/ended", {})).status_code == 404
    assert (await Assignment.get()).ended_at is None


@pytest.mark.parametrize(
    ("started_at", "done"),
    [
        ("2026-06-08T03:59:00Z", 0),  # still Sunday evening in New York
        ("2026-06-08T04:00:00Z", 1),  # Monday begins
        ("2026-06-15T03:59:00Z", 1),  # Sunday ends
        ("2026-06-15T04:00:00Z", 0),
    ],
)
async def test_a_week_is_monday_to_sunday_where_alice_is(
    alices: Browser, alice: Person, dana: Person, started_at: str, done: int
) -> None:
    await give(alice, dana, from_day=date(2026, 5, 1))
    await alices.put(f"/api/practices/{new_id()}", practice(**at(started_at)))
    [given] = await assignments_of(alice, date(2026, 6, 10))
    assert given.done_this_week == done


async def test_a_practice_counts_from_the_day_it_was_given_asked_for_or_not(
    alices: Browser, alice: Person, dana: Person
) -> None:
    given = await give(alice, dana, from_day=date(2026, 6, 9))
    before, asked, unasked = (practice(**at(f"2026-06-{day}T16:00:00Z")) for day in ("08", "09", "10"))
    other = practice(**at("2026-06-10T17:00:00Z"), exercise="halt")
    for each in (before, asked | {"assignment": str(given.id)}, unasked, other):
        assert (await alices.put(f"/api/practices/{new_id()}", each)).status_code == 200
    [counted] = await assignments_of(alice, date(2026, 6, 12))
    assert counted.done_this_week == 2
