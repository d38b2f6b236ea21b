"""Delivery when something else goes wrong: phones that hang, a busy database, a stop, one broken subscription."""

import asyncio
from datetime import timedelta

import pytest

from server.channel import Verdict
from server.database import on_postgres
from server.keys import Keys
from server.people.models import Person
from server.push import origin
from server.push.models import Subscription
from server.push.send import PushSender
from server.reminders import deliver
from server.reminders.claim import LEASE, Attempt, Settled, claim, settle
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Delivery, Reminder, ReminderState
from tests.conftest import new_id
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


def fail_first(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The first time that something is written down it fails."""
    tried: list[object] = []

    async def settle_unless_first(*given: object) -> object:
        tried.append(given)
        if len(tried) == 1:
            raise error
        return await settle(*given)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(deliver, "WRITE_AGAIN", 0)
    monkeypatch.setattr(deliver, "settle", settle_unless_first)


async def test_what_was_sent_while_the_database_was_away_is_written_down_and_not_sent_again(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_first(monkeypatch, OSError("the line was cut"))
    for number in range(3):
        await due(alice, subject=str(number))
    assert await deliver_due(courier) == 3
    assert await states() == [ReminderState.accepted] * 3
    assert (service.count, await Delivery.all().count()) == (3, 3)


async def test_written_down_twice_it_is_one_delivery(alice: Person, phone: Subscription) -> None:
    if not on_postgres():
        pytest.skip("SQLite says whether it has written")
    await due(alice)
    [hers] = await claim("one", MONDAY_NOON)
    sent = Attempt(new_id(), hers, phone.id, MONDAY_NOON, Verdict.ACCEPTED, 201)
    for _ in range(2):
        await settle("one", [Settled(hers, ReminderState.accepted)], [sent])
    assert (await states(), await Delivery.all().count()) == ([ReminderState.accepted], 1)


async def test_what_is_not_written_before_its_lease_is_over_is_left_to_others(
    alice: Person, phone: Subscription, courier: Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        clock_of_the_worker.move_to(MONDAY_NOON + LEASE)
        raise OSError("the database is gone")

    monkeypatch.setattr(deliver, "WRITE_AGAIN", 0)
    monkeypatch.setattr(deliver, "settle", away)
    await due(alice)
    with at(MONDAY_NOON) as clock_of_the_worker:
        await deliver_due(courier)
    assert await states() == [ReminderState.claimed]


async def test_what_can_not_be_written_down_holds_back_nothing_else(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def settle_without_the_second(*given: object) -> object:
        await Reminder.filter(subject="1").delete()  # its deliveries can't be kept any more
        return await settle(*given)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(deliver, "settle", settle_without_the_second)
    for number in range(3):
        await due(alice, subject=str(number))
    assert await deliver_due(courier) == 3
    assert await states() == [ReminderState.accepted] * 2
    assert (service.count, await Delivery.all().count()) == (3, 2)


async def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_sent(
    alice: Person, phone: Subscription, couriers: tuple[Courier, Courier], service: PushService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(origin, "AT_ONE", 1)
    for number in range(3):
        await due(alice, subject=str(number))
    sending = asyncio.create_task(deliver_due(couriers[0]))
    await service.arrived(phone.endpoint)
    couriers[0].stopping = True
    await sending
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
