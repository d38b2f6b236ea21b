"""A worrying answer is somebody's: at once, by name, until it is done."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

import pytest
from tortoise.expressions import Q

from server import clock
from server.checkins.keep import Arrived
from server.checkins.models import DAILY, CallRequest, CheckIn, Flag
from server.checkins.plan import close_missed
from server.checkins.score import Tier
from server.checkins.submit import submit
from server.database import connection
from server.keys import Keys
from server.people.models import Audit, Person, Phase, Program, Responder, Role
from server.push.models import Subscription, address_hash
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.review.escalate import escalate
from server.review.models import Alert, AlertEvent
from server.review.raising import raise_alerts
from server.review.watch import Watcher
from server.sessions.models import Attendance, Change, Mark, Series, SessionKind
from tests.conftest import Browser, make_person, new_id, sign_in
from tests.frozen import at, utc

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York; somebody is there from 9 to 17
MONDAY_NIGHT = utc("2026-06-02T02:00")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SAFETY = {"phq-9": "LA6569-3"}  # question 9: several days


@pytest.fixture(autouse=True)
def _monday_noon() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def responders(program: Program, ben: Person) -> tuple[Person, Person]:
    """Ben, and after him Cleo."""
    cleo = await make_person(program, "Cleo", Role.counselor)
    for rank, person in enumerate((ben, cleo)):
        await Responder.create(program=program, person=person, rank=rank)
    return ben, cleo


async def say(person: Person, instrument: str = "daily", /, **items: Any) -> Arrived:
    now = clock.now()
    return await submit(
        new_id(), person.id, person.program_id, check_in_id=None, instrument=instrument,
        version="1", language="en", items=items,
        answered_at=now, now=now,
    )  # fmt: skip


async def worry(person: Person) -> Arrived:
    """Says that they had thoughts of hurting themselves."""
    return await say(person, "phq-9", **SAFETY)


async def ask_for_a_call(person: Person, rule: str | None = None) -> CallRequest:
    now = clock.now()
    return await CallRequest.keep(new_id(), person, rule=rule, asked_at=now, received_at=now)


async def take_pushes(person: Person, keys: Keys) -> Subscription:
    device, _ = await sign_in(person)
    endpoint = f"https://updates.push.services.mozilla.com/wpush/v2/{new_id()}"
    return await Subscription.create(
        id=new_id(), person=person, device=device, endpoint=endpoint, endpoint_hash=address_hash(endpoint),
        p256dh="key", auth="auth", vapid_key=keys.vapid.public_key, made_at=clock.now(),
    )  # fmt: skip


async def steps(alert: Alert | None = None) -> list[tuple[str, UUID | None]]:
    """What happened, and whose it was from then on."""
    events = AlertEvent.filter(alert_id=alert.id) if alert else AlertEvent.all()
    return [(event.step.value, event.to_id) for event in await events.order_by("at", "id")]


async def pushed_to() -> list[UUID]:
    return [each.person_id for each in await Reminder.filter(kind=ReminderKind.alert).order_by("due_at", "id")]


async def alerts_of(browser: Browser) -> dict[str, list[dict[str, Any]]]:
    answer = await browser.get("/api/alerts")
    assert answer.status_code == 200, answer.text
    found: dict[str, list[dict[str, Any]]] = answer.json()
    return found


# Raising


async def test_a_worrying_answer_is_danas_within_the_hour(alice: Person, dana: Person, keys: Keys) -> None:
    await take_pushes(dana, keys)
    answer = await worry(alice)
    assert await raise_alerts(clock.now()) == 1
    alert = await Alert.get()
    assert (alert.person_id, alert.rule, alert.tier, alert.day) == (alice.id, "safety", Tier.urgent, date(2026, 6, 1))
    assert (alert.owner_id, alert.due_by) == (dana.id, MONDAY_NOON + HOUR)
    assert (await Flag.get()).alert_id == alert.id
    [event] = await AlertEvent.all()
    assert (event.step, event.to_id, event.answer_id) == ("opened", dana.id, answer.id)
    [reminder] = await Reminder.all()
    assert (reminder.person_id, reminder.kind, reminder.state) == (dana.id, "alert", "waiting")
    assert (reminder.due_at, reminder.useless_after) == (MONDAY_NOON, MONDAY_NOON + DAY)
    assert await raise_alerts(clock.now()) == 0


async def test_a_zone_that_this_machine_does_not_know_holds_no_alert_up(alice: Person, charlie: Person) -> None:
    await worry(alice)
    await worry(charlie)
    await Person.filter(id=alice.id).update(zone="Nowhere/At_All")
    await raise_alerts(MONDAY_NOON)
    assert {alert.person_id for alert in await Alert.all()} == {alice.id, charlie.id}


async def test_what_is_for_today_waits_for_the_work_list_and_pushes_nobody(
    alice: Person, dana: Person, keys: Keys
) -> None:
    await take_pushes(dana, keys)
    await say(alice, used=True)
    await raise_alerts(clock.now())
    alert = await Alert.get()
    assert (alert.rule, alert.tier, alert.due_by) == ("used", Tier.today, utc("2026-06-01T21:00"))
    assert not await Reminder.exists()


async def test_one_answer_may_have_two_reasons(alice: Person) -> None:
    await say(alice, used=True, call=True, craving=9)
    await raise_alerts(clock.now())
    assert {alert.rule for alert in await Alert.all()} == {"used", "call", "craving"}


async def test_another_answer_of_the_day_adds_to_the_alert(alice: Person) -> None:
    first = await say(alice, used=True)
    await raise_alerts(clock.now())
    with at(MONDAY_NOON + HOUR):
        second = await say(alice, used=True)
        with at(MONDAY_NOON + HOUR + timedelta(seconds=1)):
            third = await say(alice, used=True)
            assert await raise_alerts(clock.now()) == 1
    alert = await Alert.get()
    assert [step for step, _ in await steps()] == ["opened", "added", "added"]
    assert [event.answer_id for event in await AlertEvent.all().order_by("at", "id")] == [first.id, second.id, third.id]
    assert {flag.alert_id for flag in await Flag.all()} == {alert.id}
    assert (alert.opened_at, alert.due_by) == (MONDAY_NOON, utc("2026-06-01T21:00"))


async def test_the_day_is_the_persons_own(alice: Person) -> None:
    for hours in (0, 11, 13):  # noon, 23:00, and 01:00 of Tuesday in New York
        with at(MONDAY_NOON + hours * HOUR):
            await say(alice, used=True)
            await raise_alerts(clock.now())
    assert [alert.day for alert in await Alert.all().order_by("day")] == [date(2026, 6, 1), date(2026, 6, 2)]


async def test_a_note_of_blanks_resolves_nothing(alice: Person, danas: Browser) -> None:
    await say(alice, used=True)
    await raise_alerts(clock.now())
    alert = await Alert.get()
    reply = await danas.put(f"/api/resolutions/{new_id()}", {"alert": str(alert.id), "note": "  \n"})
    assert (reply.status_code, reply.json()["field"]) == (422, "note")
    assert (await Alert.get()).resolved_at is None


async def test_what_was_resolved_opens_again_with_another_answer(alice: Person, danas: Browser) -> None:
    await say(alice, used=True)
    await raise_alerts(clock.now())
    alert = await Alert.get()
    await danas.put(f"/api/resolutions/{new_id()}", {"alert": str(alert.id), "note": "Called her."})
    with at(utc("2026-06-01T20:00")):
        await say(alice, used=True)
        await raise_alerts(clock.now())
    alert = await Alert.get()
    assert [step for step, _ in await steps()] == ["opened", "resolved", "reopened"]
    assert (alert.resolved_at, alert.resolved_by_id, alert.acknowledged_at) == (None, None, None)
    assert alert.due_by == utc("2026-06-02T21:00")  # an hour of coverage was left: Tuesday


async def test_a_tier_rises_and_never_sinks(alice: Person, danas: Browser) -> None:
    await say(alice, call=True)
    await raise_alerts(clock.now())
    alert = await Alert.get()
    await danas.put(f"/api/acknowledgments/{new_id()}", {"alert": str(alert.id)})
    await Flag.create(answer_id=(await say(alice)).id, person=alice, rule="call", tier=Tier.urgent)
    await raise_alerts(clock.now())
    risen = await Alert.get()
    assert (risen.tier, risen.due_by, risen.acknowledged_at) == (Tier.urgent, MONDAY_NOON + HOUR, None)
    await Flag.create(answer_id=(await say(alice)).id, person=alice, rule="call", tier=Tier.digest)
    await raise_alerts(clock.now())
    assert (await Alert.get()).tier == Tier.urgent


async def test_an_urgent_answer_after_somebody_was_on_it_is_theirs_to_act_on_anew(
    alice: Person, dana: Person, ben: Person, bens: Browser, responders: tuple[Person, Person], keys: Keys
) -> None:
    """What came in at noon may be worse in the evening, and whoever was on it may have gone home."""
    for person in (dana, ben):
        await take_pushes(person, keys)
    await Person.filter(id=ben.id).update(role=Role.admin)  # he sees everybody
    await worry(alice)
    await raise_alerts(clock.now())
    alert = await Alert.get()
    await bens.put(f"/api/acknowledgments/{new_id()}", {"alert": str(alert.id)})
    with at(MONDAY_NOON + 2 * HOUR):
        await worry(alice)
        await raise_alerts(clock.now())
    alert = await Alert.get()
    assert (alert.acknowledged_at, alert.owner_id, alert.due_by) == (None, ben.id, MONDAY_NOON + 3 * HOUR)
    assert [(step, to) for step, to in await steps() if to] == [("opened", dana.id), ("reopened", ben.id)]
    assert await pushed_to() == [dana.id, ben.id]
    with at(MONDAY_NOON + 3 * HOUR):
        assert await escalate(clock.now()) == 1


async def test_what_is_not_urgent_is_added_to_what_somebody_is_on(alice: Person, dana: Person, danas: Browser) -> None:
    await say(alice, used=True)
    await raise_alerts(clock.now())
    alert = await Alert.get()
    await danas.put(f"/api/acknowledgments/{new_id()}", {"alert": str(alert.id)})
    await say(alice, used=True)
    await raise_alerts(clock.now())
    alert = await Alert.get()
    assert (alert.acknowledged_at, alert.acknowledged_by_id) == (MONDAY_NOON, dana.id)
    assert [step for step, _ in await steps()] == ["opened", "acknowledged", "added"]


async def test_two_workers_raise_everything_once(alice: Person, charlie: Person) -> None:
    for person in (alice, charlie):
        await worry(person)
        await say(person, used=True)
    await asyncio.gather(*(raise_alerts(clock.now()) for _ in range(4)))
    await raise_alerts(clock.now())  # what one worker left to another that was at the same person
    assert await Alert.all().count() == 4
    assert [step for step, _ in await steps()] == ["opened"] * 4
    assert not await Flag.filter(alert_id=None).exists()


async def test_one_that_cannot_be_raised_stops_nobody_elses(alice: Person, charlie: Person) -> None:
    for person in (alice, charlie):
        await worry(person)
    await Program.all().update(coverage_from="09:00")
    other = await Program.create(name="Elsewhere", zone="Nowhere/At_All")
    await Person.filter(id=alice.id).update(program_id=other.id)
    await raise_alerts(clock.now())
    assert [alert.person_id for alert in await Alert.all()] == [charlie.id]
    await Program.filter(id=other.id).update(zone="UTC")
    await raise_alerts(clock.now())
    assert await Alert.all().count() == 2


# Requests to be contacted


@pytest.mark.parametrize(
    ("rule", "raised", "tier"),
    [
        ("safety", "safety", Tier.urgent),  # from the page that it opens, whether the form was sent or not
        (None, "call", Tier.today),
        ("craving-7", "call", Tier.today),
        ("nonsense", "call", Tier.today),
    ],
)
async def test_a_request_is_as_urgent_as_what_it_was_asked_about(
    alice: Person, rule: str | None, raised: str, tier: Tier
) -> None:
    asked = await ask_for_a_call(alice, rule)
    await raise_alerts(clock.now())
    alert = await Alert.get()
    assert (alert.rule, alert.tier) == (raised, tier)
    assert (await CallRequest.get(id=asked.id)).alert_id == alert.id


async def test_a_request_and_the_answer_that_it_came_from_are_one_alert(alice: Person) -> None:
    await ask_for_a_call(alice, "safety")
    answer = await worry(alice)
    await raise_alerts(clock.now())
    assert await Alert.all().count() == 1
    assert {event.answer_id for event in await AlertEvent.all()} == {None, answer.id}


async def test_that_she_asked_to_be_contacted_is_told_also_beside_the_answer(danas: Browser, alice: Person) -> None:
    await worry(alice)
    await raise_alerts(clock.now())
    assert "asked" not in [each["step"] for each in (await alerts_of(danas))["open"][0]["events"]]
    await ask_for_a_call(alice, "safety")
    await raise_alerts(clock.now())
    assert "asked" in [each["step"] for each in (await alerts_of(danas))["open"][0]["events"]]


# Whose


async def test_without_a_counselor_it_is_the_first_responders(alice: Person, responders: tuple[Person, Person]) -> None:
    await Person.filter(id=alice.id).update(counselor_id=None)
    await worry(alice)
    await raise_alerts(clock.now())
    assert (await Alert.get()).owner_id == responders[0].id


async def test_where_nobody_is_named_it_is_an_admins(alice: Person, program: Program) -> None:
    await Person.filter(id=alice.id).update(counselor_id=None)
    ada = await make_person(program, "Ada", Role.admin)
    await worry(alice)
    await raise_alerts(clock.now())
    assert (await Alert.get()).owner_id == ada.id


async def test_with_no_staff_at_all_it_is_still_there(alice: Person, program: Program) -> None:
    await Person.filter(id=alice.id).update(counselor_id=None)
    await worry(alice)
    await raise_alerts(clock.now())
    assert await escalate(MONDAY_NIGHT + DAY) == 1
    ada = await make_person(program, "Ada", Role.admin)
    await escalate(MONDAY_NIGHT + 2 * DAY)
    assert (await Alert.get()).owner_id == ada.id


@pytest.mark.parametrize(
    ("moment", "with_devices", "pushed", "others"),
    [
        (MONDAY_NOON, ("Dana", "Ben", "Cleo"), ["Dana"], []),
        (MONDAY_NIGHT, ("Dana", "Ben", "Cleo"), ["Dana", "Ben"], ["told Ben"]),
        (MONDAY_NOON, ("Ben", "Cleo"), ["Ben"], ["told Ben"]),  # Dana has no device that can be reached
        (MONDAY_NOON, ("Cleo",), ["Cleo"], ["unreached Ben", "told Cleo"]),  # one after the other, until one can be
        (MONDAY_NIGHT, ("Dana",), ["Dana"], ["unreached Ben", "unreached Cleo"]),
        (MONDAY_NOON, (), [], ["unreached Ben", "unreached Cleo"]),
    ],
)
async def test_others_learn_of_an_urgent_alert_when_its_owner_may_not_see_it(
    alice: Person, dana: Person, responders: tuple[Person, Person], keys: Keys,
    moment: Any, with_devices: tuple[str, ...], pushed: list[str], others: list[str],
) -> None:  # fmt: skip
    names = {person.id: person.name for person in (dana, *responders)}
    with at(moment):
        for person in (dana, *responders):
            if person.name in with_devices:
                await take_pushes(person, keys)
        await worry(alice)
        await raise_alerts(clock.now())
    assert sorted(names[each] for each in await pushed_to()) == sorted(pushed)
    _, *found = await AlertEvent.all().order_by("id")
    assert [f"{event.step} {names[event.to_id]}" for event in found if event.to_id] == others
    assert (await Alert.get()).owner_id == dana.id


# Nobody acts


async def test_it_goes_to_the_next_until_somebody_acts(
    alice: Person, dana: Person, bens: Browser, responders: tuple[Person, Person], keys: Keys
) -> None:
    ben, cleo = responders
    for person in (dana, ben, cleo):
        await take_pushes(person, keys)
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    due = MONDAY_NOON
    for number, owner in enumerate((ben, cleo, dana, ben), 1):
        due = (await Alert.get()).due_by
        assert await escalate(due - timedelta(milliseconds=1)) == 0
        assert await escalate(due) == 1
        assert await escalate(due) == 0
        alert = await Alert.get()
        assert (alert.owner_id, alert.escalations) == (owner.id, number)
        assert due < alert.due_by <= due + 12 * HOUR
    assert (await pushed_to())[:5] == [dana.id, ben.id, cleo.id, dana.id, ben.id]
    with at(due):
        done = await bens.put(f"/api/acknowledgments/{new_id()}", {"alert": str(alert.id)})
    assert (done.json()["acknowledged_by"], done.json()["mine"]) == ("Ben", True)
    assert await escalate(due + 30 * DAY) == 0


async def test_the_only_responder_is_told_again(alice: Person, dana: Person, keys: Keys) -> None:
    await take_pushes(dana, keys)
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    await escalate(MONDAY_NOON + HOUR)
    assert (await Alert.get()).owner_id == dana.id
    assert await pushed_to() == [dana.id, dana.id]


async def test_what_is_for_today_goes_to_the_next_when_the_day_is_over_and_pushes(
    alice: Person, dana: Person, responders: tuple[Person, Person], keys: Keys
) -> None:
    await take_pushes(responders[0], keys)
    await say(alice, used=True)
    await raise_alerts(MONDAY_NOON)
    await escalate(utc("2026-06-01T21:00"))
    alert = await Alert.get()
    assert (alert.owner_id, alert.due_by) == (responders[0].id, utc("2026-06-02T21:00"))
    assert await pushed_to() == [responders[0].id]


async def test_a_digest_can_wait(alice: Person, responders: tuple[Person, Person]) -> None:
    await Flag.create(answer_id=(await say(alice)).id, person=alice, rule="bam-risk", tier=Tier.digest)
    await raise_alerts(MONDAY_NOON)
    assert await escalate(MONDAY_NOON + 30 * DAY) == 0


async def test_two_workers_escalate_once(alice: Person, charlie: Person, responders: tuple[Person, Person]) -> None:
    for person in (alice, charlie):
        await worry(person)
    await raise_alerts(MONDAY_NOON)
    await asyncio.gather(*(escalate(MONDAY_NOON + HOUR) for _ in range(4)))
    assert [alert.escalations for alert in await Alert.all()] == [1, 1]
    assert await AlertEvent.filter(step="escalated").count() == 2


async def test_acting_and_escalating_at_once_leaves_one_of_them(
    alice: Person, danas: Browser, responders: tuple[Person, Person]
) -> None:
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    alert = await Alert.get()
    with at(MONDAY_NOON + HOUR):
        await asyncio.gather(
            danas.put(f"/api/acknowledgments/{new_id()}", {"alert": str(alert.id)}), escalate(MONDAY_NOON + HOUR)
        )
    alert = await Alert.get()
    assert alert.acknowledged_at == MONDAY_NOON + HOUR  # whatever else, this is never lost
    assert alert.escalations == await AlertEvent.filter(step="escalated").count()


async def test_what_was_not_pushed_yet_is_taken_back_when_somebody_is_on_it(
    alice: Person, dana: Person, danas: Browser, keys: Keys
) -> None:
    await take_pushes(dana, keys)
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    alert = await Alert.get()
    await danas.put(f"/api/acknowledgments/{new_id()}", {"alert": str(alert.id)})
    assert (await Reminder.get()).state == ReminderState.withdrawn


# What Dana sees and does


async def test_dana_reads_whose_why_and_by_when(
    danas: Browser, alice: Person, dana: Person, charlie: Person, responders: tuple[Person, Person]
) -> None:
    await say(alice, used=True)
    answer = await worry(alice)
    await worry(charlie)  # is in Ben's care
    await raise_alerts(MONDAY_NOON)
    with at(MONDAY_NOON + 2 * HOUR):
        found = await alerts_of(danas)
    assert [(each["rule"], each["tier"], each["overdue"]) for each in found["open"]] == [
        ("safety", "urgent", True),
        ("used", "today", False),
    ]
    first = found["open"][0]
    assert first["person"] == {"id": str(alice.id), "name": "Alice"}
    assert first["owner"] == {"id": str(dana.id), "name": "Dana"}
    assert (first["mine"], first["answers"], first["escalations"]) == (True, [str(answer.id)], 0)
    assert first["text"]["en"].startswith("PHQ-9 question 9")
    assert first["text"]["es"] != first["text"]["en"]
    # At noon Dana has no device that can be reached, so the responders would have been told too.
    assert [(each["step"], each["to"]) for each in first["events"]] == [
        ("opened", "Dana"), ("unreached", "Ben"), ("unreached", "Cleo"),
    ]  # fmt: skip


async def test_whoever_is_second_learns_who_was_first(
    danas: Browser, bens: Browser, alice: Person, responders: tuple[Person, Person]
) -> None:
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    alert = {"alert": str((await Alert.get()).id)}
    mine = new_id()
    first = await danas.put(f"/api/acknowledgments/{mine}", alert)
    with at(MONDAY_NOON + HOUR):
        second = await bens.put(f"/api/acknowledgments/{new_id()}", alert)
        again = await danas.put(f"/api/acknowledgments/{mine}", alert)
    assert first.json() == again.json()
    said = (second.json()["acknowledged_by"], second.json()["acknowledged_at"])
    assert said == ("Dana", first.json()["acknowledged_at"])
    assert (first.json()["mine"], second.json()["mine"]) == (True, False)
    assert [(await alerts_of(each))["open"][0]["on_it"] for each in (danas, bens)] == [True, False]
    resolved = await bens.put(f"/api/resolutions/{new_id()}", {**alert, "note": "We spoke; she is with her sister."})
    late = await danas.put(f"/api/resolutions/{new_id()}", {**alert, "note": "Done."})
    assert [(each.json()["resolved_by"], each.json()["mine"]) for each in (resolved, late)] == [
        ("Ben", True), ("Ben", False),
    ]  # fmt: skip
    found = await alerts_of(danas)
    [closed] = found["resolved"]
    assert found["open"] == []
    assert (closed["acknowledged_by"], closed["resolved_by"]) == ("Dana", "Ben")
    assert [(each["step"], each["by"], each["note"]) for each in closed["events"] if each["by"]] == [
        ("acknowledged", "Dana", None),
        ("resolved", "Ben", "We spoke; she is with her sister."),
        ("resolved", "Dana", "Done."),
    ], "who was second is told so, and what they wrote is kept"


async def test_both_at_once_one_is_first(danas: Browser, bens: Browser, alice: Person, ben: Person) -> None:
    await worry(alice)
    await Responder.create(program_id=alice.program_id, person=ben, rank=0)
    await raise_alerts(MONDAY_NOON)
    body = {"alert": str((await Alert.get()).id), "note": "Called."}
    replies = await asyncio.gather(*(each.put(f"/api/resolutions/{new_id()}", body) for each in (danas, bens) * 3))
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["resolved_by"] for reply in replies}) == 1
    assert await AlertEvent.filter(step="resolved").count() == 6, "nobody's note is lost"


async def test_resolving_says_what_was_done_and_acknowledges(danas: Browser, alice: Person, dana: Person) -> None:
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    path, alert = f"/api/resolutions/{new_id()}", {"alert": str((await Alert.get()).id)}
    assert (await danas.put(path, alert)).json()["field"] == "note"
    assert (await danas.put(path, {**alert, "note": ""})).json()["field"] == "note"
    assert (await danas.put(path, {**alert, "note": "x" * 2001})).json()["field"] == "note"
    await danas.put(path, {**alert, "note": "Called."})
    done = await Alert.get()
    assert (done.acknowledged_by_id, done.acknowledged_at) == (dana.id, MONDAY_NOON)
    assert done.resolved_at == MONDAY_NOON


async def test_an_old_click_does_not_answer_for_what_came_since(danas: Browser, alice: Person) -> None:
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    path, body = f"/api/resolutions/{new_id()}", {"alert": str((await Alert.get()).id), "note": "Called."}
    await danas.put(path, body)
    with at(MONDAY_NOON + HOUR):
        await worry(alice)
        await raise_alerts(clock.now())
        assert (await danas.put(path, body)).status_code == 200  # from the outbox, once more
    assert (await Alert.get()).resolved_at is None


async def test_an_alert_changes_what_the_caseload_says(danas: Browser, alice: Person) -> None:
    async def is_stale() -> bool:
        stale = (await Person.get(id=alice.id)).standing_stale
        await Person.filter(id=alice.id).update(standing_stale=False)
        return stale

    await worry(alice)
    await is_stale()
    await raise_alerts(MONDAY_NOON)
    assert await is_stale()
    await escalate(MONDAY_NOON + HOUR)
    assert await is_stale()
    await danas.put(f"/api/acknowledgments/{new_id()}", {"alert": str((await Alert.get()).id)})
    assert await is_stale()


async def test_an_open_page_learns_of_every_step_in_a_few_bytes_and_looks_at_nobody(
    danas: Browser, bens: Browser, alice: Person
) -> None:
    async def pressing() -> tuple[int, int, Any]:
        said = (await danas.get("/api/pressing")).json()
        return said["urgent"], said["today"], said["changed_at"]

    assert await pressing() == (0, 0, None)
    await say(alice, "phq-9", **SAFETY)
    await raise_alerts(clock.now())
    opened = await pressing()
    assert opened[:2] == (1, 0)
    assert (await bens.get("/api/pressing")).json()["urgent"] == 0
    assert not await Audit.exists()
    with at(MONDAY_NOON + HOUR):
        alert = await Alert.get(person=alice)
        await danas.put(f"/api/acknowledgments/{new_id()}", {"alert": str(alert.id)})
        taken_up = await pressing()
        assert taken_up[:2] == (0, 0)
        assert taken_up[2] > opened[2]
        caseload = (await danas.get("/api/caseload")).json()["alerts"]
        assert caseload == {"urgent": 0, "today": 0, "overdue": 0}
        await danas.put(f"/api/resolutions/{new_id()}", {"alert": str(alert.id), "note": "Called her."})
        assert await pressing() == (0, 0, None)


async def test_the_number_of_queries_does_not_grow_with_the_alerts(
    danas: Browser, dana: Person, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [await make_person(program, f"Guest {number}", counselor=dana) for number in range(8)]
    asked: list[str] = []
    client = type(connection())
    for name in ("execute_query", "execute_query_dict"):
        monkeypatch.setattr(client, name, counting(getattr(client, name), asked))
    found = []
    for some in (people[:1], people[1:]):
        for person in some:
            await worry(person)
            await say(person, used=True)
        await raise_alerts(clock.now())
        asked.clear()
        found.append((len((await alerts_of(danas))["open"]), len(asked)))
    assert found == [(2, found[0][1]), (16, found[0][1])]


def counting(execute: Any, asked: list[str]) -> Any:
    async def count(self: Any, query: str, values: list[Any] | None = None) -> Any:
        asked.append(query)
        return await execute(self, query, values)

    return count


# Who may


async def test_whom_an_alert_went_to_has_the_person_in_care_as_long_as_it_is_open(
    bens: Browser, danas: Browser, alice: Person, responders: tuple[Person, Person]
) -> None:
    page = f"/api/people/{alice.id}"
    await say(alice, used=True)
    await raise_alerts(MONDAY_NOON)
    alert = await Alert.get()
    acknowledge = {"alert": str(alert.id)}
    assert (await bens.get(page)).status_code == 404
    assert (await alerts_of(bens))["open"] == []
    assert (await bens.put(f"/api/acknowledgments/{new_id()}", acknowledge)).status_code == 404
    with at(utc("2026-06-01T21:00")):
        await escalate(clock.now())
        assert (await bens.get(page)).status_code == 200
        assert [each["mine"] for each in (await alerts_of(bens))["open"]] == [True]
    with at(utc("2026-06-02T21:00")):
        await escalate(clock.now())  # to Cleo; Ben was told, and may still act
        assert (await bens.get(page)).status_code == 200
        await danas.put(f"/api/resolutions/{new_id()}", {**acknowledge, "note": "Called."})
        assert (await bens.get(page)).status_code == 404
        late = await bens.put(f"/api/resolutions/{new_id()}", {**acknowledge, "note": "Me too."})
        assert late.json()["resolved_by"] == "Dana", "it was brought to him, so he learns who was first"


async def test_who_was_told_may_act(bens: Browser, alice: Person, responders: tuple[Person, Person]) -> None:
    with at(MONDAY_NIGHT):
        await worry(alice)
        await raise_alerts(clock.now())
        reply = await bens.put(f"/api/acknowledgments/{new_id()}", {"alert": str((await Alert.get()).id)})
    assert reply.json()["acknowledged_by"] == "Ben"
    look = await Audit.get(viewer_id=responders[0].id)
    assert (look.person_id, look.what) == (alice.id, "PUT /api/acknowledgments/{id}")


async def test_an_alert_reaches_nobody_of_another_program(bens: Browser, ben: Person, alice: Person) -> None:
    other = await Program.create(name="Elsewhere", zone="UTC")
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    await Responder.create(program_id=alice.program_id, person=ben, rank=0)
    await Person.filter(id=ben.id).update(program_id=other.id)
    await escalate(MONDAY_NOON + HOUR)
    assert (await Alert.get()).owner_id != ben.id
    await Alert.all().update(owner_id=ben.id)  # even if it did
    await AlertEvent.all().update(to_id=ben.id)
    assert (await alerts_of(bens))["open"] == []
    assert (await bens.get(f"/api/people/{alice.id}")).status_code == 404


async def test_who_has_left_the_program_keeps_their_alerts(danas: Browser, alice: Person) -> None:
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    await Person.filter(id=alice.id).update(phase=Phase.ended)
    assert [each["rule"] for each in (await alerts_of(danas))["open"]] == ["safety"]
    with at(MONDAY_NOON + HOUR):
        assert await escalate(clock.now()) == 1


async def test_nothing_on_the_way_to_a_phone_says_whose_alert_it_is(alice: Person, dana: Person, keys: Keys) -> None:
    await take_pushes(dana, keys)
    await worry(alice)
    await raise_alerts(MONDAY_NOON)
    reminder = await Reminder.get()
    assert reminder.subject == str((await Alert.get()).id)
    assert str(alice.id) not in f"{reminder.key} {reminder.subject}"


# What nobody said


async def watch(now: datetime) -> int:
    """As a process does that has just started."""
    return await Watcher().look(now)


async def attend(person: Person, *marks: Mark | None) -> None:
    """One session a week up to last week, marked like this, the oldest first."""
    series = await Series.create(
        program_id=person.program_id, person=person, kind=SessionKind.individual, title="One to one",
        rule="FREQ=WEEKLY;BYDAY=MO", first_day=date(2026, 1, 5), wall_time="10:00", minutes=50, zone="UTC",
    )  # fmt: skip
    for weeks, mark in zip(range(len(marks), 0, -1), marks, strict=True):
        then = MONDAY_NOON - weeks * timedelta(weeks=1)
        await Attendance.create(
            person=person, series=series, original_start=f"{then:%Y-%m-%dT10:00}", starts_at=then, mark=mark,
            marked_by_id=new_id(), marked_at=MONDAY_NOON, changed_by=new_id(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "raised"),
    [
        ((Mark.no_show, Mark.no_show), True),
        ((Mark.attended, Mark.no_show, Mark.no_show), True),
        ((Mark.no_show, Mark.excused, Mark.no_show), True),  # excused is not missed, and ends no row
        ((Mark.no_show, Mark.no_show, Mark.excused), True),
        ((Mark.no_show, None, Mark.no_show), True),  # a mark that was taken back is none
        ((Mark.no_show, Mark.late, Mark.no_show), False),
        ((Mark.no_show, Mark.no_show, Mark.attended), False),
        ((Mark.no_show,), False),
        ((Mark.excused, Mark.excused), False),
        ((), False),
    ],
)
async def test_two_sessions_missed_in_a_row_are_for_today(
    alice: Person, marks: tuple[Mark | None, ...], raised: bool
) -> None:
    await attend(alice, *marks)
    assert await watch(MONDAY_NOON) == raised
    assert [(alert.rule, alert.tier) for alert in await Alert.all()] == [("sessions", Tier.today)] * raised
    assert await watch(MONDAY_NOON + HOUR) == 0


async def test_a_third_session_missed_is_another_alert_only_after_the_first_is_resolved(
    alice: Person, danas: Browser
) -> None:
    await attend(alice, Mark.no_show, Mark.no_show, None)
    await watch(MONDAY_NOON)
    last = Attendance.filter(mark=None)
    await last.update(mark=Mark.no_show, marked_at=MONDAY_NOON + HOUR)
    assert await watch(MONDAY_NOON + HOUR) == 0
    with at(MONDAY_NOON + 2 * HOUR):
        body = {"alert": str((await Alert.get()).id), "note": "Called; she knows all three."}
        await danas.put(f"/api/resolutions/{new_id()}", body)
    assert await watch(MONDAY_NOON + 3 * HOUR) == 0  # it was resolved with all three known
    await Attendance.filter(original_start="2026-05-25T10:00").update(marked_at=MONDAY_NOON + 4 * HOUR)
    assert await watch(MONDAY_NOON + 4 * HOUR) == 1


async def test_a_session_that_was_cancelled_was_not_missed(alice: Person) -> None:
    await attend(alice, Mark.no_show, Mark.attended, Mark.no_show, Mark.no_show)
    off: dict[str, Any] = {"series": await Series.get(person_id=alice.id), "cancelled": True}
    await Change.create(original_start="2026-05-25T10:00", changed_at=MONDAY_NOON - 40 * DAY, **off)
    watcher = Watcher()
    assert await watcher.look(MONDAY_NOON) == 0
    later = MONDAY_NOON + 2 * HOUR
    await Change.create(original_start="2026-05-11T10:00", changed_at=later, **off)  # the one that she was at
    assert await watcher.look(later) == 1


async def test_who_keeps_looking_sees_what_is_new_and_nothing_twice(alice: Person, charlie: Person) -> None:
    watcher = Watcher()
    await attend(alice, Mark.no_show, Mark.no_show)
    assert await watcher.look(MONDAY_NOON) == 1
    await attend(charlie, Mark.no_show, Mark.no_show)
    assert await watcher.look(MONDAY_NOON + timedelta(seconds=30)) == 1
    assert await watcher.look(MONDAY_NOON + timedelta(minutes=1)) == 0


async def test_one_that_cannot_be_raised_is_looked_for_again_and_stops_nobody_elses(
    alice: Person, charlie: Person
) -> None:
    watcher = Watcher()
    for person in (alice, charlie):
        await attend(person, Mark.no_show, Mark.no_show)
    other = await Program.create(name="Elsewhere", zone="Nowhere/At_All")
    await Person.filter(id=alice.id).update(program_id=other.id)
    with pytest.raises(ZoneInfoNotFoundError):
        await watcher.look(MONDAY_NOON)
    assert [alert.person_id for alert in await Alert.all()] == [charlie.id]
    await Program.filter(id=other.id).update(zone="UTC")
    assert await watcher.look(MONDAY_NOON + HOUR) == 1


async def check_in(person: Person, days_ago: int, slot: str = DAILY, **more: Any) -> CheckIn:
    opens_at = MONDAY_NOON - days_ago * DAY
    return await CheckIn.create(
        id=new_id(), person=person, instrument="daily", slot=slot, local_date=person.today(opens_at),
        opens_at=opens_at, closes_at=opens_at + 6 * HOUR, **more,
    )  # fmt: skip


async def test_three_unanswered_in_a_row_are_told_once_until_an_answer_comes(alice: Person) -> None:
    for days_ago in (5, 4):
        await check_in(alice, days_ago)
    await close_missed(MONDAY_NOON)
    assert await watch(MONDAY_NOON) == 0
    for days_ago in (3, 2, 1):  # the row grows
        await check_in(alice, days_ago)
        await close_missed(MONDAY_NOON)
        await watch(MONDAY_NOON)
    [alert] = await Alert.all()
    assert (alert.rule, alert.tier, alert.day) == ("unanswered", Tier.digest, date(2026, 5, 29))
    await CheckIn.filter(local_date=date(2026, 5, 31)).update(answered_at=MONDAY_NOON)  # late, and welcome
    for days_ago in (0, -1, -2):
        await check_in(alice, days_ago)
    await close_missed(MONDAY_NOON + 3 * DAY)
    assert await watch(MONDAY_NOON + 3 * DAY) == 1
    assert [each.day for each in await Alert.all().order_by("day")] == [date(2026, 5, 29), date(2026, 6, 3)]


async def test_an_answer_that_came_late_ends_the_row_too(alice: Person) -> None:
    for days_ago in (5, 4):
        await check_in(alice, days_ago)
    await close_missed(MONDAY_NOON)
    # After Tuesday's was over, the one of the evening before is answered.
    await CheckIn.filter(local_date=date(2026, 5, 27)).update(answered_at=MONDAY_NOON - 3 * DAY)
    for days_ago in (3, 2):
        await check_in(alice, days_ago)
        await close_missed(MONDAY_NOON)
    assert await watch(MONDAY_NOON) == 0
    await check_in(alice, 1)
    await close_missed(MONDAY_NOON)
    assert await watch(MONDAY_NOON) == 1


async def test_check_ins_are_counted_by_slot_and_those_withdrawn_not_at_all(alice: Person) -> None:
    for days_ago, slot in ((3, DAILY), (2, DAILY), (2, "weekly"), (1, "weekly")):
        await check_in(alice, days_ago, slot)
    await check_in(alice, 1, withdrawn_at=MONDAY_NOON)
    await close_missed(MONDAY_NOON)
    assert await watch(MONDAY_NOON) == 0


async def test_who_has_ended_is_not_waited_for(alice: Person) -> None:
    await attend(alice, Mark.no_show, Mark.no_show)
    for days_ago in (3, 2, 1):
        await check_in(alice, days_ago)
    await close_missed(MONDAY_NOON)
    await Person.filter(id=alice.id).update(phase=Phase.ended)
    assert await watch(MONDAY_NOON) == 0


async def test_two_workers_watch_once(alice: Person, charlie: Person) -> None:
    for person in (alice, charlie):
        await attend(person, Mark.no_show, Mark.no_show)
    await asyncio.gather(*(watch(MONDAY_NOON) for _ in range(4)))
    assert await Alert.all().count() == 2
    assert await AlertEvent.filter(~Q(step__in=["told", "unreached"])).count() == 2


# The rules


async def test_every_rule_is_said_in_words_with_what_it_has_raised(
    danas: Browser, alice: Person, charlie: Person
) -> None:
    other = await make_person(await Program.create(name="Elsewhere", zone="UTC"), "Mallory")
    await worry(other)
    with at(MONDAY_NOON - 31 * DAY):
        await say(alice, used=True)
        await raise_alerts(clock.now())
    for person in (alice, charlie):
        await say(person, used=True)
    await raise_alerts(MONDAY_NOON)
    alert = await Alert.get(person=alice, day=date(2026, 6, 1))
    await danas.put(f"/api/resolutions/{new_id()}", {"alert": str(alert.id), "note": "Called."})
    said = (await danas.get("/api/rules")).json()
    rules = {each["rule"]: each for each in said["rules"]}
    assert {"safety", "call", "used", "craving", "sessions", "unanswered"} <= rules.keys()
    assert "craving-7" not in rules  # it only offers something to the person
    assert [rules["used"][key] for key in ("tier", "raised", "resolved", "open")] == ["today", 2, 1, 1]
    assert rules["safety"]["raised"] == 0
    assert {"PHQ-9" in each["en"] for each in rules["safety"]["instruments"]} == {True}
    assert all(each["text"]["en"] and each["text"]["es"] for each in rules.values())
    assert len(rules["used"]["instruments"]) == 2  # the daily check-in and the one of aftercare
    [ride] = said["offers"]
    assert (ride["text"]["en"], len(ride["instruments"])) == (
        "Craving of 7 or more: the phone offers an exercise at once",
        2,
    )
    opens = [
        (each["instrument"]["en"], each["value"], [one["en"] for one in each["opens"]]) for each in said["openings"]
    ]
    assert opens == [
        ("Generalized Anxiety Disorder-2 (GAD-2)", 3, ["Generalized Anxiety Disorder-7 (GAD-7)"]),
        (
            "Patient Health Questionnaire-2 (PHQ-2)",
            3,
            ["Patient Health Questionnaire-9 (PHQ-9)", "Patient Health Questionnaire-8 (PHQ-8)"],
        ),
    ]


@pytest.mark.parametrize("path", ["/api/alerts", "/api/rules"])
async def test_for_participants_there_is_nothing(alices: Browser, stranger: Browser, path: str) -> None:
    assert (await alices.get(path)).status_code == 404
    assert (await stranger.get(path)).status_code == 401
