"""Phones that show nothing: a push service took what was for them, and they have not said that they showed it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.channel import Verdict
from server.clock import from_ms, to_ms
from server.database import is_any, listed, look_up, rows

SILENT = timedelta(days=2)  # a phone may be off for a night, or without a network on a weekend trip
SEVERAL = 2  # one alone may have been over by the time the phone was on again


async def silent_since(device: UUID, now: datetime) -> datetime | None:
    """When the first was accepted that this device has not shown, nor any after it, if that is two days ago."""
    found = await look_up(_unshown("subscription.device_id = $1"), str(device), to_ms(now))
    return next(filter(None, (_silent_since(row, now) for row in found)), None)


async def silent_people(people: Collection[UUID], now: datetime) -> dict[UUID, datetime]:
    """Of these people those none of whose phones shows anything, with since when. One query."""
    phones: dict[UUID, list[datetime | None]] = defaultdict(list)
    for row in await rows(_unshown(is_any("subscription.person_id", 1)), listed(list(people)), to_ms(now)):
        if row["unshown"] or row["shown_at"]:
            phones[UUID(str(row["person_id"]))].append(_silent_since(row, now))
    return {person: max(filter(None, since)) for person, since in phones.items() if all(since)}


def _silent_since(row: dict[str, Any], now: datetime) -> datetime | None:
    if row["unshown"] < SEVERAL:
        return None
    since = from_ms(row["since"])
    return since if now - since >= SILENT else None


def _unshown(whose: str) -> str:
    """Of each subscription of a device that is signed in at `$2`: when the last was accepted that it showed, and how
    many were since, from when."""
    # Each step reads the index of delivery (subscription_id, at) from the end that it needs.
    return f"""
        WITH phone AS MATERIALIZED (
            SELECT subscription.id, subscription.person_id, (
                SELECT delivery.at FROM delivery JOIN shown ON shown.id = delivery.id
                WHERE delivery.subscription_id = subscription.id ORDER BY delivery.at DESC LIMIT 1
            ) AS shown_at
            FROM subscription JOIN device ON device.id = subscription.device_id
            WHERE {whose} AND revoked_at IS NULL AND expires_at > $2
        )
        SELECT phone.person_id, phone.shown_at, COUNT(delivery.id) AS unshown, MIN(delivery.at) AS since
        FROM phone LEFT JOIN delivery ON delivery.subscription_id = phone.id AND verdict = '{Verdict.ACCEPTED}'
            AND delivery.at > COALESCE(phone.shown_at, 0)
        GROUP BY phone.id, phone.person_id, phone.shown_at"""  # noqa: S608  # our own words; what people gave is a parameter
