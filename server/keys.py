"""The secrets of an installation, made once under the data directory and readable by the owner only."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag

from server.columns import KeyMissing, ring
from server.database import rows
from server.files import write_private
from server.push.vapid import VapidKey, VapidKeyBroken, VapidKeyExists, VapidKeyMissing
from server.settings import Settings, SettingsError

SECRET_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """What the process signs with. The field keys are not here: only the database uses them."""

    secret: bytes  # invite codes and address hashes are derived from it
    vapid: VapidKey


def prepare_data_dir(settings: Settings) -> None:
    """Makes the data directory. Raises SettingsError when it can't be written."""
    path = settings.data_dir
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"Daymark can't write to the data directory {path} ({error.strerror}); "
            "give this user the right to, or set DAYMARK_DATA_DIR to another one."
        ) from error


async def load_keys(settings: Settings) -> Keys:
    """Reads the secrets, making those of a new installation. The database must be open.

    Raises SettingsError when the push key is gone although people have subscribed with it: a new one would silence
    all of their phones without a word. The same when the field keys are those of another database.
    """
    await _check_field_keys()
    return Keys(secret=_secret(settings.data_dir / "secret"), vapid=await _vapid(settings))


async def _check_field_keys() -> None:
    for row in await rows("SELECT name FROM person LIMIT 1"):
        try:
            ring().decrypt(bytes(row["name"]), "person.name")
        except (KeyMissing, InvalidTag) as error:
            raise SettingsError(
                "The field keys are not those this database was written with; restore the file from a backup."
            ) from error


def _secret(path: Path) -> bytes:
    if not path.exists():
        with suppress(FileExistsError):  # made just now, by another process that starts too
            write_private(path, f"{secrets.token_hex(SECRET_BYTES)}\n".encode())
    try:
        secret = bytes.fromhex(path.read_text().strip())
    except ValueError:
        secret = b""
    # Codes made with an empty secret could be computed by anybody.
    if len(secret) != SECRET_BYTES:
        raise SettingsError(f"{path} is damaged; restore it from a backup.")
    return secret


async def _vapid(settings: Settings) -> VapidKey:
    path = settings.data_dir / "vapid.pem"
    try:
        return VapidKey.load(path, settings.vapid_subject)
    except VapidKeyMissing:
        if await rows("SELECT id FROM subscription LIMIT 1"):
            raise SettingsError(
                f"The push key {path} is missing, but phones have subscribed with it; restore it from a backup. "
                "With a new one all their reminders would stop."
            ) from None
        with suppress(VapidKeyExists):  # made just now, by another process that starts too
            VapidKey.create(path, settings.vapid_subject)
        return VapidKey.load(path, settings.vapid_subject)
    except (VapidKeyBroken, ValueError) as error:
        raise SettingsError(str(error)) from error
