"""What a program sets for itself: coverage and responders, what is asked when, and who is in which phase."""

import asyncio
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx2
import pytest

from server import clock
from server.checkins.models import CheckIn, Schedule
from server.checkins.schedule import default_schedules
from server.people.models import Audit, Group, Person, Phase, PhaseChange, Program, Responder, Role
from server.reminders.plan import plan_due
from tests.conftest import Browser, make_person
from tests.frozen import at, made_at, utc
from tests.queries import counted

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
JANUARY_5 = date(2026, 1, 5)
HOURS: dict[str, Any] = {"days": ["MO", "WE"], "opens": "08:30", "closes": "18:00", "answers_read_by": "10:00"}
PHQ_9: dict[str, Any] = {
    "person": None, "phase": "iop", "slot": "phq", "instrument": "phq-9", "rhythm": "rule",
    "rule": "FREQ=MONTHLY;BYDAY=1TU", "wall_time": "18:00", "window_minutes": 2880, "nudge_minutes": 1440,
    "is_off": False,
}  # fmt: skip
GAD_7 = PHQ_9 | {"slot": "gad", "instrument": "gad-7"}


MADE = count()


def new_id() -> UUID:
    """An id as a client makes one at this standing moment, each newer than the one before."""
    return made_at(clock.now() + next(MADE) * timedelta(milliseconds=1))


@pytest.fixture(autouse=True)
def _monday(program: Program) -> Any:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def alice(alice: Person) -> Person:
    """In the program since January, and planned."""
    await Person.filter(id=alice.id).update(started_on=JANUARY_5, joined_at=utc("2026-01-05T15:00"), plan_stale=False)
    return await Person.get(id=alice.id)


async def cover(staff: Browser, *responders: Person, identifier: UUID | None = None, **more: Any) -> httpx2.Response:
    named = [str(each.id) for each in responders]
    return await staff.put(f"/api/coverage/{identifier or new_id()}", HOURS | {"responders": named} | more)


async def ask(staff: Browser, body: dict[str, Any], identifier: UUID | None = None) -> httpx2.Response:
    return await staff.put(f"/api/schedules/{identifier or new_id()}", body)


async def enter(staff: Browser, person: Person, phase: str, identifier: UUID | None = None) -> httpx2.Response:
    return await staff.put(f"/api/phases/{identifier or new_id()}", {"person": str(person.id), "phase": phase})


async def settings_of(staff: Browser) -> dict[str, Any]:
    answer = await staff.get("/api/settings")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


# Reading


async def test_dana_sees_what_her_program_has_set(danas: Browser, dana: Person, ben: Person, program: Program) -> None:
    await Schedule.bulk_create(default_schedules(program))
    found = await settings_of(danas)
    assert found["program"]["name"] == "Harbor House"
    usual = {"days": ["MO", "TU", "WE", "TH", "FR"], "opens": "09:00", "closes": "17:00", "answers_read_by": "12:00"}
    assert (found["coverage"], found["responders"]) == (usual, [])
    assert [(each["name"], each["role"]) for each in found["staff"]] == [("Dana", "counselor"), ("Ben", "counselor")]
    lines = [(each["phase"], each["slot"], each["instrument"]) for each in found["schedules"]]
    assert lines[:3] == [("intake", "daily", "daily"), ("iop", "barc", "barc-10"), ("iop", "daily", "daily")]
    taper = next(each for each in found["schedules"] if each["rhythm"] == "taper")
    assert (taper["phase"], taper["rule"], taper["wall_time"], taper["window_minutes"]) == (
        "aftercare", None, "18:00", 2880,
    )  # fmt: skip


async def test_dana_sees_which_forms_want_a_responder(danas: Browser, dana: Person) -> None:
    forms = {each["key"]: each for each in (await settings_of(danas))["instruments"]}
    assert (forms["phq-9"]["has_safety"], forms["phq-9"]["permitted"]) == (True, False)
    assert (forms["phq-9"]["stand_in"], forms["phq-8"]["stand_in"]) == ("phq-8", None)
    assert (forms["phq-8"]["has_safety"], forms["phq-8"]["permitted"], forms["phq-8"]["loaded"]) == (False, True, False)
    assert forms["gad-7"]["title"]["es"] != forms["gad-7"]["title"]["en"]
    assert forms["gad-7"]["license"]
    assert forms["phq-8"]["questions"] >= 8
    await cover(danas, dana)
    forms = {each["key"]: each for each in (await settings_of(danas))["instruments"]}
    assert (forms["phq-9"]["permitted"], forms["phq-9"]["stand_in"]) == (True, None)


