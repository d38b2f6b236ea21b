"""A phone gets full, or the browser closes or empties its database under the page: "saved" is only what is kept."""

import re

from playwright.async_api import BrowserContext, Page, expect

from tests.browser.chromium import Chromium, until
from tests.browser.people import all_sent, give_mood, joined_phone, phone_of, skip
from tests.browser.server import Daymark

ROOM = 8_000_000  # bytes
NOT_SAVED = re.compile("^Your answers could not be saved on this phone. They are still here on this page.")
SAVED_HERE = re.compile("^Saved on this phone")
UNKEPT = re.compile("^This phone can’t keep your answers for later right now.")

# As other pages and pictures do it: until not even one byte more can be kept.
FILL = """(async () => {
  const database = await new Promise((resolve, reject) => {
    const open = indexedDB.open("pictures", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("pictures", { autoIncrement: true });
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
  const add = (size) => new Promise((resolve) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    const tx = database.transaction("pictures", "readwrite");
    tx.objectStore("pictures").add(bytes);
    tx.oncomplete = () => resolve();
    tx.onabort = () => resolve(tx.error.name);
  });
  let why;
  for (let size = 1 << 20; size >= 1; size >>= 2) while (!(why = await add(size)));
  database.close();
  return why;
})()"""

# The connections of this page that the browser has closed.
COUNT_CLOSED = """(() => {
  const { open } = IDBFactory.prototype;
  window.lost = 0;
  IDBFactory.prototype.open = function (...given) {
    const request = open.apply(this, given);
    request.addEventListener("success", () => request.result.addEventListener("close", () => (window.lost += 1)));
    return request;
  };
})()"""

# The browser lets nobody open a database, until there is room again.
NO_ROOM = """(() => {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = () => { throw new DOMException("no room", "QuotaExceededError"); };
  window.makeRoom = () => { IDBFactory.prototype.open = open; };
})()"""
DELETE = """new Promise((resolve, reject) => {
  const gone = indexedDB.deleteDatabase("daymark");
  gone.onsuccess = () => resolve(true);
  gone.onerror = () => reject(gone.error);
})"""

# A write of another page that goes on until its connection is lost: what is said waits behind it.
HOLD = """new Promise((resolve, reject) => {
  const open = indexedDB.open("daymark");
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const box = open.result.transaction("outbox", "readwrite").objectStore("outbox");
    const goOn = () => (box.count().onsuccess = goOn);
    box.count().onsuccess = () => { goOn(); resolve(true); };
  };
})"""


async def close_databases(context: BrowserContext) -> None:
    """By the browser's own button for it: every page loses its connection, and nothing that was kept."""
    inside = await context.new_page()
    await inside.goto("chrome://indexeddb-internals")
    await inside.get_by_text("Force close").first.click()
    await expect(inside.get_by_text("Open connections: 0").first).to_be_visible()
    await inside.close()


def moods(daymark: Daymark) -> list[str]:
    """The scores of all answers with a mood, the newest first."""
    found = daymark.rows("SELECT scores FROM answer WHERE scores LIKE '%mood%' ORDER BY received_at DESC, id DESC")
    return [scores for (scores,) in found]


async def test_a_phone_that_gets_full_in_the_middle_says_so_and_saves_when_there_is_room(
    chromium: Chromium, daymark: Daymark
) -> None:
    context = await chromium.phone()
    cdp = await context.new_cdp_session(await context.new_page())
    room = {"origin": daymark.origin}
    await cdp.send("Storage.overrideQuotaForOrigin", {**room, "quotaSize": ROOM})
    page = await joined_phone(context, daymark, "Robin")
    before = moods(daymark)
    await page.goto(f"{daymark.origin}/check-in")
    await give_mood(page, 4)
    assert await page.evaluate(FILL) == "QuotaExceededError"
    await page.get_by_role("radio", name="8", exact=True).check()
    await expect(page.get_by_text(UNKEPT)).to_be_visible()
    await page.get_by_role("button", name="Next").click()
    await skip(page, 6)
    for _ in range(2):
        await expect(page.get_by_text(NOT_SAVED)).to_be_visible()
        await expect(page.get_by_text(re.compile("^Saved"))).to_have_count(0)
        await expect(page.get_by_role("button", name="Try again")).to_be_enabled()
        await page.get_by_role("button", name="Try again").click()
    assert moods(daymark) == before
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_text("Question 7 of 8")).to_be_attached()
    await page.go_forward()
    await cdp.send("Storage.overrideQuotaForOrigin", room)
    await page.get_by_role("button", name=re.compile("^(Try again|Save)$")).click()
    await expect(page.get_by_text("Saved and sent.")).to_be_visible()
    await all_sent(page)
    [kept, *rest] = moods(daymark)
    assert (rest, '"craving"' in kept) == (before, True)
    await context.close()


