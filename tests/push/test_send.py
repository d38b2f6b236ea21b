import asyncio
import json
import os
import socket
import ssl
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohappyeyeballs
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.channel import Message, Outcome, Verdict, topic_of
from server.push.encrypt import BrokenKeys, BrowserKeys
from server.push.message import MessageTooLong, payload_of
from server.push.send import SEND_SECONDS, PushSender, Target
from server.push.vapid import VapidKey
from tests.push_service import PushService, Status

MONDAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
NOW = MONDAY.timestamp()
TOPIC = topic_of("maya, monday group")
MESSAGE = Message("Daymark", "Something at 6 p.m. Tap to see it.", "https://daymark.example/today", TOPIC, "en")
KEY = VapidKey(ec.generate_private_key(ec.SECP256R1()), "mailto:it@riverside.example")


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService(now=lambda: NOW) as running:
        yield running


@pytest.fixture
async def sender(service: PushService) -> AsyncIterator[PushSender]:
    async with PushSender(KEY, frozenset({service.origin}), timeout=5) as opened:
        yield opened


@pytest.fixture
def maya(service: PushService) -> Target:
    """Maya's phone."""
    subscription = service.subscribe(KEY.public_key)
    return Target(subscription["endpoint"], **subscription["keys"])


@pytest.fixture
def a_clock_in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


async def send(sender: PushSender, target: Target, message: Message = MESSAGE) -> Outcome:
    return await sender.send(target, message, ttl=3600, topic=TOPIC, now=NOW)


async def test_maya_s_phone_reads_what_was_sent(service: PushService, sender: PushSender, maya: Target) -> None:
    assert await send(sender, maya) == Outcome(Verdict.ACCEPTED, "http_201", 201)
    [received] = service.received(maya.endpoint)
    assert received.plain == payload_of(MESSAGE)
    assert received.json()["notification"]["body"] == "Something at 6 p.m. Tap to see it."


async def test_the_push_service_learns_how_long_how_urgent_and_what_it_replaces(
    service: PushService, sender: PushSender, maya: Target
) -> None:
    await sender.send(maya, MESSAGE, ttl=5400, topic=TOPIC, now=NOW)
    await sender.send(maya, MESSAGE, ttl=60, topic=TOPIC, now=NOW, urgency="low")
    received = service.received(maya.endpoint)
    assert [(got.ttl, got.urgency, got.topic) for got in received] == [(5400, "high", TOPIC), (60, "low", TOPIC)]
    assert received[0].claims["aud"] == service.origin
    assert received[0].headers["Content-Encoding"] == "aes128gcm"


async def test_a_message_sent_twice_is_encrypted_twice(service: PushService, sender: PushSender, maya: Target) -> None:
    await send(sender, maya)
    await send(sender, maya)
    first, second = service.received(maya.endpoint)
    assert first.body != second.body


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.ACCEPTED),
        (202, Verdict.ACCEPTED),
        (400, Verdict.REFUSED),
        (401, Verdict.KEY_REFUSED),
        (403, Verdict.KEY_REFUSED),
        (404, Verdict.GONE),
        (405, Verdict.REFUSED),
        (406, Verdict.TRY_LATER),  # Windows: too many
        (408, Verdict.TRY_LATER),
        (410, Verdict.GONE),
        (413, Verdict.REFUSED),
        (425, Verdict.TRY_LATER),
        (429, Verdict.TRY_LATER),
        (500, Verdict.TRY_LATER),
        (503, Verdict.TRY_LATER),
    ],
)
async def test_what_an_answer_means(
    service: PushService, sender: PushSender, maya: Target, status: int, verdict: Verdict
) -> None:
    service.answers(maya.endpoint, status)
    assert await send(sender, maya) == Outcome(verdict, f"http_{status}", status)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_refused_and_never_followed(
    service: PushService, sender: PushSender, maya: Target, status: int
) -> None:
    service.answers(maya.endpoint, status)
    assert await send(sender, maya) == Outcome(Verdict.REFUSED, f"http_{status}", status)
    assert service.redirected == []


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        (120, 120.0),
        ("0", 0.0),
        (MONDAY + timedelta(seconds=90), 90.0),
        ("Monday, 01-Jun-26 12:01:30 GMT", 90.0),  # the two old forms of RFC 9110
        ("Mon Jun  1 12:01:30 2026", 90.0),
        (MONDAY - timedelta(days=1), 0.0),  # a clock that is behind
        (86_400, 3600.0),  # never more than an hour
        (MONDAY + timedelta(days=365), 3600.0),
        ("-5", None),
        ("soon", None),
        ("1e3", None),
        ("9" * 5000, None),
        ("Mon, 99 Jun 2026 12:01:30 GMT", None),
    ],
)
@pytest.mark.usefixtures("a_clock_in_new_york")
async def test_how_long_a_busy_push_service_asks_us_to_wait(
    service: PushService, sender: PushSender, maya: Target, retry_after: int | str | datetime, seconds: float | None
) -> None:
    service.answers(maya.endpoint, 429, retry_after=retry_after)
    assert await send(sender, maya) == Outcome(Verdict.TRY_LATER, "http_429", 429, seconds)


