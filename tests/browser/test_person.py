"""One person on one page, before a session: on the screen, and printed on one sheet."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.chromium import Chromium, axe, until
from tests.browser.clinic import invite, person_on, phone_in_care
from tests.browser.server import Daymark
from tests.conftest import new_id

CAST = ("Maya T.", "Luis G.", "Jordan P.", "Nina F.", "Sam R.")
PAGE = re.compile(rb"/Type\s*/Page\b")
AHEAD = """fetch('/api/home').then((home) => home.json()).then(({ check_ins }) => {
  const zone = { timeZone: 'America/New_York' }
  const wall = new Intl.DateTimeFormat('en-US', { ...zone, weekday: 'short', hour: 'numeric', minute: '2-digit' })
  const ahead = check_ins.filter(({ slot, opens_at }) => slot === 'daily' && new Date(opens_at) > new Date())
  return [...new Set(ahead.map(({ opens_at }) => wall.format(new Date(opens_at))))].sort().join()
})"""
NARROW = """[...document.querySelectorAll('main li .grow')].filter(({ offsetWidth }) => offsetWidth < 140)
  .map((words) => [words.offsetWidth, words.innerText])"""
TWICE_A_DAY = """SELECT local_date FROM check_in WHERE person_id = ? AND slot = 'daily' AND withdrawn_at IS NULL
 GROUP BY local_date HAVING count(*) > 1"""


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
async def test_the_fullest_and_the_emptiest_page_print_on_one_sheet(clinic: Daymark, dana: Page, sheet: str) -> None:
    await dana.goto(f"{clinic.origin}/people")
    people = dana.get_by_role("table", name="People in your care")
    paths = {name: await people.get_by_role("link", name=name).get_attribute("href") for name in CAST}
    sheets = {name: await sheets_of(dana, f"{clinic.origin}{path}", sheet) for name, path in paths.items()}
    assert sheets == dict.fromkeys(CAST, 1)


async def sheets_of(page: Page, url: str, sheet: str) -> int:
    await page.goto(url)
    await expect(page.get_by_role("heading", name="Last answers")).to_be_visible()
    return len(PAGE.findall(await page.pdf(format=sheet)))


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
@pytest.mark.parametrize(("alerts", "said"), [(9, None), (30, "And 14 more open, in Daymark under Alerts.")])
async def test_one_sheet_holds_the_open_alerts_and_says_what_it_leaves_out(
    clinic: Daymark, dana: Page, sheet: str, alerts: int, said: str | None
) -> None:
    async def fuller(route: Route) -> None:
        response = await route.fetch()
        page = await response.json()
        page["alerts"] = [page["alerts"][0] | {"id": str(new_id())} for _ in range(alerts)]
        page["trends"] = [trend | {"score": f"{trend['score']} {n}"} for n in range(3) for trend in page["trends"]]
        await route.fulfill(response=response, json=page)

    await dana.goto(f"{clinic.origin}/people")
    path = await dana.get_by_role("link", name="Maya T.").get_attribute("href")
    await dana.route(f"**/api{path}", fuller)
    assert await sheets_of(dana, f"{clinic.origin}{path}", sheet) == 1
    await dana.emulate_media(media="print")
    shown = dana.get_by_role("region", name="Open alerts").get_by_role("listitem")
    await expect(shown).to_have_count(min(alerts, 16))
    assert {await each.evaluate("(one) => one.getClientRects().length") for each in await shown.all()} == {1}
    if said:
        await expect(dana.get_by_text(said)).to_be_visible()
    await expect(dana.get_by_text(re.compile(r"^\d+ more on their page in Daymark: "))).to_be_visible()
    await dana.emulate_media(media="screen")
    await expect(dana.locator(".onpaper:visible")).to_have_count(0)


async def test_mayas_trends_sessions_alerts_and_phone_are_on_her_page(clinic: Daymark, dana: Page) -> None:
    await dana.goto(f"{clinic.origin}/people")
    await dana.get_by_role("link", name="Nina F.").click()
    await expect(dana.get_by_text(re.compile("^This phone stopped receiving reminders on"))).to_be_visible()
    await dana.get_by_text("The last two weeks", exact=True).click()
    await expect(dana.get_by_text("No device has said that it showed it.").first).to_be_visible()
    await expect(dana.get_by_text(re.compile("^Shown .*, opened .*, done .*")).first).to_be_visible()
    assert await axe(dana) == []
    await dana.get_by_role("link", name="Back").click()
    await dana.get_by_role("link", name="Maya T.").click()
    for title in ("Open alerts", "Twelve weeks", "Last answers", "Sessions so far"):
        await expect(dana.get_by_role("heading", name=title)).to_be_visible()
    await expect(dana.get_by_text(re.compile(r"^\d+ attended")).first).to_be_visible()
    await dana.get_by_text("The same numbers as a table").first.click()
    await expect(dana.get_by_role("columnheader", name="Day").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 430])
async def test_words_beside_buttons_keep_the_room_to_be_read_on_a_phone(
    clinic: Daymark, dana: Page, width: int
) -> None:
    await dana.set_viewport_size({"width": width, "height": 844})
    await dana.goto(f"{clinic.origin}/people")
    await dana.get_by_role("link", name="Maya T.").click()
    taken = dana.get_by_role("region", name="Medication").get_by_role("listitem")
    await expect(taken.get_by_role("button", name=re.compile("^Take off the list"))).to_be_visible()
    assert await dana.evaluate(NARROW) == []


async def test_of_alice_who_has_not_joined_nothing_is_said_about_a_phone(clinic: Daymark, dana: Page) -> None:
    await invite(dana, clinic, "Alice L.")
    await dana.goto(f"{clinic.origin}/people")
    await dana.get_by_role("link", name="Alice L.").click()
    await expect(dana.get_by_text("Alice L. has not joined yet: there is no phone")).to_be_visible()
    await expect(dana.get_by_text(re.compile("^Invited; the link works until"))).to_be_visible()
    await expect(dana.get_by_text(re.compile("Reminders are off"))).to_have_count(0)


async def test_how_soon_somebody_has_to_act_is_as_black_on_paper_as_the_words(clinic: Daymark, dana: Page) -> None:
    await dana.goto(f"{clinic.origin}/people")
    await dana.get_by_role("link", name="Theo B.").click()
    urgent = dana.locator(".tier.urgent").first
    await expect(urgent).to_have_text("Urgent")
    await expect(urgent).not_to_have_css("color", "rgb(0, 0, 0)")
    await dana.emulate_media(media="print")
    await expect(urgent).to_have_css("color", "rgb(0, 0, 0)")
    await expect(urgent).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    await expect(urgent).to_have_css("border-top-style", "solid")
    await expect(urgent.locator("svg")).to_have_css("stroke", "rgb(0, 0, 0)")


async def test_alices_number_is_written_down_by_dana_and_changed_by_herself(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Alice N.") as page:
        await dana.goto(f"{clinic.origin}/people/{await person_on(page)}")
        await expect(dana.get_by_text("No phone number is known.")).to_be_visible()
        await dana.get_by_role("button", name="Add a number").click()
        sheet = dana.get_by_role("dialog")
        await sheet.get_by_label("Phone number").fill("ask her")
        await sheet.get_by_role("button", name="Save").click()
        await expect(sheet.get_by_text("Write it with five digits or more, like +1 555 555 0134.")).to_be_visible()
        await expect(sheet.get_by_label("Phone number")).to_be_focused()
        assert await axe(dana) == []
        await sheet.get_by_label("Phone number").fill("(555) 555-0180")
        await sheet.get_by_role("button", name="Save").click()
        await expect(dana.get_by_text("The number of Alice is saved.")).to_be_visible()
        await expect(dana.get_by_role("button", name="Change the number")).to_be_focused()
        call = dana.get_by_role("link", name="Call (555) 555-0180")
        await expect(call).to_have_attribute("href", "tel:5555550180")

        await page.goto(f"{clinic.origin}/me")
        number = page.get_by_label("A number where the clinic can reach you")
        await expect(number).to_have_value("(555) 555-0180")
        await number.fill("+1 555 555 0181")
        await page.get_by_role("button", name="Save").click()
        await until(page, "fetch('/api/home').then((home) => home.text()).then((text) => text.includes('0181'))")
        await dana.reload()
        await expect(dana.get_by_role("link", name="Call +1 555 555 0181")).to_be_visible()


async def test_dana_sets_when_alice_is_asked_and_goes_back_to_the_programs_schedule(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Alice K.") as page:
        alice = await person_on(page)
        await dana.goto(f"{clinic.origin}/people/{alice}")
        line = dana.get_by_role("listitem").filter(has=dana.get_by_role("button", name="Change Daily check-in"))
        await expect(line).to_contain_text("the program’s schedule")
        await line.get_by_role("button").click()
        sheet = dana.get_by_role("dialog")
        await sheet.get_by_label("How often").select_option(label="Every week")
        await sheet.get_by_label("Monday").uncheck()
        await sheet.get_by_role("button", name="Save").click()
        await expect(sheet.get_by_text("Choose at least one day.")).to_be_visible()
        await sheet.get_by_label("Monday").check()
        await sheet.get_by_label("Thursday").check()
        await sheet.get_by_label("At", exact=True).fill("18:30")
        await sheet.get_by_label("Open for").select_option(label="6 hours")
        await sheet.get_by_label("Remind once more").select_option(label="after 2 hours")
        assert await axe(dana) == []
        await sheet.get_by_role("button", name="Save").click()
        await expect(dana.get_by_text("Daily check-in is changed for Alice.")).to_be_visible()
        await expect(line).to_contain_text("set for Alice")
        said = r"Every week on Monday and Thursday, at 6:30\spm, open for 6 hours; reminded once more after 2 hours\."
        await expect(line).to_contain_text(re.compile(said))
        await expect(line.get_by_role("button")).to_be_focused()
        kept = "SELECT slot, rule, wall_time, window_minutes, nudge_minutes, is_off FROM schedule WHERE person_id = ?"
        assert clinic.rows(kept, alice) == [("daily", "FREQ=WEEKLY;BYDAY=MO,TH", "18:30", 360, 120, 0)]

        await page.goto(f"{clinic.origin}/times")
        daily = page.get_by_role("region", name=re.compile("^Daily check-in"))
        await expect(daily.get_by_text("Set for you by your counselor")).to_be_visible()
        await expect(daily.get_by_text(re.compile(r"^6:30\spm$"))).to_be_visible()
        await until(page, f"{AHEAD}.then((asked) => asked === 'Mon 6:30 PM,Thu 6:30 PM')")

        await line.get_by_role("button").press("Enter")
        await expect(sheet.get_by_text(re.compile(r"^Daily check-in: Every day, at 8:00\spm"))).to_be_visible()
        await sheet.get_by_role("button", name="Use the program’s schedule again").press("Enter")
        await expect(dana.get_by_text("Alice follows the program’s schedule again: Daily check-in.")).to_be_visible()
        await expect(line).to_contain_text("the program’s schedule")
        await expect(line.get_by_role("button")).to_be_focused()

        await page.reload()
        await expect(daily.get_by_text("The program’s time")).to_be_visible()
        await expect(daily.get_by_text(re.compile(r"^8:00\spm$"))).to_be_visible()
        days = ",".join(f"{day} 8:00 PM" for day in ("Fri", "Mon", "Sat", "Sun", "Thu", "Tue", "Wed"))
        await until(page, f"{AHEAD}.then((asked) => asked === '{days}')")
        assert clinic.rows(TWICE_A_DAY, alice) == []
