"""What Alice says of a session reaches Dana at once, once, and can be taken back."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tortoise.transactions import in_transaction

from server import clock
from server.database import connection, on_postgres, rows
from server.keys import Keys
from server.people.models import Group, Member, Person, Program
from server.push.models import Subscription, address_hash
from server.reminders.models import Reminder, ReminderKind
from server.review import raising
from server.review.models import Alert, AlertEvent
from server.review.raising import raise_alerts
from server.sessions.models import Change, Reply, ReplyKind, Series, SessionKind
from server.today.models import HomeCopy
from tests.conftest import Browser, new_id, sign_in
from tests.frozen import at, made_at, utc
from tests.queries import counted
from tests.sessions.planned import changed

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
TONIGHT = "2026-06-01T18:00"
STARTS = utc("2026-06-01T22:00")
ENDS = STARTS + timedelta(minutes=90)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def skills(program: Program, evening_a: Group, alice: Person) -> Series:
    """Alice's group, on Mondays and Wednesdays at six in the evening."""
    return await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Skills", rule="FREQ=WEEKLY;BYDAY=MO,WE",
        first_day=date(2026, 1, 5), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip


def body_of(series: Series, kind: str, said_at: datetime | None = None, **more: Any) -> dict[str, Any]:
    nothing = {"hindrance": None, "help": False, "note": None, "start": TONIGHT}
    said = {"kind": kind, "said_at": (said_at or clock.now()).isoformat(), **nothing, **more}
    return {"occurrence": f"{series.id}@{said.pop('start')}", **said}


async def say(browser: Browser, series: Series, kind: str, said_at: datetime | None = None, **more: Any) -> UUID:
    change: UUID = more.pop("change", None) or made_at(clock.now())
    answer = await browser.put(f"/api/replies/{change}", body_of(series, kind, said_at, **more))
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"id": str(change)}
    return change


async def refused(browser: Browser, series: Series, kind: str, said_at: datetime | None = None, **more: Any) -> str:
    answer = await browser.put(f"/api/replies/{made_at(clock.now())}", body_of(series, kind, said_at, **more))
    assert answer.status_code == 422, answer.text
    assert not await Reply.exists()
    error: str = answer.json()["error"]
    return error


async def said(browser: Browser) -> list[str]:
    return [each["kind"] for each in (await browser.get("/api/home")).json()["replies"]]


async def take_pushes(person: Person, keys: Keys) -> None:
    device, _ = await sign_in(person)
    endpoint = f"https://updates.push.services.mozilla.com/wpush/v2/{new_id()}"
    await Subscription.create(
        id=new_id(), person=person, device=device, endpoint=endpoint, endpoint_hash=address_hash(endpoint),
        p256dh="key", auth="auth", vapid_key=keys.vapid.public_key, made_at=clock.now(),
    )  # fmt: skip


async def steps() -> list[str]:
    return [event.step.value for event in await AlertEvent.all().order_by("at", "id")]


# What is kept


async def test_alice_cant_come_and_says_why(alices: Browser, skills: Series) -> None:
    await say(alices, skills, "cant_come", hindrance="transport", help=True, note="The bus strike.")
    [reply] = (await alices.get("/api/home")).json()["replies"]
    assert reply == {
        "occurrence": f"{skills.id}@{TONIGHT}", "kind": "cant_come", "hindrance": "transport", "help": True,
        "note": "The bus strike.", "said_at": "2026-06-01T16:00:00Z",
    }  # fmt: skip
    [row] = await connection().execute_query_dict("SELECT note FROM reply")
    assert "bus" not in str(row["note"])


async def test_why_goes_with_cant_come_only(alices: Browser, skills: Series) -> None:
    await say(alices, skills, "cant_come", hindrance="illness", help=True, note="Fever.")
    later = made_at(MONDAY_NOON + MINUTE)
    await say(alices, skills, "coming", hindrance="illness", help=True, note="Fever.", change=later)
    reply = await Reply.get()
    assert reply.kind == ReplyKind.coming
    assert [each for each in (reply.hindrance, reply.help, reply.note) if each] == []


async def test_the_newest_counts_whatever_order_they_come_in(alices: Browser, skills: Series) -> None:
    older, newer = made_at(MONDAY_NOON - MINUTE), made_at(MONDAY_NOON)
    await say(alices, skills, "coming", change=newer)
    await say(alices, skills, "cant_come", change=older)
    assert await said(alices) == ["coming"]


