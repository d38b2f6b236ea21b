"""An invite becomes a signed-in phone."""



from server.people.models import Device, Person
from tests.conftest import Browser, new_id

ALICES = {"called": "Al", "zone": "America/Chicago", "language": "es"}


async def invite(danas: Browser, **more: object) -> dict[str, str]:
    body = {"person": None, "name": "Alice A.", "group": None, "language": "en"} | more
    answer = await danas.put(f"/api/invites/{new_id()}", body)
    assert answer.status_code == 200, answer.text
    made: dict[str, str] = answer.json()
    return made


async def test_alice_joins_with_danas_invite_and_stays_signed_in(danas: Browser, stranger: Browser) -> None:
    made = await invite(danas)
    assert made["link"].endswith("/join#" + made["code"])
    seen = (await stranger.get("/api/invite", daymark_code=made["code"].lower())).json()
    assert (seen["role"], seen["invited_by"], seen["name"]) == ("participant", "Dana", None)
    joined = await stranger.put(f"/api/devices/{new_id()}", {"code": made["code"], **ALICES})
    assert joined.status_code == 200
    assert "HttpOnly" in joined.headers["set-cookie"]
    assert "SameSite=lax" in joined.headers["set-cookie"]
    me = (await stranger.get("/api/me")).json()
    assert (me["called"], me["zone"], me["language"]) == ("Al", "America/Chicago", "es")
    token = stranger.client.cookies["daymark"]
    assert not await Device.exists(token_hash=token)
    assert (await Person.get(id=made["person"])).joined_at is not None