async def test_it_is_read_in_as_many_queries_with_one_line_as_with_twenty(danas: Browser, program: Program) -> None:
    await settings_of(danas)
    with counted() as few:
        await settings_of(danas)
    for number in range(20):
        await Schedule.create(
            program=program, phase=Phase.iop, slot=f"s{number}", instrument="daily", rule="FREQ=DAILY",
            wall_time="20:00", window_minutes=60,
        )  # fmt: skip
        await make_person(program, f"Guest {number}", Role.counselor)
    with counted() as many:
        await settings_of(danas)
    assert len(few) == len(many) > 0


# Coverage and responders


async def test_coverage_is_kept_and_the_newest_change_counts(danas: Browser, dana: Person, ben: Person) -> None:
    older, newer = new_id(), new_id()
    assert (await cover(danas, ben, dana, identifier=newer)).json() == {"id": str(newer)}
    late = await cover(danas, dana, identifier=older, opens="07:00")
    assert (late.status_code, late.json()) == (200, {"id": str(older)})
    found = await settings_of(danas)
    assert found["coverage"] == HOURS
    assert [each["name"] for each in found["responders"]] == ["Ben", "Dana"]  # in their order


async def test_the_same_change_again_gives_the_same_and_changes_nothing(
    danas: Browser, dana: Person, ben: Person
) -> None:
    identifier = new_id()
    await cover(danas, dana, identifier=identifier)
    rows = await Responder.all().values("id", "person_id", "rank")
    again = await cover(danas, dana, identifier=identifier)
    assert (again.status_code, again.json()) == (200, {"id": str(identifier)})
    assert await Responder.all().values("id", "person_id", "rank") == rows


async def test_of_changes_at_the_same_moment_the_newest_counts(danas: Browser, dana: Person, ben: Person) -> None:
    ids = [new_id() for _ in range(5)]
    await asyncio.gather(
        *(cover(danas, dana, identifier=each, opens=f"0{place}:00") for place, each in enumerate(ids, 1))
    )
    assert (await Program.get()).coverage_from == "05:00"
    assert await Responder.all().count() == 1


async def test_only_staff_of_the_program_are_named(danas: Browser, dana: Person, alice: Person) -> None:
    elsewhere = await make_person(await Program.create(name="Elsewhere", zone="UTC"), "Eve", Role.counselor)
    for responders in ([dana, elsewhere], [alice], [dana, dana]):
        refused = await cover(danas, *responders)
        assert (refused.status_code, refused.json()["field"]) == (422, "responders")
    assert not await Responder.exists()
    assert (await Program.get(name="Harbor House")).coverage_changed_by is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"closes": "08:30"}, "closes"),
        ({"closes": "07:00"}, "closes"),
        ({"days": []}, "days"),
        ({"days": ["XX"]}, "days.0"),
        ({"opens": "24:00"}, "opens"),
    ],
    ids=str,
)
async def test_coverage_that_makes_no_sense_is_refused(danas: Browser, change: dict[str, Any], field: str) -> None:
    refused = await cover(danas, **change)
    assert (refused.status_code, refused.json()["field"]) == (422, field)


async def test_a_day_named_twice_is_a_day(danas: Browser) -> None:
    await cover(danas, days=["FR", "MO", "FR"])
    assert (await settings_of(danas))["coverage"]["days"] == ["MO", "FR"]


async def test_as_long_as_a_form_asks_about_safety_somebody_is_named(danas: Browser, dana: Person) -> None:
    await cover(danas, dana)
    await ask(danas, PHQ_9)
    refused = await cover(danas)
    assert refused.status_code == 409
    assert "PHQ-9" in refused.json()["error"]
    assert await Responder.exists()
    await ask(danas, PHQ_9 | {"is_off": True})
    assert (await cover(danas)).status_code == 200
    assert not await Responder.exists()


async def test_hours_can_be_set_before_anybody_is_named(danas: Browser, program: Program) -> None:
    await Schedule.bulk_create(default_schedules(program))  # which name the PHQ-9; the PHQ-8 stands in for it
    assert (await cover(danas)).status_code == 200