async def test_sent_again_after_everything_changed_it_is_still_kept(alices: Browser, skills: Series) -> None:
    change = await say(alices, skills, "cant_come")
    await Change.create(series=skills, original_start=TONIGHT, cancelled=True, changed_at=MONDAY_NOON + MINUTE)
    with at(MONDAY_NOON + HOUR):
        await say(alices, skills, "cant_come", change=change)
    assert await Reply.all().count() == 1


async def test_two_at_once_leave_one(alices: Browser, skills: Series) -> None:
    change = made_at(MONDAY_NOON)
    await asyncio.gather(*(say(alices, skills, "cant_come", change=change) for _ in range(4)))
    assert await Reply.all().count() == 1


@pytest.mark.parametrize(
    "start", ["2026-06-02T18:00", "2026-06-01T18:01", "0001-01-01T00:00", "9999-12-31T18:00", "x", "\x00"]
)
async def test_there_has_to_be_such_a_session(alices: Browser, skills: Series, start: str) -> None:
    body = body_of(skills, "cant_come", start=start)
    assert (await alices.put(f"/api/replies/{made_at(MONDAY_NOON)}", body)).status_code == 404


async def test_and_it_has_to_be_hers(
    charlies: Browser, charlie: Person, evening_a: Group, skills: Series, alices: Browser
) -> None:
    await Member.create(group=evening_a, person=charlie, from_day=date(2026, 1, 1), to_day=date(2026, 6, 1))
    answer = await charlies.put(f"/api/replies/{made_at(MONDAY_NOON)}", body_of(skills, "cant_come"))
    assert answer.status_code == 404
    assert not await Reply.exists()


# When it can be said


@pytest.mark.parametrize("moment", [MONDAY_NOON - timedelta(days=3), STARTS, ENDS - MINUTE])
async def test_cant_come_can_be_said_until_it_ends(alices: Browser, skills: Series, moment: datetime) -> None:
    with at(max(moment, MONDAY_NOON)):
        await say(alices, skills, "cant_come", moment)
        assert await said(alices) == ["cant_come"]


async def test_and_not_after(alices: Browser, skills: Series) -> None:
    with at(ENDS):
        assert "over" in await refused(alices, skills, "cant_come")
        assert "over" in await refused(alices, skills, "coming")


@pytest.mark.parametrize("minutes", [-30, 0, 30])
async def test_here_can_be_said_around_the_start(alices: Browser, skills: Series, minutes: int) -> None:
    with at(STARTS + minutes * MINUTE):
        await say(alices, skills, "here")
        assert await said(alices) == ["here"]


@pytest.mark.parametrize("minutes", [-31, 31])
async def test_and_not_long_before_or_after(alices: Browser, skills: Series, minutes: int) -> None:
    with at(STARTS + minutes * MINUTE):
        assert "30 minutes" in await refused(alices, skills, "here")


async def test_here_can_be_said_for_half_an_hour_also_of_one_that_is_shorter(alices: Browser, skills: Series) -> None:
    await Series.filter(id=skills.id).update(minutes=20)
    with at(STARTS + 25 * MINUTE):
        assert "over" in await refused(alices, skills, "cant_come")
        await say(alices, skills, "here", STARTS + 25 * MINUTE)
        assert await said(alices) == ["here"]


@pytest.mark.parametrize(("kind", "moment"), [("here", STARTS), ("cant_come", MONDAY_NOON)])
async def test_what_was_said_without_a_network_counts_from_then(
    alices: Browser, skills: Series, kind: str, moment: datetime
) -> None:
    with at(ENDS + 20 * HOUR):
        await say(alices, skills, kind, moment, change=made_at(moment))
    reply = await Reply.get()
    assert (reply.said_at, reply.received_at) == (moment, ENDS + 20 * HOUR)


async def test_a_phone_whose_clock_is_wrong_is_put_right(alices: Browser, skills: Series) -> None:
    ahead = 3 * HOUR
    with at(STARTS):
        answer = await alices.put(
            f"/api/replies/{made_at(STARTS + ahead)}",
            body_of(skills, "here", STARTS + ahead),
            **{"daymark-clock": (STARTS + ahead).isoformat()},
        )
    assert answer.status_code == 200, answer.text
    assert (await Reply.get()).said_at == STARTS


