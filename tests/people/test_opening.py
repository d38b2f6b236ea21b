"""What anybody's browser learns when it opens the app."""

from server.people.models import Device, Person, Program
from tests.conftest import Browser


async def test_the_clinics_number_is_there_without_signing_in(stranger: Browser, program: Program) -> None:
    assert (await stranger.get("/api/start")).json() == {"phone": "555-0100", "device": None}


async def test_with_two_clinics_nobody_is_told_whose_this_is(stranger: Browser, program: Program) -> None:
    await Program.create(name="Other House", zone="UTC", phone="555-0199")
    assert (await stranger.get("/api/start")).json()["phone"] is None


async def test_a_browser_that_lost_its_storage_learns_who_it_is(alices: Browser, alice: Person) -> None:
    assert alices.device
    found = (await alices.get("/api/start")).json()["device"]
    assert found == {"id": str(alices.device.id), "role": "participant", "person": str(alice.id)}


async def test_one_that_was_signed_out_learns_nothing(alices: Browser, alice: Person) -> None:
    assert alices.device
    await Device.filter(id=alices.device.id).update(revoked_at=alices.device.seen_at)
    assert (await alices.get("/api/start")).json()["device"] is None
