"""Skills are practiced and the plan is read and agreed to without a network."""

import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium
from tests.browser.people import all_sent, phone_of, sign_in
from tests.browser.server import Daymark


async def test_halt_is_practiced_offline_and_recorded_once(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        await page.get_by_role("link", name="Skills").click()
        await expect(page.get_by_text("HALT")).to_be_visible()
        await daymark.kill()
        await page.get_by_role("link", name=re.compile("HALT")).click()
        await page.get_by_role("radio", name="7", exact=True).check()
        await through(page)
        await page.get_by_role("radio", name="3", exact=True).check()
        await page.get_by_role("button", name="Done").click()
        await expect(page.get_by_text(re.compile("^Saved on this phone"))).to_be_visible()
        await daymark.start()
        await page.goto(f"{daymark.origin}/skills")
        await expect(page.get_by_text(re.compile("from 7 to 3"))).to_be_visible()
        await all_sent(page)
        await expect(page.get_by_text(re.compile("not sent yet"))).to_have_count(0)
        [newest] = daymark.rows("SELECT exercise, before, after FROM practice ORDER BY started_at DESC LIMIT 1")
        assert newest == ("halt", 7, 3)


async def through(page: Page) -> None:
    """Every step of an exercise, to the question that comes after."""
    while not await page.get_by_text("And now? How strong is it?").count():
        on = page.get_by_role("button", name="Next")
        await (on if await on.count() else page.get_by_role("button", name="Skip")).click()


async def test_dana_gives_an_exercise_and_it_shows_on_today(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin G.") as phone:
        page = await desk(chromium, daymark, "Robin G.")
        await page.get_by_role("button", name="Give an exercise").click()
        sheet = page.get_by_role("dialog")
        await sheet.get_by_label(re.compile("Exercise")).select_option(label="Slow breathing")
        await sheet.get_by_role("button", name=re.compile("^Give")).click()
        await expect(page.get_by_text("Slow breathing").first).to_be_visible()
        await phone.reload()
        await expect(phone.get_by_text("Slow breathing")).to_be_visible()
        await expect(phone.get_by_text(re.compile("From Dana, this week: 0 of"))).to_be_visible()
        await page.context.close()


async def test_the_plan_is_written_agreed_by_both_and_there_without_a_network(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin P.") as phone:
        page = await desk(chromium, daymark, "Robin P.")
        await page.goto(page.url + "/plan")
        await write_plan(page)
        await phone.goto(f"{daymark.origin}/plan")
        await expect(phone.get_by_text("Dana wrote this with you. Read it, then say if it fits.")).to_be_visible()
        await phone.get_by_role("button", name="Yes, I agree").click()
        await expect(phone.get_by_text("This is your plan now.")).to_be_visible()
        await expect(phone.get_by_role("link", name="Call Ana")).to_have_attribute("href", "tel:5550142")
        await page.context.close()
        await daymark.kill()
        cold = await phone.context.new_page()
        await cold.goto(f"{daymark.origin}/plan")
        await expect(cold.get_by_text("I stop answering messages")).to_be_visible()
        await expect(cold.get_by_role("link", name="Text Ana")).to_have_attribute("href", re.compile("^sms:5550142"))


async def desk(chromium: Chromium, daymark: Daymark, name: str) -> Page:
    """Dana's laptop, on the page of somebody in her care."""
    page = await (await chromium.laptop()).new_page()
    await sign_in(page, (await daymark.fresh_links())[0])
    await page.get_by_role("link", name=name).first.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return page


async def write_plan(page: Page) -> None:
    """A warning sign and a sister to call, saved as a draft by itself and given to the person."""
    await page.get_by_role("button", name="Add a line: I notice").click()
    await page.get_by_label("I notice, 1").first.fill("I stop answering messages")
    await page.get_by_role("button", name="Add a line: I ask for help").click()
    ana = page.get_by_role("group", name="I ask for help, 1").first
    await ana.get_by_label("Name").fill("Ana")
    await ana.get_by_label("Who they are").fill("sister")
    await ana.get_by_label("Phone number").fill("555 0142")
    await expect(page.get_by_text(re.compile("^Saved ")).first).to_be_visible()
    await page.get_by_role("button", name=re.compile("^Agree and give it to")).click()
    await expect(page.get_by_text(re.compile("Version 1 is with")).first).to_be_visible()
