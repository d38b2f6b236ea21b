"""The column types that the whole database shares: moments and encrypted values."""

import base64
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar, overload

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import from_json, to_json
from tortoise import fields
from tortoise.models import Model

from server.clock import from_ms, to_ms

NONCE_BYTES = 12
T = TypeVar("T")


class MomentField(fields.Field[T], datetime):
    """A moment: an aware datetime in Python, milliseconds since 1970 UTC (BIGINT) in the database.

    SQLite compares a datetime as text, offset and all; a number is ordered the same everywhere. Naive values are
    refused with ValueError.
    """

    SQL_TYPE = "BIGINT"

    @overload
    def __init__(self: "MomentField[datetime]", *, null: Literal[False] = False, **options: Any) -> None: ...

    @overload
    def __init__(self: "MomentField[datetime | None]", *, null: Literal[True], **options: Any) -> None: ...

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)

    def to_db_value(self, value: datetime | None, instance: type[Model] | Model) -> int | None:
        return None if value is None else to_ms(value)

    def to_python_value(self, value: Any) -> datetime | None:
        if value is None:
            return None
        return from_ms(value if isinstance(value, int) else to_ms(value))


class KeyMissing(Exception):
    """A value was encrypted with a key that is not in the key ring; put that key back."""


@dataclass(frozen=True)
class KeyRing:
    """AES-256 keys by their id; the first one encrypts, all of them decrypt."""

    keys: dict[str, AESGCM]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Reads `ID:BASE64` entries, separated by commas or lines, newest first. ValueError on anything else."""
        keys: dict[str, AESGCM] = {}
        for entry in text.replace("\n", ",").split(","):
            if entry.strip():
                key_id, _, encoded = entry.strip().partition(":")
                if not key_id or len(key_id) > 32:
                    raise ValueError("a field key is written ID:BASE64, with an id of at most 32 characters")
                if key_id in keys:
                    raise ValueError(f"there are two field keys with the id {key_id}")
                keys[key_id] = AESGCM(base64.b64decode(encoded, validate=True))
        if not keys:
            raise ValueError("there is no field key")
        return cls(keys)

    @property
    def current(self) -> str:
        return next(iter(self.keys))

    def encrypt(self, plain: bytes, place: str) -> bytes:
        """`id length | id | nonce | ciphertext and tag`, bound to the column it stands in."""
        nonce = os.urandom(NONCE_BYTES)
        key_id = self.current.encode()
        sealed = self.keys[self.current].encrypt(nonce, plain, place.encode())
        return bytes([len(key_id)]) + key_id + nonce + sealed

    def decrypt(self, stored: bytes, place: str) -> bytes:
        """Raises KeyMissing without the key, InvalidTag for a value that was changed or moved to another column."""
        end = 1 + stored[0]
        key_id = key_id_of(stored)
        if key_id not in self.keys:
            raise KeyMissing(f"The field key “{key_id}” is missing; add it to the field keys again.")
        return self.keys[key_id].decrypt(stored[end : end + NONCE_BYTES], stored[end + NONCE_BYTES :], place.encode())


def key_id_of(stored: bytes) -> str:
    """The id of the key that a stored value was encrypted with."""
    return stored[1 : 1 + stored[0]].decode()


def new_key(key_id: str) -> str:
    """A fresh entry for the key ring, `ID:BASE64`."""
    return f"{key_id}:{base64.b64encode(AESGCM.generate_key(256)).decode()}"


_ring: KeyRing | None = None


def use_keys(ring: KeyRing) -> None:
    """Sets the key ring of this process; database.opened does it before the first row is read."""
    global _ring
    _ring = ring


def ring() -> KeyRing:
    if _ring is None:
        raise KeyMissing("No field keys are set; open the database first.")
    return _ring


class SecretField(fields.Field[Any]):
    """What people write or answer: any JSON value in Python, AES-GCM with its key id in the database.

    The column's name is bound into the encryption: a value copied into another column does not decrypt.
    It can't be searched or sorted by; what must be is a column of its own, listed in the README.
    """

    SQL_TYPE = "BLOB"
    field_type = object

    class _db_postgres:
        SQL_TYPE = "BYTEA"

    @property
    def place(self) -> str:
        model = self.model
        return f"{model._meta.db_table}.{self.model_field_name}" if model else self.model_field_name

    def to_db_value(self, value: Any, instance: type[Model] | Model) -> bytes | None:
        if value is None:
            return None
        return ring().encrypt(to_json(value), self.place)

    def to_python_value(self, value: Any) -> Any:
        if not isinstance(value, bytes | memoryview):
            return value
        return from_json(ring().decrypt(bytes(value), self.place))
