"""The counselor's work list: what must not wait, what nobody has read, and two counselors at the same answer."""

import re

from playwright.async_api import FloatRect, Locator, Page, Route, expect

from tests.browser.chromium import Chromium, axe, stub_push_manager
from tests.browser.people import sign_in
from tests.browser.server import Daymark
from tests.push_service import PushService

NO_PUSH = "This device gets no push when an alert is urgent."


async def laptop_of(chromium: Chromium, link: str) -> Page:
    page = await (await chromium.laptop()).new_page()
    await sign_in(page, link)
    return page


async def test_dana_is_told_that_her_laptop_gets_no_push_and_turns_it_on(
    chromium: Chromium, daymark: Daymark, push_service: PushService
) -> None:
    page = await laptop_of(chromium, (await daymark.fresh_links())[0])
    await stub_push_manager(page, push_service)
    await page.goto(f"{daymark.origin}/alerts")
    await expect(page.get_by_text(NO_PUSH)).to_be_visible()
    await page.get_by_role("link", name="Turn it on").click()
    await page.get_by_role("button", name="Turn on reminders").click()
    await expect(page.get_by_text("A test reminder is on its way.")).to_be_visible()
    await page.get_by_role("link", name=re.compile("^Alerts")).click()
    await expect(page.get_by_role("heading", name="Yours")).to_be_visible()
    await expect(page.get_by_text(NO_PUSH)).to_be_hidden()
    assert await axe(page) == []
    await page.context.close()


async def test_dana_and_ben_read_the_same_answer_and_both_their_notes_are_kept(
    chromium: Chromium, daymark: Daymark
) -> None:
    dana = await laptop_of(chromium, (await daymark.fresh_links())[0])
    ben = await laptop_of(chromium, await daymark.invite("admin", "Ben Ortiz"))
    for page, note in ((dana, "Call her on Monday."), (ben, "Sleeps better.")):
        await page.goto(f"{daymark.origin}/queue")
        await expect(page.get_by_role("heading", name="To read")).to_be_visible()
        await page.get_by_role("list", name="Answers nobody has read").get_by_role("link").first.click()
        await page.get_by_role("button", name="Add a note or a reply").click()
        await page.get_by_label("Note").fill(note)
    await ben.get_by_role("button", name="Mark as reviewed").click()
    await expect(ben.get_by_text(re.compile("^The answer of .* is reviewed"))).to_be_visible()
    await dana.get_by_role("button", name="Mark as reviewed").click()
    await expect(dana.get_by_text(re.compile("Ben Ortiz was first. What you wrote is kept, too."))).to_be_visible()
    for who, note in (("Ben Ortiz", "Sleeps better."), ("Dana", "Call her on Monday.")):
        written = dana.locator("dl.said > div").filter(has_text=re.compile(f"^Note by {who}, today"))
        await expect(written.get_by_text(note, exact=True)).to_be_visible()
    assert await axe(dana) == []
    await dana.context.close()
    await ben.context.close()


async def test_the_list_has_the_whole_width_until_dana_is_at_a_row_which_stays_where_it_is(
    chromium: Chromium, daymark: Daymark
) -> None:
    page = await laptop_of(chromium, (await daymark.fresh_links())[0])
    table = page.get_by_role("table")
    maya = table.get_by_role("link", name="Maya T.")
    await expect(maya).to_be_visible()
    await page.wait_for_load_state("networkidle")  # what stands above the list is there
    alone, before = await box_of(table), await box_of(maya)
    await maya.focus()
    await expect(page.get_by_role("heading", name="Maya T.")).to_be_visible()
    assert alone["width"] > 1000 > 700 > (await box_of(table))["width"]
    assert abs((await box_of(maya))["y"] - before["y"]) < 2
    assert await axe(page) == []
    await page.context.close()


async def box_of(place: Locator) -> FloatRect:
    box = await place.bounding_box()
    assert box
    return box


