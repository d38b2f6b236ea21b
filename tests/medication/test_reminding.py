"""A dose is announced at its time, by night and on days off too, in words that name nothing, and not if it is done."""

from datetime import timedelta
from typing import Any

import pytest

from server.people.models import Language, Person
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.reminders.plan import plan_due
from server.reminders.words import TEXTS
from tests.conftest import Browser
from tests.frozen import at, utc
from tests.medication.taken import hers, said_in, say, take
from tests.push_service import PushService
from tests.reminders.conftest import MONDAY_NOON, courier, couriers, phone, service, subscribe
from tests.reminders.conftest import _monday as _monday
from tests.sessions.planned import fresh_id

__all__ = ["courier", "couriers", "phone", "service", "subscribe"]

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EIGHT_PM = utc("2026-06-02T00:00")  # in New York


async def planned(person: Person, kind: ReminderKind = ReminderKind.dose) -> list[str]:
    rows = await Reminder.filter(person=person, kind=kind, state=ReminderState.waiting).order_by("due_at")
    return [f"{row.due_at.astimezone(person.tz):%d %H:%M}" for row in rows]


async def choose(browser: Browser, **chosen: Any) -> None:
    assert (await browser.put(f"/api/reminder-choices/{fresh_id()}", chosen)).status_code == 200


# Planned


