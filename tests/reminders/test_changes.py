"""Whoever is concerned learns once that a session was moved, cancelled or added, while that is of use to them."""

from datetime import date, datetime, timedelta

import pytest

from server import clock
from server.people.models import Group, Member, Person, Phase, Program, mark_stale
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.reminders.plan import plan_due
from server.sessions.models import Change, Reply, ReplyKind, Series, SessionKind
from tests.conftest import new_id
from tests.frozen import at, utc
from tests.push_service import PushService
from tests.reminders.conftest import MONDAY_NOON
from tests.sessions.planned import changed

THURSDAY_6PM = "2026-06-04T18:00"
THURSDAY = utc("2026-06-04T22:00")
FRIDAY = utc("2026-06-05T15:00")
WEDNESDAY = utc("2026-06-03T22:00")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
async def skills(program: Program, evening_a: Group) -> Series:
    """Alice's group, on Thursdays at six in the evening."""
    return await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Skills", rule="FREQ=WEEKLY;BYDAY=TH",
        first_day=date(2026, 1, 1), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip


async def change(
    series: Series, now: datetime = MONDAY_NOON, *, to: datetime | None = None, cancelled: bool = False,
    topic: str | None = None, minutes: int | None = None, start: str = THURSDAY_6PM,
) -> None:  # fmt: skip
    """Dana changes the session at this moment, and the planner looks at once."""
    said = {"starts_at": to, "cancelled": cancelled, "topic": topic, "minutes": minutes, "changed_at": now}
    await Change.update_or_create(said, series=series, original_start=start)
    await replan(now)


async def replan(now: datetime) -> None:
    await Person.all().update(plan_stale=True)
    await plan_due(now)


async def told(person: Person) -> list[tuple[datetime, datetime]]:
    """When this person will be told of changes, and until when that is of use."""
    waiting = Reminder.filter(person=person, kind=ReminderKind.change, state=ReminderState.waiting)
    return [(each.due_at, each.useless_after) for each in await waiting.order_by("due_at", "id")]


async def is_sent() -> None:
    """What waits is taken by the push service."""
    await Reminder.filter(kind=ReminderKind.change, state=ReminderState.waiting).update(state=ReminderState.accepted)


# What is told, and until when


@pytest.mark.parametrize(
    ("to", "cancelled", "until"),
    [
        (FRIDAY, False, THURSDAY),  # on Thursday evening she would be on the way in vain
        (WEDNESDAY, False, WEDNESDAY),  # then it has begun without her
        (None, True, THURSDAY),
        (FRIDAY, True, THURSDAY),
    ],
    ids=["later", "earlier", "cancelled", "moved and cancelled"],
)
async def test_alice_is_told_at_once_while_it_is_of_use(
    alice: Person, charlie: Person, skills: Series, to: datetime | None, cancelled: bool, until: datetime
) -> None:
    await change(skills, to=to, cancelled=cancelled)
    assert await told(alice) == [(MONDAY_NOON, until)]
    assert await told(charlie) == []  # he is in another group


async def test_of_a_session_beside_the_rule_too(alice: Person, skills: Series) -> None:
    await Series.filter(id=skills.id).update(added=["2026-06-06T10:00"])
    await change(skills, start="2026-06-06T10:00")
    assert await told(alice) == [(MONDAY_NOON, utc("2026-06-06T14:00"))]


@pytest.mark.parametrize("weeks", [2, 8])
async def test_of_everything_that_her_phone_shows(alice: Person, skills: Series, weeks: int) -> None:
    far = THURSDAY + timedelta(weeks=weeks)
    await change(skills, cancelled=True, start=f"{far:%Y-%m-%d}T18:00")
    assert await told(alice) == [(MONDAY_NOON, far)]


async def test_of_another_place_too(alice: Person, skills: Series) -> None:
    await Series.filter(id=skills.id).update(place="Room 2")
    for place, is_told in (("Room 2", False), ("Room 5", True), ("Room 6", True), ("Room 6", False), (None, True)):
        now = clock.now()
        said = {"place": place, "changed_at": now}
        await Change.update_or_create(said, series=skills, original_start=THURSDAY_6PM)
        await replan(now)
        assert await told(alice) == ([(now, THURSDAY)] if is_told else []), place
        await is_sent()


