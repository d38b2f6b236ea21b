"""The counselor's side: the caseload, an invite, an answer that is read, and the person who learns of it."""

import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium
from tests.browser.people import join, sign_in
from tests.browser.server import Daymark


async def dana(chromium: Chromium, daymark: Daymark) -> Page:
    """The laptop on which Dana is signed in."""
    page = await (await chromium.laptop()).new_page()
    await sign_in(page, (await daymark.fresh_links())[0])
    return page


async def test_dana_sees_who_needs_her_invites_somebody_and_reads_their_answer(
    chromium: Chromium, daymark: Daymark
) -> None:
    page = await dana(chromium, daymark)
    await expect(page.get_by_text("Asked for a call.").first).to_be_visible()
    await expect(page.get_by_text("No answer on the last 4 days with check-ins.")).to_be_visible()
    link = await invite(page, "Robin T.")
    phone = await (await chromium.phone()).new_page()
    await join(phone, link, "Robin")
    await check_in(phone)
    await page.goto(f"{daymark.origin}/people")
    await page.get_by_role("link", name="Robin T.").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Robin T.")
    await page.get_by_role("link", name=re.compile("Not read yet")).first.click()
    await expect(page.get_by_text("How is your mood right now?", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Mark as reviewed").click()
    await expect(page.get_by_text(re.compile("Reviewed by Dana")).first).to_be_visible()
    await phone.goto(daymark.origin)
    await expect(phone.get_by_text(re.compile("Seen by Dana, "))).to_be_visible()
    await page.context.close()
    await phone.context.close()


async def invite(page: Page, name: str) -> str:
    """Through the form; the link that comes out."""
    await page.get_by_role("link", name="Invite someone").first.click()
    await page.get_by_label("Name", exact=True).fill(name)
    await page.get_by_label("Group").select_option(label="Evening A")
    await page.get_by_role("button", name="Make the link").click()
    await expect(page.get_by_role("img", name=re.compile("Code to scan"))).to_be_visible()
    return await page.get_by_label("Link", exact=True).input_value()


async def check_in(phone: Page) -> None:
    await phone.get_by_role("link", name="Start").first.click()
    await phone.get_by_role("radio", name="3", exact=True).check()
    await phone.get_by_role("button", name="Next").click()
    for _ in range(7):
        await phone.get_by_role("button", name=re.compile("^Skip")).click()
    await expect(phone.get_by_text("Saved and sent.")).to_be_visible()


async def test_mood_and_craving_are_a_chart_with_its_numbers_as_text(chromium: Chromium, daymark: Daymark) -> None:
    page = await dana(chromium, daymark)
    await page.get_by_role("link", name="Maya T.").click()
    await expect(page.locator("canvas").first).to_be_visible()
    await page.get_by_text("The same numbers as a table").click()
    numbers = page.get_by_role("region", name="Day by day")
    await expect(numbers.get_by_role("columnheader")).to_have_text(["Day", "Mood", "Craving", "Sleep", "Check-in"])
    await expect(numbers.get_by_role("row")).not_to_have_count(1)  # more than its head
    await page.context.close()
