"""An answer that the phone called saved is kept, once, whatever happens on the way."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from server import clock
from server.checkins.form import check_items
from server.checkins.instrument import license_of, shipped, shipped_newest
from server.checkins.load import checked, load
from server.checkins.models import Answer, CallRequest, CheckIn, CheckInState, Flag
from server.database import rows
from server.people.models import Person, Program
from tests.checkins.conftest import CLOSES, OPENS
from tests.conftest import Browser, new_id
from tests.frozen import at, utc

EVENING = utc("2026-06-02T00:10")
NEXT_DAY = utc("2026-06-03T12:00")
WORDS = "Payday is tomorrow, and I'll be home alone."
SAID = {"mood": 4, "craving": 6, "sleep": 5.5, "used": False, "call": True, "note": WORDS}


@pytest.fixture(autouse=True)
def _in_the_evening() -> Iterator[None]:
    with at(EVENING):
        yield


def answer(check_in: CheckIn | None = None, items: dict[str, Any] | None = None, **differently: Any) -> dict[str, Any]:
    usual = {
        "check_in": str(check_in.id) if check_in else None,
        "instrument": "daily",
        "version": "1",
        "language": "en",
        "answered_at": EVENING.isoformat(),
        "items": [{"link_id": key, "value": value} for key, value in (SAID if items is None else items).items()],
    }
    return usual | differently


async def send(phone: Browser, body: dict[str, Any], identifier: object = None) -> httpx2.Response:
    return await phone.put(f"/api/answers/{identifier or new_id()}", body)


async def test_alices_answer_is_kept_with_its_flags(alices: Browser, alice: Person, tonight: CheckIn) -> None:
    identifier = new_id()
    assert (await send(alices, answer(tonight), identifier)).json() == {"id": str(identifier), "late": False}
    kept = await Answer.get(id=identifier)
    assert (kept.items, kept.scores) == (SAID, {"mood": 4, "craving": 6, "sleep": 5.5})
    assert (kept.version, kept.answered_at, kept.received_at) == ("1", EVENING, EVENING)
    assert [flag.rule for flag in await Flag.filter(answer=kept)] == ["call"]
    await tonight.refresh_from_db()
    assert tonight.state(NEXT_DAY) == CheckInState.answered


async def test_sent_five_times_at_once_it_is_one_answer(alices: Browser, tonight: CheckIn) -> None:
    identifier = new_id()
    replies = await asyncio.gather(*(send(alices, answer(tonight), identifier) for _ in range(5)))
    assert {(reply.status_code, reply.text) for reply in replies} == {(200, replies[0].text)}
    assert await Answer.all().count() == 1
    assert await Flag.all().count() == 1


async def test_sent_again_the_first_one_counts_whatever_it_says_now(alices: Browser, tonight: CheckIn) -> None:
    identifier = new_id()
    first = await send(alices, answer(tonight), identifier)
    with at(NEXT_DAY):
        for body in (
            answer(tonight, {"mood": 9}),
            answer(tonight, {"no such question": 1}),  # a form that has changed must not keep it in the outbox
            answer(None, answered_at=NEXT_DAY.isoformat()),
        ):
            again = await send(alices, body, identifier)
            assert (again.status_code, again.text) == (200, first.text)
    kept = await Answer.get()
    assert (kept.items, kept.received_at) == (SAID, EVENING)


@pytest.mark.parametrize(
    ("answered_at", "late", "state"),
    [
        (CLOSES - timedelta(milliseconds=1), False, CheckInState.answered),  # said in time, received a day later
        (CLOSES, True, CheckInState.late),
        (NEXT_DAY, True, CheckInState.late),
    ],
)
async def test_late_is_when_it_was_said_not_when_it_came(
    alices: Browser, tonight: CheckIn, answered_at: datetime, late: bool, state: CheckInState
) -> None:
    await CheckIn.filter(id=tonight.id).update(missed_at=CLOSES)
    with at(NEXT_DAY):
        reply = await send(alices, answer(tonight, answered_at=answered_at.isoformat()))
    assert (reply.status_code, reply.json()["late"]) == (200, late)
    await tonight.refresh_from_db()
    assert tonight.state(NEXT_DAY) == state


async def test_answered_on_two_devices_both_are_kept_and_the_check_in_has_the_first(
    alices: Browser, tablet: Browser, tonight: CheckIn
) -> None:
    later = EVENING + timedelta(minutes=5)
    await send(alices, answer(tonight))
    with at(later):
        await send(tablet, answer(tonight, {"mood": 7}, answered_at=later.isoformat()))
    assert await Answer.filter(check_in=tonight).count() == 2
    await tonight.refresh_from_db()
    assert tonight.answered_at == EVENING


async def test_nothing_is_said_later_than_it_arrives(alices: Browser, tonight: CheckIn) -> None:
    identifier = new_id()
    ahead = (EVENING + timedelta(hours=10)).isoformat()
    assert (await send(alices, answer(tonight, answered_at=ahead), identifier)).json()["late"] is False
    assert (await Answer.get(id=identifier)).answered_at == EVENING
    far = await send(alices, answer(answered_at=(EVENING + timedelta(days=2)).isoformat()))
    assert (far.status_code, far.json()["field"]) == (422, "answered_at")


async def test_an_answer_needs_no_check_in(alices: Browser) -> None:
    assert (await send(alices, answer(None, {"mood": 0}))).json()["late"] is False


async def test_a_check_in_that_was_withdrawn_can_still_be_answered(alices: Browser, tonight: CheckIn) -> None:
    await CheckIn.filter(id=tonight.id).update(withdrawn_at=OPENS)
    assert (await send(alices, answer(tonight))).status_code == 200


@pytest.mark.parametrize(
    ("asks_now", "was_answered"),
    [
        ("phq-2", "phq-9"),  # opened by it, right there
        ("phq-9", "phq-8"),  # asked as long as nobody is named who acts on it
        ("phq-8", "phq-9"),  # as it was planned, on a phone without a network
        ("daily", "gad-7"),  # the same
        ("phq-10", "daily"),
    ],
)
async def test_what_a_phone_was_asked_is_kept_in_its_check_in_also_when_that_asks_something_else_by_now(
    alices: Browser, tonight: CheckIn, asks_now: str, was_answered: str
) -> None:
    await CheckIn.filter(id=tonight.id).update(instrument=asks_now)
    reply = await send(alices, answer(tonight, {}, instrument=was_answered))
    assert reply.status_code == 200, reply.text
    assert (await Answer.get()).check_in_id == tonight.id
    await tonight.refresh_from_db()
    assert tonight.answered_at == EVENING


async def test_an_answer_to_a_check_in_that_was_withdrawn_meanwhile_is_kept(alices: Browser, tonight: CheckIn) -> None:
    await CheckIn.filter(id=tonight.id).update(withdrawn_at=OPENS)
    assert (await send(alices, answer(tonight))).status_code == 200
    assert (await Answer.get()).items == SAID


async def test_whatever_a_form_lets_somebody_write_fits_into_an_answer(
    alices: Browser, alice: Person, program: Program
) -> None:
    texts = [
        {"linkId": f"words-{number}", "type": "text", "text": "What else?", "maxLength": 4000} for number in range(20)
    ]
    rounds = {"linkId": "drinks", "type": "integer", "text": "How many?"}
    form = {
        "resourceType": "Questionnaire", "id": "long", "status": "active", "copyright": "Ours.",
        "item": [*texts, {"linkId": "days", "type": "group", "repeats": True, "item": [
            {**rounds, "linkId": f"drinks-{number}"} for number in range(8)
        ]}],
    }  # fmt: skip
    await load(program.id, checked(form), None, new_id(), clock.now())
    said: dict[str, Any] = {f"words-{number}": "ñ" * 4000 for number in range(20)}
    said |= {f"drinks-{number}~{day}": 1 for number in range(8) for day in range(50)}
    reply = await send(alices, answer(None, said, instrument="long"))
    assert reply.status_code == 200, reply.text
    assert (await Answer.get()).items == said


def evening_form(version: str, *questions: str) -> dict[str, Any]:
    items = [{"linkId": each, "type": "integer", "text": f"How is your {each}?"} for each in questions]
    return {
        "resourceType": "Questionnaire", "id": "evening", "version": version, "status": "active", "copyright": "Ours.",
        "item": items,
    }  # fmt: skip


async def test_an_answer_to_an_older_version_is_kept_as_of_that_version_and_another_is_refused(
    alices: Browser, program: Program, tonight: CheckIn
) -> None:
    for form in (evening_form("1", "mood", "sleep"), evening_form("2", "mood", "walk")):
        await load(program.id, checked(form), None, new_id(), clock.now())
    begun = answer(tonight, {"mood": 4, "sleep": 6}, instrument="evening")
    mixed, unheard_of = await send(alices, begun | {"version": "2"}), await send(alices, begun | {"version": "3"})
    assert not await Answer.exists()
    assert (mixed.status_code, mixed.json()["field"], mixed.json()["error"]) == (
        422, "items.sleep", "The form has no question “sleep”; leave it out.",
    )  # fmt: skip
    assert (unheard_of.status_code, unheard_of.json()["field"], unheard_of.json()["error"]) == (
        422, "version", "This check-in form is not known here; open the app again to get the current one.",
    )  # fmt: skip
    assert (await send(alices, begun)).status_code == 200
    kept = await Answer.get()
    assert (kept.version, kept.items, kept.check_in_id) == ("1", {"mood": 4, "sleep": 6}, tonight.id)


async def test_half_an_emoji_is_no_reason_to_refuse_an_answer(alices: Browser) -> None:
    body = json.dumps(answer(None, {"note": "Tired \ud83d, but \U0001f600"}))
    reply = await alices.client.put(f"/api/answers/{new_id()}", content=body, headers={"sec-fetch-site": "same-origin"})
    assert reply.status_code == 200, reply.text
    assert (await Answer.get()).items == {"note": "Tired ?, but \U0001f600"}


async def test_characters_that_no_file_may_have_are_left_out_and_lines_stay(alices: Browser) -> None:
    await send(alices, answer(None, {"note": "Tired\0 and\n\tsad\x1b \\u0000"}))
    assert (await Answer.get()).items == {"note": "Tired and\n\tsad \\u0000"}


async def test_everything_can_be_skipped(alices: Browser, tonight: CheckIn) -> None:
    assert (await send(alices, answer(tonight, {}))).status_code == 200
    assert (await Answer.get()).items == {}


async def test_use_is_seen_also_where_a_question_beside_it_was_skipped(alices: Browser) -> None:
    for said, flagged in (({"bam-4": "4", "bam-6": "0"}, True), ({"bam-6": "1"}, True), ({"bam-4": "0"}, False)):
        identifier = new_id()
        reply = await send(alices, answer(None, said, instrument="bam-iop"), identifier)
        assert reply.status_code == 200, reply.text
        assert await Flag.exists(answer_id=identifier, rule="bam-use") == flagged, said


async def test_a_craving_is_compared_with_the_answer_before_it_in_the_persons_time(alices: Browser) -> None:
    for hours, craving, flagged in ((0, 1, False), (-48, 5, False), (-24, 4, False), (1, 4, True)):
        said_at = EVENING + timedelta(hours=hours)
        identifier = new_id()
        await send(alices, answer(None, {"craving": craving}, answered_at=said_at.isoformat()), identifier)
        assert await Flag.exists(answer_id=identifier) == flagged, hours


async def test_a_flag_has_the_tier_of_its_rule(alices: Browser) -> None:
    identifier = new_id()
    body = answer(None, {"phq-9": "LA6569-3"}, instrument="phq-9")  # several days, of question 9
    assert (await send(alices, body, identifier)).status_code == 200
    assert [(flag.rule, flag.tier) for flag in await Flag.filter(answer_id=identifier)] == [("safety", "urgent")]


async def test_what_only_offers_an_exercise_is_no_flag(alices: Browser) -> None:
    await send(alices, answer(None, {"craving": 7}))
    assert not await Flag.exists()


async def test_the_planner_looks_again_when_alice_has_answered(
    alices: Browser, alice: Person, tonight: CheckIn
) -> None:
    await Person.filter(id=alice.id).update(plan_stale=False, standing_stale=False)
    await send(alices, answer(tonight))
    again = await Person.get(id=alice.id)
    assert (again.plan_stale, again.standing_stale) == (True, True)


# What is not hers


async def test_charlie_cannot_answer_alices_check_in(charlies: Browser, tonight: CheckIn) -> None:
    refused = await send(charlies, answer(tonight))
    unknown = await send(charlies, answer(tonight) | {"check_in": str(new_id())})
    assert (refused.status_code, refused.text) == (404, unknown.text)
    await tonight.refresh_from_db()
    assert tonight.answered_at is None


async def test_charlie_cannot_reach_alices_answer_by_its_id(
    alices: Browser, charlies: Browser, tonight: CheckIn
) -> None:
    identifier = new_id()
    await send(alices, answer(tonight), identifier)
    assert (await send(charlies, answer(None, {"mood": 1}), identifier)).status_code == 404
    assert (await Answer.get()).items == SAID


# What the form does not allow


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"instrument": "phq-10"}, "version"),
        ({"version": "2"}, "version"),
        ({"language": "de"}, "language"),
        ({"items": [{"link_id": "moood", "value": 3}]}, "items.moood"),
        ({"items": [{"link_id": "mood-low", "value": 3}]}, "items.mood-low"),  # words beside a question
        ({"items": [{"link_id": "mood", "value": 11}]}, "items.mood"),
        ({"items": [{"link_id": "mood", "value": -1}]}, "items.mood"),
        ({"items": [{"link_id": "mood", "value": 3.5}]}, "items.mood"),
        ({"items": [{"link_id": "mood", "value": True}]}, "items.mood"),
        ({"items": [{"link_id": "mood", "value": "3"}]}, "items.mood"),
        ({"items": [{"link_id": "sleep", "value": 24.5}]}, "items.sleep"),
        ({"items": [{"link_id": "used", "value": 1}]}, "items.used"),
        ({"items": [{"link_id": "medication", "value": "maybe"}]}, "items.medication"),
        ({"items": [{"link_id": "note", "value": "x" * 1001}]}, "items.note"),
        ({"items": [{"link_id": "mood", "value": 3}, {"link_id": "mood", "value": 4}]}, "items"),
        ({"items": [{"link_id": "mood"}]}, "items.0.value"),
        ({"answered_at": "2026-06-02T00:10:00"}, "answered_at"),  # no zone
        ({"answered_at": "1999-06-02T00:10:00Z"}, "answered_at"),
        ({"answered_at": (EVENING + timedelta(hours=24, seconds=1)).isoformat()}, "answered_at"),
        ({"received_at": EVENING.isoformat()}, "received_at"),  # the server's to say
    ],
    ids=lambda each: json.dumps(each)[:60],
)
async def test_what_the_form_does_not_allow_is_refused_by_name(
    alices: Browser, tonight: CheckIn, change: dict[str, Any], field: str
) -> None:
    reply = await send(alices, answer(tonight) | change)
    assert (reply.status_code, reply.json()["field"]) == (422, field), reply.text
    assert not await Answer.exists()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
async def test_what_is_no_number_is_refused(alices: Browser, number: str) -> None:
    body = json.dumps(answer(None, {"sleep": 5.5})).replace("5.5", number)
    headers = {"sec-fetch-site": "same-origin"}
    reply = await alices.client.put(f"/api/answers/{new_id()}", content=body, headers=headers)
    assert reply.status_code == 422


async def test_a_phone_whose_clock_runs_a_day_ahead_is_believed(alices: Browser) -> None:
    ahead = EVENING + timedelta(hours=24)
    assert (await send(alices, answer(None, answered_at=ahead.isoformat()))).status_code == 200


# "I'd like a call"


async def test_a_request_to_be_contacted_is_kept_once(alices: Browser, charlies: Browser, alice: Person) -> None:
    identifier = new_id()
    path, body = f"/api/call-requests/{identifier}", {"rule": "safety", "asked_at": EVENING.isoformat()}
    replies = await asyncio.gather(*(alices.put(path, body) for _ in range(5)))
    assert {each.status_code for each in replies} == {200}
    [kept] = await CallRequest.all()
    assert (kept.id, kept.person_id, kept.rule, kept.asked_at) == (identifier, alice.id, "safety", EVENING)
    assert (await charlies.put(path, body)).status_code == 404


async def test_a_request_from_a_phone_whose_clock_runs_ahead_is_a_request_of_now(alices: Browser) -> None:
    body = {"rule": None, "asked_at": (EVENING + timedelta(days=40)).isoformat()}
    assert (await alices.put(f"/api/call-requests/{new_id()}", body)).status_code == 200
    assert (await CallRequest.get()).asked_at == EVENING


# At rest


async def test_what_alice_wrote_cannot_be_read_in_the_database_and_scores_can(
    alices: Browser, tonight: CheckIn
) -> None:
    await send(alices, answer(tonight))
    [stored] = await rows("SELECT * FROM answer")
    raw = bytes(stored["items"])
    assert isinstance(stored["items"], bytes | memoryview)
    assert not any(word in raw for word in (b"Payday", b"note", b"call", b"mood"))
    scores = stored["scores"]
    assert (json.loads(scores) if isinstance(scores, str) else scores)["craving"] == 6
    assert "Payday" not in str({key: value for key, value in stored.items() if key != "items"})


# The forms


def test_every_form_names_its_licence_and_can_be_answered() -> None:
    for questionnaire in shipped().values():
        assert license_of(questionnaire)
        check_items(questionnaire, {})
    assert shipped_newest("daily")["version"] == max(version for key, version in shipped() if key == "daily")
