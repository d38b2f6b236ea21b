"""A running push service, a courier that may send to it, and subscriptions of it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta

import pytest

from server import clock
from server.keys import Keys
from server.people.models import Person
from server.push.models import Subscription, address_hash
from server.push.send import PushSender
from server.reminders.deliver import Courier
from server.reminders.models import Reminder, ReminderKind
from tests.conftest import new_id, sign_in
from tests.frozen import at, utc
from tests.push_service import PushService

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
BASE_URL = "https://daymark.example"

Subscribe = Callable[[Person], Awaitable[Subscription]]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def service(_monday: None) -> AsyncIterator[PushService]:
    async with PushService(now=lambda: clock.now().timestamp()) as running:
        yield running


@pytest.fixture
async def couriers(service: PushService, keys: Keys) -> AsyncIterator[tuple[Courier, Courier]]:
    """Two workers, as in two processes."""
    async with PushSender(keys.vapid, frozenset({service.origin}), timeout=5) as sender:
        yield Courier(sender, BASE_URL, "one"), Courier(sender, BASE_URL, "two")


@pytest.fixture
def courier(couriers: tuple[Courier, Courier]) -> Courier:
    return couriers[0]


@pytest.fixture
def subscribe(service: PushService, keys: Keys) -> Subscribe:
    """Turns reminders on, on another device of this person's."""

    async def turn_on(person: Person) -> Subscription:
        device, _ = await sign_in(person)
        given = service.subscribe(keys.vapid.public_key)
        return await Subscription.create(
            id=new_id(), person=person, device=device, endpoint=given["endpoint"],
            endpoint_hash=address_hash(given["endpoint"]), p256dh=given["keys"]["p256dh"],
            auth=given["keys"]["auth"], vapid_key=keys.vapid.public_key, made_at=clock.now(),
        )  # fmt: skip

    return turn_on


@pytest.fixture
async def phone(subscribe: Subscribe, alice: Person) -> Subscription:
    """Alice's phone."""
    return await subscribe(alice)


async def due(
    person: Person,
    kind: ReminderKind = ReminderKind.session,
    *,
    subject: str = "0197281a-0000-7000-8000-000000000001@2026-06-01T14:00",
    useful: timedelta = timedelta(hours=2),
    later: timedelta = timedelta(0),
) -> Reminder:
    """A reminder that is due now, or so much later."""
    moment = clock.now() + later
    return await Reminder.create(
        person=person, kind=kind, key=str(new_id()), subject=subject, moment=moment + useful, due_at=moment,
        next_at=moment, useless_after=moment + useful,
    )  # fmt: skip
