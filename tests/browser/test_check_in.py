"""A check-in is answered without a network, and is on the server once."""

import json
import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe
from tests.browser.people import all_sent, phone_of
from tests.browser.server import Daymark


async def answer_everything(page: Page) -> None:
    """Mood 4, craving 8, six and a half hours, no, yes, yes, no call, a note."""
    await page.get_by_role("radio", name="4", exact=True).check()
    await page.get_by_role("button", name="Next").click()
    await page.get_by_role("radio", name="8", exact=True).check()
    await page.get_by_role("button", name="Next").click()
    await page.get_by_role("textbox").fill("6.5")
    await page.get_by_role("button", name="Next").click()
    for said in ("No", "Yes", "Yes", "No"):
        await page.get_by_role("radio", name=said, exact=True).check()
        await page.get_by_role("button", name="Next").click()
    await page.get_by_role("textbox").fill("Payday tomorrow.")
    await page.get_by_role("button", name="Save", exact=True).click()


async def test_an_answer_given_with_the_server_gone_arrives_once_by_itself(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        await expect(page.get_by_role("link", name="Start")).to_be_visible()
        await daymark.kill()
        await page.get_by_role("link", name="Start").click()
        await answer_everything(page)
        await expect(page.get_by_text(re.compile("^Saved on this phone"))).to_be_visible()
        await expect(page.get_by_text(re.compile("they pass like a wave"))).to_be_visible()
        before = answers(daymark)
        await daymark.start()
        await page.goto(daymark.origin)
        await expect(page.get_by_text(re.compile("Answered"))).to_be_visible()
        await all_sent(page)
        promise = re.compile("^Dana (has to act on it|reads it) by")  # craving 8: today, or with the rest
        await expect(page.get_by_text(promise)).to_be_visible()
        assert answers(daymark) == before + 1
        stored = daymark.rows("SELECT items, scores FROM answer ORDER BY received_at DESC LIMIT 1")[0]
        assert b"Payday" not in stored[0]
        assert json.loads(stored[1])["craving"] == 8


def answers(daymark: Daymark) -> int:
    count: int = daymark.rows("SELECT count(*) FROM answer")[0][0]
    return count


async def test_a_draft_survives_the_app_being_killed_and_every_question_can_be_skipped(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        await page.get_by_role("link", name="Start").first.click()
        await page.get_by_role("radio", name="7", exact=True).check()
        await page.get_by_role("button", name="Next").click()
        await expect(page.get_by_text("How strong were cravings since your last check-in?", exact=True)).to_be_visible()
        url = page.url
        again = await page.context.new_page()
        await page.close()
        await again.goto(url)
        await expect(again.get_by_text(re.compile("You began"))).to_be_visible()
        for _ in range(6):
            await again.get_by_role("button", name=re.compile("^Skip")).click()
        await again.get_by_role("button", name="Save", exact=True).click()
        await expect(again.get_by_text("Saved and sent.")).to_be_visible()
        [(scores,)] = daymark.rows("SELECT scores FROM answer ORDER BY received_at DESC LIMIT 1")
        assert json.loads(scores) == {"mood": 7}


async def test_a_strong_craving_is_offered_help_under_its_question_and_the_exercise_leads_back(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        await expect(page.get_by_role("link", name="Start")).to_be_visible()
        await daymark.kill()
        await page.context.set_offline(True)
        await page.get_by_role("link", name="Start").click()
        await page.get_by_role("radio", name="4", exact=True).check()
        await page.get_by_role("button", name="Next").click()
        offer = page.get_by_role("status").filter(has_text="Strong craving.")
        await page.get_by_role("radio", name="6", exact=True).check()
        await expect(offer).to_be_hidden()
        await page.get_by_role("radio", name="7", exact=True).check()
        await expect(offer).to_be_in_viewport(ratio=1)
        await expect(page.get_by_role("button", name="Next")).to_be_in_viewport(ratio=1)
        assert await axe(page) == []
        await offer.get_by_role("link").click()
        await page.get_by_role("link", name="Check-in", exact=True).click()
        await expect(page.get_by_role("radio", name="7", exact=True)).to_be_checked()
        await offer.get_by_role("link").click()
        await page.go_back()
        await expect(page.get_by_role("radio", name="7", exact=True)).to_be_checked()
        await page.get_by_role("button", name="Next").click()
        for _ in range(6):
            await page.get_by_role("button", name=re.compile("^Skip")).click()
        await expect(page.get_by_text(re.compile("they pass like a wave"))).to_be_visible()
        await daymark.start()


async def test_by_keyboard_alone(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        await page.goto(f"{daymark.origin}/check-in")
        await expect(page.get_by_text("How is your mood right now?", exact=True)).to_be_visible()
        await page.keyboard.press("5")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("How strong were cravings since your last check-in?", exact=True)).to_be_visible()


async def test_a_phone_with_a_wrong_clock_is_set_right(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        await page.clock.set_system_time("2031-05-05T12:00:00Z")
        await page.goto(f"{daymark.origin}/check-in")
        await page.get_by_role("radio", name="2", exact=True).check()
        await page.get_by_role("button", name="Next").click()
        for _ in range(7):
            await page.get_by_role("button", name=re.compile("^Skip")).click()
        await expect(page.get_by_text("Saved and sent.")).to_be_visible()
        [(answered, received)] = daymark.rows(
            "SELECT answered_at, received_at FROM answer ORDER BY received_at DESC LIMIT 1"
        )
        assert abs(answered - received) < 5 * 60_000
