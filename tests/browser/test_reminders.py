"""Reminders are turned on, tested, shown and opened; where they can't be, the page says why."""

import json
import re

from playwright.async_api import Page, expect

from tests.browser.chromium import (
    Chromium,
    axe,
    deliver_push,
    notifications,
    stub_push_manager,
    tap_notification,
    until,
)
from tests.browser.clinic import person_on
from tests.browser.people import all_sent, join, phone_of, skip
from tests.browser.script import NOTIFICATIONS
from tests.browser.server import Daymark
from tests.push_service import PushService

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.4 Mobile/15E148 Safari/604.1"
)


async def test_turned_on_a_test_reminder_comes_and_says_nothing_about_anybody(
    chromium: Chromium, daymark: Daymark, push_service: PushService
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        stub = await stub_push_manager(page, push_service)
        await page.goto(f"{daymark.origin}/reminders")
        await page.get_by_role("button", name="Turn on reminders").click()
        await expect(page.get_by_text("A test reminder is on its way.")).to_be_visible()
        assert stub.current
        [message] = await push_service.arrived(stub.current["endpoint"])
        said = message.json()
        assert (said["web_push"], said["notification"]["title"]) == (8030, "Reminders work")
        assert said["notification"]["navigate"] == f"{daymark.origin}/reminders"
        assert (message.urgency, 0 < message.ttl <= 600) == ("high", True)
        assert "Robin" not in json.dumps(said)
        assert await deliver_push(page, daymark.origin, said) == "Success"
        await expect(page.get_by_text(re.compile("^It arrived"))).to_be_visible()
        [shown] = await notifications(page)
        assert shown["title"] == "Reminders work"
        await all_sent(page)
        delivery = said["notification"]["data"]["delivery"]
        assert daymark.rows("SELECT count(*) FROM shown WHERE id = ?", delivery) == [(1,)]


async def test_a_tap_is_reported_and_robin_reads_how_far_the_reminder_came(
    chromium: Chromium, daymark: Daymark, push_service: PushService
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        stub = await stub_push_manager(page, push_service)
        await page.goto(f"{daymark.origin}/reminders")
        await page.get_by_role("button", name="Turn on reminders").click()
        await expect(page.get_by_text("A test reminder is on its way.")).to_be_visible()
        assert stub.current
        [message] = await push_service.arrived(stub.current["endpoint"])
        said = message.json()
        assert await deliver_push(page, daymark.origin, said) == "Success"
        await tap_notification(page)
        await all_sent(page)
        delivery = said["notification"]["data"]["delivery"]
        await page.get_by_role("link", name="What was sent").click()
        await expect(page.get_by_text(re.compile("^Shown .*, opened .*"))).to_be_visible()
        assert daymark.rows("SELECT how FROM opened WHERE id = ?", delivery) == [("tapped",)]
        assert await axe(page) == []
        await daymark.kill()
        await page.reload()
        await expect(page.get_by_text("No network right now.")).to_be_visible()
        await expect(page.get_by_text(re.compile("^Shown .*, opened .*"))).to_be_visible()
        await daymark.start()


async def test_whoever_has_the_app_open_has_seen_what_was_sent(
    chromium: Chromium, daymark: Daymark, push_service: PushService
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        stub = await stub_push_manager(page, push_service)
        await page.goto(f"{daymark.origin}/reminders")
        await page.get_by_role("button", name="Turn on reminders").click()
        await expect(page.get_by_text("A test reminder is on its way.")).to_be_visible()
        assert stub.current
        [message] = await push_service.arrived(stub.current["endpoint"])
        await until(page, LATEST.format(step="accepted_at", value="!== null"))
        assert await deliver_push(page, daymark.origin, message.json()) == "Success"
        await until(page, LATEST.format(step="opening", value="=== 'in_app'"))


LATEST = """fetch('/api/reminders/sent').then((sent) => sent.json())
  .then(({{ days }}) => days[0].reminders[0].{step} {value})"""


async def test_what_was_answered_leaves_the_lock_screen(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        [(asked,)] = daymark.rows(
            "SELECT id FROM check_in WHERE person_id = ? AND slot = 'first'", await person_on(page)
        )
        said = {"title": "You have a reminder", "navigate": f"{daymark.origin}/check-in/{asked}", "tag": "one"}
        message = {"web_push": 8030, "notification": said | {"data": {"until": "2099-01-01T00:00Z"}}}
        assert await deliver_push(page, daymark.origin, message) == "Success"
        assert len(await notifications(page)) == 1
        await page.goto(f"{daymark.origin}/check-in/{asked}")
        await skip(page, 8)
        await all_sent(page)
        await until(page, f"({NOTIFICATIONS}).then((shown) => shown.length === 0)")


async def test_the_next_reminder_of_one_session_sounds_and_the_same_one_twice_does_not(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        sounds = []
        for reminder in ("a day before", "a day before", "2 hours before"):
            said = {"title": "You have a reminder", "navigate": "/", "tag": "one", "data": {"reminder": reminder}}
            assert await deliver_push(page, daymark.origin, {"web_push": 8030, "notification": said}) == "Success"
            sounds += await page.evaluate(RENOTIFY)
        assert sounds == [True, False, True]


RENOTIFY = """navigator.serviceWorker.ready.then((registration) => registration.getNotifications())
  .then((shown) => shown.map(({ renotify }) => renotify))"""


async def test_blocked_it_says_so_and_how_to_undo_it(chromium: Chromium, daymark: Daymark) -> None:
    context = await chromium.phone(permissions=[])
    page = await context.new_page()
    await join(page, await daymark.invite("participant", "Robin"), "Robin")
    await page.goto(f"{daymark.origin}/reminders")
    await expect(page.get_by_text("Reminders are blocked")).to_be_visible()
    await context.close()


async def test_on_an_iphone_it_wants_the_home_screen_first(chromium: Chromium, daymark: Daymark) -> None:
    context = await chromium.phone(user_agent=IPHONE)
    page = await context.new_page()
    await _as_iphone(page)
    await page.goto(await daymark.invite("participant", "Robin"))
    await expect(page.get_by_role("heading", name="Home screen first")).to_be_visible()
    await context.close()


async def _as_iphone(page: Page) -> None:
    """Safari in a tab has no push."""
    await page.add_init_script(
        "delete window.PushManager; Object.defineProperty(navigator, 'standalone', { value: false })"
    )


async def test_a_browser_without_push_says_so(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        await page.add_init_script("delete window.PushManager; delete ServiceWorkerRegistration.prototype.pushManager")
        await page.goto(f"{daymark.origin}/reminders")
        await expect(page.get_by_text("Not with this browser")).to_be_visible()


# What Robin chooses


async def test_what_robin_chooses_changes_the_next_seven_days_offline_too(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin", group="Evening A") as page:
        await page.goto(f"{daymark.origin}/reminders/ahead")
        sessions, check_ins = (
            page.locator("main a[href^='/sessions/']"),
            page.get_by_role("link", name="Daily check-in"),
        )
        await expect(sessions.first).to_be_visible()
        await expect(check_ins.first).to_be_visible()
        assert await axe(page) == []
        await page.goto(f"{daymark.origin}/reminders")
        await page.get_by_role("switch", name="Remind me before sessions").uncheck()
        await expect(page.get_by_text("Saved and sent.")).to_be_visible()
        assert await axe(page) == []
        await page.get_by_role("link", name="The next seven days").click()
        await expect(check_ins.first).to_be_visible()
        await expect(sessions).to_have_count(0)
        robin = await person_on(page)
        assert chosen_by(daymark, robin) == {"session": {"is_on": False, "before": None}}
        await daymark.kill()
        await page.reload()
        await expect(page.get_by_text("No network right now.")).to_be_visible()
        await expect(check_ins.first).to_be_visible()
        await page.get_by_role("link", name="Choose your reminders").click()
        for day in ("Saturday", "Sunday"):
            await page.get_by_role("checkbox", name=day).check()
        await expect(page.get_by_text("Saved on this phone.")).to_be_visible()
        assert "days_off" not in chosen_by(daymark, robin)
        await daymark.start()
        await page.evaluate("dispatchEvent(new Event('online'))")
        await all_sent(page)
        assert chosen_by(daymark, robin)["days_off"] == ["SA", "SU"]
        await page.get_by_role("link", name="The next seven days").click()
        await expect(page.get_by_text("it is your day off").first).to_be_visible()


async def test_the_lock_screen_says_more_once_robin_has_read_what_that_means(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin", group="Evening A") as page:
        robin = await person_on(page)
        await page.goto(f"{daymark.origin}/reminders")
        await page.get_by_role("button", name="Let it say more about sessions").click()
        await expect(page.get_by_text("Anyone who sees your phone")).to_be_visible()
        assert chosen_by(daymark, robin) == {}
        assert await axe(page) == []
        await page.get_by_role("button", name="Yes, say more").click()
        await all_sent(page)
        assert chosen_by(daymark, robin) == {"session_detail": True}
        assert written_down(daymark, robin) == ["detail of sessions"]
        await page.goto(f"{daymark.origin}/reminders/ahead")
        await expect(page.get_by_text(re.compile("^“Group session. ")).first).to_be_visible()
        await page.goto(f"{daymark.origin}/reminders")
        await page.get_by_role("button", name="Sessions back to neutral").click()
        await all_sent(page)
        assert written_down(daymark, robin) == ["detail of sessions", "neutral of sessions"]
        await page.goto(f"{daymark.origin}/reminders/ahead")
        await expect(page.get_by_text(re.compile("^“You have a reminder. ")).first).to_be_visible()


async def test_robin_hears_of_an_open_check_in_once_more(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        robin = await person_on(page)
        await page.goto(f"{daymark.origin}/check-in")
        await page.get_by_role("button", name="In 1 hour").click()
        await expect(page.get_by_text("We’ll remind you again")).to_be_visible()
        await all_sent(page)
        [(asked_for,)] = daymark.rows("SELECT subject FROM snooze WHERE person_id = ?", robin)
        assert daymark.rows("SELECT count(*) FROM check_in WHERE id = ? AND person_id = ?", asked_for, robin) == [(1,)]
        await page.goto(f"{daymark.origin}/reminders/ahead")
        await expect(page.get_by_text("You asked to hear this again.")).to_be_visible()


async def test_the_notification_itself_offers_to_come_again_while_that_is_of_use(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        said = {"title": "You have a reminder", "navigate": f"{daymark.origin}/check-in/1", "tag": "one"}
        for until, offered in (("2020-01-01T00:00Z", []), ("2099-01-01T00:00Z", ["In 1 hour"])):
            message = {"web_push": 8030, "notification": said | {"data": {"until": until}}}
            assert await deliver_push(page, daymark.origin, message) == "Success"
            assert (await page.evaluate(BUTTONS))[:1] == offered  # before eight in the evening there is one more


BUTTONS = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
  .then((shown) => shown.flatMap(({ actions }) => actions.map(({ title }) => title)))"""


def chosen_by(daymark: Daymark, person: str) -> dict[str, object]:
    rows = daymark.rows("SELECT what, value FROM reminder_choice WHERE person_id = ?", person)
    return {what: json.loads(value) for what, value in rows}


def written_down(daymark: Daymark, person: str) -> list[str]:
    rows = daymark.rows("SELECT what FROM audit WHERE person_id = ? ORDER BY at, id", person)
    return [what.partition(": ")[2] for (what,) in rows if "reminder-choices" in what]
