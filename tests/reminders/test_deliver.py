"""A reminder is shown once, at its time or not at all: over real HTTP, really encrypted, to a push service that
answers as told."""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from tortoise.transactions import in_transaction

from server import clock
from server.channel import Outcome, Verdict, topic_of
from server.checkins.models import DAILY, CheckIn
from server.database import on_postgres, rows
from server.keys import Keys
from server.people.models import Device, Language, Person
from server.push.models import Subscription
from server.push.origin import KEY_REST
from server.reminders import claim as claiming
from server.reminders import deliver
from server.reminders.claim import LEASE, claim, take_back
from server.reminders.deliver import Courier, deliver_due, retry_after
from server.reminders.models import Delivery, Reminder, ReminderKind, ReminderState
from server.reminders.words import TEXTS, Words
from tests.burst import write_burst
from tests.conftest import new_id
from tests.frozen import at
from tests.push_service import PushService
from tests.reminders.conftest import BASE_URL, MONDAY_NOON, Subscribe, due

A_SECOND = timedelta(seconds=1)
AN_HOUR = timedelta(hours=1)
A_MOMENT = timedelta(milliseconds=1)
OTHERS_IN_TRANSACTION = """
SELECT query FROM pg_stat_activity
WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
"""


async def state_of(reminder: Reminder) -> tuple[ReminderState, str | None]:
    await reminder.refresh_from_db()
    return reminder.state, reminder.reason


def texts(service: PushService, phone: Subscription) -> list[str]:
    """What arrived on this phone."""
    return [message.json()["notification"]["body"] for message in service.received(phone.endpoint)]


