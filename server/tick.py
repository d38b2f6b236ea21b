"""What the clock runs. APScheduler only ticks, and the delivery sleeps until something is due; neither holds any state,
the rows are the truth."""

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
from server.database import checkpoint
from server.email.send import EmailSender
from server.people.tries import forget_tries
from server.push.send import PushSender
from server.push.vapid import VapidKey
from server.reminders import claim, email
from server.reminders.claim import take_back
from server.reminders.deliver import Courier
from server.reminders.email import Writer, email_unseen
from server.reminders.models import Beat
from server.reminders.plan import plan_due
from server.reminders.waking import Sleeper, delivering
from server.review.escalate import escalate
from server.review.raising import raise_alerts
from server.review.standing import refresh_standings
from server.review.watch import Watcher
from server.settings import Settings
from server.spare import GoOn, Spare
from server.today.copy import forget_copies

log = structlog.get_logger()

RAISE_EVERY = 1  # seconds, and so on
PLAN_EVERY = 2
STAND_EVERY = 2
ESCALATE_EVERY = 10
CLOSE_EVERY = 30
WATCH_EVERY = 30
TAKE_BACK_EVERY = 15
BEAT_EVERY = 10
CHECKPOINT_EVERY = 5
FORGET_EVERY = 3600
EMAIL_EVERY = 10
BEAT = "tick"
STALE_AFTER = timedelta(seconds=60)
MIND_EVERY = 1.0

Job = Callable[[], Awaitable[object]]


@asynccontextmanager
async def ticking(settings: Settings, vapid: VapidKey) -> AsyncIterator[None]:
    """Runs the clock's work until the context ends, then lets what is under way finish."""
    worker = f"{os.getpid()}-{secrets.token_hex(4)}"
    async with (
        PushSender(vapid, settings.extra_push_origins) as sender,
        delivering(Courier(sender, settings.base_url, worker), settings.database_url) as sleeper,
    ):
        jobs = _jobs(sleeper)
        if settings.mail_server:
            writer = Writer(EmailSender(settings.mail_server), settings.base_url, worker)
            jobs["email"] = _Job("email", lambda: email_unseen(writer, clock.now()))
        scheduler = _scheduler(jobs)
        scheduler.start()
        minding = asyncio.create_task(_mind_the_clock(scheduler, sleeper))
        log.info("tick_started")
        try:
            yield
        finally:
            minding.cancel()
            sleeper.stop()
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


def _then_wake(sleeper: Sleeper, work: Callable[[], Awaitable[int]]) -> Job:
    """For work that may make reminders wait, and says how much of it there was."""

    async def wake_after() -> None:
        if await work():
            sleeper.wake()

    return wake_after


def _jobs(sleeper: Sleeper) -> dict[str, _Job]:
    watcher, planning, standing, emptying = Watcher(), Spare(), Spare(), Spare()
    return {
        "raise": _Job("raise", _then_wake(sleeper, lambda: raise_alerts(clock.now()))),
        "plan": _Job("plan", _then_wake(sleeper, lambda: plan_due(clock.now(), planning.turn()))),
        "stand": _Job("stand", lambda: refresh_standings(clock.now(), standing.turn())),
        "escalate": _Job("escalate", _then_wake(sleeper, lambda: escalate(clock.now()))),
        "close": _Job("close", lambda: close_missed(clock.now())),
        "watch": _Job("watch", _then_wake(sleeper, lambda: watcher.look(clock.now()))),
        "take_back": _Job("take_back", _then_wake(sleeper, lambda: take_back(clock.now()))),
        "beat": _Job("beat", beat),
        "checkpoint": _Job("checkpoint", lambda: shorten_log(emptying.turn())),
        "forget": _Job("forget", lambda: forget_tries(clock.now())),
        "forget_copies": _Job("forget_copies", lambda: forget_copies(clock.now())),
    }


def _scheduler(jobs: dict[str, _Job]) -> AsyncIOScheduler:
    every = {
        "raise": RAISE_EVERY,
        "plan": PLAN_EVERY,
        "stand": STAND_EVERY,
        "escalate": ESCALATE_EVERY,
        "close": CLOSE_EVERY,
        "watch": WATCH_EVERY,
        "take_back": TAKE_BACK_EVERY,
        "beat": BEAT_EVERY,
        "checkpoint": CHECKPOINT_EVERY,
        "forget": FORGET_EVERY,
        "email": EMAIL_EVERY,
        "forget_copies": FORGET_EVERY,
    }
    # UTC: an interval in local time doubles or skips at a clock change. No grace: the default drops late runs.
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for name, job in jobs.items():
        scheduler.add_job(job.__call__, IntervalTrigger(seconds=every[name], timezone=UTC), next_run_time=clock.now())
    return scheduler


async def _mind_the_clock(scheduler: AsyncIOScheduler, sleeper: Sleeper) -> None:
    """APScheduler waits for moments of the clock that people set: set back an hour, nothing would run for an hour. Nor
    would anything be tried again."""
    while True:
        before = clock.now()
        await asyncio.sleep(MIND_EVERY)
        if clock.now() < before:
            log.warning("clock_set_back")
            for job in scheduler.get_jobs():
                job.modify(next_run_time=clock.now())
            try:
                await claim.hurry(clock.now())
                await email.hurry(clock.now())
            except Exception:
                log.exception("tick_failed", job="hurry")
            sleeper.wake()


async def shorten_log(go_on: GoOn) -> None:
    """While nobody waits: whoever commits meanwhile shares the disk with it."""
    if go_on():
        await checkpoint()


async def beat() -> None:
    """Says in the database that the tick is alive, for whichever process is asked."""
    await Beat.update_or_create(name=BEAT, defaults={"at": clock.now()})


async def is_alive() -> bool:
    """Whether some process's tick beat within the last minute. Raises what the database raises when it is gone.

    A beat of a later hour is no sign of life: the clock was set back since.
    """
    last = await Beat.get_or_none(name=BEAT)
    return last is not None and abs(clock.now() - last.at) < STALE_AFTER
