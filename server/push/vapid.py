"""The program's push key (VAPID, RFC 8292): who we are to the push services."""

import re
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02  # type: ignore[import-untyped]  # has no types
from py_vapid.utils import b64urlencode  # type: ignore[import-untyped]  # has no types

from server.files import write_private

TOKEN_SECONDS = 12 * 60 * 60
RENEW_SECONDS = 6 * 60 * 60
# Endpoints come from strangers, and some services have many subdomains.
_ORIGINS_KEPT = 256

# Narrower than py_vapid's own check: Apple refuses a local host and any space.
_SUBJECT = re.compile(r"(mailto:[^\s@<>]+@|https://)[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)


class VapidKeyMissing(Exception):
    """No file holds the push key."""


class VapidKeyBroken(Exception):
    """The file does not hold a push key that we can read."""


class VapidKeyExists(Exception):
    """The file is there already; a new key would silence every subscription made with the old one."""


class VapidSubjectRefused(ValueError):
    """Push services need an address to write to: mailto:someone@clinic.example, or https://clinic.example."""


class VapidKey:
    """The key with its contact address, and the tokens signed with it. Times are seconds since 1970."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey, subject: str) -> None:
        if not _SUBJECT.fullmatch(subject):
            raise VapidSubjectRefused(f"{subject!r} can't be used. {VapidSubjectRefused.__doc__}")
        self._vapid = Vapid02(private_key)
        self._subject = subject
        self._signed: dict[str, tuple[float, str]] = {}
        self.public_key = _public_text(private_key)
        """For the browser's `applicationServerKey`: the uncompressed point in base64url."""

    @classmethod
    def load(cls, path: Path, subject: str) -> Self:
        """Raises VapidKeyMissing, VapidKeyBroken or VapidSubjectRefused; never makes a key."""
        return cls(_read(path), subject)

    @classmethod
    def create(cls, path: Path, subject: str) -> Self:
        """Writes a new key that only this user may read. Raises VapidKeyExists or VapidSubjectRefused."""
        private_key = ec.generate_private_key(ec.SECP256R1())
        made = cls(private_key, subject)
        _write(path, private_key)
        return made

    def authorization(self, origin: str, now: float) -> str:
        """The Authorization header for one push service, named by its origin; signed anew every six hours."""
        signed_at, header = self._signed.get(origin, (0.0, ""))
        # A clock that was set back must not leave a token that is valid for more than a day: services refuse it.
        if not signed_at <= now < signed_at + RENEW_SECONDS:
            header = self._sign(origin, now)
            self._keep(origin, now, header)
        return header

    def _sign(self, origin: str, now: float) -> str:
        claims = {"aud": origin, "exp": int(now) + TOKEN_SECONDS, "sub": self._subject}
        return str(self._vapid.sign(claims)["Authorization"])

    def _keep(self, origin: str, now: float, header: str) -> None:
        if len(self._signed) >= _ORIGINS_KEPT:
            self._signed.clear()
        self._signed[origin] = (now, header)


def _public_text(private_key: ec.EllipticCurvePrivateKey) -> str:
    point = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def _read(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise VapidKeyMissing(f"There is no push key at {path}. Make one, or put the one you have there.") from None
    except (OSError, ValueError, TypeError) as error:
        raise VapidKeyBroken(f"The push key at {path} can't be read as a PEM file without a password.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise VapidKeyBroken(f"The key at {path} is not a P-256 key, the only kind that push services take.")
    return key


def _write(path: Path, private_key: ec.EllipticCurvePrivateKey) -> None:
    pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        write_private(path, pem)
    except FileExistsError:
        raise VapidKeyExists(f"There is a push key at {path} already. It was left as it is.") from None
