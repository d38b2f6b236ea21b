"""Where we are willing to send: a subscription's endpoint is a URL that a stranger gave us, and a secret."""

import re
import socket
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

PUSH_SERVICES = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
# Windows has the longest that are known, about 600 characters; the other services stay under 300.
ENDPOINT_MAX_LENGTH = 1024

_URL_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?@!$&'()*+,;=%\[\]-]+")
_LABEL = re.compile(r"[a-z0-9-]{1,63}")
_SERVICE_LABELS = tuple(tuple(name.split(".")) for name in PUSH_SERVICES)
_NAT64 = IPv6Network("64:ff9b::/96")


class NotAPushService(ValueError):
    """Reminders can't reach this browser. Please use Chrome, Edge, Firefox or Safari."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class AddressRefused(OSError):
    """The name of a push service led to an address that is not on the public internet."""

    def __init__(self) -> None:
        super().__init__(None, self.__doc__)


def check_endpoint(url: str, extra_origins: frozenset[str] = frozenset()) -> None:
    """Raises NotAPushService unless `url` is an https address of a known push service.

    `extra_origins`, such as `http://127.0.0.1:8030`, are for tests: what lies on them is accepted too.
    """
    # A fragment has no character of its own here, so it is refused too.
    plausible = len(url) <= ENDPOINT_MAX_LENGTH and _URL_CHARACTERS.fullmatch(url)
    if not plausible or not _is_allowed(url, extra_origins):
        raise NotAPushService


def origin_of(url: str) -> str:
    """Scheme, host and any unusual port of a checked endpoint: what a log may name, and a VAPID token's `aud`."""
    return str(URL(url, encoded=True).origin())


def endpoint_hash(url: str) -> str:
    """Twelve hexadecimal digits that tell endpoints apart in a log without giving one away."""
    return sha256(url.encode()).hexdigest()[:12]


def _is_allowed(url: str, extra_origins: frozenset[str]) -> bool:
    # yarl, because aiohttp connects with it: two parsers may see two hosts in one URL.
    try:
        parsed = URL(url, encoded=True)
        origin = str(parsed.origin())
    except ValueError:
        return False
    return "@" not in parsed.raw_authority and (_is_at_push_service(parsed) or origin in extra_origins)


def _is_at_push_service(url: URL) -> bool:
    host = url.raw_host or ""
    return url.scheme == "https" and url.raw_authority in (host, f"{host}:443") and _is_push_service(host)


def _is_push_service(host: str) -> bool:
    labels = tuple(host.split("."))
    known = any(labels[-len(service) :] == service for service in _SERVICE_LABELS)
    return known and all(_LABEL.fullmatch(label) for label in labels)


class CheckedResolver(AbstractResolver):
    """Resolves names, and raises AddressRefused if one has an address that is not public.

    aiohttp connects to what this returns, so a name cannot change its address between the check and the connection.
    The hosts of `extra_origins` are not checked.
    """

    def __init__(self, extra_origins: frozenset[str] = frozenset()) -> None:
        self._exempt = frozenset(URL(origin).raw_host for origin in extra_origins)
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        results = await self._resolver.resolve(host, port, family)
        if host not in self._exempt and not all(is_public(result["host"]) for result in results):
            raise AddressRefused
        return results

    async def close(self) -> None:
        await self._resolver.close()


def is_public(address: str) -> bool:
    """Whether the address, or the IPv4 address that it carries, is one of the public internet."""
    unwrapped = _unwrap(ip_address(address))
    # `is_global` alone is true for multicast and for ::127.0.0.1.
    return unwrapped.is_global and not unwrapped.is_multicast and not unwrapped.is_reserved


def _unwrap(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
