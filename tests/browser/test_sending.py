"""The same outbox is sent from two tabs or two phones at once, or the server is killed meanwhile: each answer once."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.browser.chromium import Chromium, axe, until
from tests.browser.firefox import Firefox
from tests.browser.people import (
    DRAFTS,
    OUTBOX_IS_EMPTY,
    all_sent,
    check_in,
    give_mood,
    installed,
    join,
    phone_of,
    sign_in,
    skip,
)
from tests.browser.server import Daymark
from tests.browser.test_push_round_trip import join as join_in_firefox
from tests.browser.test_push_round_trip import press
from tests.conftest import new_id

SAVED_HERE = re.compile("^Saved on this phone")
SENT = "Saved and sent."
REFUSED = "This answer was changed on another device first: that change counts, and yours is kept on this phone."
WITHOUT_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"
WITHOUT_CHANNELS = "window.BroadcastChannel = class { postMessage() {} close() {} }"
ANOTHER_WAITS = "navigator.locks.query().then(({ pending }) => pending.some(({ name }) => name === 'daymark-outbox'))"
# Every fourth transaction finds its connection closed, as in WebKit at times.
LOSE_THE_DATABASE = """(() => {
  const { transaction } = IDBDatabase.prototype;
  const uses = new WeakMap();
  window.lost = 0;
  IDBDatabase.prototype.transaction = function (...given) {
    const use = (uses.get(this) ?? 0) + 1;
    uses.set(this, use);
    if (use === 4) {
      window.lost += 1;
      this.close();
    }
    return transaction.apply(this, given);
  };
})()"""
GO = "dispatchEvent(new Event('online'))"


@dataclass
class Gate:
    """Holds the answers that pages send, until it is opened."""

    held: list[Route] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def hold(self, route: Route) -> None:
        async with self.came:
            self.held.append(route)
            self.came.notify_all()
        await self.open.wait()
        await route.continue_()

    async def until(self, many: int) -> None:
        async with asyncio.timeout(30), self.came:
            await self.came.wait_for(lambda: len(self.held) >= many)

    @property
    def sent(self) -> list[str]:
        return [route.request.url for route in self.held]


async def gate_before(*contexts: BrowserContext) -> Gate:
    gate = Gate()
    for context in contexts:
        await context.route("**/api/answers/*", gate.hold)
    return gate


def answers(daymark: Daymark) -> list[tuple[Any, ...]]:
    """The scores and what each corrects, in the order in which they were received."""
    return daymark.rows("SELECT scores, revises_id IS NOT NULL FROM answer ORDER BY received_at, id")


async def answer_offline(page: Page, daymark: Daymark, mood: int) -> None:
    await daymark.kill()
    await check_in(page, daymark, mood)
    await expect(page.get_by_text(SAVED_HERE)).to_be_visible()


async def test_two_tabs_with_the_same_outbox_send_one_after_the_other(chromium: Chromium, daymark: Daymark) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before = answers(daymark)
        await answer_offline(page, daymark, 3)
        other = await page.context.new_page()
        await other.goto(daymark.origin)
        gate = await gate_before(page.context)
        await daymark.start()
        await page.evaluate(GO)
        await gate.until(1)
        await asyncio.gather(page.evaluate(GO), other.evaluate(GO))
        await until(other, ANOTHER_WAITS)
        gate.open.set()
        await asyncio.gather(all_sent(page), all_sent(other))
        await expect(other.get_by_text(re.compile("^Answered")).first).to_be_visible()
        assert len(gate.sent) == 1
        assert len(answers(daymark)) == len(before) + 1


async def test_two_tabs_of_a_browser_without_locks_send_at_once_and_it_is_one_answer(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before = answers(daymark)
        await page.context.add_init_script(WITHOUT_LOCKS)
        await answer_offline(page, daymark, 3)
        other = await page.context.new_page()
        await other.goto(daymark.origin)
        gate = await gate_before(page.context)
        await daymark.start()
        await asyncio.gather(page.evaluate(GO), other.evaluate(GO))
        await gate.until(2)
        gate.open.set()
        await asyncio.gather(all_sent(page), all_sent(other))
        assert len(set(gate.sent)) == 1
        assert len(answers(daymark)) == len(before) + 1


async def test_a_phone_and_its_restored_copy_send_the_same_answer_at_once_and_it_is_one(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before = answers(daymark)
        await answer_offline(page, daymark, 3)
        copy = await chromium.phone(storage_state=await page.context.storage_state(indexed_db=True))
        gate = await gate_before(page.context, copy)
        await daymark.start()
        other = await copy.new_page()
        await asyncio.gather(page.evaluate(GO), other.goto(daymark.origin))
        await gate.until(2)
        gate.open.set()
        await asyncio.gather(all_sent(page), all_sent(other))
        assert len(set(gate.sent)) == 1
        assert len(answers(daymark)) == len(before) + 1
        await copy.close()


@asynccontextmanager
async def second_phone_of(chromium: Chromium, daymark: Daymark, page: Page) -> AsyncIterator[Page]:
    """Another phone of whoever has joined on this page, with a new invite from Dana."""
    laptop, phone = await chromium.laptop(), await chromium.phone()
    desk = await laptop.new_page()
    await sign_in(desk, (await daymark.fresh_links())[0])
    person = await page.evaluate("fetch('/api/home').then((home) => home.json()).then(({ person }) => person.id)")
    asked = {"person": person, "name": None, "group": None, "language": None}
    path = f"{daymark.origin}/api/invites/{new_id()}"
    made = await desk.request.put(path, data=asked, headers={"sec-fetch-site": "same-origin"})
    other = await phone.new_page()
    await join(other, (await made.json())["link"], "Robin")
    await installed(other)
    yield other
    await phone.close()
    await laptop.close()


async def correct(phone: Page, mood: int) -> None:
    await phone.get_by_role("radio", name=str(mood), exact=True).check()
    for _ in range(7):
        await phone.get_by_role("button", name="Next").click()
    await phone.get_by_role("button", name="Save", exact=True).click()


async def test_of_two_phones_that_correct_the_same_answer_one_counts_and_the_other_can_read_both(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page, second_phone_of(chromium, daymark, page) as other:
        await check_in(page, daymark, 3)
        await all_sent(page)
        await other.goto(daymark.origin)
        await expect(other.get_by_text(re.compile("^Answered")).first).to_be_visible()
        link, before = await link_to_correct(page, daymark), answers(daymark)
        await other.goto(link)
        await page.goto(link)
        await expect(other.get_by_role("radio", name="3", exact=True)).to_be_checked()
        await daymark.kill()
        for phone, mood in ((page, 5), (other, 7)):
            await correct(phone, mood)
            await expect(phone.get_by_text(SAVED_HERE)).to_be_visible()
        gate = await gate_before(page.context, other.context)
        await daymark.start()
        await asyncio.gather(page.evaluate(GO), other.evaluate(GO))
        await gate.until(2)
        gate.open.set()
        fates = [await fate_of(phone) for phone in (page, other)]
        assert sorted(fates) == [SENT, REFUSED]
        refused = (page, other)[fates.index(REFUSED)]
        await refused.get_by_role("link", name="See both").click()
        entries = refused.get_by_role("listitem").filter(has=refused.locator("details.entry"))
        await expect(entries).to_have_count(2)
        await expect(entries.filter(has_text=REFUSED)).to_have_count(1)
        await refused.goto(f"{daymark.origin}/me")
        await expect(refused.get_by_text(REFUSED)).to_be_visible()
        await expect(refused.get_by_role("link", name="See both")).to_be_visible()
        corrections = [row for row in answers(daymark) if row not in before]
        assert [corrects for _, corrects in corrections] == [True]


@pytest.mark.parametrize("hears", [True, False], ids=["that hears of it", "that was at rest"])
@pytest.mark.parametrize("offline", [False, True], ids=["online", "offline"])
async def test_of_two_tabs_at_one_check_in_one_answers_it_and_the_other_can_correct_that_with_what_it_chose(
    chromium: Chromium, daymark: Daymark, hears: bool, offline: bool
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before, other = answers(daymark), await page.context.new_page()
        if not hears:
            await other.add_init_script(WITHOUT_CHANNELS)
        for tab in (page, other):
            await tab.goto(f"{daymark.origin}/check-in")
            await expect(tab.get_by_role("radio", name="3", exact=True)).to_be_visible()
        if offline:
            await daymark.kill()
        for tab, mood in ((page, 3), (other, 8)):
            await give_mood(tab, mood)
        await skip(page, 7)
        await expect(page.get_by_text(SAVED_HERE if offline else SENT)).to_be_visible()
        if not hears:
            await skip(other, 7)
        await expect(other.get_by_role("heading", name="This one is answered")).to_be_focused()
        await expect(other.get_by_role("region", name="What you chose here is different")).to_contain_text("8")
        assert await axe(other) == []
        await other.get_by_role("link", name="Correct it with what I chose here").click()
        await expect(other.get_by_role("radio", name="8", exact=True)).to_be_checked()
        await correct(other, 8)
        await expect(other.get_by_text("Your correction is kept beside the earlier answer.")).to_be_visible()
        if offline:
            await daymark.start()
        await other.evaluate(GO)
        await all_sent(other)
        new = answers(daymark)[len(before) :]
        assert [(json.loads(scores), corrects) for scores, corrects in new] == [({"mood": 3}, 0), ({"mood": 8}, 1)]


async def test_of_two_tabs_that_chose_the_same_nothing_is_left_in_the_second(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before, other = answers(daymark), await page.context.new_page()
        await page.goto(f"{daymark.origin}/check-in")
        await give_mood(page, 3)
        await other.goto(f"{daymark.origin}/check-in")
        await expect(other.get_by_text(re.compile("^You began"))).to_be_visible()
        await skip(page, 7)
        await expect(other.get_by_role("heading", name="This one is answered")).to_be_visible()
        await expect(other.get_by_role("link", name="Change my answer")).to_be_visible()
        await expect(other.get_by_text("What you chose here is different")).to_have_count(0)
        await until(other, f"{DRAFTS}.then((keys) => keys.length === 0)")
        await all_sent(page)
        assert len(answers(daymark)) == len(before) + 1


async def link_to_correct(page: Page, daymark: Daymark) -> str:
    """The person's only answer."""
    [answer] = await page.evaluate("fetch('/api/home').then((home) => home.json()).then((home) => home.answers)")
    return f"{daymark.origin}/check-in/correct/{answer['id']}"


