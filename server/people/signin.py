"""Who is calling: the cookie's token becomes a device and its person, or a refusal. Each door lets in some roles."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from tortoise.models import Model

from server.database import rows
from server.http import Problem, not_found
from server.people.codes import hash_of
from server.people.models import Device, Person, Role
from server.settings import Settings

M = TypeVar("M", bound=Model)

SEEN_EVERY = timedelta(hours=1)  # a row is written at most that often only to say "seen"


@dataclass(frozen=True)
class SignedIn:
    """A person on one of their devices."""

    person: Person
    device: Device


async def anyone(request: Request, now: datetime) -> None:
    """The door for what needs no sign-in."""


async def signed_in(request: Request, now: datetime) -> SignedIn:
    """Whoever holds a token that is neither revoked nor expired. Raises Problem 401 otherwise."""
    settings: Settings = request.app.state.settings
    token = request.cookies.get(settings.cookie_name, "")
    device = await _device_of(hash_of(token))
    if device and device.revoked_at is not None:
        # Told apart from a sign-in that ran out: the phone may be lost, so it forgets what it kept.
        raise Problem(
            401, "This device was signed out. Ask your program for a new link to come back.", reason="revoked"
        )
    if device is None or device.expires_at <= now:
        raise Problem(401, "You are signed out on this device. Ask your program for a new link to come back.")
    if now - device.seen_at > SEEN_EVERY:
        await _slide(device, device.person, now)
        # The browser's copy ends by its own date, so it has to move too.
        request.state.headers = cookie(settings, token, Device.lasts(device.person))
    return SignedIn(device.person, device)


async def _device_of(token_hash: str) -> Device | None:
    """The device with this token, with its person."""
    found = await rows(_statement(), token_hash)
    if not found:
        return None
    device = _row_of(Device, found[0])
    device.person = _row_of(Person, found[0])
    return device


@cache
def _statement() -> str:
    # Every request begins with it, and composing it would cost more than the database takes to answer.
    columns = ", ".join(
        f'{table}.{column} AS "{table}.{column}"'
        for table, model in (("device", Device), ("person", Person))
        for column in model._meta.fields_db_projection.values()
    )
    return f"SELECT {columns} FROM device JOIN person ON person.id = device.person_id WHERE device.token_hash = $1"  # noqa: S608  # our own names


def _row_of(model: type[M], row: dict[str, Any]) -> M:
    prefix = f"{model._meta.db_table}."
    return model._init_from_db(**{key.removeprefix(prefix): row[key] for key in row if key.startswith(prefix)})


async def known_or_not(request: Request, now: datetime) -> SignedIn | None:
    """The door for everybody, that knows whoever is signed in."""
    try:
        return await signed_in(request, now)
    except Problem:
        return None


async def participant(request: Request, now: datetime) -> SignedIn:
    """The door for what only a participant or alumnus has."""
    viewer = await signed_in(request, now)
    if viewer.person.role != Role.participant:
        raise not_found()
    return viewer


async def staff(request: Request, now: datetime) -> SignedIn:
    """The door for counselors and admins; for everybody else nothing is behind it."""
    viewer = await signed_in(request, now)
    if not viewer.person.is_staff:
        raise not_found()
    return viewer


async def _slide(device: Device, person: Person, now: datetime) -> None:
    device.seen_at = now
    device.expires_at = now + Device.lasts(person)
    await device.save(update_fields=["seen_at", "expires_at"])


def new_token() -> str:
    """256 random bits for the cookie; the database keeps only the hash."""
    return secrets.token_urlsafe(32)


def cookie(settings: Settings, token: str, lasts: timedelta) -> dict[str, str]:
    """The header that signs a device in, or out with a `lasts` of zero.

    Lax, not Strict: a tap on a notification or on a link in a message must arrive signed in. Writes are guarded by
    the Origin check.
    """
    answer = Response()
    answer.set_cookie(
        settings.cookie_name,
        token,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
    return {"set-cookie": answer.headers["set-cookie"]}
