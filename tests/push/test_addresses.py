import socket
from typing import Any

import pytest

from server.push.addresses import (
    ENDPOINT_MAX_LENGTH,
    AddressRefused,
    CheckedResolver,
    NotAPushService,
    check_endpoint,
    endpoint_hash,
    is_public,
    origin_of,
)

CHROME = "https://fcm.googleapis.com/fcm/send/dQw4w9WgXcQ:APA91bH-maya_0123456789"
WINDOWS = "https://wns2-bl2p.notify.windows.com/w/?token=BQYAAAB%2fi97Yf2%2bMbnD1e%3d%3d"


@pytest.mark.parametrize(
    "url",
    [
        CHROME,
        WINDOWS,
        "https://jmt17.google.com/fcm/send/dQw4w9WgXcQ:APA91bH",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl-theo_",
        "https://web.push.apple.com/QGuQyavXutnMH-noor",
        "https://fcm.googleapis.com:443/fcm/send/abc",  # the port that https has anyway
        "https://fcm.googleapis.com/" + "a" * (ENDPOINT_MAX_LENGTH - len("https://fcm.googleapis.com/")),
    ],
)
def test_what_the_browsers_of_maya_theo_and_noor_give_us_is_accepted(url: str) -> None:
    check_endpoint(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "fcm.googleapis.com",
        "//fcm.googleapis.com/x",
        "https:",
        "https://",
        "https:///fcm.googleapis.com/x",
        "https:fcm.googleapis.com/x",
        # other schemes
        "http://fcm.googleapis.com/x",
        "ws://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "javascript://fcm.googleapis.com/%0aalert(1)",
        # other ports
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:80/x",
        "https://fcm.googleapis.com:0/x",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com:0443/x",
        "https://fcm.googleapis.com:/x",
        "https://fcm.googleapis.com:https/x",
        # user info
        "https://fcm.googleapis.com@evil.example/x",
        "https://fcm.googleapis.com:443@evil.example/x",
        "https://evil.example@fcm.googleapis.com/x",
        "https://maya:secret@fcm.googleapis.com/x",
        "https://@fcm.googleapis.com/x",
        "https://169.254.169.254\\@fcm.googleapis.com/x",
        "https://169.254.169.254#@fcm.googleapis.com/x",
        # look-alikes
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://evil-fcm.googleapis.com/x",
        "https://googleapis.com/x",
        "https://storage.googleapis.com/x",
        "https://apple.com/x",
        "https://evil.example/fcm.googleapis.com",
        "https://evil.example/?https://fcm.googleapis.com/x",
        "https://169.254.169.254/x.google.com/",
        "https://fcm.googleapis.com%2eevil.example/x",
        "https://fcm%2egoogleapis%2ecom/x",
        "https://evil.example%2f.fcm.googleapis.com/x",
        # dots
        "https://fcm.googleapis.com./x",
        "https://.fcm.googleapis.com/x",
        "https://a..fcm.googleapis.com/x",
        "https://fcm..googleapis.com/x",
        # addresses instead of names
        "https://127.0.0.1/x",
        "https://2130706433/x",
        "https://0177.0.0.1/x",
        "https://0x7f.0.0.1/x",
        "https://127.1/x",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://8.8.8.8/x",
        "https://[fcm.googleapis.com]/x",
        "https://localhost/x",
        # letters that look alike, or that turn into others
        "https://fcm.googleapis\u3002com/x",
        "https://\uff46cm.googleapis.com/x",
        "https://fcm.googleapi\u0455.com/x",
        "https://fcm.googleapis.com/\u00e9",
        "https://\u200bfcm.googleapis.com/x",
        # what a parser may take away
        "https://fcm.googleapis.com/x\n",
        "https://fcm.goo\tgleapis.com/x",
        " https://fcm.googleapis.com/x",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/x\x00",
        "https://fcm.googleapis.com/x#fragment",
        "https://fcm.googleapis.com/x#",
        # names and addresses too long to be one
        "https://" + "a" * 64 + ".push.apple.com/x",
        "https://fcm.googleapis.com/" + "a" * ENDPOINT_MAX_LENGTH,
    ],
)
def test_what_mallory_makes_up_is_refused(url: str) -> None:
    with pytest.raises(NotAPushService, match=r"Please use Chrome, Edge, Firefox or Safari\."):
        check_endpoint(url)


@pytest.mark.parametrize(
    ("url", "accepted"),
    [
        ("http://127.0.0.1:8030/wpush/maya", True),
        ("http://127.0.0.1:8031/wpush/maya", False),
        ("https://127.0.0.1:8030/wpush/maya", False),
        ("http://localhost:8030/wpush/maya", False),
        ("http://maya@127.0.0.1:8030/wpush/maya", False),
        ("http://127.0.0.1:8030@evil.example/wpush/maya", False),
    ],
)
def test_a_test_s_own_origin_is_accepted_exactly(url: str, accepted: bool) -> None:
    try:
        check_endpoint(url, frozenset({"http://127.0.0.1:8030"}))
    except NotAPushService:
        assert not accepted
    else:
        assert accepted


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        (CHROME, "https://fcm.googleapis.com"),
        (WINDOWS, "https://wns2-bl2p.notify.windows.com"),
        ("https://fcm.googleapis.com:443/x", "https://fcm.googleapis.com"),
        ("http://127.0.0.1:8030/wpush/maya", "http://127.0.0.1:8030"),
    ],
)
def test_the_origin_of_an_endpoint(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_the_hash_tells_two_endpoints_apart_and_gives_neither_away() -> None:
    assert endpoint_hash(CHROME) == endpoint_hash(CHROME) != endpoint_hash(WINDOWS)
    assert len(endpoint_hash(CHROME)) == 12


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("142.250.74.106", True),
        ("2a00:1450:4001:82a::200a", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # an address to refuse, nothing is bound to it
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # a cloud's metadata
        ("100.64.0.1", False),  # between a provider and its customers
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.1.2.3", False),
        ("::ffff:142.250.74.106", True),
        ("64:ff9b::7f00:1", False),  # NAT64 of 127.0.0.1
        ("64:ff9b::a9fe:a9fe", False),  # NAT64 of 169.254.169.254
        ("64:ff9b::8efa:4a6a", True),  # NAT64 of 142.250.74.106
        ("64:ff9b:1::8efa:4a6a", False),  # NAT64 inside one network
        ("2002:7f00:1::1", False),  # 6to4 of 127.0.0.1
    ],
)
def test_only_addresses_of_the_public_internet_are_connected_to(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1", "10.1.2.3", "2130706433", "0x7f.1"])
async def test_a_name_that_leads_inside_is_not_resolved(name: str) -> None:
    with pytest.raises(AddressRefused):
        await CheckedResolver().resolve(name, 443)


async def test_a_name_with_one_address_inside_is_not_resolved_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(_host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("142.250.74.106", "10.1.2.3")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(AddressRefused):
        await CheckedResolver().resolve("fcm.googleapis.com", 443)


async def test_the_host_of_a_test_s_own_origin_is_resolved() -> None:
    resolver = CheckedResolver(frozenset({"http://localhost:8030"}))
    assert {found["host"] for found in await resolver.resolve("localhost", 8030)} <= {"127.0.0.1", "::1"}
    with pytest.raises(AddressRefused):
        await resolver.resolve("127.0.0.1", 8030)
