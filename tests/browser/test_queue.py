"""What nobody has read: read with keys alone, many at once, and by two counselors who meet."""

import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe
from tests.browser.clinic import answer, person_on, phone_in_care
from tests.browser.server import Daymark

LIST = "Answers nobody has read"


async def open_queue(page: Page, clinic: Daymark) -> None:
    await page.goto(f"{clinic.origin}/queue")
    await expect(page.get_by_role("list", name=LIST).get_by_role("link").first).to_be_visible()


async def test_dana_reads_writes_and_ticks_with_keys_alone(chromium: Chromium, clinic: Daymark, dana: Page) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Keys") as page:
        robin = await person_on(page)
        for mood in (5, 6):
            await answer(page, clinic, "daily", {"mood": mood})
        await answer(page, clinic, "daily", {"mood": 6, "note": "The bus was late."})
    await open_queue(dana, clinic)
    rows = dana.get_by_role("list", name=LIST).get_by_role("link")
    await press_until(dana, "j", "Robin Keys")
    await expect(dana.get_by_role("heading", name="Robin Keys")).to_be_visible()
    await expect(dana.get_by_role("button", name="Mark as reviewed")).to_be_visible()
    await dana.keyboard.press("r")
    await expect(dana.get_by_text("The answer of Robin Keys is reviewed.")).to_be_visible()
    await expect(rows.filter(has_text="Robin Keys")).to_have_count(2)
    await expect(rows.filter(has_text="Robin Keys").first).to_be_focused()
    await dana.keyboard.press("x")
    await expect(dana.get_by_role("checkbox", name="Tick the answer of Robin Keys").first).to_be_checked()
    await dana.keyboard.press("x")
    await dana.keyboard.press("j")
    await expect(dana.get_by_text("The bus was late.")).to_be_visible()
    await dana.keyboard.press("n")
    await expect(dana.get_by_label("Note", exact=True)).to_be_focused()
    await dana.keyboard.type("jr: keys are letters here.")
    await dana.keyboard.press("Tab")
    await dana.keyboard.press("Tab")
    await dana.keyboard.press("Enter")
    await expect(rows.filter(has_text="Robin Keys")).to_have_count(1)
    read = "SELECT count(*), count(note) FROM answer WHERE person_id = ? AND reviewed_at NOT NULL"
    assert clinic.rows(read, robin) == [(2, 1)]


async def test_the_keys_go_on_after_a_tick_with_the_mouse(chromium: Chromium, clinic: Daymark, dana: Page) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Mouse") as page:
        for mood in (5, 6):
            await answer(page, clinic, "daily", {"mood": mood})
    await open_queue(dana, clinic)
    rows = dana.get_by_role("list", name=LIST).get_by_role("link")
    tick = dana.get_by_role("checkbox", name="Tick the answer of Robin Mouse")
    await tick.first.click()
    await expect(tick.first).to_be_checked()
    await expect(tick.first).to_be_focused()
    await dana.keyboard.press("j")
    await expect(rows.first).to_be_focused()
    await rows.filter(has_text="Robin Mouse").first.focus()
    await tick.first.click()
    await dana.keyboard.press("x")
    await expect(tick.first).to_be_checked()
    await dana.keyboard.press("j")
    await expect(rows.filter(has_text="Robin Mouse").nth(1)).to_be_focused()


async def press_until(page: Page, key: str, name: str) -> None:
    """Down the list, to the first row that says so."""
    rows = page.get_by_role("list", name=LIST).get_by_role("link")
    said = await rows.all_inner_texts()
    first = next(n for n, text in enumerate(said) if name in text)
    for n in range(first + 1):
        await page.keyboard.press(key)
        await expect(rows.nth(n)).to_be_focused()


async def test_a_correction_says_what_was_said_before_and_what_a_rule_saw_in_it(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    safe = {f"phq-{number}": "LA6568-5" for number in range(1, 10)}
    async with phone_in_care(chromium, clinic, dana, "Robin Corrects") as page:
        first = await answer(page, clinic, "phq-9", safe | {"phq-9": "LA6571-9"})
        await answer(page, clinic, "phq-9", safe, revises=str(first))
    await open_queue(dana, clinic)
    row = dana.get_by_role("list", name=LIST).get_by_role("link").filter(has_text="Robin Corrects")
    await expect(row.get_by_text("Corrected", exact=True)).to_be_visible()
    await expect(row.get_by_text("Before it was corrected: An answer about being safe")).to_be_visible()
    await expect(
        row.get_by_text(re.compile(r"better off dead.* Not at all \(before: Nearly every day\)$"))
    ).to_be_visible()
    await expect(dana.get_by_role("checkbox", name="Tick the answer of Robin Corrects")).to_have_count(0)
    await row.focus()
    flags = dana.get_by_role("list", name="Why somebody should look")
    await expect(flags).to_have_text("Before it was corrected: An answer about being safe")
    await expect(dana.get_by_role("button", name=re.compile("^See what was answered"))).to_be_visible()
    assert await axe(dana) == []


async def test_many_at_once_and_ben_learns_that_dana_was_first(
    chromium: Chromium, clinic: Daymark, dana: Page, ben: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Twice") as page:
        robin = await person_on(page)
        for mood in (5, 6):
            await answer(page, clinic, "daily", {"mood": mood})
        await answer(page, clinic, "daily", {"mood": 5, "used": True})
    await open_queue(dana, clinic)
    await open_queue(ben, clinic)
    for desk in (dana, ben):
        ticks = desk.get_by_role("checkbox", name="Tick the answer of Robin Twice")
        await expect(ticks).to_have_count(2)
        for n in range(2):
            await ticks.nth(n).check()
    await dana.get_by_role("button", name="Mark 2 as reviewed").click()
    await expect(dana.get_by_text("2 answers marked as reviewed.")).to_be_visible()
    await ben.get_by_role("button", name="Mark 2 as reviewed").click()
    await expect(ben.get_by_text(re.compile("2 were already reviewed by Dana."))).to_be_visible()
    left = dana.get_by_role("list", name=LIST).get_by_role("listitem").filter(has_text="Robin Twice")
    await expect(left).to_have_count(1)
    await expect(left).to_contain_text("Said they used")
    by = "SELECT count(*), count(DISTINCT reviewed_by_id) FROM answer WHERE person_id = ? AND reviewed_at NOT NULL"
    assert clinic.rows(by, robin) == [(2, 1)]
