"""Takes the pictures of the README and of the app's manifest anew: `make pictures`."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium
from tests.browser.people import join, sign_in
from tests.browser.server import Daymark
from tests.processes import HOME

FOLDER = HOME / "pwa" / "public" / "screenshots"


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with Daymark(Path(folder)) as daymark, Chromium() as chromium:
            # As large as the manifest says: one pixel of the picture for one of the page.
            phone = await (await chromium.phone(device_scale_factor=1)).new_page()
            laptop = await (await chromium.laptop()).new_page()
            await on_the_phone(phone, daymark)
            await on_the_laptop(laptop, daymark)


async def on_the_phone(page: Page, daymark: Daymark) -> None:
    await join(page, daymark.links[1], "Sam")
    await page.get_by_role("button", name="Not now").click()
    await expect(page.get_by_text("Next session")).to_be_visible()
    await page.evaluate("scrollTo(0, 0)")
    await page.screenshot(path=FOLDER / "today-narrow.png")


async def on_the_laptop(page: Page, daymark: Daymark) -> None:
    await sign_in(page, daymark.links[0])
    await expect(page.get_by_text("Asked for a call.").first).to_be_visible()
    await page.get_by_role("link", name="Maya T.").first.focus()
    await expect(page.get_by_role("button", name="Mark as reviewed")).to_be_visible()
    await page.evaluate("scrollTo(0, 0)")
    await page.screenshot(path=FOLDER / "caseload-wide.png")


if __name__ == "__main__":
    asyncio.run(main())
