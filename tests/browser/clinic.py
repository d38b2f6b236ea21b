"""A clinic at work: Dana at her desk, people in her care, what they are asked and what they answer."""

import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.async_api import APIRequestContext, Page, expect

from tests.browser.chromium import Chromium
from tests.browser.people import installed, join
from tests.browser.server import Daymark
from tests.conftest import new_id

CLINIC = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
NEXT = re.compile("^(Next|Save)$")
OURS = {"sec-fetch-site": "same-origin"}


async def put(request: APIRequestContext, url: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the server says to a write with an id of its own; it has to take it."""
    said = await request.put(f"{url}/{new_id()}", data=body, headers=OURS)
    assert said.ok, await said.text()
    kept: dict[str, Any] = await said.json()
    return kept


async def invite(dana: Page, clinic: Daymark, name: str) -> str:
    """A link for somebody new in Dana's care."""
    asked = {"person": None, "name": name, "group": None, "language": "en"}
    made = await put(dana.request, f"{clinic.origin}/api/invites", asked)
    return str(made["link"])


@asynccontextmanager
async def phone_in_care(chromium: Chromium, clinic: Daymark, dana: Page, name: str) -> AsyncIterator[Page]:
    """A phone on which somebody new in Dana's care has joined."""
    context = await chromium.phone(reduced_motion="reduce")
    try:
        page = await context.new_page()
        await join(page, await invite(dana, clinic, name), name.split()[0])
        await installed(page)
        yield page
    finally:
        await context.close()


async def person_on(page: Page) -> str:
    """The id of whoever uses this device."""
    person: str = await page.evaluate("fetch('/api/me').then((me) => me.json()).then(({ id }) => id)")
    return person


def ask(
    clinic: Daymark, person: str, instrument: str, *, opened: timedelta = HOUR, lasts: timedelta = 48 * HOUR
) -> str:
    """A check-in that opened so long ago; its id. Written past the server, which plans none into the past."""
    check_in, opens_at = str(new_id()), datetime.now(UTC) - opened
    row = {
        "id": check_in,
        "person_id": person,
        "instrument": instrument,
        "slot": instrument,
        "local_date": opens_at.astimezone(CLINIC).date().isoformat(),
        "opens_at": to_ms(opens_at),
        "closes_at": to_ms(opens_at + lasts),
    }
    _insert(clinic, "check_in", row)
    return check_in


def remind(clinic: Daymark, person: str, subject: str, kind: str = "session") -> str:
    """A reminder that is due now, of use for an hour; its id. Those about one thing have one tag."""
    reminder, now = str(new_id()), datetime.now(UTC)
    row = {
        "id": reminder,
        "person_id": person,
        "kind": kind,
        "key": reminder,
        "subject": subject,
        "moment": 0,
        "due_at": to_ms(now),
        "next_at": to_ms(now),
        "useless_after": to_ms(now + HOUR),
        "state": "waiting",
        "tries": 0,
    }
    _insert(clinic, "reminder", row)
    return reminder


def _insert(clinic: Daymark, table: str, row: dict[str, Any]) -> None:
    with closing(sqlite3.connect(clinic.folder / "data" / "daymark.db", timeout=10)) as database, database:
        columns = ", ".join(row)
        database.execute(f"INSERT INTO {table} ({columns}) VALUES (:{', :'.join(row)})", row)  # noqa: S608  # our own


def to_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


async def begin(page: Page, clinic: Daymark, check_in: str) -> None:
    """From Today to the first question."""
    await page.goto(clinic.origin)
    await page.locator(f'a[href="/check-in/{check_in}"]').click()
    await at_question(page, 1)


async def at_question(page: Page, number: int) -> None:
    await expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(rf"\b{number} (of|de) \d"))


async def choose(page: Page, options: Sequence[str], first: int = 1) -> None:
    """One option of each question from that one on; the last is saved."""
    for number, option in enumerate(options, first):
        await at_question(page, number)
        await page.get_by_role("radio", name=option, exact=True).check()
        await page.get_by_role("button", name=NEXT).click()


async def answer(page: Page, clinic: Daymark, instrument: str, items: dict[str, Any], **more: Any) -> UUID:
    """Told to the server by the phone, without its pages; the answer's id."""
    body = {
        "check_in": None,
        "instrument": instrument,
        "version": "1",
        "language": "en",
        "answered_at": datetime.now(UTC).isoformat(),
        "items": [{"link_id": key, "value": value} for key, value in items.items()],
    }
    return UUID((await put(page.request, f"{clinic.origin}/api/answers", body | more))["id"])
