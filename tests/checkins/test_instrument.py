"""The forms a program has: those that everybody gets, and those it has loaded."""

import asyncio
import copy
import json
from pathlib import Path
from typing import Any

import pytest

from server import clock
from server.checkins.instrument import (
    in_use,
    languages_of,
    license_of,
    newest,
    read,
    shipped,
    shipped_newest,
    source_of,
    stand_in_of,
    title_of,
    version_of,
)
from server.checkins.load import checked, load
from server.checkins.models import Instrument
from server.checkins.questionnaire import HL7
from server.checkins.submit import submit
from server.http import BODY_LIMIT, Problem
from server.people.models import Person, Program
from tests.checkins.test_load import GOOD
from tests.conftest import Browser, new_id
from tests.processes import Installation
from tests.test_process import fresh, one_sentence

__all__ = ["fresh"]  # the fixture


@pytest.fixture
async def other(program: Program) -> Program:
    return await Program.create(name="Lake House", zone="America/Chicago")


def version(number: int, **more: Any) -> dict[str, Any]:
    return copy.deepcopy(GOOD) | {"version": str(number)} | more


async def bring(program: Program, questionnaire: dict[str, Any], by: Person | None = None) -> Instrument:
    return await load(program.id, checked(questionnaire), by.id if by else None, new_id(), clock.now())


# Files


def test_every_file_is_there_under_its_own_name() -> None:
    assert ("daily", "1") in shipped()
    assert shipped_newest("daily") == shipped()["daily", "1"]


@pytest.mark.parametrize("missing", ["urn:daymark:license", "urn:daymark:source"])
def test_a_file_without_license_or_source_is_no_instrument(tmp_path: Path, missing: str) -> None:
    daily = copy.deepcopy(shipped()["daily", "1"])
    path = tmp_path / "daily-1.json"
    path.write_text(json.dumps(daily), encoding="utf-8")
    assert read(path)[0] == ("daily", "1")
    daily["extension"] = [each for each in daily["extension"] if each["url"] != missing]
    path.write_text(json.dumps(daily), encoding="utf-8")
    with pytest.raises(ValueError, match="must name its license and its source"):
        read(path)


def test_a_file_under_a_wrong_name_is_no_instrument(tmp_path: Path) -> None:
    path = tmp_path / "daily-2.json"
    path.write_text(json.dumps(shipped()["daily", "1"]), encoding="utf-8")
    with pytest.raises(ValueError, match=r"name it daily-1\.json"):
        read(path)


def test_what_a_form_says_of_itself() -> None:
    daily = shipped_newest("daily")
    assert title_of(daily) == {"en": "Daily check-in", "es": "Chequeo del día"}
    assert languages_of(daily) == ["en", "es"]
    assert languages_of(GOOD) == ["en"]
    assert title_of(GOOD) == {"en": GOOD["title"], "es": GOOD["title"]}
    assert (license_of(GOOD), source_of(GOOD), stand_in_of(GOOD)) == (GOOD["copyright"], None, None)
    assert stand_in_of(shipped_newest("phq-9")) == "phq-8"


def test_a_form_can_be_read_in_spanish_when_its_value_set_says_so_too() -> None:
    designations = [[], [{"language": "es-419", "value": "Casa"}]]
    assert [languages_of(_at_home(each)) for each in designations] == [["en"], ["en", "es"]]


def _at_home(designation: list[dict[str, Any]]) -> dict[str, Any]:
    """A question in both languages, and an option with what it is called elsewhere."""
    spanish = [{"url": "lang", "valueCode": "es-MX"}, {"url": "content", "valueString": "¿Dónde?"}]
    where = {"extension": [{"url": f"{HL7}translation", "extension": spanish}]}
    concept = {"code": "home", "display": "Home", "designation": designation}
    return {
        "contained": [{"id": "places", "compose": {"include": [{"concept": [concept]}]}}],
        "item": [{"linkId": "a", "type": "choice", "text": "Where?", "_text": where, "answerValueSet": "#places"}],
    }


# What a program has loaded


