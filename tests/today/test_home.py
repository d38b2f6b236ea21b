"""What Alice's phone gets when it opens: what is due, the forms for it, her rhythm, who reads it and when."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from server import clock
from server.checkins.load import checked, load
from server.checkins.models import Answer, CheckIn, OwnTime, Schedule
from server.checkins.schedule import default_schedules
from server.checkins.written import Written, stored
from server.people.models import Person, Phase, Program, Responder
from server.reminders.plan import plan_due
from server.sessions.models import Change, Series, SessionKind
from server.today.models import HomeCopy
from tests.checkins.test_load import GOOD
from tests.conftest import Browser, new_id
from tests.frozen import at, made_at, utc
from tests.queries import counted

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday(program: Program) -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


@pytest.fixture
async def alice(alice: Person) -> Person:
    """In the program since January; the planner has not looked at her yet."""
    await Person.filter(id=alice.id).update(started_on=date(2026, 1, 5), joined_at=utc("2026-01-05T15:00"))
    return await Person.get(id=alice.id)


@pytest.fixture
async def schedules(program: Program) -> None:
    await Schedule.bulk_create(default_schedules(program))


async def home(alices: Browser) -> dict[str, Any]:
    answer = await alices.get("/api/home")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def ask(person: Person, instrument: str, opens_in: timedelta, **more: Any) -> CheckIn:
    opens_at = MONDAY_NOON + opens_in
    return await CheckIn.create(
        id=new_id(), person=person, instrument=instrument, slot=instrument, local_date=opens_at.date(),
        opens_at=opens_at, closes_at=opens_at + 6 * AN_HOUR, **more,
    )  # fmt: skip


async def say(person: Person, came: timedelta, revises: Answer | None = None, **more: Any) -> Answer:
    """An answer that came so long ago; what it revises is superseded."""
    moment = MONDAY_NOON - came
    if revises:
        await Answer.filter(id=revises.id).update(superseded_at=moment)
    return await Answer.create(
        id=new_id(), person=person, instrument="daily", version="1", language="en", items={"mood": 3},
        scores={"mood": 3}, answered_at=moment, received_at=moment, late=False,
        revises_id=revises.id if revises else None, **more,
    )  # fmt: skip


def forms_of(found: dict[str, Any]) -> list[str]:
    return [each["id"] for each in found["instruments"]]


# The rhythm


async def test_alice_sees_her_rhythm_and_the_times_she_chose(alices: Browser, alice: Person, schedules: None) -> None:
    await OwnTime.create(person=alice, slot="daily", wall_time="21:15", changed_by=new_id())
    await Schedule.create(
        program_id=alice.program_id, person=alice, phase=Phase.iop, slot="gad", instrument="gad-7", rule="FREQ=DAILY",
        wall_time="18:00", window_minutes=60, is_off=True,
    )  # fmt: skip
    told = ("slot", "instrument", "wall_time", "usual", "own")
    assert [tuple(each[name] for name in told) for each in (await home(alices))["rhythm"]] == [
        ("barc", "barc-10", "18:00", "18:00", False),
        ("daily", "daily", "21:15", "20:00", True),
        ("phq", "phq-8", "18:00", "18:00", False),
        ("weekly", "bam-iop", "18:00", "18:00", False),
    ]


async def test_it_is_that_of_her_phase(alices: Browser, alice: Person, schedules: None) -> None:
    await Person.filter(id=alice.id).update(phase=Phase.aftercare, phase_from=date(2026, 5, 4))
    found = await home(alices)
    assert found["person"]["phase_from"] == "2026-05-04"
    assert [each["slot"] for each in found["rhythm"]] == ["aftercare", "gad", "phq"]
    assert [each["local_date"] for each in found["check_ins"] if each["slot"] == "aftercare"] == [
        "2026-06-01", "2026-06-08", "2026-06-15",
    ]  # fmt: skip


# Who reads it, and when


@pytest.mark.parametrize(
    ("now", "opens_at", "by"),
    [
        ("2026-06-01T16:00", "2026-06-01T13:00:00Z", "2026-06-02T16:00:00Z"),
        ("2026-06-01T21:00", "2026-06-01T13:00:00Z", "2026-06-02T16:00:00Z"),  # they have left, as the phone sees
        ("2026-06-05T22:00", "2026-06-05T13:00:00Z", "2026-06-08T16:00:00Z"),
        ("2026-06-06T12:00", "2026-06-08T13:00:00Z", "2026-06-08T16:00:00Z"),
    ],
)
async def test_alice_learns_when_somebody_is_there_and_by_when_it_is_read(
    alices: Browser, now: str, opens_at: str, by: str
) -> None:
    with at(utc(now)):
        reading = (await home(alices))["reading"]
    coverage = reading.pop("coverage")
    assert coverage[0]["opens_at"] == opens_at
    assert len(coverage) >= 10  # two weeks, Monday to Friday
    assert reading == {"by": by, "counselor": "Dana", "responder": None}


async def test_alice_learns_who_acts_first_on_what_is_worrying(
    alices: Browser, program: Program, dana: Person, ben: Person
) -> None:
    await Responder.create(program=program, person=dana, rank=1)
    await Responder.create(program=program, person=ben, rank=0)
    assert (await home(alices))["reading"]["responder"] == "Ben"


# Forms


@pytest.mark.parametrize(
    ("instrument", "opens_in", "more", "forms"),
    [
        ("gad-7", 13 * A_DAY, {}, ["daily", "gad-7"]),
        ("gad-7", 15 * A_DAY, {}, ["daily"]),
        ("gad-7", -AN_HOUR, {}, ["daily", "gad-7"]),  # open
        ("gad-7", -13 * A_DAY, {"missed_at": MONDAY_NOON}, ["daily", "gad-7"]),
        ("gad-7", -15 * A_DAY, {"missed_at": MONDAY_NOON}, ["daily"]),
        ("gad-7", A_DAY, {"withdrawn_at": MONDAY_NOON}, ["daily"]),
        ("gad-2", A_DAY, {}, ["daily", "gad-2", "gad-7"]),  # it may open the full form
        ("phq-2", A_DAY, {}, ["daily", "phq-2", "phq-8"]),
        ("phq-9", A_DAY, {}, ["daily"]),  # nobody is named who acts on it
        ("no-such-form", A_DAY, {}, ["daily"]),
    ],
)
async def test_the_phone_has_the_forms_of_two_weeks(
    alices: Browser, alice: Person, instrument: str, opens_in: timedelta, more: dict[str, Any], forms: list[str]
) -> None:
    await Person.filter(id=alice.id).update(plan_stale=False)
    await ask(alice, instrument, opens_in, **more)
    assert forms_of(await home(alices)) == forms


async def test_what_may_not_be_asked_any_more_is_not_due(alices: Browser, alice: Person) -> None:
    await Person.filter(id=alice.id).update(plan_stale=False)
    await ask(alice, "phq-9", -AN_HOUR)  # opened while somebody was named
    await ask(alice, "phq-8", -13 * A_DAY, missed_at=MONDAY_NOON)
    assert [each["instrument"] for each in (await home(alices))["check_ins"]] == ["phq-8"]


async def test_with_a_responder_the_phone_has_the_whole_form(
    alices: Browser, alice: Person, program: Program, dana: Person, schedules: None
) -> None:
    assert forms_of(await home(alices)) == ["bam-iop", "daily", "gad-7", "phq-8"]
    await Responder.create(program=program, person=dana, rank=0)
    await Person.filter(id=alice.id).update(plan_stale=True)
    assert forms_of(await home(alices)) == ["bam-iop", "daily", "gad-7", "phq-9"]
    await Person.filter(id=alice.id).update(plan_stale=False)
    await ask(alice, "phq-2", A_DAY)
    assert {"phq-2", "phq-9"} <= set(forms_of(await home(alices)))


# Her answers


async def test_an_answer_can_be_corrected_for_a_day_from_when_it_first_came(alices: Browser, alice: Person) -> None:
    first = await say(alice, 20 * AN_HOUR)
    [mine] = (await home(alices))["answers"]
    assert (mine["id"], mine["revisable_until"]) == (str(first.id), "2026-06-01T20:00:00Z")
    assert mine["items"] == [{"link_id": "mood", "value": 3}]
    second = await say(alice, 2 * AN_HOUR, revises=first)
    third = await say(alice, AN_HOUR, revises=second)
    [mine] = (await home(alices))["answers"]  # what was corrected is not shown
    assert (mine["id"], mine["revisable_until"]) == (str(third.id), "2026-06-01T20:00:00Z")
    with at(MONDAY_NOON + 12 * AN_HOUR):  # the day is over
        [mine] = (await home(alices))["answers"]
    assert (mine["revisable_until"], mine["items"]) == (None, None)
    assert mine["scores"] == {"mood": 3}  # what the next answer may have risen from


async def test_the_phone_has_each_version_of_which_an_answer_can_be_corrected(
    alices: Browser, alice: Person, program: Program
) -> None:
    async def versions() -> list[str]:
        return [each["version"] for each in (await home(alices))["instruments"] if each["id"] == GOOD["id"]]

    await load(program.id, checked(GOOD | {"version": "1"}), None, new_id(), clock.now())
    await Answer.filter(id=(await say(alice, 20 * AN_HOUR)).id).update(instrument=GOOD["id"], version="1")
    assert await versions() == ["1"]
    await load(program.id, checked(GOOD | {"version": "2"}), None, new_id(), clock.now())
    assert await versions() == ["2", "1"]  # whoever begins another begins the present one
    with at(MONDAY_NOON + 12 * AN_HOUR):  # the day of the answer is over
        assert await versions() == []


async def test_an_answer_says_whether_it_was_late_and_what_dana_replied(
    alices: Browser, alice: Person, dana: Person
) -> None:
    answer = await say(alice, 3 * A_DAY)
    said, hidden = (
        stored([Written(id=answer.id, by="Dana", at=MONDAY_NOON, text=text)]) for text in ("Well done.", "Not for her.")
    )
    read = {"late": True, "reply": said, "note": hidden, "reviewed_by_id": dana.id}
    await Answer.filter(id=answer.id).update(**read, reviewed_at=MONDAY_NOON)
    [mine] = (await home(alices))["answers"]
    assert (mine["late"], mine["seen_by"], mine["version"]) == (True, "Dana", "1")
    assert [(each["by"], each["at"], each["text"]) for each in mine["replies"]] == [
        ("Dana", "2026-06-01T16:00:00Z", "Well done.")
    ]
    assert "Not for her." not in str(mine)


async def test_a_form_answered_on_one_phone_is_known_on_the_other_which_does_not_open_it_again(
    alices: Browser, alice: Person
) -> None:
    check_in = await ask(alice, "phq-9", -AN_HOUR)
    await say(alice, AN_HOUR / 2, check_in=check_in)
    await Answer.all().update(instrument="phq-9")
    [mine] = (await home(alices))["answers"]
    assert (mine["instrument"], mine["check_in"]) == ("phq-9", str(check_in.id))
    assert mine["answered_at"] == "2026-06-01T15:30:00Z"


async def test_the_form_of_an_answer_that_can_be_corrected_is_there(alices: Browser, alice: Person) -> None:
    await say(alice, AN_HOUR)
    await Answer.all().update(instrument="gad-7")
    assert forms_of(await home(alices)) == ["daily", "gad-7"]
    with at(MONDAY_NOON + 2 * A_DAY):
        assert forms_of(await home(alices)) == ["daily"]


# The whole of it


async def test_what_has_just_changed_is_there_at_once(alices: Browser, alice: Person, schedules: None) -> None:
    assert "daily" in {each["slot"] for each in (await home(alices))["check_ins"]}
    change = {"slot": "daily", "wall_time": "07:30"}
    await alices.put(f"/api/own-times/{made_at(MONDAY_NOON)}", change)
    tomorrow = [each for each in (await home(alices))["check_ins"] if each["local_date"] == "2026-06-02"]
    assert "2026-06-02T11:30:00Z" in {each["opens_at"] for each in tomorrow}


async def test_on_the_day_of_joining_a_time_moved_to_later_that_day_asks_nothing_more(
    alices: Browser, alice: Person, schedules: None
) -> None:
    await Person.filter(id=alice.id).update(started_on=date(2026, 6, 1), joined_at=MONDAY_NOON)
    for minute, wall_time, opens in ((1, "12:03", "2026-06-02T16:03:00Z"), (2, "21:15", "2026-06-03T01:15:00Z")):
        with at(moment := MONDAY_NOON + timedelta(minutes=minute)):
            await alices.put(f"/api/own-times/{made_at(moment)}", {"slot": "daily", "wall_time": wall_time})
            found = [each for each in (await home(alices))["check_ins"] if each["instrument"] == "daily"]
        assert [each["slot"] for each in found if each["local_date"] == "2026-06-01"] == ["first"]
        assert found[1]["opens_at"] == opens


async def test_a_session_moved_farther_than_the_phone_shows_is_marked_where_it_was_meant_to_be(
    alices: Browser, alice: Person, program: Program
) -> None:
    talk = await Series.create(
        program=program, person=alice, kind=SessionKind.individual, title="With Dana", rule="FREQ=DAILY;COUNT=1",
        first_day=date(2026, 6, 4), wall_time="10:00", minutes=50, zone=program.zone,
    )  # fmt: skip
    moved_to = utc("2026-09-03T14:00")
    await Change.create(series=talk, original_start="2026-06-04T10:00", starts_at=moved_to, changed_at=MONDAY_NOON)
    [one] = (await home(alices))["occurrences"]
    assert (one["was_at"], one["starts_at"]) == ("2026-06-04T14:00:00Z", "2026-09-03T14:00:00Z")


async def test_it_asks_the_database_no_more_when_there_is_more_to_show(
    alices: Browser, alice: Person, program: Program, dana: Person
) -> None:
    await say(alice, AN_HOUR, reviewed_by=dana, reviewed_at=MONDAY_NOON)
    await home(alices)
    await plan_due(MONDAY_NOON)
    await HomeCopy.all().delete()
    with counted() as few:
        await home(alices)
    for number in range(12):
        await ask(alice, "gad-2", number * A_DAY)
        await say(alice, (number + 1) * A_DAY, reviewed_by=dana, reviewed_at=MONDAY_NOON)
        await Schedule.create(
            program=program, phase=Phase.iop, slot=f"s{number}", instrument="daily", rule="FREQ=DAILY",
            wall_time="20:00", window_minutes=60,
        )  # fmt: skip
        await OwnTime.create(person=alice, slot=f"s{number}", wall_time="21:00", changed_by=new_id())
        await Series.create(
            program=program, person=alice, kind=SessionKind.individual, title="With Dana", rule="FREQ=WEEKLY;BYDAY=TU",
            first_day=date(2026, 1, 6), wall_time="10:00", minutes=30, zone="America/New_York",
        )  # fmt: skip
    with counted() as many:
        found = await home(alices)
    assert len(found["answers"]) == 13
    assert len(few) == len(many) > 5
