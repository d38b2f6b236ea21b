"""Nobody sees a person who is not in their care: every endpoint, asked by everybody, about Alice.

Alice is in Dana's care. Charlie is another participant, Ben another counselor, Noor the program's admin and Eve that of
another program.
"""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from server import clock
from server.aftercare.models import PlanVersion
from server.checkins.models import DAILY, Answer, CheckIn, Schedule
from server.checkins.score import Tier
from server.database import connection
from server.email.models import EmailAddress
from server.exercises.models import Assignment, Practice
from server.keys import Keys
from server.medication.models import Medication
from server.people.models import Audit, Device, Group, Member, Person, Phase, Program, Role, SignInTry
from server.push.models import Subscription, address_hash
from server.reminders.models import Delivery, Reminder, ReminderKind, ReminderState
from server.review.models import Alert
from server.sessions.models import Feed, Series, SessionKind
from tests.aftercare.test_plan import content
from tests.conftest import Browser, browser, make_person, new_id, sign_in
from tests.exercises.test_practice import practice

PUSH_ADDRESS = "https://updates.push.services.mozilla.com/wpush/v2/alice"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
PLAN = content()


@dataclass
class Alices:
    """The ids of what is Alice's."""

    person: UUID
    device: UUID
    subscription: UUID
    check_in: UUID
    answer: UUID
    practice: UUID
    assignment: UUID
    version: UUID
    reminder: UUID
    delivery: UUID
    alert: UUID
    feed: UUID
    medication: UUID
    mailbox: UUID
    session: str
    vapid_key: str

    def unknown(self) -> "Alices":
        """Ids that nothing has."""
        ids = {each.name: new_id() for each in fields(self) if each.type is UUID}
        return replace(self, session=f"{new_id()}@2026-06-01T18:00", **ids)  # type: ignore[arg-type]  # as given


@pytest.fixture
async def hers(alices: Browser, alice: Person, dana: Person, keys: Keys) -> Alices:
    """One of everything that Alice has."""
    assert alices.device
    now = clock.now()
    check_in = await CheckIn.create(
        id=new_id(), person=alice, instrument="daily", slot=DAILY, local_date=alice.today(now),
        opens_at=now, closes_at=now + timedelta(hours=6),
    )  # fmt: skip
    answer = await Answer.create(
        id=new_id(), person=alice, instrument="daily", version="1", language="en", items={"mood": 3},
        scores={"mood": 3}, answered_at=now, received_at=now, late=False,
    )  # fmt: skip
    subscription = await Subscription.create(
        id=new_id(), person=alice, device=alices.device, endpoint=PUSH_ADDRESS,
        endpoint_hash=address_hash(PUSH_ADDRESS), p256dh=P256DH, auth=AUTH, vapid_key=keys.vapid.public_key,
        made_at=now,
    )  # fmt: skip
    assignment = await Assignment.create(
        id=new_id(), person=alice, counselor=dana, exercise="halt", times_per_week=3, from_day=alice.today(now)
    )
    practiced = await Practice.create(
        id=new_id(), person=alice, exercise="halt", version=1, started_at=now, ended_at=now, ratings=[], notes={}
    )
    version = await PlanVersion.create(
        id=new_id(), person=alice, number=1, content=PLAN, proposed_by=dana, proposed_at=now
    )
    reminder = await Reminder.create(
        person=alice, kind=ReminderKind.test, key="test", subject="", moment=now, due_at=now, next_at=now,
        useless_after=now, state=ReminderState.accepted,
    )  # fmt: skip
    delivery = await Delivery.create(
        reminder=reminder, person_id=alice.id, subscription_id=subscription.id, at=now, verdict="accepted"
    )
    alert = await Alert.create(
        id=new_id(), person=alice, rule="used", tier=Tier.today, day=alice.today(now), opened_at=now, owner=dana,
        due_by=now,
    )  # fmt: skip
    feed = await Feed.create(id=new_id(), person=alice, token_hash="0" * 64, token="hers", made_at=now)
    medication = await Medication.create(
        id=new_id(), person=alice, name="Morning tablet", first_day=alice.today(now), changed_by=new_id(),
        course=[{"since": now.isoformat(), "times": ["08:00"], "days": ["MO"]}],
    )  # fmt: skip
    await Person.filter(id=alice.id).update(shares_medication=True)
    mailbox = await EmailAddress.create(id=new_id(), person=alice, address="hers@mail.example", code_sent_at=now)
    daily = await Series.create(
        program_id=dana.program_id, person=alice, kind=SessionKind.individual, title="Session", rule="FREQ=DAILY",
        first_day=alice.today(now) - timedelta(days=9), wall_time="00:00", minutes=30, zone=alice.zone,
    )  # fmt: skip
    await Schedule.create(
        program_id=dana.program_id, phase=Phase.iop, slot=DAILY, instrument="daily", rule="FREQ=DAILY",
        wall_time="20:00", window_minutes=360,
    )  # fmt: skip
    return Alices(
        alice.id, alices.device.id, subscription.id, check_in.id, answer.id, practiced.id, assignment.id, version.id,
        reminder.id, delivery.id, alert.id, feed.id, medication.id, mailbox.id,
        f"{daily.id}@{alice.today(now) - timedelta(days=1)}T00:00",
        keys.vapid.public_key,
    )  # fmt: skip


