"""How late a reminder is where nothing else is going on: with the real clock, on SQLite in one process, on PostgreSQL
sent by another."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from statistics import median

import pytest

from server import clock
from server.database import on_postgres, rows
from server.people.models import Person
from server.push.models import Subscription
from server.reminders import waking
from server.reminders.deliver import Courier
from server.reminders.waking import delivering, due_sooner
from server.settings import Settings
from server.tick import is_alive
from tests.processes import PATIENCE, Installation, Process
from tests.push_service import PushService
from tests.reminders.conftest import courier, couriers, due, phone, subscribe

__all__ = ["courier", "couriers", "phone", "subscribe"]  # fixtures

SOON = timedelta(milliseconds=500)
TIMES = 5


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService() as running:
        yield running


async def lateness(person: Person, endpoint: str, service: PushService) -> list[float]:
    """Of so many reminders, one after another, each written half a second before its time, when whoever delivers has
    gone to sleep; in seconds.

    One goes before them, which whoever delivers may still be starting to hear of.
    """
    # A planner that finds something to do would wake it.
    await Person.filter(id=person.id).update(plan_stale=False, planned_until=clock.now() + timedelta(days=30))
    first = await due(person, subject="the first")
    await due_sooner(first.next_at)
    await service.arrived(endpoint)
    late: list[float] = []
    for number in range(1, TIMES + 1):
        await asleep(service.received(endpoint)[-1].at)
        reminder = await due(person, subject=f"number {number}", later=SOON)
        await due_sooner(reminder.next_at)
        await service.arrived(endpoint, number + 1)
        late.append((clock.now() - reminder.due_at).total_seconds())
    return late


async def asleep(since: float) -> None:
    """Until a delivery, on PostgreSQL, has looked for the next reminder after that many seconds since 1970, and found
    none: by itself it looks again in five seconds."""
    async with asyncio.timeout(PATIENCE):
        while on_postgres() and not await rows(LOOKED, waking._NEXT, since):
            pass


LOOKED = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND state = 'idle' AND query = $1 AND query_start > to_timestamp($2::float8)
"""


def in_time(late: list[float]) -> None:
    assert min(late) >= 0
    assert median(late) < 0.1
    assert max(late) < 1  # whoever sleeps and is not told of the first wakes by itself in up to five seconds


async def test_a_delivery_in_this_process_is_there_in_time(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, settings: Settings
) -> None:
    async with delivering(courier, settings.database_url):
        late = await lateness(alice, phone.endpoint, service)
    in_time(late)


async def test_a_worker_in_another_process_is_told_in_time(
    alice: Person, phone: Subscription, service: PushService, settings: Settings
) -> None:
    if not on_postgres():
        pytest.skip("SQLite has one process")
    installation = Installation(settings.data_dir, settings.database_url)
    with Process(installation, "worker", DAYMARK_EXTRA_PUSH_ORIGINS=service.origin):
        async with asyncio.timeout(PATIENCE):
            while not await is_alive():
                pass
        late = await lateness(alice, phone.endpoint, service)
    in_time(late)