async def test_what_a_program_loads_is_its_own(program: Program, other: Program, dana: Person) -> None:
    kept = await bring(program, version(1), dana)
    assert (kept.key, kept.version, kept.loaded_by_id) == ("drinks", "1", dana.id)
    assert await version_of(program.id, "drinks", "1") == version(1)
    assert await newest(program.id, "drinks") == version(1)
    assert "drinks" in [each["id"] for each in await in_use(program.id)]
    assert "drinks" not in [each["id"] for each in await in_use(other.id)]
    for look in (version_of(other.id, "drinks", "1"), newest(other.id, "drinks")):
        with pytest.raises(Problem, match="not known here"):
            await look


async def test_the_version_that_was_answered_stays_and_the_one_loaded_last_is_asked(program: Program) -> None:
    for number in (9, 10, 2):
        await bring(program, version(number))
    assert await newest(program.id, "drinks") == version(2)
    assert [each["version"] for each in await in_use(program.id) if each["id"] == "drinks"] == ["2"]
    assert await version_of(program.id, "drinks", "9") == version(9)


async def test_the_shipped_ones_are_everybodys(program: Program) -> None:
    assert {each["id"] for each in await in_use(program.id)} == {key for key, _ in shipped()}
    assert await newest(program.id, "daily") == shipped_newest("daily")
    with pytest.raises(Problem, match="not known here"):
        await version_of(program.id, "daily", "999")


async def test_the_same_version_again_is_the_same_one_and_another_content_is_refused(program: Program) -> None:
    first = await bring(program, version(1))
    assert (await bring(program, version(1))).id == first.id
    with pytest.raises(Problem, match="give it a new version") as refused:
        await bring(program, version(1, title="Another"))
    assert refused.value.status == 409
    assert await Instrument.all().count() == 1


async def test_loaded_twice_at_once_it_is_one(program: Program) -> None:
    kept = await asyncio.gather(*(bring(program, version(1)) for _ in range(4)))
    assert len({each.id for each in kept}) == 1
    assert await Instrument.all().count() == 1


@pytest.mark.parametrize("key", ["daily", "PHQ-9"])
async def test_the_name_of_a_shipped_one_is_taken(program: Program, key: str) -> None:
    with pytest.raises(Problem, match="give this form another id"):
        await bring(program, version(7, id=key))
    assert not await Instrument.exists()


