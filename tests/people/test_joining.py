"""An invite becomes a signed-in phone, once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import httpx2
import pytest
from starlette.applications import Starlette

from server.database import rows
from server.people.codes import ALPHABET, check_character
from server.people.models import Device, Invite, Person
from tests.conftest import ORIGIN, Browser, browser, new_id
from tests.frozen import at, utc

MONDAY = utc("2026-06-01T15:00")
ALICES = {"called": "Al", "zone": "America/Chicago", "language": "es"}
UNKNOWN = "0000-0000-0000-0000"  # its check character is right


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY):
        yield


@pytest.fixture
async def another_phone(app: Starlette) -> AsyncIterator[Browser]:
    async with browser(app) as opened:
        yield opened


async def invite(danas: Browser, **more: object) -> dict[str, str]:
    body = {"person": None, "name": "Alice A.", "group": None, "language": "en"} | more
    answer = await danas.put(f"/api/invites/{new_id()}", body)
    assert answer.status_code == 200, answer.text
    made: dict[str, str] = answer.json()
    return made


async def join(phone: Browser, code: str, device: object = None) -> httpx2.Response:
    return await phone.put(f"/api/devices/{device or new_id()}", {"code": code, **ALICES})


async def test_alice_joins_with_danas_invite_and_stays_signed_in(danas: Browser, stranger: Browser) -> None:
    made = await invite(danas)
    assert made["link"].endswith("/join#" + made["code"])
    seen = (await stranger.get("/api/invite", daymark_code=made["code"].lower())).json()
    assert (seen["role"], seen["invited_by"], seen["name"]) == ("participant", "Dana", None)
    joined = await join(stranger, made["code"])
    assert joined.status_code == 200
    assert "HttpOnly" in joined.headers["set-cookie"]
    assert "SameSite=lax" in joined.headers["set-cookie"]
    me = (await stranger.get("/api/me")).json()
    assert (me["called"], me["zone"], me["language"]) == ("Al", "America/Chicago", "es")
    assert (await Person.get(id=made["person"])).joined_at == MONDAY


async def test_neither_code_nor_token_can_be_read_in_the_database(danas: Browser, stranger: Browser) -> None:
    made = await invite(danas)
    await join(stranger, made["code"])
    token = stranger.client.cookies["daymark"]
    stored = str(await rows("SELECT * FROM invite")) + str(await rows("SELECT * FROM device"))
    assert token not in stored
    assert made["code"] not in stored
    assert made["code"].replace("-", "") not in stored


def mistyped(code: str) -> str:
    """The code with one character replaced by its neighbor in the alphabet."""
    return code[:6] + ALPHABET[(ALPHABET.index(code[6]) + 1) % 32] + code[7:]


async def test_every_code_that_does_not_work_says_why(
    danas: Browser, stranger: Browser, another_phone: Browser
) -> None:
    used, replaced = await invite(danas), await invite(danas)
    await join(another_phone, used["code"])
    again = {"person": replaced["person"], "name": None, "group": None, "language": None}
    newest = (await danas.put(f"/api/invites/{new_id()}", again)).json()
    for code, status, words in (
        (used["code"], 410, "used already"),
        (replaced["code"], 410, "newer invite has replaced"),
        (mistyped(newest["code"]), 422, "typing mistake"),
        (newest["code"][:-1], 422, "16 letters and digits"),
        (UNKNOWN, 404, "don't know this code"),
        ("", 422, "16 letters and digits"),
    ):
        looked = await stranger.get("/api/invite", daymark_code=code)
        joined = await join(stranger, code)
        for answer in (looked, joined):
            assert (answer.status_code, answer.json()["field"]) == (status, "code"), code
            assert words in answer.json()["error"]
    assert (await join(stranger, newest["code"])).status_code == 200


async def test_an_invite_works_for_seven_days(danas: Browser, stranger: Browser) -> None:
    code = (await invite(danas))["code"]
    with at(MONDAY + timedelta(days=7)):
        late = await join(stranger, code)
    assert (late.status_code, "7 days" in late.json()["error"]) == (410, True)
    with at(MONDAY + timedelta(days=7, seconds=-1)):
        assert (await join(stranger, code)).status_code == 200


async def test_a_phone_that_never_heard_the_answer_may_join_again_for_an_hour(
    danas: Browser, stranger: Browser, another_phone: Browser
) -> None:
    code, phone = (await invite(danas))["code"], new_id()
    await join(stranger, code, phone)
    first_token = stranger.client.cookies["daymark"]
    with at(MONDAY + timedelta(minutes=59)):
        assert (await join(stranger, code, phone)).json() == {"id": str(phone), "role": "participant"}
        assert stranger.client.cookies["daymark"] != first_token
        assert (await stranger.get("/api/me")).status_code == 200
        assert await Device.all().count() == 2  # Dana's, and this one
        assert (await join(another_phone, code)).status_code == 410
    with at(MONDAY + timedelta(minutes=60)):
        assert (await join(stranger, code, phone)).status_code == 410


async def test_two_phones_with_one_code_at_once_and_one_gets_in(
    danas: Browser, stranger: Browser, another_phone: Browser
) -> None:
    code = (await invite(danas))["code"]
    answers = await asyncio.gather(*(join(phone, code) for phone in (stranger, another_phone) * 3))
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410, 410, 410]
    assert await Device.all().count() == 2  # Dana's, and the one


async def test_one_phone_that_asks_twice_at_once_gets_in(danas: Browser, stranger: Browser) -> None:
    code, phone = (await invite(danas))["code"], new_id()
    answers = await asyncio.gather(*(join(stranger, code, phone) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert await Device.filter(id=phone).count() == 1


async def test_nobody_takes_over_a_device_by_joining_with_its_id(
    danas: Browser, alices: Browser, stranger: Browser
) -> None:
    assert alices.device
    taken = await join(stranger, (await invite(danas))["code"], alices.device.id)
    assert taken.status_code == 404
    assert (await alices.get("/api/me")).json()["name"] == "Alice"
    assert await Invite.filter(used_at=None).count() == 1  # it can still be used


async def test_an_invite_sent_twice_is_one_person_and_one_code(danas: Browser) -> None:
    body = {"person": None, "name": "Alice A.", "group": None, "language": "en"}
    path = f"/api/invites/{new_id()}"
    answers = await asyncio.gather(*(danas.put(path, body) for _ in range(4)))
    answers.append(await danas.put(path, body | {"name": "Somebody else"}))
    assert len({answer.text for answer in answers}) == 1
    assert await Person.filter(role="participant").count() == 1


async def test_an_invite_of_danas_is_not_bens(danas: Browser, bens: Browser) -> None:
    made = await invite(danas)
    same = {"person": None, "name": "Charlie", "group": None, "language": "en"}
    assert (await bens.put(f"/api/invites/{made['id']}", same)).status_code == 404
    other = {"person": made["person"], "name": None, "group": None, "language": None}
    assert (await bens.put(f"/api/invites/{new_id()}", other)).status_code == 404


@pytest.mark.parametrize("group", [str(new_id()), None], ids=["no such group", "no name"])
async def test_an_invite_that_lacks_something_makes_nobody(danas: Browser, group: str | None) -> None:
    body = {"person": None, "name": "Alice A." if group else None, "group": group, "language": "en"}
    answer = await danas.put(f"/api/invites/{new_id()}", body)
    assert (answer.status_code, answer.json()["field"]) == (422, "group" if group else "name")
    assert not await Person.exists(role="participant")


# Guessing

WRONG = [code + check_character(code) for code in (f"{number:015}" for number in range(1, 13))]


async def test_ten_wrong_codes_an_hour_from_one_address_and_no_more(
    app: Starlette, danas: Browser, stranger: Browser
) -> None:
    code = (await invite(danas))["code"]
    assert [(await join(stranger, each)).status_code for each in WRONG] == [404] * 10 + [429] * 2
    refused = await stranger.get("/api/invite", daymark_code=code)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3601")  # it is exactly 15:00
    elsewhere = httpx2.ASGITransport(app=app, client=("203.0.113.9", 40000))
    async with httpx2.AsyncClient(transport=elsewhere, base_url=ORIGIN) as client:
        assert (await client.get("/api/invite", headers={"daymark-code": code})).status_code == 200
    with at(MONDAY + timedelta(hours=1)):
        assert (await join(stranger, code)).status_code == 200


async def test_a_slip_of_the_finger_is_no_guess(danas: Browser, stranger: Browser) -> None:
    code = (await invite(danas))["code"]
    for _ in range(12):
        assert (await join(stranger, mistyped(code))).status_code == 422
    assert (await join(stranger, code)).status_code == 200


async def test_the_address_of_who_guessed_is_not_kept(stranger: Browser) -> None:
    await join(stranger, UNKNOWN)
    assert "127.0.0.1" not in str(await rows("SELECT * FROM sign_in_try"))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"zone": "New York"}, "zone"),
        ({"language": "de"}, "language"),
        ({"called": "   "}, "called"),
        ({"called": "x" * 81}, "called"),
        ({"code": 7}, "code"),
        ({"phone": "555"}, "phone"),  # not asked
    ],
    ids=lambda each: str(each)[:24],
)
async def test_what_makes_no_sense_is_refused_by_name(stranger: Browser, body: dict[str, object], field: str) -> None:
    answer = await stranger.put(f"/api/devices/{new_id()}", {"code": UNKNOWN, **ALICES, **body})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
