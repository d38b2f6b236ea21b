"""Robin writes down what they take, is reminded in words that name nothing, and says so without a network."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.chromium import Chromium, axe, deliver_push, notifications, stub_push_manager, until
from tests.browser.clinic import CLINIC, person_on, phone_in_care
from tests.browser.people import all_sent, phone_of
from tests.browser.server import Daymark
from tests.push_service import PushService

GO = "dispatchEvent(new Event('online'))"
BUTTONS = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
  .then(([shown]) => shown.actions.map(({ title }) => title))"""
# As Chromium does when somebody taps it: a test can't reach what the system shows.
TAP_DONE = """registration.getNotifications().then(([notification]) => {
  dispatchEvent(new NotificationEvent('notificationclick', { notification, action: 'taken' }))
})"""
CLEAR = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
  .then((shown) => shown.forEach((each) => each.close()))"""
IS_DUE = """fetch('/api/home').then((home) => home.json()).then(({ medication: { medications: [one] } }) =>
  one.doses.some(({ starts_at }) => Date.parse(starts_at) < Date.now()))"""


async def add(page: Page, daymark: Daymark, name: str, wall_time: str) -> None:
    await page.goto(f"{daymark.origin}/medication")
    await page.get_by_role("button", name="Add a medication").click()
    await page.get_by_label("What you call it").fill(name)
    await page.get_by_label("Time 1").fill(wall_time)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()


def this_minute() -> str:
    return f"{datetime.now(CLINIC):%H:%M}"


def as_if_since_yesterday(daymark: Daymark, person: str) -> None:
    """Written past the server: what is added now is due from now on, and no test waits for the next minute."""
    since = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    with closing(sqlite3.connect(daymark.folder / "data" / "daymark.db", timeout=10)) as database, database:
        [(course,)] = database.execute("SELECT course FROM medication WHERE person_id = ?", (person,)).fetchall()
        [stretch] = json.loads(course)
        told = (
            json.dumps([stretch | {"since": since}]),
            f"{datetime.now(CLINIC) - timedelta(days=1):%Y-%m-%d}",
            person,
        )
        database.execute("UPDATE medication SET course = ?, first_day = ? WHERE person_id = ?", told)
        database.execute("UPDATE person SET plan_stale = 1 WHERE id = ?", (person,))


def said(daymark: Daymark, person: str) -> list[tuple[Any, ...]]:
    return daymark.rows("SELECT word FROM dose_reply WHERE person_id = ?", person)


async def reminded(page: Page, daymark: Daymark, push_service: PushService) -> tuple[str, dict[str, Any]]:
    """A phone with reminders on, on which one of a dose has come: whose it is, and what the push said."""
    stub = await stub_push_manager(page, push_service)
    await page.goto(f"{daymark.origin}/reminders")
    await page.get_by_role("button", name="Turn on reminders").click()
    await expect(page.get_by_text("A test reminder is on its way.")).to_be_visible()
    assert stub.current
    await push_service.arrived(stub.current["endpoint"])
    await add(page, daymark, "Harbor tablet", this_minute())
    await all_sent(page)
    robin = await person_on(page)
    as_if_since_yesterday(daymark, robin)
    _, message = await push_service.arrived(stub.current["endpoint"], 2)
    await until(page, IS_DUE)
    return robin, message.json()


async def test_what_robin_takes_is_announced_neutrally_and_taken_offline_it_arrives_once(
    chromium: Chromium, daymark: Daymark, push_service: PushService
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        robin, message = await reminded(page, daymark, push_service)
        assert "tablet" not in json.dumps(message).lower()
        assert await deliver_push(page, daymark.origin, message) == "Success"
        [shown, *_] = [each for each in await notifications(page) if each["data"]["dose"]]
        assert (shown["title"], shown["body"]) == ("You have a reminder", "It is a time that you set. Tap to see it.")
        await page.goto(f"{daymark.origin}/")
        await page.get_by_role("link", name="Harbor tablet").click()
        assert await axe(page) == []
        await all_sent(page)
        await daymark.kill()
        await page.get_by_role("button", name="Taken: Harbor tablet").click()
        await expect(page.get_by_text("Noted as taken")).to_be_visible()
        await expect(page.get_by_text("Saved on this phone.").first).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("Noted as taken")).to_be_visible()
        await daymark.start()
        assert said(daymark, robin) == []
        await page.evaluate(GO)
        await all_sent(page)
        assert said(daymark, robin) == [("taken",)]
        await page.reload()
        await expect(page.get_by_text("Noted as taken")).to_be_visible()


async def test_a_tap_on_done_says_it_without_opening_anything(
    chromium: Chromium, daymark: Daymark, push_service: PushService
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        robin, message = await reminded(page, daymark, push_service)
        await page.evaluate(CLEAR)
        assert await deliver_push(page, daymark.origin, message) == "Success"
        assert await page.evaluate(BUTTONS) == ["Done", "In 1 hour"]
        await page.goto(f"{daymark.origin}/medication")
        [worker] = page.context.service_workers
        await worker.evaluate(TAP_DONE)
        await expect(page.get_by_text("Noted as taken")).to_be_visible()
        await all_sent(page)
        assert said(daymark, robin) == [("taken",)]


async def test_dana_sees_it_once_robin_shares_it_and_not_a_moment_longer(
    chromium: Chromium, clinic: Daymark, dana: Page
) -> None:
    async with phone_in_care(chromium, clinic, dana, "Robin Takes") as page:
        robin = await person_on(page)
        await add(page, clinic, "Harbor tablet", "08:00")
        heading = dana.get_by_role("heading", name="Medication")
        await dana.goto(f"{clinic.origin}/people/{robin}")
        await expect(dana.get_by_role("heading", name="Exercises")).to_be_visible()
        await expect(heading).to_have_count(0)
        await page.get_by_role("switch", name="Let my counselor see it").check()
        await expect(page.get_by_text("The staff who look after you see")).to_be_visible()
        await all_sent(page)
        await dana.reload()
        await expect(heading).to_be_visible()
        await expect(dana.get_by_text("Harbor tablet")).to_be_visible()
        await dana.get_by_role("button", name="Add one with Robin").click()
        await dana.get_by_label("What you call it").fill("Evening drops")
        assert await axe(dana) == []
        await dana.get_by_role("button", name="Save").click()
        await expect(dana.get_by_text("“Evening drops” is saved.")).to_be_visible()
        await page.reload()
        await expect(page.get_by_role("heading", name="Evening drops")).to_be_visible()
        await page.get_by_role("switch", name="Let my counselor see it").uncheck()
        await all_sent(page)
        await dana.reload()
        await expect(dana.get_by_role("heading", name="Exercises")).to_be_visible()
        await expect(heading).to_have_count(0)
        looks = clinic.rows("SELECT what FROM audit WHERE person_id = ? ORDER BY at, id", robin)
        shared = [what for (what,) in looks if "medication" in what]
        assert shared == [
            "PUT /api/medication-sharing/{id}: shared",
            "PUT /api/shared-medications/{id}",
            "PUT /api/medication-sharing/{id}: private",
        ]
