"""The delivery's sleep: until the next reminder is due, or until somebody wrote one that is due sooner."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import structlog

from server import clock
from server.clock import from_ms
from server.database import hear, look_up, say
from server.reminders.deliver import Courier, deliver_due

log = structlog.get_logger()

LONGEST = timedelta(seconds=5)  # what nobody told us of is late by this at most; so is everything when a clock is set
SHORTEST = timedelta(milliseconds=5)  # while what is due is in another worker's hands, and not yet written down
AFTER_TROUBLE = timedelta(seconds=1)
CHANNEL = "reminder_due"

# Served by the partial index: it must not grow with the reminders that are done.
_NEXT = "SELECT next_at FROM reminder WHERE state = 'waiting' ORDER BY next_at, id LIMIT 1"

_sleepers: set["Sleeper"] = set()  # of this process


async def due_sooner(next_at: datetime) -> None:
    """For whoever wrote a reminder, once for all that were written together: `next_at` is the earliest.

    Deliveries in other processes hear it when the transaction that is open, if any, is committed. Where they would look
    in time by themselves nothing is said: PostgreSQL's commits wait for each other when something is.
    """
    if next_at - clock.now() < LONGEST:
        for each in _sleepers:
            each.wake()
        await say(CHANNEL)


async def next_due() -> datetime | None:
    """When the next waiting reminder is to go out; None when none waits."""
    found = await look_up(_NEXT)
    return from_ms(found[0]["next_at"]) if found else None


def pause_until(next_at: datetime | None, now: datetime) -> timedelta:
    """Pure: for how long there is nothing to do."""
    return LONGEST if next_at is None else min(max(next_at - now, SHORTEST), LONGEST)


@asynccontextmanager
async def delivering(courier: Courier, database_url: str) -> AsyncIterator["Sleeper"]:
    """Delivers until the context ends, then lets what is under way finish."""
    sleeper = Sleeper(courier)
    _sleepers.add(sleeper)
    hearing = asyncio.create_task(hear(database_url, CHANNEL, sleeper.wake))
    working = asyncio.create_task(sleeper.work())
    try:
        yield sleeper
    finally:
        sleeper.stop()
        await working
        hearing.cancel()
        _sleepers.discard(sleeper)


class Sleeper:
    """Delivers what is due, sleeps until something is, and can be woken."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._courier.stopping = True
        self.wake()

    async def work(self) -> None:
        while not self._courier.stopping:
            # Before it looks: what is written meanwhile wakes it again.
            self._woken.clear()
            await self._sleep(await self._deliver())

    async def _deliver(self) -> timedelta:
        """Sends what is due; for how long nothing will be."""
        try:
            await deliver_due(self._courier)
            return pause_until(await next_due(), clock.now())
        except Exception:
            # The rows are still there.
            log.exception("tick_failed", job="deliver")
            return AFTER_TROUBLE

    async def _sleep(self, pause: timedelta) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(pause.total_seconds()):
                await self._woken.wait()