async def test_of_a_cancelled_session_there_is_nothing_to_say(alices: Browser, skills: Series) -> None:
    await Change.create(series=skills, original_start=TONIGHT, cancelled=True, changed_at=MONDAY_NOON - HOUR)
    assert "cancelled" in await refused(alices, skills, "cant_come")
    answer = await alices.put(f"/api/replies/{made_at(clock.now())}", body_of(skills, "cant_come"))
    assert answer.json()["reason"] == "needless"  # her phone lets it go
    await say(alices, skills, "cant_come", MONDAY_NOON - 2 * HOUR)  # her phone could not know


# Sessions that move


async def test_what_was_said_of_six_is_not_said_of_eight(alices: Browser, skills: Series) -> None:
    await say(alices, skills, "cant_come")
    moved = await Change.create(
        series=skills, original_start=TONIGHT, starts_at=STARTS + 2 * HOUR, changed_at=MONDAY_NOON + MINUTE
    )
    assert await said(alices) == []
    await moved.delete()
    assert await said(alices) == ["cant_come"]


async def test_said_before_the_phone_knew_it_is_said_of_the_old_time(alices: Browser, skills: Series) -> None:
    await Change.create(
        series=skills, original_start=TONIGHT, starts_at=STARTS + 26 * HOUR, changed_at=STARTS - HOUR
    )  # fmt: skip
    with at(STARTS + HOUR):
        await say(alices, skills, "cant_come", STARTS - 2 * HOUR, change=made_at(STARTS - 2 * HOUR))
    assert (await Reply.get()).starts_at == STARTS


# Of the time that the phone showed

TOMORROW = STARTS + 24 * HOUR
A_QUARTER_TO_SEVEN = STARTS + 45 * MINUTE


async def moved(series: Series, starts_at: datetime | None, changed_at: datetime, **more: Any) -> Change:
    return await Change.create(
        series=series, original_start=TONIGHT, starts_at=starts_at, changed_at=changed_at, **more
    )  # fmt: skip


def shown(starts_at: datetime) -> dict[str, Any]:
    return {"starts_at": starts_at.isoformat()}


async def test_moved_just_before_what_alice_says_is_said_of_what_her_phone_still_shows(
    alices: Browser, danas: Browser, skills: Series
) -> None:
    await moved(skills, TOMORROW, MONDAY_NOON)
    with at(MONDAY_NOON + 5 * MINUTE):
        await say(alices, skills, "cant_come", **shown(STARTS))
        assert (await Reply.get()).starts_at == STARTS
        assert await said(alices) == []  # she may well come tomorrow, and is reminded of it
        await raise_alerts(clock.now())
        [alert] = (await danas.get("/api/alerts")).json()["open"]
    [told] = alert["cant_come"]
    assert (told["starts_at"], told["moved_to"]) == ("2026-06-01T22:00:00Z", "2026-06-02T22:00:00Z")


@pytest.mark.parametrize("kind", ["here", "cant_come"])
async def test_a_room_that_changed_since_does_not_move_it_back(alices: Browser, skills: Series, kind: str) -> None:
    """She has known for days that it is tomorrow; the room is changed after she said it, and before it is sent."""
    await moved(skills, TOMORROW, TOMORROW - 5 * MINUTE, place="Room 9")
    with at(TOMORROW):
        await say(alices, skills, kind, TOMORROW - 10 * MINUTE, **shown(TOMORROW))
        assert await said(alices) == [kind]


@pytest.mark.parametrize(
    ("showed", "is_at", "said_at"),
    [
        (STARTS, A_QUARTER_TO_SEVEN, STARTS - 10 * MINUTE),
        (STARTS, A_QUARTER_TO_SEVEN, STARTS - 30 * MINUTE),
        (A_QUARTER_TO_SEVEN, STARTS, A_QUARTER_TO_SEVEN - 5 * MINUTE),  # she is late, and doesn't know
        (STARTS, STARTS + HOUR, STARTS + 30 * MINUTE),
    ],
)
async def test_who_is_here_for_one_time_is_here_for_another_that_is_near(
    alices: Browser, danas: Browser, skills: Series, showed: datetime, is_at: datetime, said_at: datetime
) -> None:
    await moved(skills, is_at, MONDAY_NOON)
    with at(said_at):
        await say(alices, skills, "here", **shown(showed))
        assert await said(alices) == ["here"]
        [alice] = (await danas.get(f"/api/sessions/{skills.id}@{TONIGHT}")).json()["people"]
    assert (alice["reply"]["kind"], (await Reply.get()).starts_at) == ("here", is_at)