async def test_a_change_is_not_offered_to_be_said_again(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    """Of a session that is cancelled nothing would come, and of one that is moved it may be moved once more."""
    await due(alice, ReminderKind.change)
    await deliver_due(courier)
    [message] = service.received(phone.endpoint)
    assert message.json()["notification"]["data"]["once"] is True


async def test_alice_is_told_once(alice: Person, phone: Subscription, courier: Courier, service: PushService) -> None:
    reminder = await due(alice)
    assert await deliver_due(courier) == 1
    [message] = service.received(phone.endpoint)
    assert (message.ttl, message.urgency, len(message.topic)) == (7200, "high", 32)
    said = message.json()
    assert (said["web_push"], said["mutable"]) == (8030, True)
    notification = said["notification"]
    assert (notification["title"], notification["body"], notification["lang"]) == (
        "You have a reminder",
        "Something is coming up. Tap to see it.",
        "en",
    )
    assert notification["navigate"] == f"{BASE_URL}/sessions/{reminder.subject}"
    assert notification["tag"] == message.topic
    [delivery] = await Delivery.all()
    assert notification["data"] == {
        "delivery": str(delivery.id),
        "until": "2026-06-01T18:00Z",
        "reminder": topic_of(str(reminder.id))[:12],
    }
    assert (delivery.verdict, delivery.status, delivery.subscription_id) == ("accepted", 201, phone.id)
    assert await state_of(reminder) == (ReminderState.accepted, None)
    assert (await Subscription.get(id=phone.id)).last_accepted_at == MONDAY_NOON
    assert await deliver_due(courier) == 0
    assert service.count == 1


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", [each for each in ReminderKind if each != ReminderKind.dose])  # see tests/medication
async def test_nothing_on_a_lock_screen_says_who_or_why(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, kind: ReminderKind, language: Language
) -> None:
    await Person.filter(id=alice.id).update(language=language)
    await due(alice, kind, subject=str(new_id()))
    await deliver_due(courier)
    [message] = service.received(phone.endpoint)
    said = message.json()["notification"]
    assert said["lang"] == language
    words = f"{said['title']} {said['body']}".lower()
    telling = ("alice", "harbor", "group", "session", "check-in", "craving", "clinic", "program", "sesión", "grupo")
    assert not [word for word in telling if word in words]
    assert str(alice.id) not in str(message.plain)
    assert ("recordatorio" in words) == (language == Language.es)


async def test_the_next_reminder_of_one_session_has_its_tag_and_is_another_and_one_sent_again_is_the_same(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    starts = MONDAY_NOON + 24 * AN_HOUR
    for before in (24, 24, 2):
        sent = f"{before} hours before"
        await Reminder.filter(key=sent).update(state=ReminderState.waiting)
        due_at = starts - before * AN_HOUR
        await Reminder.get_or_create(
            key=sent, person=alice, kind=ReminderKind.session,
            defaults={
                "subject": "a session", "moment": starts, "due_at": due_at, "next_at": due_at, "useless_after": starts,
            },
        )  # fmt: skip
        with at(due_at):
            await rows("UPDATE delivery SET verdict = 'crashed' RETURNING id")  # never written down
            await deliver_due(courier)
    said = [message.json()["notification"] for message in service.received(phone.endpoint)]
    assert len(said) == 3
    assert len({each["tag"] for each in said}) == 1
    first, again, next_one = [each["data"]["reminder"] for each in said]
    assert first == again != next_one
    assert {len(message.body) for message in service.received(phone.endpoint)} == {512 + 103}  # with its encryption


async def test_early_is_not_sent(alice: Person, phone: Subscription, courier: Courier, service: PushService) -> None:
    reminder = await due(alice)
    with at(MONDAY_NOON - A_MOMENT):
        assert await deliver_due(courier) == 0
    assert await state_of(reminder) == (ReminderState.waiting, None)


async def test_what_is_no_longer_useful_is_never_sent(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    reminder = await due(alice)
    with at(MONDAY_NOON + timedelta(hours=2)):
        await deliver_due(courier)
    assert (await state_of(reminder), service.count) == ((ReminderState.expired, None), 0)


async def test_the_last_second_still_counts(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await due(alice)
    with at(MONDAY_NOON + timedelta(hours=2) - A_SECOND):
        await deliver_due(courier)
    assert [message.ttl for message in service.received(phone.endpoint)] == [1]


async def test_a_check_in_that_was_answered_meanwhile_needs_no_nudge(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    check_in = await CheckIn.create(
        id=new_id(), person=alice, instrument="daily", slot=DAILY, local_date=date(2026, 6, 1),
        opens_at=MONDAY_NOON, closes_at=MONDAY_NOON + timedelta(hours=2), answered_at=MONDAY_NOON,
    )  # fmt: skip
    nudge = await due(alice, ReminderKind.nudge, subject=str(check_in.id))
    await deliver_due(courier)
    assert (await state_of(nudge), service.count) == ((ReminderState.withdrawn, "done"), 0)


# Devices


async def test_every_device_is_told_and_nobody_elses(
    alice: Person, charlie: Person, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    hers, tablet, his = await subscribe(alice), await subscribe(alice), await subscribe(charlie)
    await due(alice)
    await deliver_due(courier)
    assert [len(service.received(each.endpoint)) for each in (hers, tablet, his)] == [1, 1, 0]


async def test_without_a_device_it_fails_and_says_so(alice: Person, courier: Courier) -> None:
    reminder = await due(alice)
    await deliver_due(courier)
    assert await state_of(reminder) == (ReminderState.failed, "no_device")


@pytest.mark.parametrize(
    "change", [{"revoked_at": MONDAY_NOON}, {"expires_at": MONDAY_NOON}], ids=["revoked", "expired"]
)
async def test_a_device_that_is_signed_out_gets_nothing(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, change: dict[str, object]
) -> None:
    await Device.filter(id=phone.device_id).update(**change)
    reminder = await due(alice)
    await deliver_due(courier)
    assert (await state_of(reminder), service.count) == ((ReminderState.failed, "no_device"), 0)


@pytest.mark.parametrize("status", [404, 410])
async def test_a_subscription_that_is_gone_is_forgotten(
    alice: Person, subscribe: Subscribe, courier: Courier, service: PushService, status: int
) -> None:
    old, new = await subscribe(alice), await subscribe(alice)
    service.answers(old.endpoint, status)
    reminder = await due(alice)
    await deliver_due(courier)
    assert [each.id for each in await Subscription.all()] == [new.id]
    assert await state_of(reminder) == (ReminderState.accepted, None)
    assert {each.verdict for each in await Delivery.all()} == {"gone", "accepted"}


async def test_when_the_only_subscription_is_gone_the_reminder_failed(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    service.unsubscribe(phone.endpoint)
    reminder = await due(alice)
    await deliver_due(courier)
    assert await state_of(reminder) == (ReminderState.failed, "http_410")


@pytest.mark.parametrize("status", [400, 413, 307])
async def test_our_own_mistake_is_not_repeated(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, status: int
) -> None:
    service.answers(phone.endpoint, status)
    reminder = await due(alice)
    await deliver_due(courier)
    assert await state_of(reminder) == (ReminderState.failed, f"http_{status}")
    assert await Subscription.exists(id=phone.id)
    assert service.redirected == []


# Later


async def test_too_many_waits_as_long_as_the_push_service_asks(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    service.answers(phone.endpoint, 429, 201, retry_after=120)
    reminder = await due(alice)
    await deliver_due(courier)
    assert await state_of(reminder) == (ReminderState.waiting, "http_429")
    with at(MONDAY_NOON + timedelta(seconds=120) - A_MOMENT):
        assert await deliver_due(courier) == 0
    with at(MONDAY_NOON + timedelta(seconds=120)):
        assert await deliver_due(courier) == 1
    assert (await state_of(reminder))[0] == ReminderState.accepted
    assert [message.answered for message in service.received(phone.endpoint)] == [429, 201]


@pytest.mark.parametrize("status", [500, 503, "reset"])
async def test_a_push_service_in_trouble_is_tried_until_it_is_useless(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, status: int
) -> None:
    service.answers(phone.endpoint, status)
    reminder = await due(alice, useful=timedelta(minutes=1))
    tried: list[int] = []
    for second in range(62):
        with at(MONDAY_NOON + second * A_SECOND):
            await deliver_due(courier)
            if service.count > len(tried):
                tried.append(second)
    assert (await state_of(reminder))[0] == ReminderState.expired
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert len(waits) >= 2
    assert waits == sorted(waits)  # it backs off
    assert await Subscription.exists(id=phone.id)


@pytest.mark.parametrize(
    ("outcome", "shortest", "longest"),
    [
        # 5 s, doubled twice, with a quarter of jitter
        (Outcome(Verdict.TRY_LATER, "http_503", 503), 15, 25),
        (Outcome(Verdict.TRY_LATER, "timeout"), 15, 25),
        # nothing was sent: many wait for the same moment
        (Outcome(Verdict.TRY_LATER, "paused", retry_after=20), 20, 24),
    ],
)
def test_those_that_failed_together_are_not_tried_again_together(
    outcome: Outcome, shortest: float, longest: float
) -> None:
    waits = {retry_after(3, [outcome]).total_seconds() for _ in range(100)}
    assert len(waits) > 10
    assert shortest <= min(waits) <= max(waits) <= longest


async def test_a_device_that_has_it_does_not_get_it_again_because_another_has_not(
    alice: Person, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    phone, tablet = await subscribe(alice), await subscribe(alice)
    service.answers(tablet.endpoint, 503, 201, retry_after=30)
    reminder = await due(alice)
    await deliver_due(courier)
    assert (await state_of(reminder))[0] == ReminderState.waiting
    with at(MONDAY_NOON + timedelta(seconds=30)):
        await deliver_due(courier)
    assert [len(service.received(each.endpoint)) for each in (phone, tablet)] == [1, 2]
    assert (await state_of(reminder))[0] == ReminderState.accepted


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_pauses_and_deletes_nothing(
    alice: Person, charlie: Person, subscribe: Subscribe, courier: Courier, service: PushService, status: int
) -> None:
    hers, his = await subscribe(alice), await subscribe(charlie)
    service.answers(hers.endpoint, status, 201)
    reminder = await due(alice)
    await deliver_due(courier)
    assert (await state_of(reminder))[0] == ReminderState.waiting
    with at(MONDAY_NOON + KEY_REST - A_SECOND):
        later = await due(charlie)
        await deliver_due(courier)
    assert (service.count, (await state_of(later))[1]) == (1, "paused")
    with at(MONDAY_NOON + KEY_REST + A_SECOND):
        await deliver_due(courier)
    assert {(await state_of(each))[0] for each in (reminder, later)} == {ReminderState.accepted}
    assert {each.id for each in await Subscription.all()} == {hers.id, his.id}
    # What tells the operator: which push service, and nobody's address there.
    counted = next(each for each in REGISTRY.collect() if each.name == "daymark_push_key_refused")
    refused = {each.labels["push_service"]: each.value for each in counted.samples if each.name.endswith("_total")}
    assert refused[service.origin] == 1


# Two workers, and crashes


async def test_two_workers_at_once_never_send_one_twice(
    alice: Person, phone: Subscription, couriers: tuple[Courier, Courier], service: PushService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(claiming, "BATCH", 7)
    for number in range(60):
        await due(alice, subject=str(number))
    taken = await asyncio.gather(*(deliver_due(each) for each in couriers))
    assert sum(taken) == service.count == 60
    assert service.doubled() == 0
    assert all(taken)
    assert {each.state for each in await Reminder.all()} == {ReminderState.accepted}
    assert await Delivery.all().count() == 60


async def test_claimed_by_a_worker_that_died_it_is_sent_by_another(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    reminder = await due(alice)
    assert len(await claim("died before sending", MONDAY_NOON)) == 1
    with at(MONDAY_NOON + LEASE - A_MOMENT):
        assert await take_back(clock.now()) == 0
        assert await deliver_due(courier) == 0
    with at(MONDAY_NOON + LEASE):
        assert await take_back(clock.now()) == 1
        await deliver_due(courier)
    assert ((await state_of(reminder))[0], service.count) == (ReminderState.accepted, 1)


async def test_sent_by_a_worker_that_died_before_it_wrote_it_down_it_shows_once(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_: object) -> None:
        raise asyncio.CancelledError

    reminder = await due(alice)
    monkeypatch.setattr(deliver, "settle", die)
    with pytest.raises(asyncio.CancelledError):
        await deliver_due(courier)
    monkeypatch.undo()
    with at(MONDAY_NOON + LEASE):
        await take_back(clock.now())
        await deliver_due(courier)
    first, second = service.received(phone.endpoint)
    assert first.topic == second.topic  # the push service replaces what it has not delivered
    assert first.json()["notification"]["tag"] == second.json()["notification"]["tag"]  # and the phone what it shows
    assert (await state_of(reminder))[0] == ReminderState.accepted


async def test_a_worker_whose_lease_ran_out_writes_over_nobody(
    alice: Person, phone: Subscription, couriers: tuple[Courier, Courier], service: PushService
) -> None:
    reminder = await due(alice)
    [slow] = await claim("one", MONDAY_NOON)
    with at(MONDAY_NOON + LEASE):
        await take_back(clock.now())
        await deliver_due(couriers[1])
        failed = claiming.Settled(slow, ReminderState.failed, "network")
        assert await claiming.settle("one", [failed], []) == set()
    assert await state_of(reminder) == (ReminderState.accepted, None)


async def test_with_too_little_of_its_lease_left_a_worker_does_not_send(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminder = await due(alice)
    monkeypatch.setattr(claiming, "LEASE", timedelta(seconds=9))  # a send may take ten
    await deliver_due(courier)
    assert ((await state_of(reminder))[0], service.count) == (ReminderState.claimed, 0)


async def test_while_a_push_is_on_its_way_no_transaction_is_open(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    """Whoever writes the same rows meanwhile does not wait for a push service that hangs."""
    reminder = await due(alice)
    service.answers(phone.endpoint, "hang")
    sending = asyncio.create_task(deliver_due(courier))
    await service.arrived(phone.endpoint)
    async with asyncio.timeout(2), in_transaction():
        assert await Reminder.filter(id=reminder.id).update(tries=0) == 1
        assert await Subscription.filter(id=phone.id).update(last_accepted_at=None) == 1
        assert await Person.filter(id=alice.id).update(phase=alice.phase) == 1
        if on_postgres():
            assert await rows(OTHERS_IN_TRANSACTION) == []
    assert not sending.done()
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending


async def test_one_that_cannot_be_sent_stops_no_other(
    alice: Person, charlie: Person, subscribe: Subscribe, courier: Courier, service: PushService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    hers, his = await subscribe(alice), await subscribe(charlie)
    too_long = Words("You have a reminder", "x" * 3000)
    monkeypatch.setitem(TEXTS[Language.en], ReminderKind.nudge, too_long)
    broken = await due(charlie, ReminderKind.nudge, subject=str(new_id()))
    await due(alice)
    await deliver_due(courier)
    assert [len(service.received(each.endpoint)) for each in (hers, his)] == [1, 0]
    with at(MONDAY_NOON + LEASE):
        assert await take_back(clock.now()) == 1
    assert (await state_of(broken))[0] == ReminderState.waiting


async def test_a_courier_that_is_told_to_stop_takes_nothing_more(
    alice: Person, phone: Subscription, courier: Courier
) -> None:
    await due(alice)
    courier.stopping = True
    assert await deliver_due(courier) == 0


# The tick must not grow slower with what is done


async def test_what_is_due_is_found_by_the_partial_index(alice: Person, keys: object) -> None:
    now = clock.now()
    await Reminder.bulk_create(
        [
            Reminder(
                person_id=alice.id, kind=ReminderKind.session, key=str(number), subject="", moment=now, due_at=now,
                next_at=now, useless_after=now, state=ReminderState.accepted if number else ReminderState.waiting,
            )
            for number in range(3000)
        ]
    )  # fmt: skip
    if on_postgres():
        await rows("ANALYZE reminder")
        plan = await rows("EXPLAIN " + claiming._CLAIM_ON_POSTGRES, 0, 10, "one", 0)
    else:
        plan = await rows("EXPLAIN QUERY PLAN " + claiming._CLAIM_ON_SQLITE, 0, 10, "one", 0)
    assert "reminder_ready" in str(plan)
    assert Counter(each.state for each in await Reminder.all())[ReminderState.waiting] == 1


async def test_what_was_sent_is_written_down_as_it_goes(courier: Courier, service: PushService, keys: Keys) -> None:
    """A crash sends again what was not, so that must not grow with what is due."""
    made = [service.subscribe(keys.vapid.public_key) for _ in range(20)]
    await write_burst(made, keys.vapid.public_key, 2000)
    sending = asyncio.create_task(deliver_due(courier))
    unwritten = []
    while not sending.done():
        sent = service.count
        unwritten.append(sent - await Reminder.filter(state=ReminderState.accepted).count())
    assert await sending == service.count == 2000
    assert 0 < max(unwritten) <= deliver.HELD


async def test_while_a_write_waits_others_are_claimed_and_sent_until_the_hands_are_full(
    courier: Courier, service: PushService, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [service.subscribe(keys.vapid.public_key) for _ in range(20)]
    await write_burst(made, keys.vapid.public_key, deliver.HELD + claiming.BATCH)
    written, database_is_back = claiming.settle, asyncio.Event()

    async def wait_and_settle(*what: Any) -> set[UUID]:
        await database_is_back.wait()
        return await written(*what)

    monkeypatch.setattr(deliver, "settle", wait_and_settle)
    sending = asyncio.create_task(deliver_due(courier))
    async with asyncio.timeout(60):
        while service.count < deliver.HELD:
            assert await Reminder.filter(state=ReminderState.waiting).count() >= claiming.BATCH
    database_is_back.set()
    assert await sending == service.count == deliver.HELD + claiming.BATCH
