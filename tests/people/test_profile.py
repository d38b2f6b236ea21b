"""What people say of themselves: what they are called, where they are, which language they read."""

import asyncio

import pytest

from server.people.models import Person
from tests.conftest import Browser, new_id

LATELY = {"called": "Ali", "zone": "America/Denver", "language": "es"}
A_UUID4 = "d2719f1e-33f5-4a4b-9b39-6c9d1f8e8c11"


async def test_the_newest_change_counts_even_when_an_older_one_arrives_after_it(alices: Browser, alice: Person) -> None:
    older, newer = new_id(), new_id()
    assert (await alices.put(f"/api/profile/{newer}", LATELY)).json() == {"id": str(newer)}
    late = await alices.put(f"/api/profile/{older}", LATELY | {"called": "A."})
    assert (late.status_code, late.json()) == (200, {"id": str(older)})  # the phone may forget it
    me = (await alices.get("/api/me")).json()
    assert (me["called"], me["zone"], me["language"]) == ("Ali", "America/Denver", "es")


async def test_the_newest_of_many_at_once_counts(alices: Browser, alice: Person) -> None:
    ids = [new_id() for _ in range(6)]
    await asyncio.gather(
        *(alices.put(f"/api/profile/{each}", LATELY | {"called": f"Ali {place}"}) for place, each in enumerate(ids))
    )
    assert (await Person.get(id=alice.id)).called == "Ali 5"


async def test_a_new_zone_makes_the_planner_look_again(alices: Browser, alice: Person) -> None:
    await Person.filter(id=alice.id).update(plan_stale=False)
    await alices.put(f"/api/profile/{new_id()}", LATELY)
    assert (await Person.get(id=alice.id)).plan_stale


async def test_a_number_stays_until_it_is_changed_or_taken_away(alices: Browser, alice: Person) -> None:
    said: list[tuple[dict[str, str | None], str | None]] = [
        ({"phone": " +1 555 555 0134 "}, "+1 555 555 0134"),
        ({}, "+1 555 555 0134"),  # from a phone that knows of none
        ({"phone": None}, None),
    ]
    for change, known in said:
        assert (await alices.put(f"/api/profile/{new_id()}", LATELY | change)).status_code == 200
        assert (await alices.get("/api/home")).json()["person"]["phone"] == known


async def test_an_id_that_does_not_sort_by_time_is_refused(alices: Browser) -> None:
    answer = await alices.put(f"/api/profile/{A_UUID4}", LATELY)
    assert (answer.status_code, answer.json()["field"]) == (422, "id")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"called": ""}, "called"),
        ({"called": None}, "called"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"language": "EN"}, "language"),
        ({"phone": "my sister's"}, "phone"),
        ({"phone": "1234"}, "phone"),
        ({"phone": "5" * 41}, "phone"),
        ({"phone": "5550134;call=me"}, "phone"),
        ({"role": "counselor"}, "role"),
    ],
    ids=str,
)
async def test_what_makes_no_sense_changes_nothing(
    alices: Browser, alice: Person, change: dict[str, object], field: str
) -> None:
    answer = await alices.put(f"/api/profile/{new_id()}", LATELY | change)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert (await Person.get(id=alice.id)).zone == "America/New_York"