async def test_a_wait_is_only_told_where_sending_again_makes_sense(
    service: PushService, sender: PushSender, maya: Target
) -> None:
    service.answers(maya.endpoint, 410, retry_after=120)
    assert (await send(sender, maya)).retry_after is None


@pytest.mark.parametrize(("answer", "reason"), [("hang", "timeout"), ("reset", "network")])
async def test_without_an_answer_the_message_goes_out_later(
    service: PushService, maya: Target, answer: Status, reason: str
) -> None:
    service.answers(maya.endpoint, answer)
    async with PushSender(KEY, frozenset({service.origin}), timeout=0.3) as sender, asyncio.timeout(5):
        assert await send(sender, maya) == Outcome(Verdict.TRY_LATER, reason)


async def test_a_push_service_that_is_down_is_tried_later(maya: Target) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    async with PushSender(KEY, frozenset({origin})) as sender:
        assert await send(sender, Target(f"{origin}/x", maya.p256dh, maya.auth)) == Outcome(
            Verdict.TRY_LATER, "network"
        )


async def test_one_push_service_that_hangs_does_not_keep_the_others_waiting(maya: Target, service: PushService) -> None:
    async with PushService(now=lambda: NOW) as slow:
        stuck = slow.subscribe()
        slow.answers(stuck["endpoint"], "hang")
        async with PushSender(KEY, frozenset({service.origin, slow.origin}), timeout=5) as sender:
            theo = Target(stuck["endpoint"], **stuck["keys"])
            waiting = [asyncio.create_task(send(sender, theo)) for _ in range(250)]
            await slow.arrived(theo.endpoint)
            assert (await send(sender, maya)).verdict is Verdict.ACCEPTED
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)


@asynccontextmanager
async def push_service_that_says(
    said: bytes, tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[str, list[str]]]:
    """A server that answers with these bytes and then stays silent: its port, and the head of each request."""
    heard: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(said)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0, ssl=tls) as server:
        yield str(server.sockets[0].getsockname()[1]), heard


@pytest.mark.parametrize(
    "body",
    [b"", b"half", b"x" * 1_000_000],
    ids=["none", "half", "long"],
)
async def test_accepted_is_accepted_though_the_rest_of_the_answer_never_comes(maya: Target, body: bytes) -> None:
    said = b"HTTP/1.1 201 Created\r\nContent-Length: 999999999\r\n\r\n" + body
    async with push_service_that_says(said) as (port, _):
        assert await send_once(f"http://127.0.0.1:{port}", "/x", maya) == Outcome(Verdict.ACCEPTED, "http_201", 201)


