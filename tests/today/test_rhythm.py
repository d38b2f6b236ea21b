"""What the phone is told about when its person is asked."""

from typing import Any

import pytest

from server.checkins.models import OwnTime, Schedule
from server.people.models import Person, Phase, Program, Responder
from tests.conftest import Browser, new_id


@pytest.fixture(autouse=True)
async def schedules(program: Program) -> None:
    every_day: dict[str, Any] = {"rule": "FREQ=DAILY", "wall_time": "20:00", "window_minutes": 360}
    await Schedule.create(program=program, phase=Phase.iop, slot="daily", instrument="daily", **every_day)
    await Schedule.create(program=program, phase=Phase.iop, slot="phq", instrument="phq-9", **every_day)


async def rhythm_of(browser: Browser) -> dict[str, dict[str, Any]]:
    """By slot."""
    return {each["slot"]: each for each in (await browser.get("/api/home")).json()["rhythm"]}


async def test_alice_sees_her_own_time_and_the_programs_beside_it(alices: Browser, alice: Person) -> None:
    await OwnTime.create(person=alice, slot="daily", wall_time="07:30", changed_by=new_id())
    assert (await rhythm_of(alices))["daily"] == {
        "slot": "daily",
        "instrument": "daily",
        "title": {"en": "Daily check-in", "es": "Chequeo del día"},
        "wall_time": "07:30",
        "usual": "20:00",
        "by_counselor": False,
        "own": True,
    }


async def test_charlie_has_the_programs_time(charlies: Browser, alice: Person) -> None:
    await OwnTime.create(person=alice, slot="daily", wall_time="07:30", changed_by=new_id())
    daily = (await rhythm_of(charlies))["daily"]
    assert (daily["wall_time"], daily["own"]) == ("20:00", False)


async def test_alice_is_told_which_time_her_counselor_set_and_that_it_counts_unless_she_chose_hers(
    alices: Browser, charlies: Browser, program: Program, alice: Person
) -> None:
    await Schedule.create(
        program=program, person=alice, phase=Phase.iop, slot="daily", instrument="daily",
        rule="FREQ=WEEKLY;BYDAY=MO,TH", wall_time="18:30", window_minutes=360,
    )  # fmt: skip
    daily = (await rhythm_of(alices))["daily"]
    assert (daily["wall_time"], daily["by_counselor"], daily["own"]) == ("18:30", True, False)
    await OwnTime.create(person=alice, slot="daily", wall_time="07:30", changed_by=new_id())
    daily = (await rhythm_of(alices))["daily"]
    assert (daily["wall_time"], daily["usual"], daily["by_counselor"], daily["own"]) == ("07:30", "18:30", True, True)
    assert not (await rhythm_of(charlies))["daily"]["by_counselor"]


async def test_a_form_is_named_also_when_it_is_not_due_for_weeks_and_so_is_its_stand_in(
    alices: Browser, program: Program, dana: Person
) -> None:
    await Schedule.filter(slot="phq").update(rule="FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1")
    assert (await rhythm_of(alices))["phq"]["title"]["en"].endswith("(PHQ-8)")
    await Responder.create(program=program, person=dana, rank=1)
    assert (await rhythm_of(alices))["phq"]["title"]["en"].endswith("(PHQ-9)")


async def test_what_is_off_is_not_told(alices: Browser) -> None:
    await Schedule.filter(slot="phq").update(is_off=True)
    assert set(await rhythm_of(alices)) == {"daily"}
