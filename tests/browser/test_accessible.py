"""axe finds nothing on any page, in Chromium at two sizes, two themes and two languages, and in Firefox."""

import re
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe, color_scheme
from tests.browser.clinic import answer, ask, at_question, begin, choose, invite, person_on
from tests.browser.firefox import Firefox
from tests.browser.people import join, sign_in
from tests.browser.server import Daymark
from tests.browser.test_forms import load
from tests.browser.test_push_round_trip import join as join_in_firefox

PARTICIPANTS = (
    "/",
    "/calendar",
    "/calendar/address",
    "/commitments",
    "/skills",
    "/skills/ride-the-urge",
    "/plan",
    "/check-in",
    "/help",
    "/me",
    "/medication",
    "/reminders",
    "/reminders/ahead",
    "/devices",
    "/nowhere",
)
STAFF = ("/people", "/invite", "/me", "/devices", "/reminders")

SCHEDULE = tuple(f"/schedule{part}" for part in ("", "/new", "/series", "/groups", "/topics", "/import"))
WORK = ("/people", "/alerts", "/queue", *SCHEDULE, "/program", "/rules", "/settings")

Theme = Literal["light", "dark"]
Size = Literal["phone", "laptop"]
SIZES = {"phone": (390, 844), "laptop": (1280, 800)}
OFTEN = "More than half the days"


async def settled(page: Page) -> None:
    """The page has its heading, so its part is there and drawn."""
    await expect(page.get_by_role("heading", level=1).first).to_be_attached()


async def check(page: Page, origin: str, path: str) -> None:
    await page.goto(origin + path)
    await settled(page)
    await check_here(page, path)


async def check_here(page: Page, name: str) -> None:
    """The page as it stands."""
    found = await axe(page)
    assert found == [], f"{name}: {found}"
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} scrolls sideways by {wide} px"


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


async def sized(page: Page, size: Size) -> None:
    width, height = SIZES[size]
    await page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
async def test_a_counselors_work_pages(clinic: Daymark, dana: Page, theme: Theme, size: Size) -> None:
    await color_scheme(dana, theme)
    await sized(dana, size)
    for path in WORK:
        await dana.goto(clinic.origin + path)
        await expect(dana.locator(".work")).not_to_be_empty()
        await check_here(dana, path)
    await dana.get_by_role("button", name="Add a check-in: Intake").click()
    await expect(dana.get_by_role("dialog").get_by_label("Form")).to_be_visible()
    await check_here(dana, "a schedule's form")
    await dana.goto(f"{clinic.origin}/people")
    await dana.get_by_role("link", name="Maya T.").first.click()
    await expect(dana.get_by_role("heading", name="Last answers")).to_be_visible()
    await check_here(dana, "a person")
    await dana.get_by_role("link").filter(has_text="(BAM-IOP)").first.click()
    await expect(dana.get_by_role("list", name="Scores")).to_be_visible()
    await check_here(dana, "an answer")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
async def test_a_participants_forms_history_and_times(
    chromium: Chromium, clinic: Daymark, dana: Page, theme: Theme, size: Size
) -> None:
    page = await (await chromium.phone(reduced_motion="reduce")).new_page()
    await color_scheme(page, theme)
    await sized(page, size)
    await join(page, await invite(dana, clinic, "Robin A."), "Robin")
    robin = await person_on(page)
    await answer(page, clinic, "daily", {"mood": 4, "craving": 8, "sleep": 6.5, "note": "Payday tomorrow."})
    await answer(page, clinic, "gad-2", {"gad-1": "LA6569-3", "gad-2": "LA6571-9"})
    for path in ("/history", "/times"):
        await page.goto(clinic.origin + path)
        await expect(page.get_by_role("heading", level=2).first).to_be_visible()
        await check_here(page, path)
    for instrument in ("bam-iop", "barc-10", "pcl-5"):
        await begin(page, clinic, ask(clinic, robin, instrument))
        await check_here(page, instrument)
    await begin(page, clinic, ask(clinic, robin, "phq-9"))
    await choose(page, [OFTEN] * 8)
    await check_here(page, "phq-9")
    await page.get_by_role("radio", name=OFTEN, exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for saying so")
    await check_here(page, "the page of a worrying answer")
    await page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_kind_of_question(chromium: Chromium, clinic: Daymark, dana: Page, theme: Theme) -> None:
    await load(dana, clinic)
    page = await (await chromium.phone(reduced_motion="reduce")).new_page()
    await color_scheme(page, theme)
    await join(page, await invite(dana, clinic, "Robin A."), "Robin")
    await begin(page, clinic, ask(clinic, await person_on(page), "walk"))
    await check_here(page, "yes or no")
    await choose(page, ["Yes"])
    for number in range(2, 14):
        await at_question(page, number)
        await check_here(page, f"question {number}")
        await page.get_by_role("button", name="Skip").click()
    await page.context.close()


async def test_forms_history_and_times_in_firefox(firefox: Firefox, clinic: Daymark) -> None:
    await firefox.open(await clinic.invite("participant", "Robin A."))
    await join_in_firefox(firefox)
    person = await firefox.evaluate("fetch('/api/me').then((me) => me.json()).then(({ id }) => id)")
    forms = [f"/check-in/{ask(clinic, person, instrument)}" for instrument in ("phq-9", "barc-10", "bam-iop")]
    await firefox.open(clinic.origin)
    await firefox.wait_for(f"document.querySelector('a[href=\"{forms[-1]}\"]') !== null")
    for path in ("/history", "/times", *forms):
        await firefox.open(clinic.origin + path)
        await firefox.wait_for("document.querySelector('h1') !== null", 20)
        found = await firefox.axe()
        assert found == [], f"{path}: {found}"
