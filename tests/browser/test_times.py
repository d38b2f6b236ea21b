"""The time of a check-in is the person's to move: offline too, and planned anew once it has arrived."""

import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, until
from tests.browser.clinic import person_on, phone_in_care
from tests.browser.people import all_sent
from tests.browser.server import Daymark

AT_HALF_PAST_SIX = """fetch('/api/home').then((home) => home.json()).then(({ check_ins }) => {
  const wall = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', hour: 'numeric', minute: '2-digit' })
  const ahead = check_ins.filter(({ slot, opens_at }) => slot === 'daily' && new Date(opens_at) > new Date())
  return ahead.length > 0 && ahead.every(({ opens_at }) => wall.format(new Date(opens_at)) === '6:30 AM')
})"""


async def test_moved_offline_it_counts_here_at_once_and_is_planned_anew_when_it_has_arrived(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin T.") as page:
        robin = await person_on(page)
        await page.goto(f"{clinic.origin}/times")
        daily = page.get_by_role("region", name=re.compile("^Daily check-in"))
        await expect(daily.get_by_text("The program’s time")).to_be_visible()
        await clinic.kill()
        await daily.get_by_role("button", name=re.compile("^Change the time")).click()
        await daily.get_by_label("Time of day").fill("06:30")
        await daily.get_by_role("button", name="Save").click()
        await expect(daily.get_by_text("Your own time")).to_be_visible()
        await expect(daily.get_by_role("status")).to_contain_text("Saved on this phone.")
        assert clinic.rows("SELECT * FROM own_time WHERE person_id = ?", robin) == []
        await clinic.start()
        await page.evaluate("dispatchEvent(new Event('online'))")
        await all_sent(page)
        await until(page, AT_HALF_PAST_SIX)
        assert clinic.rows("SELECT slot, wall_time FROM own_time WHERE person_id = ?", robin) == [("daily", "06:30")]
        await daily.get_by_role("button", name=re.compile("^Take the program’s time again")).click()
        await expect(daily.get_by_text("The program’s time")).to_be_visible()
        await all_sent(page)
        assert clinic.rows("SELECT wall_time FROM own_time WHERE person_id = ?", robin) == [(None,)]
