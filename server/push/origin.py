"""One push service, by its origin: how much it is given at once, and when it is left alone.

One that is sick holds up what is for it, and nothing else.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

import structlog

from server import clock
from server.channel import Outcome, Verdict
from server.push import metrics
from server.push.places import Places

log = structlog.get_logger()

AT_ONE = 100  # sends under way at one push service
OUTAGE = 5  # failures in a row, or subscriptions that refuse our key, after which it is left alone
FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=5)
KEY_REST = timedelta(minutes=5)
KEY_PROVEN = timedelta(days=1)  # since it took our key: a refusal, but not those of `OUTAGE`, is about one subscription
PATIENCE = 1.0  # seconds: a push service that takes longer to answer is slow
KEPT = 256  # origins that never took anything: they come from strangers, and some services have many subdomains

Post = Callable[[], Awaitable[Outcome]]

_BUSY = Outcome(Verdict.TRY_LATER, "busy", retry_after=2)


class NotSent(Exception):
    """By the time there was a place, there was no reason to send any more."""


class Wait(NamedTuple):
    """For how long somebody asked not to be asked, and since when. None is left before it began: the clock was set
    back."""

    since: datetime
    lasts: timedelta

    def left(self, now: datetime) -> timedelta:
        return max(self.since + self.lasts - now, timedelta(0)) if now >= self.since else timedelta(0)


@dataclass
class Health:
    """What is known of a push service by its answers. Pure: the time comes as an argument."""

    failures: list[UUID] = field(default_factory=list)  # in a row, by subscription
    refused: set[UUID] = field(default_factory=set)  # subscriptions with our key, since it took a message
    rests: int = 0  # in a row
    resting: Wait | None = None
    accepted_at: datetime | None = None

    def rest(self, now: datetime) -> timedelta:
        """For how long nothing may be sent to it."""
        return self.resting.left(now) if self.resting else timedelta(0)

    @property
    def is_unproven(self) -> bool:
        """It has rested, and no answer has said that it is well again: one message at a time."""
        return self.resting is not None

    def note(self, outcome: Outcome, now: datetime, to: UUID) -> None:
        """Takes an answer about the subscription `to`, or that none came, into account. What was on its way when a rest
        began does not end it.

        A broken subscription refuses our key, or fails, each time it is tried: one alone is no sign of an outage.
        """
        if outcome.verdict is Verdict.ACCEPTED:
            self.accepted_at = now
            self.refused.clear()
        if outcome.verdict is Verdict.KEY_REFUSED:
            self.refused.add(to)
            if len(self.refused) >= OUTAGE or not self._took_our_key(now):
                self._rest(KEY_REST, now)
        elif outcome.verdict is Verdict.TRY_LATER:
            self._note_trouble(outcome, now, to)
        elif outcome.status is not None and not self.rest(now):
            self.failures, self.rests, self.resting = [], 0, None

    def _took_our_key(self, now: datetime) -> bool:
        return self.accepted_at is not None and now - self.accepted_at <= KEY_PROVEN

    def _note_trouble(self, outcome: Outcome, now: datetime, to: UUID) -> None:
        if outcome.status == 429 and outcome.retry_after is not None:
            self._rest(timedelta(seconds=outcome.retry_after), now)
        elif not self.rest(now):
            self.failures = [*self.failures[-OUTAGE:], to]
            is_out = len(self.failures) >= OUTAGE and len(set(self.failures)) > 1
            if is_out or self.is_unproven:
                self._rest(min(FIRST_REST * 2**self.rests, LONGEST_REST), now)
                self.rests = min(self.rests + 1, 10)

    def _rest(self, lasts: timedelta, now: datetime) -> None:
        if self.resting is None or self.rest(now) < lasts:
            self.resting = Wait(now, lasts)


class Origin:
    """The way to one push service: so many places, one while it is unproven, none while it rests."""

    def __init__(self, name: str) -> None:
        self.health = Health()
        self.under_way = 0
        self._name = name
        self._places = Places(AT_ONE, PATIENCE)
        self._ahead = asyncio.Lock()
        self._waits: dict[UUID, Wait] = {}  # of subscriptions for which it asked for one
        self._is_slow = False

    async def send(self, post: Post, to: UUID) -> Outcome:
        """What became of `post` to that subscription; or TRY_LATER without a try, where it rests or is slow and has no
        place.

        What `post` raises comes out of here, and says nothing of the push service.
        """
        if self.health.is_unproven and self.health.rest(clock.now()):
            return self._resting()
        if (asked := self._waits.get(to)) and (left := asked.left(clock.now())):
            return Outcome(Verdict.TRY_LATER, "paused", retry_after=left.total_seconds())
        if not await self._take_place():
            return _BUSY
        self.under_way += 1
        try:
            return await (self._go_ahead(post, to) if self.health.is_unproven else self._post(post, to))
        finally:
            self.under_way -= 1
            self._places.leave()

    async def _take_place(self) -> bool:
        """Waits for one as long as it answers quickly; else whoever waits makes room for messages to the others."""
        if self._is_slow and self._places.are_taken:
            return False
        found = await self._places.take()
        self._is_slow = self._is_slow or not found
        return found

    async def _go_ahead(self, post: Post, to: UUID) -> Outcome:
        """One tries it, and the others wait a little for what that one finds."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ahead.acquire()
        except TimeoutError:
            return _BUSY
        try:
            if self.health.is_unproven and not self.health.rest(clock.now()):
                return await self._post(post, to)
        finally:
            self._ahead.release()
        return self._resting() if self.health.rest(clock.now()) else await self._post(post, to)

    async def _post(self, post: Post, to: UUID) -> Outcome:
        start = perf_counter()
        outcome = await post()
        self._is_slow = perf_counter() - start > PATIENCE
        self._note(outcome, to)
        return outcome

    def _note(self, outcome: Outcome, to: UUID) -> None:
        if outcome.verdict is Verdict.KEY_REFUSED:
            metrics.KEY_REFUSED.labels(push_service=self._name).inc()
            log.error("push_key_refused", push_service=self._name, status=outcome.status)
        self._waits.pop(to, None)
        if outcome.verdict is Verdict.TRY_LATER and outcome.status and outcome.retry_after:
            self._waits[to] = Wait(clock.now(), timedelta(seconds=outcome.retry_after))
        was_well = not self.health.is_unproven
        self.health.note(outcome, clock.now(), to)
        if was_well == self.health.is_unproven:
            log.warning("push_service_rests" if was_well else "push_service_is_back", push_service=self._name)

    def _resting(self) -> Outcome:
        return Outcome(Verdict.TRY_LATER, "paused", retry_after=self.health.rest(clock.now()).total_seconds())


class Origins:
    """The push services that this process sends to."""

    def __init__(self) -> None:
        self._known: dict[str, Origin] = {}

    def at(self, name: str) -> Origin:
        if name not in self._known:
            self._forget(clock.now())
            self._known[name] = Origin(name)
        return self._known[name]

    def _forget(self, now: datetime) -> None:
        if len(self._known) >= KEPT:
            self._known = {
                name: origin
                for name, origin in self._known.items()
                if origin.under_way or origin.health.accepted_at or origin.health.rest(now)
            }
