"""Where people can be reached now, read for many at once and without a model for each: a burst reads ten thousand."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.clock import to_ms
from server.database import is_any, listed, rows
from server.people.models import Language
from server.push.models import Subscription
from server.push.send import Target


@dataclass(frozen=True, slots=True)
class Phone:
    """One subscription of a device that is signed in, and the language to speak to it."""

    id: UUID
    target: Target
    language: Language


async def phones_of(people: Collection[UUID], now: datetime) -> dict[UUID, list[Phone]]:
    """By person; who has none is left out."""
    found = await rows(
        "SELECT subscription.id, subscription.person_id, endpoint, p256dh, auth, language FROM subscription "  # noqa: S608  # only a place for a value
        "JOIN device ON device.id = device_id JOIN person ON person.id = subscription.person_id "
        f"WHERE {is_any('subscription.person_id', 1)} AND revoked_at IS NULL AND expires_at > $2",
        listed(list(people)),
        to_ms(now),
    )
    phones: dict[UUID, list[Phone]] = defaultdict(list)
    for row in found:
        phones[_id(row["person_id"])].append(_phone(row))
    return phones


def _phone(row: dict[str, Any]) -> Phone:
    target = Target(*(_secret(name, row[name]) for name in ("endpoint", "p256dh", "auth")))
    return Phone(_id(row["id"]), target, Language(row["language"]))


def _secret(name: str, stored: bytes) -> str:
    plain: str = Subscription._meta.fields_map[name].to_python_value(stored)
    return plain


def _id(stored: Any) -> UUID:
    """SQLite has text."""
    return stored if isinstance(stored, UUID) else UUID(stored)
