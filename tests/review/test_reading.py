"""Dana reads one person and one answer, and says so; Alice sees that she did."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from server.checkins.models import DAILY, Answer, CheckIn, CheckInState
from server.demo.chance import id_at
from server.keys import Keys
from server.people.models import Group, Member, Person
from server.push.models import Subscription, address_hash
from server.reminders.models import Delivery, Reminder, ReminderKind, ReminderState, Shown
from server.review.models import Alert
from server.review.person import week_of
from server.review.raising import raise_alerts
from server.review.trends import days_of
from server.sessions.models import Series, SessionKind
from tests.conftest import Browser, new_id
from tests.frozen import at, utc
from tests.review.test_standing import phq, say

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def answer(phone: Browser, check_in: CheckIn | None = None, days_ago: int = 0, **items: Any) -> str:
    """Sends an answer of then; its id."""
    identifier = new_id()
    body = {
        "check_in": str(check_in.id) if check_in else None,
        "instrument": "daily",
        "version": "1",
        "language": "en",
        "answered_at": (MONDAY_NOON - days_ago * DAY).isoformat(),
        "items": [{"link_id": key, "value": value} for key, value in items.items()],
    }
    reply = await phone.put(f"/api/answers/{identifier}", body)
    assert reply.status_code == 200, reply.text
    return str(identifier)


def window(day: date, opens: str, **more: Any) -> CheckIn:
    opens_at = utc(opens)
    return CheckIn(
        id=new_id(), slot=DAILY, local_date=day, opens_at=opens_at, closes_at=opens_at + timedelta(hours=6), **more
    )


@pytest.mark.usefixtures("keys")
def test_twelve_weeks_of_local_days_each_with_its_state_and_latest_answer() -> None:
    alice = Person(zone="America/New_York")
    late_night = window(date(2026, 5, 30), "2026-05-31T00:00")  # 20:00, until 02:00 on the 31st
    late_night.answered_at = utc("2026-05-31T05:30")
    missed = window(date(2026, 5, 31), "2026-06-01T00:00", missed_at=utc("2026-06-01T06:00"))
    said = [  # newest first
        Answer(answered_at=utc("2026-06-01T14:00"), check_in_id=None, scores={"mood": 7}),
        Answer(answered_at=utc("2026-06-01T12:00"), check_in_id=None, scores={"mood": 2, "craving": 9}),
        Answer(answered_at=late_night.answered_at, check_in_id=late_night.id, scores={"mood": 4, "sleep": 6.5}),
    ]
    days = days_of(alice, [missed, late_night], said, MONDAY_NOON)
    assert (len(days), days[0].day, days[-1].day) == (84, date(2026, 3, 10), date(2026, 6, 1))
    saturday, sunday, monday = days[-3:]
    assert (saturday.state, saturday.mood, saturday.sleep) == (CheckInState.answered, 4, 6.5)
    assert (sunday.state, sunday.mood) == (CheckInState.missed, None)
    assert (monday.state, monday.mood, monday.craving) == (None, 7, None)
    assert days[0].state is None


@pytest.mark.parametrize(
    ("started_on", "week"),
    [(date(2026, 6, 1), 1), (date(2026, 5, 26), 1), (date(2026, 5, 25), 2), (date(2026, 6, 2), None), (None, None)],
)
def test_the_week_of_the_program_counts_from_one(started_on: date | None, week: int | None) -> None:
    assert week_of(Person(zone="America/New_York", started_on=started_on), MONDAY_NOON) == week


async def test_one_person_on_one_page(alices: Browser, danas: Browser, alice: Person, evening_a: Group) -> None:
    first = await answer(alices, None, 1, mood=5, craving=2)
    second = await answer(alices, None, 0, mood=3, craving=6, call=True)
    page = (await danas.get(f"/api/people/{alice.id}")).json()
    assert page["person"]["name"] == "Alice"
    assert page["person"]["groups"] == ["Evening A"]
    rules = {each["id"]: [rule["name"] for rule in each["rules"]] for each in page["answers"]}
    assert rules == {second: ["call", "craving"], first: []}
    assert (len(page["days"]), page["days"][-1]["craving"], page["days"][-2]["craving"]) == (84, 6, 2)
    assert page["plan"] == {"agreed": None, "proposed": None}
    assert page["reminders"] == {
        "subscribed": False, "last_accepted_at": None, "last_shown_at": None, "stopped_on": None,
    }  # fmt: skip


async def test_what_was_late_or_missed_eleven_weeks_ago_is_told_apart(danas: Browser, alice: Person) -> None:
    monday = date(2026, 3, 16)
    states = {
        "answered": utc("2026-03-17T01:00"),
        "late": utc("2026-03-18T09:00"),
        "missed": None,
    }
    for n, answered_at in enumerate(states.values()):
        asked = window(monday + n * DAY, f"2026-03-{17 + n}T00:00", person=alice, instrument="daily")
        asked.answered_at = answered_at
        await asked.save(force_create=True)
    page = (await danas.get(f"/api/people/{alice.id}")).json()
    known = {day["day"]: day["state"] for day in page["days"]}
    assert [known[f"2026-03-{16 + n}"] for n in range(4)] == [*states, None]


async def test_an_answer_is_read_with_the_form_as_it_was_and_the_answer_before(alices: Browser, danas: Browser) -> None:
    await answer(alices, None, 3, mood=9)
    before = {"mood": 5, "note": "A quiet day."}
    await answer(alices, None, 2, **before)
    latest = await answer(alices, None, 1, mood=2, used=True)
    await answer(alices, None, 0, mood=8)
    read = (await danas.get(f"/api/answers/{latest}")).json()
    assert {each["link_id"]: each["value"] for each in read["items"]} == {"mood": 2, "used": True}
    assert {each["link_id"]: each["value"] for each in read["before"]} == before
    assert (read["instrument"]["id"], read["instrument"]["version"]) == ("daily", "1")
    assert (read["person"]["name"], read["flags"], read["late"]) == ("Alice", ["used"], False)
    # Of another version of the form nothing is told in the words of this one.
    await Answer.exclude(id=latest).update(version="0")
    assert (await danas.get(f"/api/answers/{latest}")).json()["before"] == []


async def test_the_second_reviewer_learns_who_was_first(
    alices: Browser, danas: Browser, bens: Browser, ben: Person, evening_a: Group
) -> None:
    identifier = await answer(alices, None, 0, mood=3)
    await Group.filter(id=evening_a.id).update(lead_id=ben.id)  # now she is in the care of both
    review = new_id()
    first = await danas.put(f"/api/reviews/{review}", {"answer": identifier})
    said = {
        "id": str(review),
        "reviewed_by": "Dana",
        "reviewed_at": "2026-06-01T16:00:00Z",
        "first": True,
        "mine": True,
    }
    assert first.json() == said
    with at(MONDAY_NOON + DAY):
        second = (await bens.put(f"/api/reviews/{new_id()}", {"answer": identifier})).json()
        again = await danas.put(f"/api/reviews/{review}", {"answer": identifier})
    assert (second["reviewed_by"], second["reviewed_at"]) == ("Dana", "2026-06-01T16:00:00Z")
    assert (second["first"], second["mine"]) == (False, False)
    assert again.json() == said
    assert (await bens.get(f"/api/answers/{identifier}")).json()["reviewed_by"] == "Dana"


async def test_alice_sees_that_dana_has_read_her_answer(alices: Browser, danas: Browser) -> None:
    identifier = await answer(alices, None, 0, mood=3)
    [mine] = (await alices.get("/api/home")).json()["answers"]
    assert (mine["id"], mine["seen_by"], mine["seen_at"]) == (identifier, None, None)
    await danas.put(f"/api/reviews/{new_id()}", {"answer": identifier})
    [mine] = (await alices.get("/api/home")).json()["answers"]
    assert (mine["seen_by"], mine["seen_at"]) == ("Dana", "2026-06-01T16:00:00Z")
    assert mine["replies"] == []


# What reviewers write


async def review(someone: Browser, identifier: str, now: datetime = MONDAY_NOON, **written: str) -> UUID:
    review_id = id_at(now)
    with at(now):
        reply = await someone.put(f"/api/reviews/{review_id}", {"answer": identifier, **written})
    assert reply.status_code == 200, reply.text
    return review_id


async def test_a_note_is_for_staff_and_a_reply_is_for_alice(alices: Browser, danas: Browser) -> None:
    identifier = await answer(alices, None, 0, mood=3)
    await review(danas, identifier, note="Ask about Sunday.", reply="Thank you for telling me.")
    read = (await danas.get(f"/api/answers/{identifier}")).json()
    assert [each["text"] for each in (*read["notes"], *read["replies"])] == [
        "Ask about Sunday.", "Thank you for telling me.",
    ]  # fmt: skip
    home, history = [(await alices.get(f"/api/{page}")).text for page in ("home", "history")]
    for page in (home, history):
        assert "Thank you for telling me." in page
        assert "Ask about Sunday." not in page


async def test_what_the_second_reviewer_writes_stands_by_itself_once(
    alices: Browser, danas: Browser, bens: Browser, ben: Person, evening_a: Group
) -> None:
    identifier = await answer(alices, None, 0, mood=3)
    await Group.filter(id=evening_a.id).update(lead_id=ben.id)
    first = await review(danas, identifier, note="Ask about Sunday.", reply="Thank you.")
    later = MONDAY_NOON + DAY
    written = {"answer": identifier, "note": "She called me.", "reply": "See you tonight."}
    second = id_at(later)
    with at(later):
        for _ in range(3):  # a network that breaks after the write
            assert (await bens.put(f"/api/reviews/{second}", written)).status_code == 200
    with at(later):
        read = (await danas.get(f"/api/answers/{identifier}")).json()
        [seen] = (await alices.get("/api/home")).json()["answers"]
        [told] = (await alices.get("/api/history")).json()["answers"]
    danas_own = {"id": str(first), "by": "Dana", "at": "2026-06-01T16:00:00Z"}
    bens_own = {"id": str(second), "by": "Ben", "at": "2026-06-02T16:00:00Z"}
    assert read["notes"] == [danas_own | {"text": "Ask about Sunday."}, bens_own | {"text": "She called me."}]
    assert read["replies"] == [danas_own | {"text": "Thank you."}, bens_own | {"text": "See you tonight."}]
    assert seen["replies"] == told["replies"] == read["replies"]
    assert read["reviewed_by"] == "Dana"


async def test_what_was_written_when_there_could_be_only_one_is_still_read(
    alices: Browser, danas: Browser, dana: Person
) -> None:
    identifier = await answer(alices, None, 0, mood=3)
    await Answer.filter(id=identifier).update(
        note="Ask about Sunday.", reply="Thank you.", reviewed_by_id=dana.id, reviewed_at=MONDAY_NOON
    )
    [mine] = (await alices.get("/api/home")).json()["answers"]
    old = {"id": identifier, "by": "Dana", "at": "2026-06-01T16:00:00Z"}
    assert mine["replies"] == [old | {"text": "Thank you."}]
    await review(danas, identifier, MONDAY_NOON + DAY, note="Asked.", reply="And well done.")
    read = (await danas.get(f"/api/answers/{identifier}")).json()
    assert read["replies"][0] == old | {"text": "Thank you."}
    assert [each["text"] for each in read["replies"]] == ["Thank you.", "And well done."]
    assert [each["text"] for each in read["notes"]] == ["Ask about Sunday.", "Asked."]


async def test_two_who_write_at_once_both_are_kept(
    alices: Browser, danas: Browser, bens: Browser, ben: Person, evening_a: Group
) -> None:
    identifier = await answer(alices, None, 0, mood=3)
    await Group.filter(id=evening_a.id).update(lead_id=ben.id)
    bodies = [(someone, {"answer": identifier, "note": note}) for someone, note in ((danas, "One."), (bens, "Two."))]
    replies = await asyncio.gather(
        *(someone.put(f"/api/reviews/{id_at(MONDAY_NOON)}", body) for someone, body in bodies)
    )
    assert sorted(reply.json()["first"] for reply in replies) == [False, True]
    notes = (await danas.get(f"/api/answers/{identifier}")).json()["notes"]
    assert {(each["by"], each["text"]) for each in notes} == {("Dana", "One."), ("Ben", "Two.")}


async def test_reading_an_answer_resolves_no_alert(alices: Browser, danas: Browser) -> None:
    identifier = await answer(alices, None, 0, used=True)
    await raise_alerts(MONDAY_NOON)
    await review(danas, identifier)
    alert = await Alert.get()
    assert (alert.resolved_at, alert.acknowledged_at) == (None, None)
    assert (await danas.get(f"/api/answers/{identifier}")).json()["alerts"] == [str(alert.id)]


async def test_a_correction_is_read_beside_what_it_corrects(alices: Browser, danas: Browser, alice: Person) -> None:
    await answer(alices, None, 1, craving=2)
    first = await answer(alices, None, 0, craving=9)
    second = new_id()
    body = {
        "check_in": None, "instrument": "daily", "version": "1", "language": "en", "revises": first,
        "answered_at": MONDAY_NOON.isoformat(), "items": [{"link_id": "craving", "value": 6}],
    }  # fmt: skip
    assert (await alices.put(f"/api/answers/{second}", body)).status_code == 200
    old, new = [(await danas.get(f"/api/answers/{each}")).json() for each in (first, second)]
    assert (old["superseded"], new["superseded"], new["revises"]) == (True, False, first)
    assert [[each["id"] for each in read["revisions"]] for read in (old, new)] == [[first, str(second)]] * 2
    assert [each["flags"] for each in new["revisions"]] == [["craving"], ["craving"]]  # 9, and up 4
    [craving] = [score for score in new["scores"] if score["name"] == "craving"]
    assert (craving["value"], craving["change"], craving["max"]) == (6, 4, 10)  # not from what it corrects
    assert [score["value"] for score in new["scores"] if score["name"] == "mood"] == [None]  # not scored


# The page before a session


async def test_a_score_over_time_with_its_bands(danas: Browser, alice: Person) -> None:
    for days_ago, total in ((60, 14), (30, 9), (0, 4)):
        await say(alice, days_ago, "phq-8", **phq(total))
    await say(alice, 1, mood=5)
    page = (await danas.get(f"/api/people/{alice.id}")).json()
    assert [(each["instrument"], each["score"]) for each in page["trends"]] == [("daily", "mood"), ("phq-8", "total")]
    total = page["trends"][1]
    assert [(each["day"], each["value"]) for each in total["points"]] == [
        ("2026-04-02", 14), ("2026-05-02", 9), ("2026-06-01", 4),
    ]  # fmt: skip
    assert (total["min"], total["max"], total["high_is"]) == (0, 24, "worse")
    assert [band["at"] for band in total["bands"]] == sorted(band["at"] for band in total["bands"])
    newest = page["answers"][0]["scores"][0]
    assert (newest["value"], newest["change"], newest["reliable"]) == (4, -5, False)  # PHQ-8 names no reliable change
    assert page["answers"][0]["title"]["en"]


async def test_a_rule_that_only_its_form_knows_is_named_in_its_words(danas: Browser, alice: Person) -> None:
    await say(alice, 0, "bam-iop", **{f"bam-{number}": "4" for number in (1, 2, 3, 4, 5, 6, 8, 11, 15)})
    page = (await danas.get(f"/api/people/{alice.id}")).json()
    told = {rule["name"]: rule["text"]["en"] for rule in page["answers"][0]["rules"]}
    assert list(told) == ["bam-use", "bam-risk"]
    assert told["bam-risk"] == "BAM risk factors 12 or more, of 24"


async def test_check_ins_of_two_weeks_are_counted_whatever_they_ask(danas: Browser, alice: Person) -> None:
    asked = ((20, "daily", True), (9, "aftercare", True), (9, "gad-2", False), (0, "phq-8", None))  # none: still open
    for days_ago, instrument, answered in asked:
        opens_at = MONDAY_NOON - days_ago * DAY
        await CheckIn.create(
            id=new_id(),
            person=alice,
            instrument=instrument,
            slot=instrument,
            local_date=opens_at.date(),
            opens_at=opens_at,
            closes_at=opens_at + DAY,
            answered_at=opens_at if answered else None,
            missed_at=opens_at + DAY if answered is False else None,
        )
    page = (await danas.get(f"/api/people/{alice.id}")).json()
    assert page["check_ins"] == {"days": 14, "answered": 1, "late": 0, "missed": 1}


async def test_of_two_forms_on_one_day_the_stronger_craving_counts(danas: Browser, alice: Person) -> None:
    await say(alice, 0, craving=7, mood=4)
    await say(alice, 0, "aftercare", craving=6)
    page = (await danas.get(f"/api/people/{alice.id}")).json()
    assert (page["days"][-1]["craving"], page["days"][-1]["mood"]) == (7, 4)


async def test_sessions_stand_with_their_marks_and_phases_with_their_days(
    danas: Browser, alice: Person, dana: Person, evening_a: Group
) -> None:
    await Person.filter(id=alice.id).update(started_on=date(2026, 5, 25))
    await Member.filter(person=alice).update(from_day=date(2026, 5, 25))
    series = await Series.create(
        program_id=dana.program_id, group=evening_a, kind=SessionKind.group, title="Skills",
        rule="FREQ=WEEKLY;BYDAY=MO,WE", first_day=date(2026, 1, 1), wall_time="18:00", minutes=90,
        zone="America/New_York",
    )  # fmt: skip
    said = {"person": str(alice.id), "occurrence": f"{series.id}@2026-05-25T18:00", "mark": "late"}
    assert (await danas.put(f"/api/attendances/{id_at(MONDAY_NOON)}", said)).status_code == 200
    page = (await danas.get(f"/api/people/{alice.id}")).json()
    assert [(each["occurrence"][-16:], each["mark"]) for each in page["sessions"]] == [
        ("2026-05-25T18:00", "late"), ("2026-05-27T18:00", None),
    ]  # fmt: skip
    assert page["next_sessions"][0]["original_start"] == "2026-06-01T18:00"
    assert page["phases"] == [{"phase": "iop", "from_day": "2026-05-25"}]


async def test_the_page_says_since_when_a_phone_shows_nothing(
    alices: Browser, danas: Browser, alice: Person, keys: Keys
) -> None:
    async def stopped_on() -> str | None:
        found: str | None = (await danas.get(f"/api/people/{alice.id}")).json()["reminders"]["stopped_on"]
        return found

    assert alices.device
    subscription = await Subscription.create(
        id=new_id(), person=alice, device=alices.device, endpoint="x", endpoint_hash=address_hash("x"), p256dh="",
        auth="", vapid_key=keys.vapid.public_key, made_at=MONDAY_NOON, last_accepted_at=MONDAY_NOON,
    )  # fmt: skip
    friday = utc("2026-05-29T12:00")
    shown = await deliver(alice, subscription, friday)
    await Shown.create(id=shown, person_id=alice.id, at=friday)
    assert await stopped_on() is None
    saturday = utc("2026-05-30T16:00")
    for number in range(2):
        newest = await deliver(alice, subscription, saturday + number * timedelta(hours=5))
    assert await stopped_on() == "2026-05-30T16:00:00Z"
    with at(saturday + timedelta(days=2) - timedelta(milliseconds=1)):
        assert await stopped_on() is None  # a weekend without a network
    await Shown.create(id=newest, person_id=alice.id, at=MONDAY_NOON)
    assert await stopped_on() is None


async def deliver(person: Person, subscription: Subscription, moment: datetime) -> UUID:
    reminder = await Reminder.create(
        person=person, kind=ReminderKind.session, key=str(new_id()), subject="", moment=moment, due_at=moment,
        next_at=moment, useless_after=moment, state=ReminderState.accepted,
    )  # fmt: skip
    delivery = await Delivery.create(
        reminder=reminder, person_id=person.id, subscription_id=subscription.id, at=moment, verdict="accepted"
    )
    return delivery.id
