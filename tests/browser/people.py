"""What people do again and again in these tests: join, sign in, answer a check-in."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import BrowserContext, Page, expect

from tests.browser.chromium import Chromium, until
from tests.browser.server import Daymark

OUTBOX_IS_EMPTY = """new Promise((resolve, reject) => {
  const open = indexedDB.open("daymark");
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const count = open.result.transaction("outbox").objectStore("outbox").count();
    count.onsuccess = () => { open.result.close(); resolve(count.result === 0); };
  };
})"""

# The keys of what was begun.
DRAFTS = """new Promise((resolve, reject) => {
  const open = indexedDB.open("daymark");
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const keys = open.result.transaction("drafts").objectStore("drafts").getAllKeys();
    keys.onsuccess = () => { open.result.close(); resolve(keys.result); };
  };
})"""


async def join(page: Page, link: str, called: str) -> None:
    """From an invite's link to Today, through every screen of joining."""
    await page.goto(link)
    await page.get_by_role("button", name="Next").click()
    await page.get_by_label("Name").fill(called)
    for _ in range(4):  # name, place, what it does, who reads
        await page.get_by_role("button", name="Next").click()
    await page.get_by_role("button", name="Join", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(called)


async def sign_in(page: Page, link: str) -> None:
    """From a staff member's link to the caseload."""
    await page.goto(link)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page).to_have_url(re.compile("/people$"))


async def installed(page: Page) -> None:
    """The service worker has everything that the app needs without a network."""
    await until(page, "navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')")
    await until(page, "navigator.serviceWorker.controller !== null || navigator.serviceWorker.ready.then(() => true)")


async def give_mood(page: Page, mood: int) -> None:
    """The first of a check-in's eight questions."""
    await page.get_by_role("radio", name=str(mood), exact=True).check()
    await page.get_by_role("button", name="Next").click()


async def skip(page: Page, questions: int) -> None:
    """Skipping the last one saves."""
    for _ in range(questions):
        await page.get_by_role("button", name=re.compile("^Skip")).click()


async def check_in(page: Page, daymark: Daymark, mood: int) -> None:
    """From its page to before "saved"."""
    await page.goto(f"{daymark.origin}/check-in")
    await give_mood(page, mood)
    await skip(page, 7)


async def all_sent(page: Page) -> None:
    """The phone has nothing left to send: the server has confirmed everything."""
    await until(page, OUTBOX_IS_EMPTY, 30)


@asynccontextmanager
async def phone_of(chromium: Chromium, daymark: Daymark, name: str, *, group: str = "") -> AsyncIterator[Page]:
    """A phone on which a new participant has joined."""
    context = await chromium.phone()
    try:
        yield await joined_phone(context, daymark, name, group)
    finally:
        await context.close()


async def joined_phone(context: BrowserContext, daymark: Daymark, name: str, group: str = "") -> Page:
    """A page in which a new participant has joined."""
    page = await context.new_page()
    await join(page, await daymark.invite("participant", name, group), name)
    await installed(page)
    return page
