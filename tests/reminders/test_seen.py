"""A check-in is followed up only where its first reminder was not seen, whichever way it was."""

from datetime import date, timedelta

import pytest

from server.checkins.models import DAILY, CheckIn
from server.people.models import Person
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Delivery, Opened, Opening, Reminder, ReminderKind, ReminderState
from server.reminders.plan import plan_due
from tests.conftest import Browser, new_id
from tests.frozen import at, utc
from tests.push_service import PushService
from tests.reminders.conftest import MONDAY_NOON, Subscribe
from tests.sessions.planned import fresh_id

AN_HOUR = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)
NUDGED = MONDAY_NOON + AN_HOUR


@pytest.fixture
async def check_in(alice: Person) -> CheckIn:
    """Open since noon, to be followed up at one."""
    return await CheckIn.create(
        id=new_id(), person=alice, instrument="daily", slot=DAILY, local_date=date(2026, 6, 1),
        opens_at=MONDAY_NOON, closes_at=MONDAY_NOON + 6 * AN_HOUR, nudge_at=NUDGED,
    )  # fmt: skip


async def plan(*people: Person) -> None:
    await Person.filter(id__in=[each.id for each in people]).update(plan_stale=True)
    await plan_due(MONDAY_NOON)


async def remind(alice: Person, check_in: CheckIn, courier: Courier) -> list[str]:
    """The first reminder goes out, and its nudge waits; the deliveries."""
    for kind, due_at in ((ReminderKind.check_in, MONDAY_NOON), (ReminderKind.nudge, NUDGED)):
        await Reminder.create(
            person=alice, kind=kind, key=f"{kind} {check_in.id}", subject=str(check_in.id), moment=check_in.opens_at,
            due_at=due_at, next_at=due_at, useless_after=check_in.closes_at,
        )  # fmt: skip
    await deliver_due(courier)
    return [str(each.id) for each in await Delivery.all()]


async def nudge(courier: Courier) -> tuple[ReminderState, str | None]:
    """What becomes of the nudge when it is due."""
    with at(NUDGED):
        await deliver_due(courier)
    row = await Reminder.get(kind=ReminderKind.nudge)
    return row.state, row.reason


async def test_unseen_the_check_in_is_followed_up_once(
    alices: Browser, alice: Person, check_in: CheckIn, phone: Subscription, courier: Courier, service: PushService
) -> None:
    [delivery] = await remind(alice, check_in, courier)
    # That it lay on the lock screen is not that somebody saw it.
    assert (await alices.put(f"/api/deliveries/{delivery}", {"shown_at": "2026-06-01T16:00:02Z"})).status_code == 200
    assert await nudge(courier) == (ReminderState.accepted, None)
    assert service.count == 2


async def test_of_two_follow_ups_that_she_chose_the_second_comes_only_where_the_first_was_not_seen_either(
    alices: Browser, alice: Person, check_in: CheckIn, phone: Subscription, courier: Courier, service: PushService
) -> None:
    chosen = {"nudge_before": ["3h", "1h"]}
    assert (await alices.put(f"/api/reminder-choices/{fresh_id()}", chosen)).status_code == 200
    await plan(alice)
    for hours, has_come in ((0, 1), (3, 2), (5, 2)):
        with at(MONDAY_NOON + hours * AN_HOUR):
            await deliver_due(courier)
            assert service.count == has_come
            if hours:
                newest = await Delivery.all().order_by("-at").first()
                assert newest
                said = {"opened_at": f"2026-06-01T{16 + hours}:00:00Z", "how": "tapped"}
                assert (await alices.put(f"/api/opened/{newest.id}", said)).status_code == 200
    last = await Reminder.get(due_at=MONDAY_NOON + 5 * AN_HOUR)
    assert (last.kind, last.state, last.reason) == (ReminderKind.nudge, ReminderState.withdrawn, "seen")


async def test_what_was_seen_of_one_that_is_open_for_days_is_remembered_to_its_end(
    alices: Browser, alice: Person, check_in: CheckIn, phone: Subscription, courier: Courier, service: PushService
) -> None:
    a_day = 24 * AN_HOUR
    await CheckIn.filter(id=check_in.id).update(closes_at=MONDAY_NOON + 4 * a_day)
    await check_in.refresh_from_db()
    await remind(alice, check_in, courier)
    await Reminder.filter(kind=ReminderKind.nudge).update(
        next_at=MONDAY_NOON + 3 * a_day, due_at=MONDAY_NOON + 3 * a_day
    )
    with at(MONDAY_NOON + 2 * a_day):
        look = {"looked_at": "2026-06-03T16:00:00Z"}
        assert (await alices.put(f"/api/looks/{new_id()}", look)).status_code == 200
    with at(MONDAY_NOON + 3 * a_day):
        await deliver_due(courier)
    row = await Reminder.get(kind=ReminderKind.nudge)
    assert (row.state, row.reason, service.count) == (ReminderState.withdrawn, "seen", 1)


@pytest.mark.parametrize("how", [Opening.tapped, Opening.swiped])
async def test_seen_a_minute_before_it_is_not(
    alices: Browser, alice: Person, check_in: CheckIn, phone: Subscription, courier: Courier, service: PushService,
    how: Opening,
) -> None:  # fmt: skip
    [delivery] = await remind(alice, check_in, courier)
    with at(NUDGED - A_MINUTE):
        said = {"opened_at": "2026-06-01T16:59:00Z", "how": how}
        for _ in range(2):
            assert (await alices.put(f"/api/opened/{delivery}", said)).json() == {"id": delivery}
            said = {"opened_at": "2026-06-01T16:59:30Z", "how": Opening.tapped}  # the first report counts
    assert (await nudge(courier), service.count) == ((ReminderState.withdrawn, "seen"), 1)
    opened = await Opened.get()
    assert (str(opened.id), opened.at, opened.how) == (delivery, utc("2026-06-01T16:59"), how)


