"""The planner keeps the rows of the next days as they should be, however often, late or doubled it runs."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from server.checkins.models import CheckIn, Rhythm, Schedule
from server.checkins.plan import close_missed
from server.people.models import Group, Person, Phase, Program, mark_stale
from server.reminders import plan
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.reminders.plan import plan_due
from server.reminders.stored import write_new
from server.sessions.models import Change, Series, SessionKind
from tests.conftest import new_id
from tests.frozen import at, utc
from tests.reminders.conftest import MONDAY_NOON
from tests.sessions.planned import changed

THURSDAY_6PM = "2026-06-04T18:00"
HOUR = timedelta(hours=1)
CHANGE = ReminderKind.change


@pytest.fixture
async def skills(program: Program, evening_a: Group) -> Series:
    """Alice's group, on Thursdays at six in the evening."""
    return await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Skills", rule="FREQ=WEEKLY;BYDAY=TH",
        first_day=date(2026, 1, 1), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip


@pytest.fixture
async def evenings(program: Program) -> Schedule:
    return await Schedule.create(
        program=program, phase=Phase.iop, instrument="daily", rule="FREQ=DAILY", wall_time="20:00",
        window_minutes=360, nudge_minutes=60,
    )  # fmt: skip


async def waiting(person: Person) -> list[tuple[str, datetime]]:
    """Kind or offset and due time of what this person will be told, the earliest first; of changes see test_changes."""
    found = await Reminder.filter(person=person, state=ReminderState.waiting).exclude(kind=CHANGE).order_by("due_at")
    return [(each.key.rpartition(":")[2], each.due_at) for each in found]


async def replan(person: Person, now: datetime = MONDAY_NOON) -> None:
    await mark_stale(person.id)
    await plan_due(now)


ANNOUNCED = [("1d", utc("2026-06-03T22:00")), ("2h", utc("2026-06-04T20:00"))]


async def test_alices_next_days_are_planned(alice: Person, skills: Series, evenings: Schedule) -> None:
    assert await plan_due(MONDAY_NOON) == 1
    assert await waiting(alice) == [
        ("open", utc("2026-06-02T00:00")),  # Monday at 20:00
        ("nudge", utc("2026-06-02T01:00")),
        ("open", utc("2026-06-03T00:00")),
        ("nudge", utc("2026-06-03T01:00")),
        ("1d", utc("2026-06-03T22:00")),  # Wednesday at 18:00
        ("open", utc("2026-06-04T00:00")),
        ("nudge", utc("2026-06-04T01:00")),
        ("2h", utc("2026-06-04T20:00")),  # Thursday at 16:00
        ("open", utc("2026-06-05T00:00")),
        ("nudge", utc("2026-06-05T01:00")),
        ("open", utc("2026-06-06T00:00")),
        ("nudge", utc("2026-06-06T01:00")),
        ("open", utc("2026-06-07T00:00")),
        ("nudge", utc("2026-06-07T01:00")),
        ("open", utc("2026-06-08T00:00")),
        ("nudge", utc("2026-06-08T01:00")),
    ]


async def test_planned_again_late_or_by_three_at_once_nothing_changes(
    alice: Person, skills: Series, evenings: Schedule
) -> None:
    await asyncio.gather(*(plan_due(MONDAY_NOON) for _ in range(3)))
    first = await Reminder.all().order_by("id").values("id", "key", "due_at", "state")
    assert await plan_due(MONDAY_NOON) == 0  # nobody is due to be planned
    for _ in range(2):
        await replan(alice)
    assert await Reminder.all().order_by("id").values("id", "key", "due_at", "state") == first


async def test_people_are_planned_again_a_day_later_so_that_a_planner_may_be_down_for_six(
    alice: Person, skills: Series, evenings: Schedule
) -> None:
    await plan_due(MONDAY_NOON)
    assert await plan_due(MONDAY_NOON + 23 * HOUR) == 0
    assert await plan_due(MONDAY_NOON + 25 * HOUR) == 1
    assert (await waiting(alice))[-1][1] > MONDAY_NOON + 7 * 24 * HOUR


async def test_who_has_not_joined_is_told_nothing(alice: Person, skills: Series, evenings: Schedule) -> None:
    await Person.filter(id=alice.id).update(joined_at=None)
    assert await plan_due(MONDAY_NOON) == 0


