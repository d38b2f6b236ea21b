"""What befalls a machine: a clock that is set, a night asleep, a backup that is restored. What people see of it stands
in ARCHITECTURE.md."""

import asyncio
from datetime import timedelta

import pytest

from server import tick
from server.keys import Keys
from server.people.models import Person
from server.push.models import Subscription
from server.reminders import email, waking
from server.reminders.claim import LEASE, claim, hurry, take_back
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Beat, Delivery, Email, Reminder, ReminderState
from server.reminders.waking import delivering
from server.settings import Settings
from server.tick import BEAT, is_alive, ticking
from tests.frozen import at
from tests.push_service import PushService
from tests.reminders.conftest import MONDAY_NOON, due

A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
PATIENCE = 10  # seconds


def subjects(service: PushService, phone: Subscription) -> list[str]:
    """What arrived on this phone is about these, in order."""
    pushes = service.received(phone.endpoint)
    return [each.json()["notification"]["navigate"].rpartition("/")[2] for each in pushes]


# A clock that is set


async def test_set_forward_an_hour_and_back_each_is_said_once(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await due(alice, subject="at noon")
    await due(alice, subject="at half past", later=AN_HOUR / 2)
    await due(alice, subject="at two", later=2 * AN_HOUR)
    await deliver_due(courier)
    with at(MONDAY_NOON + AN_HOUR):
        await deliver_due(courier)
    assert subjects(service, phone) == ["at noon", "at half past"]  # half an hour early: nobody could know
    for later in (A_MINUTE, AN_HOUR / 2, AN_HOUR):
        with at(MONDAY_NOON + later):
            await deliver_due(courier)
    assert service.count == 2
    with at(MONDAY_NOON + 2 * AN_HOUR):
        await deliver_due(courier)
    assert subjects(service, phone) == ["at noon", "at half past", "at two"]


async def test_a_lease_from_before_the_clock_was_set_back_does_not_hold_for_an_hour(alice: Person) -> None:
    await due(alice)
    assert len(await claim("one", MONDAY_NOON + AN_HOUR)) == 1  # and it dies
    assert await take_back(MONDAY_NOON + AN_HOUR) == 0
    assert await take_back(MONDAY_NOON) == 1


async def test_a_worker_whose_clock_is_ahead_a_little_keeps_what_it_claimed(alice: Person) -> None:
    await due(alice)
    await claim("one", MONDAY_NOON + LEASE)
    assert await take_back(MONDAY_NOON) == 0


async def test_set_back_an_hour_what_waits_to_be_tried_again_does_not_wait_for_an_hour(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    """A machine that starts an hour ahead and without a network."""
    tried, put_off = await due(alice), await due(alice, subject="put off")
    await Reminder.filter(id=put_off.id).update(
        state=ReminderState.waiting,
        reason="quiet_hours",
        next_at=MONDAY_NOON + 2 * AN_HOUR,
        useless_after=MONDAY_NOON + 9 * AN_HOUR,
    )
    await Reminder.filter(id=tried.id).update(useless_after=MONDAY_NOON + 9 * AN_HOUR)
    service.answers(phone.endpoint, "reset", 201)
    with at(MONDAY_NOON + AN_HOUR):
        await deliver_due(courier)
    await tried.refresh_from_db()
    assert tried.next_at > MONDAY_NOON + AN_HOUR
    assert await hurry(MONDAY_NOON) == 1
    await deliver_due(courier)
    await tried.refresh_from_db()
    await put_off.refresh_from_db()
    assert (tried.state, put_off.state) == (ReminderState.accepted, ReminderState.waiting)


async def test_set_back_an_hour_an_email_does_not_wait_for_an_hour(alice: Person) -> None:
    ahead = MONDAY_NOON + AN_HOUR
    for subject, reason in (("tried", "smtp_451"), ("quiet hours", None)):
        row = await due(alice, subject=subject)
        await Email.create(id=row.id, person_id=alice.id, next_at=ahead, tries=1, reason=reason)
    await email.hurry(MONDAY_NOON)
    assert {each.reason: each.next_at for each in await Email.all()} == {"smtp_451": MONDAY_NOON, None: ahead}


async def test_a_pulse_of_a_later_hour_is_none(keys: Keys) -> None:
    await Beat.create(name=BEAT, at=MONDAY_NOON + AN_HOUR)
    assert not await is_alive()
    await Beat.filter(name=BEAT).update(at=MONDAY_NOON)
    assert await is_alive()


async def test_set_back_an_hour_the_clocks_work_goes_on(
    alice: Person, keys: Keys, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = asyncio.Event()

    async def look(_: object) -> int:
        looked.set()
        return 0

    monkeypatch.setattr(tick, "raise_alerts", look)
    monkeypatch.setattr(tick, "MIND_EVERY", 0.05)
    async with ticking(settings, keys.vapid), asyncio.timeout(PATIENCE):
        await looked.wait()
        waiting = await due(alice, later=-2 * AN_HOUR, useful=9 * AN_HOUR)
        await Reminder.filter(id=waiting.id).update(next_at=MONDAY_NOON + A_MINUTE, tries=1, reason="timeout")
        with at(MONDAY_NOON - AN_HOUR):
            looked.clear()
            await looked.wait()
            while (await Reminder.get(id=waiting.id)).state == ReminderState.waiting:  # noqa: ASYNC110  # the clock stands
                await asyncio.sleep(0)


# A machine that slept


async def test_asleep_for_six_hours_it_says_what_is_still_of_use_once_and_nothing_else(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asleep = asyncio.Event()

    async def look_and_note() -> object:
        asleep.set()
        return await next_due()

    next_due = waking.next_due
    monkeypatch.setattr(waking, "next_due", look_and_note)
    monkeypatch.setattr(waking, "LONGEST", timedelta(milliseconds=50))
    over = await due(alice, subject="at one", later=AN_HOUR)
    await due(alice, subject="tonight", later=5 * AN_HOUR)
    await due(alice, subject="tomorrow", later=24 * AN_HOUR)
    async with delivering(courier, settings.database_url):
        await asleep.wait()
        with at(MONDAY_NOON + 6 * AN_HOUR):
            await service.arrived(phone.endpoint)
            asleep.clear()
            await asleep.wait()
    assert subjects(service, phone) == ["tonight"]
    await over.refresh_from_db()
    assert over.state == ReminderState.expired


# A backup that was restored


class Backup:
    """What the delivery writes, as it was: the rows that a restored database has again."""

    def __init__(self, reminders: list[Reminder], deliveries: list[Delivery]) -> None:
        self._reminders = reminders
        self._deliveries = deliveries

    async def restore(self) -> None:
        await Delivery.all().delete()
        await Reminder.all().delete()
        await Reminder.bulk_create(self._reminders)
        await Delivery.bulk_create(self._deliveries)


async def test_restored_from_before_it_was_said_it_is_said_again_in_the_place_of_the_first(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await due(alice, subject="soon over", useful=AN_HOUR)
    await due(alice, subject="of use for long", useful=6 * AN_HOUR)
    backup = Backup(await Reminder.all(), await Delivery.all())
    await deliver_due(courier)
    first = {each.json()["notification"]["navigate"]: each.topic for each in service.received(phone.endpoint)}
    with at(MONDAY_NOON + 2 * AN_HOUR):
        await backup.restore()
        await deliver_due(courier)
        await deliver_due(courier)
    again = service.received(phone.endpoint)[2:]
    assert subjects(service, phone)[2:] == ["of use for long"]
    assert [each.topic for each in again] == [first[each.json()["notification"]["navigate"]] for each in again]
    assert [each.ttl for each in again] == [4 * 3600]
    assert [each.json()["notification"]["tag"] for each in again] == [each.topic for each in again]
