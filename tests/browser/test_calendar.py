"""Today and the calendar, in the person's zone: what they say of a session, their own times, other apps."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, until
from tests.browser.clinic import CLINIC, person_on, phone_in_care
from tests.browser.people import all_sent, join, phone_of
from tests.browser.server import Daymark
from tests.conftest import new_id


async def test_moved_and_cancelled_sessions_are_marked(chromium: Chromium, daymark: Daymark) -> None:
    page = await (await chromium.phone()).new_page()
    await join(page, (await daymark.fresh_links())[1], "Robin")
    await page.get_by_role("link", name="Calendar").click()
    await page.get_by_role("radio", name="List").check()
    await expect(page.get_by_text(re.compile("Cancelled")).first).to_be_visible()
    await expect(page.get_by_text(re.compile("Moved")).first).to_be_visible()
    await page.context.close()


async def test_a_session_says_when_where_and_with_whom(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin", group="Evening A") as page:
        await page.get_by_role("link", name="Details").click()
        await expect(page.get_by_text("Maple Street")).to_be_visible()
        await expect(page.get_by_text("Dana")).to_be_visible()


async def test_far_from_the_clinic_both_times_are_named(chromium: Chromium, daymark: Daymark) -> None:
    context = await chromium.phone(timezone_id="America/Los_Angeles")
    page = await context.new_page()
    await join(page, await daymark.invite("participant", "Robin", "Evening A"), "Robin")
    await expect(page.get_by_text(re.compile("at the clinic")).first).to_be_visible()
    assert await _zone(page) == "America/Los_Angeles"
    await context.close()


async def _zone(page: Page) -> str:
    home = await page.evaluate("fetch('/api/home').then((answer) => answer.json())")
    zone: str = home["person"]["zone"]
    return zone


SOON = timedelta(minutes=12)
TOLD_BACK = "fetch('/api/home').then((home) => home.json()).then((home) => home.commitments.length === 1)"
RAISED = "fetch('/api/alerts').then((alerts) => alerts.text()).then((text) => text.includes('Robin Rides'))"


def plan_session(clinic: Daymark, person: str, title: str, ahead: timedelta = SOON) -> None:
    """One session of this person's alone, that begins so soon. Written past the server."""
    begins = (datetime.now(UTC) + ahead).astimezone(CLINIC)
    row = {
        "id": str(new_id()),
        "program_id": clinic.rows("SELECT program_id FROM person WHERE id = ?", person)[0][0],
        "person_id": person,
        "kind": "individual",
        "title": title,
        "rule": "FREQ=DAILY;COUNT=1",
        "first_day": begins.date().isoformat(),
        "wall_time": f"{begins:%H:%M}",
        "minutes": 50,
        "zone": CLINIC.key,
        "homework": json.dumps(["Fill in page 4"]),
    }
    with closing(sqlite3.connect(clinic.folder / "data" / "daymark.db", timeout=10)) as database, database:
        columns = ", ".join(row)
        database.execute(f"INSERT INTO series ({columns}) VALUES (:{', :'.join(row)})", row)  # noqa: S608  # our own


async def see_next(page: Page, clinic: Daymark) -> None:
    """Today, once that session is on the phone."""
    await page.goto(clinic.origin)
    await expect(page.get_by_role("region", name="Talk with Dana").get_by_role("button")).not_to_have_count(0)


