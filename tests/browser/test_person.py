"""One person on one page, before a session: on the screen, and printed on one sheet."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.server import Daymark

CAST = ("Maya T.", "Luis G.", "Jordan P.", "Nina F.", "Sam R.")
PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
async def test_the_fullest_and_the_emptiest_page_print_on_one_sheet(clinic: Daymark, dana: Page, sheet: str) -> None:
    await dana.goto(f"{clinic.origin}/people")
    people = dana.get_by_role("table", name="People in your care")
    paths = {name: await people.get_by_role("link", name=name).get_attribute("href") for name in CAST}
    sheets = {name: await sheets_of(dana, f"{clinic.origin}{path}", sheet) for name, path in paths.items()}
    assert sheets == dict.fromkeys(CAST, 1)


async def sheets_of(page: Page, url: str, sheet: str) -> int:
    await page.goto(url)
    await expect(page.get_by_role("heading", name="Last answers")).to_be_visible()
    return len(PAGE.findall(await page.pdf(format=sheet)))


async def test_mayas_trends_sessions_alerts_and_phone_are_on_her_page(clinic: Daymark, dana: Page) -> None:
    await dana.goto(f"{clinic.origin}/people")
    await dana.get_by_role("link", name="Nina F.").click()
    await expect(dana.get_by_text(re.compile("^This phone stopped receiving reminders on"))).to_be_visible()
    await dana.get_by_role("link", name="Back").click()
    await dana.get_by_role("link", name="Maya T.").click()
    for title in ("Open alerts", "Twelve weeks", "Last answers", "Sessions so far"):
        await expect(dana.get_by_role("heading", name=title)).to_be_visible()
    await expect(dana.get_by_text(re.compile(r"^\d+ attended")).first).to_be_visible()
    await dana.get_by_text("The same numbers as a table").first.click()
    await expect(dana.get_by_role("columnheader", name="Day").first).to_be_visible()