async def test_who_has_left_is_told_nothing_more(alice: Person, skills: Series, evenings: Schedule) -> None:
    await plan_due(MONDAY_NOON)
    await Person.filter(id=alice.id).update(phase=Phase.ended)
    await replan(alice)
    assert await waiting(alice) == []


# Changes


async def test_a_moved_session_is_announced_at_its_new_time_and_no_more_at_the_old(
    alice: Person, skills: Series
) -> None:
    await plan_due(MONDAY_NOON)
    assert await waiting(alice) == ANNOUNCED
    moved = await Change.create(
        series=skills, original_start=THURSDAY_6PM, starts_at=utc("2026-06-05T15:00"), changed_at=MONDAY_NOON
    )
    await replan(alice)
    assert await waiting(alice) == [("1d", utc("2026-06-04T15:00")), ("2h", utc("2026-06-05T13:00"))]
    assert await Reminder.filter(state=ReminderState.withdrawn).count() == 2
    await moved.delete()  # and back
    await replan(alice)
    assert await waiting(alice) == ANNOUNCED


async def test_a_cancelled_session_is_not_announced(alice: Person, skills: Series) -> None:
    await plan_due(MONDAY_NOON)
    await Change.create(series=skills, original_start=THURSDAY_6PM, cancelled=True, changed_at=MONDAY_NOON)
    await replan(alice)
    assert await waiting(alice) == []


async def test_a_new_zone_moves_what_is_by_wall_time(alice: Person, skills: Series, evenings: Schedule) -> None:
    await plan_due(MONDAY_NOON)
    await Person.filter(id=alice.id).update(zone="America/Los_Angeles")
    await replan(alice)
    found = await waiting(alice)
    assert found[0] == ("open", utc("2026-06-02T03:00"))  # 20:00 there
    assert set(ANNOUNCED) <= set(found)  # 15:00 on the day before is the same moment
    assert len(await Reminder.filter(state=ReminderState.withdrawn)) == 14  # New York's evenings


async def test_an_answered_check_in_needs_no_nudge(alice: Person, evenings: Schedule) -> None:
    await plan_due(MONDAY_NOON)
    at_eight = utc("2026-06-02T00:00")
    await Reminder.filter(due_at=at_eight).update(state=ReminderState.accepted)
    await CheckIn.filter(opens_at=at_eight).update(answered_at=at_eight)
    await replan(alice, at_eight)
    assert (await waiting(alice))[0] == ("open", utc("2026-06-03T00:00"))
    assert (await Reminder.get(due_at=utc("2026-06-02T01:00"))).state == ReminderState.withdrawn


async def miss(alice: Person, evenings: Schedule, nights: int) -> None:
    """She leaves so many evenings without an answer; the last one closes at 02:00 in New York."""
    await plan_due(MONDAY_NOON)
    for night in range(nights):
        now = utc("2026-06-02T06:00") + night * 24 * HOUR
        await Reminder.filter(due_at__lt=now, state=ReminderState.waiting).update(state=ReminderState.accepted)
        await close_missed(now)
        await plan_due(now)


AFTER_THREE = utc("2026-06-04T06:00")  # Thursday, 02:00


async def test_after_three_unanswered_evenings_alice_is_reminded_of_every_other_one(
    alice: Person, evenings: Schedule
) -> None:
    await miss(alice, evenings, 2)
    assert [offset for offset, _ in await waiting(alice)][:4] == ["open", "nudge", "open", "nudge"]
    await miss(alice, evenings, 3)
    every_other = [("open", utc(f"2026-06-{day:02}T00:00")) for day in (6, 8, 10, 12)]
    assert await waiting(alice) == every_other[:3]
    await miss(alice, evenings, 4)  # and the rhythm stays
    assert await waiting(alice) == every_other


@pytest.mark.parametrize("missed", ["2026-06-01", "2026-06-03"])
async def test_one_answer_late_as_it_is_brings_them_back(alice: Person, evenings: Schedule, missed: str) -> None:
    await miss(alice, evenings, 3)
    morning = AFTER_THREE + 6 * HOUR
    await CheckIn.filter(local_date=date.fromisoformat(missed)).update(answered_at=morning)
    await replan(alice, morning)
    assert [offset for offset, _ in await waiting(alice)][:4] == ["open", "nudge", "open", "nudge"]
    assert (await waiting(alice))[0][1] == utc("2026-06-05T00:00")


