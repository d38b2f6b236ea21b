"""Who is calling: the cookie's token becomes a device and its person, or a refusal. Each door lets in some roles."""

import secrets
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from server.clock import to_ms
from server.database import id_of, look_up_each
from server.http import Problem, not_found
from server.people.codes import hash_of
from server.people.models import STAFF, Device, Person, Role
from server.settings import Settings

SEEN_EVERY_MS = 3_600_000  # an hour: a row is written at most that often only to say "seen"


class Caller:
    """Whoever calls, on one of their devices, as one row says it. Without the person: enough for what everybody asks at
    the same hour."""

    def __init__(self, row: dict[str, Any]) -> None:
        self._row = row

    @staticmethod
    def columns() -> Iterable[str]:
        """Of the person, in the database."""
        return ("id", "program_id", "plan_stale", "role")

    @property
    def person_id(self) -> UUID:
        return id_of(self._row["id"])

    @property
    def program_id(self) -> UUID:
        return id_of(self._row["program_id"])

    @property
    def device_id(self) -> UUID:
        return id_of(self._row["device_id"])

    @property
    def plan_stale(self) -> bool:
        return bool(self._row["plan_stale"])

    @property
    def role(self) -> Role:
        return Role(self._row["role"])


class SignedIn(Caller):
    """With the person. The model is made where somebody asks for it: that takes longer than to find the row."""

    @staticmethod
    def columns() -> Iterable[str]:
        return Person._meta.fields_db_projection.values()

    @cached_property
    def person(self) -> Person:
        return Person._init_from_db(**self._row)


C = TypeVar("C", bound=Caller)


async def anyone(request: Request, now: datetime) -> None:
    """The door for what needs no sign-in."""


async def signed_in(request: Request, now: datetime) -> SignedIn:
    """Whoever holds a token that is neither revoked nor expired. Raises Problem 401 otherwise."""
    return await _find(SignedIn, request, now)


async def _find(kind: type[C], request: Request, now: datetime, is_use: bool = True) -> C:
    settings: Settings = request.app.state.settings
    token = request.cookies.get(settings.cookie_name, "")
    found = await _by_token(kind.columns)((hash_of(token),))
    if found["revoked_at"] is not None:
        # Told apart from a sign-in that ran out: the phone may be lost, so it forgets what it kept.
        raise Problem(
            401, "This device was signed out. Ask your program for a new link to come back.", reason="revoked"
        )
    present = to_ms(now)
    if found["device_id"] is None or found["expires_at"] <= present:
        raise Problem(401, "You are signed out on this device. Ask your program for a new link to come back.")
    viewer = kind(found)
    if is_use and present - found["seen_at"] > SEEN_EVERY_MS:
        lasts = Device.lasts(viewer.role)
        await Device.filter(id=viewer.device_id).update(seen_at=now, expires_at=now + lasts)
        # The browser's copy ends by its own date, so it has to move too.
        request.scope["daymark.headers"] = cookie(settings, token, lasts)
    return viewer


@cache
def _by_token(columns_of: Callable[[], Iterable[str]]) -> Callable[[tuple[str]], Awaitable[dict[str, Any]]]:
    """The caller and what there is to know of the device; only the device's columns where nobody has this token."""
    # Every request begins with it, and composing it would cost more than the database takes to answer.
    columns = ", ".join(f"person.{column}" for column in columns_of())
    sql = (
        "SELECT device.id AS device_id, device.revoked_at, device.expires_at, device.seen_at, "  # noqa: S608  # our own names
        f"{columns} FROM {{asked}} LEFT JOIN device ON device.token_hash = asked.token_hash "
        "LEFT JOIN person ON person.id = device.person_id"
    )
    return look_up_each(sql, {"token_hash": "text"})


async def known_or_not(request: Request, now: datetime) -> SignedIn | None:
    """The door for everybody, that knows whoever is signed in."""
    try:
        return await signed_in(request, now)
    except Problem:
        return None


async def participant(request: Request, now: datetime) -> SignedIn:
    """The door for what only a participant or alumnus has."""
    return _if_participant(await signed_in(request, now))


async def calling_participant(request: Request, now: datetime) -> Caller:
    """The same, without the person."""
    return _if_participant(await _find(Caller, request, now))


def _if_participant(viewer: C) -> C:
    if viewer.role != Role.participant:
        raise not_found()
    return viewer


async def staff(request: Request, now: datetime) -> SignedIn:
    """The door for counselors and admins; for everybody else nothing is behind it."""
    return _if_staff(await signed_in(request, now))


async def page_of_staff(request: Request, now: datetime) -> SignedIn:
    """The same for what an open page asks by itself, also behind other tabs: that is no use of the sign-in, which would
    never end in a tab that somebody forgot."""
    return _if_staff(await _find(SignedIn, request, now, is_use=False))


def _if_staff(viewer: SignedIn) -> SignedIn:
    if viewer.role not in STAFF:
        raise not_found()
    return viewer


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
