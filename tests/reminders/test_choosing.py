"""Alice chooses about her reminders: what is kept, what is planned anew, and what she sees of the days ahead."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from server.checkins.models import CheckIn, Schedule
from server.people.models import Audit, Group, Language, Person, Phase, Program
from server.reminders.detail import About, details_of
from server.reminders.models import Reminder, ReminderChoice, ReminderKind, ReminderState, Snooze
from server.reminders.plan import plan_due
from server.reminders.words import TEXTS, words_for
from server.sessions.models import Change, Series, SessionKind
from tests.conftest import Browser
from tests.frozen import at, made_at, utc
from tests.queries import counted
from tests.reminders.conftest import MONDAY_NOON
from tests.sessions.planned import changed, fresh_id

QUIET = {"begins": "22:00", "ends": "08:00"}
USUAL: dict[str, Any] = {
    "session": {"is_on": True, "before": None}, "check_in": True, "nudge": True, "nudge_before": None,
    "dose": True, "refill": True, "quiet": QUIET, "days_off": [],
    "session_detail": False, "session_detail_since": None, "check_in_detail": False, "check_in_detail_since": None,
    "detailed": False, "detailed_since": None,
}  # fmt: skip


@pytest.fixture
async def skills(program: Program, evening_a: Group) -> Series:
    """Alice's group, on Thursdays at six in the evening. Its title is as staff wrote it."""
    return await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Harbor House depression group",
        rule="FREQ=WEEKLY;BYDAY=TH", first_day=date(2026, 1, 1), wall_time="18:00", minutes=90,
        zone="America/New_York",
    )  # fmt: skip


@pytest.fixture
async def evenings(program: Program) -> Schedule:
    return await Schedule.create(
        program=program, phase=Phase.iop, instrument="daily", rule="FREQ=DAILY", wall_time="20:00",
        window_minutes=360, nudge_minutes=60,
    )  # fmt: skip


async def choose(browser: Browser, **chosen: Any) -> None:
    reply = await browser.put(f"/api/reminder-choices/{fresh_id()}", chosen)
    assert reply.status_code == 200, reply.text


