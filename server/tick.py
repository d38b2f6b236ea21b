"""What the clock runs. APScheduler only ticks; its jobs hold no state, the rows are the truth."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from server import clock
from server.checkins.plan import close_missed
from server.people.tries import forget_tries
from server.push.send import PushSender
from server.push.vapid import VapidKey
from server.reminders.claim import take_back
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Beat
from server.reminders.plan import plan_due
from server.review.escalate import escalate
from server.review.raising import raise_alerts
from server.review.standing import refresh_standings
from server.review.watch import Watcher
from server.settings import Settings

log = structlog.get_logger()

DELIVER_EVERY = 1  # seconds, and so on
RAISE_EVERY = 1
PLAN_EVERY = 2
# Of what can wait. Between two looks whoever taps has the process for themselves.
AT_A_TIME = timedelta(milliseconds=500)
STAND_EVERY = 2
ESCALATE_EVERY = 10
CLOSE_EVERY = 30
WATCH_EVERY = 30
TAKE_BACK_EVERY = 15
BEAT_EVERY = 10
FORGET_EVERY = 3600
BEAT = "tick"
STALE_AFTER = timedelta(seconds=60)

Job = Callable[[], Awaitable[object]]


@asynccontextmanager
async def ticking(settings: Settings, vapid: VapidKey) -> AsyncIterator[None]:
    """Runs the clock's work until the context ends, then lets what is under way finish."""
    worker = f"{os.getpid()}-{secrets.token_hex(4)}"
    async with PushSender(vapid, settings.extra_push_origins) as sender:
        courier = Courier(sender, settings.base_url, worker)
        jobs = _jobs(courier)
        scheduler = _scheduler(jobs)
        scheduler.start()
        log.info("tick_started")
        try:
            yield
        finally:
            courier.stopping = True
            scheduler.pause()
            await asyncio.gather(*(job.finished() for job in jobs.values()))
            scheduler.shutdown(wait=False)


class _Job:
    """One kind of work that never overlaps itself, survives its own errors, and can be waited for."""

    def __init__(self, name: str, work: Job) -> None:
        self._name = name
        self._work = work
        self._running = asyncio.Lock()

    async def __call__(self) -> None:
        async with self._running:
            try:
                await self._work()
            except Exception:
                # The rows are still there: the next tick tries again.
                log.exception("tick_failed", job=self._name)

    async def finished(self) -> None:
        async with self._running:
            pass


def _jobs(courier: Courier) -> dict[str, _Job]:
    watcher = Watcher()
    return {
        "deliver": _Job("deliver", lambda: deliver_due(courier)),
        "raise": _Job("raise", lambda: raise_alerts(clock.now())),
        "plan": _Job("plan", lambda: plan_due(clock.now(), AT_A_TIME)),
        "stand": _Job("stand", lambda: refresh_standings(clock.now(), AT_A_TIME)),
        "escalate": _Job("escalate", lambda: escalate(clock.now())),
        "close": _Job("close", lambda: close_missed(clock.now())),
        "watch": _Job("watch", lambda: watcher.look(clock.now())),
        "take_back": _Job("take_back", lambda: take_back(clock.now())),
        "beat": _Job("beat", beat),
        "forget": _Job("forget", lambda: forget_tries(clock.now())),
    }


def _scheduler(jobs: dict[str, _Job]) -> AsyncIOScheduler:
    every = {
        "deliver": DELIVER_EVERY,
        "raise": RAISE_EVERY,
        "plan": PLAN_EVERY,
        "stand": STAND_EVERY,
        "escalate": ESCALATE_EVERY,
        "close": CLOSE_EVERY,
        "watch": WATCH_EVERY,
        "take_back": TAKE_BACK_EVERY,
        "beat": BEAT_EVERY,
        "forget": FORGET_EVERY,
    }
    # UTC: an interval in local time doubles or skips at a clock change. No grace: the default drops late runs.
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for name, job in jobs.items():
        scheduler.add_job(job.__call__, IntervalTrigger(seconds=every[name], timezone=UTC), next_run_time=clock.now())
    return scheduler


async def beat() -> None:
    """Says in the database that the tick is alive, for whichever process is asked."""
    await Beat.update_or_create(name=BEAT, defaults={"at": clock.now()})


async def is_alive() -> bool:
    """Whether some process's tick beat within the last minute. Raises what the database raises when it is gone."""
    last = await Beat.get_or_none(name=BEAT)
    return last is not None and clock.now() - last.at < STALE_AFTER