async def test_with_a_responder_the_form_itself_is_asked_from_the_next_one_on(
    danas: Browser, dana: Person, alice: Person, program: Program
) -> None:
    await Schedule.bulk_create(default_schedules(program))
    await Person.filter(id=alice.id).update(plan_stale=True)
    await plan_due(MONDAY_NOON)
    assert (await CheckIn.get(person=alice, slot="phq")).instrument == "phq-8"
    await cover(danas, dana)
    await plan_due(MONDAY_NOON)
    assert (await CheckIn.get(person=alice, slot="phq")).instrument == "phq-9"


# Schedules


async def test_a_line_is_set_and_set_again(danas: Browser, alice: Person) -> None:
    first = new_id()
    assert (await ask(danas, GAD_7, first)).json() == {"id": str(first)}
    assert (await Person.get(id=alice.id)).plan_stale
    await ask(danas, GAD_7 | {"wall_time": "09:00", "nudge_minutes": None})
    await ask(danas, GAD_7 | {"wall_time": "10:00"}, first)  # the same again, late
    [line] = (await settings_of(danas))["schedules"]
    assert (line["slot"], line["wall_time"], line["nudge_minutes"], line["person"]) == ("gad", "09:00", None, False)


async def test_a_persons_own_line_stands_in_for_the_programs_and_for_nobody_elses(
    danas: Browser, bens: Browser, alice: Person, charlie: Person
) -> None:
    await ask(danas, GAD_7 | {"rule": "FREQ=WEEKLY;BYDAY=TU"})
    await Person.all().update(plan_stale=False)
    await ask(danas, GAD_7 | {"person": str(alice.id), "rule": "FREQ=WEEKLY;BYDAY=WE"})
    assert not (await Person.get(id=charlie.id)).plan_stale
    await Person.filter(id=charlie.id).update(started_on=JANUARY_5, plan_stale=True)
    await plan_due(MONDAY_NOON)
    days = {each.name: await first_day(each) for each in (alice, charlie)}
    assert days == {"Alice": date(2026, 6, 3), "Charlie": date(2026, 6, 2)}
    assert len((await settings_of(danas))["schedules"]) == 1  # the program's


async def first_day(person: Person) -> date:
    first = await CheckIn.filter(person=person).order_by("opens_at").first()
    assert first
    return first.local_date


async def test_a_change_about_a_person_is_written_down_and_only_for_those_in_care(
    danas: Browser, bens: Browser, dana: Person, alice: Person
) -> None:
    body = GAD_7 | {"person": str(alice.id)}
    assert (await ask(bens, body)).status_code == 404
    assert (await ask(danas, body)).status_code == 200
    assert (await follow(bens, alice)).status_code == 404
    assert (await follow(danas, alice)).status_code == 200
    assert (await enter(bens, alice, "aftercare")).status_code == 404
    assert (await enter(danas, alice, "aftercare")).status_code == 200
    looks = [(each.viewer_id, each.person_id, each.what) for each in await Audit.all().order_by("id")]
    changes = ("PUT /api/schedules/{id}", "PUT /api/followed-schedules/{id}", "PUT /api/phases/{id}")
    assert looks == [(dana.id, alice.id, change) for change in changes]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"instrument": "phq-9"}, "instrument"),  # nobody is named
        ({"instrument": "c-ssrs"}, "instrument"),
        ({"slot": "first"}, "slot"),
        ({"slot": "Weekly!"}, "slot"),
        ({"phase": "ended"}, "phase"),
        ({"rule": None}, "rule"),
        ({"rule": "every day"}, "rule"),
        ({"rule": "FREQ=WEEKLY;BYDAY=XX"}, "rule"),
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "rule"),  # never
        ({"rule": "FREQ=DAILY;INTERVAL=7;BYDAY=MO"}, "rule"),  # never, for who began on a Tuesday
        ({"rule": "FREQ=DAILY;INTERVAL=0"}, "rule"),
        ({"rhythm": "before_individual", "rule": "sometimes"}, "rule"),
        ({"wall_time": "25:00"}, "wall_time"),
        ({"nudge_minutes": 2880}, "nudge_minutes"),
        ({"window_minutes": 5}, "window_minutes"),
    ],
    ids=str,
)
async def test_what_cannot_be_asked_is_refused(danas: Browser, change: dict[str, Any], field: str) -> None:
    refused = await ask(danas, GAD_7 | change)
    assert (refused.status_code, refused.json()["field"]) == (422, field), refused.text
    assert not await Schedule.exists()


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"rhythm": "before_individual", "rule": None}, ""),
        ({"rhythm": "taper", "rule": None, "phase": "aftercare"}, ""),
        ({"rhythm": "taper", "rule": "FREQ=DAILY", "phase": "aftercare"}, ""),  # it has days of its own
        ({"rule": "FREQ=DAILY;COUNT=5"}, "FREQ=DAILY;COUNT=5"),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"}, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
        ({"instrument": "phq-9", "is_off": True}, "FREQ=MONTHLY;BYDAY=1TU"),
    ],
    ids=str,
)
async def test_what_can_be_asked_is_kept(danas: Browser, change: dict[str, Any], kept: str) -> None:
    taken = await ask(danas, GAD_7 | change)
    assert taken.status_code == 200, taken.text
    assert (await Schedule.get()).rule == kept


