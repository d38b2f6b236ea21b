"""axe finds nothing on any page, in Chromium at two sizes, two themes and two languages, and in Firefox."""

import re
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe, color_scheme
from tests.browser.firefox import Firefox
from tests.browser.people import join, sign_in
from tests.browser.server import Daymark

PARTICIPANTS = (
    "/",
    "/calendar",
    "/skills",
    "/skills/ride-the-urge",
    "/plan",
    "/check-in",
    "/help",
    "/me",
    "/reminders",
    "/devices",
    "/nowhere",
)
STAFF = ("/people", "/invite", "/me", "/devices", "/reminders")

Theme = Literal["light", "dark"]


async def settled(page: Page) -> None:
    """The page has its heading, so its part is there and drawn."""
    await expect(page.get_by_role("heading", level=1).first).to_be_attached()


async def check(page: Page, origin: str, path: str) -> None:
    await page.goto(origin + path)
    await settled(page)
    found = await axe(page)
    assert found == [], f"{path}: {found}"
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{path} scrolls sideways by {wide} px"


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_participants_pages_on_a_phone(chromium: Chromium, daymark: Daymark, theme: Theme) -> None:
    page = await (await chromium.phone(reduced_motion="reduce")).new_page()
    await color_scheme(page, theme)
    await join(page, (await daymark.fresh_links())[1], "Robin")
    for path in PARTICIPANTS:
        await check(page, daymark.origin, path)
    await page.context.close()


async def test_a_participants_pages_on_a_laptop_in_spanish(chromium: Chromium, daymark: Daymark) -> None:
    page = await (await chromium.laptop(reduced_motion="reduce")).new_page()
    await join(page, (await daymark.fresh_links())[1], "Robin")
    await page.goto(f"{daymark.origin}/me")
    await page.get_by_role("radio", name="Español").check()
    await expect(page.locator("html")).to_have_attribute("lang", "es")
    for path in PARTICIPANTS:
        await check(page, daymark.origin, path)
    await expect(page.get_by_role("heading", level=1)).not_to_have_text("This page is not here")
    await page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
async def test_the_staffs_pages(chromium: Chromium, daymark: Daymark, theme: Theme, size: str) -> None:
    context = await (chromium.phone if size == "phone" else chromium.laptop)(reduced_motion="reduce")
    page = await context.new_page()
    await color_scheme(page, theme)
    await sign_in(page, (await daymark.fresh_links())[0])
    for path in STAFF:
        await check(page, daymark.origin, path)
    await page.goto(f"{daymark.origin}/people")
    await page.get_by_role("link", name="Maya T.").first.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Maya T.")
    maya = page.url.removeprefix(daymark.origin).partition("?")[0]
    for path in (maya, f"{maya}/plan"):
        await check(page, daymark.origin, path)
    await page.context.close()


async def test_joining_and_signed_out(chromium: Chromium, daymark: Daymark) -> None:
    page = await (await chromium.phone(reduced_motion="reduce")).new_page()
    for path in ("/", "/help", "/join", "/join#0000-0000-0000-0000", "/people"):
        await check(page, daymark.origin, path)
    await page.goto(await daymark.invite("participant", "Robin"))
    await expect(page.get_by_text(re.compile("invites you"))).to_be_visible()
    assert await axe(page) == []
    await page.context.close()


async def test_in_firefox(firefox: Firefox, daymark: Daymark) -> None:
    await firefox.open((await daymark.fresh_links())[0])
    await firefox.wait_for("[...document.querySelectorAll('button')].some((one) => one.textContent === 'Sign in')")
    await firefox.click(text="Sign in")
    await firefox.wait_for(
        "location.pathname === '/people' && document.querySelector('table, [role=table]') !== null", 20
    )
    for path in ("/people", "/invite", "/help", "/calendar", "/me", "/reminders", "/devices"):
        await firefox.open(daymark.origin + path)
        await firefox.wait_for("document.querySelector('h1') !== null", 20)
        found = await firefox.axe()
        assert found == [], f"{path}: {found}"
