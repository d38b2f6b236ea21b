"""What a worker that died had in its hands comes all the same: nobody has to free it by hand."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.database import rows
from server.keys import Keys
from server.reminders.models import Reminder, ReminderState
from server.settings import Settings
from tests.burst import write_burst
from tests.processes import PATIENCE, Installation, Process
from tests.push_service import PushService

HELD = 3


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService() as running:
        yield running


async def all_are(state: ReminderState) -> None:
    async with asyncio.timeout(PATIENCE):
        while await Reminder.filter(state=state).count() < HELD:
            pass


async def test_the_next_worker_takes_up_what_a_killed_one_held(
    keys: Keys, service: PushService, settings: Settings
) -> None:
    made = service.subscribe(keys.vapid.public_key)
    await write_burst([made], keys.vapid.public_key, HELD)
    installation = Installation(settings.data_dir, settings.database_url)
    service.answers(made["endpoint"], "hang")
    with Process(installation, "worker", DAYMARK_EXTRA_PUSH_ORIGINS=service.origin) as worker:
        await all_are(ReminderState.claimed)
        worker.kill()
    await all_are(ReminderState.claimed)
    await rows("UPDATE reminder SET lease_until = 0 RETURNING id")  # the minute of its lease goes by
    service.answers(made["endpoint"], 201)
    with Process(installation, "worker", DAYMARK_EXTRA_PUSH_ORIGINS=service.origin) as worker:
        await all_are(ReminderState.accepted)
        await asyncio.to_thread(worker.stop)
    assert len({message.topic for message in service.received(made["endpoint"]) if message.accepted}) == HELD