async def test_a_phone_that_has_not_heard_of_an_answer_needs_the_network_once_to_correct_it(
    chromium: Chromium, daymark: Daymark
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page, second_phone_of(chromium, daymark, page) as other:
        await other.context.set_offline(True)
        await check_in(page, daymark, 3)
        await expect(page.get_by_text(SENT)).to_be_visible()
        link, before = await link_to_correct(page, daymark), answers(daymark)
        await other.goto(link)
        await expect(other.get_by_text(re.compile("^This phone does not have that answer yet."))).to_be_visible()
        await expect(other.get_by_text(re.compile("can no longer be changed"))).to_have_count(0)
        await other.context.set_offline(False)
        await expect(other.get_by_role("radio", name="3", exact=True)).to_be_checked()
        await correct(other, 7)
        await expect(other.get_by_text(SENT)).to_be_visible()
        assert [corrects for _, corrects in answers(daymark)[len(before) :]] == [True]


async def fate_of(page: Page) -> str:
    """What the page says in the end of an answer that was saved on it."""
    said = page.get_by_text(re.compile(f"^{SENT}|{REFUSED}$"))
    await expect(said).to_be_visible()
    return REFUSED if REFUSED in await said.inner_text() else SENT


@pytest.mark.parametrize("kept", [False, True], ids=["before it came", "after it was kept"])
async def test_killed_while_an_answer_is_on_its_way_it_is_there_once(
    chromium: Chromium, daymark: Daymark, kept: bool
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        before, killed = answers(daymark), asyncio.Event()

        async def kill(route: Route) -> None:
            if kept:
                await route.fetch()
            await daymark.kill()
            await route.abort()
            killed.set()

        await page.context.route("**/api/answers/*", kill, times=1)
        await check_in(page, daymark, 6)
        await asyncio.wait_for(killed.wait(), 30)
        await expect(page.get_by_text(SAVED_HERE)).to_be_visible()
        assert await page.evaluate(OUTBOX_IS_EMPTY) is False
        assert len(answers(daymark)) == len(before) + kept
        await daymark.start()
        await page.evaluate(GO)
        await expect(page.get_by_text(SENT)).to_be_visible()
        await all_sent(page)
        assert len(answers(daymark)) == len(before) + 1


async def test_in_firefox_an_answer_outlives_a_lost_database_and_a_killed_server_and_arrives_once(
    firefox: Firefox, daymark: Daymark
) -> None:
    await firefox.open(await daymark.invite("participant", "Robin"))
    await join_in_firefox(firefox)
    await firefox.open(f"{daymark.origin}/check-in")
    await firefox.evaluate(LOSE_THE_DATABASE)
    await firefox.click("input[type=radio]")
    await press(firefox, "Next")
    for _ in range(6):
        await press(firefox, "Skip")
    before = answers(daymark)
    await daymark.kill()
    await press(firefox, "Skip")
    await firefox.wait_for("document.body.textContent.includes('Saved on this phone')", 20)
    assert await firefox.evaluate("window.lost") > 0
    await daymark.start()
    await firefox.evaluate(GO)
    await firefox.wait_for(f"document.body.textContent.includes('{SENT}')", 30)
    await firefox.wait_for(OUTBOX_IS_EMPTY, 20)
    assert len(answers(daymark)) == len(before) + 1
