"""What can be taken out, downloaded by its links: it parses, and says under which law it stands."""

import asyncio
import csv
import io
import json

from fhir.resources.R4B.bundle import Bundle
from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium
from tests.browser.clinic import answer, person_on, phone_in_care
from tests.browser.server import Daymark

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


async def downloaded(page: Page, link: str) -> str:
    """The text of the file behind the link with these words."""
    async with page.expect_download() as coming:
        await page.get_by_role("link", name=link).click()
    path = await (await coming.value).path()
    return await asyncio.to_thread(path.read_text, "utf-8-sig")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


async def test_robin_takes_a_copy_of_what_they_answered(chromium: Chromium, clinic: Daymark, dana: Page) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin E.") as page:
        answer_id = await answer(page, clinic, "daily", {"mood": 7, "note": "Café, then home."})
        await page.goto(f"{clinic.origin}/history")
        await expect(page.get_by_role("heading", name="Your own copy")).to_be_visible()
        [row] = rows_of(await downloaded(page, "My answers as a table (CSV)"))
        assert (row["answer"], row["daily.mood"], row["daily.note"]) == (str(answer_id), "7", "Café, then home.")
        codebook = rows_of(await downloaded(page, "What the columns mean (CSV)"))
        assert {each["column"] for each in codebook} == row.keys()
        assert {each["notice"] for each in [row, *codebook]} == {NOTICE}
        bundle = await downloaded(page, "My answers for another clinic (FHIR R4, JSON)")
        Bundle.model_validate_json(bundle)
        assert str(answer_id) in bundle
        assert NOTICE in bundle


async def test_dana_takes_out_what_somebody_in_her_care_answered_and_it_is_written_down(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Out") as page:
        robin = await person_on(page)
        await answer(page, clinic, "gad-2", {"gad-1": "LA6569-3", "gad-2": "LA6569-3"})
    await dana.goto(f"{clinic.origin}/people/{robin}")
    [row] = rows_of(await downloaded(dana, "Answers as a table (CSV)"))
    assert (row["gad-2:total"], row["notice"]) == ("2", NOTICE)
    Bundle.model_validate_json(await downloaded(dana, "FHIR R4 (JSON)"))
    written = clinic.rows("SELECT count(*) FROM audit WHERE person_id = ? AND what LIKE '%/%.csv'", robin)
    assert written == [(1,)]


async def test_ben_an_admin_takes_out_the_whole_program_and_dana_cannot(clinic: Daymark, dana: Page, ben: Page) -> None:
    await ben.goto(f"{clinic.origin}/program")
    rows = rows_of(await downloaded(ben, "Answers as a table (CSV)"))
    assert len(rows) == clinic.rows("SELECT count(*) FROM answer")[0][0]
    bundle = await downloaded(ben, "FHIR R4 (JSON)")
    Bundle.model_validate_json(bundle)
    patients = [each for each in json.loads(bundle)["entry"] if each["resource"]["resourceType"] == "Patient"]
    assert len(patients) > 10
    await dana.goto(f"{clinic.origin}/program")
    await expect(dana.get_by_role("heading", name="Program", level=1)).to_be_visible()
    await expect(dana.get_by_role("link", name="FHIR R4 (JSON)")).to_have_count(0)
    assert (await dana.request.get(f"{clinic.origin}/api/export/answers.csv")).status == 404