@pytest.mark.parametrize("is_at", [STARTS + HOUR + MINUTE, TOMORROW])
async def test_and_not_for_one_that_is_later(alices: Browser, skills: Series, is_at: datetime) -> None:
    await moved(skills, is_at, MONDAY_NOON)
    with at(STARTS):
        await say(alices, skills, "here", **shown(STARTS))
        assert await said(alices) == []
    assert (await Reply.get()).starts_at == STARTS


async def test_who_cant_come_at_six_may_come_at_a_quarter_to_seven(alices: Browser, skills: Series) -> None:
    await moved(skills, A_QUARTER_TO_SEVEN, MONDAY_NOON)
    with at(STARTS - HOUR):
        await say(alices, skills, "cant_come", **shown(STARTS))
        assert await said(alices) == []


async def test_i_am_here_is_measured_by_the_time_that_was_shown(alices: Browser, skills: Series) -> None:
    await moved(skills, A_QUARTER_TO_SEVEN, MONDAY_NOON)
    with at(A_QUARTER_TO_SEVEN):
        assert "30 minutes" in await refused(alices, skills, "here", **shown(STARTS))


async def test_moved_twice_it_is_said_of_the_time_between(alices: Browser, skills: Series) -> None:
    change = await moved(skills, TOMORROW, MONDAY_NOON - HOUR)
    change.starts_at = TOMORROW + HOUR
    await change.save()
    await say(alices, skills, "cant_come", **shown(TOMORROW))
    assert (await Reply.get()).starts_at == TOMORROW


async def test_of_a_time_that_never_was_nothing_is_kept(alices: Browser, skills: Series) -> None:
    assert "never at that time" in await refused(alices, skills, "cant_come", **shown(TOMORROW))
    await say(alices, skills, "cant_come", **shown(STARTS))


async def test_cancelled_since_it_is_kept_of_the_time_that_was_shown(alices: Browser, skills: Series) -> None:
    await moved(skills, TOMORROW, MONDAY_NOON, cancelled=True)
    await say(alices, skills, "cant_come", MONDAY_NOON - HOUR, **shown(TOMORROW))
    assert (await Reply.get()).starts_at == TOMORROW


async def test_sent_again_after_it_was_moved_once_more_it_is_one(alices: Browser, skills: Series) -> None:
    change = await say(alices, skills, "cant_come", **shown(STARTS))
    await moved(skills, TOMORROW, MONDAY_NOON)
    with at(MONDAY_NOON + HOUR):
        await say(alices, skills, "cant_come", MONDAY_NOON, change=change, **shown(STARTS))
    assert [each.starts_at for each in await Reply.all()] == [STARTS]


async def test_many_are_read_at_once(alices: Browser, skills: Series) -> None:
    await alices.get("/api/home")
    await HomeCopy.all().delete()
    with counted() as few:
        await alices.get("/api/home")
    for day in (1, 3, 8, 10, 15, 17):
        await say(alices, skills, "cant_come", start=f"2026-06-{day:02}T18:00")
    await Person.all().update(plan_stale=False)
    with counted() as many:
        assert len(await said(alices)) == 6
    assert len(few) == len(many)


# The alert


async def test_dana_learns_of_it_at_once(
    alices: Browser, danas: Browser, alice: Person, dana: Person, skills: Series, keys: Keys
) -> None:
    await take_pushes(dana, keys)
    await say(alices, skills, "cant_come", hindrance="childcare", help=True)
    assert await raise_alerts(clock.now()) == 1
    alert = await Alert.get()
    assert (alert.person_id, alert.rule, alert.tier, alert.owner_id) == (alice.id, "cant_come", "today", dana.id)
    assert (await Reply.get()).alert_id == alert.id
    [push] = await Reminder.filter(kind=ReminderKind.alert)
    assert (push.person_id, push.due_at) == (dana.id, MONDAY_NOON)
    [shown] = (await danas.get("/api/alerts")).json()["open"]
    assert shown["cant_come"] == [
        {
            "occurrence": f"{skills.id}@{TONIGHT}", "title": "Skills", "starts_at": "2026-06-01T22:00:00Z",
            "moved_to": None, "hindrance": "childcare", "help": True, "note": None,
        }
    ]  # fmt: skip
    assert shown["text"] == {"en": "Can't come to a session.", "es": "No puede venir a una sesión."}