async def test_each_is_planned_at_its_time_by_night_and_on_days_off(alices: Browser, alice: Person) -> None:
    await choose(alices, days_off=["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
    await take(alices, times=["03:00", "20:00"], until="2026-06-03")
    await plan_due(MONDAY_NOON)
    assert await planned(alice) == ["01 20:00", "02 03:00", "02 20:00"]


async def test_what_alice_takes_at_one_time_is_one_reminder(alices: Browser, alice: Person) -> None:
    for name in ("One", "Two", "Three"):
        await take(alices, name=name, times=["20:00"], days=["MO"])
    await plan_due(MONDAY_NOON)
    assert await planned(alice) == ["01 20:00"]


async def test_they_do_not_count_in_the_cap_and_none_is_left_out(alices: Browser, alice: Person) -> None:
    await take(alices, times=["13:00", "14:00", "15:00", "16:00", "17:00", "18:00"], days=["MO"])
    await take(alices, times=["19:00"], days=["MO"], refill_on="2026-06-03", refill_days_before=1)
    await plan_due(MONDAY_NOON)
    assert len(await planned(alice)) == 7
    assert await planned(alice, ReminderKind.refill) == ["02 10:00"]


@pytest.mark.parametrize("kind", ["dose", "refill"])
async def test_each_kind_can_be_turned_off(alices: Browser, alice: Person, kind: str) -> None:
    await take(alices, times=["20:00"], days=["MO"], refill_on="2026-06-05")
    await choose(alices, **{kind: False})
    await plan_due(MONDAY_NOON)
    found = {row.kind for row in await Reminder.filter(person=alice)}
    assert found == {ReminderKind.dose, ReminderKind.refill} - {ReminderKind(kind)}


async def test_a_refill_waits_for_the_morning_and_comes_on_a_day_off_too(alices: Browser, alice: Person) -> None:
    made = await take(alices, refill_on="2026-06-06", refill_days_before=3)
    await plan_due(MONDAY_NOON)
    assert await planned(alice, ReminderKind.refill) == ["03 10:00"]
    await choose(alices, days_off=["WE"])
    await plan_due(MONDAY_NOON)
    assert await planned(alice, ReminderKind.refill) == ["03 10:00"]
    await take(alices, medication=str(made), refill_on="2026-06-05", refill_days_before=3)
    await plan_due(MONDAY_NOON)
    assert await planned(alice, ReminderKind.refill) == ["02 10:00"]


@pytest.mark.parametrize(
    ("noted_at", "refill_on", "comes"),
    [
        ("2026-06-01T16:00", "2026-06-03", ["02 10:00"]),  # at noon, inside its own three days
        ("2026-06-01T13:00", "2026-06-03", ["01 10:00"]),  # at nine
        ("2026-06-01T13:59", "2026-06-01", ["01 10:00"]),
        ("2026-06-01T16:00", "2026-06-01", []),  # she knows it as she writes it, and there is no other morning
        ("2026-06-01T16:00", "2026-06-02", ["02 10:00"]),
    ],
)
async def test_a_refill_noted_later_than_it_would_be_said_comes_the_next_morning(
    alices: Browser, alice: Person, noted_at: str, refill_on: str, comes: list[str]
) -> None:
    with at(utc(noted_at)):
        await take(alices, refill_on=refill_on, refill_days_before=3)
        await plan_due(utc(noted_at))
        assert await planned(alice, ReminderKind.refill) == comes
        await Person.filter(id=alice.id).update(plan_stale=True)
        await plan_due(utc(noted_at) + MINUTE)
        assert await planned(alice, ReminderKind.refill) == comes


async def test_a_dose_put_off_comes_also_where_these_reminders_are_off(alices: Browser, alice: Person) -> None:
    made = await take(alices, times=["12:00"])
    await choose(alices, dose=False)
    await say(alices, made, "2026-06-01T12:00", "later", later=timedelta(hours=1))
    await plan_due(MONDAY_NOON)
    assert await planned(alice) == ["01 13:00"]


async def test_changed_times_and_a_stop_move_what_waits(alices: Browser, alice: Person) -> None:
    made = await take(alices, times=["20:00"])
    await plan_due(MONDAY_NOON)
    assert (await planned(alice))[0] == "01 20:00"
    await take(alices, medication=str(made), times=["21:30"])
    await plan_due(MONDAY_NOON)
    assert (await planned(alice))[0] == "01 21:30"
    await take(alices, medication=str(made), times=[])
    await plan_due(MONDAY_NOON)
    assert await planned(alice) == []


async def test_planned_twice_it_is_once(alices: Browser, alice: Person) -> None:
    await take(alices)
    await plan_due(MONDAY_NOON)
    before = await Reminder.all().count()
    await Person.filter(id=alice.id).update(plan_stale=True)
    await plan_due(MONDAY_NOON + MINUTE)
    assert await Reminder.all().count() == before


async def test_the_page_of_the_next_days_has_them(alices: Browser) -> None:
    made = await take(alices, times=["20:00"], days=["MO"], refill_on="2026-06-04", refill_days_before=1)
    found = (await alices.get("/api/reminders/ahead")).json()["days"]
    told = [(each["kind"], each["subject"], each["local_time"]) for day in found for each in day["reminders"]]
    assert told == [("dose", "2026-06-01T20:00", "20:00"), ("refill", str(made), "10:00")]


# Sent


async def sent(courier: Courier, service: PushService, phone: Subscription) -> list[dict[str, Any]]:
    before = len(service.received(phone.endpoint))
    await deliver_due(courier)
    return [message.json()["notification"] for message in service.received(phone.endpoint)[before:]]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("detailed", [False, True])
async def test_a_lock_screen_never_says_that_it_is_medication(
    alices: Browser, alice: Person, phone: Subscription, courier: Courier, service: PushService,
    language: Language, detailed: bool,
) -> None:  # fmt: skip
    await Person.filter(id=alice.id).update(language=language)
    await choose(alices, session_detail=detailed, check_in_detail=detailed)
    await take(alices, times=["20:00"])
    await plan_due(MONDAY_NOON)
    with at(EIGHT_PM):
        [said] = await sent(courier, service, phone)
    assert (said["title"], said["body"]) == TEXTS[language][ReminderKind.dose]
    shown = f"{said['title']} {said['body']}".lower()
    telling = ("tablet", "medic", "dose", "pill", "take", "food", "dosis", "pastilla", "refill", "alice")
    assert not [each for each in telling if each in shown]
    assert said["navigate"].endswith("/medication")
    assert said["data"]["dose"] == "2026-06-01T20:00"
    assert said["data"]["until"] == "2026-06-02T02:00Z"


@pytest.mark.parametrize("said", ["taken", "skipped"])
async def test_it_is_silent_once_said_on_another_phone(
    alices: Browser, phone: Subscription, courier: Courier, service: PushService, said: str
) -> None:
    made = await take(alices, times=["20:00"])
    await plan_due(MONDAY_NOON)
    with at(EIGHT_PM):
        await say(alices, made, "2026-06-01T20:00", said)
        assert await sent(courier, service, phone) == []  # though no planner has looked yet
        await plan_due(EIGHT_PM)
        assert await sent(courier, service, phone) == []


async def test_one_of_two_that_is_taken_leaves_the_other_to_be_said(
    alices: Browser, phone: Subscription, courier: Courier, service: PushService
) -> None:
    made = await take(alices, name="One", times=["20:00"])
    await take(alices, name="Two", times=["20:00"])
    await plan_due(MONDAY_NOON)
    with at(EIGHT_PM):
        await say(alices, made, "2026-06-01T20:00", "taken")
        assert len(await sent(courier, service, phone)) == 1


async def test_later_comes_when_she_said_once_and_the_first_does_not(
    alices: Browser, phone: Subscription, courier: Courier, service: PushService
) -> None:
    made = await take(alices, times=["20:00"])
    await plan_due(MONDAY_NOON)
    with at(EIGHT_PM):
        await say(alices, made, "2026-06-01T20:00", "later", HOUR)
        assert await sent(courier, service, phone) == []
        await plan_due(EIGHT_PM)
        assert await sent(courier, service, phone) == []
    with at(EIGHT_PM + HOUR):
        [said] = await sent(courier, service, phone)
        assert said["data"]["until"] == "2026-06-02T03:00Z"
        await plan_due(EIGHT_PM + HOUR)
        assert await sent(courier, service, phone) == []
        await say(alices, None, "2026-06-01T20:00", "taken")
        [mine] = await hers(alices)
        assert said_in(mine) == {"2026-06-01T20:00": "taken"}


async def test_later_than_the_next_dose_nothing_comes(
    alices: Browser, alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    made = await take(alices, times=["20:00", "21:00"], days=["MO"])
    await say(alices, made, "2026-06-01T20:00", "later", 10 * HOUR)
    await plan_due(MONDAY_NOON)
    assert await planned(alice) == ["01 21:00"]


async def test_none_comes_after_it_is_of_use(
    alices: Browser, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await take(alices, times=["20:00", "20:30"], days=["MO"])
    await plan_due(MONDAY_NOON)
    with at(EIGHT_PM + 31 * MINUTE):
        [said] = await sent(courier, service, phone)
        assert said["data"]["dose"] == "2026-06-01T20:30"
    assert await Reminder.filter(state=ReminderState.expired).count() == 1


@pytest.mark.parametrize(
    ("now", "wall", "due"),
    [
        ("2026-03-08T05:30", "02:30", "2026-03-08T07:30"),  # left out: as much later
        ("2026-11-01T04:30", "01:30", "2026-11-01T05:30"),  # comes twice: the first
        ("2026-11-01T04:30", "08:00", "2026-11-01T13:00"),
    ],
)
async def test_when_the_clocks_change_it_comes_once(
    alices: Browser, phone: Subscription, courier: Courier, service: PushService, now: str, wall: str, due: str
) -> None:
    with at(utc(now)):
        await take(alices, times=[wall], first_day=now[:10], until=f"{utc(now) + DAY:%Y-%m-%d}")
        await plan_due(utc(now))
        assert await sent(courier, service, phone) == []
    with at(utc(due) - MINUTE):
        assert await sent(courier, service, phone) == []
    for moment, count in ((utc(due), 1), (utc(due) + HOUR, 0)):
        with at(moment):
            await plan_due(moment)
            assert len(await sent(courier, service, phone)) == count


# What became of it


async def test_doses_of_one_time_are_noted_once_all_of_them_are(
    alices: Browser, alice: Person, phone: Subscription, courier: Courier
) -> None:
    first, second = [await take(alices, name=name, times=["20:00"]) for name in ("Tablet", "Drops")]
    await plan_due(MONDAY_NOON)

    async def noted() -> list[str | None]:
        days = (await alices.get("/api/reminders/sent")).json()["days"]
        return [each["done_at"] for day in days for each in day["reminders"]]

    with at(EIGHT_PM):
        await deliver_due(courier)
    with at(EIGHT_PM + MINUTE):
        assert await noted() == [None]
        await say(alices, first, "2026-06-01T20:00", "skipped")
        assert await noted() == [None]
    with at(EIGHT_PM + 2 * MINUTE):
        await say(alices, second, "2026-06-01T20:00", "taken")
        assert await noted() == ["2026-06-02T00:02:00Z"]