async def test_an_answer_that_drips_is_not_waited_for(maya: Target) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 201 Created\r\nX-Padding: ")
        while not writer.is_closing():
            writer.write(b"x")
            with suppress(TimeoutError, ConnectionError):
                await asyncio.wait_for(reader.read(1), 0.02)  # until the sender is gone

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await send_once(f"http://127.0.0.1:{port}", "/x", maya) == Outcome(Verdict.TRY_LATER, "timeout")


def test_nobody_waits_for_ever_unless_told_so() -> None:
    assert PushSender(KEY)._timeout.total == SEND_SECONDS == 10


async def test_an_answer_that_is_not_http_is_tried_later(maya: Target) -> None:
    async with push_service_that_says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n") as (port, _):
        assert await send_once(f"http://127.0.0.1:{port}", "/x", maya) == Outcome(Verdict.TRY_LATER, "network")


async def test_an_endpoint_is_posted_to_letter_by_letter(maya: Target) -> None:
    path = "/w/?token=BQ%2fi97%2BMb+D1~e%7e%3d%3d&x=a%20b"
    async with push_service_that_says(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n") as (port, heard):
        await send_once(f"http://127.0.0.1:{port}", path, maya)
    assert heard[0].startswith(f"POST {path} HTTP/1.1\r\n")


async def test_a_cookie_is_not_taken_from_one_message_to_the_next(maya: Target) -> None:
    said = b"HTTP/1.1 201 Created\r\nSet-Cookie: who=maya\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    async with push_service_that_says(said) as (port, heard):
        # A name, because cookies of bare addresses are never kept.
        origin = f"http://localhost:{port}"
        async with PushSender(KEY, frozenset({origin})) as sender:
            await send(sender, Target(f"{origin}/maya", maya.p256dh, maya.auth))
            await send(sender, Target(f"{origin}/theo", maya.p256dh, maya.auth))
    assert len(heard) == 2
    assert "cookie" not in heard[1].lower()


async def send_once(origin: str, path: str, keys: Target) -> Outcome:
    async with PushSender(KEY, frozenset({origin}), timeout=0.5) as sender, asyncio.timeout(5):
        return await send(sender, Target(origin + path, keys.p256dh, keys.auth))


def certificate_by_nobody(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    until = datetime.now(UTC) + timedelta(days=1)
    unsigned = x509.CertificateBuilder(name, name, key.public_key(), 1, until - timedelta(days=2), until, [])
    signed = unsigned.add_extension(names, critical=False).sign(key, SHA256())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signed.public_bytes(Encoding.PEM)
    (folder / "server.pem").write_bytes(pem)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    return context


async def test_a_push_service_that_cannot_prove_its_name_is_told_nothing(maya: Target, tmp_path: Path) -> None:
    said = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
    async with push_service_that_says(said, certificate_by_nobody(tmp_path)) as (port, heard):
        assert await send_once(f"https://localhost:{port}", "/x", maya) == Outcome(Verdict.TRY_LATER, "tls")
    assert heard == []


async def test_an_endpoint_that_came_in_some_other_way_is_not_sent_to(
    service: PushService, sender: PushSender, maya: Target
) -> None:
    async with PushService() as elsewhere:
        subscription = elsewhere.subscribe()
        outcome = await send(sender, Target(subscription["endpoint"], **subscription["keys"]))
        assert outcome == Outcome(Verdict.REFUSED, "endpoint")
        assert elsewhere.count == 0


async def test_a_push_service_s_name_that_leads_into_our_own_network_is_not_connected_to(
    sender: PushSender, maya: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(_host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", poisoned)
    outcome = await send(sender, Target("https://fcm.googleapis.com/fcm/send/maya", maya.p256dh, maya.auth))
    assert outcome == Outcome(Verdict.TRY_LATER, "address")


async def test_a_name_that_changes_after_the_check_is_connected_to_where_it_was_checked(
    sender: PushSender, maya: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["142.250.74.106", "127.0.0.1", "127.0.0.1"]
    connected: list[str] = []

    def rebound(_host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    async def connect(addr_infos: list[Any], **_: Any) -> None:
        connected.extend(address[4][0] for address in addr_infos)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    monkeypatch.setattr(aiohappyeyeballs, "start_connection", connect)
    outcome = await send(sender, Target("https://fcm.googleapis.com/fcm/send/maya", maya.p256dh, maya.auth))
    assert (outcome.reason, connected) == ("network", ["142.250.74.106"])
    assert answers == ["127.0.0.1", "127.0.0.1"]  # it was asked for once


async def test_a_proxy_in_the_environment_hears_nothing(
    service: PushService, sender: PushSender, maya: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PushService() as proxy:
        monkeypatch.setenv("http_proxy", proxy.origin)
        assert (await send(sender, maya)).verdict is Verdict.ACCEPTED
        assert (proxy.count, len(proxy.refusals)) == (0, 0)


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


BROKEN_KEYS = [
    ("p256dh", ""),
    ("p256dh", "A"),
    ("p256dh", "not base64!"),
    ("p256dh", "á"),
    ("p256dh", text(b"\x04" + bytes(64))),  # not on the curve
    ("p256dh", text(os.urandom(65))),
    ("p256dh", text(b"\x04" + bytes(10))),
    ("p256dh", text(b"\x02" + bytes(32))),  # compressed
    ("auth", ""),
    ("auth", "AAAAA"),  # no bytes have this length
    ("auth", "++++++++++++++++++++++"),  # the other base64
    ("auth", text(bytes(15))),
    ("auth", text(bytes(17))),
]


@pytest.mark.parametrize(("name", "value"), BROKEN_KEYS)
async def test_broken_keys_are_found_where_they_come_in_and_never_sent_to(
    service: PushService, sender: PushSender, maya: Target, name: str, value: str
) -> None:
    keys = {"p256dh": maya.p256dh, "auth": maya.auth, name: value}
    with pytest.raises(BrokenKeys):
        BrowserKeys.read(**keys)
    assert await send(sender, Target(maya.endpoint, **keys)) == Outcome(Verdict.REFUSED, "keys")
    assert service.count == 0


async def test_keys_with_their_padding_are_good_too(service: PushService, sender: PushSender, maya: Target) -> None:
    BrowserKeys.read(maya.p256dh + "=", maya.auth + "==")
    assert (await send(sender, Target(maya.endpoint, maya.p256dh + "=", maya.auth + "=="))).status == 201
    assert service.received(maya.endpoint)[0].plain == payload_of(MESSAGE)


@pytest.mark.parametrize("ttl", [0, -1])
async def test_a_message_that_is_too_late_is_not_sent(
    service: PushService, sender: PushSender, maya: Target, ttl: int
) -> None:
    with pytest.raises(ValueError, match="too late"):
        await sender.send(maya, MESSAGE, ttl=ttl, topic=TOPIC, now=NOW)
    assert service.count == 0


@pytest.mark.parametrize("topic", ["", "a" * 33, "maya's group", "a\r\nX-Mallory: 1"])
async def test_a_topic_that_push_services_refuse_is_our_mistake(sender: PushSender, maya: Target, topic: str) -> None:
    with pytest.raises(ValueError, match="topic"):
        await sender.send(maya, MESSAGE, ttl=60, topic=topic, now=NOW)


async def test_a_message_that_is_too_long_is_our_mistake(sender: PushSender, maya: Target) -> None:
    with pytest.raises(MessageTooLong):
        await send(sender, maya, Message("Daymark", "x" * 3000, "https://daymark.example/", TOPIC, "en"))


def test_a_target_in_a_log_says_nothing(maya: Target) -> None:
    assert repr(maya) == "Target()"
    assert json.dumps(str(maya)) == '"Target()"'