async def test_the_alert_keeps_what_was_said_and_says_when_the_session_is_since(
    alices: Browser, danas: Browser, skills: Series
) -> None:
    async def shown() -> list[tuple[str, str | None]]:
        [alert] = (await danas.get("/api/alerts")).json()["open"]
        return [(each["starts_at"], each["moved_to"]) for each in alert["cant_come"]]

    await say(alices, skills, "cant_come")
    await raise_alerts(clock.now())
    moved = await Change.create(
        series=skills, original_start=TONIGHT, starts_at=STARTS + 2 * HOUR, changed_at=MONDAY_NOON
    )
    assert await shown() == [("2026-06-01T22:00:00Z", "2026-06-02T00:00:00Z")]
    await moved.delete()
    assert await shown() == [("2026-06-01T22:00:00Z", None)]
    await Series.filter(id=skills.id).update(until=date(2026, 6, 1))  # there is none then any more
    assert await shown() == [("2026-06-01T22:00:00Z", None)]


async def test_raised_by_two_workers_again_and_again_it_is_one(
    alices: Browser, dana: Person, skills: Series, keys: Keys
) -> None:
    await take_pushes(dana, keys)
    await say(alices, skills, "cant_come")
    await asyncio.gather(*(raise_alerts(clock.now()) for _ in range(3)))
    await raise_alerts(clock.now() + MINUTE)
    assert await steps() == ["opened"]
    assert await Reminder.filter(kind=ReminderKind.alert).count() == 1


async def test_another_session_of_the_day_and_another_reason_are_added(
    alices: Browser, dana: Person, skills: Series, keys: Keys
) -> None:
    await take_pushes(dana, keys)
    await say(alices, skills, "cant_come")
    await raise_alerts(clock.now())
    await say(alices, skills, "cant_come", start="2026-06-03T18:00")
    await raise_alerts(clock.now() + MINUTE)
    await say(alices, skills, "cant_come", help=True, change=made_at(MONDAY_NOON + MINUTE))
    await raise_alerts(clock.now() + 2 * MINUTE)
    assert await steps() == ["opened", "added", "added"]
    assert await Reminder.filter(kind=ReminderKind.alert).count() == 3


async def test_coming_after_all_is_said_on_the_alert_once(alices: Browser, skills: Series) -> None:
    await say(alices, skills, "cant_come")
    await raise_alerts(clock.now())
    await say(alices, skills, "coming", change=made_at(MONDAY_NOON + MINUTE))
    await asyncio.gather(*(raise_alerts(clock.now() + MINUTE) for _ in range(3)))
    await raise_alerts(clock.now() + 2 * MINUTE)
    assert await steps() == ["opened", "coming"]
    await say(alices, skills, "cant_come", change=made_at(MONDAY_NOON + 2 * MINUTE))
    await raise_alerts(clock.now() + 3 * MINUTE)
    assert await steps() == ["opened", "coming", "added"]


@pytest.mark.parametrize("kind", ["coming", "here"])
async def test_whoever_was_told_that_alice_cant_come_is_told_that_she_does(
    alices: Browser, danas: Browser, alice: Person, dana: Person, skills: Series, keys: Keys, kind: str
) -> None:
    await take_pushes(dana, keys)
    with at(STARTS - MINUTE):
        await say(alices, skills, "cant_come")
        await raise_alerts(clock.now())
        await Alert.all().update(acknowledged_at=clock.now(), resolved_at=clock.now(), resolved_by_id=dana.id)
    with at(STARTS):
        await say(alices, skills, kind)
        for _ in range(2):
            await raise_alerts(clock.now())
        [resolved] = (await danas.get("/api/alerts")).json()["resolved"]
    assert [each["step"] for each in resolved["events"]] == ["opened", "coming"]
    first, second = await Reminder.filter(kind=ReminderKind.alert).order_by("due_at")
    assert (second.person_id, second.due_at, second.subject) == (dana.id, STARTS, resolved["id"])
    assert first.key != second.key


async def test_taken_back_before_anybody_was_told_nobody_is(alices: Browser, skills: Series) -> None:
    await say(alices, skills, "cant_come")
    await say(alices, skills, "coming", change=made_at(MONDAY_NOON + MINUTE))
    assert await raise_alerts(clock.now() + MINUTE) == 0
    assert not await Alert.exists()


@pytest.mark.parametrize("kind", ["coming", "here"])
async def test_other_replies_alarm_nobody(alices: Browser, skills: Series, kind: str) -> None:
    with at(STARTS):
        await say(alices, skills, kind)
        assert await raise_alerts(clock.now()) == 0