async def test_that_it_takes_longer_or_ends_earlier_too(alice: Person, skills: Series) -> None:
    for minutes, is_told in ((90, False), (120, True), (45, True), (45, False), (None, True)):
        now = clock.now()
        await change(skills, now, minutes=minutes)
        assert await told(alice) == ([(now, THURSDAY)] if is_told else []), minutes
        await is_sent()
    await change(skills, to=FRIDAY, minutes=120)
    assert await told(alice) == [(MONDAY_NOON, THURSDAY)]
    await is_sent()
    await change(skills, to=FRIDAY, minutes=60)
    assert await told(alice) == [(MONDAY_NOON, FRIDAY)]


async def test_another_topic_is_no_change_of_the_calendar(alice: Person, skills: Series) -> None:
    await change(skills, topic="Saying no")
    assert await told(alice) == []
    await change(skills, to=FRIDAY)
    await is_sent()
    await change(skills, MONDAY_NOON + HOUR, to=FRIDAY, topic="Asking for help")
    assert await told(alice) == []


async def test_the_words_say_nothing_and_the_tap_leads_to_the_session(
    alice: Person, skills: Series, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await Person.filter(id=alice.id).update(language="es")
    await change(skills, cancelled=True)
    await deliver_due(courier)
    [push] = service.received(phone.endpoint)
    shown = push.json()["notification"]
    assert shown["body"] == "Tu calendario cambió. Toca para verlo."
    assert shown["navigate"].endswith(f"/sessions/{skills.id}@{THURSDAY_6PM}")


async def test_moved_farther_than_phones_show_it_is_told_all_the_same(alice: Person, skills: Series) -> None:
    await change(skills, to=THURSDAY + 90 * DAY)
    assert await told(alice) == [(MONDAY_NOON, THURSDAY)]


# Once


async def test_planned_again_it_is_told_once(alice: Person, skills: Series) -> None:
    await change(skills, to=FRIDAY)
    before = await Reminder.filter(kind=ReminderKind.change).values()
    for minutes in (0, 1, 60):
        await replan(MONDAY_NOON + timedelta(minutes=minutes))
    assert await Reminder.filter(kind=ReminderKind.change).values() == before
    await is_sent()
    await replan(MONDAY_NOON + DAY)
    await replan(FRIDAY + DAY)
    assert await told(alice) == []
    assert await Reminder.filter(kind=ReminderKind.change).count() == 1


async def test_moved_twice_before_she_was_told_it_is_told_once(alice: Person, skills: Series) -> None:
    await change(skills, to=FRIDAY)
    await change(skills, MONDAY_NOON + timedelta(seconds=1), to=FRIDAY + HOUR)
    assert await told(alice) == [(MONDAY_NOON + timedelta(seconds=1), THURSDAY)]


async def test_moved_again_after_she_was_told_she_is_told_again(alice: Person, skills: Series) -> None:
    await change(skills, to=FRIDAY)
    await is_sent()
    wednesday_noon = MONDAY_NOON + 2 * DAY
    await change(skills, wednesday_noon, to=FRIDAY + DAY)
    assert await told(alice) == [(wednesday_noon, FRIDAY)]  # that is when she would come


async def test_cancelled_after_it_was_moved_past_its_own_day(alice: Person, skills: Series) -> None:
    await change(skills, to=FRIDAY)
    await is_sent()
    friday_morning = FRIDAY - HOUR
    await change(skills, friday_morning, cancelled=True)  # and the new time is not said any more
    assert await told(alice) == [(friday_morning, FRIDAY)]


async def test_taken_back_before_she_was_told_nothing_is_said(alice: Person, skills: Series) -> None:
    await change(skills, to=FRIDAY)
    await change(skills, MONDAY_NOON + timedelta(minutes=1))
    assert await told(alice) == []
    assert (await Reminder.get(kind=ReminderKind.change)).state == ReminderState.withdrawn


@pytest.mark.parametrize("state", [ReminderState.accepted, ReminderState.claimed, ReminderState.withdrawn])
async def test_taken_back_after_she_was_told_another_says_so(
    alice: Person, skills: Series, state: ReminderState
) -> None:
    await change(skills, cancelled=True)
    # Withdrawn after a try: one of her devices has shown it.
    await Reminder.filter(kind=ReminderKind.change).update(state=state, tries=1)
    later = MONDAY_NOON + HOUR
    await change(skills, later)
    assert await told(alice) == [(later, THURSDAY)]
    await is_sent()
    await change(skills, later + HOUR, cancelled=True)
    assert await told(alice) == [(later + HOUR, THURSDAY)]


async def test_what_she_was_told_is_not_told_again_when_the_series_changes(alice: Person, skills: Series) -> None:
    await change(skills, cancelled=True)
    await is_sent()
    with at(MONDAY_NOON + HOUR):
        await changed(skills, date(2026, 6, 3), place="Room 2", changed_by=None)
        await replan(clock.now())
    [news] = await Reminder.filter(kind=ReminderKind.change, state=ReminderState.waiting)
    assert news.subject.endswith("@2026-06-11T18:00")  # the first in the other room; of this Thursday she knows


async def test_what_moved_is_told_again_when_its_series_has_another_room(alice: Person, skills: Series) -> None:
    await change(skills, to=FRIDAY)
    await is_sent()
    with at(MONDAY_NOON + HOUR):
        await changed(skills, date(2026, 6, 3), place="Room 2", changed_by=None)
        await replan(clock.now())
    assert await told(alice) == [(MONDAY_NOON + HOUR, FRIDAY)]


# Quiet hours, clocks, the cap


async def test_at_night_it_waits_for_the_morning(alice: Person, skills: Series) -> None:
    await change(skills, utc("2026-06-02T03:00"), cancelled=True)  # Monday at 23:00
    assert await told(alice) == [(utc("2026-06-02T12:00"), THURSDAY)]


async def test_what_begins_before_the_quiet_hours_end_is_told_at_night(alice: Person, skills: Series) -> None:
    await Series.filter(id=skills.id).update(wall_time="07:30")
    night = utc("2026-06-04T03:00")  # Wednesday at 23:00
    await change(skills, night, cancelled=True, start="2026-06-04T07:30")
    assert await told(alice) == [(night, utc("2026-06-04T11:30"))]


@pytest.mark.parametrize(
    ("day", "night", "morning", "begins"),
    [
        ("2026-03-12", "2026-03-08T04:00", "2026-03-08T12:00", "2026-03-12T22:00"),  # clocks go forward at 2
        ("2026-11-05", "2026-11-01T03:00", "2026-11-01T13:00", "2026-11-05T23:00"),  # and back
    ],
)
async def test_on_the_night_the_clocks_change_it_is_eight_in_the_morning(
    alice: Person, skills: Series, day: str, night: str, morning: str, begins: str
) -> None:
    await Member.filter(person=alice).update(from_day=date(2026, 1, 1))
    await change(skills, utc(night), cancelled=True, start=f"{day}T18:00")
    assert await told(alice) == [(utc(morning), utc(begins))]


async def test_a_full_day_does_not_keep_it_back_and_it_counts(alice: Person, skills: Series) -> None:
    await plan_due(MONDAY_NOON)
    evening = MONDAY_NOON + timedelta(minutes=30)
    for number in range(3):
        await Reminder.create(
            person=alice, kind=ReminderKind.check_in, key=f"{number}:open", subject="", moment=MONDAY_NOON,
            due_at=MONDAY_NOON, next_at=MONDAY_NOON, useless_after=THURSDAY, state=ReminderState.accepted,
        )  # fmt: skip
    await change(skills, evening, to=utc("2026-06-02T00:00"))  # tonight at 20:00
    assert await told(alice) == [(evening, utc("2026-06-02T00:00"))]
    await Reminder.filter(key__contains=":open").delete()
    for number in range(2):
        await change(skills, evening, cancelled=True, start=f"2026-06-{11 + 7 * number}T18:00")
    others = Reminder.filter(kind=ReminderKind.session, state=ReminderState.waiting, due_at__lt=utc("2026-06-02T04:00"))
    assert await others.count() == 0  # three changes are the whole day


# Whom it does not concern


@pytest.mark.parametrize("minutes", [0, 45, 24 * 60])
async def test_a_session_that_had_begun_is_not_told(alice: Person, skills: Series, minutes: int) -> None:
    await change(skills, THURSDAY + timedelta(minutes=minutes), cancelled=True)
    assert await told(alice) == []


async def test_a_session_that_was_over_is_told_when_it_comes_again(alice: Person, skills: Series) -> None:
    await change(skills, THURSDAY + DAY, to=FRIDAY + 3 * DAY)
    assert await told(alice) == []  # the one she knows of is over; the calendar shows it marked


async def test_who_has_left_the_group_or_the_program_is_not_told(
    alice: Person, charlie: Person, evening_a: Group, skills: Series
) -> None:
    await Member.filter(person=alice).update(to_day=date(2026, 5, 1))  # now in aftercare, without a group
    await Person.filter(id=alice.id).update(phase=Phase.aftercare)
    await Member.create(group=evening_a, person=charlie, from_day=date(2026, 1, 1))
    await Person.filter(id=charlie.id).update(phase=Phase.ended)
    await change(skills, cancelled=True)
    assert not await Reminder.filter(kind=ReminderKind.change).exists()


async def test_who_comes_to_the_group_later_is_not_told_of_what_is_old(
    charlie: Person, evening_a: Group, skills: Series
) -> None:
    await change(skills, cancelled=True)
    await Member.create(group=evening_a, person=charlie, from_day=date(2026, 6, 1))
    await replan(MONDAY_NOON + timedelta(hours=25))
    assert await told(charlie) == []


async def test_a_planner_that_was_down_for_an_hour_says_it_then(alice: Person, skills: Series) -> None:
    await plan_due(MONDAY_NOON)
    await Change.create(series=skills, original_start=THURSDAY_6PM, cancelled=True, changed_at=MONDAY_NOON)
    await replan(MONDAY_NOON + HOUR)
    assert await told(alice) == [(MONDAY_NOON, THURSDAY)]


async def test_what_one_phone_was_told_and_another_not_yet_stays_one_when_the_series_becomes_another(
    alice: Person, skills: Series
) -> None:
    await change(skills, cancelled=True)
    [tried] = await Reminder.filter(kind=ReminderKind.change)
    await Reminder.filter(id=tried.id).update(tries=1)
    for minutes in (1, 2):
        with at(MONDAY_NOON + timedelta(minutes=minutes)):
            await changed(skills, title="Coping skills")
            await replan(MONDAY_NOON + timedelta(minutes=minutes))
        [still] = await Reminder.filter(kind=ReminderKind.change)
        assert (still.id, still.state, still.tries) == (tried.id, ReminderState.waiting, 1)


# Sessions that somebody can't come to


async def announced(person: Person) -> list[datetime]:
    waiting = Reminder.filter(person=person, kind=ReminderKind.session, state=ReminderState.waiting)
    return [each.due_at for each in await waiting.order_by("due_at")]


async def reply(person: Person, series: Series, kind: ReplyKind) -> None:
    said = {
        "kind": kind, "starts_at": THURSDAY, "said_at": MONDAY_NOON, "received_at": MONDAY_NOON, "changed_by": new_id(),
    }  # fmt: skip
    await Reply.update_or_create(said, person=person, series=series, original_start=THURSDAY_6PM)
    await mark_stale(person.id)
    await plan_due(MONDAY_NOON)


async def test_who_cant_come_is_not_reminded_and_who_comes_after_all_is(
    alice: Person, charlie: Person, evening_a: Group, skills: Series
) -> None:
    await Member.create(group=evening_a, person=charlie, from_day=date(2026, 1, 1))
    await plan_due(MONDAY_NOON)
    both = await announced(alice)
    assert both == [WEDNESDAY, THURSDAY - 2 * HOUR]
    await reply(alice, skills, ReplyKind.cant_come)
    assert await announced(alice) == []
    assert await announced(charlie) == both
    await reply(alice, skills, ReplyKind.coming)
    assert await announced(alice) == both


async def test_who_cant_come_at_six_is_told_and_reminded_when_it_moves(alice: Person, skills: Series) -> None:
    await reply(alice, skills, ReplyKind.cant_come)
    await change(skills, to=FRIDAY)
    assert await told(alice) == [(MONDAY_NOON, THURSDAY)]
    assert await announced(alice) == [FRIDAY - DAY, FRIDAY - 2 * HOUR]
