"""A database is lost and restored whole from its backup: a worker started on that says once more what is still of use,
in the place of the first, and nothing that is over by then."""

import asyncio
import json
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from tests.processes import PATIENCE, Installation, Process
from tests.push_service import PushService, Subscription
from tests.test_restart import WRITTEN

REMINDERS = 40
PHONES = 4
OVER = 10  # of them, once it is restored
TIME_GOES_BY = """
UPDATE reminder SET useless_after = due_at WHERE id IN (SELECT id FROM reminder ORDER BY id LIMIT 10)
RETURNING subject
"""
STATES = "SELECT state, count(*) FROM reminder GROUP BY state ORDER BY state"


@dataclass
class Databases:
    """Databases of this test alone, that can be copied while nobody uses them."""

    folder: Path
    url: str
    _made: list[str] = field(default_factory=list)

    async def make(self, name: str, copy_of: str = "") -> Installation:
        """Empty, or as the other is now; the keys are those of both."""
        if self.url.startswith("sqlite"):
            if copy_of:
                shutil.copy(self.folder / copy_of, self.folder / name)
            return Installation(self.folder / "data", f"sqlite:///{self.folder / name}")
        await self._say(f"CREATE DATABASE {name}" + (f" TEMPLATE {copy_of}" if copy_of else ""))
        self._made.append(name)
        return Installation(self.folder / "data", urlsplit(self.url)._replace(path=f"/{name}").geturl())

    async def drop(self) -> None:
        for name in self._made:
            await self._say(f"DROP DATABASE {name}")

    async def _say(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture
async def databases(database_url: str, tmp_path: Path) -> AsyncIterator[Databases]:
    made = Databases(tmp_path, database_url)
    yield made
    await made.drop()


async def tell(clinic: Installation, service: PushService) -> dict[str, int]:
    """Runs a worker until nothing is left to send; how many reminders are in which state then."""
    with Process(clinic, "worker", DAYMARK_EXTRA_PUSH_ORIGINS=service.origin) as worker:
        async with asyncio.timeout(PATIENCE):
            while (found := dict(await asyncio.to_thread(clinic.sql, STATES))).keys() & {"waiting", "claimed"}:
                assert worker.running
        await asyncio.to_thread(worker.stop)
    return found


async def test_what_was_said_since_the_backup_is_said_once_more_where_it_is_of_use(databases: Databases) -> None:
    async with PushService() as service:
        phones = [service.subscribe() for _ in range(PHONES)]
        clinic = await databases.make("clinic")
        await asyncio.to_thread(clinic.python, WRITTEN.format(phones=json.dumps(phones), number=REMINDERS))
        restored = await databases.make("restored", copy_of="clinic")
        assert await tell(clinic, service) == {"accepted": REMINDERS}
        first = shown(service, phones)
        over = {subject for [subject] in await asyncio.to_thread(restored.sql, TIME_GOES_BY)}
        assert await tell(restored, service) == {"accepted": REMINDERS - OVER, "expired": OVER}
        assert service.refusals == []
        for subject, said in shown(service, phones).items():
            assert len(said) == (1 if subject in over else 2)
            assert set(said) == set(first[subject])  # the same topic and tag: a phone shows it in place of the first


def shown(service: PushService, phones: list[Subscription]) -> dict[str, list[tuple[str, str]]]:
    """What came to these phones, as topic and tag, by what it is about."""
    found = defaultdict(list)
    for message in (each for phone in phones for each in service.received(phone["endpoint"])):
        notification = message.json()["notification"]
        found[notification["navigate"].rpartition("/")[2]].append((message.topic, notification["tag"]))
    return found
