import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from py_vapid import Vapid02  # type: ignore[import-untyped]  # has no types

from server.push.vapid import VapidKey, VapidKeyBroken, VapidKeyExists, VapidKeyMissing, VapidSubjectRefused

SUBJECT = "mailto:it@riverside.example"
GOOGLE = "https://fcm.googleapis.com"
MOZILLA = "https://updates.push.services.mozilla.com"
MONDAY = 1_780_000_000.0
HOUR = 3600.0


@pytest.fixture
def key() -> VapidKey:
    return VapidKey(ec.generate_private_key(ec.SECP256R1()), SUBJECT)


def claims(header: str) -> dict[str, Any]:
    body = header.split("t=")[1].split(",")[0].split(".")[1]
    found: dict[str, Any] = json.loads(urlsafe_b64decode(body + "=="))
    return found


def test_the_header_is_signed_for_one_push_service_and_half_a_day(key: VapidKey) -> None:
    header = key.authorization(GOOGLE, MONDAY)
    assert claims(header) == {"aud": GOOGLE, "exp": int(MONDAY + 12 * HOUR), "sub": SUBJECT}
    assert header.endswith(f",k={key.public_key}")
    assert Vapid02.verify(header)


def test_the_browser_gets_an_uncompressed_point(key: VapidKey) -> None:
    point = urlsafe_b64decode(key.public_key + "=")
    assert (len(point), point[0]) == (65, 4)


def test_one_token_serves_six_hours(key: VapidKey) -> None:
    first = key.authorization(GOOGLE, MONDAY)
    assert key.authorization(GOOGLE, MONDAY + 6 * HOUR - 1) == first
    renewed = key.authorization(GOOGLE, MONDAY + 6 * HOUR)
    assert claims(renewed)["exp"] == MONDAY + 18 * HOUR


def test_each_push_service_gets_its_own_token(key: VapidKey) -> None:
    google, mozilla = key.authorization(GOOGLE, MONDAY), key.authorization(MOZILLA, MONDAY)
    assert (claims(google)["aud"], claims(mozilla)["aud"]) == (GOOGLE, MOZILLA)
    assert key.authorization(GOOGLE, MONDAY + HOUR) == google


def test_a_clock_that_was_set_back_gets_a_token_of_its_own(key: VapidKey) -> None:
    key.authorization(GOOGLE, MONDAY + 24 * HOUR)
    assert claims(key.authorization(GOOGLE, MONDAY))["exp"] == MONDAY + 12 * HOUR


def test_mallory_s_many_push_services_do_not_fill_the_memory(key: VapidKey) -> None:
    for number in range(300):
        key.authorization(f"https://mallory{number}.notify.windows.com", MONDAY)
    assert len(key._signed) < 300


@pytest.mark.parametrize("subject", [SUBJECT, "https://riverside.example", "mailto:push+it@mail.riverside.example"])
def test_a_contact_that_push_services_accept(subject: str) -> None:
    key = VapidKey(ec.generate_private_key(ec.SECP256R1()), subject)
    assert claims(key.authorization(GOOGLE, MONDAY))["sub"] == subject


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "it@riverside.example",
        "mailto:",
        "mailto:it",
        "mailto: it@riverside.example",  # Apple refuses the space
        "mailto:it@localhost",  # and a local host
        "mailto:<it@riverside.example>",
        "mailto:it@riverside.example\r\nX-Mallory: 1",
        "http://riverside.example",
        "https://localhost",
        "https://riverside.example/contact",
    ],
)
def test_a_contact_that_push_services_refuse_is_refused_at_the_start(subject: str) -> None:
    with pytest.raises(VapidSubjectRefused, match="mailto:"):
        VapidKey(ec.generate_private_key(ec.SECP256R1()), subject)


def test_a_key_that_was_made_is_the_key_that_is_loaded(tmp_path: Path) -> None:
    made = VapidKey.create(tmp_path / "push.pem", SUBJECT)
    assert VapidKey.load(tmp_path / "push.pem", SUBJECT).public_key == made.public_key
    assert (tmp_path / "push.pem").stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    first = VapidKey.create(tmp_path / "push.pem", SUBJECT)
    with pytest.raises(VapidKeyExists):
        VapidKey.create(tmp_path / "push.pem", SUBJECT)
    assert VapidKey.load(tmp_path / "push.pem", SUBJECT).public_key == first.public_key


def test_a_missing_key_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(VapidKeyMissing, match=r"push\.pem"):
        VapidKey.load(tmp_path / "push.pem", SUBJECT)
    assert not (tmp_path / "push.pem").exists()


def pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, secret: KeySerializationEncryption | None = None) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret or NoEncryption())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a key",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        pem(ec.generate_private_key(ec.SECP384R1())),
        pem(rsa.generate_private_key(65537, 2048)),
        pem(ec.generate_private_key(ec.SECP256R1()), BestAvailableEncryption(b"secret")),
    ],
    ids=["empty", "text", "cut", "other curve", "rsa", "password"],
)
def test_a_broken_key_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "push.pem").write_bytes(content)
    with pytest.raises(VapidKeyBroken, match=r"push\.pem"):
        VapidKey.load(tmp_path / "push.pem", SUBJECT)


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(VapidKeyBroken):
        VapidKey.load(tmp_path, SUBJECT)
