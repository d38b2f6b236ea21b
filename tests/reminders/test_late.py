"""What goes out later than it was due keeps to quiet hours and days off, as if it were due by then."""

from datetime import timedelta
from typing import Any

import pytest

from server.checkins.models import DAILY, CheckIn
from server.people.models import Person
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Reminder, ReminderChoice, ReminderKind, ReminderState
from server.reminders.unseen import note_unseen
from tests.conftest import new_id
from tests.frozen import at
from tests.push_service import PushService
from tests.queries import counted
from tests.reminders.conftest import MONDAY_NOON, Subscribe, due
from tests.reminders.test_email import mailbox_of

AN_HOUR = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)
EIGHT = MONDAY_NOON + 8 * AN_HOUR  # in the evening
THREE = MONDAY_NOON + 15 * AN_HOUR  # at night
MORNING = MONDAY_NOON + 20 * AN_HOUR  # eight, when quiet hours end


async def chose(person: Person, what: str, value: Any) -> None:
    await ReminderChoice.create(person=person, what=what, value=value, changed_by=new_id(), changed_at=MONDAY_NOON)


async def tonight(person: Person, kind: ReminderKind = ReminderKind.session, useful: float = 14) -> Reminder:
    """Due at eight in the evening, of use for so many hours."""
    return await due(person, kind, subject=str(new_id()), later=EIGHT - MONDAY_NOON, useful=useful * AN_HOUR)


async def read(reminder: Reminder) -> tuple[ReminderState, str | None]:
    await reminder.refresh_from_db()
    return reminder.state, reminder.reason


