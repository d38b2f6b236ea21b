"""One measurement: so many `daymark worker` processes on one PostgreSQL deliver what is due at one moment.

The push service only counts, see sink.py. Prints one line of JSON: pushes per second from when they were due, how many
came too few or too many, and the processor time that each push cost the workers, PostgreSQL and the push service, in
microseconds: on a machine with few cores these share it.
"""

import asyncio
import json
import os
import secrets
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import uvloop
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server import clock
from server.database import migrate, opened, rows
from server.keys import load_keys, prepare_data_dir
from server.reminders.models import Reminder, ReminderState
from server.settings import Settings, read_settings
from tests.bench.burst import pin
from tests.burst import write_burst
from tests.processes import Installation, Process
from tests.push_service import Subscription

PHONES = 1000
FAR = timedelta(days=1)
AHEAD = timedelta(seconds=8)  # every worker has looked by then, and sleeps until the moment
TICK = os.sysconf("SC_CLK_TCK")


async def measure(database_url: str, folder: Path, workers: int, number: int) -> None:
    async with _sink() as (sink, origin):
        installation = Installation(folder / "data", database_url)
        settings = read_settings(installation.environment(DAYMARK_EXTRA_PUSH_ORIGINS=origin))
        await _write(settings, origin, number)
        async with AsyncExitStack() as stack, opened(settings):
            processes = [
                stack.enter_context(Process(installation, "worker", DAYMARK_EXTRA_PUSH_ORIGINS=origin))
                for _ in range(workers)
            ]
            for core, process in enumerate(processes):
                pin(process.pid, core)
            while processes[0].log().count("tick_started") < workers:  # noqa: ASYNC110  # they say it in a file
                await asyncio.sleep(0.1)
            due = clock.now() + AHEAD
            await Reminder.all().update(due_at=due, next_at=due)
            await asyncio.sleep(AHEAD.total_seconds() - 1)
            groups = {"worker": [each.pid for each in processes], "postgres": _postgres(folder), "sink": [sink]}
            before = {name: _spent(pids) for name, pids in groups.items()}
            taken, last_at = await _all_taken(origin, number)
            groups["postgres"] = _postgres(folder)
            spent = {name: (_spent(pids) - before[name]) / number * 1e6 for name, pids in groups.items()}
            accepted = await _accepted(number)
        figures = {"rate": number / (last_at - due.timestamp()), "lost": number - accepted, "doubled": taken - number}
        print(json.dumps({**figures, **spent}))


@asynccontextmanager
async def _sink() -> AsyncIterator[tuple[int, str]]:
    command = [sys.executable, "-m", "tests.bench.sink"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout
        yield process.pid, f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.terminate()
        await process.wait()


async def _write(settings: Settings, origin: str, number: int) -> None:
    """Everything is there, and nothing due yet."""
    prepare_data_dir(settings)
    await migrate(settings)
    async with opened(settings):
        keys = await load_keys(settings)
        await write_burst([_phone(origin, each) for each in range(PHONES)], keys.vapid.public_key, number)
        far = clock.now() + FAR
        await Reminder.all().update(due_at=far, next_at=far, useless_after=far + FAR)
        await rows("ANALYZE")  # as autovacuum has done by itself wherever rows are older than a minute


def _phone(origin: str, number: int) -> Subscription:
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "endpoint": f"{origin}/push/{number}",
        "keys": {"p256dh": _text(key), "auth": _text(secrets.token_bytes(16))},
    }


def _text(key: bytes) -> str:
    return urlsafe_b64encode(key).rstrip(b"=").decode()


async def _all_taken(origin: str, number: int) -> tuple[int, float]:
    """How many came by the time that all should have, and when the last one did."""
    deadline = time.monotonic() + 300
    async with aiohttp.ClientSession() as session:
        taken, last_at = 0, 0.0
        while taken < number and time.monotonic() < deadline:
            await asyncio.sleep(0.2)
            async with session.get(origin) as answer:
                said = (await answer.text()).split()
            taken, last_at = int(said[0]), float(said[1])
    return taken, last_at


async def _accepted(number: int) -> int:
    """How many are written down as accepted, once none is in a worker's hands."""
    while await Reminder.filter(state=ReminderState.claimed).exists():  # noqa: ASYNC110  # other processes do the work
        await asyncio.sleep(0.1)
    return await Reminder.filter(state=ReminderState.accepted).count()


def _postgres(folder: Path) -> list[int]:
    """The database server's processes."""
    [file] = folder.rglob("postmaster.pid")
    first = int(file.read_text().split()[0])
    each = (int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat"))
    return [first, *(pid for pid in each if _stat(pid)[1] == str(first))]


def _spent(pids: list[int]) -> float:
    """Seconds of processor time so far; those of a process that has ended are with the one that started it."""
    return sum(sum(map(int, _stat(pid)[11:15])) for pid in pids) / TICK


def _stat(pid: int) -> list[str]:
    """What the system tells of a process from its state on (see proc(5)); nothing of one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["", "", *["0"] * 20]


if __name__ == "__main__":
    uvloop.run(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
