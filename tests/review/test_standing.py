"""What the caseload says of a person is stored, is never older than what was written, and never leaves out what nobody
has read."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.aftercare.models import PlanVersion
from server.checkins.keep import Arrived
from server.checkins.models import DAILY, Answer, CheckIn, CheckInState
from server.checkins.plan import close_missed
from server.checkins.score import Tier
from server.checkins.submit import submit
from server.demo.chance import id_at
from server.people.models import Group, Member, Person, Program
from server.review import standing
from server.review.caseload import Case, cases_of
from server.review.models import Alert, Standing
from server.review.raising import raise_alerts
from server.review.standing import Facts, refresh_standings
from server.sessions.attended import absences
from server.sessions.models import Attendance, Mark, Series, SessionKind
from tests.aftercare.test_plan import content
from tests.conftest import Browser, make_person, new_id
from tests.frozen import at, utc

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def say(
    person: Person, days_ago: float = 0, instrument: str = "daily", revises: Arrived | None = None, /, **items: Any
) -> Arrived:
    """Keeps an answer of then."""
    then = MONDAY_NOON - days_ago * DAY
    said = {key.replace("_", "-"): value for key, value in items.items()}
    return await submit(
        new_id(), person.id, person.program_id, check_in_id=None, instrument=instrument,
        version="1", language="en", items=said,
        answered_at=then, now=then, revises=revises.id if revises else None,
    )  # fmt: skip


OFTEN = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")  # from not at all to nearly every day


def phq(total: int) -> dict[str, str]:
    """PHQ-8 answers that add up to this."""
    return {f"phq_{number}": OFTEN[min(3, max(0, total - 3 * (number - 1)))] for number in range(1, 9)}


async def case_of(person: Person, now: Any = MONDAY_NOON) -> Case:
    [case] = await cases_of([await Person.get(id=person.id)], now)
    return case


async def needs_of(person: Person) -> list[dict[str, Any]]:
    """Each need, without what it does not say."""
    return [need.model_dump(mode="json", exclude_none=True, exclude={"text"}) for need in (await case_of(person)).needs]


async def no_show(person: Person, series: Series, days_ago: int, mark: Mark = Mark.no_show) -> None:
    starts_at = MONDAY_NOON - days_ago * DAY
    await Attendance.create(
        person=person, series=series, original_start=f"{starts_at:%Y-%m-%dT%H:%M}", starts_at=starts_at, mark=mark,
        marked_by_id=new_id(), marked_at=MONDAY_NOON, changed_by=new_id(),
    )  # fmt: skip


@pytest.fixture
async def skills(program: Program, evening_a: Group) -> Series:
    return await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Skills", rule="FREQ=WEEKLY;BYDAY=MO,WE",
        first_day=date(2026, 1, 1), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip


# Why somebody stands where they stand


async def test_a_craving_is_said_with_how_much_it_rose(alice: Person) -> None:
    await say(alice, 1, craving=4)
    await say(alice, craving=8)
    [need] = await needs_of(alice)
    assert (need["reason"], need["tier"], need["value"], need["change"]) == ("craving", "today", 8, 4)


async def test_a_first_craving_rose_by_nothing(alice: Person) -> None:
    await say(alice, craving=9)
    [need] = await needs_of(alice)
    assert (need["value"], need.get("change")) == (9, None)


async def test_sessions_missed_in_a_row_are_counted(alice: Person, skills: Series) -> None:
    await no_show(alice, skills, 9, Mark.attended)
    await no_show(alice, skills, 7)
    assert await needs_of(alice) == []
    await no_show(alice, skills, 5, Mark.excused)
    await no_show(alice, skills, 2)
    await standing.mark_standing_stale(alice.id)
    assert await needs_of(alice) == [
        {"reason": "sessions", "tier": "today", "count": 2},
        {"reason": "absences_in_row", "tier": "today", "count": 2, "value": 3},
    ]


@pytest.mark.parametrize(
    ("marks", "missed"),
    [
        ([], 0),
        ([Mark.no_show, Mark.no_show, Mark.attended, Mark.no_show], 2),
        ([Mark.no_show, Mark.excused, Mark.no_show], 2),  # excused neither counts nor ends the row
        ([Mark.excused, Mark.late, Mark.no_show], 0),  # late is there
        ([Mark.left_early, Mark.no_show], 0),
    ],
)
def test_a_row_of_missed_sessions_ends_with_one_that_was_attended(marks: list[Mark], missed: int) -> None:
    assert absences(marks).in_row == missed


async def test_a_score_that_got_reliably_worse_is_a_reason_and_one_that_got_better_is_none(
    program: Program, alice: Person, dana: Person
) -> None:
    bea = await make_person(program, "Bea", counselor=dana)
    await say(alice, 30, "phq-8", **phq(5))
    await say(alice, 0, "phq-8", **phq(14))
    await say(bea, 30, "phq-8", **phq(14))
    await say(bea, 0, "phq-8", **phq(5))
    [need] = [each for each in await needs_of(alice) if each["reason"] == "score"]
    assert (need["instrument"], need["value"], need["change"], need["tier"]) == ("phq-8", 14, 9, "digest")
    assert not [each for each in await needs_of(bea) if each["reason"] == "score"]


async def test_a_corrected_answer_counts_no_more(alice: Person) -> None:
    first = await say(alice, 0.1, craving=9)
    await say(alice, 0, "daily", first, craving=2)
    case = await case_of(alice)
    assert (case.needs, case.facts.unreviewed) == ([], 1)
    assert [point.value for point in case.facts.cravings] == [2]


async def test_an_alert_stays_a_reason_when_the_answer_was_read(alice: Person, danas: Browser) -> None:
    await say(alice, 1, craving=4)
    answer = await say(alice, craving=8)
    await raise_alerts(MONDAY_NOON)
    await danas.put(f"/api/reviews/{new_id()}", {"answer": str(answer.id)})
    [need] = await needs_of(alice)
    assert (need["reason"], need["value"], need["change"]) == ("craving", 8, 4)
    assert (await case_of(alice)).facts.unreviewed == 1  # yesterday's
    await Alert.filter(person=alice).update(resolved_at=MONDAY_NOON)
    await standing.mark_standing_stale(alice.id)
    assert await needs_of(alice) == []


async def test_urgent_comes_first_then_todays_each_time_overdue_before_what_has_time(
    program: Program, dana: Person
) -> None:
    async def alert(name: str, tier: Tier, due_in: timedelta, rule: str = "craving", **more: Any) -> Person:
        person = await make_person(program, name, counselor=dana)
        await Alert.create(
            id=new_id(), person=person, rule=rule, tier=tier, day=date(2026, 6, 1), opened_at=MONDAY_NOON,
            owner=dana, due_by=MONDAY_NOON + due_in, **more,
        )  # fmt: skip
        return person

    people = [
        await alert("Ada", Tier.digest, -HOUR, "bam-use"),
        await alert("Bea", Tier.today, HOUR),
        await alert("Cid", Tier.today, -HOUR),
        await alert("Dov", Tier.urgent, HOUR, "safety"),
        await alert("Eli", Tier.urgent, -HOUR, "safety", acknowledged_at=MONDAY_NOON, acknowledged_by_id=dana.id),
        await alert("Fay", Tier.urgent, -HOUR, "safety"),
        await make_person(program, "Gil", counselor=dana),
    ]
    await say(people[-1], used=True)  # said, and nobody has been told yet
    ordered = [case.person.name for case in await cases_of(people, MONDAY_NOON)]
    assert ordered == ["Fay", "Dov", "Eli", "Cid", "Bea", "Gil", "Ada"]


async def test_the_top_of_the_page_counts_the_viewers_alerts(alice: Person, danas: Browser, dana: Person) -> None:
    await say(alice, used=True, call=True)
    await raise_alerts(MONDAY_NOON)
    await Alert.filter(rule="call").update(due_by=MONDAY_NOON)
    page = (await danas.get("/api/caseload")).json()
    assert page["alerts"] == {"urgent": 0, "today": 2, "overdue": 1}
    assert page["people"][0]["alerts"] == {"open": 2, "worst": "today", "overdue": True}


# Never older than what was written


async def test_what_is_read_is_never_older_than_what_was_written(
    alices: Browser, danas: Browser, alice: Person, dana: Person, skills: Series
) -> None:
    async def row() -> dict[str, Any]:
        [found] = (await danas.get("/api/caseload")).json()["people"]
        assert not await Person.exists(id=alice.id, standing_stale=True)
        return dict(found)

    assert (await row())["unreviewed"] == 0
    answer = await say(alice, craving=3)
    assert (await row())["unreviewed"] == 1
    await danas.put(f"/api/reviews/{new_id()}", {"answer": str(answer.id)})
    assert (await row())["unreviewed"] == 0
    version = await PlanVersion.propose(new_id(), alice, dana, content(), MONDAY_NOON)
    assert [need["reason"] for need in (await row())["needs"]] == ["proposed"]
    await version.agree(MONDAY_NOON)
    assert (await row())["needs"] == []
    for day in ("2026-05-25", "2026-05-27"):
        said = {"person": str(alice.id), "occurrence": f"{skills.id}@{day}T18:00", "mark": "no_show"}
        assert (await danas.put(f"/api/attendances/{id_at(MONDAY_NOON)}", said)).status_code == 200
    assert [need["reason"] for need in (await row())["needs"]] == ["sessions", "absences_in_row"]
    opens_at = MONDAY_NOON - 6 * HOUR
    await CheckIn.create(
        id=new_id(), person=alice, instrument="daily", slot=DAILY, local_date=date(2026, 6, 1), opens_at=opens_at,
        closes_at=MONDAY_NOON,
    )  # fmt: skip
    await close_missed(MONDAY_NOON)
    assert (await row())["unanswered_in_row"] == 1


async def test_the_tick_computes_what_changed_once(alice: Person, charlie: Person) -> None:
    assert await refresh_standings(MONDAY_NOON) == 2
    assert await refresh_standings(MONDAY_NOON) == 0
    await say(alice, mood=3)
    assert await refresh_standings(MONDAY_NOON) == 1
    stored = Facts.of((await Standing.get(person=alice)).content)
    assert (stored.unreviewed, stored.last_answer and stored.last_answer.mood) == (1, 3)
    assert await refresh_standings(MONDAY_NOON + standing.FRESH) == 2  # what they hold reaches no farther


async def test_a_clock_makes_a_window_missed_without_computing_anything_anew(alice: Person) -> None:
    opens_at = MONDAY_NOON + HOUR
    await CheckIn.create(
        id=new_id(), person=alice, instrument="daily", slot=DAILY, local_date=date(2026, 6, 1), opens_at=opens_at,
        closes_at=opens_at + HOUR,
    )  # fmt: skip
    await refresh_standings(MONDAY_NOON)
    stored = Facts.of((await Standing.get(person=alice)).content)
    seen = [(stored.state(now), stored.silence(now).longest) for now in (MONDAY_NOON, opens_at, opens_at + HOUR)]
    assert seen == [(None, 0), (CheckInState.open, 0), (CheckInState.missed, 1)]


async def test_a_session_that_has_begun_is_no_longer_the_next_one(alice: Person, skills: Series) -> None:
    await refresh_standings(MONDAY_NOON)
    stored = Facts.of((await Standing.get(person=alice)).content)
    tonight = utc("2026-06-01T22:00")
    starts = [stored.next_session(now) for now in (tonight, tonight + timedelta(milliseconds=1))]
    assert [each and each.starts_at for each in starts] == [tonight, utc("2026-06-03T22:00")]


async def test_somebody_who_cannot_be_computed_stops_nobody_and_is_tried_again(
    program: Program, alice: Person, charlie: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts_of = standing.facts_of

    async def broken(people: list[Person], now: Any) -> dict[Any, Facts]:
        if any(person.id == charlie.id for person in people):
            raise ValueError("a row that nobody expected")
        return await facts_of(people, now)

    await say(alice, mood=3)
    monkeypatch.setattr(standing, "facts_of", broken)
    await refresh_standings(MONDAY_NOON)
    assert (await case_of(alice)).facts.unreviewed == 1
    assert (await case_of(charlie)).facts == Facts()  # still in the list
    monkeypatch.undo()
    await say(charlie, mood=2)
    await Person.filter(id=charlie.id).update(standing_stale=False)
    assert await refresh_standings(MONDAY_NOON + standing.RETRY_BROKEN) == 1
    assert (await case_of(charlie)).facts.unreviewed == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_what_nobody_has_read_never_drops_out(data: st.DataObject, program: Program, dana: Person) -> None:
    """However old, whatever the phone's clock said, whichever form: until it is read it is counted, and is a reason."""
    person = await make_person(program, "Somebody", counselor=dana)
    unread = 0
    for _ in range(data.draw(st.integers(1, 5))):
        days_ago, read = data.draw(st.integers(-1, 400)), data.draw(st.booleans())
        answer = await Answer.create(
            id=new_id(), person=person, instrument="daily", version="1", language="en", items={}, scores={},
            answered_at=MONDAY_NOON - days_ago * DAY, received_at=MONDAY_NOON, late=False,
            reviewed_at=MONDAY_NOON if read else None,
        )  # fmt: skip
        unread += not read
        assert answer
    facts = await standing.facts_of([person], MONDAY_NOON)
    assert facts[person.id].unreviewed == unread


# Which check-in, which groups


async def test_an_answer_to_the_daily_form_does_not_end_the_silence_of_the_weekly_one(alice: Person) -> None:
    for days_ago, slot, answered in (
        (21, "weekly", False),
        (14, "weekly", False),
        (7, "weekly", False),
        (1, DAILY, True),
    ):
        opens_at = MONDAY_NOON - days_ago * DAY
        await CheckIn.create(
            id=new_id(), person=alice, instrument="daily", slot=slot, local_date=opens_at.date(), opens_at=opens_at,
            closes_at=opens_at + HOUR, answered_at=opens_at if answered else None,
        )  # fmt: skip
    case = await case_of(alice)
    assert (case.silence.longest, case.facts.state(MONDAY_NOON)) == (3, CheckInState.answered)


async def test_somebody_in_two_groups_is_one_row(alice: Person, dana: Person, evening_a: Group) -> None:
    await Member.create(group=evening_a, person=alice, from_day=date(2026, 5, 1))
    assert (await case_of(alice)).facts.groups(date(2026, 6, 1)) == ["Evening A"]
