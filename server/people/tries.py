"""At most ten wrong codes an hour from one network address: a code can't be guessed. And at most five codes an hour are
mailed for one person: nobody is flooded."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from starlette.requests import Request

from server.clock import to_ms
from server.database import rows
from server.http import Problem
from server.people.models import SignInTry

ALLOWED = 10  # wrong tries, per address and hour
CODES = 5  # mailed, per person and hour
FORGET_AFTER = timedelta(hours=2)


async def refuse_guessing(request: Request, now: datetime) -> None:
    """Raises Problem 429 when this address has used up its tries for this hour."""
    bucket = await SignInTry.get_or_none(id=_bucket(request, _caller(request), _hour(now)))
    if bucket and bucket.tries >= ALLOWED:
        raise _too_many("Too many wrong codes from here.", now)


async def count_wrong(request: Request, now: datetime) -> None:
    """Counts one wrong code against the caller's address."""
    await _count(request, _caller(request), now)


async def count_mailed(request: Request, person_id: UUID, now: datetime) -> None:
    """Counts one code that is about to be mailed for this person. Raises Problem 429 when this hour had enough."""
    if await _count(request, f"codes for {person_id}", now) > CODES:
        raise _too_many("We sent you several codes already.", now)


async def _count(request: Request, who: str, now: datetime) -> int:
    """How many there are in this hour, with this one."""
    hour = _hour(now)
    [counted] = await rows(
        "INSERT INTO sign_in_try (id, tries, hour) VALUES ($1, 1, $2) "
        "ON CONFLICT (id) DO UPDATE SET tries = sign_in_try.tries + 1 RETURNING tries",
        _bucket(request, who, hour),
        to_ms(hour),
    )
    return int(counted["tries"])


async def forget_tries(now: datetime) -> int:
    """Deletes the counts of hours that are over; how many."""
    return await SignInTry.filter(hour__lt=now - FORGET_AFTER).delete()


def _too_many(what: str, now: datetime) -> Problem:
    wait = _hour(now) + timedelta(hours=1) - now
    sentence = f"{what} Wait {wait.seconds // 60 + 1} minutes, then try again."
    return Problem(429, sentence, reason="too_many", headers={"retry-after": str(wait.seconds + 1)})


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _caller(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _bucket(request: Request, who: str, hour: datetime) -> str:
    """The address is personal, so only a keyed hash of it is kept."""
    secret: bytes = request.app.state.secret
    return hmac.new(secret, f"{who} {hour.isoformat()}".encode(), "sha256").hexdigest()
