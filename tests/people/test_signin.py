"""How long people stay signed in, on which devices, and how a device is signed out."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from server.database import rows
from server.people.models import Device, Person
from server.people.routes import device_label
from tests.conftest import Browser, browser, new_id, sign_in
from tests.frozen import at, utc

MONDAY = utc("2026-06-01T15:00")
DAY = timedelta(days=1)
A_MOMENT = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY):
        yield


@pytest.fixture
async def tablet(app: Starlette, alice: Person) -> AsyncIterator[Browser]:
    """Alice's second device."""
    device, token = await sign_in(alice)
    async with browser(app, token) as opened:
        opened.device = device
        yield opened


async def status(someone: Browser) -> int:
    return (await someone.get("/api/me")).status_code


@pytest.mark.parametrize(("days", "who"), [(180, "alice"), (7, "dana")])
async def test_a_sign_in_lasts_so_long_without_being_used(
    app: Starlette, alice: Person, dana: Person, days: int, who: str
) -> None:
    _, token = await sign_in({"alice": alice, "dana": dana}[who])
    async with browser(app, token) as phone:
        with at(MONDAY + days * DAY):
            over = await phone.get("/api/me")
            assert (over.status_code, "reason" in over.json()) == (401, False)  # nothing says that it was taken
        with at(MONDAY + days * DAY - A_MOMENT):
            assert await status(phone) == 200
        with at(MONDAY + 2 * days * DAY - 2 * A_MOMENT):  # it was used in between
            assert await status(phone) == 200


async def test_a_page_that_dana_left_open_does_not_keep_her_signed_in(danas: Browser) -> None:
    for day in range(1, 7):
        with at(MONDAY + day * DAY):
            asked = await danas.get("/api/pressing")
            assert (asked.status_code, "set-cookie" in asked.headers) == (200, False)
    with at(MONDAY + 7 * DAY):
        assert (await danas.get("/api/pressing")).status_code == 401


async def test_the_browsers_copy_slides_too(alices: Browser) -> None:
    with at(MONDAY + timedelta(minutes=59)):
        assert "set-cookie" not in (await alices.get("/api/me")).headers  # not with every request
    with at(MONDAY + 100 * DAY):
        answer = await alices.get("/api/me")
        assert f"Max-Age={180 * 86400}" in answer.headers["set-cookie"]
        unchanged = await alices.get("/api/me", if_none_match=answer.headers["etag"])
        assert unchanged.status_code == 304
    with at(MONDAY + 279 * DAY):
        assert await status(alices) == 200


async def test_a_phone_that_only_gets_304_stays_signed_in(alices: Browser) -> None:
    etag = (await alices.get("/api/me")).headers["etag"]
    with at(MONDAY + 100 * DAY):
        unchanged = await alices.get("/api/me", if_none_match=etag)
        assert (unchanged.status_code, "set-cookie" in unchanged.headers) == (304, True)


@pytest.mark.parametrize("token", ["", "x", "a" * 4000, "é"])
async def test_a_made_up_token_is_nobody(app: Starlette, keys: object, token: str) -> None:
    async with browser(app) as phone:
        answer = await phone.client.get("/api/me", headers={b"cookie": b"daymark=" + token.encode()})
    assert (answer.status_code, "signed out" in answer.json()["error"]) == (401, True)


async def test_alice_sees_her_devices_and_signs_one_out(alices: Browser, tablet: Browser) -> None:
    assert alices.device
    assert tablet.device
    with at(MONDAY + 2 * DAY):
        devices = (await alices.get("/api/devices")).json()["devices"]
        assert [(each["id"], each["this"]) for each in devices] == [
            (str(alices.device.id), True),  # the latest used
            (str(tablet.device.id), False),
        ]
        gone = await alices.put(f"/api/devices/{tablet.device.id}/revoked", {})
        assert gone.json() == {"id": str(tablet.device.id)}
        assert "set-cookie" not in gone.headers or "Max-Age=0" not in gone.headers["set-cookie"]
        assert (await status(tablet), (await tablet.get("/api/me")).json()["reason"]) == (401, "revoked")
        assert await status(alices) == 200
        assert len((await alices.get("/api/devices")).json()["devices"]) == 1


async def test_signing_out_is_revoking_this_device(alices: Browser) -> None:
    assert alices.device
    path = f"/api/devices/{alices.device.id}/revoked"
    answer = await alices.put(path, {})
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert await status(alices) == 401
    assert (await Device.get(id=alices.device.id)).revoked_at == MONDAY


async def test_nobody_signs_out_somebody_elses_device(alices: Browser, charlies: Browser, danas: Browser) -> None:
    assert alices.device
    for other in (charlies, danas):
        answer = await other.put(f"/api/devices/{alices.device.id}/revoked", {})
        unknown = await other.put(f"/api/devices/{new_id()}/revoked", {})
        assert (answer.status_code, answer.text) == (404, unknown.text)
    assert await status(alices) == 200


async def test_a_token_is_stored_only_as_a_hash(app: Starlette, alice: Person) -> None:
    _, token = await sign_in(alice)
    assert token not in str(await rows("SELECT * FROM device"))


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        ("Mozilla/5.0 (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0", "Firefox on Android"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Version/18.4 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("curl/8.0", "Browser"),
        ("", "Browser"),
    ],
)
def test_a_device_has_a_name_its_owner_knows(user_agent: str, label: str) -> None:
    assert device_label(user_agent) == label
