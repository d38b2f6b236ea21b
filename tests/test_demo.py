"""The fictional program, seen as Dana, as its people and by the planner: at different moments of the week."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from starlette.applications import Starlette

from server import clock, demo
from server.aftercare.routes import PlanContent
from server.checkins.form import check_items
from server.checkins.instrument import shipped
from server.checkins.models import Answer, CheckIn, CheckInState
from server.checkins.score import Tier
from server.demo import history
from server.exercises.content import EXERCISES, check_known
from server.exercises.models import Assignment, Practice
from server.keys import Keys
from server.people.models import Group, Language, Person, Phase, Program, Role
from server.reminders.models import Reminder
from server.reminders.plan import plan_due
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from tests.conftest import Browser, browser, empty, new_id, sign_in

WEDNESDAY_AFTERNOON = datetime(2026, 10, 14, 19, 0, tzinfo=UTC)  # 3 pm in New York
MOMENTS = [
    WEDNESDAY_AFTERNOON,
    datetime(2026, 10, 12, 4, 30, tzinfo=UTC),  # half past midnight on a Monday: last night's check-ins are open
    datetime(2026, 11, 2, 1, 20, tzinfo=UTC),  # Sunday evening of the day on which clocks go back
    datetime(2027, 3, 14, 12, 0, tzinfo=UTC),  # the Sunday morning after they went forward
    datetime(2027, 1, 1, 23, 0, tzinfo=UTC),  # Friday, half an hour into the group
]
TREATMENT = {"Monday": ["Relapse prevention"], "Friday": ["Relapse prevention"]}
EARLY = {day: ["Early-recovery skills", *titles] for day, titles in TREATMENT.items()}
GROUP_TITLES = {"Early-recovery skills", "Relapse prevention", "Family education", "Social support"}

at_any_moment = pytest.mark.parametrize("now", MOMENTS, ids=lambda now: f"{now:%a %d %b %H:%M}")


@asynccontextmanager
async def browser_of(app: Starlette, called: str) -> AsyncIterator[Browser]:
    person = next(each for each in await Person.all() if each.called == called)
    _, token = await sign_in(person)
    async with browser(app, token) as opened:
        yield opened


async def seen_by(app: Starlette, called: str, now: datetime) -> list[dict[str, Any]]:
    with time_machine.travel(now, tick=False):
        async with browser_of(app, called) as theirs:
            answer = await theirs.get("/api/caseload")
    assert answer.status_code == 200, answer.text
    people: list[dict[str, Any]] = answer.json()["people"]
    return people


async def participants() -> list[Person]:
    return await Person.filter(role=Role.participant).order_by("id")


def calendar_of_week(week: int) -> dict[str, list[str]]:
    """The sixteen weeks as care.md tells them, and social support to week 48."""
    if week > 16:
        return {"Wednesday": ["Social support"]}
    return (EARLY if week <= 4 else TREATMENT) | {"Wednesday": ["Family education" if week <= 12 else "Social support"]}


def by_weekday(found: list[Occurrence]) -> dict[str, list[str]]:
    days: dict[str, list[str]] = {}
    for each in found:
        day = datetime.fromisoformat(each.original_start)
        days.setdefault(f"{day:%A}", []).append(each.title)
    return days


@at_any_moment
async def test_dana_sees_her_nine_people_and_first_those_who_need_her(
    app: Starlette, keys: Keys, now: datetime
) -> None:
    await demo.make(now)
    rows = await seen_by(app, "Dana", now)
    assert len(rows) == 9
    needs = {row["name"]: [need["reason"] for need in row["needs"]] for row in rows if row["needs"]}
    assert list(needs) == ["Theo B.", "Maya T.", "Luis G.", "Jordan P.", "Nina F.", "Casey W."]
    assert needs["Theo B."] == ["safety", "cant_come"]
    assert needs["Maya T."][:2] == ["call", "craving"]
    assert {"used", "score"} <= set(needs["Luis G."])
    assert needs["Jordan P."] == ["sessions", "absences_in_row", "unanswered"]
    assert needs["Nina F."] == ["silent_phone"]
    assert needs["Casey W."] == ["proposed"]
    _, maya, _, jordan, *_ = rows
    assert (maya["last_answer"]["craving"], maya["last_answer"]["craving_before"]) == (8, 4)
    assert maya["last_answer"]["reviewed"] is False
    assert jordan["unanswered_in_row"] == 4


@at_any_moment
async def test_every_page_of_the_staff_has_something_to_show(app: Starlette, keys: Keys, now: datetime) -> None:
    await demo.make(now)
    people = {row["name"]: row["id"] for row in await seen_by(app, "Dana", now)}
    with time_machine.travel(now, tick=False):
        async with browser_of(app, "Dana") as danas:
            queue, alerts, figures, nina, omar = [
                (await danas.get(f"/api/{page}")).json()
                for page in (
                    "queue", "alerts", "program", f"people/{people['Nina F.']}", f"people/{people['Omar D.']}",
                )
            ]  # fmt: skip
    assert {row["remarkable"] for row in queue["answers"]} == {True, False}
    pressing = alerts["open"][0]
    assert (pressing["person"]["name"], pressing["acknowledged_by"]) == ("Theo B.", "Dana")
    assert all(alert["events"][-1]["note"] for alert in alerts["resolved"])
    assert sum(week["due"] > 0 for week in figures["weeks"]) >= 6
    assert figures["weeks"][0]["due"] == 0
    assert figures["review"]["count"] > 100
    assert {wait["tier"]: wait["count"] > 0 for wait in figures["acknowledge"]} == dict.fromkeys(Tier, True)
    assert {trend["instrument"] for trend in nina["trends"]} == {"daily", "gad-7", "phq-9"}
    assert datetime.fromisoformat(nina["reminders"]["stopped_on"]) < now - timedelta(days=3)
    assert {session["mark"] for session in nina["sessions"]} >= {"attended"}
    assert [span["phase"] for span in omar["phases"]] == ["iop", "aftercare"]
    assert await Answer.exclude(reply=None).exists()
    assert await Answer.exclude(note=None).exists()


@at_any_moment
async def test_ben_sees_his_three_and_noor_everybody(app: Starlette, keys: Keys, now: datetime) -> None:
    await demo.make(now)
    assert {row["name"] for row in await seen_by(app, "Ben", now)} == {"Priya K.", "Eli V.", "Hana S."}
    assert len(await seen_by(app, "Noor", now)) == 12


async def test_twelve_people_are_at_different_places_of_their_way(keys: Keys) -> None:
    program = await demo.make(WEDNESDAY_AFTERNOON)
    assert (program.name, program.zone, program.is_demo) == ("Harbor House (demo)", "America/New_York", True)
    people = await participants()
    phases = [person.phase for person in people]
    assert [phases.count(phase) for phase in (Phase.intake, Phase.iop, Phase.aftercare)] == [1, 8, 3]
    assert len({person.started_on for person in people}) == 12
    assert sum(person.language == Language.es for person in people) == 2
    assert [person.zone for person in people if person.zone != program.zone] == ["America/Chicago"]
    joined = {person.name for person in people if person.joined_at and person.joined_at < WEDNESDAY_AFTERNOON}
    assert {person.name for person in people} - joined == {"Sam R."}


@at_any_moment
async def test_everybodys_calendar_is_that_of_their_week(keys: Keys, now: datetime) -> None:
    await demo.make(now)
    for person in await participants():
        assert person.started_on
        for week in range(1, 51):
            monday = person.started_on + timedelta(weeks=week - 1)
            if abs(monday - now.date()) < timedelta(weeks=10):
                found = await sessions_of_week(person, monday)
                groups = by_weekday([each for each in found if each.title in GROUP_TITLES])
                assert groups == (calendar_of_week(week) if week <= 48 else {}), (person.name, week)
                own = [each for each in found if each.title not in GROUP_TITLES]
                assert len(own) == 1 or week > 16, (person.name, week)


async def sessions_of_week(person: Person, monday: date) -> list[Occurrence]:
    start = datetime(monday.year, monday.month, monday.day, 5, tzinfo=UTC)  # midnight, or one, in New York
    return await occurrences_of(person, start, start + timedelta(weeks=1))


@at_any_moment
async def test_nobody_has_two_sessions_at_once_and_no_counselor_two_people(keys: Keys, now: datetime) -> None:
    await demo.make(now)
    ahead: dict[str, Occurrence] = {}
    for person in await participants():
        mine = await occurrences_of(person, now - timedelta(weeks=4), now + timedelta(weeks=4))
        assert all(one.ends_at <= next_one.starts_at for one, next_one in pairwise(mine))
        ahead |= {each.id: each for each in mine}
    for counselor in ("Dana", "Ben"):
        theirs = sorted((each for each in ahead.values() if each.facilitator == counselor), key=lambda e: e.starts_at)
        assert all(one.ends_at <= next_one.starts_at for one, next_one in pairwise(theirs))


@at_any_moment
async def test_theo_cant_come_and_dana_knows_why_and_maya_sees_her_own_times(
    app: Starlette, keys: Keys, now: datetime
) -> None:
    await demo.make(now)
    with time_machine.travel(now, tick=False):
        async with browser_of(app, "Dana") as danas:
            alerts = (await danas.get("/api/alerts")).json()["open"]
        async with browser_of(app, "Maya") as mayas:
            hers = (await mayas.get("/api/home")).json()
    [reply] = [each for alert in alerts if alert["rule"] == "cant_come" for each in alert["cant_come"]]
    assert (reply["hindrance"], reply["help"]) == ("childcare", True)
    assert sorted(each["title"] for each in hers["commitments"] if each["times"]) == [
        "Bakery", "Parents' evening at Leo's school",
    ]  # fmt: skip
    assert any(each["homework"] for each in hers["occurrences"])
    assert hers["attended"]["held"] > 10


@at_any_moment
async def test_the_evening_group_knows_of_a_moved_and_a_cancelled_session_ahead_and_of_two_past(
    keys: Keys, now: datetime
) -> None:
    await demo.make(now)
    people = {person.name: person for person in await participants()}
    ahead = await occurrences_of(people["Theo B."], now, now + timedelta(days=7))
    assert {each.state for each in ahead} == set(OccurrenceState)
    back = await occurrences_of(people["Luis G."], now - timedelta(weeks=4), now)
    assert {each.state for each in back} == set(OccurrenceState)
    assert all(each.reason for each in [*ahead, *back] if each.state != OccurrenceState.planned)
    mornings = await occurrences_of(people["Priya K."], now - timedelta(weeks=4), now + timedelta(weeks=4))
    assert {each.state for each in mornings} == {OccurrenceState.planned}


@at_any_moment
async def test_the_planner_finds_the_past_and_adds_only_what_is_to_come(keys: Keys, now: datetime) -> None:
    await demo.make(now)
    before = {each.id: each.missed_at for each in await CheckIn.all()}
    assert await plan_due(now) == 11
    past = {each.id: each.missed_at for each in await CheckIn.filter(opens_at__lte=now)}
    assert past == before
    assert await CheckIn.filter(opens_at__gt=now, withdrawn_at=None).count() > 100
    assert await CheckIn.exclude(withdrawn_at=None).count() == 0
    assert await Reminder.filter(due_at__gt=now).count() > 50


@at_any_moment
async def test_three_of_four_check_ins_were_answered_a_few_late_and_the_old_ones_are_read(
    keys: Keys, now: datetime
) -> None:
    await demo.make(now)
    over = await CheckIn.filter(closes_at__lte=now)
    states = [each.state(now) for each in over]
    assert 0.70 < sum(each.answered_at is not None for each in over) / len(over) < 0.85
    assert 3 < states.count(CheckInState.late) < 25
    assert states.count(CheckInState.open) == states.count(CheckInState.planned) == 0
    unread = await Answer.filter(reviewed_at=None)
    assert 5 < len(unread) < 30
    assert all(answer.answered_at > now - timedelta(days=5) for answer in unread)
    for answer in await Answer.exclude(reviewed_at=None).select_related("person"):
        assert answer.reviewed_by_id == answer.person.counselor_id
        assert answer.received_at < (answer.reviewed_at or now) < now
    assert all(answer.answered_at <= answer.received_at <= now for answer in await Answer.all())


async def test_everything_that_was_said_and_done_fits_its_form(keys: Keys) -> None:
    await demo.make(WEDNESDAY_AFTERNOON)
    for answer in await Answer.all():
        check_items(shipped()[answer.instrument, answer.version], answer.items)
    for practice in await Practice.all():
        check_known(practice.exercise, practice.version)
        assert practice.before is not None
        assert practice.after is not None
        assert practice.after < practice.before
        assert practice.ended_at < WEDNESDAY_AFTERNOON
    for assignment in await Assignment.all():
        check_known(assignment.exercise)
        assert assignment.from_day <= WEDNESDAY_AFTERNOON.date()
    assert await Practice.all().count() > 60


async def test_the_same_day_tells_the_same_story(keys: Keys) -> None:
    await demo.make(WEDNESDAY_AFTERNOON)
    first = await story()
    await empty()
    await demo.make(WEDNESDAY_AFTERNOON)
    assert await story() == first


async def story() -> list[object]:
    told: list[object] = []
    for person in await participants():
        said = await Answer.filter(person=person).order_by("answered_at").values_list("answered_at", "items", "late")
        done = await Practice.filter(person=person).order_by("started_at").values_list("started_at", "before", "after")
        told.append((person.name, person.started_on, said, done))
    return told


async def test_it_is_made_whole_or_not_at_all(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "SIX_WEEKS", None)
    with pytest.raises(TypeError):
        await demo.make(WEDNESDAY_AFTERNOON)
    assert not await Program.exists()
    assert not await Group.exists()


async def join(app: Starlette, dana: Browser, person: Person) -> dict[str, Any]:
    body = {"person": str(person.id), "name": None, "group": None, "language": None}
    code = (await dana.put(f"/api/invites/{new_id()}", body)).json()["code"]
    async with browser(app) as phone:
        said = {"code": code, "called": "Sam", "zone": "America/New_York", "language": "en"}
        assert (await phone.put(f"/api/devices/{new_id()}", said)).status_code == 200
        await plan_due(clock.now())
        home: dict[str, Any] = (await phone.get("/api/home")).json()
        return home


@at_any_moment
async def test_sam_and_then_each_guest_join_and_find_a_full_calendar(app: Starlette, keys: Keys, now: datetime) -> None:
    program = await demo.make(now)
    with time_machine.travel(now, tick=False):
        async with browser_of(app, "Dana") as danas:
            for name in ("Sam R.", "Guest 2", "Guest 3"):
                dana, newcomer = await demo.to_invite(program)
                assert (dana.name, newcomer.name) == ("Dana Reyes", name)
                assert (await demo.to_invite(program))[1].id == newcomer.id
                home = await join(app, danas, newcomer)
                ahead = [each for each in home["occurrences"] if each["state"] != "cancelled"]
                assert datetime.fromisoformat(ahead[0]["starts_at"]) < now + timedelta(days=4)
                assert 40 < len(home["occurrences"]) < 50
                assert {each["slot"] for each in home["check_ins"]} == {"first", "daily"}
                assert [each["exercise"] for each in home["assignments"]] == ["slow-breathing"]


async def test_somebody_who_never_joined_is_followed_by_a_guest_with_the_first_weeks_still_ahead(keys: Keys) -> None:
    program = await demo.make(WEDNESDAY_AFTERNOON)
    later = WEDNESDAY_AFTERNOON + timedelta(weeks=30)
    with time_machine.travel(later, tick=False):
        _, newcomer = await demo.to_invite(program)
    assert newcomer.name == "Guest 2"
    first_week = await occurrences_of(newcomer, later, later + timedelta(days=7))
    assert {"Early-recovery skills", "Individual session"} <= {each.title for each in first_week}


async def test_plans_are_agreed_waiting_and_being_written(app: Starlette, keys: Keys) -> None:
    await demo.make(WEDNESDAY_AFTERNOON)
    with time_machine.travel(WEDNESDAY_AFTERNOON, tick=False):
        async with browser_of(app, "Noor") as noors:
            pages = {person.name: await plan_page(noors, person) for person in await participants()}
    versions = {name: [each["agreed_at"] is not None for each in page["versions"]] for name, page in pages.items()}
    assert {name: agreed for name, agreed in versions.items() if agreed} == {
        "Casey W.": [False, True],
        "Nina F.": [True],
        "Rosa M.": [True],
        "Omar D.": [True, True],
        "Eli V.": [True],
        "Hana S.": [True],
    }
    assert {name for name, page in pages.items() if page["draft"]} == {"Maya T.", "Luis G."}
    newer, older = pages["Omar D."]["versions"]
    assert newer["content"] != older["content"]
    for page in pages.values():
        for version in page["versions"]:
            content = PlanContent.of(version["content"])
            coping = [*content.safety.on_my_own, *content.staying_well.coping]
            assert all(each.exercise in EXERCISES for each in coping if each.exercise)


async def plan_page(noors: Browser, person: Person) -> dict[str, Any]:
    page: dict[str, Any] = (await noors.get(f"/api/people/{person.id}/plan")).json()
    return page