VIEWERS = ("nobody", "alice", "charlie", "dana", "ben", "noor", "eve")
STRANGERS = ("nobody", "charlie", "ben", "eve")


@dataclass(frozen=True)
class Attempt:
    """What is asked about Alice's things, and what each of `VIEWERS` gets."""

    gets: tuple[int, ...]
    id: Callable[[Alices], UUID | str] = lambda _: new_id()
    body: Callable[[Alices], dict[str, Any]] = lambda _: {}
    query: Callable[[Alices], str] = lambda _: ""
    makes: bool = False  # an id that nobody has used makes something new, so it can't look like one that is taken

    @property
    def by_viewer(self) -> dict[str, int]:
        return dict(zip(VIEWERS, self.gets, strict=True))


def answer_of(hers: Alices) -> dict[str, Any]:
    said = {"instrument": "daily", "version": "1", "language": "en", "answered_at": "2026-06-01T12:00:00Z"}
    return {"check_in": str(hers.check_in), "items": [], **said}


def reply_of(hers: Alices) -> dict[str, Any]:
    before = clock.now() - timedelta(days=2)  # a phone that had no network since
    why = {"hindrance": "illness", "help": False, "note": None}
    return {"occurrence": hers.session, "kind": "cant_come", "said_at": before.isoformat(), **why}


def series_of(hers: Alices) -> dict[str, Any]:
    whose = {"series": None, "from_day": None, "group": None, "person": str(hers.person), "facilitator": None}
    when = {"rule": "FREQ=DAILY", "first_day": NEXT_WEEK, "wall_time": "09:00", "minutes": 60, "until": None}
    what = {"kind": "individual", "title": "Session", "topics": None, "homework": None, "place": None, "link": None}
    return {**whose, **when, **what, "bring": None, "excluded": [], "added": []}


def series_in(hers: Alices) -> str:
    return hers.session.partition("@")[0]


def change_of(hers: Alices) -> dict[str, Any]:
    said = {"minutes": None, "cancelled": True, "reason": None, "place": None, "link": None, "topic": None}
    return {"occurrence": hers.session, "starts_at": None, "homework": None, **said}


def group_of(hers: Alices) -> dict[str, Any]:
    member = {"person": str(hers.person), "from_day": NEXT_WEEK, "to_day": None}
    return {"name": "Morning B", "lead": None, "members": [member]}


def invite_of(hers: Alices) -> dict[str, Any]:
    return {"person": str(hers.person), "name": None, "group": None, "language": None}


def assignment_of(hers: Alices) -> dict[str, Any]:
    return {"person": str(hers.person), "exercise": "halt", "note": None, "times_per_week": 3}


def subscription_of(hers: Alices) -> dict[str, Any]:
    return {"endpoint": PUSH_ADDRESS, "p256dh": P256DH, "auth": AUTH, "vapid_key": hers.vapid_key}


def plan_of(hers: Alices) -> dict[str, Any]:
    return {"person": str(hers.person), "content": PLAN}


def about_alert(hers: Alices) -> dict[str, Any]:
    return {"alert": str(hers.alert)}


def schedule_of(hers: Alices) -> dict[str, Any]:
    daily = {"slot": "daily", "instrument": "daily", "rhythm": "rule", "rule": "FREQ=DAILY", "wall_time": "19:00"}
    windows = {"window_minutes": 360, "nudge_minutes": None, "is_off": False}
    return {"person": str(hers.person), "phase": "iop", **daily, **windows}


