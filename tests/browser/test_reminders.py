"""Reminders are turned on, tested, shown and opened; where they can't be, the page says why."""

import json
import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, deliver_push, notifications, stub_push_manager
from tests.browser.people import all_sent, join, phone_of
from tests.browser.server import Daymark
from tests.push_service import PushService

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.4 Mobile/15E148 Safari/604.1"
)


async def test_turned_on_a_test_reminder_comes_and_says_nothing_about_anybody(
    chromium: Chromium, daymark: Daymark, push_service: PushService
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        stub = await stub_push_manager(page, push_service)
        await page.goto(f"{daymark.origin}/reminders")
        await page.get_by_role("button", name="Turn on reminders").click()
        await expect(page.get_by_text("A test reminder is on its way.")).to_be_visible()
        assert stub.current
        [message] = await push_service.arrived(stub.current["endpoint"])
        said = message.json()
        assert (said["web_push"], said["notification"]["title"]) == (8030, "Reminders work")
        assert said["notification"]["navigate"] == f"{daymark.origin}/reminders"
        assert (message.urgency, 0 < message.ttl <= 600) == ("high", True)
        assert "Robin" not in json.dumps(said)
        assert await deliver_push(page, daymark.origin, said) == "Success"
        await expect(page.get_by_text(re.compile("^It arrived"))).to_be_visible()
        [shown] = await notifications(page)
        assert shown["title"] == "Reminders work"
        await all_sent(page)
        delivery = said["notification"]["data"]["delivery"]
        assert daymark.rows("SELECT count(*) FROM shown WHERE id = ?", delivery) == [(1,)]


async def test_blocked_it_says_so_and_how_to_undo_it(chromium: Chromium, daymark: Daymark) -> None:
    context = await chromium.phone(permissions=[])
    page = await context.new_page()
    await join(page, await daymark.invite("participant", "Robin"), "Robin")
    await page.goto(f"{daymark.origin}/reminders")
    await expect(page.get_by_text("Reminders are blocked")).to_be_visible()
    await context.close()


async def test_on_an_iphone_it_wants_the_home_screen_first(chromium: Chromium, daymark: Daymark) -> None:
    context = await chromium.phone(user_agent=IPHONE)
    page = await context.new_page()
    await _as_iphone(page)
    await page.goto(await daymark.invite("participant", "Robin"))
    await expect(page.get_by_role("heading", name="Home screen first")).to_be_visible()
    await context.close()


async def _as_iphone(page: Page) -> None:
    """Safari in a tab has no push."""
    await page.add_init_script(
        "delete window.PushManager; Object.defineProperty(navigator, 'standalone', { value: false })"
    )


async def test_a_browser_without_push_says_so(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        await page.add_init_script("delete window.PushManager; delete ServiceWorkerRegistration.prototype.pushManager")
        await page.goto(f"{daymark.origin}/reminders")
        await expect(page.get_by_text("Not with this browser")).to_be_visible()
