"""One measurement: a burst of pushes to a local push service in another process that counts and samples by decrypting.

Prints one line of JSON: pushes per second, lateness in seconds, peak memory in MB, how many were lost or doubled.
"""

import asyncio
import json
import os
import resource
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import aiohttp
from cryptography.hazmat.primitives.asymmetric import ec
from pywebpush import webpush_async  # type: ignore[import-untyped]  # has no types
from uuid_utils.compat import uuid7

from server import clock
from server.app import keep_for_good
from server.channel import Message, topic_of
from server.database import migrate, on_postgres, opened, rows
from server.keys import load_keys, prepare_data_dir
from server.people.models import Device, Person, Phase, Program, Role
from server.push.models import Subscription, address_hash
from server.push.send import PushSender, Target
from server.push.vapid import VapidKey
from server.reminders import metrics
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Reminder, ReminderKind
from server.settings import Settings, read_settings

SAMPLE = 100  # one in so many messages is decrypted
AT_ONCE = 100
AHEAD = timedelta(seconds=5)  # to write the rows before they are due


@asynccontextmanager
async def push_service() -> AsyncIterator[str]:
    """A push service in a process of its own, on the second core; its origin."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["-m", "tests.push_service", "--port", str(port), "--keep-every", str(SAMPLE)]
    service = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    try:
        assert service.stdout
        await service.stdout.readline()
        pin(service.pid, 1)
        yield f"http://127.0.0.1:{port}"
    finally:
        service.terminate()
        await service.wait()


def pin(process: int, core: int) -> None:
    """Keeps a process on one core, where there is more than one."""
    if (os.cpu_count() or 1) > core:
        os.sched_setaffinity(process, {core})


async def subscriptions(origin: str, number: int) -> list[dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.post(f"{origin}/subscriptions?number={number}") as answer:
        made: list[dict[str, Any]] = await answer.json()
        return made


async def counts(origin: str) -> dict[str, int]:
    async with aiohttp.ClientSession() as session, session.get(f"{origin}/counts") as answer:
        counted: dict[str, int] = await answer.json()
        return counted


def target_of(subscription: dict[str, Any]) -> Target:
    return Target(subscription["endpoint"], **subscription["keys"])


async def floor(origin: str, made: list[dict[str, Any]]) -> tuple[float, None, None]:
    """Our sender on all subscriptions at once, with no database."""
    key = VapidKey(ec.generate_private_key(ec.SECP256R1()), "mailto:bench@daymark.example")
    places = asyncio.Semaphore(AT_ONCE)
    async with PushSender(key, frozenset({origin})) as sender:

        async def one(number: int, subscription: dict[str, Any]) -> None:
            topic = topic_of(str(number))
            message = Message("You have a reminder", "Tap to open.", "http://localhost:8000/", topic, "en")
            async with places:
                await sender.send(target_of(subscription), message, ttl=600, topic=topic, now=time.time())

        keep_for_good()
        start = time.perf_counter()
        await asyncio.gather(*(one(number, each) for number, each in enumerate(made)))
        return len(made) / (time.perf_counter() - start), None, None


async def loop(origin: str, made: list[dict[str, Any]]) -> tuple[float, None, None]:
    """pywebpush as its documentation shows it, with a shared session."""
    from py_vapid import Vapid02  # type: ignore[import-untyped]  # has no types

    key = Vapid02()
    key.generate_keys()
    keep_for_good()
    async with aiohttp.ClientSession() as session:
        start = time.perf_counter()
        for subscription in made:
            await webpush_async(
                subscription,
                data=json.dumps({"title": "You have a reminder"}),
                vapid_private_key=key,
                vapid_claims={"sub": "mailto:bench@daymark.example"},
                ttl=600,
                aiohttp_session=session,
            )
        return len(made) / (time.perf_counter() - start), None, None


async def daymark(
    settings: Settings, origin: str, made: list[dict[str, Any]]
) -> tuple[float, float | None, float | None]:
    """The real delivery: rows that are due at one moment, claimed, sent, written down."""
    prepare_data_dir(settings)
    await migrate(settings)
    async with opened(settings):
        keys = await load_keys(settings)
        due = clock.now() + AHEAD
        await _people(made, keys.vapid.public_key, due)
        late = _watch_lateness()
        keep_for_good()
        async with PushSender(keys.vapid, settings.extra_push_origins) as sender:
            courier = Courier(sender, settings.base_url, "bench")
            await asyncio.sleep((due - clock.now()).total_seconds())
            start = time.perf_counter()
            sent = 0
            while sent < len(made):
                sent += await deliver_due(courier)
            rate = sent / (time.perf_counter() - start)
    late.sort()
    return rate, late[len(late) // 2], late[len(late) * 99 // 100]


def _watch_lateness() -> list[float]:
    """Every lateness that the histogram is given."""
    seen: list[float] = []
    observe = metrics.LATENESS.observe

    def keep(seconds: float, exemplar: dict[str, str] | None = None) -> None:
        seen.append(seconds)
        observe(seconds, exemplar)

    cast(Any, metrics.LATENESS).observe = keep
    return seen


async def _people(made: list[dict[str, Any]], vapid_key: str, due: datetime) -> None:
    """One participant with one phone and one reminder for each subscription."""
    now = clock.now()
    program = await Program.create(name="Bench", zone="UTC")
    people = [
        Person(program=program, role=Role.participant, phase=Phase.iop, name="Somebody", zone="UTC", joined_at=now)
        for _ in made
    ]
    await Person.bulk_create(people, batch_size=500)
    devices = [_device(person) for person in people]
    await Device.bulk_create(devices, batch_size=500)
    each = zip(people, devices, made, strict=True)
    await Subscription.bulk_create([_subscription(*one, vapid_key) for one in each], batch_size=500)
    await Reminder.bulk_create([_reminder(person, due) for person in people], batch_size=500)
    if on_postgres():
        await rows("ANALYZE")  # as autovacuum has done by itself wherever rows are older than a minute


def _device(person: Person) -> Device:
    now = clock.now()
    token = uuid7().hex
    return Device(
        id=uuid7(),
        person_id=person.id,
        token_hash=token,
        label="Bench",
        signed_in_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=1),
    )


def _subscription(person: Person, device: Device, made: dict[str, Any], vapid_key: str) -> Subscription:
    return Subscription(
        id=uuid7(),
        person_id=person.id,
        device_id=device.id,
        endpoint=made["endpoint"],
        endpoint_hash=address_hash(made["endpoint"]),
        p256dh=made["keys"]["p256dh"],
        auth=made["keys"]["auth"],
        vapid_key=vapid_key,
        made_at=clock.now(),
    )


def _reminder(person: Person, due: datetime) -> Reminder:
    return Reminder(
        person_id=person.id,
        kind=ReminderKind.session,
        key=uuid7().hex,
        subject=f"{uuid7()}@2026-01-01T18:00",
        moment=due,
        due_at=due,
        next_at=due,
        useless_after=due + timedelta(hours=2),
    )


async def measure(name: str, database_url: str, folder: Path, number: int) -> None:
    pin(0, 0)
    async with push_service() as origin:
        made = await subscriptions(origin, number)
        if name == "floor":
            rate, p50, p99 = await floor(origin, made)
        elif name == "loop":
            rate, p50, p99 = await loop(origin, made)
        else:
            settings = read_settings(
                {
                    "DAYMARK_DATABASE_URL": database_url,
                    "DAYMARK_DATA_DIR": str(folder / "data"),
                    "DAYMARK_EXTRA_PUSH_ORIGINS": origin,
                }
            )
            rate, p50, p99 = await daymark(settings, origin, made)
        counted = await counts(origin)
    figures = {
        "rate": rate,
        "p50": p50,
        "p99": p99,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "lost": number - (counted["received"] - counted["doubled"]),
        "doubled": counted["doubled"],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    import uvloop

    uvloop.run(measure(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