async def test_a_database_that_the_browser_closes_before_save_is_opened_again(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before = moods(daymark)
        await page.add_init_script(COUNT_CLOSED)
        await page.goto(f"{daymark.origin}/check-in")
        await give_mood(page, 3)
        await skip(page, 6)
        await close_databases(page.context)
        await until(page, "window.lost === 1")
        await daymark.kill()
        await skip(page, 1)
        await expect(page.get_by_text(SAVED_HERE)).to_be_visible()
        await close_databases(page.context)  # once more, with an unsent answer in it
        await daymark.start()
        await page.reload()
        await all_sent(page)
        assert len(moods(daymark)) == len(before) + 1


async def test_a_database_that_the_browser_closes_in_the_middle_of_save_is_written_to_again(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before = moods(daymark)
        await page.goto(f"{daymark.origin}/check-in")
        await give_mood(page, 3)
        await skip(page, 6)
        other = await page.context.new_page()
        await other.goto(daymark.origin)
        assert await other.evaluate(HOLD)
        await skip(page, 1)
        await expect(page.get_by_role("button", name="Saving…")).to_be_disabled()
        await close_databases(page.context)
        await expect(page.get_by_text("Saved and sent.")).to_be_visible()
        await all_sent(page)
        assert len(moods(daymark)) == len(before) + 1


async def empty_storage(page: Page, daymark: Daymark) -> None:
    """As a person does in the browser's settings, or the browser itself when it wants the room."""
    cdp = await page.context.new_cdp_session(page)
    await cdp.send("Storage.clearDataForOrigin", {"origin": daymark.origin, "storageTypes": "indexeddb"})
    await until(page, "window.lost === 1")


async def test_storage_that_is_emptied_under_the_page_is_filled_again_with_what_is_on_the_screen(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before = moods(daymark)
        await page.add_init_script(COUNT_CLOSED)
        await page.goto(f"{daymark.origin}/check-in")
        await give_mood(page, 3)
        await skip(page, 6)
        await empty_storage(page, daymark)
        await skip(page, 1)
        await expect(page.get_by_text("Saved and sent.")).to_be_visible()
        await all_sent(page)
        assert len(moods(daymark)) == len(before) + 1
        await page.get_by_role("link", name="Done").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Robin")


async def test_emptied_without_a_network_it_keeps_what_was_not_sent_before_too(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before = moods(daymark)
        await page.add_init_script(COUNT_CLOSED)
        await page.goto(f"{daymark.origin}/check-in")
        await daymark.kill()
        await page.context.set_offline(True)
        await give_mood(page, 3)
        await skip(page, 7)
        await expect(page.get_by_text(SAVED_HERE)).to_be_visible()
        await page.get_by_role("link", name="Done").click()
        await page.get_by_role("link", name="Check in now").click()
        await give_mood(page, 4)
        await skip(page, 6)
        await empty_storage(page, daymark)
        await skip(page, 1)
        await expect(page.get_by_text(SAVED_HERE)).to_be_visible()
        await page.reload()
        await daymark.start()
        await page.context.set_offline(False)
        await all_sent(page)
        assert len(moods(daymark)) == len(before) + 2


async def test_a_database_that_is_deleted_under_a_full_phone_is_made_anew_once_there_is_room(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before = moods(daymark)
        await page.goto(f"{daymark.origin}/check-in")
        await give_mood(page, 3)
        await skip(page, 6)
        await page.evaluate(NO_ROOM)
        await page.evaluate(DELETE)
        await skip(page, 1)
        await expect(page.get_by_text(NOT_SAVED)).to_be_visible()
        assert moods(daymark) == before
        await page.evaluate("window.makeRoom()")
        await page.get_by_role("button", name="Try again").click()
        await expect(page.get_by_text("Saved and sent.")).to_be_visible()
        await all_sent(page)
        assert len(moods(daymark)) == len(before) + 1