async def test_with_somebody_named_a_form_may_ask_about_safety(danas: Browser, dana: Person) -> None:
    await cover(danas, dana)
    assert (await ask(danas, PHQ_9)).status_code == 200


# A person's own, and back


ALONE = GAD_7 | {"rule": "FREQ=WEEKLY;BYDAY=MO,TH", "wall_time": "18:30", "window_minutes": 360, "nudge_minutes": 60}


async def follow(
    staff: Browser, person: Person, slot: str = "gad", identifier: UUID | None = None, phase: str = "iop"
) -> httpx2.Response:
    body = {"person": str(person.id), "phase": phase, "slot": slot}
    return await staff.put(f"/api/followed-schedules/{identifier or new_id()}", body)


async def line_of(staff: Browser, person: Person, slot: str = "gad") -> dict[str, Any] | None:
    """As it stands on the person's page."""
    overview = (await staff.get(f"/api/people/{person.id}")).json()
    return next((each for each in overview["schedules"] if each["slot"] == slot), None)


async def test_danas_page_tells_alices_own_line_from_the_programs_and_says_what_it_stands_in_for(
    danas: Browser, alice: Person
) -> None:
    await ask(danas, GAD_7)
    line = await line_of(danas, alice)
    assert line
    assert (line["person"], line["instead_of"], line["wall_time"]) == (False, None, "18:00")
    await ask(danas, ALONE | {"person": str(alice.id), "instrument": "gad-2"})
    line = await line_of(danas, alice)
    assert line
    assert (line["person"], line["instrument"], line["wall_time"]) == (True, "gad-2", "18:30")
    usual = line["instead_of"]
    assert (usual["instrument"], usual["rule"], usual["wall_time"]) == ("gad-7", "FREQ=MONTHLY;BYDAY=1TU", "18:00")
    assert usual["title"] != line["title"]


async def test_alice_follows_the_program_again_also_in_what_it_changes_later(danas: Browser, alice: Person) -> None:
    await ask(danas, GAD_7)
    await ask(danas, ALONE | {"person": str(alice.id)})
    await Person.all().update(plan_stale=False)
    identifier = new_id()
    assert (await follow(danas, alice, identifier=identifier)).json() == {"id": str(identifier)}
    assert (await Person.get(id=alice.id)).plan_stale
    await ask(danas, GAD_7 | {"wall_time": "09:00"})
    line = await line_of(danas, alice)
    assert line
    assert (line["person"], line["wall_time"], line["rule"]) == (False, "09:00", "FREQ=MONTHLY;BYDAY=1TU")


async def test_what_only_alice_was_asked_is_not_asked_any_more(danas: Browser, alice: Person) -> None:
    await ask(danas, ALONE | {"person": str(alice.id)})
    assert await line_of(danas, alice)
    await follow(danas, alice)
    assert await line_of(danas, alice) is None


async def test_only_that_slot_of_that_phase_and_person_goes_back(
    danas: Browser, bens: Browser, alice: Person, charlie: Person
) -> None:
    for each, staff in ((alice, danas), (charlie, bens)):
        await ask(staff, ALONE | {"person": str(each.id)})
        await ask(staff, ALONE | {"person": str(each.id), "slot": "phq", "instrument": "phq-8"})
    await follow(danas, alice, phase="aftercare")
    assert await line_of(danas, alice)
    await follow(danas, alice)
    assert await line_of(danas, alice, "phq")
    assert await line_of(bens, charlie)


async def test_of_setting_and_going_back_the_newest_counts_in_whichever_order_they_arrive(
    danas: Browser, alice: Person
) -> None:
    body = ALONE | {"person": str(alice.id)}
    first, second, third, fourth = (new_id() for _ in range(4))
    await ask(danas, GAD_7)
    await ask(danas, body, first)
    await follow(danas, alice, identifier=second)
    await follow(danas, alice, identifier=fourth)
    await ask(danas, body, first)  # sent again, late
    await ask(danas, body, third)
    assert not (await line_of(danas, alice) or {})["person"]
    await ask(danas, body)
    await follow(danas, alice, identifier=fourth)
    assert (await line_of(danas, alice) or {})["person"]


