"""Our encryption against the two references, message by message."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

import http_ece  # type: ignore[import-untyped]  # has no types
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from pywebpush import WebPusher  # type: ignore[import-untyped]  # has no types

from server.push.encrypt import MAX_BYTES, BrowserKeys, encrypt

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256

private_keys = st.integers(1, ORDER - 1).map(lambda number: ec.derive_private_key(number, ec.SECP256R1()))
secrets = st.binary(min_size=16, max_size=16)
payloads = st.one_of(st.binary(max_size=80), st.integers(0, MAX_BYTES).map(bytes), st.just(b"\x02" * 40))


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def keys_of(browser: ec.EllipticCurvePrivateKey, secret: bytes) -> BrowserKeys:
    return BrowserKeys.read(text(point_of(browser)), text(secret))


@given(private_keys, secrets, payloads)
def test_the_browser_reads_what_was_written(browser: ec.EllipticCurvePrivateKey, secret: bytes, payload: bytes) -> None:
    body = encrypt(keys_of(browser, secret), payload)
    assert http_ece.decrypt(body, private_key=browser, auth_secret=secret) == payload
    assert len(body) == len(payload) + 103 <= 4096


@given(private_keys, private_keys, secrets, st.binary(min_size=16, max_size=16), payloads.filter(bool))
def test_with_the_same_key_and_salt_it_is_the_reference_s_body_byte_by_byte(
    browser: ec.EllipticCurvePrivateKey, ours: ec.EllipticCurvePrivateKey, secret: bytes, salt: bytes, payload: bytes
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ec, "generate_private_key", lambda *_: ours)
        patch.setattr(os, "urandom", lambda _: salt)
        body = encrypt(keys_of(browser, secret), payload)
    theirs = http_ece.encrypt(payload, salt=salt, private_key=ours, dh=point_of(browser), auth_secret=secret)
    assert body == theirs


@given(private_keys, secrets, st.binary(min_size=1, max_size=3000))
def test_pywebpush_writes_a_body_of_the_same_shape(
    browser: ec.EllipticCurvePrivateKey, secret: bytes, payload: bytes
) -> None:
    keys = {"p256dh": text(point_of(browser)), "auth": text(secret)}
    theirs: bytes = WebPusher({"endpoint": "https://fcm.googleapis.com/x", "keys": keys}).encode(payload)["body"]
    body = encrypt(BrowserKeys.read(**keys), payload)
    assert (len(body), body[16:21]) == (len(theirs), theirs[16:21])
    assert http_ece.decrypt(theirs, private_key=browser, auth_secret=secret) == payload


def test_the_example_of_rfc_8291_appendix_a() -> None:
    def raw(given_text: str) -> bytes:
        return urlsafe_b64decode(given_text + "=" * (-len(given_text) % 4))

    def private(given_text: str) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(raw(given_text), "big"), ec.SECP256R1())

    server = private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    browser = private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ec, "generate_private_key", lambda *_: server)
        patch.setattr(os, "urandom", lambda _: raw("DGv6ra1nlYgDCS1FRnbzlw"))
        body = encrypt(keys_of(browser, raw("BTBZMqHH6r4Tts7J_aSIgg")), b"When I grow up, I want to be a watermelon")
    assert text(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
        "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_no_two_messages_share_a_key_or_a_salt() -> None:
    keys = keys_of(ec.generate_private_key(ec.SECP256R1()), bytes(16))
    bodies = [encrypt(keys, b"the same") for _ in range(50)]
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 50


def test_more_than_one_record_is_our_mistake() -> None:
    keys = keys_of(ec.generate_private_key(ec.SECP256R1()), bytes(16))
    with pytest.raises(ValueError, match="3994 bytes"):
        encrypt(keys, bytes(MAX_BYTES + 1))
