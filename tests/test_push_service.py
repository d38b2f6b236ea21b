"""The fake push service proves itself: it takes what a real one takes, and refuses what a real one refuses."""

import asyncio
import signal
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientConnectionError, ClientResponse, ClientSession
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02  # type: ignore[import-untyped]  # has no types
from pywebpush import WebPusher  # type: ignore[import-untyped]  # has no types

from tests.push_service import PushService, Subscription, encode

HOUR = 3600
TEXT = '{"title": "Daymark"}'


@pytest_asyncio.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService() as started:
        yield started


@pytest_asyncio.fixture
async def client() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


def new_key() -> Vapid02:
    key = Vapid02(conf={"no-strict": True})
    key.generate_keys()
    return key


OURS = new_key()


def claims_for(subscription: Subscription, **changed: Any) -> dict[str, Any]:
    origin = subscription["endpoint"].rpartition("/wpush")[0]
    return {"aud": origin, "exp": int(time.time()) + 12 * HOUR, "sub": "mailto:care@example.org", **changed}


async def post(
    client: ClientSession, to: Subscription, claims: dict[str, Any] | None = None, text: str = TEXT, **headers: str
) -> ClientResponse:
    """`headers` replace the good ones, an underscore standing for a hyphen; an empty one is left out."""
    good = {"TTL": "60", "Content-Encoding": "aes128gcm", **OURS.sign(claims or claims_for(to))}
    given = {**good, **{name.replace("_", "-"): value for name, value in headers.items()}}
    body = WebPusher(to).encode(text.encode())["body"]
    sent = {name: value for name, value in given.items() if value}
    return await client.post(to["endpoint"], data=body, headers=sent, allow_redirects=False)


async def test_it_reads_what_was_sent_and_who_signed_it(service: PushService, client: ClientSession) -> None:
    ana = service.subscribe()
    answer = await post(client, ana, Urgency="high", Topic="abc")
    [message] = service.received(ana["endpoint"])
    assert answer.status == 201
    assert message.json() == {"title": "Daymark"}
    assert (message.ttl, message.urgency, message.topic) == (60, "high", "abc")
    assert message.claims["sub"] == "mailto:care@example.org"


async def test_it_waits_for_a_message_that_is_on_its_way(service: PushService, client: ClientSession) -> None:
    ana = service.subscribe()
    waiting = asyncio.create_task(service.arrived(ana["endpoint"], 2))
    await post(client, ana)
    await post(client, ana)
    assert len(await waiting) == 2


async def test_it_counts_a_topic_sent_twice_to_the_same_endpoint(service: PushService, client: ClientSession) -> None:
    ana, ben = service.subscribe(), service.subscribe()
    service.answers(ben["endpoint"], 500, 201)
    for subscription in (ana, ana, ben, ben):
        await post(client, subscription, Topic="abc")
    assert service.doubled() == 1


async def test_it_answers_in_the_order_it_was_told(service: PushService, client: ClientSession) -> None:
    ana = service.subscribe()
    service.answers(ana["endpoint"], 500, 413, 201)
    assert [(await post(client, ana)).status for _ in range(4)] == [500, 413, 201, 201]
    assert [message.answered for message in service.received(ana["endpoint"])] == [500, 413, 201, 201]


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [
        (30, "30"),
        (datetime(2026, 3, 8, 14, 0, tzinfo=UTC), "Sun, 08 Mar 2026 14:00:00 GMT"),
        ("soon", "soon"),  # what no standard allows and some server will say
    ],
)
async def test_it_says_when_to_come_back(
    service: PushService, client: ClientSession, retry_after: int | datetime | str, header: str
) -> None:
    ana = service.subscribe()
    service.answers(ana["endpoint"], 429, retry_after=retry_after)
    answer = await post(client, ana)
    assert (answer.status, answer.headers["Retry-After"]) == (429, header)


async def test_it_notices_who_follows_a_redirect(service: PushService, client: ClientSession) -> None:
    ana = service.subscribe()
    service.answers(ana["endpoint"], 307)
    answer = await post(client, ana)
    assert service.redirected == []
    await client.post(answer.headers["Location"])
    assert service.redirected == [ana["endpoint"]]


