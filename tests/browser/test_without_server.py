"""The installed app, started cold after one visit, with the server gone."""

import re

from playwright.async_api import expect

from tests.browser.chromium import Chromium
from tests.browser.people import phone_of
from tests.browser.server import Daymark


async def test_today_calendar_skills_plan_and_help_are_there(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin", group="Evening A") as page:
        await expect(page.get_by_text("Next session")).to_be_visible()
        context = page.context
        await page.close()
        await daymark.kill()
        try:
            cold = await context.new_page()
            await cold.goto(daymark.origin)
            await expect(cold.get_by_role("heading", level=1)).to_contain_text("Robin")
            await expect(cold.get_by_text("Next session")).to_be_visible()
            await cold.get_by_role("link", name="Calendar").click()
            await expect(cold.get_by_text("Relapse prevention").first).to_be_visible()
            await cold.get_by_role("link", name="Skills").click()
            await expect(cold.get_by_text("Ride the urge").first).to_be_visible()
            await cold.get_by_role("link", name="My plan").click()
            await expect(cold.get_by_role("heading", level=1)).to_have_text("My plan")
            await cold.get_by_role("link", name="Help").first.click()
            await expect(cold.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
            await expect(cold.get_by_role("link", name="Text 988")).to_have_attribute("href", "sms:988")
            await expect(cold.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
            await expect(cold.get_by_role("link", name="Text HOME")).to_have_attribute(
                "href", re.compile("^sms:741741")
            )
            await expect(cold.get_by_role("link", name=re.compile("555"))).to_have_attribute(
                "href", re.compile("^tel:")
            )
        finally:
            await daymark.start()


async def test_help_is_there_without_signing_in(chromium: Chromium, daymark: Daymark) -> None:
    context = await chromium.phone()
    page = await context.new_page()
    await page.goto(daymark.origin)
    await page.get_by_role("link", name="Help").first.click()
    await expect(page.get_by_role("link", name="Call 988")).to_be_visible()
    await context.close()