async def test_nor_where_the_app_was_opened_since_on_whichever_device(
    alices: Browser, alice: Person, check_in: CheckIn, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await remind(alice, check_in, courier)
    with at(NUDGED - A_MINUTE):
        look = {"looked_at": "2026-06-01T16:59:00Z"}
        assert (await alices.put(f"/api/looks/{new_id()}", look)).status_code == 200
    assert (await nudge(courier), service.count) == ((ReminderState.withdrawn, "seen"), 1)
    opened = await Opened.get()
    assert opened.how == Opening.in_app
    await alices.put(f"/api/opened/{opened.id}", {"opened_at": "2026-06-01T16:00:30Z", "how": "tapped"})
    assert (await Opened.get()).how == Opening.tapped  # says more, however late it comes


async def test_a_look_before_the_reminder_says_nothing_of_it(
    alices: Browser, alice: Person, check_in: CheckIn, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await remind(alice, check_in, courier)
    # Said late, from a phone that had no network.
    for _ in range(2):
        reply = await alices.put(f"/api/looks/{new_id()}", {"looked_at": "2026-06-01T15:59:59Z"})
        assert reply.status_code == 200
    assert not await Opened.exists()
    assert await nudge(courier) == (ReminderState.accepted, None)


async def test_what_others_saw_is_not_what_she_saw(
    charlies: Browser, alice: Person, check_in: CheckIn, phone: Subscription, courier: Courier
) -> None:
    [delivery] = await remind(alice, check_in, courier)
    tapped = {"opened_at": "2026-06-01T16:00:02Z", "how": "tapped"}
    assert (await charlies.put(f"/api/opened/{delivery}", tapped)).status_code == 404
    assert (await charlies.put(f"/api/looks/{new_id()}", {"looked_at": "2026-06-01T16:30:00Z"})).status_code == 200
    assert await nudge(courier) == (ReminderState.accepted, None)


async def test_the_phones_word_may_come_before_ours(alices: Browser, alice: Person, charlies: Browser) -> None:
    early = new_id()  # the tap was faster than the worker's pen
    tapped = {"opened_at": "2026-06-01T15:59:59Z", "how": "tapped"}
    assert (await alices.put(f"/api/opened/{early}", tapped)).status_code == 200
    assert (await Opened.get(id=early, person_id=alice.id)).at == utc("2026-06-01T15:59:59")
    assert (await charlies.put(f"/api/opened/{early}", tapped)).status_code == 404


async def test_a_phone_whose_clock_is_wrong_says_when_it_really_was(alices: Browser) -> None:
    delivery = new_id()
    tapped = {"opened_at": "2026-06-01T17:59:50Z", "how": "tapped"}  # two hours ahead
    await alices.put(f"/api/opened/{delivery}", tapped, Daymark_Clock="2026-06-01T18:00:00Z")
    assert (await Opened.get(id=delivery)).at == utc("2026-06-01T15:59:50")


async def test_one_device_is_enough(
    alices: Browser, alice: Person, check_in: CheckIn, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    for _ in range(2):
        await subscribe(alice)
    first, _ = await remind(alice, check_in, courier)
    await alices.put(f"/api/opened/{first}", {"opened_at": "2026-06-01T16:00:02Z", "how": "swiped"})
    assert (await nudge(courier), service.count) == ((ReminderState.withdrawn, "seen"), 2)


async def test_planned_anew_a_seen_one_has_no_nudge_and_the_week_ahead_says_why(
    alices: Browser, alice: Person, check_in: CheckIn, phone: Subscription, courier: Courier
) -> None:
    await plan(alice)
    await deliver_due(courier)
    [delivery] = await Delivery.all()
    assert await left_out(alices, check_in) == [None]
    await alices.put(f"/api/opened/{delivery.id}", {"opened_at": "2026-06-01T16:00:02Z", "how": "tapped"})
    assert await left_out(alices, check_in) == ["seen"]
    await plan(alice)
    assert (await Reminder.get(subject=str(check_in.id), kind=ReminderKind.nudge)).state == ReminderState.withdrawn
    await Opened.all().delete()
    await plan(alice)
    assert (await Reminder.get(subject=str(check_in.id), kind=ReminderKind.nudge)).state == ReminderState.waiting


async def left_out(alices: Browser, check_in: CheckIn) -> list[str | None]:
    days = (await alices.get("/api/reminders/ahead")).json()["days"]
    theirs = [each for day in days for each in day["reminders"] if each["subject"] == str(check_in.id)]
    return [each["left_out"] for each in theirs if each["kind"] == "nudge"]


async def test_done_on_one_device_no_other_hears_of_it(
    alices: Browser, alice: Person, check_in: CheckIn, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    for _ in range(2):
        await subscribe(alice)
    await plan(alice)
    said = {
        "check_in": str(check_in.id), "instrument": "daily", "version": "1", "language": "en", "items": [],
        "answered_at": "2026-06-01T16:00:00Z",
    }  # fmt: skip
    assert (await alices.put(f"/api/answers/{new_id()}", said)).status_code == 200
    with at(NUDGED):
        await deliver_due(courier)  # before the planner has looked
    rows = await Reminder.filter(subject=str(check_in.id), due_at__lte=NUDGED)
    assert {(each.kind, each.state, each.reason) for each in rows} == {
        (ReminderKind.check_in, ReminderState.withdrawn, "done"),
        (ReminderKind.nudge, ReminderState.withdrawn, "done"),
    }
    assert service.count == 0
