"""Delivery when something else goes wrong: phones that hang, a busy database, a stop, one broken subscription."""

import asyncio
from datetime import timedelta

import pytest

from server import clock
from server.keys import Keys
from server.people.models import Person
from server.push.models import Subscription
from server.push.send import PushSender
from server.reminders import deliver
from server.reminders.claim import LEASE, settle, take_back
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Reminder, ReminderState
from tests.frozen import at
from tests.push_service import PushService
from tests.reminders.conftest import BASE_URL, MONDAY_NOON, Subscribe, due


async def states() -> list[str]:
    return sorted(reminder.state for reminder in await Reminder.all())


async def test_devices_that_hang_do_not_wait_for_each_other_until_the_lease_is_over(
    alice: Person, subscribe: Subscribe, service: PushService, keys: Keys
) -> None:
    phone, tablet = await subscribe(alice), await subscribe(alice)
    for each in (phone, tablet):
        service.answers(each.endpoint, "hang")
    await due(alice)
    async with PushSender(keys.vapid, frozenset({service.origin}), timeout=2) as sender:
        sending = asyncio.create_task(deliver_due(Courier(sender, BASE_URL, "one")))
        await service.arrived(phone.endpoint)
        await service.arrived(tablet.endpoint)
        assert not sending.done()  # neither has been answered
        await sending
    assert await states() == [ReminderState.waiting]


async def test_what_could_not_be_written_down_holds_back_nothing_else(
    alice: Person, phone: Subscription, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []

    async def busy_once(*given: object) -> object:
        tried.append(given)
        if len(tried) == 1:
            raise OSError("database is locked")
        return await settle(*given)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(deliver, "FLUSH", 1)
    monkeypatch.setattr(deliver, "settle", busy_once)
    for number in range(3):
        await due(alice, subject=str(number))
    assert await deliver_due(courier) == 3
    assert await states() == [ReminderState.accepted, ReminderState.accepted, ReminderState.claimed]
    with at(MONDAY_NOON + LEASE):
        await take_back(clock.now())
        await deliver_due(courier)
    assert set(await states()) == {ReminderState.accepted}


async def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_sent(
    alice: Person, phone: Subscription, couriers: tuple[Courier, Courier], service: PushService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(deliver, "AT_ONCE", 1)
    with monkeypatch.context() as during:
        during.setattr(deliver, "_note_key", lambda courier, *_: setattr(courier, "stopping", True))
        for number in range(3):
            await due(alice, subject=str(number))
        await deliver_due(couriers[0])
    assert service.count == 1
    assert await states() == [ReminderState.accepted, ReminderState.waiting, ReminderState.waiting]
    await deliver_due(couriers[1])  # at once, and not when a lease runs out
    assert (service.count, service.doubled()) == (3, 0)


async def test_a_reminder_that_is_wanted_again_goes_only_where_it_has_not_been(
    alice: Person, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    phone, tablet = await subscribe(alice), await subscribe(alice)
    service.answers(tablet.endpoint, 503, 201)
    reminder = await due(alice)
    await deliver_due(courier)
    # Cancelled, and back: the planner withdraws it, then revives it.
    await Reminder.filter(id=reminder.id).update(tries=0, next_at=MONDAY_NOON, state=ReminderState.waiting)
    await deliver_due(courier)
    assert [len(service.received(each.endpoint)) for each in (phone, tablet)] == [1, 2]


async def test_one_subscription_made_with_another_key_does_not_hold_up_everybody(
    alice: Person, charlie: Person, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    hers, his = await subscribe(alice), await subscribe(charlie)
    service.answers(his.endpoint, 403)
    await due(alice, subject="first")
    await deliver_due(courier)
    broken = await due(charlie)
    await deliver_due(courier)
    await due(alice, subject="second")
    await deliver_due(courier)
    assert len(service.received(hers.endpoint)) == 2
    await broken.refresh_from_db()
    assert (broken.state, broken.reason) == (ReminderState.waiting, "http_403")
    assert broken.next_at > MONDAY_NOON + timedelta(seconds=1)  # no spinning