async def test_the_row_dana_is_at_keeps_the_focus_when_the_list_is_put_in_another_order(
    chromium: Chromium, daymark: Daymark
) -> None:
    page = await laptop_of(chromium, (await daymark.fresh_links())[0])
    # As in browsers that can't move what has the focus.
    await page.add_init_script("delete Element.prototype.moveBefore")
    await page.reload()
    await page.get_by_role("link", name="Maya T.").focus()
    await page.route("**/api/caseload", maya_last)
    await page.evaluate("dispatchEvent(new Event('focus'))")
    await expect(page.get_by_role("row").nth(1)).not_to_contain_text("Maya T.")
    await expect(page.get_by_role("link", name="Maya T.")).to_be_focused()
    await page.context.close()


async def maya_last(route: Route) -> None:
    response = await route.fetch(headers={**route.request.headers, "if-none-match": ""})
    body = await response.json()
    await route.fulfill(json={**body, "people": [*body["people"][1:], *body["people"][:1]]})


async def test_dana_comes_back_to_the_row_that_she_left_and_to_the_people_she_was_looking_at(
    chromium: Chromium, daymark: Daymark
) -> None:
    page = await laptop_of(chromium, (await daymark.fresh_links())[0])
    await page.set_viewport_size({"width": 1280, "height": 420})
    table, typed = page.get_by_role("table"), page.get_by_role("searchbox", name="Search by name or group")
    await expect(table.get_by_role("link", name="Maya T.")).to_be_visible()
    everybody = await table.get_by_role("row").count()
    await page.get_by_role("button", name="Not read yet").click()
    await page.get_by_label("Group", exact=True).select_option(index=1)
    left = await table.get_by_role("row").all_inner_texts()
    assert 3 < len(left) < everybody
    row = table.locator("a[data-row]").last
    name = await row.inner_text()
    await row.focus()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert await page.evaluate("scrollY") > 100
    at = (await box_of(row))["y"]
    for way in ("history", "link", "menu"):
        await row.press("Enter")
        await expect(page.get_by_role("heading", name=name, level=1)).to_be_focused()
        assert await page.evaluate("scrollY") == 0
        if way == "history":
            await page.go_back()
        elif way == "link":
            await page.get_by_role("link", name="Back").click()
        else:
            await page.get_by_role("link", name=re.compile("^People")).click()
        await expect(row).to_be_focused()
        assert abs((await box_of(row))["y"] - at) < 2, way
        await expect(table.get_by_role("row")).to_have_count(len(left))
        await expect(page.get_by_role("button", name="Not read yet")).to_have_attribute("aria-pressed", "true")
        assert page.url == f"{daymark.origin}/people"
    await typed.fill(name[:3])
    await expect(table.get_by_role("row")).to_have_count(2)
    await page.reload()
    await expect(typed).to_have_value(name[:3])
    await expect(table.get_by_role("row")).to_have_count(2)
    await page.get_by_role("link", name=re.compile("^Alerts")).first.click()
    await expect(page.get_by_role("heading", name="Alerts", level=1)).to_be_focused()
    await page.get_by_role("link", name=re.compile("^People")).click()
    await expect(table.get_by_role("row")).to_have_count(everybody)
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.context.close()


async def test_on_a_phone_dana_comes_back_to_the_person_she_tapped(chromium: Chromium, daymark: Daymark) -> None:
    page = await (await chromium.phone()).new_page()
    await sign_in(page, (await daymark.fresh_links())[0])
    row = page.locator("a[data-row]").nth(5)
    name = await row.inner_text()
    await row.scroll_into_view_if_needed()
    await row.tap()
    await expect(page.get_by_role("heading", name=name, level=1)).to_be_focused()
    await page.get_by_role("link", name="Back").tap()
    await expect(row).to_be_focused()
    await expect(row).to_have_text(name)
    await expect(row).to_be_in_viewport()
    await page.context.close()