async def test_one_from_a_zone_nobody_knows_here_is_raised_too(alices: Browser, alice: Person, skills: Series) -> None:
    await say(alices, skills, "cant_come")
    await Person.filter(id=alice.id).update(zone="Mars/Olympus")
    assert await raise_alerts(clock.now()) == 1


def die(*_: object, **__: object) -> None:
    raise ConnectionError


async def test_cut_off_at_any_step_dana_is_told_once(
    alices: Browser, dana: Person, skills: Series, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    await take_pushes(dana, keys)
    await say(alices, skills, "cant_come")
    steps_of_it = [(raising, name) for name in ("ring_of", "due_by", "tell", "mark_standing_stale", "_count")]
    for where, step in [*steps_of_it, (AlertEvent, "bulk_create"), (Reminder, "bulk_create"), (Alert, "save")]:
        with monkeypatch.context() as patch:
            patch.setattr(where, step, die)
            await raise_alerts(clock.now())
        assert await steps() == [], step
    for _ in range(2):
        await raise_alerts(clock.now())
    assert await steps() == ["opened"]
    assert await Reminder.filter(kind=ReminderKind.alert).count() == 1


async def test_cut_off_while_it_is_taken_back_it_is_said_once(
    alices: Browser, skills: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(alices, skills, "cant_come")
    await raise_alerts(clock.now())
    await say(alices, skills, "coming", change=made_at(MONDAY_NOON + MINUTE))
    for where, step in [(AlertEvent, "save"), (Reply, "filter"), (raising, "_event"), (raising, "tell")]:
        with monkeypatch.context() as patch:
            patch.setattr(where, step, die)
            await raise_alerts(clock.now())
        assert await steps() == ["opened"]
    for _ in range(2):
        await raise_alerts(clock.now())
    assert sorted(await steps()) == ["coming", "opened"]


# By the name that a phone still knows


async def test_what_alice_says_reaches_the_session_also_once_its_series_is_another(
    alices: Browser, alice: Person, skills: Series
) -> None:
    """Dana splits the series, twice, while Alice's phone is without a network."""
    between = await changed(skills, title="Coping skills")
    named = await changed(between, date(2026, 6, 3), title="Skills for the week")
    await say(alices, skills, "cant_come", start="2026-06-03T18:00", hindrance="childcare")
    [reply] = await Reply.all()
    assert (reply.occurrence, reply.kind) == (f"{named.id}@2026-06-03T18:00", ReplyKind.cant_come)
    [told] = (await alices.get("/api/home")).json()["replies"]
    assert told["occurrence"] == reply.occurrence
    [one] = [one for one in (await alices.get("/api/home")).json()["occurrences"] if one["id"] == reply.occurrence]
    assert one["former_ids"] == [f"{between.id}@2026-06-03T18:00", f"{skills.id}@2026-06-03T18:00"]


async def test_one_that_comes_while_the_series_is_changed_is_kept_by_its_new_name(
    alices: Browser, alice: Person, skills: Series
) -> None:
    if not on_postgres():
        pytest.skip("SQLite writes one after the other")
    under_way = asyncio.Event()

    async def reply() -> None:  # begun before the transaction, so that it is not in it
        await under_way.wait()
        await say(alices, skills, "cant_come", start="2026-06-03T18:00", hindrance="childcare")

    waiting = asyncio.create_task(reply())
    async with in_transaction():
        named = await changed(skills, title="Coping skills")
        under_way.set()
        while not (await rows("SELECT pid FROM pg_locks WHERE NOT granted")):
            assert not waiting.done()
    await waiting
    [kept] = await Reply.all()
    assert kept.occurrence == f"{named.id}@2026-06-03T18:00"


async def test_it_reaches_nobody_where_the_session_is_no_more_or_is_now_for_others(
    alices: Browser, alice: Person, skills: Series, charlie: Person
) -> None:
    await changed(skills, rule="FREQ=WEEKLY;BYDAY=TH")
    await changed(skills, date(2026, 6, 15), group_id=None, person_id=charlie.id, kind=SessionKind.individual)
    for start in ("2026-06-03T18:00", "2026-06-15T18:00"):
        answer = await alices.put(f"/api/replies/{made_at(clock.now())}", body_of(skills, "cant_come", start=start))
        assert answer.status_code == 404
    assert not await Reply.exists()
