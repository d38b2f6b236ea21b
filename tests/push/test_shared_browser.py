"""One browser, several people, one after the other: whose reminders it gets."""

import httpx2
import pytest

from server import clock
from server.keys import Keys
from server.people.models import Device, Person
from server.push.models import PER_PERSON, Subscription, address_hash
from tests.conftest import Browser, new_id, sign_in
from tests.people.test_access import AUTH, P256DH

ADDRESS = "https://updates.push.services.mozilla.com/wpush/v2/the-kitchen-tablet"


async def turn_on(who: Browser, keys: Keys, address: str = ADDRESS) -> httpx2.Response:
    body = {"endpoint": address, "p256dh": P256DH, "auth": AUTH, "vapid_key": keys.vapid.public_key}
    return await who.put(f"/api/subscriptions/{new_id()}", body)


async def owner() -> object:
    return (await Subscription.get(endpoint_hash=address_hash(ADDRESS))).person_id


async def test_a_browser_in_which_somebody_is_signed_in_is_not_given_away(
    alices: Browser, charlies: Browser, alice: Person, keys: Keys
) -> None:
    assert (await turn_on(alices, keys)).status_code == 200
    refused = await turn_on(charlies, keys)
    assert (refused.status_code, "must sign out" in refused.json()["error"]) == (409, True)
    assert await owner() == alice.id


async def test_a_browser_whose_last_sign_in_ran_out_belongs_to_who_is_signed_in_now(
    alices: Browser, charlies: Browser, charlie: Person, keys: Keys
) -> None:
    await turn_on(alices, keys)
    assert alices.device
    await Device.filter(id=alices.device.id).update(expires_at=clock.now())
    assert (await turn_on(charlies, keys)).status_code == 200
    assert await owner() == charlie.id


async def test_devices_that_nobody_can_sign_out_any_more_do_not_count_as_too_many(
    alices: Browser, alice: Person, keys: Keys
) -> None:
    for number in range(PER_PERSON):
        device, _ = await sign_in(alice)
        await Subscription.create(
            id=new_id(), person=alice, device=device, endpoint=f"{ADDRESS}-{number}",
            endpoint_hash=address_hash(f"{ADDRESS}-{number}"), p256dh=P256DH, auth=AUTH,
            vapid_key=keys.vapid.public_key, made_at=clock.now(),
        )  # fmt: skip
    assert (await turn_on(alices, keys)).status_code == 409
    assert alices.device
    await Device.filter(person=alice).exclude(id=alices.device.id).update(expires_at=clock.now())
    assert (await turn_on(alices, keys)).status_code == 200


async def test_a_device_that_is_signed_out_keeps_no_push_address_here_and_the_others_keep_theirs(
    alices: Browser, charlies: Browser, alice: Person, keys: Keys
) -> None:
    await turn_on(alices, keys)
    await turn_on(charlies, keys, f"{ADDRESS}-of-charlie")
    tablet, _ = await sign_in(alice)
    await Subscription.create(
        id=new_id(), person=alice, device=tablet, endpoint=f"{ADDRESS}-2", endpoint_hash=address_hash(f"{ADDRESS}-2"),
        p256dh=P256DH, auth=AUTH, vapid_key=keys.vapid.public_key, made_at=clock.now(),
    )  # fmt: skip
    assert (await alices.put(f"/api/devices/{tablet.id}/revoked", {})).status_code == 200
    assert {each.endpoint for each in await Subscription.all()} == {ADDRESS, f"{ADDRESS}-of-charlie"}
    assert alices.device
    assert (await alices.put(f"/api/devices/{alices.device.id}/revoked", {})).status_code == 200
    assert {each.endpoint for each in await Subscription.all()} == {f"{ADDRESS}-of-charlie"}


# What is no address of a push service, or not for us


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"endpoint": "https://127.0.0.1/wpush/v2/x"}, "endpoint"),
        ({"endpoint": "https://updates.push.services.mozilla.com:8443/wpush/v2/x"}, "endpoint"),
        ({"endpoint": "https://updates.push.services.mozilla.com.mallory.example/wpush/v2/x"}, "endpoint"),
        ({"endpoint": "https://somebody@updates.push.services.mozilla.com/wpush/v2/x"}, "endpoint"),
        ({"endpoint": "http://updates.push.services.mozilla.com/wpush/v2/x"}, "endpoint"),
        ({"p256dh": AUTH}, "p256dh"),
        ({"auth": P256DH}, "p256dh"),
        ({"vapid_key": P256DH}, "vapid_key"),
    ],
    ids=str,
)
async def test_what_cannot_be_sent_to_is_refused_with_a_sentence(
    alices: Browser, keys: Keys, wrong: dict[str, str], field: str
) -> None:
    right = {"endpoint": ADDRESS, "p256dh": P256DH, "auth": AUTH, "vapid_key": keys.vapid.public_key}
    refused = await alices.put(f"/api/subscriptions/{new_id()}", right | wrong)
    assert (refused.status_code, refused.json()["field"]) == (422, field), refused.text
    assert not await Subscription.exists()