async def test_dana_and_ben_at_once_and_the_newest_counts(
    danas: Browser, bens: Browser, ben: Person, alice: Person, evening_a: Group
) -> None:
    await Group.filter(id=evening_a.id).update(lead_id=ben.id)  # now she is in the care of both
    await ask(danas, GAD_7)
    body = ALONE | {"person": str(alice.id)}
    await ask(danas, body)
    back, again = new_id(), new_id()
    await asyncio.gather(follow(danas, alice, identifier=back), ask(bens, body | {"wall_time": "07:15"}, again))
    line = await line_of(danas, alice)
    assert line
    assert (line["person"], line["wall_time"]) == (True, "07:15")
    assert await Schedule.filter(person=alice).count() == 1


async def evenings_of(person: Person) -> list[tuple[str, str]]:
    """Local day and time of what Alice is asked; in New York it is summer, four hours behind."""
    rows = await CheckIn.filter(person=person, slot="daily", withdrawn_at=None).order_by("opens_at")
    return [(f"{each.local_date:%m-%d}", f"{each.opens_at - timedelta(hours=4):%H:%M}") for each in rows]


async def test_there_and_back_nothing_is_asked_twice_a_day_and_what_was_answered_stays(
    danas: Browser, alice: Person
) -> None:
    daily = ALONE | {"slot": "daily", "instrument": "daily"}
    await ask(danas, daily | {"rule": "FREQ=DAILY", "wall_time": "20:00"})
    await plan_due(MONDAY_NOON)
    await ask(danas, daily | {"person": str(alice.id)})
    await plan_due(MONDAY_NOON)
    assert (await evenings_of(alice))[:3] == [("06-01", "18:30"), ("06-04", "18:30"), ("06-08", "18:30")]
    monday_evening = utc("2026-06-01T23:00")
    await CheckIn.filter(person=alice, local_date=date(2026, 6, 1)).update(answered_at=monday_evening)
    with at(monday_evening):
        await follow(danas, alice, "daily")
        await plan_due(monday_evening)
        found = await evenings_of(alice)
    assert found[:4] == [("06-01", "18:30"), ("06-02", "20:00"), ("06-03", "20:00"), ("06-04", "20:00")]
    assert len(found) == len({day for day, _ in found})


async def test_one_that_is_open_stays_and_is_not_asked_again_that_evening(danas: Browser, alice: Person) -> None:
    daily = ALONE | {"slot": "daily", "instrument": "daily"}
    await ask(danas, daily | {"rule": "FREQ=DAILY", "wall_time": "20:00"})
    await ask(danas, daily | {"person": str(alice.id)})
    await plan_due(MONDAY_NOON)
    while_open = utc("2026-06-01T23:00")
    with at(while_open):
        await follow(danas, alice, "daily")
        await plan_due(while_open)
    assert (await evenings_of(alice))[:2] == [("06-01", "18:30"), ("06-02", "20:00")]


async def test_without_a_schedule_of_her_own_alice_follows_the_program_already(danas: Browser, alice: Person) -> None:
    await ask(danas, GAD_7)
    await Person.filter(id=alice.id).update(plan_stale=False)
    assert (await follow(danas, alice)).status_code == 200
    assert not (await Person.get(id=alice.id)).plan_stale
    assert await Schedule.all().count() == 1


async def test_a_form_about_safety_that_nobody_is_asked_any_more_needs_no_responder(
    danas: Browser, dana: Person, alice: Person
) -> None:
    await cover(danas, dana)
    await ask(danas, PHQ_9 | {"person": str(alice.id)})
    assert (await cover(danas)).status_code == 409
    await follow(danas, alice, "phq")
    assert (await cover(danas)).status_code == 200


# Phases


async def test_alice_moves_to_aftercare_today(danas: Browser, dana: Person, alice: Person) -> None:
    identifier = new_id()
    moved = await enter(danas, alice, "aftercare", identifier)
    assert moved.json() == {"id": str(identifier), "from_day": "2026-06-01"}
    found = await Person.get(id=alice.id)
    assert (found.phase, found.phase_from, found.plan_stale) == (Phase.aftercare, date(2026, 6, 1), True)
    line = await PhaseChange.filter(person=alice).order_by("id")
    assert [(each.phase, each.from_day, each.made_by_id) for each in line] == [
        (Phase.iop, JANUARY_5, None),
        (Phase.aftercare, date(2026, 6, 1), dana.id),
    ]


