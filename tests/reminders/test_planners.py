"""Two planners, and the days of a week on which somebody may be planned: what was planned stays what it was."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from tortoise.transactions import in_transaction

from server.checkins.models import Schedule
from server.database import on_postgres, rows
from server.people.models import Group, Person, Phase, Program, Role, mark_stale
from server.reminders import plan
from server.reminders.known import Known, known_of
from server.reminders.models import Reminder, ReminderState
from server.reminders.plan import plan_due
from server.sessions.models import Series, SessionKind
from tests.conftest import make_person
from tests.frozen import at, utc
from tests.processes import PATIENCE
from tests.queries import counted
from tests.reminders.conftest import MONDAY_NOON

A_DAY = timedelta(days=1)
ENOUGH = 0.3  # seconds, for a planner that nobody holds up


@pytest.fixture
async def mon_wed_fri(program: Program, evening_a: Group) -> Series:
    """Alice's group, three evenings a week at six."""
    return await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Skills", rule="FREQ=WEEKLY;BYDAY=MO,WE,FR",
        first_day=date(2026, 1, 5), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip


async def test_three_evenings_a_week_are_announced_the_evening_before_whichever_day_it_is_planned(
    alice: Person, mon_wed_fri: Series
) -> None:
    for day in range(8):
        now = MONDAY_NOON + day * A_DAY
        with at(now):
            await Reminder.filter(due_at__lt=now, state=ReminderState.waiting).update(state=ReminderState.accepted)
            await mark_stale(alice.id)
            await plan_due(now)
    offsets = [each.key.rpartition(":")[2] for each in await Reminder.all().order_by("due_at")]
    assert offsets == ["2h", *["evening", "2h"] * 5, "evening"]
    assert not await Reminder.exists(state=ReminderState.withdrawn)


async def test_a_zone_that_changes_while_a_planner_looks_for_people_is_not_forgotten(
    program: Program, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Schedule.create(
        program=program, phase=Phase.iop, instrument="daily", rule="FREQ=DAILY", wall_time="20:00", window_minutes=360
    )
    looks = plan._people_to_plan

    async def and_alice_moves(now: datetime) -> list[object]:
        found: list[object] = list(await looks(now))
        await Person.filter(id=alice.id, zone="America/New_York").update(zone="America/Los_Angeles", plan_stale=True)
        return found

    monkeypatch.setattr(plan, "_people_to_plan", and_alice_moves)
    await plan_due(MONDAY_NOON)
    first = await Reminder.filter(state=ReminderState.waiting).order_by("due_at").first()
    assert first
    assert first.due_at == utc("2026-06-02T03:00")  # 20:00 in Los Angeles


async def test_a_look_for_people_reads_only_those_who_want_it(alice: Person) -> None:
    if on_postgres():
        pytest.skip("its planner goes by what is in the tables")
    with counted() as asked:
        await plan._people_to_plan(MONDAY_NOON)
        await Person.filter(id=alice.id).update(plan_stale=False)
        await plan._people_to_plan(MONDAY_NOON)
    looks = [each for each in asked if each.startswith("SELECT id FROM person")]
    found = [(await rows(f"EXPLAIN QUERY PLAN {each.replace('?1', '0')}"))[0]["detail"] for each in looks]
    assert [detail.split(" INDEX ")[1].split(" (")[0] for detail in found] == [
        "person_to_plan", "person_to_plan", "person_horizon",
    ]  # fmt: skip


async def test_a_planner_stops_where_somebody_waits_and_the_next_look_goes_on(
    alice: Person, charlie: Person, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "BATCH", 1)
    for name in ("Fay", "Gus", "Hal"):
        await make_person(program, name)
    stale = Person.filter(plan_stale=True, role=Role.participant)
    spare = iter([True, True])
    assert await plan_due(MONDAY_NOON, lambda: next(spare, False)) == 2
    assert await stale.count() == 3
    assert await plan_due(MONDAY_NOON) == 3
    assert await stale.count() == 0


async def test_a_slow_planner_does_not_write_the_past_over_what_a_second_one_planned(
    program: Program, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Schedule.create(
        program=program, phase=Phase.iop, instrument="daily", rule="FREQ=DAILY", wall_time="20:00", window_minutes=360
    )
    computing, moved = asyncio.Event(), asyncio.Event()

    async def slowly(people: Sequence[Person], now: datetime) -> list[Known]:
        found = await known_of(people, now)
        if not computing.is_set():
            computing.set()
            await asyncio.wait([asyncio.create_task(moved.wait())], timeout=ENOUGH)
        return found

    async def move_and_plan() -> None:
        await computing.wait()
        await Person.filter(id=alice.id).update(zone="America/Los_Angeles", plan_stale=True)
        await plan_due(MONDAY_NOON)
        moved.set()

    monkeypatch.setattr(plan, "known_of", slowly)
    await asyncio.gather(plan_due(MONDAY_NOON), move_and_plan())
    first = await Reminder.filter(state=ReminderState.waiting).order_by("due_at").first()
    assert first
    assert first.due_at == utc("2026-06-02T03:00")


async def test_a_planner_goes_past_whom_another_one_holds(alice: Person, charlie: Person, mon_wed_fri: Series) -> None:
    if not on_postgres():
        pytest.skip("SQLite has one planner")
    held, planned = asyncio.Event(), asyncio.Event()

    async def hold_alice() -> None:
        async with in_transaction():
            await Person.filter(id=alice.id).select_for_update().get()
            held.set()
            await planned.wait()

    async def plan_the_others() -> int:
        await held.wait()
        async with asyncio.timeout(PATIENCE):
            number = await plan_due(MONDAY_NOON)
        planned.set()
        return number

    _, number = await asyncio.gather(hold_alice(), plan_the_others())
    assert number == 1
    assert await plan_due(MONDAY_NOON) == 1
    assert await Reminder.filter(person=alice).exists()


async def test_what_is_known_of_many_takes_no_more_questions_than_of_one(
    alice: Person, charlie: Person, mon_wed_fri: Series
) -> None:
    with counted() as of_one:
        await known_of([alice], MONDAY_NOON)
    with counted() as of_two:
        await known_of([alice, charlie], MONDAY_NOON)
    assert len(of_two) == len(of_one)
