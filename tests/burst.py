"""A burst: reminders that are all due at one moment, for people whose phones a push service of the test made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from server import clock
from server.people.models import Device, Person, Phase, Program, Role
from server.push.models import Subscription, address_hash
from server.reminders.models import Reminder, ReminderKind
from tests.conftest import new_id
from tests.push_service import Subscription as Made

USEFUL = timedelta(hours=2)
PLANNED = timedelta(days=30)  # nothing else asks for these reminders: a planner would withdraw them


async def write_burst(made: Sequence[Made], vapid_key: str, number: int, useful: Sequence[timedelta] = ()) -> None:
    """One participant for each phone, and so many reminders that are due now, shared out among them.

    Each in turn is of use for the next of `useful`, from now on.
    """
    now = clock.now()
    program = await Program.create(name="Harbor House", zone="UTC")
    people = [_person(program, now) for _ in made]
    await Person.bulk_create(people)
    devices = [_device(person, now) for person in people]
    await Device.bulk_create(devices)
    phones = [_phone(*each, vapid_key, now) for each in zip(devices, made, strict=True)]
    await Subscription.bulk_create(phones)
    lasting = useful or [USEFUL]
    each = [_reminder(people[n % len(people)], now, lasting[n % len(lasting)]) for n in range(number)]
    await Reminder.bulk_create(each, batch_size=500)


def _person(program: Program, now: datetime) -> Person:
    return Person(
        program=program, role=Role.participant, phase=Phase.iop, name="Somebody", zone="UTC", joined_at=now,
        plan_stale=False, planned_until=now + PLANNED, standing_stale=False,
    )  # fmt: skip


def _device(person: Person, now: datetime) -> Device:
    return Device(
        id=uuid7(), person_id=person.id, token_hash=uuid7().hex, label="Firefox on Android", signed_in_at=now,
        seen_at=now, expires_at=now + PLANNED,
    )  # fmt: skip


def _phone(device: Device, made: Made, vapid_key: str, now: datetime) -> Subscription:
    return Subscription(
        id=uuid7(), person_id=device.person_id, device_id=device.id, endpoint=made["endpoint"],
        endpoint_hash=address_hash(made["endpoint"]), **made["keys"], vapid_key=vapid_key, made_at=now,
    )  # fmt: skip


def _reminder(person: Person, now: datetime, useful: timedelta) -> Reminder:
    return Reminder(
        person_id=person.id, kind=ReminderKind.session, key=uuid7().hex, subject=f"{new_id()}@2026-06-01T18:00",
        moment=now + USEFUL, due_at=now, next_at=now, useless_after=now + useful,
    )  # fmt: skip
