"""What became of Alice's reminders: for her with what each was about, for those who care for her with its kind."""

from datetime import date, datetime, timedelta
from typing import Any

from server import clock
from server.checkins.models import DAILY, CheckIn
from server.people.models import Group, Person, Program
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Delivery, Opened, Opening, Reminder, ReminderKind, ReminderState, Shown
from tests.conftest import Browser, new_id
from tests.frozen import at, made_at, utc
from tests.push_service import PushService
from tests.reminders.conftest import MONDAY_NOON, Subscribe, due
from tests.sessions.planned import changed, since_january

A_MINUTE = timedelta(minutes=1)
WAY = ("state", "accepted_at", "shown_at", "opened_at", "opening", "done_at", "why_not")


async def sent(alices: Browser) -> list[dict[str, Any]]:
    """The newest first."""
    answer = await alices.get("/api/reminders/sent")
    assert answer.status_code == 200, answer.text
    assert answer.json()["zone"] == "America/New_York"
    return [each for day in answer.json()["days"] for each in day["reminders"]]


def way(reminder: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(reminder[step] for step in WAY)


async def past(alice: Person, state: ReminderState, reason: str | None = None, **more: Any) -> Reminder:
    """A reminder of an hour ago, and what became of it."""
    then = more.pop("due_at", MONDAY_NOON - timedelta(hours=1))
    return await Reminder.create(
        person=alice, key=str(new_id()), subject=more.pop("subject", f"{new_id()}@2026-06-01T14:00"), moment=then,
        kind=more.pop("kind", ReminderKind.session), due_at=then, next_at=then, useless_after=then + A_MINUTE,
        state=state, reason=reason,
    )  # fmt: skip


async def test_alice_reads_how_far_a_reminder_came(
    alices: Browser, alice: Person, phone: Subscription, courier: Courier
) -> None:
    check_in = await CheckIn.create(
        id=new_id(), person=alice, instrument="daily", slot=DAILY, local_date=date(2026, 6, 1),
        opens_at=MONDAY_NOON, closes_at=MONDAY_NOON + timedelta(hours=6),
    )  # fmt: skip
    await due(alice, ReminderKind.check_in, subject=str(check_in.id))
    [waiting] = await sent(alices)
    assert (waiting["kind"], waiting["subject"]) == ("check_in", str(check_in.id))
    assert way(waiting) == ("waiting", None, None, None, None, None, None)
    await deliver_due(courier)
    [delivery] = await Delivery.all()
    accepted = "2026-06-01T16:00:00Z"
    assert way((await sent(alices))[0]) == ("accepted", accepted, None, None, None, None, None)
    with at(MONDAY_NOON + 5 * A_MINUTE):
        await alices.put(f"/api/deliveries/{delivery.id}", {"shown_at": "2026-06-01T16:00:02Z"})
        await alices.put(f"/api/opened/{delivery.id}", {"opened_at": "2026-06-01T16:03:00Z", "how": "tapped"})
        await CheckIn.filter(id=check_in.id).update(answered_at=MONDAY_NOON + 4 * A_MINUTE)
        [read] = await sent(alices)
    shown, opened, done = "2026-06-01T16:00:02Z", "2026-06-01T16:03:00Z", "2026-06-01T16:04:00Z"
    assert way(read) == ("accepted", accepted, shown, opened, "tapped", done, None)


async def test_she_was_there_also_where_its_series_became_another_after_it_was_said(
    alices: Browser, alice: Person, program: Program, evening_a: Group
) -> None:
    series = await since_january(program, group=evening_a, rule="FREQ=WEEKLY;BYDAY=MO")
    subject = f"{series.id}@2026-06-01T18:00"
    await past(alice, ReminderState.accepted, subject=subject)
    named = await changed(series, title="Coping skills")
    with at(utc("2026-06-01T22:00")):
        said = {"occurrence": f"{named.id}@2026-06-01T18:00", "kind": "here", "said_at": "2026-06-01T22:00:00Z"}
        nothing = {"hindrance": None, "help": False, "note": None}
        assert (await alices.put(f"/api/replies/{made_at(clock.now())}", said | nothing)).status_code == 200
        [read] = await sent(alices)
    assert (read["subject"], read["done_at"]) == (subject, "2026-06-01T22:00:00Z")


async def test_of_several_devices_the_first_word_counts(
    alices: Browser, alice: Person, subscribe: Subscribe, courier: Courier
) -> None:
    for _ in range(2):
        await subscribe(alice)
    await due(alice)
    await deliver_due(courier)
    phone, tablet = await Delivery.all()
    for delivery, minutes, how in ((phone, 7, Opening.tapped), (tablet, 5, Opening.swiped)):
        moment = MONDAY_NOON + minutes * A_MINUTE
        await Shown.create(id=delivery.id, person_id=alice.id, at=moment)
        await Opened.create(id=delivery.id, person_id=alice.id, at=moment, how=how)
    [read] = await sent(alices)
    first = "2026-06-01T16:05:00Z"
    assert (read["shown_at"], read["opened_at"], read["opening"]) == (first, first, "swiped")


async def test_and_why_one_did_not_come(alices: Browser, alice: Person) -> None:
    why: dict[str, str | None] = {}
    for number, (state, reason, because) in enumerate(
        [
            (ReminderState.waiting, "http_503", None),  # it may still come
            (ReminderState.expired, None, "too_late"),
            (ReminderState.expired, "http_503", "not_taken"),
            (ReminderState.waiting, "quiet_hours", None),
            (ReminderState.expired, "quiet_hours", "quiet_hours"),
            (ReminderState.expired, "day_off", "day_off"),
            (ReminderState.expired, "said_by_another", "said_by_another"),
            (ReminderState.failed, "http_410", "not_taken"),
            (ReminderState.failed, "no_device", "no_device"),
            (ReminderState.withdrawn, "done", "done"),
            (ReminderState.withdrawn, "seen", "seen"),
            (ReminderState.withdrawn, None, "changed"),
        ]
    ):
        row = await past(alice, state, reason, due_at=MONDAY_NOON - number * A_MINUTE)
        why[row.subject] = because
    assert {each["subject"]: each["why_not"] for each in await sent(alices)} == why


async def test_what_the_planner_took_back_is_explained_too(alices: Browser, alice: Person) -> None:
    answered, seen = [
        await CheckIn.create(
            id=new_id(), person=alice, instrument="daily", slot=slot, local_date=date(2026, 6, 1),
            opens_at=MONDAY_NOON, closes_at=MONDAY_NOON + timedelta(hours=6), answered_at=answered_at,
        )
        for slot, answered_at in (("daily", MONDAY_NOON - timedelta(hours=2)), ("weekly", MONDAY_NOON))
    ]  # fmt: skip
    first = await past(alice, ReminderState.accepted, kind=ReminderKind.check_in, subject=str(seen.id))
    delivery = await Delivery.create(
        reminder=first, person_id=alice.id, subscription_id=new_id(), at=first.due_at, verdict="accepted"
    )
    await Opened.create(id=delivery.id, person_id=alice.id, at=first.due_at, how=Opening.tapped)
    for check_in in (answered, seen):
        await past(
            alice, ReminderState.withdrawn, kind=ReminderKind.nudge, subject=str(check_in.id),
            due_at=MONDAY_NOON - A_MINUTE,
        )  # fmt: skip
    nudges = {each["subject"]: each["why_not"] for each in await sent(alices) if each["kind"] == "nudge"}
    assert nudges == {str(answered.id): "done", str(seen.id): "seen"}


async def test_two_weeks_are_told_day_by_day_where_she_is(alices: Browser, alice: Person) -> None:
    moments = [
        MONDAY_NOON + A_MINUTE,  # still to come
        MONDAY_NOON,
        datetime.fromisoformat("2026-06-01T03:30Z"),  # half past eleven on Sunday, in New York
        MONDAY_NOON - timedelta(days=14),
        MONDAY_NOON - timedelta(days=14) - A_MINUTE,
    ]
    for moment in moments:
        await past(alice, ReminderState.accepted, due_at=moment)
    days = (await alices.get("/api/reminders/sent")).json()["days"]
    assert [(each["day"], len(each["reminders"])) for each in days] == [
        ("2026-06-01", 1), ("2026-05-31", 1), ("2026-05-18", 1),
    ]  # fmt: skip


async def test_dana_reads_the_same_without_what_it_was_about(
    alices: Browser, danas: Browser, alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await due(alice)
    await deliver_due(courier)
    read = (await danas.get(f"/api/people/{alice.id}/reminders")).json()
    [hers] = await sent(alices)
    subject = hers.pop("subject")
    assert read == {"zone": "America/New_York", "reminders": [hers]}
    assert subject not in str(read)


async def test_what_nobody_stored_nobody_reads(alices: Browser, alice: Person) -> None:
    """A word of a lock screen or an address is nowhere in the list."""
    await past(alice, ReminderState.failed, "http_410")
    [read] = await sent(alices)
    assert set(read) == {"kind", "subject", "due_at", "emailed_at", "email_failed", *WAY}
    assert "410" not in str(read["why_not"])
