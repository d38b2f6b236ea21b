"""A push service on loopback: RFC 8030 towards the server, Firefox's own protocol towards the browser.

It refuses what real push services refuse (RFC 8030 section 5, 8291 section 4, 8292 sections 2 and 4), so a sender that
gets through here gets through there. The websocket half is what Firefox speaks in `PushServiceWebSocket.sys.mjs`.

By itself it prints its port, and is told what to do over HTTP (see `PushService.routes`):
`python -m tests.push_service --port 0 --keep-every 100`.
"""

import argparse
import asyncio
import contextlib
import json
import secrets
import socket
import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from types import TracebackType
from typing import Any, Literal, Self, TypedDict
from urllib.parse import urlsplit
from uuid import uuid4

import http_ece  # type: ignore[import-untyped]  # has no types
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MAX_BODY = 4096
MAX_TOPIC = 32
MAX_TOKEN_LIFE = 24 * 3600
URGENCIES = {"very-low", "low", "normal", "high"}
PATIENCE = 10

Status = int | Literal["hang", "reset"]
Frame = dict[str, Any]


class Keys(TypedDict):
    p256dh: str
    auth: str


class Subscription(TypedDict):
    """What a browser's `PushSubscription.toJSON()` holds."""

    endpoint: str
    keys: Keys


class Claims(TypedDict):
    aud: str
    exp: int
    sub: str


