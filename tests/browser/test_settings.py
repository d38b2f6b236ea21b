"""What a program sets: who acts on alerts, what is asked when, and a form of its own."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe
from tests.browser.clinic import ask, begin, choose, person_on, phone_in_care
from tests.browser.people import all_sent, sign_in
from tests.browser.server import Daymark
from tests.browser.test_forms import WALK, answers


@pytest.fixture(scope="module")
async def new_clinic(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Daymark]:
    """A program whose settings nobody else relies on."""
    async with Daymark(tmp_path_factory.mktemp("settings")) as server:
        yield server


@pytest.fixture(scope="module")
async def desk(chromium: Chromium, new_clinic: Daymark) -> AsyncIterator[Page]:
    """Dana's laptop, on the settings."""
    page = await (await chromium.laptop(reduced_motion="reduce")).new_page()
    await sign_in(page, new_clinic.links[0])
    yield page
    await page.context.close()


async def open_settings(page: Page, daymark: Daymark) -> None:
    await page.goto(f"{daymark.origin}/settings")
    await expect(page.get_by_role("heading", name="Who acts on alerts")).to_be_visible()


def responders(daymark: Daymark) -> int:
    count: int = daymark.rows("SELECT count(*) FROM responder")[0][0]
    return count


async def test_without_a_responder_nothing_asks_about_safety_and_with_one_it_may(
    chromium: Chromium, new_clinic: Daymark, desk: Page
) -> None:
    await open_settings(desk, new_clinic)
    for name in ("Dana", "Noor"):
        await desk.get_by_role("button", name=f"Remove {name}").click()
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_role("alert").filter(has_text=re.compile("PHQ-9|responder"))).to_be_visible()
    assert responders(new_clinic) == 2
    await desk.get_by_role("button", name=re.compile(r"^Turn off .*\(PHQ-9\)")).click()
    await expect(desk.get_by_text(re.compile(r"\(PHQ-9\) is off\."))).to_be_visible()
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_text("Saved.", exact=True)).to_be_visible()
    await expect(desk.get_by_text("Cannot be used yet. Name a responder above.")).to_be_visible()
    assert responders(new_clinic) == 0
    async with phone_in_care(chromium, new_clinic, desk, "Robin S.") as page:
        robin = await person_on(page)
        await begin(page, new_clinic, ask(new_clinic, robin, "phq-2"))
        await choose(page, ["Nearly every day", *["Not at all"] * 7])
        await expect(page.get_by_text("Both forms are saved.")).to_be_visible()
        await all_sent(page)
        assert answers(new_clinic, robin) == [("phq-2", {"total": 3}, False), ("phq-8", {"total": 3}, False)]
    await desk.get_by_label("Add somebody").select_option(label="Dana")
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_text("Asks about safety: needs a named responder. May be used.")).to_be_visible()
    named = "SELECT rank, staff.role FROM responder JOIN person AS staff ON staff.id = person_id"
    assert new_clinic.rows(named) == [(0, "counselor")]


async def test_a_form_of_their_own_is_loaded_asked_and_one_that_is_wrong_refused_with_its_reason(
    new_clinic: Daymark, desk: Page, tmp_path: Path
) -> None:
    await open_settings(desk, new_clinic)
    await expect(desk.get_by_text("License: Apache License 2.0.").first).to_be_visible()
    await choose_file(desk, in_latin_1(tmp_path))
    await expect(desk.get_by_text("This file is not JSON in UTF-8. Choose the form’s JSON file.")).to_be_visible()
    await choose_file(desk, broken(tmp_path))
    await desk.get_by_role("button", name="Load “A walk”").click()
    await expect(desk.get_by_role("alert").filter(has_text="item[1].type")).to_contain_text("“time” is not supported")
    await expect(desk.get_by_role("region", name="Also to mend")).to_contain_text(
        re.compile(r"item\[2\]\.maxLength \w+")
    )
    await expect(desk.get_by_text("Nothing was loaded.")).to_be_visible()
    assert await axe(desk) == []
    assert new_clinic.rows("SELECT * FROM instrument") == []
    await choose_file(desk, WALK)
    await desk.get_by_role("button", name="Load “A walk”").click()
    await expect(desk.get_by_text("A walk, version 1, is loaded. It can be chosen above now.")).to_be_visible()
    await desk.get_by_role("button", name="Add a check-in: Aftercare").click()
    sheet = desk.get_by_role("dialog")
    await sheet.get_by_role("button", name="Save").click()
    await expect(sheet.get_by_text("Choose a form.")).to_be_visible()
    await sheet.get_by_label("Form").select_option(label="A walk")
    await sheet.get_by_label("How often").select_option(label="Every week")
    await sheet.get_by_label("Friday").check()
    await sheet.get_by_label("At", exact=True).fill("17:15")
    await sheet.get_by_role("button", name="Save").click()
    await expect(desk.get_by_text("A walk is changed.")).to_be_visible()
    aftercare = desk.get_by_role("region", name="Aftercare")
    await expect(aftercare.get_by_text(re.compile("Every week on Monday and Friday, at 5:15"))).to_be_visible()
    assert new_clinic.rows("SELECT key, version FROM instrument") == [("walk", "1")]
    asked = "SELECT phase, rule, wall_time, person_id FROM schedule WHERE instrument = 'walk'"
    assert new_clinic.rows(asked) == [("aftercare", "FREQ=WEEKLY;BYDAY=MO,FR", "17:15", None)]


async def choose_file(page: Page, path: Path) -> None:
    await page.get_by_label("File", exact=True).set_input_files(path)


def in_latin_1(folder: Path) -> Path:
    path = folder / "café.json"
    path.write_bytes('{"resourceType": "Questionnaire", "title": "Café"}'.encode("latin-1"))
    return path


def broken(folder: Path) -> Path:
    """The walk, with a question of a kind that is not supported, and a number that has a longest text."""
    form = json.loads(WALK.read_text())
    form["item"][1]["type"] = "time"
    form["item"][2]["maxLength"] = 5
    path = folder / "broken.json"
    path.write_text(json.dumps(form))
    return path


async def test_the_hours_people_are_told_are_kept(new_clinic: Daymark, desk: Page) -> None:
    await open_settings(desk, new_clinic)
    await desk.get_by_label("Until", exact=True).fill("08:00")
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_text("The end must be later than the start.")).to_be_visible()
    await desk.get_by_label("Until", exact=True).fill("18:30")
    await desk.get_by_label("Saturday").first.check()
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_text("Saved.", exact=True)).to_be_visible()
    kept = "SELECT coverage_days, coverage_from, coverage_until FROM program"
    assert new_clinic.rows(kept) == [("MO,TU,WE,TH,FR,SA", "09:00", "18:30")]