def import_of(hers: Alices) -> dict[str, Any]:
    whom = {"kind": "individual", "group": None, "person": str(hers.person), "facilitator": None}
    return {"text": CALENDAR, "chosen": [{"uid": "weekly", **whom}]}


def dose_of(hers: Alices) -> dict[str, Any]:
    said = {"word": "taken", "later_at": None, "said_at": "2026-06-01T12:00:00Z"}
    return {"medication": str(hers.medication), "original_start": "2026-06-01T08:00", **said}


COMMITMENT = {
    "kind": "work", "title": None, "rule": "FREQ=DAILY", "first_day": f"{clock.now():%Y-%m-%d}", "wall_time": "09:00",
    "minutes": 60, "zone": "UTC", "until": None, "shared": False, "commitment": None, "removed": False,
}  # fmt: skip
MEDICATION = {
    "medication": None, "name": "Morning tablet", "note": None, "times": ["08:00"], "days": ["MO"],
    "first_day": f"{clock.now():%Y-%m-%d}", "until": None, "refill_on": None, "refill_days_before": 3,
    "said_at": "2026-06-01T12:00:00Z",
}  # fmt: skip
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:weekly
DTSTART:20260601T160000Z
DURATION:PT1H
RRULE:FREQ=DAILY
END:VEVENT
END:VCALENDAR"""
NEXT_WEEK = f"{clock.now() + timedelta(days=7):%Y-%m-%d}"
A_WEEK = f"?from={clock.now():%Y-%m-%d}T00:00:00Z&to={NEXT_WEEK}T00:00:00Z"
JOINING = {"code": "0000-0000-0000-0000", "called": None, "zone": "UTC", "language": "en"}
ATTENDANCE_RULE = {"absences_in_row": 3, "absences_in_twelve_weeks": 6, "notice_hours": 48}
COVERAGE = {"days": ["MO"], "opens": "09:00", "closes": "17:00", "answers_read_by": "12:00", "responders": []}
FORM = {
    "resourceType": "Questionnaire", "id": "well-being", "version": "1", "title": "How are you?", "status": "active",
    "item": [{"linkId": "well", "type": "boolean", "text": "Are you well?"}],
    "extension": [
        {"url": "urn:daymark:license", "valueString": "Apache-2.0"},
        {"url": "urn:daymark:source", "valueUri": "https://daymark.example/well-being"},
    ],
}  # fmt: skip

ONES_OWN = (401, 200, 200, 200, 200, 200, 200)
PARTICIPANTS_OWN = (401, 200, 200, 404, 404, 404, 404)
STAFFS_OWN = (401, 404, 404, 200, 200, 200, 200)
ADMINS_OWN = (401, 404, 404, 404, 404, 200, 200)
ALICE_ONLY = (401, 200, 404, 404, 404, 404, 404)
HER_STAFF_ONLY = (401, 404, 404, 200, 404, 200, 404)

ATTEMPTS = {
    "GET /api/invite": Attempt((422,) * 7),  # for anyone; there is no code
    "PUT /api/devices/{id:uuid}": Attempt((404,) * 7, lambda hers: hers.device, lambda _: JOINING),
    "GET /api/start": Attempt((200,) * 7),  # for anyone: the clinic's number
    "GET /api/me": Attempt(ONES_OWN),
    "PUT /api/profile/{id:uuid}": Attempt(ONES_OWN, body=lambda _: {"called": "X", "zone": "UTC", "language": "en"}),
    "GET /api/devices": Attempt(ONES_OWN),
    "PUT /api/devices/{id:uuid}/revoked": Attempt(ALICE_ONLY, lambda hers: hers.device),
    "GET /api/push": Attempt(ONES_OWN),
    "PUT /api/subscriptions/{id:uuid}": Attempt((401, 200, 409, 409, 409, 409, 409), body=subscription_of),
    # Taking away what is gone already is no error; whose it was stays unsaid.
    "PUT /api/subscriptions/{id:uuid}/removed": Attempt(ONES_OWN, lambda hers: hers.subscription),
    "GET /api/home": Attempt(PARTICIPANTS_OWN),
    "PUT /api/answers/{id:uuid}": Attempt(ALICE_ONLY, body=answer_of),
    "PUT /api/practices/{id:uuid}": Attempt(ALICE_ONLY, lambda hers: hers.practice, lambda _: practice(), makes=True),
    "PUT /api/assignments/{id:uuid}": Attempt(HER_STAFF_ONLY, body=assignment_of),
    "PUT /api/assignments/{id:uuid}/ended": Attempt(HER_STAFF_ONLY, lambda hers: hers.assignment),
    "PUT /api/plan-drafts/{id:uuid}": Attempt(HER_STAFF_ONLY, body=plan_of),
    "PUT /api/plan-versions/{id:uuid}": Attempt(HER_STAFF_ONLY, body=plan_of),
    "PUT /api/agreements/{id:uuid}": Attempt(
        ALICE_ONLY, lambda hers: hers.version, lambda _: {"agreed_at": "2026-06-01T12:00:00Z"}
    ),
    "PUT /api/test-reminders/{id:uuid}": Attempt(ALICE_ONLY, lambda hers: hers.reminder, makes=True),
    "PUT /api/deliveries/{id:uuid}": Attempt(
        ALICE_ONLY, lambda hers: hers.delivery, lambda _: {"shown_at": "2026-06-01T12:00:00Z"}, makes=True
    ),
    "PUT /api/opened/{id:uuid}": Attempt(
        ALICE_ONLY,
        lambda hers: hers.delivery,
        lambda _: {"opened_at": "2026-06-01T12:00:00Z", "how": "tapped"},
        makes=True,
    ),
    "PUT /api/looks/{id:uuid}": Attempt(PARTICIPANTS_OWN, body=lambda _: {"looked_at": "2026-06-01T12:00:00Z"}),
    "PUT /api/reminder-choices/{id:uuid}": Attempt(PARTICIPANTS_OWN, body=lambda _: {"nudge": False}),
    "PUT /api/snoozes/{id:uuid}": Attempt(
        ALICE_ONLY, body=lambda hers: {"subject": hers.session, "due_at": "2026-06-01T12:00:00Z"}
    ),
    "GET /api/reminders/ahead": Attempt(PARTICIPANTS_OWN),
    "GET /api/reminders/sent": Attempt(PARTICIPANTS_OWN),
    "GET /api/email": Attempt(PARTICIPANTS_OWN),
    "PUT /api/email-addresses/{id:uuid}": Attempt(
        ALICE_ONLY, lambda hers: hers.mailbox, lambda _: {"address": "hers@mail.example"}, makes=True
    ),
    "PUT /api/email-addresses/{id:uuid}/confirmed": Attempt(
        (401, 422, 404, 404, 404, 404, 404), lambda hers: hers.mailbox, lambda _: {"code": "000000"}
    ),
    # Taking away what is gone already is no error; whose it was stays unsaid.
    "PUT /api/email-addresses/{id:uuid}/removed": Attempt(PARTICIPANTS_OWN, lambda hers: hers.mailbox),
    "PUT /api/invites/{id:uuid}": Attempt(HER_STAFF_ONLY, body=invite_of),
    "GET /api/caseload": Attempt(STAFFS_OWN),
    "GET /api/people/{id:uuid}": Attempt(HER_STAFF_ONLY, lambda hers: hers.person),
    "GET /api/people/{id:uuid}/plan": Attempt(HER_STAFF_ONLY, lambda hers: hers.person),
    "GET /api/people/{id:uuid}/reminders": Attempt(HER_STAFF_ONLY, lambda hers: hers.person),
    "GET /api/answers/{id:uuid}": Attempt(HER_STAFF_ONLY, lambda hers: hers.answer),
    "PUT /api/reviews/{id:uuid}": Attempt(HER_STAFF_ONLY, body=lambda hers: {"answer": str(hers.answer)}),
    "GET /api/queue": Attempt(STAFFS_OWN),
    "PUT /api/bulk-reviews/{id:uuid}": Attempt(HER_STAFF_ONLY, body=lambda hers: {"answers": [str(hers.answer)]}),
    "GET /api/pressing": Attempt(STAFFS_OWN),
    "GET /api/alerts": Attempt(STAFFS_OWN),
    "PUT /api/acknowledgments/{id:uuid}": Attempt(HER_STAFF_ONLY, body=about_alert),
    "PUT /api/resolutions/{id:uuid}": Attempt(
        HER_STAFF_ONLY, body=lambda hers: about_alert(hers) | {"note": "Called."}
    ),
    "GET /api/rules": Attempt(STAFFS_OWN),
    "GET /api/program": Attempt(STAFFS_OWN),
    "PUT /api/attendances/{id:uuid}": Attempt(
        HER_STAFF_ONLY,
        body=lambda hers: {"person": str(hers.person), "occurrence": hers.session, "mark": "attended"},
    ),
    "GET /api/sessions/{id}": Attempt(HER_STAFF_ONLY, lambda hers: hers.session),
    "PUT /api/marks/{id:uuid}": Attempt(
        HER_STAFF_ONLY,
        body=lambda hers: {
            "occurrence": hers.session,
            "marks": [{"person": str(hers.person), "mark": "attended", "seen": None}],
        },
    ),
    "GET /api/feed": Attempt(PARTICIPANTS_OWN),
    "PUT /api/feeds/{id:uuid}": Attempt(ALICE_ONLY, lambda hers: hers.feed, lambda _: {"detailed": False}, makes=True),
    "PUT /api/revoked-feeds/{id:uuid}": Attempt(ALICE_ONLY, body=lambda hers: {"feed": str(hers.feed)}),
    "PUT /api/calendar-previews/{id:uuid}": Attempt(STAFFS_OWN, body=lambda _: {"text": CALENDAR}),
    "PUT /api/calendar-imports/{id:uuid}": Attempt(HER_STAFF_ONLY, body=import_of),
    "PUT /api/call-requests/{id:uuid}": Attempt(
        PARTICIPANTS_OWN, body=lambda _: {"rule": None, "asked_at": clock.now().isoformat()}
    ),
    "PUT /api/replies/{id:uuid}": Attempt(ALICE_ONLY, body=reply_of),
    "PUT /api/commitments/{id:uuid}": Attempt(PARTICIPANTS_OWN, body=lambda _: COMMITMENT),
    "PUT /api/own-times/{id:uuid}": Attempt(PARTICIPANTS_OWN, body=lambda _: {"slot": "daily", "wall_time": "19:00"}),
    "PUT /api/medications/{id:uuid}": Attempt(PARTICIPANTS_OWN, body=lambda _: MEDICATION),
    "PUT /api/shared-medications/{id:uuid}": Attempt(
        HER_STAFF_ONLY, body=lambda hers: MEDICATION | {"person": str(hers.person)}
    ),
    "PUT /api/doses/{id:uuid}": Attempt(ALICE_ONLY, body=dose_of),
    "PUT /api/medication-sharing/{id:uuid}": Attempt(PARTICIPANTS_OWN, body=lambda _: {"shared": True}),
    "GET /api/history/medication.csv": Attempt(PARTICIPANTS_OWN),
    "GET /api/people/{id:uuid}/medication.csv": Attempt(HER_STAFF_ONLY, lambda hers: hers.person),
    "GET /api/history": Attempt(PARTICIPANTS_OWN),
    "GET /api/history/answers.csv": Attempt(PARTICIPANTS_OWN),
    "GET /api/history/codebook.csv": Attempt(PARTICIPANTS_OWN),
    "GET /api/history/fhir.json": Attempt(PARTICIPANTS_OWN),
    "GET /api/people/{id:uuid}/answers.csv": Attempt(HER_STAFF_ONLY, lambda hers: hers.person),
    "GET /api/people/{id:uuid}/codebook.csv": Attempt(HER_STAFF_ONLY, lambda hers: hers.person),
    "GET /api/people/{id:uuid}/fhir.json": Attempt(HER_STAFF_ONLY, lambda hers: hers.person),
    "GET /api/export/answers.csv": Attempt(ADMINS_OWN),
    "GET /api/export/codebook.csv": Attempt(ADMINS_OWN),
    "GET /api/export/fhir.json": Attempt(ADMINS_OWN),
    "GET /api/settings": Attempt(STAFFS_OWN),
    "PUT /api/coverage/{id:uuid}": Attempt(STAFFS_OWN, body=lambda _: COVERAGE),
    "PUT /api/schedules/{id:uuid}": Attempt(HER_STAFF_ONLY, body=schedule_of),
    "PUT /api/followed-schedules/{id:uuid}": Attempt(
        HER_STAFF_ONLY, body=lambda hers: {"person": str(hers.person), "phase": "iop", "slot": "daily"}
    ),
    "PUT /api/phone-numbers/{id:uuid}": Attempt(
        HER_STAFF_ONLY, body=lambda hers: {"person": str(hers.person), "phone": "+1 555 555 0134"}
    ),
    "PUT /api/phases/{id:uuid}": Attempt(
        HER_STAFF_ONLY, body=lambda hers: {"person": str(hers.person), "phase": "aftercare"}
    ),
    "PUT /api/instruments/{id:uuid}": Attempt(STAFFS_OWN, body=lambda _: {"questionnaire": FORM}),
    "GET /api/calendar": Attempt(STAFFS_OWN, query=lambda _: A_WEEK),
    "GET /api/busy": Attempt(HER_STAFF_ONLY, query=lambda hers: f"{A_WEEK}&person={hers.person}"),
    "PUT /api/groups/{id:uuid}": Attempt(HER_STAFF_ONLY, body=group_of),
    "PUT /api/series/{id:uuid}": Attempt(HER_STAFF_ONLY, body=series_of),
    "PUT /api/ended-series/{id:uuid}": Attempt(
        HER_STAFF_ONLY, body=lambda hers: {"series": series_in(hers), "until": NEXT_WEEK}
    ),
    "PUT /api/changes/{id:uuid}": Attempt(HER_STAFF_ONLY, body=change_of),
    "PUT /api/added-sessions/{id:uuid}": Attempt(
        HER_STAFF_ONLY, body=lambda hers: {"series": series_in(hers), "local_start": f"{NEXT_WEEK}T12:00"}
    ),
    "PUT /api/topics/{id:uuid}": Attempt(STAFFS_OWN, body=lambda _: {"topics": ["Sleep"]}),
    "PUT /api/attendance-rules/{id:uuid}": Attempt(STAFFS_OWN, body=lambda _: ATTENDANCE_RULE),
}
ABOUT_SOMEBODY = [key for key, attempt in ATTEMPTS.items() if attempt.gets == HER_STAFF_ONLY]


async def ask(someone: Browser, key: str, hers: Alices) -> httpx2.Response:
    method, _, pattern = key.partition(" ")
    attempt = ATTEMPTS[key]
    path = re.sub(r"{id(:uuid)?}", str(attempt.id(hers)), pattern) + attempt.query(hers)
    return await (someone.get(path) if method == "GET" else someone.put(path, attempt.body(hers)))


# Nobody is asked who they are: what these give is about nobody, or is found only by a secret address.
FOR_ANYBODY = {
    "GET /api/openapi.json",  # the API's description
    "GET /calendar/{token}.ics",  # one person's calendar, by its secret address: see tests/sessions/test_feed.py
    "GET /healthz",
    "GET /metrics",  # counts; no person is in a label
    "",  # the app's files, for every other path
}


def test_every_route_of_the_app_is_in_the_table_or_for_anybody(app: Starlette) -> None:
    assert {key for route in app.routes for key in keys_of(route)} == ATTEMPTS.keys() | FOR_ANYBODY


def keys_of(route: BaseRoute) -> list[str]:
    if not isinstance(route, Route):
        assert isinstance(route, Mount)
        return [route.path]
    return [f"{method} {route.path}" for method in sorted(route.methods or ()) if method != "HEAD"]


@pytest.fixture
async def everybody(
    app: Starlette, program: Program, stranger: Browser, alices: Browser, charlies: Browser, danas: Browser,
    bens: Browser,
) -> AsyncIterator[dict[str, Browser]]:  # fmt: skip
    """The browsers of all viewers."""
    noor = await make_person(program, "Noor", Role.admin)
    eve = await make_person(await Program.create(name="Elsewhere", zone="UTC"), "Eve", Role.admin)
    tokens = [(await sign_in(person))[1] for person in (noor, eve)]
    async with browser(app, tokens[0]) as noors, browser(app, tokens[1]) as eves:
        yield dict(zip(VIEWERS, (stranger, alices, charlies, danas, bens, noors, eves), strict=True))


@pytest.mark.parametrize("key", ATTEMPTS)
async def test_everybody_gets_what_is_theirs_and_no_more(hers: Alices, everybody: dict[str, Browser], key: str) -> None:
    answers = {viewer: await ask(someone, key, hers) for viewer, someone in everybody.items()}
    assert {viewer: answer.status_code for viewer, answer in answers.items()} == ATTEMPTS[key].by_viewer
    for viewer, answer in answers.items():
        if viewer in STRANGERS:
            assert "Alice" not in answer.text
            assert not any(str(identifier) in answer.text for identifier in (hers.person, hers.answer, hers.alert))
        if answer.status_code in (401, 404) and not ATTEMPTS[key].makes:
            await SignInTry.all().delete()  # after a few wrong codes none is looked at
            assert (await ask(everybody[viewer], key, hers.unknown())).text == answer.text


async def test_nothing_of_alices_changed_when_others_tried(hers: Alices, everybody: dict[str, Browser]) -> None:
    async def all_of_it() -> list[Any]:
        tables = (
            "person", "device", "subscription", "check_in", "answer", "practice", "assignment", "plan_version", "alert",
            "attendance", "reply", "commitment", "call_request", "own_time", "phase_change", "schedule",
            "series", "member", "reminder_choice", "snooze", "medication", "dose_reply", "opened", "email_address",
            "feed", "reminder", "delivery", "flag", "alert_event", "shown", "email",
        )  # fmt: skip
        owned = {"person": ("id", hers.person), "alert_event": ("alert_id", hers.alert)}
        found = []
        for table in tables:
            column, whose = owned.get(table, ("person_id", hers.person))
            sql = f"SELECT * FROM {table} WHERE {column} = '{whose}' ORDER BY id"  # noqa: S608  # our own names
            found += [list(row.values()) for row in await connection().execute_query_dict(sql)]
        return found

    before = await all_of_it()
    for key in ATTEMPTS:
        for viewer in STRANGERS:
            await ask(everybody[viewer], key, hers)
    assert await all_of_it() == before


@pytest.mark.parametrize("key", ABOUT_SOMEBODY)
async def test_a_look_at_alice_is_written_down_and_a_refusal_is_no_look(
    hers: Alices, danas: Browser, bens: Browser, dana: Person, key: str
) -> None:
    await ask(bens, key, hers)
    assert not await Audit.exists()
    await ask(danas, key, hers)
    [look] = await Audit.all()
    assert (look.viewer_id, look.person_id, look.what) == (dana.id, hers.person, key.replace(":uuid", ""))


async def test_a_look_at_the_caseload_is_one_look(danas: Browser, dana: Person, alice: Person) -> None:
    await danas.get("/api/caseload")
    [look] = await Audit.all()
    assert (look.viewer_id, look.person_id, look.what) == (dana.id, None, "GET /api/caseload")


async def test_ben_sees_charlie_and_not_alice(bens: Browser, alice: Person, charlie: Person) -> None:
    assert [each["name"] for each in (await bens.get("/api/caseload")).json()["people"]] == ["Charlie"]


@pytest.mark.parametrize(
    ("from_day", "to_day", "sees"),
    [(-7, None, True), (0, None, True), (1, None, False), (-7, 1, True), (-7, 0, False)],
    ids=["long ago", "since today", "from tomorrow", "until tomorrow", "until today"],
)
async def test_who_leads_a_group_sees_its_members_while_they_are_in_it(
    bens: Browser, ben: Person, alice: Person, from_day: int, to_day: int | None, sees: bool
) -> None:
    morning_b = await Group.create(program_id=ben.program_id, name="Morning B", lead=ben)
    today = ben.today(clock.now())
    until = None if to_day is None else today + timedelta(days=to_day)
    await Member.create(group=morning_b, person=alice, from_day=today + timedelta(days=from_day), to_day=until)
    assert (await bens.get(f"/api/people/{alice.id}")).status_code == (200 if sees else 404)


async def test_an_admin_sees_the_whole_program_and_no_other(
    bens: Browser, ben: Person, alice: Person, charlie: Person
) -> None:
    await Person.filter(id=ben.id).update(role=Role.admin)
    names = {each["name"] for each in (await bens.get("/api/caseload")).json()["people"]}
    assert names == {"Alice", "Charlie"}  # and no staff
    elsewhere = await make_person(await Program.create(name="Elsewhere", zone="UTC"), "Eve")
    assert (await bens.get(f"/api/people/{elsewhere.id}")).status_code == 404
    assert len((await bens.get("/api/caseload")).json()["people"]) == 2


async def test_staff_are_nobodys_patients(danas: Browser, ben: Person, dana: Person) -> None:
    for person in (ben, dana):
        assert (await danas.get(f"/api/people/{person.id}")).status_code == 404


async def test_who_signed_out_is_nobody(hers: Alices, alices: Browser, danas: Browser, dana: Person) -> None:
    await Device.all().update(revoked_at=clock.now())
    for key, attempt in ATTEMPTS.items():
        if attempt.gets[0] == 401:
            assert (await ask(alices, key, hers)).status_code == 401, key
            assert (await ask(danas, key, hers)).status_code == 401, key
