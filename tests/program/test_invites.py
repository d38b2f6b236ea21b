"""Dana invites somebody: a link for the phone, drawn as a code to photograph; and where she reaches them."""

from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest

from server.people.models import Audit, Group, Invite, Member, Person
from tests.conftest import ORIGIN, Browser, new_id

SOMEBODY = {"person": None, "name": "Alice A.", "group": None, "language": "es"}


async def test_somebody_new_is_in_danas_care_and_in_the_group(danas: Browser, dana: Person, evening_a: Group) -> None:
    body = SOMEBODY | {"group": str(evening_a.id), "name": "  Alice A. "}
    made = (await danas.put(f"/api/invites/{new_id()}", body)).json()
    person = await Person.get(id=made["person"])
    assert (person.name, person.language, person.zone) == ("Alice A.", "es", "America/New_York")
    assert (person.counselor_id, person.joined_at) == (dana.id, None)
    assert await Member.exists(person=person, group=evening_a, to_day=None)
    [row] = (await danas.get("/api/caseload")).json()["people"]
    assert (row["name"], row["invite"], row["groups"]) == ("Alice A.", "waiting", ["Evening A"])


async def test_the_code_hides_behind_the_hash_of_the_link(danas: Browser) -> None:
    made = (await danas.put(f"/api/invites/{new_id()}", SOMEBODY)).json()
    before, _, code = made["link"].partition("#")
    assert (before, code) == (f"{ORIGIN}/join", made["code"])


async def test_the_drawn_code_needs_no_inline_style(danas: Browser) -> None:
    drawn = (await danas.put(f"/api/invites/{new_id()}", SOMEBODY)).json()["qr"]
    root = ElementTree.fromstring(drawn)  # noqa: S314  # our own
    assert root.tag.endswith("svg")
    assert not [each for each in root.iter() if "style" in each.attrib]


async def test_a_new_link_replaces_the_one_that_was_lost(danas: Browser, alice: Person) -> None:
    body = {"person": str(alice.id), "name": None, "group": None, "language": None}
    first = (await danas.put(f"/api/invites/{new_id()}", body)).json()
    second = (await danas.put(f"/api/invites/{new_id()}", body)).json()
    assert first["code"] != second["code"]
    assert [str(each.id) for each in await Invite.filter(person=alice, withdrawn_at=None)] == [second["id"]]
    assert await Person.filter(role="participant").count() == 1


async def test_the_number_that_dana_writes_down_is_where_alice_is_called(
    danas: Browser, dana: Person, alice: Person
) -> None:
    change = new_id()
    kept = await write_number(danas, alice, " (555) 555-0134 ", change)
    assert kept.json() == {"id": str(change)}
    [look] = await Audit.all()
    assert (look.viewer_id, look.person_id, look.what) == (dana.id, alice.id, "PUT /api/phone-numbers/{id}")
    assert await number_of(danas, alice) == "(555) 555-0134"
    await write_number(danas, alice, None)
    assert await number_of(danas, alice) is None


async def test_what_alice_said_of_herself_since_is_not_undone_by_what_dana_sent_before(
    danas: Browser, alices: Browser, alice: Person
) -> None:
    waited, danas_change = new_id(), new_id()
    await write_number(danas, alice, "+1 555 555 0100", danas_change)
    profile = {"called": "Ali", "zone": "America/Denver", "language": "es"}
    await alices.put(f"/api/profile/{waited}", profile)  # said before Dana's, without a network
    assert await number_of(danas, alice) == "+1 555 555 0100"
    assert (await Person.get(id=alice.id)).zone == "America/Denver"
    await alices.put(f"/api/profile/{new_id()}", profile | {"phone": "+1 555 555 0134"})
    await write_number(danas, alice, "+1 555 555 0100", danas_change)
    assert await number_of(danas, alice) == "+1 555 555 0134"


@pytest.mark.parametrize("number", ["ask her sister", "1234", "5" * 41, "5550134;call=me"])
async def test_what_nobody_can_call_is_not_written_down(danas: Browser, alice: Person, number: str) -> None:
    answer = await write_number(danas, alice, number)
    assert (answer.status_code, answer.json()["field"]) == (422, "phone")
    assert await number_of(danas, alice) is None


async def write_number(someone: Browser, person: Person, number: str | None, change: UUID | None = None) -> Any:
    return await someone.put(f"/api/phone-numbers/{change or new_id()}", {"person": str(person.id), "phone": number})


async def number_of(someone: Browser, person: Person) -> Any:
    return (await someone.get(f"/api/people/{person.id}")).json()["person"]["phone"]
