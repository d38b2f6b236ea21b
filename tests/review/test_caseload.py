"""What Dana with ten minutes sees of everybody, those most in need first."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from server.aftercare.models import PlanVersion
from server.checkins.keep import Arrived
from server.checkins.models import DAILY, CheckIn
from server.checkins.submit import submit
from server.database import connection
from server.people.models import Group, Invite, Member, Person, Program
from server.review.caseload import cases_of
from server.review.models import Alert
from server.review.raising import raise_alerts
from server.review.standing import facts_of, refresh_standings
from server.sessions.models import Change, Series, SessionKind
from tests.aftercare.test_plan import content
from tests.conftest import Browser, make_person, new_id
from tests.frozen import at, utc

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def say(person: Person, days_ago: float = 0, /, **items: Any) -> Arrived:
    """Keeps an answer of then."""
    then = MONDAY_NOON - days_ago * DAY
    return await submit(
        new_id(), person.id, person.program_id, check_in_id=None, instrument="daily",
        version="1", language="en", items=items,
        answered_at=then, now=then,
    )  # fmt: skip


async def check_in(person: Person, days_ago: int, **more: Any) -> CheckIn:
    opens_at = MONDAY_NOON - days_ago * DAY
    return await CheckIn.create(
        id=new_id(), person=person, instrument="daily", slot=DAILY, local_date=person.today(opens_at),
        opens_at=opens_at, closes_at=opens_at + timedelta(hours=6), **more,
    )  # fmt: skip


async def miss(person: Person, *days_ago: int) -> None:
    for days in days_ago:
        await check_in(person, days, missed_at=MONDAY_NOON - days * DAY + timedelta(hours=6))


async def propose(person: Person, counselor: Person) -> PlanVersion:
    return await PlanVersion.propose(new_id(), person, counselor, content(), MONDAY_NOON)


async def people_of(browser: Browser) -> list[dict[str, Any]]:
    answer = await browser.get("/api/caseload")
    assert answer.status_code == 200, answer.text
    people: list[dict[str, Any]] = answer.json()["people"]
    return people


def reasons(row: dict[str, Any]) -> list[str]:
    return [need["reason"] for need in row["needs"]]


async def test_those_most_in_need_come_first(danas: Browser, dana: Person, program: Program) -> None:
    names = ("Ada", "Bea", "Cid", "Dov", "Eli", "Fay", "Gil")
    ada, bea, cid, dov, eli, fay, _ = [await make_person(program, name, counselor=dana) for name in names]
    await propose(ada, dana)
    await miss(bea, 1, 2, 3)
    await say(cid, craving=9)
    await say(dov, used=True)
    await say(eli, call=True, used=True)
    await miss(fay, 1, 2)  # not yet
    assert [(each["name"], reasons(each)) for each in await people_of(danas)] == [
        ("Eli", ["call", "used"]),
        ("Dov", ["used"]),
        ("Cid", ["craving"]),
        ("Bea", ["unanswered"]),
        ("Ada", ["proposed"]),
        ("Fay", []),  # silent for longer than Gil
        ("Gil", []),
    ]


async def test_among_equals_the_longer_silence_then_the_stronger_craving_then_the_name(
    danas: Browser, dana: Person, program: Program
) -> None:
    ada, bea, cid, dov = [await make_person(program, name, counselor=dana) for name in ("Ada", "Bea", "Cid", "Dov")]
    for person, craving in ((ada, 1), (bea, 1), (cid, 5), (dov, 0)):
        await say(person, 2, craving=craving)
    await miss(dov, 1)
    assert [each["name"] for each in await people_of(danas)] == ["Dov", "Cid", "Ada", "Bea"]


async def test_what_nobody_is_on_comes_before_what_somebody_is_on(
    danas: Browser, dana: Person, program: Program
) -> None:
    ada, bea = [await make_person(program, name, counselor=dana) for name in ("Ada", "Bea")]
    for person in (ada, bea):
        await say(person, used=True)
    await raise_alerts(MONDAY_NOON)
    await Alert.filter(person=ada).update(acknowledged_at=MONDAY_NOON, acknowledged_by_id=dana.id)
    assert [each["name"] for each in await people_of(danas)] == ["Bea", "Ada"]


async def test_what_somebody_is_on_or_has_acted_on_says_so(danas: Browser, alice: Person) -> None:
    async def need() -> tuple[str, str | None]:
        [[found]] = [row["needs"] for row in await people_of(danas)]
        assert found["reason"] == "used"
        return found["tier"], found["handled"]

    await say(alice, used=True)
    assert await need() == ("today", None)  # before the alert is raised
    await raise_alerts(MONDAY_NOON)
    assert await need() == ("today", None)
    about = {"alert": str((await Alert.get()).id)}
    await danas.put(f"/api/acknowledgments/{new_id()}", about)
    assert await need() == ("today", "on_it")
    await danas.put(f"/api/resolutions/{new_id()}", about | {"note": "Called her."})
    assert await need() == ("digest", "resolved")  # nobody has read it yet
    with at(MONDAY_NOON + timedelta(hours=1)):
        await say(alice, -1 / 24, used=True)
        assert await need() == ("today", None)
        await raise_alerts(MONDAY_NOON + timedelta(hours=1))
        assert await need() == ("today", None)


async def test_what_was_reviewed_is_no_need_any_more(danas: Browser, alice: Person) -> None:
    answer = await say(alice, call=True)
    assert reasons((await people_of(danas))[0]) == ["call"]
    await danas.put(f"/api/reviews/{new_id()}", {"answer": str(answer.id)})
    [row] = await people_of(danas)
    assert (row["needs"], row["unreviewed"], row["last_answer"]["reviewed"]) == ([], 0, True)


@pytest.mark.parametrize(
    ("missed", "answered", "in_row"),
    [
        ((1, 2, 3), (), 3),
        ((1, 3, 4), (2,), 1),  # only since the last answer
        ((2, 3, 4), (1,), 0),
        ((), (), 0),
    ],
)
async def test_silence_is_counted_since_the_last_answer(
    danas: Browser, alice: Person, missed: tuple[int, ...], answered: tuple[int, ...], in_row: int
) -> None:
    await check_in(alice, 0)  # is open, so it is not missed
    await check_in(alice, -1)  # is to come
    await check_in(alice, 5, withdrawn_at=MONDAY_NOON)
    await miss(alice, *missed)
    for days in answered:
        await check_in(alice, days, answered_at=MONDAY_NOON - days * DAY)
    [row] = await people_of(danas)
    assert (row["unanswered_in_row"], row["today"]) == (in_row, "open")


async def test_a_row_says_what_dana_wants_to_know(
    danas: Browser, dana: Person, alice: Person, evening_a: Group, program: Program
) -> None:
    await Person.filter(id=alice.id).update(started_on=date(2026, 5, 18), called="Al")
    await say(alice, 40, craving=2)
    await say(alice, 1, mood=6, craving=3)
    latest = await say(alice, mood=4, craving=5)
    series = await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Skills", rule="FREQ=WEEKLY;BYDAY=MO",
        first_day=date(2026, 1, 1), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip
    await Change.create(series=series, original_start="2026-06-01T18:00", cancelled=True, changed_at=MONDAY_NOON)
    page = (await danas.get("/api/caseload")).json()
    assert (page["viewer"], page["program"]["name"]) == ("Dana", "Harbor House")
    [row] = page["people"]
    assert (row["name"], row["called"], row["phase"], row["week"], row["groups"]) == (
        "Alice", "Al", "iop", 3, ["Evening A"],
    )  # fmt: skip
    assert row["last_answer"] == {
        "id": str(latest.id), "instrument": "daily", "answered_at": "2026-06-01T16:00:00Z", "mood": 4, "craving": 5,
        "craving_before": 3, "reviewed": False,
    }  # fmt: skip
    assert row["unreviewed"] == 3
    assert row["cravings"] == [
        {"day": "2026-04-22", "value": 2}, {"day": "2026-05-31", "value": 3}, {"day": "2026-06-01", "value": 5},
    ]  # fmt: skip
    assert row["next_session"] == {"title": "Skills", "starts_at": "2026-06-08T22:00:00Z"}


async def test_a_calmer_answer_later_that_day_does_not_hide_a_strong_craving(danas: Browser, alice: Person) -> None:
    await say(alice, 1 / 24, craving=8)
    await say(alice, craving=4)
    [row] = await people_of(danas)
    assert row["cravings"] == [{"day": "2026-06-01", "value": 8}]
    assert row["last_answer"]["craving"] == 4


@pytest.mark.parametrize(
    ("made_days_ago", "joined", "word"), [(6, False, "waiting"), (7, False, "expired"), (6, True, None)]
)
async def test_who_has_not_joined_waits_with_an_invite_or_an_expired_one(
    danas: Browser, alice: Person, made_days_ago: int, joined: bool, word: str | None
) -> None:
    made_at = MONDAY_NOON - made_days_ago * DAY
    await Person.filter(id=alice.id).update(joined_at=made_at if joined else None)
    await Invite.create(id=new_id(), person=alice, code_hash="x", made_at=made_at, expires_at=made_at + 7 * DAY)
    assert (await people_of(danas))[0]["invite"] == word


@pytest.mark.parametrize(
    ("from_day", "to_day", "shown"),
    [
        (date(2026, 5, 1), None, ["Evening A", "Morning B"]),
        (date(2026, 5, 1), date(2026, 6, 2), ["Evening A", "Morning B"]),  # until tomorrow where she is
        (date(2026, 5, 1), date(2026, 6, 1), ["Evening A"]),
        (date(2026, 6, 2), None, ["Evening A"]),  # starts tomorrow
    ],
)
async def test_groups_are_those_of_the_persons_own_day(
    danas: Browser, dana: Person, alice: Person, from_day: date, to_day: date | None, shown: list[str]
) -> None:
    morning_b = await Group.create(program_id=dana.program_id, name="Morning B", lead=dana)
    await Member.create(group=morning_b, person=alice, from_day=from_day, to_day=to_day)
    with at(utc("2026-06-02T01:00")):  # still the evening of June 1 in New York
        assert (await people_of(danas))[0]["groups"] == shown


async def test_the_number_of_queries_does_not_grow_with_the_people(
    program: Program, dana: Person, evening_a: Group, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Skills", rule="FREQ=WEEKLY;BYDAY=MO",
        first_day=date(2026, 1, 1), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip
    people = [alice, *[await make_person(program, f"Guest {number}", counselor=dana) for number in range(12)]]
    for person in people:
        await Member.create(group=evening_a, person=person, from_day=date(2026, 5, 1))
        await say(person, 1, craving=3)
        await say(person, craving=9)
        await miss(person, 2)
        await propose(person, dana)
    asked: list[str] = []
    client = type(connection())
    execute_query = client.execute_query

    async def counting(self: Any, query: str, values: list[Any] | None = None) -> Any:
        asked.append(query)
        return await execute_query(self, query, values)

    monkeypatch.setattr(client, "execute_query", counting)
    one = await facts_of([alice], MONDAY_NOON)
    for_one = len(asked)
    everybody = await facts_of(people, MONDAY_NOON)
    assert (len(one), len(everybody)) == (1, 13)
    assert len(asked) == 2 * for_one
    await refresh_standings(MONDAY_NOON)
    asked.clear()
    assert len(await cases_of(await Person.filter(counselor=dana), MONDAY_NOON)) == 13
    assert len(asked) == 4  # the people, what is stored of them, which of it is fresh, their alerts