async def test_silence_planned_again_or_by_three_at_once_changes_nothing(alice: Person, evenings: Schedule) -> None:
    await miss(alice, evenings, 3)
    first = await Reminder.all().order_by("id").values("id", "key", "due_at", "state")
    for _ in range(2):
        await mark_stale(alice.id)
        await asyncio.gather(*(plan_due(AFTER_THREE) for _ in range(3)))
    assert await Reminder.all().order_by("id").values("id", "key", "due_at", "state") == first


async def test_who_answers_nothing_in_aftercare_is_reminded_of_every_other_one_of_each(
    program: Program, alice: Person
) -> None:
    every: dict[str, Any] = {
        "program": program,
        "phase": Phase.aftercare,
        "wall_time": "18:00",
        "window_minutes": 24 * 60,
    }
    await Schedule.create(slot="aftercare", instrument="aftercare", rule="FREQ=WEEKLY;BYDAY=MO", **every)
    await Schedule.create(slot="phq", instrument="phq-8", rule="FREQ=MONTHLY;BYMONTHDAY=10", nudge_minutes=300, **every)
    await Person.filter(id=alice.id).update(phase=Phase.aftercare, phase_from=date(2026, 6, 1))
    told = []
    for day in range(60):
        now = MONDAY_NOON + day * 24 * HOUR
        due = await Reminder.filter(due_at__lt=now, state=ReminderState.waiting).order_by("due_at")
        told += [(each.key.rpartition(":")[2], f"{each.moment:%m-%d}") for each in due]
        await Reminder.filter(id__in=[each.id for each in due]).update(state=ReminderState.accepted)
        await close_missed(now)
        await plan_due(now)
    assert told == [
        ("open", "06-01"),
        ("open", "06-08"),
        ("open", "06-10"), ("nudge", "06-10"),
        # three days with check-ins, and nothing answered
        ("open", "06-15"),
        ("open", "06-29"),
        ("open", "07-13"),
        ("open", "07-27"),
    ]  # fmt: skip


async def test_a_nudge_after_days_of_an_open_window_is_still_said(program: Program, alice: Person) -> None:
    await Schedule.create(
        program=program, phase=Phase.iop, slot="weekly", instrument="phq-8", rule="FREQ=WEEKLY;BYDAY=MO",
        wall_time="18:00", window_minutes=5 * 24 * 60, nudge_minutes=3 * 24 * 60,
    )  # fmt: skip
    await plan_due(MONDAY_NOON)
    await replan(alice, MONDAY_NOON + 60 * HOUR)
    assert ("nudge", utc("2026-06-04T22:00")) in await waiting(alice)


# The weekly form, before the session with Dana


async def test_the_weekly_form_comes_the_evening_before_the_session_and_moves_along(
    program: Program, alice: Person
) -> None:
    await Schedule.create(
        program=program, phase=Phase.iop, slot="weekly", instrument="bam-iop", rhythm=Rhythm.before_individual,
        rule="FREQ=WEEKLY;BYDAY=SU", wall_time="18:00", window_minutes=48 * 60, nudge_minutes=24 * 60,
    )  # fmt: skip
    with_dana = await Series.create(
        program=program, person=alice, kind=SessionKind.individual, title="With Dana", rule="FREQ=WEEKLY;BYDAY=TH",
        first_day=date(2026, 1, 1), wall_time="10:00", minutes=50, zone="America/New_York",
    )  # fmt: skip
    await plan_due(MONDAY_NOON)
    assert await weekly_days(alice) == ["06-03", "06-10"]
    change: dict[str, Any] = {"series": with_dana, "changed_at": MONDAY_NOON}
    await Change.create(**change, original_start="2026-06-04T10:00", starts_at=utc("2026-06-05T14:00"))
    await Change.create(**change, original_start="2026-06-11T10:00", cancelled=True)
    await replan(alice)
    assert await weekly_days(alice) == ["06-04", "06-14"]  # by the rule, for there is no session that week
    assert ("open", utc("2026-06-04T22:00")) in await waiting(alice)


async def weekly_days(person: Person) -> list[str]:
    rows = await CheckIn.filter(person=person, slot="weekly", withdrawn_at=None).order_by("opens_at")
    return [f"{row.local_date:%m-%d}" for row in rows]