async def test_said_offline_that_they_cant_come_it_reaches_danas_alerts_and_is_taken_back(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Rides") as page:
        robin = await person_on(page)
        plan_session(clinic, robin, "Talk with Dana", timedelta(hours=20))
        await see_next(page, clinic)
        await page.context.set_offline(True)
        await page.get_by_role("button", name="Can’t make it").click()
        sheet = page.get_by_role("dialog", name="Can’t make it?")
        await expect(sheet).to_contain_text("We’ll tell Dana when you’re online.")
        await expect(sheet).to_contain_text("Your program likes to know 48 hours ahead.")
        await sheet.get_by_role("radio", name="Getting there").check()
        await sheet.get_by_label("I’d like help with this").check()
        await sheet.get_by_role("button", name="Tell Dana").click()
        said = page.get_by_role("region", name="Talk with Dana")
        await expect(said).to_contain_text(
            "You said you can’t make it. Reason: Getting there. You asked for help with this."
        )
        await expect(said).to_contain_text("We’ll tell Dana when you’re online.")
        assert clinic.rows("SELECT * FROM reply WHERE person_id = ?", robin) == []
        await page.context.set_offline(False)
        await all_sent(page)
        await expect(said).to_contain_text("Dana has been told.")
        await dana.goto(f"{clinic.origin}/people")
        await until(dana, RAISED, 10)
        await dana.goto(f"{clinic.origin}/alerts")
        alert = dana.get_by_role("article").filter(has_text="Robin Rides")
        await expect(alert).to_contain_text(re.compile("Talk with Dana.*help", re.IGNORECASE))
        await said.get_by_role("button", name="I can come after all").click()
        await expect(said).to_contain_text("You said you’re coming.")
        await all_sent(page)
        assert clinic.rows("SELECT kind, hindrance FROM reply WHERE person_id = ?", robin) == [("coming", None)]


async def test_at_the_door_they_say_that_they_are_here(chromium: Chromium, clinic: Daymark, dana: Page) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Here") as page:
        robin = await person_on(page)
        plan_session(clinic, robin, "Talk with Dana")
        await see_next(page, clinic)
        await page.get_by_role("link", name="Details").click()
        await expect(page.get_by_text("Fill in page 4")).to_be_visible()
        await page.get_by_role("button", name="I’m here").click()
        await expect(page.get_by_role("status").filter(has_text="You said you’re here.")).to_be_focused()
        await expect(page.get_by_text("Dana can see it.")).to_be_visible()
        assert clinic.rows("SELECT kind FROM reply WHERE person_id = ?", robin) == [("here",)]
        await page.goto(clinic.origin)
        await expect(page.get_by_text("You said you’re here.")).to_be_visible()


async def test_a_time_of_their_own_is_kept_offline_and_shows_where_it_meets_a_session(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Works") as page:
        robin = await person_on(page)
        plan_session(clinic, robin, "Talk with Dana")
        await see_next(page, clinic)
        await page.context.set_offline(True)
        await page.goto(f"{clinic.origin}/commitments")
        await add_all_day_work(page)
        overlaps = page.get_by_role("region", name="Where they meet a session")
        await expect(overlaps).to_contain_text(re.compile("Talk with Dana.*At the same time: Diner"))
        await page.context.set_offline(False)
        await all_sent(page)
        stored = clinic.rows("SELECT kind, rule, minutes, shared FROM commitment WHERE person_id = ?", robin)
        assert stored == [("work", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", 1440, 0)]
        await until(
            page, "fetch('/api/home').then((home) => home.json()).then((home) => home.commitments.length === 1)"
        )
        await page.get_by_role("button", name="Change: Diner").click()
        await page.get_by_role("radio", name=re.compile("My counselor sees")).check()
        await page.get_by_role("dialog").get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Your counselor sees “busy”")).to_be_visible()
        await all_sent(page)
        assert clinic.rows("SELECT shared, minutes FROM commitment WHERE person_id = ?", robin) == [(1, 1440)]


async def add_all_day_work(page: Page) -> None:
    await page.get_by_role("button", name="Add a time").click()
    sheet = page.get_by_role("dialog", name="Add a time")
    await sheet.get_by_role("radio", name="Work").check()
    await sheet.get_by_label("What you call it").fill("Diner")
    for day in await sheet.get_by_role("checkbox").all():
        await day.check()
    await sheet.get_by_label("From").fill("00:00")
    await sheet.get_by_label("To").fill("00:00")
    await sheet.get_by_role("button", name="Save").click()


async def test_the_month_is_walked_by_keys(chromium: Chromium, clinic: Daymark, dana: Page) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Keys") as page:
        tomorrow = timedelta(days=1)
        plan_session(clinic, await person_on(page), "Talk with Dana", tomorrow)
        await see_next(page, clinic)
        await page.goto(f"{clinic.origin}/calendar")
        await page.get_by_role("radio", name="Month").check()
        chosen = page.get_by_role("gridcell", selected=True).get_by_role("button")
        await chosen.focus()
        await page.keyboard.press("ArrowRight")
        day = (datetime.now(UTC) + tomorrow).astimezone(CLINIC)
        await expect(chosen).to_be_focused()
        await expect(chosen).to_have_accessible_name(re.compile(f"{day:%B} {day.day}, 1 session"))
        await expect(page.get_by_role("link", name=re.compile("Talk with Dana")).last).to_be_visible()
        await page.keyboard.press("ArrowLeft")
        await expect(chosen).to_have_attribute("aria-current", "date")
        await page.reload()
        await expect(page.get_by_role("radio", name="Month")).to_be_checked()


async def test_another_apps_address_is_neutral_until_it_is_stopped(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Feeds") as page:
        plan_session(clinic, await person_on(page), "Talk with Dana", timedelta(days=1))
        await page.goto(f"{clinic.origin}/calendar/address")
        await page.get_by_role("button", name="Make an address").click()
        address = urlsplit(await page.get_by_label("Address", exact=True).input_value()).path
        read = await page.request.get(clinic.origin + address)
        assert read.ok
        assert "Talk" not in await read.text()
        assert "SUMMARY:Appointment" in await read.text()
        await page.get_by_role("button", name="Stop this address").click()
        await page.get_by_role("dialog").get_by_role("button", name="Stop this address").click()
        await expect(page.get_by_text("The address is stopped.")).to_be_visible()
        assert (await page.request.get(clinic.origin + address)).status == 404