async def test_asleep_from_eight_to_three_it_rings_when_quiet_hours_end(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    reminder = await tonight(alice)
    with at(THREE):
        await deliver_due(courier)
    assert (service.count, await read(reminder)) == (0, (ReminderState.waiting, "quiet_hours"))
    assert (reminder.next_at, reminder.tries) == (MORNING, 0)
    with at(MORNING - A_MINUTE):
        assert await deliver_due(courier) == 0
    with at(MORNING):
        await deliver_due(courier)
    assert (service.count, await read(reminder)) == (1, (ReminderState.accepted, None))


async def test_a_push_service_that_is_out_until_ten_rings_nobody_at_night(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    """Due at a quarter to ten; tried again each time that is written down."""
    reminder = await due(alice, later=9.75 * AN_HOUR, useful=20 * AN_HOUR)
    service.answers(phone.endpoint, 503)
    with at(reminder.due_at):
        await deliver_due(courier)
    service.answers(phone.endpoint, 201)
    with at(MONDAY_NOON + 11 * AN_HOUR):
        await deliver_due(courier)
    assert (service.count, await read(reminder)) == (1, (ReminderState.waiting, "quiet_hours"))
    assert reminder.next_at == MORNING
    with at(MORNING):
        await deliver_due(courier)
    assert await read(reminder) == (ReminderState.accepted, None)


@pytest.mark.parametrize(
    ("kind", "useful", "quiet", "days_off", "becomes"),
    [
        # over at six, before quiet hours end
        (ReminderKind.session, 10, None, [], (ReminderState.expired, "quiet_hours")),
        (ReminderKind.nudge, 10, None, [], (ReminderState.expired, "quiet_hours")),
        (ReminderKind.nudge, 14, None, [], (ReminderState.waiting, "quiet_hours")),
        (ReminderKind.refill, 14, None, [], (ReminderState.waiting, "quiet_hours")),
        # better woken than on the way in vain
        (ReminderKind.change, 10, None, [], (ReminderState.accepted, None)),
        (ReminderKind.change, 14, None, ["TU"], (ReminderState.waiting, "quiet_hours")),
        # these come by night
        (ReminderKind.check_in, 14, None, [], (ReminderState.accepted, None)),
        (ReminderKind.alert, 14, None, ["TU"], (ReminderState.accepted, None)),
        # not quiet at three
        (ReminderKind.session, 14, {"begins": "04:00", "ends": "08:00"}, [], (ReminderState.accepted, None)),
        # Tuesday is a day off, which Monday evening was not
        (ReminderKind.session, 14, {"begins": "04:00", "ends": "08:00"}, ["TU"], (ReminderState.expired, "day_off")),
        (ReminderKind.session, 14, None, ["TU"], (ReminderState.expired, "day_off")),
        (ReminderKind.check_in, 14, None, ["TU"], (ReminderState.expired, "day_off")),
    ],
)
async def test_at_three_each_does_what_it_would_do_if_it_were_due_then(
    alice: Person, phone: Subscription, courier: Courier, kind: ReminderKind, useful: float,
    quiet: dict[str, str] | None, days_off: list[str], becomes: tuple[ReminderState, str | None],
) -> None:  # fmt: skip
    if quiet:
        await chose(alice, "quiet", quiet)
    await chose(alice, "days_off", days_off)
    reminder = await tonight(alice, kind, useful)
    with at(THREE):
        await deliver_due(courier)
    assert await read(reminder) == becomes


async def test_what_she_asked_to_hear_again_comes_at_her_time_and_late_by_night_too(
    alice: Person, phone: Subscription, courier: Courier
) -> None:
    reminder = await tonight(alice)
    await Reminder.filter(id=reminder.id).update(key=f"{alice.id}:session:s:1780000000:snooze-{new_id()}")
    with at(THREE):
        await deliver_due(courier)
    assert await read(reminder) == (ReminderState.accepted, None)


async def test_where_one_of_her_devices_has_it_the_other_is_not_rung_and_it_was_sent(
    alice: Person, phone: Subscription, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    away = await subscribe(alice)
    service.answers(away.endpoint, 503)
    reminder = await tonight(alice, useful=10)
    with at(EIGHT):
        await deliver_due(courier)
    with at(THREE):
        await deliver_due(courier)
    assert (service.count, await read(reminder)) == (2, (ReminderState.accepted, None))


async def test_while_it_waits_for_the_morning_no_email_comes_in_its_place(
    alice: Person, phone: Subscription, courier: Courier
) -> None:
    await mailbox_of(alice)
    await tonight(alice)
    with at(THREE):
        await deliver_due(courier)
        assert await note_unseen(THREE) == 0


async def test_a_zone_that_this_machine_does_not_know_holds_nobody_up(
    alice: Person, charlie: Person, phone: Subscription, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    his = await subscribe(charlie)
    await tonight(alice)
    await tonight(charlie)
    await Person.filter(id=alice.id).update(zone="Nowhere/At_All")
    with at(EIGHT + AN_HOUR):
        await deliver_due(courier)
    assert [len(service.received(each.endpoint)) for each in (phone, his)] == [1, 1]


async def test_nor_does_anything_else_that_cannot_be_read_of_one_person(
    alice: Person, charlie: Person, phone: Subscription, subscribe: Subscribe, courier: Courier, service: PushService
) -> None:
    his, check_in = await subscribe(charlie), str(new_id())
    await chose(alice, "check_in_detail", True)
    await CheckIn.create(
        id=check_in, person=alice, instrument="daily", slot=DAILY, local_date=MONDAY_NOON.date(),
        opens_at=MONDAY_NOON, closes_at=MORNING, nudge_at=None,
    )  # fmt: skip
    hers = await due(alice, ReminderKind.check_in, subject=check_in)
    await due(charlie)
    await Person.filter(id=alice.id).update(zone="Nowhere/At_All")
    await deliver_due(courier)
    assert [len(service.received(each.endpoint)) for each in (phone, his)] == [0, 1]
    assert (await read(hers))[0] == ReminderState.claimed  # until its lease runs out


async def test_in_time_nobodys_choices_are_read(alice: Person, phone: Subscription, courier: Courier) -> None:
    choices = '"reminder_choice"'
    for late, is_read in ((A_MINUTE, False), (2 * A_MINUTE, True)):
        await tonight(alice)
        with at(EIGHT + late), counted() as queries:
            await deliver_due(courier)
        assert any(choices in each for each in queries) is is_read


# Several about one thing


async def about_one(alice: Person, *kinds: ReminderKind, useful: float = 14) -> list[Reminder]:
    """One each hour from eight in the evening on, of use until ten in the morning, or so many hours."""
    subject = str(new_id())
    return [
        await due(alice, kind, subject=subject, later=(8 + hours) * AN_HOUR, useful=(useful - hours) * AN_HOUR)
        for hours, kind in enumerate(kinds)
    ]


OVER = (ReminderState.expired, "said_by_another")
SENT = (ReminderState.accepted, None)


@pytest.mark.parametrize(
    ("kinds", "become"),
    [
        ([ReminderKind.session] * 3, [OVER, OVER, SENT]),
        ([ReminderKind.check_in, ReminderKind.nudge, ReminderKind.nudge], [SENT, OVER, OVER]),
        ([ReminderKind.nudge, ReminderKind.nudge], [OVER, SENT]),
    ],
    ids=str,
)
async def test_of_several_that_are_late_only_one_rings(
    alice: Person, phone: Subscription, courier: Courier, service: PushService, kinds: list[ReminderKind],
    become: list[tuple[ReminderState, str | None]],
) -> None:  # fmt: skip
    await chose(alice, "quiet", None)
    rows = await about_one(alice, *kinds)
    other = await tonight(alice)
    with at(rows[-1].due_at + 2 * A_MINUTE):
        await deliver_due(courier)
    assert [await read(each) for each in rows] == become
    assert (await read(other), service.count) == (SENT, 2)


async def test_a_check_in_that_is_late_comes_by_night_and_its_nudge_does_not(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    """Open from eight until two; asleep until half past ten."""
    opens, nudge = await about_one(alice, ReminderKind.check_in, ReminderKind.nudge, useful=6)
    with at(EIGHT + 2.5 * AN_HOUR):
        await deliver_due(courier)
    assert (await read(opens), await read(nudge), service.count) == (SENT, OVER, 1)


async def test_nor_do_they_ring_one_after_the_other_when_quiet_hours_end(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    late, last = await about_one(alice, ReminderKind.session, ReminderKind.session)
    for now in (EIGHT + 2.5 * AN_HOUR, MORNING):
        with at(now):
            await deliver_due(courier)
    assert (await read(late), await read(last), service.count) == (OVER, SENT, 1)


async def test_one_that_is_to_come_later_holds_up_none(
    alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    late, last = await about_one(alice, ReminderKind.session, ReminderKind.session)
    with at(EIGHT + 10 * A_MINUTE):
        await deliver_due(courier)
    assert (await read(late), await read(last), service.count) == (SENT, (ReminderState.waiting, None), 1)


@pytest.mark.parametrize(
    "kinds", [[ReminderKind.session, ReminderKind.session], [ReminderKind.check_in, ReminderKind.nudge]], ids=str
)
async def test_one_email_is_written_about_it(alice: Person, courier: Courier, kinds: list[ReminderKind]) -> None:
    await mailbox_of(alice)
    await chose(alice, "quiet", None)
    *_, last = await about_one(alice, *kinds)
    with at(last.due_at + 2 * A_MINUTE):
        await deliver_due(courier)  # to no phone
    assert await note_unseen(last.due_at + 20 * A_MINUTE) == 1
