"""One push service that is sick holds up what is for it, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from server import clock
from server.keys import Keys
from server.people.models import Person
from server.push.models import Subscription, address_hash
from server.push.origin import AT_ONE, FIRST_REST, OUTAGE
from server.push.send import PushSender
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Delivery, Reminder, ReminderState
from tests.conftest import new_id, sign_in
from tests.frozen import at
from tests.push_service import PushService
from tests.reminders.conftest import BASE_URL, MONDAY_NOON, due

A_SECOND = timedelta(seconds=1)


@pytest.fixture
async def sick(_monday: None) -> AsyncIterator[PushService]:
    """Another push service than the one that is well."""
    async with PushService(now=lambda: clock.now().timestamp()) as running:
        yield running


@pytest.fixture
async def courier(service: PushService, sick: PushService, keys: Keys) -> AsyncIterator[Courier]:
    async with PushSender(keys.vapid, frozenset({service.origin, sick.origin}), timeout=2) as sender:
        yield Courier(sender, BASE_URL, "one")


async def subscribe_at(where: PushService, person: Person, keys: Keys) -> Subscription:
    device, _ = await sign_in(person)
    given = where.subscribe(keys.vapid.public_key)
    return await Subscription.create(
        id=new_id(), person=person, device=device, endpoint=given["endpoint"],
        endpoint_hash=address_hash(given["endpoint"]), p256dh=given["keys"]["p256dh"],
        auth=given["keys"]["auth"], vapid_key=keys.vapid.public_key, made_at=clock.now(),
    )  # fmt: skip


@pytest.fixture
async def hers(service: PushService, alice: Person, keys: Keys) -> Subscription:
    """Alice's phone, at the push service that is well."""
    return await subscribe_at(service, alice, keys)


@pytest.fixture
async def his(sick: PushService, charlie: Person, keys: Keys) -> Subscription:
    """Charlie's phone, at the one that is sick."""
    return await subscribe_at(sick, charlie, keys)


async def many(person: Person, number: int) -> None:
    for each in range(number):
        await due(person, subject=f"{person.name} {each}")


async def states_of(person: Person) -> list[tuple[ReminderState, str | None]]:
    return [(each.state, each.reason) for each in await Reminder.filter(person=person).order_by("next_at")]


async def test_what_hangs_at_one_push_service_does_not_hold_up_the_others(
    alice: Person, charlie: Person, hers: Subscription, his: Subscription, courier: Courier, service: PushService,
    sick: PushService,
) -> None:  # fmt: skip
    sick.answers(his.endpoint, "hang")
    await many(charlie, 600)  # more than a worker holds, and all before hers
    with at(MONDAY_NOON + A_SECOND):
        await many(alice, 3)
        sending = asyncio.create_task(deliver_due(courier))
        await service.arrived(hers.endpoint, 3)
        assert not sending.done()
        assert sick.count <= 2 * AT_ONE  # on a slow machine the first have run out of patience by now
        await sending
    assert {state for state, _ in await states_of(alice)} == {ReminderState.accepted}
    assert {state for state, _ in await states_of(charlie)} == {ReminderState.waiting}


async def test_what_is_due_while_another_hangs_is_sent_meanwhile(
    alice: Person, charlie: Person, hers: Subscription, his: Subscription, courier: Courier, service: PushService,
    sick: PushService,
) -> None:  # fmt: skip
    sick.answers(his.endpoint, "hang")
    await due(charlie)
    sending = asyncio.create_task(deliver_due(courier))
    await sick.arrived(his.endpoint)
    reminder = await due(alice)
    await service.arrived(hers.endpoint)
    while (await Reminder.get(id=reminder.id)).state != ReminderState.accepted:
        pass
    assert not await Delivery.exists(person_id=charlie.id)  # all the while his hangs
    await sending


