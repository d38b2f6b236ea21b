"""The delivery sleeps until something is due, and is woken for what is due sooner."""

import asyncio
from datetime import timedelta

import pytest

from server.database import on_postgres, rows, say
from server.people.models import Person
from server.push.models import Subscription
from server.reminders import deliver, waking
from server.reminders.claim import expire
from server.reminders.deliver import Courier
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.reminders.waking import CHANNEL, LONGEST, SHORTEST, delivering, due_sooner, next_due, pause_until
from server.settings import Settings
from tests.push_service import PushService
from tests.reminders.conftest import MONDAY_NOON, due

A_MINUTE = timedelta(minutes=1)
PATIENCE = 10  # seconds


@pytest.mark.parametrize(
    ("until_next", "pause"),
    [
        (None, LONGEST),  # nothing waits
        (timedelta(seconds=2), timedelta(seconds=2)),
        (LONGEST * 2, LONGEST),
        (timedelta(0), SHORTEST),  # another worker has it
        (-A_MINUTE, SHORTEST),
    ],
)
def test_how_long_there_is_nothing_to_do(until_next: timedelta | None, pause: timedelta) -> None:
    assert pause_until(None if until_next is None else MONDAY_NOON + until_next, MONDAY_NOON) == pause


async def test_the_next_one_is_the_earliest_that_waits(alice: Person) -> None:
    assert await next_due() is None
    first, second = await due(alice, subject="first"), await due(alice, subject="second")
    await Reminder.filter(id=second.id).update(next_at=MONDAY_NOON + A_MINUTE)
    assert await next_due() == MONDAY_NOON
    await Reminder.filter(id=first.id).update(state=ReminderState.accepted)
    assert await next_due() == MONDAY_NOON + A_MINUTE


async def test_the_next_one_is_found_by_the_partial_index(alice: Person) -> None:
    done = [
        Reminder(
            person_id=alice.id, kind=ReminderKind.session, key=str(number), subject="", moment=MONDAY_NOON,
            due_at=MONDAY_NOON, next_at=MONDAY_NOON, useless_after=MONDAY_NOON, state=ReminderState.accepted,
        )
        for number in range(3000)
    ]  # fmt: skip
    await Reminder.bulk_create(done)
    if on_postgres():
        await rows("ANALYZE reminder")
    plan = await rows(("EXPLAIN " if on_postgres() else "EXPLAIN QUERY PLAN ") + waking._NEXT)
    assert "reminder_ready" in str(plan)


@pytest.fixture
def never_looks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "LONGEST", timedelta(hours=1))


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set when a delivery has found nothing more and knows for how long it will sleep."""
    event = asyncio.Event()

    async def look_and_note() -> object:
        found = await next_due()
        event.set()
        return found

    monkeypatch.setattr(waking, "next_due", look_and_note)
    return event


@pytest.mark.usefixtures("never_looks_by_itself")
async def test_what_is_written_while_it_sleeps_wakes_it(
    alice: Person,
    phone: Subscription,
    courier: Courier,
    service: PushService,
    settings: Settings,
    looked: asyncio.Event,
) -> None:
    async with delivering(courier, settings.database_url):
        await looked.wait()
        await due(alice)
        await due_sooner(MONDAY_NOON)
        await service.arrived(phone.endpoint)


@pytest.mark.usefixtures("never_looks_by_itself")
async def test_what_is_written_while_it_delivers_is_not_slept_through(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    async def look_and_be_told() -> object:
        found = await next_due()
        if not await Reminder.exists():
            await due(alice)
            await due_sooner(MONDAY_NOON)
        return found

    monkeypatch.setattr(waking, "next_due", look_and_be_told)
    async with delivering(courier, settings.database_url):
        await service.arrived(phone.endpoint)


async def test_what_nobody_told_it_of_is_found_a_little_later(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, settings: Settings,
    looked: asyncio.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(waking, "LONGEST", timedelta(milliseconds=200))
    async with delivering(courier, settings.database_url):
        await looked.wait()
        await due(alice)
        await service.arrived(phone.endpoint)


async def test_a_database_that_fails_once_ends_nothing(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    failed: list[None] = []

    async def fail_once(*given: object) -> object:
        if not failed:
            failed.append(None)
            raise OSError("the database is gone")
        return await expire(*given)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(deliver, "expire", fail_once)
    monkeypatch.setattr(waking, "AFTER_TROUBLE", timedelta(milliseconds=10))
    await due(alice)
    async with delivering(courier, settings.database_url):
        await service.arrived(phone.endpoint)


@pytest.mark.usefixtures("never_looks_by_itself")
async def test_a_line_to_the_database_that_was_cut_is_opened_again(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, settings: Settings
) -> None:
    if not on_postgres():
        pytest.skip("one process hears itself")

    async def listening() -> set[int]:
        found = await rows(
            "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        )
        return {row["pid"] for row in found}

    async with delivering(courier, settings.database_url), asyncio.timeout(PATIENCE):
        while not (before := await listening()):
            pass
        await rows("SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid", list(before))
        while not await listening() - before:
            pass
        # As another process would: nothing in this one wakes it.
        await due(alice)
        await say(CHANNEL)
        await service.arrived(phone.endpoint)
