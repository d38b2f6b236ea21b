"""Today and the calendar, in the person's zone."""

import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium
from tests.browser.people import join, phone_of
from tests.browser.server import Daymark


async def test_moved_and_cancelled_sessions_are_marked(chromium: Chromium, daymark: Daymark) -> None:
    page = await (await chromium.phone()).new_page()
    await join(page, (await daymark.fresh_links())[1], "Robin")
    await page.get_by_role("link", name="Calendar").click()
    await page.get_by_role("radio", name="List").check()
    await expect(page.get_by_text(re.compile("Cancelled")).first).to_be_visible()
    await expect(page.get_by_text(re.compile("Moved")).first).to_be_visible()
    await page.context.close()


async def test_a_session_says_when_where_and_with_whom(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin", group="Evening A") as page:
        await page.get_by_role("link", name="Details").click()
        await expect(page.get_by_text("Maple Street")).to_be_visible()
        await expect(page.get_by_text("Dana")).to_be_visible()


async def test_far_from_the_clinic_both_times_are_named(chromium: Chromium, daymark: Daymark) -> None:
    context = await chromium.phone(timezone_id="America/Los_Angeles")
    page = await context.new_page()
    await join(page, await daymark.invite("participant", "Robin", "Evening A"), "Robin")
    await expect(page.get_by_text(re.compile("at the clinic")).first).to_be_visible()
    assert await _zone(page) == "America/Los_Angeles"
    await context.close()


async def _zone(page: Page) -> str:
    home = await page.evaluate("fetch('/api/home').then((answer) => answer.json())")
    zone: str = home["person"]["zone"]
    return zone
