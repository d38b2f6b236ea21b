"""The whole way in a real Firefox: subscribed by the browser, encrypted by the server, decrypted, shown, reported."""

import asyncio

from tests.browser.clinic import ask, remind
from tests.browser.firefox import Firefox
from tests.browser.people import OUTBOX_IS_EMPTY
from tests.browser.server import Daymark
from tests.push_service import PushService

FREE = "[...document.querySelectorAll('button')].find((one) => one.textContent.includes({text!r}) && !one.disabled)"


async def test_a_reminder_is_subscribed_to_encrypted_decrypted_shown_and_reported(
    firefox: Firefox, daymark: Daymark, push_service: PushService
) -> None:
    await firefox.open(await daymark.invite("participant", "Robin"))
    await join(firefox)
    await firefox.open(f"{daymark.origin}/reminders")
    await press(firefox, "Turn on reminders")
    await firefox.wait_for("document.body.textContent.includes('It arrived')", 30)
    [shown] = await firefox.notifications(at_least=1)
    assert shown["title"] == "Reminders work"
    assert push_service.refusals == []
    await firefox.wait_for(OUTBOX_IS_EMPTY, 20)
    [(endpoint_count,)] = daymark.rows("SELECT count(*) FROM subscription WHERE last_accepted_at IS NOT NULL")
    assert endpoint_count >= 1
    assert daymark.rows("SELECT count(*) FROM shown")[0][0] >= 1


async def test_a_reminder_that_went_by_itself_was_not_seen_and_the_next_one_comes(
    daymark: Daymark, push_service: PushService
) -> None:
    async with Firefox(push_service.websocket) as firefox:
        await firefox.open(await daymark.invite("participant", "Robin"))
        await join(firefox)
        await firefox.open(f"{daymark.origin}/reminders")
        await press(firefox, "Turn on reminders")
        await firefox.wait_for("document.body.textContent.includes('It arrived')", 30)
        robin = await firefox.evaluate("fetch('/api/me').then((me) => me.json()).then(({ id }) => id)")
        await firefox.wait_for(OUTBOX_IS_EMPTY, 20)
        await firefox.open("about:blank")  # whoever has the app open has seen it
        asked = ask(daymark, robin, "daily")
        # Firefox tells the worker that the first is closed when the second takes its place; the third comes after that.
        for subject, kind in ((asked, "check_in"), (asked, "nudge"), ("a session", "session")):
            await shown(daymark, remind(daymark, robin, subject, kind))
        await firefox.open(f"{daymark.origin}/help")
        await firefox.wait_for(OUTBOX_IS_EMPTY, 20)
    assert ("swiped",) not in daymark.rows("SELECT how FROM opened WHERE person_id = ?", robin)


async def shown(daymark: Daymark, reminder: str) -> None:
    """Until the phone says that it showed the reminder."""
    found = "SELECT 1 FROM delivery JOIN shown USING (id) WHERE reminder_id = ?"
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(daymark.rows, found, reminder):
            pass


async def join(firefox: Firefox) -> None:
    await press(firefox, "Next")
    await firefox.wait_for("document.querySelector('input') !== null")
    await firefox.type("Robin", into="input")
    for _ in range(4):
        await press(firefox, "Next")
    await press(firefox, "Join")
    await firefox.wait_for("document.querySelector('h1')?.textContent.includes('Robin')", 20)


async def press(firefox: Firefox, text: str) -> None:
    """A click on the button with this text, once it is there."""
    await firefox.wait_for(FREE.format(text=text) + " !== undefined", 20)
    await firefox.click(text=text)


async def test_axe_finds_nothing_on_a_participants_pages(firefox: Firefox, daymark: Daymark) -> None:
    await firefox.open(await daymark.invite("participant", "Robin", "Evening A"))
    await join(firefox)
    for path in ("/", "/calendar", "/skills", "/skills/halt", "/plan", "/check-in", "/help", "/me", "/reminders"):
        await firefox.open(daymark.origin + path)
        await firefox.wait_for("document.querySelector('h1') !== null", 20)
        found = await firefox.axe()
        assert found == [], f"{path}: {found}"