async def test_somebody_elses_session_is_not_alices(program: Program, alice: Person, charlie: Person) -> None:
    await Schedule.create(
        program=program, phase=Phase.iop, slot="weekly", instrument="bam-iop", rhythm=Rhythm.before_individual,
        rule="", wall_time="18:00", window_minutes=48 * 60,
    )  # fmt: skip
    await Series.create(
        program=program, person=charlie, kind=SessionKind.individual, title="With Ben", rule="FREQ=WEEKLY;BYDAY=TH",
        first_day=date(2026, 1, 1), wall_time="10:00", minutes=50, zone="America/New_York",
    )  # fmt: skip
    await plan_due(MONDAY_NOON)
    assert await weekly_days(alice) == []
    assert await weekly_days(charlie) == ["06-03", "06-10"]


@pytest.mark.parametrize("state", [ReminderState.claimed, ReminderState.accepted, ReminderState.failed])
async def test_what_was_said_is_left_alone(alice: Person, skills: Series, state: ReminderState) -> None:
    await plan_due(MONDAY_NOON)
    await Reminder.all().update(state=state)
    await replan(alice)
    await Change.create(series=skills, original_start=THURSDAY_6PM, cancelled=True, changed_at=MONDAY_NOON)
    await replan(alice)
    assert [each.state for each in await Reminder.exclude(kind=CHANGE)] == [state, state]


@pytest.mark.parametrize(("minutes_late", "said"), [(4, ["2h"]), (6, [])])
async def test_what_was_due_a_while_before_it_was_planned_is_not_said(
    alice: Person, skills: Series, minutes_late: int, said: list[str]
) -> None:
    now = utc("2026-06-04T20:00") + timedelta(minutes=minutes_late)
    await plan_due(now)
    assert [offset for offset, due in await waiting(alice) if due < now + 24 * HOUR] == said


async def test_what_was_just_said_is_not_said_again_when_the_series_becomes_another(
    alice: Person, skills: Series
) -> None:
    await plan_due(MONDAY_NOON)
    just_now = utc("2026-06-04T20:01")
    await Reminder.filter(due_at__lt=just_now).update(state=ReminderState.accepted)
    with at(just_now):
        await changed(skills, title="Coping skills")
    await plan_due(just_now)
    assert [due for _, due in await waiting(alice) if due < just_now + HOUR] == []
    assert [offset for offset, _ in await waiting(alice)] == ["1d", "2h"]  # of next week's


async def test_what_waits_late_still_comes_when_the_series_becomes_another(alice: Person, skills: Series) -> None:
    """The push service rests; a part of it may have reached one of her phones."""
    await plan_due(MONDAY_NOON)
    late = utc("2026-06-04T20:06")
    await Reminder.filter(due_at__lt=late - HOUR).update(state=ReminderState.accepted)
    [tried] = await Reminder.filter(due_at__lt=late, state=ReminderState.waiting)
    await Reminder.filter(id=tried.id).update(tries=1)
    with at(late):
        await changed(skills, title="Coping skills")
    await plan_due(late)
    [waits] = await Reminder.filter(due_at__lt=late, state=ReminderState.waiting)
    assert (waits.id, waits.tries) == (tried.id, 1)


async def test_three_a_day_and_an_answer_makes_no_room_for_a_fourth(
    program: Program, alice: Person, evenings: Schedule
) -> None:
    for hour in (13, 15, 17, 19):
        await Series.create(
            program=program, person=alice, kind=SessionKind.individual, title="With Dana", rule="FREQ=WEEKLY;BYDAY=TU",
            first_day=date(2026, 1, 6), wall_time=f"{hour}:00", minutes=30, zone="America/New_York",
        )  # fmt: skip
    await plan_due(MONDAY_NOON)
    monday_evening = MONDAY_NOON + 11 * HOUR
    on_monday = [each for each, due in await waiting(alice) if due < monday_evening]
    assert on_monday == ["1d", "1d", "open"]
    await Reminder.filter(due_at__lt=monday_evening).update(state=ReminderState.accepted)
    await CheckIn.filter(opens_at=utc("2026-06-02T00:00")).update(answered_at=utc("2026-06-02T00:01"))
    await replan(alice)
    assert [each for each, due in await waiting(alice) if due < monday_evening] == []


