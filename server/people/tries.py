"""At most ten wrong codes an hour from one network address: a code can't be guessed."""

import hmac
from datetime import datetime, timedelta

from starlette.requests import Request

from server.clock import to_ms
from server.database import rows
from server.http import Problem
from server.people.models import SignInTry

ALLOWED = 10  # wrong tries, per address and hour
FORGET_AFTER = timedelta(hours=2)


async def refuse_guessing(request: Request, now: datetime) -> None:
    """Raises Problem 429 when this address has used up its tries for this hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    bucket = await SignInTry.get_or_none(id=_bucket(request, hour))
    if bucket and bucket.tries >= ALLOWED:
        wait = hour + timedelta(hours=1) - now
        raise Problem(
            429,
            f"Too many wrong codes from here. Wait {wait.seconds // 60 + 1} minutes, then try again.",
            headers={"retry-after": str(wait.seconds + 1)},
        )


async def count_wrong(request: Request, now: datetime) -> None:
    """Counts one wrong code against the caller's address."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    await rows(
        "INSERT INTO sign_in_try (id, tries, hour) VALUES ($1, 1, $2) "
        "ON CONFLICT (id) DO UPDATE SET tries = sign_in_try.tries + 1 RETURNING tries",
        _bucket(request, hour),
        to_ms(hour),
    )


async def forget_tries(now: datetime) -> int:
    """Deletes the counts of hours that are over; how many."""
    return await SignInTry.filter(hour__lt=now - FORGET_AFTER).delete()


def _bucket(request: Request, hour: datetime) -> str:
    """The address is personal, so only a keyed hash of it is kept."""
    address = request.client.host if request.client else "unknown"
    secret: bytes = request.app.state.secret
    return hmac.new(secret, f"{address} {hour.isoformat()}".encode(), "sha256").hexdigest()