async def test_it_hangs_until_the_caller_gives_up(service: PushService, client: ClientSession) -> None:
    ana = service.subscribe()
    service.answers(ana["endpoint"], "hang")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await post(client, ana)
    assert [message.answered for message in service.received(ana["endpoint"])] == ["hang"]


async def test_it_cuts_the_connection(service: PushService, client: ClientSession) -> None:
    ana = service.subscribe()
    service.answers(ana["endpoint"], "reset")
    with pytest.raises(ClientConnectionError):
        await post(client, ana)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"TTL": ""}, 400),
        ({"TTL": "-1"}, 400),
        ({"Urgency": "urgent"}, 400),
        ({"Topic": "a" * 33}, 400),
        ({"Topic": "a session"}, 400),
        ({"Content_Encoding": "aesgcm"}, 400),
        ({"Authorization": ""}, 401),
        ({"Authorization": "vapid t=a.b.c, k=d"}, 403),
        ({"text": "x" * 4096}, 413),
    ],
)
async def test_it_refuses_what_the_standards_refuse(
    service: PushService, client: ClientSession, headers: dict[str, str], status: int
) -> None:
    ana = service.subscribe()
    assert (await post(client, ana, **headers)).status == status  # type: ignore[arg-type]  # passed on as given
    assert service.received(ana["endpoint"]) == []
    assert len(service.refusals) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://push.example"},
        {"exp": int(time.time()) + 25 * HOUR},
        {"exp": int(time.time()) - 1},
        {"sub": "care@example.org"},
        {"sub": ""},
    ],
)
async def test_it_refuses_a_token_that_says_the_wrong_thing(
    service: PushService, client: ClientSession, claims: dict[str, Any]
) -> None:
    ana = service.subscribe()
    assert (await post(client, ana, claims_for(ana, **claims))).status == 403


async def test_it_refuses_another_key_than_the_subscription_was_made_for(
    service: PushService, client: ClientSession
) -> None:
    def public(key: Vapid02) -> str:
        return encode(key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    ours, theirs = service.subscribe(public(OURS)), service.subscribe(public(new_key()))
    assert (await post(client, ours)).status == 201
    assert (await post(client, theirs)).status == 403


async def test_it_refuses_a_token_that_was_changed(service: PushService, client: ClientSession) -> None:
    ana = service.subscribe()
    head, claims, signature = OURS.sign(claims_for(ana))["Authorization"].split(".")
    other = OURS.sign(claims_for(ana, sub="mailto:someone@example.org"))["Authorization"].split(".")[1]
    assert claims != other
    assert (await post(client, ana, Authorization=f"{head}.{other}.{signature}")).status == 403


async def test_it_says_who_has_unsubscribed(service: PushService, client: ClientSession) -> None:
    ana = service.subscribe()
    service.unsubscribe(ana["endpoint"])
    assert (await post(client, ana)).status == 410
    assert (await post(client, {**ana, "endpoint": f"{service.origin}/wpush/nobody"})).status == 404


async def test_it_refuses_what_it_can_not_decrypt(service: PushService, client: ClientSession) -> None:
    ana, ben = service.subscribe(), service.subscribe()
    assert (await post(client, {"endpoint": ana["endpoint"], "keys": ben["keys"]})).status == 400
    assert service.refusals == ["400 not encrypted to this subscription"]


async def test_it_runs_as_a_process_that_keeps_one_in_three(client: ClientSession) -> None:
    command = (sys.executable, "-m", "tests.push_service", "--port", "0", "--keep-every", "3")
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    assert process.stdout is not None
    origin = f"http://127.0.0.1:{int(await process.stdout.readline())}"
    async with client.post(f"{origin}/subscriptions?number=2") as answer:
        ana, ben = await answer.json()
    await client.put(f"{origin}/answers/{ben['endpoint'].rpartition('/')[2]}", json={"statuses": [410]})
    assert [(await post(client, one)).status for one in (ana, ana, ana, ana, ben)] == [201, 201, 201, 201, 410]
    async with client.get(f"{origin}/counts") as answer:
        counts = await answer.json()
    assert counts == {"received": 5, "kept": 2, "doubled": 0, "redirected": 0, "refusals": {}}
    process.send_signal(signal.SIGTERM)
    await process.wait()
