"""Two workers are killed again and again during a burst: every reminder comes, is shown once, and none after its time.

A push service may be given a reminder twice, where a worker died between sending it and writing that down. Both have
the same topic and tag, so the phone shows one notification: what is counted here is what a phone shows.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import timedelta
from random import Random
from secrets import randbits

import pytest

from server import clock
from server.clock import to_ms
from server.database import on_postgres, rows
from server.keys import Keys
from server.reminders.claim import BATCH, take_back
from server.reminders.models import Reminder, ReminderState
from server.settings import Settings
from tests.burst import USEFUL, write_burst
from tests.processes import PATIENCE, Installation, Process
from tests.push_service import Message, PushService

BURST = 2000
PHONES = 20
KILLS = 5
ON_ITS_WAY = 1.0  # seconds from the last look at the clock until the push service has it, on a busy machine
OVER = timedelta(0)
SOON_OVER = {timedelta(minutes=10): timedelta(seconds=1), timedelta(minutes=20): timedelta(seconds=2)}
# Of eight reminders one is over before anybody can send it, and two are over while the burst is sent: so long after the
# first of it has come.
USEFUL_FOR = (*[USEFUL] * 5, *SOON_OVER, OVER)
LASTING = BURST * 5 // 8


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService() as running:
        yield running


async def after_its_lease(killed: Process) -> None:
    """The minute goes by for which the killed worker holds what it claimed."""
    await rows("UPDATE reminder SET lease_until = 0 WHERE lease_by LIKE $1 RETURNING id", f"{killed.pid}-%")
    await take_back(clock.now())


async def some_are_soon_over() -> None:
    for marked, lasts in SOON_OVER.items():
        await rows(
            "UPDATE reminder SET useless_after = $1 WHERE state = 'waiting' AND useless_after - due_at = $2"
            " RETURNING id",
            to_ms(clock.now() + lasts),
            marked // timedelta(milliseconds=1),
        )


async def nothing_left_to_do() -> None:
    async with asyncio.timeout(PATIENCE):
        while await Reminder.exists(state__in=[ReminderState.waiting, ReminderState.claimed]):
            pass


def shown(service: PushService, endpoints: list[str]) -> dict[str, list[Message]]:
    """What phones were sent, by what it is about."""
    found: dict[str, list[Message]] = defaultdict(list)
    for message in (each for endpoint in endpoints for each in service.received(endpoint)):
        found[message.json()["notification"]["navigate"].rpartition("/")[2]].append(message)
    return found


async def test_killed_at_random_moments_every_reminder_comes_and_is_shown_once(
    keys: Keys, service: PushService, settings: Settings
) -> None:
    if not on_postgres():
        pytest.skip("SQLite has one process")
    seed = randbits(32)
    print(f"{seed=}")  # pytest shows it where this fails
    chance = Random(seed)  # noqa: S311  # moments, not secrets
    installation = Installation(settings.data_dir, settings.database_url)

    def another() -> Process:
        return Process(installation, "worker", DAYMARK_EXTRA_PUSH_ORIGINS=service.origin)

    made = [service.subscribe(keys.vapid.public_key) for _ in range(PHONES)]
    await write_burst(made, keys.vapid.public_key, BURST, USEFUL_FOR)
    moments = sorted(chance.sample(range(2, LASTING - BATCH), KILLS))
    with ExitStack() as stack:
        workers = [stack.enter_context(another()) for _ in range(2)]
        await service.counted(1, PATIENCE)
        await some_are_soon_over()
        for moment in moments:
            await service.counted(moment, PATIENCE)
            killed = workers.pop(chance.randrange(2))
            killed.kill()
            await after_its_lease(killed)
            workers.append(stack.enter_context(another()))
        await nothing_left_to_do()
    assert service.refusals == []
    came = shown(service, [each["endpoint"] for each in made])
    reminders = await Reminder.all()
    lasting = {each.subject for each in reminders if each.useless_after - each.due_at == USEFUL}
    assert lasting <= came.keys()
    late = [each for each in reminders if each.state == ReminderState.expired and each.useless_after > each.due_at]
    assert late  # it was over when its turn came
    for each in reminders:
        said = came.get(each.subject, [])
        assert len({(message.topic, message.json()["notification"]["tag"]) for message in said}) <= 1
        assert all(message.at < each.useless_after.timestamp() + ON_ITS_WAY for message in said)
        assert each.useless_after > each.due_at or not said
