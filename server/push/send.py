"""One encrypted message to one subscription."""

import re
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Literal, Self

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from yarl import URL

from server.channel import Message, Outcome, Verdict
from server.push.addresses import AddressRefused, CheckedResolver, NotAPushService, check_endpoint, origin_of
from server.push.encrypt import BrokenKeys, BrowserKeys, encrypt
from server.push.message import payload_of
from server.push.vapid import VapidKey

Urgency = Literal["very-low", "low", "normal", "high"]

SEND_SECONDS = 10.0
RETRY_AFTER_MAX_SECONDS = 60.0 * 60

# One push service that hangs fills its own places, not those of the others.
_CONNECTIONS = 400
_CONNECTIONS_TO_ONE_HOST = 100

_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")

_GONE = {404, 410}
_KEY_REFUSED = {401, 403}
# 406 is how Windows says too many.
_TRY_LATER = {406, 408, 425, 429}


@dataclass(frozen=True, slots=True)
class Target:
    """The values of the browser's `PushSubscription.toJSON()`. Secret, so kept out of its text form."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


class PushSender:
    """Sends over connections that all messages share; an async context manager.

    `timeout` is the most seconds that one send takes, waiting for a connection included.
    """

    _session: ClientSession

    def __init__(
        self, key: VapidKey, extra_origins: frozenset[str] = frozenset(), timeout: float = SEND_SECONDS
    ) -> None:
        self._key = key
        self._extra_origins = extra_origins
        self._timeout = ClientTimeout(total=timeout)

    async def __aenter__(self) -> Self:
        connector = TCPConnector(
            limit=_CONNECTIONS,
            limit_per_host=_CONNECTIONS_TO_ONE_HOST,
            resolver=CheckedResolver(self._extra_origins),
            ttl_dns_cache=60,
        )
        self._session = ClientSession(
            connector=connector,
            timeout=self._timeout,
            cookie_jar=DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def send(
        self, target: Target, message: Message, *, ttl: int, topic: str, now: float, urgency: Urgency = "high"
    ) -> Outcome:
        """`ttl` is for how many seconds the message stays useful, `now` is in seconds since 1970.

        What the network and the subscription do wrong is an Outcome; a ttl, topic or message that may not be sent
        raises ValueError.
        """
        payload = payload_of(message)
        _check(ttl, topic)
        try:
            check_endpoint(target.endpoint, self._extra_origins)
            body = encrypt(BrowserKeys.read(target.p256dh, target.auth), payload)
        except NotAPushService:
            return Outcome(Verdict.REFUSED, "endpoint")
        except BrokenKeys:
            return Outcome(Verdict.REFUSED, "keys")
        headers = self._headers(origin_of(target.endpoint), now) | {"TTL": str(ttl), "Topic": topic, "Urgency": urgency}
        return await self._post(target.endpoint, body, headers, now)

    def _headers(self, origin: str, now: float) -> dict[str, str]:
        return {"Authorization": self._key.authorization(origin, now), "Content-Encoding": "aes128gcm"}

    async def _post(self, endpoint: str, body: bytes, headers: dict[str, str], now: float) -> Outcome:
        # Not webpush_async, which writes into the claims it is given, follows redirects to origins that nobody checked,
        # and waits for ever. `encoded` leaves the escapes in a Windows token as they came.
        try:
            async with self._session.post(
                URL(endpoint, encoded=True), data=body, headers=headers, allow_redirects=False
            ) as response:
                # The body is not waited for: a status is the whole answer.
                return _judge(response.status, response.headers.get("Retry-After"), now)
        except TimeoutError:
            return Outcome(Verdict.TRY_LATER, "timeout")
        except (ClientError, OSError) as error:
            return Outcome(Verdict.TRY_LATER, _network_reason(error))


def _check(ttl: int, topic: str) -> None:
    # A ttl of 0 is lost on every phone that sleeps.
    if ttl < 1:
        raise ValueError(f"A ttl of {ttl} seconds would never show: a message that is too late is not sent.")
    if not _TOPIC.fullmatch(topic):
        raise ValueError("A topic has 1 to 32 URL-safe base64 characters.")


def _judge(status: int, retry_after: str | None, now: float) -> Outcome:
    verdict = _verdict(status)
    wait = _seconds(retry_after, now) if verdict is Verdict.TRY_LATER else None
    return Outcome(verdict, f"http_{status}", status, wait)


def _verdict(status: int) -> Verdict:
    if 200 <= status < 300:
        return Verdict.ACCEPTED
    if status in _GONE:
        return Verdict.GONE
    if status in _KEY_REFUSED:
        return Verdict.KEY_REFUSED
    return Verdict.TRY_LATER if status in _TRY_LATER or status >= 500 else Verdict.REFUSED


def _seconds(retry_after: str | None, now: float) -> float | None:
    """Retry-After (seconds, or a date by RFC 9110) as seconds from now, at most an hour; None if it makes no sense."""
    if retry_after is None:
        return None
    try:
        wait = float(int(retry_after)) if retry_after.isdecimal() else _timestamp(retry_after) - now
    except (ValueError, OverflowError):
        return None
    return min(max(wait, 0.0), RETRY_AFTER_MAX_SECONDS)


def _timestamp(date: str) -> float:
    moment = parsedate_to_datetime(date)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _network_reason(error: Exception) -> str:
    if isinstance(error, ClientConnectorError) and isinstance(error.os_error, AddressRefused):
        return "address"
    return "tls" if isinstance(error, ClientSSLError) else "network"
