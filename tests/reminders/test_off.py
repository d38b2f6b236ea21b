"""A session that is off by the time its reminder goes out is not said, though no planner has looked since."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from server import clock
from server.people.models import Group, Person, Program
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Reminder, ReminderChoice, ReminderKind, ReminderState
from server.reminders.plan import plan_due
from server.sessions.models import Series
from tests.conftest import Browser, new_id
from tests.frozen import at, utc
from tests.push_service import PushService
from tests.queries import counted
from tests.reminders.conftest import due
from tests.sessions.planned import changed, fresh_id, since_january

SIX = utc("2026-06-04T22:00")  # Thursday evening in New York
FOUR = SIX - timedelta(hours=2)
A_SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _thursday() -> Iterator[None]:
    with at(FOUR - A_SECOND):
        yield


@pytest.fixture
async def session(program: Program, evening_a: Group, alice: Person) -> Series:
    """At six, with a reminder at four."""
    series = await since_january(program, group_id=evening_a.id)
    await plan_due(clock.now())
    return series


async def told(courier: Courier, service: PushService, phone: Subscription) -> list[tuple[ReminderState, int]]:
    """What becomes of the reminder at four, and how much the phone was told."""
    with at(FOUR):
        await deliver_due(courier)
    [row] = await Reminder.filter(due_at=FOUR)
    return [(row.state, len(service.received(phone.endpoint)))]


SENT, TAKEN_BACK = [(ReminderState.accepted, 1)], [(ReminderState.withdrawn, 0)]

Said = Callable[[Series, Browser, Browser], Awaitable[Any]]


def named(series: Series) -> str:
    return f"{series.id}@2026-06-04T18:00"


async def replied(series: Series, alices: Browser, kind: str) -> None:
    said = {"kind": kind, "hindrance": "illness" if kind == "cant_come" else None, "help": False, "note": None}
    about = {"occurrence": named(series), "said_at": clock.now().isoformat()}
    reply = await alices.put(f"/api/replies/{fresh_id()}", said | about)
    assert reply.status_code == 200, reply.text


async def cannot_come(series: Series, alices: Browser, danas: Browser) -> None:
    await replied(series, alices, "cant_come")


async def comes_after_all(series: Series, alices: Browser, danas: Browser) -> None:
    await replied(series, alices, "cant_come")
    await replied(series, alices, "coming")


async def changed_by(danas: Browser, series: Series, **differently: Any) -> None:
    change = {
        "occurrence": named(series), "starts_at": None, "minutes": None, "cancelled": False, "reason": None,
        "place": None, "link": None, "topic": None, "homework": None,
    }  # fmt: skip
    reply = await danas.put(f"/api/changes/{fresh_id()}", change | differently)
    assert reply.status_code == 200, reply.text


async def cancelled(series: Series, alices: Browser, danas: Browser) -> None:
    await changed_by(danas, series, cancelled=True)


async def moved(series: Series, alices: Browser, danas: Browser) -> None:
    await changed_by(danas, series, starts_at="2026-06-04T23:00:00Z")


async def moved_and_back(series: Series, alices: Browser, danas: Browser) -> None:
    await moved(series, alices, danas)
    await changed_by(danas, series)


async def elsewhere(series: Series, alices: Browser, danas: Browser) -> None:
    await changed_by(danas, series, place="Room 4")


async def another_from_today_on(series: Series, alices: Browser, danas: Browser) -> None:
    await changed(series, clock.now().date(), title="Skills")


async def at_seven_from_today_on(series: Series, alices: Browser, danas: Browser) -> None:
    await changed(series, clock.now().date(), wall_time="19:00")


async def another_and_cannot_come(series: Series, alices: Browser, danas: Browser) -> None:
    now = await changed(series, clock.now().date(), title="Skills")
    await replied(now, alices, "cant_come")


@pytest.mark.parametrize("is_detailed", [False, True], ids=["neutral", "detail"])
@pytest.mark.parametrize(
    ("say", "becomes"),
    [
        (cannot_come, TAKEN_BACK),
        (comes_after_all, SENT),
        (cancelled, TAKEN_BACK),
        (moved, TAKEN_BACK),
        (moved_and_back, SENT),
        (elsewhere, SENT),
        (another_from_today_on, SENT),
        (at_seven_from_today_on, TAKEN_BACK),
        (another_and_cannot_come, TAKEN_BACK),
    ],
)
async def test_a_second_before_its_time(
    session: Series, alice: Person, alices: Browser, danas: Browser, phone: Subscription, courier: Courier,
    service: PushService, say: Said, becomes: list[tuple[ReminderState, int]], is_detailed: bool,
) -> None:  # fmt: skip
    await ReminderChoice.create(
        person=alice, what="session_detail", value=is_detailed, changed_by=new_id(), changed_at=clock.now()
    )
    await say(session, alices, danas)
    assert await told(courier, service, phone) == becomes


async def test_what_the_others_say_is_not_what_she_says(
    session: Series, evening_a: Group, alice: Person, alices: Browser, danas: Browser, phone: Subscription,
    courier: Courier, service: PushService, charlie: Person,
) -> None:  # fmt: skip
    await cannot_come(session, alices, danas)
    his = await due(charlie, subject=named(session), later=A_SECOND, useful=SIX - FOUR)
    assert await told_of(his, courier) == ReminderState.failed  # he has no phone; it was to be sent


async def told_of(reminder: Reminder, courier: Courier) -> ReminderState:
    with at(FOUR):
        await deliver_due(courier)
    await reminder.refresh_from_db()
    return reminder.state


@pytest.mark.parametrize("subject", ["", "x@2026-06-04T18:00", "0197281a-0000-7000-8000-000000000001@x"])
async def test_a_row_that_names_no_session_stops_no_other(
    session: Series, alice: Person, phone: Subscription, courier: Courier, service: PushService, subject: str
) -> None:
    broken = await due(alice, ReminderKind.session, subject=subject)
    assert await told(courier, service, phone) == [(ReminderState.accepted, 2)]
    await broken.refresh_from_db()
    assert broken.state == ReminderState.accepted


async def test_a_batch_asks_once_however_many_sessions_changed(
    session: Series, program: Program, alice: Person, phone: Subscription, courier: Courier
) -> None:
    async def asked(number: int) -> int:
        for _ in range(number):
            series = await since_january(program, person_id=alice.id)
            await due(alice, ReminderKind.session, subject=named(series))
        with counted() as queries:
            await deliver_due(courier)
        return sum("JOIN series" in each for each in queries)

    assert await asked(1) == await asked(5) == 1
