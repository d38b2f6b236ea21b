"""Dana marks a whole group on one screen, and is told before somebody reaches the program's limit."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from server.demo.chance import id_at
from server.people.models import Audit, Group, Member, Person, Program
from server.review.caseload import Case, cases_of
from server.review.models import Standing
from server.review.standing import refresh_standings
from server.sessions.models import Attendance, Change, Hindrance, Mark, Reply, ReplyKind, Series
from tests.conftest import Browser, make_person, new_id
from tests.frozen import at, utc
from tests.queries import counted
from tests.sessions.planned import since_january

MONDAY_NIGHT = utc("2026-06-01T23:00")  # 7 pm in New York; the session began at six
TONIGHT = "2026-06-01T18:00"
LAST_WEDNESDAY = "2026-05-27T18:00"
HOUR = timedelta(hours=1)
ticks = (timedelta(milliseconds=number) for number in count())


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NIGHT):
        yield


@pytest.fixture
async def skills(program: Program, evening_a: Group, alice: Person) -> Series:
    await Member.filter(person=alice).update(from_day=date(2026, 5, 1))
    return await since_january(program, group=evening_a, title="Skills", rule="FREQ=WEEKLY;BYDAY=MO,WE")


async def members(program: Program, group: Group, counselor: Person, *names: str) -> list[Person]:
    people = [await make_person(program, name, counselor=counselor) for name in names]
    for person in people:
        await Member.create(group=group, person=person, from_day=date(2026, 5, 1))
    return people


async def open_session(browser: Browser, series: Series, start: str = TONIGHT) -> dict[str, Any]:
    answer = await browser.get(f"/api/sessions/{series.id}@{start}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def row_of(browser: Browser, series: Series, name: str) -> dict[str, Any]:
    people = (await open_session(browser, series))["people"]
    row: dict[str, Any] = next(each for each in people if each["name"] == name)
    return row


def _next_id() -> UUID:
    """Newer than those before, on the clock of the tests."""
    return id_at(MONDAY_NIGHT + next(ticks))


def said(person: Person, mark: str | None, seen: str | None = None) -> dict[str, Any]:
    return {"person": str(person.id), "mark": mark, "seen": seen}


async def mark(
    browser: Browser, series: Series, *marks: dict[str, Any], start: str = TONIGHT, as_id: UUID | None = None
) -> Any:
    body = {"occurrence": f"{series.id}@{start}", "marks": list(marks)}
    return await browser.put(f"/api/marks/{as_id or _next_id()}", body)


async def missed(person: Person, series: Series, *days_ago: int, mark: Mark = Mark.no_show) -> None:
    for days in days_ago:
        starts_at = MONDAY_NIGHT - timedelta(days=days)
        await Attendance.create(
            person=person, series=series, original_start=f"{starts_at:%Y-%m-%dT%H:%M}", starts_at=starts_at, mark=mark,
            marked_by_id=new_id(), marked_at=starts_at, changed_by=id_at(starts_at),
        )  # fmt: skip


async def reply(person: Person, series: Series, kind: ReplyKind, ago: timedelta, **more: Any) -> None:
    await Reply.create(
        person=person, series=series, original_start=TONIGHT, starts_at=utc("2026-06-01T22:00"), kind=kind,
        said_at=MONDAY_NIGHT - ago, received_at=MONDAY_NIGHT - ago, changed_by=new_id(), **more,
    )  # fmt: skip


# Who is on the screen


async def test_everybody_of_the_group_that_day_is_there_by_name(
    danas: Browser, dana: Person, program: Program, evening_a: Group, skills: Series
) -> None:
    left, _ = await members(program, evening_a, dana, "Lou", "bea")
    await Member.filter(person=left).update(to_day=date(2026, 6, 1))
    page = await open_session(danas, skills)
    assert [each["name"] for each in page["people"]] == ["Alice", "bea"]
    assert (page["occurrence"]["title"], page["can_mark"]) == ("Skills", True)
    assert [each["name"] for each in (await open_session(danas, skills, LAST_WEDNESDAY))["people"]] == [
        "Alice",
        "bea",
        "Lou",
    ]


async def test_only_people_in_the_viewers_care_are_shown_and_each_look_is_written_down(
    danas: Browser, bens: Browser, ben: Person, program: Program, evening_a: Group, skills: Series
) -> None:
    await members(program, evening_a, ben, "Charlie")
    assert [each["name"] for each in (await open_session(bens, skills))["people"]] == ["Charlie"]
    assert [each["name"] for each in (await open_session(danas, skills))["people"]] == ["Alice", "Charlie"]  # she leads
    looks = await Audit.filter(what="GET /api/sessions/{id}")
    assert sum(each.viewer_id == ben.id for each in looks) == 1
    assert len({each.person_id for each in looks}) == 2
    assert len(looks) == 3


async def test_a_session_of_one_person_is_found_only_by_their_counselor(
    danas: Browser, bens: Browser, program: Program, alice: Person, skills: Series
) -> None:
    await Series.filter(id=skills.id).update(group_id=None, person_id=alice.id)
    assert [each["name"] for each in (await open_session(danas, skills))["people"]] == ["Alice"]
    assert (await bens.get(f"/api/sessions/{skills.id}@{TONIGHT}")).status_code == 404


@pytest.mark.parametrize("whose", ["group", "person"])
async def test_whoever_facilitates_a_series_sees_and_marks_everybody_it_is_for_as_long_as_they_do(
    bens: Browser, ben: Person, alice: Person, skills: Series, whose: str
) -> None:
    """Ben neither leads the group nor has Alice in his care."""
    if whose == "person":
        await Series.filter(id=skills.id).update(group_id=None, person_id=alice.id)

    async def sees_her() -> bool:
        return (await bens.get(f"/api/people/{alice.id}")).status_code == 200

    assert not await sees_her()
    await Series.filter(id=skills.id).update(facilitator_id=ben.id)
    assert await sees_her()
    assert [each["name"] for each in (await open_session(bens, skills))["people"]] == ["Alice"]
    assert (await mark(bens, skills, said(alice, "attended"))).status_code == 200
    week = (await bens.get("/api/calendar?from=2026-06-01T04:00:00Z&to=2026-06-08T04:00:00Z")).json()
    assert [each["expected"] for each in week["occurrences"]] == [[str(alice.id)]] * 2
    await Series.filter(id=skills.id).update(until=date(2026, 5, 27))  # a week to mark it
    assert await sees_her()
    await Series.filter(id=skills.id).update(until=date(2026, 5, 25))
    assert not await sees_her()
    await Series.filter(id=skills.id).update(until=None, rule="FREQ=WEEKLY;COUNT=9")
    assert not await sees_her()
    await Series.filter(id=skills.id).update(added=["2026-06-20T10:00"])
    assert await sees_her()


async def test_a_participant_who_is_named_as_facilitator_sees_nobody(
    charlies: Browser, charlie: Person, alice: Person, skills: Series
) -> None:
    await Series.filter(id=skills.id).update(facilitator_id=charlie.id)
    assert (await charlies.get(f"/api/people/{alice.id}")).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "{series}@2026-06-02T18:00",  # a Tuesday
        "{series}@2026-06-01T18:00:00",
        "{series}@2026-06-01T18:00+00:00",
        "{series}@9999-12-31T23:59",
        "{series}@tonight",
        "{series}",
        "nothing@2026-06-01T18:00",
    ],
)
async def test_what_is_no_session_is_not_found(danas: Browser, skills: Series, name: str) -> None:
    assert (await danas.get(f"/api/sessions/{name.format(series=skills.id)}")).status_code == 404


async def test_a_session_of_another_program_is_not_found(danas: Browser, skills: Series) -> None:
    elsewhere = await Program.create(name="Elsewhere", zone="UTC", phone="555-0199")
    await Series.filter(id=skills.id).update(program_id=elsewhere.id)
    assert (await danas.get(f"/api/sessions/{skills.id}@{TONIGHT}")).status_code == 404


async def test_a_group_of_any_size_is_read_in_the_same_number_of_queries(
    danas: Browser, dana: Person, program: Program, evening_a: Group, skills: Series, alice: Person
) -> None:
    async def asked() -> int:
        with counted() as statements:
            await open_session(danas, skills)
        return len(statements)

    await mark(danas, skills, said(alice, "late"))
    few = await asked()
    many = await members(program, evening_a, dana, *(f"Robin {n}" for n in range(12)))
    await mark(danas, skills, *(said(each, "attended") for each in many))
    assert await asked() == few


# What they said


async def test_what_somebody_said_stands_beside_their_name(danas: Browser, alice: Person, skills: Series) -> None:
    await reply(alice, skills, ReplyKind.here, HOUR)
    row = await row_of(danas, skills, "Alice")
    assert (row["reply"]["kind"], row["mark"], row["short_notice"]) == ("here", None, False)


@pytest.mark.parametrize(
    ("hours_ago", "is_short"),
    [(49, False), (48, True), (2, True)],  # the session began an hour ago; the program asks for 48 hours
)
async def test_notice_is_short_when_it_came_later_than_the_program_asks(
    danas: Browser, alice: Person, skills: Series, hours_ago: int, is_short: bool
) -> None:
    await reply(alice, skills, ReplyKind.cant_come, hours_ago * HOUR, hindrance=Hindrance.childcare, note="Sitter ill")
    row = await row_of(danas, skills, "Alice")
    assert (row["reply"]["hindrance"], row["reply"]["note"], row["short_notice"]) == (
        "childcare",
        "Sitter ill",
        is_short,
    )


async def test_what_was_said_of_another_time_is_not_said_of_this_one(
    danas: Browser, alice: Person, skills: Series
) -> None:
    await reply(alice, skills, ReplyKind.cant_come, 5 * HOUR)
    await Change.create(
        series=skills, original_start=TONIGHT, starts_at=MONDAY_NIGHT - HOUR / 2, changed_at=MONDAY_NIGHT - 4 * HOUR
    )
    row = await row_of(danas, skills, "Alice")
    assert (row["reply"], row["short_notice"]) == (None, False)


# Marking


async def test_a_group_is_marked_at_once_and_one_mark_taken_back(
    danas: Browser, dana: Person, program: Program, evening_a: Group, alice: Person, skills: Series
) -> None:
    bea, cid = await members(program, evening_a, dana, "Bea", "Cid")
    kept = await mark(danas, skills, said(alice, "attended"), said(bea, "no_show"), said(cid, "attended"))
    assert (kept.status_code, kept.json()["first"]) == (200, [])
    await mark(danas, skills, said(cid, None, seen="attended"))
    people = (await open_session(danas, skills))["people"]
    assert [(each["mark"], each["marked_by"]) for each in people] == [
        ("attended", "Dana"),
        ("no_show", "Dana"),
        (None, "Dana"),
    ]
    assert {each.starts_at for each in await Attendance.all()} == {utc("2026-06-01T22:00")}


async def test_a_group_of_any_size_is_marked_in_the_same_number_of_queries(
    danas: Browser, dana: Person, program: Program, evening_a: Group, alice: Person, skills: Series
) -> None:
    async def asked(people: Sequence[Person]) -> int:
        with counted() as statements:
            assert (await mark(danas, skills, *(said(each, "attended") for each in people))).status_code == 200
        return len(statements)

    many = await members(program, evening_a, dana, *(f"Robin {n}" for n in range(12)))
    assert await asked([alice]) == await asked(many)


async def test_the_newest_mark_counts_in_whichever_order_they_come(
    danas: Browser, alice: Person, skills: Series
) -> None:
    older, newer = [id_at(MONDAY_NIGHT - timedelta(minutes=ago)) for ago in (2, 1)]
    for _ in range(2):
        await mark(danas, skills, said(alice, "excused"), as_id=newer)
        await mark(danas, skills, said(alice, "no_show"), as_id=older)
    assert (await Attendance.get()).mark == Mark.excused


async def test_the_second_of_two_counselors_learns_who_was_first_and_writes_nothing_over(
    danas: Browser, bens: Browser, ben: Person, program: Program, evening_a: Group, alice: Person, skills: Series
) -> None:
    [charlie] = await members(program, evening_a, ben, "Charlie")
    await mark(bens, skills, said(charlie, "no_show"))
    everybody = await mark(danas, skills, said(alice, "attended"), said(charlie, "attended"))
    assert everybody.json()["first"] == [{"person": str(charlie.id), "mark": "no_show", "marked_by": "Ben"}]
    marks = {each.person_id: each.mark for each in await Attendance.all()}
    assert marks == {alice.id: Mark.attended, charlie.id: Mark.no_show}
    # Now she has seen it.
    assert (await mark(danas, skills, said(charlie, "late", seen="no_show"))).json()["first"] == []
    row = await row_of(danas, skills, "Charlie")
    assert (row["mark"], row["marked_by"]) == ("late", "Dana")


async def test_who_says_the_same_second_is_told_nothing(
    danas: Browser, bens: Browser, ben: Person, program: Program, evening_a: Group, alice: Person, skills: Series
) -> None:
    [charlie] = await members(program, evening_a, ben, "Charlie")
    await mark(bens, skills, said(charlie, "attended"))
    assert (await mark(danas, skills, said(charlie, "attended"))).json()["first"] == []
    assert (await row_of(danas, skills, "Charlie"))["marked_by"] == "Ben"


async def test_sending_the_same_marks_again_changes_nothing(danas: Browser, alice: Person, skills: Series) -> None:
    once = _next_id()
    for _ in range(2):
        assert (await mark(danas, skills, said(alice, "late"), as_id=once)).json() == {"id": str(once), "first": []}
    assert await Attendance.all().count() == 1


async def test_a_session_to_come_and_one_that_was_cancelled_cannot_be_marked(
    danas: Browser, alice: Person, skills: Series
) -> None:
    await Change.create(series=skills, original_start=LAST_WEDNESDAY, cancelled=True, changed_at=MONDAY_NIGHT)
    for start in ("2026-06-03T18:00", LAST_WEDNESDAY):
        assert (await open_session(danas, skills, start))["can_mark"] is False
        refused = await mark(danas, skills, said(alice, "no_show"), start=start)
        assert (refused.status_code, refused.json()["field"]) == (422, "occurrence")
    assert not await Attendance.exists()


async def test_marks_are_kept_for_all_or_for_nobody(
    danas: Browser, program: Program, dana: Person, alice: Person, charlie: Person, skills: Series
) -> None:
    not_expected = await make_person(program, "Bea", counselor=dana)
    for other in (charlie, not_expected):
        assert (await mark(danas, skills, said(alice, "attended"), said(other, "attended"))).status_code == 404
    twice = await mark(danas, skills, said(alice, "attended"), said(alice, "late"))
    assert (twice.status_code, twice.json()["error"]) == (422, "Name each person once.")
    assert not await Attendance.exists()


async def test_a_mark_shows_in_the_caseload_at_once(danas: Browser, alice: Person, skills: Series) -> None:
    await missed(alice, skills, 7, 5)
    await refresh_standings(MONDAY_NIGHT)
    await mark(danas, skills, said(alice, "attended"))
    [row] = (await danas.get("/api/caseload")).json()["people"]
    assert row["needs"] == []


async def test_once_a_session_is_cancelled_its_marks_count_nowhere_and_can_be_taken_back(
    danas: Browser, alices: Browser, alice: Person, skills: Series
) -> None:
    async def cancel(is_off: bool) -> None:
        plain = dict.fromkeys(("starts_at", "minutes", "reason", "place", "link", "topic", "homework"))
        said = {**plain, "occurrence": f"{skills.id}@{LAST_WEDNESDAY}", "cancelled": is_off}
        assert (await danas.put(f"/api/changes/{_next_id()}", said)).status_code == 200

    async def counted_of_her() -> list[int]:
        home = (await alices.get("/api/home")).json()["attended"]["missed_in_row"]
        person = (await danas.get(f"/api/people/{alice.id}")).json()["absences"]["in_row"]
        row = (await row_of(danas, skills, "Alice"))["absences"]["in_row"]
        return [home, person, row, (await case_of(alice)).facts.sessions_missed, len(await limits_of(alice))]

    await missed(alice, skills, 7)
    await mark(danas, skills, said(alice, "no_show"), start=LAST_WEDNESDAY)
    assert await counted_of_her() == [2, 2, 2, 2, 1]
    await cancel(True)
    assert await counted_of_her() == [1, 1, 1, 1, 0]
    await cancel(False)
    assert await counted_of_her() == [2, 2, 2, 2, 1]
    await cancel(True)
    [row] = (await open_session(danas, skills, LAST_WEDNESDAY))["people"]
    assert (row["mark"], row["marked_by"]) == ("no_show", "Dana")
    taken_back = await mark(danas, skills, said(alice, None, seen="no_show"), start=LAST_WEDNESDAY)
    assert taken_back.status_code == 200
    assert (await open_session(danas, skills, LAST_WEDNESDAY))["people"][0]["mark"] is None


# Before the limit


async def case_of(person: Person, now: Any = MONDAY_NIGHT) -> Case:
    [case] = await cases_of([await Person.get(id=person.id)], now)
    return case


async def limits_of(person: Person, now: Any = MONDAY_NIGHT) -> list[tuple[str, int | None, float | None]]:
    needs = (await case_of(person, now)).needs
    return [(need.reason, need.count, need.value) for need in needs if need.reason.startswith("absences")]


@pytest.mark.parametrize(
    ("days_ago", "said_to_dana", "warns", "over"),
    [
        ((2,), [], False, False),
        ((2, 4), [("absences_in_row", 2, 3)], True, False),
        ((2, 4, 7), [("absences_in_row", 3, 3)], False, True),
        ((9, 16, 23, 30), [], False, False),
        ((9, 16, 23, 30, 37), [("absences_in_twelve_weeks", 5, 6)], True, False),
        ((9, 16, 23, 30, 85), [], False, False),  # the last is thirteen weeks ago
    ],
)
async def test_dana_is_told_before_somebody_reaches_the_limit(
    danas: Browser, alice: Person, skills: Series, days_ago: tuple[int, ...], said_to_dana: list[Any], warns: bool,
    over: bool,
) -> None:  # fmt: skip
    await missed(alice, skills, *days_ago)
    if min(days_ago) > 7:
        for days in days_ago:
            await missed(alice, skills, days - 2, mark=Mark.attended)  # never two in a row
    assert await limits_of(alice) == said_to_dana
    for absences in (
        (await row_of(danas, skills, "Alice"))["absences"],
        (await danas.get(f"/api/people/{alice.id}")).json()["absences"],
    ):
        assert (absences["warns"], absences["over"]) == (warns, over)


async def test_the_programs_own_limit_counts(danas: Browser, program: Program, alice: Person, skills: Series) -> None:
    await Program.filter(id=program.id).update(absences_in_row=5, absences_in_twelve_weeks=2)
    await missed(alice, skills, 2)
    assert await limits_of(alice) == [("absences_in_twelve_weeks", 1, 2)]
    absences = (await row_of(danas, skills, "Alice"))["absences"]
    assert (absences["allowed_in_row"], absences["allowed_in_twelve_weeks"]) == (5, 2)


async def test_whoever_missed_nothing_is_near_no_limit(program: Program, alice: Person, skills: Series) -> None:
    await Program.filter(id=program.id).update(absences_in_row=1, absences_in_twelve_weeks=1)
    assert await limits_of(alice) == []


async def test_what_was_missed_twelve_weeks_ago_stops_counting_without_being_computed_anew(
    program: Program, alice: Person, skills: Series
) -> None:
    await Program.filter(id=program.id).update(absences_in_row=9)
    await missed(alice, skills, 2, 20, 40, 60, 83)
    assert await limits_of(alice) == [("absences_in_twelve_weeks", 5, 6)]
    stored = (await Standing.get(person_id=alice.id)).content
    assert await limits_of(alice, MONDAY_NIGHT + timedelta(days=2)) == []
    assert (await Standing.get(person_id=alice.id)).content == stored


async def test_the_settings_page_says_what_the_program_allows(danas: Browser, program: Program) -> None:
    await Program.filter(id=program.id).update(absences_in_row=4)
    rule = (await danas.get("/api/settings")).json()["attendance"]
    assert rule == {"absences_in_row": 4, "absences_in_twelve_weeks": 6, "notice_hours": 48}