async def choices_of(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = (await browser.get("/api/home")).json()["reminders"]["choices"]
    return found


async def waiting(person: Person) -> list[str]:
    rows = await Reminder.filter(person=person, state=ReminderState.waiting).order_by("due_at")
    return [f"{row.key.rpartition(':')[2]} {row.due_at.astimezone(person.tz):%m-%d %H:%M}" for row in rows]


async def ahead(browser: Browser) -> list[tuple[str, str, str | None]]:
    """Day and time, kind, and the reason of what is left out."""
    found = (await browser.get("/api/reminders/ahead")).json()
    return [
        (f"{day['day'][5:]} {each['local_time']}", each["kind"], each["left_out"])
        for day in found["days"]
        for each in day["reminders"]
    ]


# What is kept


async def test_who_chose_nothing_has_the_usual(alices: Browser) -> None:
    assert await choices_of(alices) == USUAL


@pytest.mark.parametrize(
    "chosen",
    [
        {"session": {"is_on": True, "before": ["3d", "1h"]}},
        {"session": {"is_on": False, "before": None}},
        {"check_in": False},
        {"nudge": False},
        {"dose": False},
        {"refill": False},
        {"quiet": {"begins": "23:30", "ends": "06:00"}},
        {"quiet": None},
        {"days_off": ["SA", "SU"]},
        {"days_off": ["SU"], "check_in": False},
    ],
    ids=str,
)
async def test_alice_sees_what_she_chose_and_charlie_what_he_did(
    alices: Browser, charlies: Browser, alice: Person, chosen: dict[str, Any]
) -> None:
    await plan_due(MONDAY_NOON)
    await choose(alices, **chosen)
    assert (await Person.get(id=alice.id)).plan_stale
    assert await choices_of(alices) == USUAL | chosen
    assert await choices_of(charlies) == USUAL
    assert not await Audit.exists()


async def test_of_each_the_newest_choice_counts_and_one_leaves_the_others_alone(alices: Browser) -> None:
    older, newer = fresh_id(), fresh_id()
    await alices.put(f"/api/reminder-choices/{newer}", {"nudge": False})
    late = await alices.put(f"/api/reminder-choices/{older}", {"nudge": True, "check_in": False})
    assert late.json() == {"id": str(older)}  # the phone may forget it
    found = await choices_of(alices)
    assert (found["nudge"], found["check_in"]) == (False, False)


async def test_many_at_once_leave_the_newest(alices: Browser) -> None:
    ids = [fresh_id() for _ in range(6)]
    hours = [{"begins": f"2{place % 4}:00", "ends": "07:00"} for place in range(6)]
    await asyncio.gather(
        *(alices.put(f"/api/reminder-choices/{each}", {"quiet": one}) for each, one in zip(ids, hours, strict=True))
    )
    assert (await choices_of(alices))["quiet"] == hours[-1]
    assert await ReminderChoice.all().count() == 1


@pytest.mark.parametrize(
    ("chosen", "field", "says"),
    [
        ({}, None, "send at least one choice"),
        ({"change": False}, "change", "is not known here"),
        ({"session": None}, "session", "send an object"),
        ({"session": {"is_on": True, "before": []}}, "session.before", "send at least 1"),
        ({"session": {"is_on": True, "before": ["5m"]}}, "session.before.0", "must be 3d, 1d"),
        ({"check_in": "yes"}, "check_in", "true or false"),
        ({"quiet": {"begins": "22:00", "ends": "22:00"}}, "quiet", "choose two times, or null for none"),
        ({"quiet": {"begins": "24:00", "ends": "08:00"}}, "quiet.begins", "/api/openapi.json says how"),
        ({"days_off": ["Sunday"]}, "days_off.0", "must be MO, TU"),
        ({"nudge_before": []}, "nudge_before", "send at least 1"),
        ({"nudge_before": ["nudge"]}, "nudge_before.0", "must be 3d, 1d"),
        ({"session_detail": None}, "session_detail", "send true or false"),
    ],
    ids=str,
)
async def test_what_makes_no_sense_is_one_sentence_and_changes_nothing(
    alices: Browser, chosen: dict[str, Any], field: str | None, says: str
) -> None:
    reply = await alices.put(f"/api/reminder-choices/{fresh_id()}", chosen)
    assert (reply.status_code, reply.json().get("field"), says in reply.json()["error"]) == (422, field, True), (
        reply.text
    )
    assert not await ReminderChoice.exists()


async def test_a_choice_from_the_far_future_is_refused(alices: Browser) -> None:
    ahead_of_us = made_at(MONDAY_NOON + timedelta(days=2))
    assert (await alices.put(f"/api/reminder-choices/{ahead_of_us}", {"nudge": False})).status_code == 422


# What is planned anew


async def test_other_hours_before_move_the_rows_that_wait(alices: Browser, alice: Person, skills: Series) -> None:
    await plan_due(MONDAY_NOON)
    assert await waiting(alice) == ["1d 06-03 18:00", "2h 06-04 16:00"]
    await choose(alices, session={"is_on": True, "before": ["evening", "30m"]})
    await plan_due(MONDAY_NOON)
    assert await waiting(alice) == ["evening 06-03 20:00", "30m 06-04 17:30"]
    await choose(alices, session={"is_on": False, "before": ["evening", "30m"]})
    await plan_due(MONDAY_NOON)
    assert await waiting(alice) == []
    await choose(alices, session={"is_on": True, "before": None})
    await plan_due(MONDAY_NOON)
    assert await waiting(alice) == ["1d 06-03 18:00", "2h 06-04 16:00"]


async def test_days_off_and_quiet_hours_count_in_the_rows(
    alices: Browser, alice: Person, skills: Series, evenings: Schedule
) -> None:
    await choose(alices, days_off=["WE"], quiet={"begins": "20:30", "ends": "09:00"})
    await plan_due(MONDAY_NOON)
    # No nudge at nine: it would wait until the morning, when the check-in is over.
    thursday = ["2h 06-04 16:00", "open 06-04 20:00"]
    others = [f"open 06-0{day} 20:00" for day in (1, 2, 5, 6, 7)]
    assert await waiting(alice) == [*others[:2], *thursday, *others[2:]]


# The days ahead


async def test_alice_sees_the_next_seven_days_past_what_has_rows(
    alices: Browser, skills: Series, evenings: Schedule
) -> None:
    daily = [(f"06-0{day} {time}", kind, None) for day in range(1, 8) for time, kind in EVENING]
    group = [("06-03 18:00", "session", None), ("06-04 16:00", "session", None)]
    assert await ahead(alices) == sorted([*daily, *group])


EVENING = (("20:00", "check_in"), ("21:00", "nudge"))


async def test_they_are_what_the_planner_makes_when_the_days_have_come(
    alices: Browser, alice: Person, skills: Series, evenings: Schedule
) -> None:
    await choose(alices, session={"is_on": True, "before": ["3d", "3h"]}, days_off=["SU"], nudge=False)
    expected = [when for when, _, why in await ahead(alices) if why is None]
    for day in range(7):
        await plan_due(MONDAY_NOON + timedelta(days=day))
    rows = await Reminder.filter(person=alice, due_at__lt=utc("2026-06-08T04:00")).order_by("due_at")
    assert [f"{row.due_at.astimezone(alice.tz):%m-%d %H:%M}" for row in rows] == expected


async def test_what_is_left_out_is_there_with_the_reason_and_what_was_moved_with_its_time(
    alices: Browser, skills: Series, evenings: Schedule
) -> None:
    await choose(alices, days_off=["WE"], quiet={"begins": "15:00", "ends": "20:30"})
    found = await ahead(alices)
    assert ("06-03 14:59", "session", "day_off") not in found
    assert ("06-03 20:30", "session", "day_off") in found
    assert ("06-04 14:59", "session", None) in found
    days = (await alices.get("/api/reminders/ahead")).json()["days"]
    [thursday] = [each for day in days for each in day["reminders"] if each["due_at"] == "2026-06-04T18:59:00Z"]
    assert thursday["was_due"] == "2026-06-04T20:00:00Z"


async def test_in_another_zone_the_days_are_those_of_its_clocks(
    alices: Browser, skills: Series, evenings: Schedule
) -> None:
    await alices.put(f"/api/profile/{fresh_id()}", {"called": "Ali", "zone": "Asia/Tokyo", "language": "en"})
    found = (await alices.get("/api/reminders/ahead")).json()
    assert (found["zone"], found["first_day"]) == ("Asia/Tokyo", "2026-06-02")
    # Friday at seven in the morning there: two hours before would be by night, so it is said before the night.
    assert {("06-04 08:00", "session", None), ("06-04 21:59", "session", None)} <= set(await ahead(alices))
    assert ("06-02 20:00", "check_in", None) in await ahead(alices)


@pytest.mark.parametrize(
    ("zone", "saturday", "sunday"),
    [
        ("America/New_York", "2026-10-31", "11-01"),
        ("Europe/London", "2026-03-28", "03-29"),
        ("Australia/Lord_Howe", "2026-10-03", "10-04"),
    ],
)
async def test_where_the_clocks_change_tomorrow_it_stays_eight_in_the_evening(
    alices: Browser, alice: Person, evenings: Schedule, zone: str, saturday: str, sunday: str
) -> None:
    await Person.filter(id=alice.id).update(zone=zone)
    with at(utc(f"{saturday}T03:00")):
        found = await ahead(alices)
    assert {(f"{saturday[5:]} 20:00", "check_in", None), (f"{sunday} 20:00", "check_in", None)} <= set(found)


async def test_who_left_sees_none(alices: Browser, alice: Person, skills: Series) -> None:
    await Person.filter(id=alice.id).update(phase=Phase.ended)
    assert (await alices.get("/api/reminders/ahead")).json()["days"] == []


# What the lock screen says


async def shown(browser: Browser) -> dict[str, str]:
    days = (await browser.get("/api/reminders/ahead")).json()["days"]
    return {each["kind"]: f"{each['title']} / {each['body']}" for day in days for each in day["reminders"]}


async def test_it_is_neutral_until_alice_chooses_and_again_when_she_takes_it_back(
    alices: Browser, alice: Person, skills: Series, evenings: Schedule
) -> None:
    neutral = {kind: f"{said.title} / {said.body}" for kind, said in TEXTS[Language.en].items()}
    assert await shown(alices) == {kind: neutral[ReminderKind(kind)] for kind in ("session", "check_in", "nudge")}
    of_sessions = {"session": "Group session / Thursday, 6:00 pm"}
    of_check_ins = {
        "check_in": "Your check-in is open / Until Monday, 2:00 am",
        "nudge": "Your check-in is still open / Until Monday, 2:00 am, if you like",
    }
    await choose(alices, session_detail=True)
    assert await shown(alices) == {kind: neutral[ReminderKind(kind)] for kind in of_check_ins} | of_sessions
    await choose(alices, check_in_detail=True)
    assert await shown(alices) == {**of_sessions, **of_check_ins}
    await choose(alices, session_detail=False)
    assert await shown(alices) == {"session": neutral[ReminderKind.session], **of_check_ins}


async def test_an_app_from_before_chooses_both_at_once_and_is_told_of_either(alices: Browser, alice: Person) -> None:
    await choose(alices, detailed=True)
    chosen = await choices_of(alices)
    assert [chosen[name] for name in ("session_detail", "check_in_detail", "detailed")] == [True] * 3
    await choose(alices, session_detail=False)
    chosen = await choices_of(alices)
    assert (chosen["detailed"], chosen["detailed_since"]) == (True, chosen["check_in_detail_since"])
    await choose(alices, detailed=False)
    chosen = await choices_of(alices)
    assert [chosen[name] for name in ("session_detail", "check_in_detail", "detailed")] == [False] * 3
    assert not await ReminderChoice.exists(what="detailed")
    # A process of before may have kept one while this one had begun.
    await ReminderChoice.create(
        person=alice, what="detailed", value=True, changed_by=fresh_id(), changed_at=MONDAY_NOON
    )
    assert (await choices_of(alices))["detailed"] is False


async def test_every_change_of_it_is_written_down_with_the_day_it_counts_from(alices: Browser, alice: Person) -> None:
    await choose(alices, session_detail=False)  # it was
    await choose(alices, session_detail=True)
    with at(MONDAY_NOON + timedelta(days=1)):
        await choose(alices, session_detail=True)  # it is
        await choose(alices, check_in_detail=True)
    chosen = await choices_of(alices)
    assert chosen["session_detail_since"] == "2026-06-01T16:00:00Z"
    assert chosen["check_in_detail_since"] == "2026-06-02T16:00:00Z"
    with at(MONDAY_NOON + timedelta(days=2)):
        await choose(alices, session_detail=False)
        assert (await choices_of(alices))["session_detail_since"] is None
    looks = await Audit.all().order_by("id")
    assert [(each.viewer_id, each.person_id) for each in looks] == [(alice.id, alice.id)] * 3
    assert [each.what.partition(": ")[2] for each in looks] == [
        "detail of sessions",
        "detail of check-ins",
        "neutral of sessions",
    ]


@pytest.mark.parametrize("language", Language)
async def test_no_detail_names_the_clinic_the_title_or_a_form(
    alice: Person, skills: Series, evenings: Schedule, language: Language
) -> None:
    for what in ("session_detail", "check_in_detail"):
        await ReminderChoice.create(person=alice, what=what, value=True, changed_by=fresh_id(), changed_at=MONDAY_NOON)
    await Change.create(
        series=skills, original_start="2026-06-04T18:00", starts_at=utc("2026-06-05T19:00"), changed_at=MONDAY_NOON
    )
    await Change.create(series=skills, original_start="2026-06-11T18:00", cancelled=True, changed_at=MONDAY_NOON)
    await plan_due(MONDAY_NOON)
    rows = [About(row.person_id, row.kind, row.subject) for row in await Reminder.filter(person=alice)]
    details = await details_of(rows, MONDAY_NOON)
    assert set(details) == set(rows)
    said = {" / ".join(words_for(each.kind, language, details[each])) for each in rows}
    assert MOVED[language] <= said
    for word in ("Harbor", "depression", "daily", "Alice"):
        assert not any(word in each for each in said)


MOVED = {
    Language.en: {"Group session moved / Friday, 3:00 pm", "Group session cancelled / Thursday, 6:00 pm"},
    Language.es: {
        "Sesión de grupo: nueva hora / Viernes, 3:00 p. m.",
        "Sesión de grupo: cancelada / Jueves, 6:00 p. m.",
    },
}


async def test_where_nobody_chose_detail_one_query_is_all_it_costs(
    alice: Person, skills: Series, evenings: Schedule
) -> None:
    await plan_due(MONDAY_NOON)
    rows = [About(row.person_id, row.kind, row.subject) for row in await Reminder.filter(person=alice)]
    with counted() as queries:
        assert await details_of(rows, MONDAY_NOON) == {}
    assert len(queries) == 1


# Once more


async def test_a_snoozed_session_is_planned_and_told_to_the_phone(
    alices: Browser, alice: Person, skills: Series
) -> None:
    await plan_due(MONDAY_NOON)
    subject, due_at = f"{skills.id}@2026-06-04T18:00", "2026-06-04T21:00:00Z"
    identifier = fresh_id()
    for _ in range(2):
        reply = await alices.put(f"/api/snoozes/{identifier}", {"subject": subject, "due_at": due_at})
        assert reply.json() == {"id": str(identifier)}
    await plan_due(MONDAY_NOON)
    assert f"snooze-{identifier} 06-04 17:00" in await waiting(alice)
    assert (await alices.get("/api/home")).json()["reminders"]["snoozed"] == [{"subject": subject, "due_at": due_at}]
    days = (await alices.get("/api/reminders/ahead")).json()["days"]
    assert [each["local_time"] for day in days for each in day["reminders"] if each["asked_again"]] == ["17:00"]


async def test_of_two_snoozes_about_one_thing_the_newest_is_planned(
    alices: Browser, alice: Person, skills: Series
) -> None:
    subject = f"{skills.id}@2026-06-04T18:00"
    for due_at in ("2026-06-04T21:00:00Z", "2026-06-04T15:00:00Z"):
        await alices.put(f"/api/snoozes/{fresh_id()}", {"subject": subject, "due_at": due_at})
        await plan_due(MONDAY_NOON)
    assert [each[-11:] for each in await waiting(alice) if each.startswith("snooze")] == ["06-04 11:00"]
    with at(utc("2026-06-04T16:00")):  # the first, which it took the place of, does not come back
        [known] = (await alices.get("/api/home")).json()["reminders"]["snoozed"]
        assert known["due_at"] == "2026-06-04T15:00:00Z"  # over, as the phone sees


async def test_a_snooze_stays_with_its_session_when_the_series_becomes_another(
    alices: Browser, alice: Person, skills: Series
) -> None:
    """Twice, and of two words the newest counts also where one was said of the session by its former name."""
    first, newest = (fresh_id() for _ in range(2))
    then = {"subject": f"{skills.id}@2026-06-04T18:00", "due_at": "2026-06-04T21:00:00Z"}
    await alices.put(f"/api/snoozes/{first}", then)
    await plan_due(MONDAY_NOON)
    between = await changed(skills, rule="FREQ=WEEKLY;BYDAY=MO,TH")
    await plan_due(MONDAY_NOON)
    named = await changed(between, date(2026, 6, 2), title="Skills for the week")
    await plan_due(MONDAY_NOON)
    assert [each for each in await waiting(alice) if each.startswith("snooze")] == [f"snooze-{first} 06-04 17:00"]
    assert await Reminder.filter(key__contains="snooze").count() == 1
    [told] = (await alices.get("/api/home")).json()["reminders"]["snoozed"]
    assert told == then | {"subject": f"{named.id}@2026-06-04T18:00"}
    # Her phone still knows the session by its first name.
    reply = await alices.put(f"/api/snoozes/{newest}", then | {"due_at": "2026-06-04T20:00:00Z"})
    assert reply.status_code == 200
    await plan_due(MONDAY_NOON)
    assert [each for each in await waiting(alice) if each.startswith("snooze")] == [f"snooze-{newest} 06-04 16:00"]


async def test_it_ends_with_its_session(alices: Browser, alice: Person, skills: Series) -> None:
    asked = {"subject": f"{skills.id}@2026-06-04T18:00", "due_at": "2026-06-04T21:00:00Z"}
    await alices.put(f"/api/snoozes/{fresh_id()}", asked)
    await changed(skills, rule="FREQ=WEEKLY;BYDAY=FR")
    await plan_due(MONDAY_NOON)
    assert not any(each.startswith("snooze") for each in await waiting(alice))


async def test_what_is_cancelled_cannot_be_snoozed(alices: Browser, skills: Series) -> None:
    """By a notification of before, say: she reads why nothing comes."""
    await Change.create(series=skills, original_start="2026-06-04T18:00", cancelled=True, changed_at=MONDAY_NOON)
    asked = {"subject": f"{skills.id}@2026-06-04T18:00", "due_at": "2026-06-04T21:00:00Z"}
    reply = await alices.put(f"/api/snoozes/{fresh_id()}", asked)
    assert reply.status_code == 422
    assert "This session is cancelled" in reply.text
    assert not await Snooze.exists()


async def test_what_is_long_over_goes_with_the_next_one(alices: Browser, skills: Series) -> None:
    for day in (4, 11):
        with at(utc(f"2026-06-{day:02}T12:00")):
            asked = {"subject": f"{skills.id}@2026-06-{day:02}T18:00", "due_at": f"2026-06-{day:02}T21:00:00Z"}
            await alices.put(f"/api/snoozes/{fresh_id()}", asked)
    assert await Snooze.all().values_list("due_at", flat=True) == [utc("2026-06-11T21:00")]


async def test_a_snoozed_check_in_is_not_said_once_it_is_answered(
    alices: Browser, alice: Person, evenings: Schedule
) -> None:
    await plan_due(MONDAY_NOON)
    tonight = await CheckIn.get(person=alice, local_date=date(2026, 6, 1))
    await alices.put(f"/api/snoozes/{fresh_id()}", {"subject": str(tonight.id), "due_at": "2026-06-02T03:00:00Z"})
    await plan_due(MONDAY_NOON)
    assert any(each.startswith("snooze") for each in await waiting(alice))
    await CheckIn.filter(id=tonight.id).update(answered_at=MONDAY_NOON)
    await Person.filter(id=alice.id).update(plan_stale=True)
    await plan_due(MONDAY_NOON)
    assert not any(each.startswith("snooze") for each in await waiting(alice))


@pytest.mark.parametrize("subject", ["x", "not@all", "0197281a-0000-7000-8000-000000000001", "", "y" * 81])
async def test_what_is_nobodys_cannot_be_snoozed(alices: Browser, subject: str) -> None:
    reply = await alices.put(f"/api/snoozes/{fresh_id()}", {"subject": subject, "due_at": "2026-06-02T03:00:00Z"})
    assert reply.status_code == (404 if 0 < len(subject) <= 80 else 422)
    assert not await Snooze.exists()


async def test_charlie_cannot_snooze_alices_session_nor_take_her_snooze(
    alices: Browser, charlies: Browser, skills: Series
) -> None:
    asked = {"subject": f"{skills.id}@2026-06-04T18:00", "due_at": "2026-06-04T21:00:00Z"}
    mine = fresh_id()
    assert (await charlies.put(f"/api/snoozes/{mine}", asked)).status_code == 404
    assert (await alices.put(f"/api/snoozes/{mine}", asked)).status_code == 200
    assert (await charlies.put(f"/api/snoozes/{mine}", asked)).status_code == 404
