"""Dana invites somebody: a link for the phone, drawn as a code to photograph."""

from xml.etree import ElementTree

from server.people.models import Group, Invite, Member, Person
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
