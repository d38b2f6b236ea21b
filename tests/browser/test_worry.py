"""A worrying answer: help at once and offline, honest words about who knows, and a counselor told in seconds."""

import json
import re
from datetime import datetime, timedelta

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe, until
from tests.browser.clinic import CLINIC, HOUR, answer, ask, at_question, begin, choose, person_on, phone_in_care
from tests.browser.firefox import Firefox
from tests.browser.people import DRAFTS, all_sent
from tests.browser.server import Daymark
from tests.browser.test_push_round_trip import press
from tests.push_service import PushService

WORRY = "Thank you for saying so"
ASK = re.compile("^Ask .+ to contact me")
NOBODY = re.compile("^Nobody has seen it yet.*What you said about how you are is still on this phone.", re.DOTALL)
A_DAY = 86_400_000  # milliseconds
SAFETY = {f"phq-{number}": "LA6568-5" for number in range(1, 9)} | {"phq-9": "LA6569-3"}


async def test_with_the_server_gone_help_is_there_at_once_and_what_was_said_arrives_after(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Worried") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "phq-9"))
        await choose(page, ["Several days"] * 8)
        await clinic.kill()
        await page.get_by_role("radio", name="Several days", exact=True).click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(WORRY)
        await expect(page.get_by_role("link", name="Call 988").first).to_have_attribute("href", "tel:988")
        await page.get_by_role("button", name=ASK).click()
        await expect(page.get_by_role("status").filter(has_text="Saved on this phone.")).to_be_visible()
        await expect(page.get_by_text("This is still on your phone. Nobody has seen it yet.")).to_be_visible()
        await page.get_by_role("button", name="Go on with the check-in").click()
        await at_question(page, 9)
        await expect(page.get_by_role("radio", name="Several days", exact=True)).to_be_checked()
        await page.get_by_role("button", name="Next").click()
        await choose(page, ["Somewhat difficult"], first=10)
        await still_here(page)
        assert told(clinic, robin) == ([], [])
        for path in ("", "/help"):
            await page.goto(clinic.origin + path)
            await still_here(page)
            assert await axe(page) == []
        await clinic.start()
        await page.evaluate("dispatchEvent(new Event('online'))")
        await all_sent(page)
        await expect(page.get_by_role("alert")).to_be_hidden()
        await page.goto(clinic.origin)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Robin")
        await expect(page.get_by_role("alert")).to_be_hidden()
        assert told(clinic, robin) == ([("phq-9", 9)], [("safety",)])
        await alerted(dana, clinic, "Robin Worried")
        alerts = clinic.rows("SELECT rule, tier, resolved_at FROM alert WHERE person_id = ?", robin)
        assert ("safety", "urgent", None) in alerts


async def still_here(page: Page) -> None:
    """The page says that nobody has seen it, and whom to call."""
    card = page.get_by_role("region", name="Nobody has seen it yet")
    await expect(card.get_by_role("alert")).to_have_text(NOBODY)
    for name, href in (("Call 988", "tel:988"), ("Text 988", "sms:988")):
        await expect(card.get_by_role("link", name=name)).to_have_attribute("href", href)


async def test_nothing_is_promised_to_somebody_who_closes_the_app_without_asking(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Silent") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "phq-9"))
        await choose(page, ["Not at all"] * 8)
        await page.get_by_role("radio", name="Several days", exact=True).click()
        card = page.get_by_role("region", name="Somebody from your program")
        await expect(card).to_contain_text("Nobody at the clinic knows of this yet.")
        await expect(card).to_contain_text(re.compile("Press the button, and .+ (has|is asked) to contact you"))
        await expect(card).to_contain_text("It also reaches them when you finish and send this form.")
        await expect(page.get_by_text(re.compile("^(Sent|.*is asked to contact you by)"))).to_be_hidden()
        await page.close()
        assert told(clinic, robin) == ([], [])


def told(clinic: Daymark, person: str) -> tuple[list[tuple[str, float]], list[tuple[str]]]:
    """The answers and the requests to be contacted that have reached the server."""
    answers = clinic.rows("SELECT instrument, scores FROM answer WHERE person_id = ?", person)
    requests = clinic.rows("SELECT rule FROM call_request WHERE person_id = ?", person)
    return [(instrument, json.loads(scores)["total"]) for instrument, scores in answers], requests


async def alerted(dana: Page, clinic: Daymark, name: str) -> None:
    """It is among Dana's alerts, as soon as she looks."""
    await dana.goto(clinic.origin)
    said = f"fetch('/api/alerts').then((alerts) => alerts.text()).then((text) => text.includes({json.dumps(name)}))"
    await until(dana, said, 5)
    await dana.goto(f"{clinic.origin}/alerts")
    await expect(dana.get_by_role("article").filter(has_text=name).first).to_contain_text("Urgent")


async def test_asking_to_be_contacted_reaches_the_program_though_the_form_is_not_sent(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin W.") as page:
        robin = await person_on(page)
        await begin(page, clinic, ask(clinic, robin, "phq-9"))
        await choose(page, ["Not at all"] * 8)
        await page.get_by_role("radio", name="Nearly every day", exact=True).click()
        await expect(page.get_by_text(re.compile("Nobody has read your answer yet."))).to_be_visible()
        asked = await page.get_by_role("button", name=ASK).inner_text()
        await page.get_by_role("button", name=ASK).click()
        await expect(page.get_by_text("Sent. Your program knows that you want to be contacted.")).to_be_visible()
        sent = await page.get_by_role("status").filter(has_text="Sent.").inner_text()
        await alerted(dana, clinic, "Robin W.")
        assert promised(sent) in held_to(clinic, robin), sent
        assert asked.endswith("today") == promised(sent).endswith("today")
        assert await axe(page) == []
        await page.go_back()
        await at_question(page, 9)
        await expect(page.get_by_role("radio", name="Nearly every day", exact=True)).to_be_checked()
        assert told(clinic, robin) == ([], [("safety",)])


def promised(sentence: str) -> str:
    """ "10:40 am today", of what the page says."""
    found = re.search(r"is asked to contact you by (.+?)\. Nobody watches", sentence.replace("\u202f", " "))
    assert found, sentence
    return found[1].replace("noon", "12:00 pm")


def held_to(clinic: Daymark, person: str) -> set[str]:
    """The same of the alert that the request became, with a minute for the way there."""
    [(due_by,)] = clinic.rows("SELECT due_by FROM alert WHERE person_id = ?", person)
    due = datetime.fromtimestamp(due_by / 1000, CLINIC)
    return {said_at(due - minutes * timedelta(minutes=1)) for minutes in (0, 1)}


def said_at(moment: datetime) -> str:
    days = (moment.date() - datetime.now(CLINIC).date()).days
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {moment:%A}")
    return f"{moment:%-I:%M} {moment:%p} {day}".replace("AM", "am").replace("PM", "pm")


async def say_it_and_leave(page: Page, clinic: Daymark) -> None:
    """To Today, from the ninth question of a form that is open: "several days", and nothing is sent."""
    await at_question(page, 9)
    await page.get_by_role("radio", name="Several days", exact=True).click()
    await page.get_by_role("button", name="Go on with the check-in").click()
    await at_question(page, 9)
    await page.goto(clinic.origin)
    await still_here(page)


async def go_on_with_it(page: Page) -> None:
    await page.get_by_role("link", name="Go on with it").click()
    await at_question(page, 9)
    await expect(page.get_by_role("radio", name="Several days", exact=True)).to_be_checked()


async def test_what_was_said_in_a_form_that_was_begun_days_ago_is_gone_on_with_from_today(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Days") as page:
        robin = await person_on(page)
        week = ask(clinic, robin, "phq-9", opened=7 * HOUR, lasts=6 * HOUR)
        await begin(page, clinic, week)
        await choose(page, ["Not at all"] * 8)
        await page.clock.install()
        await page.clock.fast_forward(4 * A_DAY)
        await say_it_and_leave(page, clinic)
        day = f"{datetime.now(CLINIC):%A}"
        await expect(page.get_by_text(f"You began it {day}.")).to_be_visible()
        assert await axe(page) == []
        await page.get_by_role("link", name="Go on", exact=True).click()
        await at_question(page, 9)
        await page.goto(f"{clinic.origin}/help")
        await go_on_with_it(page)
        await page.get_by_role("button", name="Next").click()
        await choose(page, ["Not difficult at all"], first=10)
        await expect(page.get_by_text("Saved and sent.")).to_be_visible()
        await page.goto(clinic.origin)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Robin")
        await expect(page.locator(f'a[href="/check-in/{week}"]')).to_have_count(0)
        await expect(page.get_by_role("alert")).to_be_hidden()
        assert told(clinic, robin) == ([("phq-9", 1)], [])


async def test_what_was_said_in_a_correction_that_was_begun_is_gone_on_with_there(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin C.") as page:
        said = await answer(page, clinic, "phq-9", SAFETY | {"phq-9": "LA6568-5"})
        await page.goto(f"{clinic.origin}/check-in/correct/{said}")
        for number in range(1, 9):
            await at_question(page, number)
            await page.get_by_role("button", name="Next").click()
        await say_it_and_leave(page, clinic)
        await go_on_with_it(page)
        await expect(page).to_have_url(re.compile(f"/check-in/correct/{said}"))


async def test_once_it_was_answered_on_another_device_nothing_is_still_on_this_one(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Twice") as page:
        robin = await person_on(page)
        week = ask(clinic, robin, "phq-9")
        await begin(page, clinic, week)
        await choose(page, ["Not at all"] * 8)
        await say_it_and_leave(page, clinic)
        # as the laptop at home tells it
        await answer(page, clinic, "phq-9", SAFETY, check_in=week)
        await page.goto(clinic.origin)
        await expect(page.get_by_text(re.compile("^Answered")).first).to_be_visible()
        await expect(page.get_by_role("alert")).to_be_hidden()
        await page.goto(f"{clinic.origin}/check-in")
        await at_question(page, 1)
        await until(page, f"{DRAFTS}.then((keys) => keys.length === 0)")


async def test_dana_gets_a_push_in_firefox_that_says_nothing_about_anybody(
    firefox: Firefox, chromium: Chromium, clinic: Daymark, dana: Page, push_service: PushService
) -> None:
    await firefox.open((await clinic.fresh_links())[0])
    await press(firefox, "Sign in")
    await firefox.wait_for("location.pathname === '/people'", 20)
    await firefox.open(f"{clinic.origin}/reminders")
    await press(firefox, "Turn on reminders")
    await firefox.wait_for("document.body.textContent.includes('It arrived')", 30)
    async with phone_in_care(chromium, clinic, dana, "Robin Pushed") as page:
        robin = await person_on(page)
        await answer(page, clinic, "phq-9", SAFETY)
        shown = await firefox.notifications(at_least=2)
        alert = next(one for one in shown if one["title"] != "Reminders work")
        assert (alert["title"], alert["body"]) == (
            "You have a reminder",
            "Something needs you. Tap to see it.",
        )
        assert "Robin" not in json.dumps(shown)
        pushed = "SELECT state FROM reminder JOIN alert ON alert.id = subject WHERE alert.person_id = ? AND tries > 0"
        assert clinic.rows(pushed, robin) == [("accepted",)]
    assert push_service.refusals == []
