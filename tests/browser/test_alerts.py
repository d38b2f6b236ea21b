"""Who needs a counselor and why: the caseload's order, and an alert that two of them take up at once."""

import re

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe, until
from tests.browser.clinic import answer, person_on, phone_in_care
from tests.browser.server import Daymark

PRESSING = ["Urgent", "Soon", "Digest", ""]
SAFETY = {f"phq-{number}": "LA6568-5" for number in range(1, 9)} | {"phq-9": "LA6571-9"}


async def test_the_caseload_puts_the_most_pressing_first_and_says_why(clinic: Daymark, dana: Page) -> None:
    await dana.goto(f"{clinic.origin}/people")
    rows = dana.get_by_role("table", name="People in your care").get_by_role("row")
    await expect(rows.filter(has_text="Theo B.")).to_contain_text("An answer about being safe. Somebody is on it.")
    await expect(rows.filter(has_text="Maya T.")).to_contain_text(re.compile("Asked for a call.*Craving 8, up 4."))
    await expect(rows.filter(has_text="Jordan P.")).to_contain_text("2 sessions missed in a row.")
    await expect(rows.filter(has_text="Jordan P.")).to_contain_text("No answer on the last 4 days with check-ins.")
    said = await rows.evaluate_all("(all) => all.slice(1).map((row) => row.querySelector('.tier')?.textContent ?? '')")
    assert said == sorted(said, key=PRESSING.index)
    assert said[0] == "Urgent"
    stored = clinic.rows("SELECT count(*) FROM standing JOIN person ON person.id = person_id WHERE joined_at NOT NULL")
    assert stored[0][0] >= 11, "the list is read from what is stored for each person"


async def test_the_second_who_takes_up_an_alert_learns_who_was_first_and_keeps_their_note(
    chromium: Chromium, clinic: Daymark, dana: Page, ben: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Needs") as page:
        robin = await person_on(page)
        await answer(page, clinic, "phq-9", SAFETY)
    await open_alerts(dana, clinic, "Robin Needs")
    urgent = await urgent_in_title(dana)
    await open_alerts(ben, clinic, "Robin Needs")
    bens, danas = (desk.get_by_role("article").filter(has_text="Robin Needs") for desk in (ben, dana))
    await bens.get_by_role("button", name="I’m on it").click()
    await expect(bens.get_by_text(re.compile("^You are on it since"))).to_be_visible()
    await danas.get_by_role("button", name="I’m on it").click()
    await expect(danas.get_by_text(re.compile("^Ben Ortiz was first. Ben Ortiz is on it since"))).to_be_visible()
    for card, note in ((danas, "I called at noon."), (bens, "Talked for half an hour.")):
        await card.get_by_role("button", name="Resolve", exact=True).click()
        await card.get_by_label("What was done").fill(note)
    await bens.get_by_role("button", name="Resolve this alert").click()
    await expect(ben.get_by_text("The alert about Robin Needs is resolved.")).to_be_visible()
    await danas.get_by_role("button", name="Resolve this alert").click()
    second = dana.locator(".notice").filter(has_text="Ben Ortiz was first and resolved it")
    await expect(second).to_contain_text(re.compile("Your note is kept with the alert, too:.*I called at noon."))
    lately = dana.get_by_role("region", name="Resolved in the last 14 days").get_by_role("article").first
    await expect(lately).to_contain_text(re.compile("Resolved by Ben Ortiz .*Talked for half an hour."))
    await expect(lately).to_contain_text(re.compile("Dana added:.*I called at noon."))
    await expect(dana).to_have_title(re.compile(rf"^\({urgent - 1}\) " if urgent > 1 else "^Alerts"))
    steps = clinic.rows(
        "SELECT step, role FROM alert_event JOIN alert ON alert.id = alert_id JOIN person ON person.id = by_id"
        " WHERE alert.person_id = ? AND rule = 'safety' ORDER BY at",
        robin,
    )
    assert steps == [("acknowledged", "admin"), ("resolved", "admin"), ("resolved", "counselor")]


async def test_an_urgent_alert_is_on_the_open_list_within_fifteen_seconds(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    await dana.goto(f"{clinic.origin}/people")
    async with phone_in_care(chromium, clinic, dana, "Robin Now") as page:
        await dana.reload()
        row = dana.get_by_role("row").filter(has_text="Robin Now")
        await expect(row).to_be_visible()
        before = await dana.title()
        await answer(page, clinic, "phq-9", SAFETY)
        await expect(row.locator(".tier")).to_have_text("Urgent", timeout=15_000)
        await expect(row).to_contain_text("An answer about being safe needs somebody now.")
        await expect(dana).to_have_title(re.compile(r"^\(\d+\) "))
        assert await dana.title() != before


async def test_a_tier_is_called_the_same_everywhere_and_only_the_time_says_when(clinic: Daymark, dana: Page) -> None:
    names = set()
    for path in ("people", "alerts", "rules", "program"):
        await dana.goto(f"{clinic.origin}/{path}")
        await expect(dana.locator(".tier").first).to_be_visible()
        names |= set(await dana.locator(".tier").all_inner_texts())
        assert await axe(dana) == []
    assert names == {"Urgent", "Soon", "Digest"}
    await dana.goto(f"{clinic.origin}/alerts")
    waiting = dana.get_by_role("article").filter(has=dana.get_by_role("button", name="Resolve", exact=True))
    await expect(waiting.first).to_be_visible()
    for text in await waiting.all_inner_texts():
        assert re.search("Act by|Overdue since|on it since", text), text


async def open_alerts(page: Page, clinic: Daymark, name: str) -> None:
    """The alerts, once one about that person is among them: the clock raises it within seconds."""
    await page.goto(f"{clinic.origin}/people")
    await until(
        page, f"fetch('/api/alerts').then((alerts) => alerts.text()).then((text) => text.includes('{name}'))", 5
    )
    await page.goto(f"{clinic.origin}/alerts")
    await expect(page.get_by_role("article").filter(has_text=name)).to_be_visible()


async def urgent_in_title(page: Page) -> int:
    await expect(page).to_have_title(re.compile(r"^\(\d+\) Alerts"))
    counted = re.match(r"\((\d+)\)", await page.title())
    assert counted
    return int(counted[1])