async def test_one_that_is_too_busy_is_sent_nothing_until_it_said_and_loses_nothing(
    alice: Person, charlie: Person, hers: Subscription, his: Subscription, courier: Courier, service: PushService,
    sick: PushService,
) -> None:  # fmt: skip
    sick.answers(his.endpoint, 429, 201, retry_after=120)
    await due(charlie, subject="first")
    await deliver_due(courier)
    for second in (1, 60, 119):
        with at(MONDAY_NOON + second * A_SECOND):
            await due(charlie, subject=f"at {second}")
            await due(alice, subject=f"at {second}")
            await deliver_due(courier)
            assert (sick.count, service.count) == (1, [1, 60, 119].index(second) + 1)
    assert {reason for _, reason in await states_of(charlie)} == {"http_429", "paused"}
    assert await Delivery.filter(person_id=charlie.id).count() == 1  # the others were not attempts
    with at(MONDAY_NOON + timedelta(seconds=150)):
        await deliver_due(courier)
    assert {state for state, _ in await states_of(charlie)} == {ReminderState.accepted}
    assert (sick.count, sick.doubled()) == (5, 0)


async def test_one_that_is_down_is_asked_by_one_message_until_it_is_back(
    alice: Person, charlie: Person, his: Subscription, courier: Courier, sick: PushService, keys: Keys
) -> None:
    hers = await subscribe_at(sick, alice, keys)
    sick.answers(hers.endpoint, 500)
    sick.answers(his.endpoint, *[500] * (OUTAGE - 1), 503, 201)
    await due(alice, useful=A_SECOND)  # two phones fail, so it is not one that is broken
    for number in range(OUTAGE - 1):
        await due(charlie, subject=f"first {number}")
    await deliver_due(courier)
    assert sick.count == OUTAGE
    with at(MONDAY_NOON + FIRST_REST - A_SECOND):
        await many(charlie, 20)
        await deliver_due(courier)
    assert sick.count == OUTAGE
    assert {each.tries for each in await Reminder.filter(subject__startswith="Charlie")} == {0}  # nothing was sent
    with at(MONDAY_NOON + FIRST_REST + A_SECOND):
        await deliver_due(courier)
    assert sick.count == OUTAGE + 1  # one went ahead, and came back
    with at(MONDAY_NOON + FIRST_REST * 4):
        await deliver_due(courier)
    assert {state for state, _ in await states_of(charlie)} == {ReminderState.accepted}
    assert sick.doubled() == 0


async def test_a_device_at_one_that_rests_does_not_hold_up_the_same_persons_other_one(
    alice: Person, hers: Subscription, courier: Courier, service: PushService, sick: PushService, keys: Keys
) -> None:
    tablet = await subscribe_at(sick, alice, keys)
    sick.answers(tablet.endpoint, 429, 201, retry_after=3600)
    service.answers(hers.endpoint, 500, 201)
    await due(alice)
    for later in (0, 8, 16):
        with at(MONDAY_NOON + later * A_SECOND):
            await deliver_due(courier)
    assert ([each.accepted for each in service.received(hers.endpoint)], sick.count) == ([False, True], 1)
    with at(MONDAY_NOON + timedelta(minutes=75)):
        await deliver_due(courier)
    assert [each.accepted for each in sick.received(tablet.endpoint)] == [False, True]
    assert await states_of(alice) == [(ReminderState.accepted, None)]


async def test_what_is_useless_when_its_push_service_is_back_is_not_sent(
    charlie: Person, his: Subscription, courier: Courier, sick: PushService
) -> None:
    sick.answers(his.endpoint, 429, 429, 201, retry_after=120)
    await due(charlie, subject="first", useful=timedelta(minutes=1))
    await due(charlie, subject="second", useful=timedelta(minutes=1))
    for second in (0, 90, 180):
        with at(MONDAY_NOON + second * A_SECOND):
            await deliver_due(courier)
    assert {state for state, _ in await states_of(charlie)} == {ReminderState.expired}
    assert not [message for message in sick.received(his.endpoint) if message.accepted]