async def test_sent_again_it_is_the_same_also_days_later(danas: Browser, alice: Person) -> None:
    identifier = new_id()
    first = await enter(danas, alice, "aftercare", identifier)
    with at(MONDAY_NOON + timedelta(days=6)):
        assert (await enter(danas, alice, "aftercare", identifier)).json() == first.json()
        assert (await enter(danas, alice, "aftercare")).json()["from_day"] == "2026-06-01"  # she is there already
    assert await PhaseChange.filter(person=alice).count() == 2


async def test_the_newest_change_of_phase_counts(danas: Browser, alice: Person) -> None:
    older, newer = new_id(), new_id()
    await enter(danas, alice, "aftercare", newer)
    late = await enter(danas, alice, "ended", older)
    assert late.json() == {"id": str(older), "from_day": "2026-06-01"}
    assert (await Person.get(id=alice.id)).phase == Phase.aftercare


async def test_two_counselors_at_once_move_her_once_each_and_the_newest_counts(
    danas: Browser, bens: Browser, ben: Person, alice: Person, evening_a: Group
) -> None:
    await Group.filter(id=evening_a.id).update(lead_id=ben.id)  # now she is in the care of both
    first, second = new_id(), new_id()
    await asyncio.gather(enter(danas, alice, "aftercare", first), enter(bens, alice, "ended", second))
    assert (await Person.get(id=alice.id)).phase == Phase.ended
    newest = await PhaseChange.filter(person=alice).order_by("-id").first()
    assert newest
    assert newest.id == second


async def test_a_day_begins_where_alice_is(danas: Browser, alice: Person) -> None:
    await Person.filter(id=alice.id).update(zone="Pacific/Auckland")
    assert (await enter(danas, alice, "aftercare")).json()["from_day"] == "2026-06-02"


async def test_the_taper_begins_when_she_moves(danas: Browser, alice: Person, program: Program) -> None:
    await Schedule.bulk_create(default_schedules(program))
    await Person.filter(id=alice.id).update(plan_stale=True)
    await plan_due(MONDAY_NOON)
    assert "weekly" in {each.slot for each in await CheckIn.filter(person=alice, withdrawn_at=None)}
    await enter(danas, alice, "aftercare")
    await plan_due(MONDAY_NOON)
    ahead = CheckIn.filter(person=alice, withdrawn_at=None).order_by("opens_at")
    asked = [(f"{each.local_date:%m-%d}", each.instrument) for each in await ahead]
    assert asked == [
        ("06-01", "aftercare"), ("06-02", "phq-2"), ("06-08", "aftercare"), ("06-09", "gad-2"), ("06-15", "aftercare"),
    ]  # fmt: skip


async def test_whose_change_it_is_cannot_be_told_from_its_id(
    danas: Browser, bens: Browser, alice: Person, charlie: Person
) -> None:
    identifier = new_id()
    await enter(danas, alice, "aftercare", identifier)
    assert (await enter(bens, charlie, "aftercare", identifier)).status_code == 404
    assert (await Person.get(id=charlie.id)).phase == Phase.iop


@pytest.mark.parametrize("write", ["coverage", "schedules", "followed-schedules", "phases"])
async def test_a_change_from_the_future_would_count_for_ever_and_is_refused(
    danas: Browser, alice: Person, write: str
) -> None:
    far = made_at(utc("2099-01-01T00:00"))
    body = {
        "coverage": HOURS | {"responders": []},
        "schedules": GAD_7,
        "followed-schedules": {"person": str(alice.id), "phase": "iop", "slot": "gad"},
        "phases": {"person": str(alice.id), "phase": "ended"},
    }
    assert (await danas.put(f"/api/{write}/{far}", body[write])).status_code == 422


@pytest.mark.parametrize("write", ["coverage", "schedules", "followed-schedules", "phases"])
async def test_only_staff_set_anything(alices: Browser, alice: Person, write: str) -> None:
    body = {
        "coverage": HOURS | {"responders": []},
        "schedules": GAD_7,
        "followed-schedules": {"person": str(alice.id), "phase": "iop", "slot": "gad"},
        "phases": {"person": str(alice.id), "phase": "ended"},
    }
    assert (await alices.put(f"/api/{write}/{new_id()}", body[write])).status_code == 404
    assert (await alices.get("/api/settings")).status_code == 404
