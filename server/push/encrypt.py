"""The body of a push that only one browser can read: one record of aes128gcm (RFC 8188), with keys by RFC 8291.

pywebpush does the same in three times the time; tests hold this against it and against http_ece.
"""

import os
import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_BYTES = 4096  # of which a push service takes one
_OVERHEAD_BYTES = 86 + 1 + 16  # the header with our point, the mark of the last record, the tag
MAX_BYTES = RECORD_BYTES - _OVERHEAD_BYTES  # of a payload
_LAST_RECORD = b"\x02"

_CURVE = ec.SECP256R1()
_KEY = re.compile(r"[A-Za-z0-9_-]+={0,2}")


class BrokenKeys(ValueError):
    """Reminders can't reach this browser yet. Please turn them off and on again."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class BrowserKeys:
    """A subscription's keys as they came, checked: a P-256 point, uncompressed, and a secret of 16 bytes."""

    key: ec.EllipticCurvePublicKey
    point: bytes
    secret: bytes

    @classmethod
    def read(cls, p256dh: str, auth: str) -> "BrowserKeys":
        """From base64url. Raises BrokenKeys."""
        try:
            point, secret = _decode(p256dh), _decode(auth)
            key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        except ValueError:
            raise BrokenKeys from None
        if len(point) != 65 or len(secret) != 16:
            raise BrokenKeys
        return cls(key, point, secret)


def encrypt(keys: BrowserKeys, payload: bytes) -> bytes:
    """The body of a POST. The payload has at most MAX_BYTES."""
    if len(payload) > MAX_BYTES:
        raise ValueError(f"A payload of {len(payload)} bytes is no single record; the most is {MAX_BYTES}.")
    # Made for this message alone: the key and the nonce, which come from it and the salt, are used once.
    ours, salt = ec.generate_private_key(_CURVE), os.urandom(16)
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    info = b"WebPush: info\0" + keys.point + point
    material = _derive(keys.secret, ours.exchange(ec.ECDH(), keys.key), info, 32)
    key = _derive(salt, material, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, material, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(point)]) + point
    return header + AESGCM(key).encrypt(nonce, payload + _LAST_RECORD, None)


def _derive(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(material)


def _decode(text: str) -> bytes:
    # b64decode alone skips whatever is not base64.
    if not _KEY.fullmatch(text):
        raise BrokenKeys
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