class Refusal(Exception):
    """The push service does not take this request."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status


@dataclass(frozen=True)
class Message:
    """One POST that was well-formed; `plain` is None where only a browser holds the key, and without a body."""

    headers: Mapping[str, str]
    body: bytes
    claims: Claims
    answered: Status
    plain: bytes | None
    version: str = field(default_factory=lambda: uuid4().hex)
    at: float = field(default_factory=time.time)  # seconds since 1970

    @property
    def accepted(self) -> bool:
        return isinstance(self.answered, int) and 200 <= self.answered < 300

    @property
    def ttl(self) -> int:
        return int(self.headers["TTL"])

    @property
    def urgency(self) -> str:
        return self.headers.get("Urgency", "normal")

    @property
    def topic(self) -> str:
        return self.headers.get("Topic", "")

    def json(self) -> Any:
        if self.plain is None:
            raise ValueError("no body, or only the browser can read it")
        return json.loads(self.plain)


@dataclass
class Browser:
    """One Firefox profile; `waiting` holds frames for a browser that is away, the last of each topic."""

    uaid: str
    socket: web.WebSocketResponse | None = None
    waiting: dict[str, Frame] = field(default_factory=dict)

    async def greet(self, connection: web.WebSocketResponse) -> None:
        self.socket = connection
        hello = {"messageType": "hello", "uaid": self.uaid, "status": 200, "use_webpush": True, "broadcasts": {}}
        await connection.send_json(hello)
        while self.waiting:
            await connection.send_json(self.waiting.pop(next(iter(self.waiting))))

    async def take(self, frame: Frame, message: Message) -> None:
        if self.socket and not self.socket.closed:
            await self.socket.send_json(frame)
        elif message.ttl:
            self.waiting[message.topic or message.version] = frame


@dataclass
class Endpoint:
    """One subscription; `signed_by` is the application server key it is bound to, empty for any."""

    auth: bytes = b""
    private_key: ec.EllipticCurvePrivateKey | None = None
    signed_by: str = ""
    browser: Browser | None = None
    channel: str = ""
    statuses: deque[Status] = field(default_factory=lambda: deque([201]))
    retry_after: str = ""
    messages: list[Message] = field(default_factory=list)

    def next_status(self) -> Status:
        return self.statuses.popleft() if len(self.statuses) > 1 else self.statuses[0]

    def decrypted(self, body: bytes) -> bytes | None:
        """Raises Refusal, where a real push service could not tell and the browser would throw the message away."""
        if self.private_key is None or not body:
            return None
        try:
            plain: bytes = http_ece.decrypt(body, private_key=self.private_key, auth_secret=self.auth)
        except (http_ece.ECEException, ValueError, IndexError, struct.error) as error:
            raise Refusal(400, "not encrypted to this subscription") from error
        return plain


class PushService:
    """`async with PushService() as service`: listens on 127.0.0.1, on a free port unless told.

    `keep_every`: of this many messages one is kept and decrypted and the others are only counted, for measuring.
    `now`: the seconds since 1970 that tokens are judged by, for a server whose clock is moved.
    Everywhere an endpoint is asked for, its last path segment does too.
    """

    def __init__(self, port: int = 0, keep_every: int = 1, now: Callable[[], float] = time.time) -> None:
        self.port = port
        self.keep_every = keep_every
        self.now = now
        self.count = 0
        self.refusals: list[str] = []
        self.redirected: list[str] = []
        self.topics: Counter[tuple[str, str]] = Counter()
        self.reports: dict[str, list[int]] = {}
        self._endpoints: dict[str, Endpoint] = {}
        self._browsers: dict[str, Browser] = {}
        self._changed = asyncio.Condition()
        self._closing = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=1024 * 1024)
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        await self.disconnect_browsers()
        await self._runner.cleanup()

    def routes(self) -> list[web.RouteDef]:
        """The push service, and below it what a test in another process says and asks."""
        return [
            web.post("/wpush/{id}", self._take),
            web.post("/elsewhere/{id}", self._take_redirected),
            web.get("/push", self._talk),
            web.post("/subscriptions", self._subscribe_many),
            web.put("/answers/{id}", self._set_answers),
            web.get("/counts", self._counts),
        ]

    # What a test says and asks

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def websocket(self) -> str:
        """For Firefox's preference `dom.push.serverURL`."""
        return f"ws://127.0.0.1:{self.port}/push"

    def subscribe(self, application_server_key: str = "") -> Subscription:
        """A subscription without a browser, bound to a base64url VAPID public key if one is given."""
        key, auth = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        address = self._add(Endpoint(auth, key, application_server_key.rstrip("=")))
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": address, "keys": {"p256dh": encode(point), "auth": encode(auth)}}

    def answers(self, endpoint: str, *statuses: Status, retry_after: int | datetime | str = "") -> None:
        """Answer the coming POSTs in this order; the last stays. `retry_after` goes with every answer over 299."""
        if isinstance(retry_after, datetime):
            retry_after = format_datetime(retry_after.astimezone(UTC), usegmt=True)
        found = self._endpoint(endpoint)
        found.statuses, found.retry_after = deque(statuses), str(retry_after)

    def received(self, endpoint: str) -> list[Message]:
        """Every kept POST to the endpoint that was well-formed, whatever it was answered."""
        return list(self._endpoint(endpoint).messages)

    async def arrived(self, endpoint: str, number: int = 1) -> list[Message]:
        """Waits until so many messages are there; raises TimeoutError after 10 s."""
        await self._until(lambda: len(self.received(endpoint)) >= number)
        return self.received(endpoint)

    async def reported(self, endpoint: str) -> list[int]:
        """What the browser said about the endpoint's last message: 100 delivered, 101 not decrypted, 102 not
        delivered, 301-303 the handler failed. Raises TimeoutError after 10 s."""
        version = self.received(endpoint)[-1].version
        await self._until(lambda: version in self.reports)
        return self.reports[version]

    async def counted(self, number: int, patience: float = PATIENCE) -> None:
        """Waits until so many different topics were accepted; raises TimeoutError."""
        await self._until(lambda: len(self.topics) >= number, patience)

    def unsubscribe(self, endpoint: str) -> None:
        """What came so far stays readable; what comes is answered 410."""
        self.answers(endpoint, 410)

    async def disconnect_browsers(self) -> None:
        """As if they slept: what comes with a TTL waits until they are back, which takes Firefox a moment."""
        for browser in list(self._browsers.values()):
            if browser.socket:
                await browser.socket.close()

    async def forget_browsers(self) -> None:
        """Lose every browser's subscriptions, as a push service does now and then; a browser learns it when it
        comes back and is given another `uaid`."""
        for key, endpoint in self._endpoints.items():
            if endpoint.browser:
                self.unsubscribe(key)
        await self.disconnect_browsers()
        self._browsers.clear()

    def doubled(self) -> int:
        """How many accepted POSTs repeated an endpoint and topic already accepted."""
        return sum(number - 1 for (_, topic), number in self.topics.items() if topic)

    # RFC 8030

    async def _take(self, request: web.Request) -> web.StreamResponse:
        key, body = request.match_info["id"], await request.read()
        try:
            message = self._checked(key, request.headers, body)
        except Refusal as refusal:
            self.refusals.append(str(refusal))
            return web.Response(status=refusal.status, text=str(refusal))
        await self._record(key, message)
        return await self._answered(request, key, message)

    def _checked(self, key: str, headers: Mapping[str, str], body: bytes) -> Message:
        endpoint = self._endpoints.get(key)
        if endpoint is None:
            raise Refusal(404, "no such subscription")
        check_headers(headers, body)
        claims = self._check_token(headers.get("Authorization", ""), endpoint.signed_by)
        plain = endpoint.decrypted(body) if self._keeps_next() else None
        return Message(headers, body, claims, endpoint.next_status(), plain)

    def _check_token(self, authorization: str, signed_by: str) -> Claims:
        claims, key = signed_claims(authorization)
        if signed_by and key != signed_by:
            raise Refusal(403, "signed with another key than the subscription was made for")
        if claims["aud"] != self.origin:
            raise Refusal(403, f"aud is not {self.origin}")
        if not 0 < claims["exp"] - self.now() <= MAX_TOKEN_LIFE:
            raise Refusal(403, "exp has passed, or is more than 24 hours away")
        return claims

    async def _record(self, key: str, message: Message) -> None:
        if self._keeps_next():
            self._endpoints[key].messages.append(message)
        self.count += 1
        if message.accepted:
            self.topics[key, message.topic] += 1
        await self._tell()

    async def _answered(self, request: web.Request, key: str, message: Message) -> web.StreamResponse:
        endpoint = self._endpoints[key]
        match message.answered:
            case "hang":
                await self._closing.wait()
                return reset(request)
            case "reset":
                return reset(request)
            case status if message.accepted:
                await self._forward(endpoint, message)
                return web.Response(status=status, headers={"Location": f"{self.origin}/m/{message.version}"})
            case status:
                return web.Response(status=status, headers=self._headers_of_refusal(key, status))

    def _headers_of_refusal(self, key: str, status: int) -> dict[str, str]:
        if 300 <= status < 400:
            return {"Location": f"{self.origin}/elsewhere/{key}"}
        retry_after = self._endpoints[key].retry_after
        return {"Retry-After": retry_after} if retry_after else {}

    async def _forward(self, endpoint: Endpoint, message: Message) -> None:
        if endpoint.browser is None:
            return
        frame = {
            "messageType": "notification",
            "channelID": endpoint.channel,
            "version": message.version,
            "data": encode(message.body),
            "headers": {"encoding": "aes128gcm"},
        }
        await endpoint.browser.take(frame, message)

    async def _take_redirected(self, request: web.Request) -> web.Response:
        self.redirected.append(f"{self.origin}/wpush/{request.match_info['id']}")
        await self._tell()
        return web.Response(status=201)

    # Firefox

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse(protocols=("push-notification",))
        await connection.prepare(request)
        browser = await self._greeted(connection)
        async for packet in connection:
            await self._hear(browser, connection, packet.json())
        return connection

    async def _greeted(self, connection: web.WebSocketResponse) -> Browser:
        hello: Frame = await connection.receive_json()
        uaid = hello.get("uaid", "")
        if uaid not in self._browsers:
            uaid = uuid4().hex
            self._browsers[uaid] = Browser(uaid)
        await self._browsers[uaid].greet(connection)
        return self._browsers[uaid]

    async def _hear(self, browser: Browser, connection: web.WebSocketResponse, frame: Frame) -> None:
        match frame.get("messageType"):
            case "register":
                address = self._register(browser, frame["channelID"], frame.get("key", ""))
                await connection.send_json({**frame, "status": 200, "pushEndpoint": address})
            case "unregister":
                self._unregister(browser, frame["channelID"])
                await connection.send_json({**frame, "status": 200})
            case "ack":
                for update in frame["updates"]:
                    await self._report(update["version"], update["code"])
            case "nack":
                await self._report(frame["version"], frame["code"])
            case None:
                await connection.send_json({})

    def _register(self, browser: Browser, channel: str, key: str) -> str:
        return self._add(Endpoint(signed_by=key.rstrip("="), browser=browser, channel=channel))

    def _unregister(self, browser: Browser, channel: str) -> None:
        for key in [
            key for key, found in self._endpoints.items() if (found.browser, found.channel) == (browser, channel)
        ]:
            self.unsubscribe(key)

    async def _report(self, version: str, code: int) -> None:
        self.reports.setdefault(version, []).append(code)
        await self._tell()

    # A test in another process

    async def _subscribe_many(self, request: web.Request) -> web.Response:
        return web.json_response([self.subscribe() for _ in range(int(request.query.get("number", "1")))])

    async def _set_answers(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.answers(request.match_info["id"], *told["statuses"], retry_after=told.get("retry_after", ""))
        return web.Response(status=204)

    async def _counts(self, _: web.Request) -> web.Response:
        kept = sum(len(endpoint.messages) for endpoint in self._endpoints.values())
        counts = {"received": self.count, "kept": kept, "doubled": self.doubled(), "redirected": len(self.redirected)}
        return web.json_response({**counts, "refusals": Counter(self.refusals)})

    # Inside

    def _keeps_next(self) -> bool:
        return self.count % self.keep_every == 0

    def _add(self, endpoint: Endpoint) -> str:
        key = secrets.token_urlsafe(16)
        self._endpoints[key] = endpoint
        return f"{self.origin}/wpush/{key}"

    def _endpoint(self, address: str) -> Endpoint:
        return self._endpoints[address.rpartition("/")[2]]

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _until(self, ready: Callable[[], bool], patience: float = PATIENCE) -> None:
        async with asyncio.timeout(patience), self._changed:
            await self._changed.wait_for(ready)


def check_headers(headers: Mapping[str, str], body: bytes) -> None:
    """Raises Refusal as RFC 8030 sections 5.2 to 5.4 and RFC 8291 section 4 ask."""
    if not headers.get("TTL", "").isdecimal():
        raise Refusal(400, "TTL is missing or no number")
    if headers.get("Urgency", "normal") not in URGENCIES:
        raise Refusal(400, "no such urgency")
    if not is_topic(headers.get("Topic", "x")):
        raise Refusal(400, "the topic is not 1 to 32 characters of base64url")
    if len(body) > MAX_BODY:
        raise Refusal(413, "the body has more than 4096 bytes")
    if body and headers.get("Content-Encoding") != "aes128gcm":
        raise Refusal(400, "the body is not aes128gcm")


def is_topic(text: str) -> bool:
    return 0 < len(text) <= MAX_TOPIC and text.isascii() and text.replace("-", "a").replace("_", "a").isalnum()


@lru_cache(maxsize=256)
def signed_claims(authorization: str) -> tuple[Claims, str]:
    """The claims of a `vapid t=..., k=...` header and the key that really signed them. Raises Refusal."""
    scheme, _, rest = authorization.partition(" ")
    given = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    if scheme.lower() != "vapid" or not {"t", "k"} <= given.keys():
        raise Refusal(401, "no vapid authorization")
    try:
        return verified(given["t"], given["k"]), given["k"].rstrip("=")
    except (ValueError, KeyError, InvalidSignature) as error:
        raise Refusal(403, f"the token is not signed by its key: {error!r}") from error


def verified(token: str, key: str) -> Claims:
    """Raises ValueError, KeyError or InvalidSignature."""
    head, claims, signature = token.split(".")
    if json.loads(decode(head))["alg"] != "ES256":
        raise ValueError("not ES256")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(key))
    public.verify(der(decode(signature)), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    said = json.loads(decode(claims))
    if urlsplit(said["sub"]).scheme not in {"mailto", "https"}:
        raise ValueError("sub is neither a mailto nor an https address")
    return {"aud": str(said["aud"]), "exp": int(said["exp"]), "sub": str(said["sub"])}


def der(signature: bytes) -> bytes:
    """A JWT's signature is r and s side by side (RFC 7518 section 3.4); cryptography wants DER."""
    if len(signature) != 64:
        raise ValueError("an ES256 signature has 64 bytes")
    return encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))


def reset(request: web.Request) -> web.Response:
    """Cuts the connection with a TCP reset; what it returns is never sent."""
    if request.transport is not None:
        connection: socket.socket = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


def encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def serve(port: int, keep_every: int) -> None:
    async with PushService(port, keep_every) as service:
        print(service.port, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A push service on loopback, for tests and measurements.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--keep-every", type=int, default=1, metavar="N")
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.port, options.keep_every))


if __name__ == "__main__":
    main()
