"""PostgreSQL is restarted while a burst is sent: nobody has to start the worker again, and everybody is told once."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from server.database import on_postgres
from server.keys import Keys
from tests.processes import PATIENCE, Installation, Process
from tests.push_service import PushService, Subscription

BURST = 4000
PHONES = 20

WRITTEN = """
import asyncio, json
from server.database import migrate, opened
from server.keys import load_keys, prepare_data_dir
from server.settings import read_settings
from tests.burst import write_burst

async def work():
    settings = read_settings()
    prepare_data_dir(settings)
    await migrate(settings)
    async with opened(settings):
        keys = await load_keys(settings)
        await write_burst(json.loads({phones!r}), keys.vapid.public_key, {number})

asyncio.run(work())
"""


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with PushService() as running:
        yield running


@pytest.fixture
def folder(keys: Keys) -> Iterator[Path]:
    """Of a PostgreSQL that only this test uses, and may stop."""
    if not on_postgres():
        pytest.skip("SQLite has no server")
    with TemporaryDirectory() as made:  # see `database_url`
        yield Path(made)


@pytest.fixture
def clinic(folder: Path, tmp_path: Path) -> Iterator[Installation]:
    from tests.postgres import postgres

    with postgres(folder) as url:
        yield Installation(tmp_path / "data", url)


async def left(clinic: Installation, state: str) -> int:
    """How many reminders are in this state."""
    [[number]] = await asyncio.to_thread(clinic.sql, f"SELECT count(*) FROM reminder WHERE state = '{state}'")  # noqa: S608  # our own words
    return int(number)


async def test_restarted_under_load_everybody_is_told_and_nobody_twice(
    clinic: Installation, folder: Path, service: PushService
) -> None:
    from tests.postgres import restart

    phones: list[Subscription] = [service.subscribe() for _ in range(PHONES)]
    await asyncio.to_thread(clinic.python, WRITTEN.format(phones=json.dumps(phones), number=BURST))
    with Process(clinic, "worker", DAYMARK_EXTRA_PUSH_ORIGINS=service.origin) as worker:
        await service.counted(BURST // 8, PATIENCE)
        await asyncio.to_thread(restart, folder)
        assert await left(clinic, "waiting")  # it was in the middle of it
        async with asyncio.timeout(PATIENCE):
            while await left(clinic, "waiting"):
                assert worker.running
        await asyncio.to_thread(worker.stop)
    # Claimed by a statement whose answer was cut off: nobody has them, until their lease is over.
    await asyncio.to_thread(clinic.sql, "UPDATE reminder SET lease_until = 0 WHERE state = 'claimed' RETURNING id")
    with Process(clinic, "worker", DAYMARK_EXTRA_PUSH_ORIGINS=service.origin) as worker:
        await service.counted(BURST, PATIENCE)
        await asyncio.to_thread(worker.stop)
    assert service.doubled() == 0  # what was sent while the database was away was written down once it was back
    assert await left(clinic, "accepted") == BURST
