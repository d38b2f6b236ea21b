"""One person on one page, before a session: on the screen, and printed on one sheet."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.server import Daymark

PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
async def test_everybody_prints_on_one_sheet(clinic: Daymark, dana: Page, sheet: str) -> None:
    await dana.goto(f"{clinic.origin}/people")
    links = dana.get_by_role("table", name="People in your care").get_by_role("rowheader").get_by_role("link")
    await expect(links.first).to_be_visible()
    paths = [str(await link.get_attribute("href")) for link in await links.all()]
    assert len(paths) >= 8
    sheets = {path: await sheets_of(dana, clinic.origin + path, sheet) for path in paths}
    assert {path: count for path, count in sheets.items() if count != 1} == {}


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
    await expect(dana.get_by_text("intensive outpatient", exact=False).first).to_be_visible()
    numbers = dana.get_by_text("The same numbers as a table").first
    await numbers.click()
    await expect(dana.get_by_role("columnheader", name="Day").first).to_be_visible()