async def test_a_form_that_daymark_ships_later_does_not_take_the_place_of_the_programs_own(
    program: Program, other: Program, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, own, theirs = "own-drinks", version(1, id="own-drinks"), version(1, id="own-drinks", title="Shipped")
    await bring(program, own)
    kept = await submit(
        new_id(), alice.id, alice.program_id, check_in_id=None, instrument=key,
        version="1", language="en", items={"since": "2026-01-01"},
        answered_at=clock.now(), now=clock.now(),
    )  # fmt: skip
    with_it = {**shipped(), (key, "1"): theirs}
    for module in ("instrument", "load"):
        monkeypatch.setattr(f"server.checkins.{module}.shipped", lambda: with_it)
    monkeypatch.setattr("server.checkins.instrument._instead", {})  # a new version of Daymark is a new process
    assert await version_of(program.id, kept.instrument, kept.version) == own
    assert await newest(program.id, key) == own, "what is asked is what an answer is read by"
    assert [each["title"] for each in await in_use(program.id) if each["id"] == key] == [own["title"]]
    assert await version_of(other.id, key, "1") == theirs
    await bring(program, version(2, id=key))
    with pytest.raises(Problem, match="Daymark has its own"):
        await bring(other, version(2, id=key))


async def test_a_new_version_that_asks_about_safety_is_planned_anew(program: Program, alice: Person) -> None:
    await Person.filter(id=alice.id).update(plan_stale=False)
    await bring(program, version(1))
    assert (await Person.get(id=alice.id)).plan_stale


# On the staff pages


async def put(browser: Browser, questionnaire: Any, identifier: object = None) -> Any:
    return await browser.put(f"/api/instruments/{identifier or new_id()}", {"questionnaire": questionnaire})


async def test_dana_loads_a_form(danas: Browser, dana: Person) -> None:
    identifier = new_id()
    replies = [await put(danas, version(1), identifier) for _ in range(2)]
    title = {"en": GOOD["title"], "es": GOOD["title"]}
    assert [reply.json() for reply in replies] == [
        {"id": str(identifier), "key": "drinks", "version": "1", "title": title}
    ] * 2
    assert (await Instrument.get()).loaded_by_id == dana.id


async def test_dana_loads_a_large_form_but_not_any(danas: Browser) -> None:
    large = version(1, description="x" * 4 * BODY_LIMIT)
    assert (await put(danas, large)).status_code == 200
    refused = await put(danas, version(2, description="x" * 16 * BODY_LIMIT))
    assert (refused.status_code, refused.json()["error"]) == (413, "That is too large; send at most 1024 KiB.")


async def test_dana_reads_where_a_form_is_wrong_and_nothing_of_it_is_kept(danas: Browser) -> None:
    wrong = version(1)
    wrong["item"][1]["type"] = "quantity"
    reply = await put(danas, wrong)
    assert (reply.status_code, reply.json()["field"]) == (422, "item[1].type")
    assert reply.json()["error"].startswith("item[1].type “quantity” is not supported")
    assert (await put(danas, [])).status_code == 422
    assert not await Instrument.exists()


async def test_dana_gives_a_changed_form_a_new_version(danas: Browser) -> None:
    await put(danas, version(1))
    reply = await put(danas, version(1, title="Another"))
    assert (reply.status_code, reply.json()["field"]) == (409, "version")
    assert (await put(danas, version(2, title="Another"))).status_code == 200


async def test_dana_loads_what_a_form_leads_to_before_it(danas: Browser) -> None:
    leads = version(1)
    leads["extension"][2]["extension"][3]["valueCode"] = "more-drinks"
    reply = await put(danas, leads)
    assert (reply.status_code, reply.json()["error"]) == (
        422,
        "This form leads to “more-drinks”, which is not known here; load that one first.",
    )
    assert not await Instrument.exists()
    await put(danas, version(1, id="more-drinks"))
    assert (await put(danas, leads)).status_code == 200


async def test_alice_loads_none(alices: Browser) -> None:
    assert (await put(alices, version(1))).status_code == 404
    assert not await Instrument.exists()


# At the command line


@pytest.fixture
def clinic(fresh: Installation) -> Installation:
    assert fresh.run("start-program", "--name", "Harbor House", "--zone", "UTC").returncode == 0
    return fresh


def test_an_operator_loads_a_file(clinic: Installation, tmp_path: Path) -> None:
    path = tmp_path / "drinks.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    for _ in range(2):
        done = clinic.run("instrument", "load", str(path))
        assert (done.returncode, done.stdout) == (0, "Loaded “How much Charlie drinks” as drinks, version 1.\n")
    assert clinic.sql('SELECT "key", "version" FROM instrument') == [["drinks", "1"]]
    path.write_text(json.dumps(version(1, title="Another")), encoding="utf-8")
    assert "give it a new version" in one_sentence(clinic.run("instrument", "load", str(path)))


def test_an_operator_reads_what_is_wrong_with_a_file(clinic: Installation, tmp_path: Path) -> None:
    path = tmp_path / "drinks.json"
    assert "can't be read" in one_sentence(clinic.run("instrument", "load", str(path)))
    path.write_text("{", encoding="utf-8")
    assert "not JSON" in one_sentence(clinic.run("instrument", "load", str(path)))
    wrong = version(1)
    wrong["item"][2]["enableWhen"][0]["operator"] = "~"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    assert "item[2].enableWhen[0].operator" in one_sentence(clinic.run("instrument", "load", str(path)))
    assert clinic.sql("SELECT * FROM instrument") == []


def test_an_operator_invites_an_admin(clinic: Installation) -> None:
    done = clinic.run("invite", "--role", "admin", "--name", "Dana", "--json")
    assert json.loads(done.stdout)["role"] == "admin"
    assert clinic.sql("SELECT role, phase FROM person") == [["admin", None]]