async def test_what_is_too_late_to_come_takes_no_place_in_the_day(
    program: Program, alice: Person, evenings: Schedule
) -> None:
    for hour in (8, 9, 10):  # Tuesday's sessions: a day before each is over when she is first planned
        await Series.create(
            program=program, person=alice, kind=SessionKind.individual, title="With Dana", rule="FREQ=WEEKLY;BYDAY=TU",
            first_day=date(2026, 1, 6), wall_time=f"{hour:02}:00", minutes=30, zone="America/New_York",
        )  # fmt: skip
    await plan_due(MONDAY_NOON)
    on_monday = [each for each, due in await waiting(alice) if due < MONDAY_NOON + 12 * HOUR]
    assert on_monday == ["open", "nudge", "2h"]  # that of eight o'clock, before the night


async def test_what_was_over_while_the_machine_slept_takes_no_place_in_the_day(
    program: Program, alice: Person, evenings: Schedule
) -> None:
    for hour in (10, 18, 19):  # Tuesday's sessions, each with its two hours before
        await Series.create(
            program=program, person=alice, kind=SessionKind.individual, title="With Dana", rule="FREQ=WEEKLY;BYDAY=TU",
            first_day=date(2026, 1, 6), wall_time=f"{hour}:00", minutes=30, zone="America/New_York",
        )  # fmt: skip
    await plan_due(MONDAY_NOON)
    half_past_ten = MONDAY_NOON + 22.5 * HOUR
    await replan(alice, half_past_ten)
    on_tuesday = [each for each, due in await waiting(alice) if half_past_ten < due < MONDAY_NOON + 34 * HOUR]
    assert on_tuesday == ["2h", "2h", "open"]


# Trouble


async def test_a_planner_that_dies_halfway_leaves_nobody_out(
    alice: Person, skills: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(plan, "write_new", die)
    with pytest.raises(asyncio.CancelledError):
        await plan_due(MONDAY_NOON)
    monkeypatch.undo()
    assert await plan_due(MONDAY_NOON) == 1
    assert await waiting(alice) == ANNOUNCED


async def test_a_change_while_the_planner_computes_is_planned_too(
    alice: Person, skills: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def while_dana_cancels(*written: Any) -> None:
        await write_new(*written)
        if not await Change.exists():
            await Change.create(series=skills, original_start=THURSDAY_6PM, cancelled=True, changed_at=MONDAY_NOON)
            await mark_stale(alice.id)

    monkeypatch.setattr(plan, "write_new", while_dana_cancels)
    await plan_due(MONDAY_NOON)
    assert await waiting(alice) == []


async def test_one_person_that_cannot_be_planned_stops_nobody(alice: Person, charlie: Person, skills: Series) -> None:
    await Person.filter(id=charlie.id).update(zone="Mars/Olympus")
    assert await plan_due(MONDAY_NOON) == 2
    assert await waiting(alice) == ANNOUNCED
    assert await plan_due(MONDAY_NOON) == 0
    await Person.filter(id=charlie.id).update(zone="America/New_York")
    assert await plan_due(MONDAY_NOON + timedelta(minutes=11)) == 1


async def test_more_people_than_one_batch_are_all_planned(
    program: Program, alice: Person, evenings: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "BATCH", 2)
    monkeypatch.setattr(plan, "LOOK", 4)
    for number in range(4):
        await Person.create(
            id=new_id(), program=program, role=alice.role, phase=alice.phase, name=f"Guest {number}",
            zone="America/New_York", joined_at=alice.joined_at,
        )  # fmt: skip
    assert await plan_due(MONDAY_NOON) == 5
    for person in await Person.filter(role=alice.role):
        assert (await waiting(person))[0] == ("open", utc("2026-06-02T00:00"))


async def test_keys_name_the_kind_the_subject_the_moment_and_the_offset(alice: Person, skills: Series) -> None:
    await plan_due(MONDAY_NOON)
    first = await Reminder.get(due_at=ANNOUNCED[0][1])
    assert first.key == f"{alice.id}:session:{skills.id}@{THURSDAY_6PM}:{utc('2026-06-04T22:00').timestamp():.0f}:1d"
    assert (first.kind, first.subject) == (ReminderKind.session, f"{skills.id}@{THURSDAY_6PM}")
    assert first.useless_after == utc("2026-06-04T22:00")
