"""Who was there: a whole group on one screen, the many first and then the few, and two counselors at the same list."""

import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.chromium import Chromium, axe
from tests.browser.clinic import CLINIC, person_on, phone_in_care, put, to_ms
from tests.browser.server import Daymark
from tests.conftest import new_id

NAMES = ("Robin Ash", "Robin Birch", "Robin Cedar")


@dataclass
class Session:
    """A session of a group that began half an hour ago, or as the clinic's day did: it is one of today at any hour."""

    occurrence: str
    address: str
    people: Sequence[str]  # their ids, in the order of `NAMES`


def insert(clinic: Daymark, table: str, **row: Any) -> None:
    """Written past the server, which makes no session in the past."""
    with closing(sqlite3.connect(clinic.folder / "data" / "daymark.db", timeout=10)) as database, database:
        columns = ", ".join(row)
        database.execute(f"INSERT INTO {table} ({columns}) VALUES (:{', :'.join(row)})", row)  # noqa: S608  # our own


@pytest.fixture
async def session(chromium: Chromium, clinic: Daymark, dana: Page) -> AsyncIterator[Session]:
    async with AsyncExitStack() as phones:
        pages = [await phones.enter_async_context(phone_in_care(chromium, clinic, dana, name)) for name in NAMES]
        people = [await person_on(page) for page in pages]
        now = datetime.now(CLINIC)
        began = max(now - timedelta(minutes=30), now.replace(hour=0, minute=0))
        group, series = str(new_id()), str(new_id())
        [(program, leader)] = clinic.rows("SELECT program_id, id FROM person WHERE role = 'counselor' LIMIT 1")
        insert(clinic, "treatment_group", id=group, program_id=program, lead_id=leader, name="Woodland")
        for person in people:
            insert(clinic, "member", id=str(new_id()), group_id=group, person_id=person, from_day="2026-01-01")
        insert(
            clinic, "series", id=series, program_id=program, group_id=group, kind="group", title="Woodland skills",
            rule="FREQ=DAILY", first_day=began.date().isoformat(), wall_time=f"{began:%H:%M}", minutes=90,
            zone=str(CLINIC),
        )  # fmt: skip
        occurrence = f"{series}@{began:%Y-%m-%dT%H:%M}"
        yield Session(occurrence, f"{clinic.origin}/attendance/{quote(occurrence, safe='')}", people)


def marks_of(page: Page, name: str) -> Locator:
    return page.get_by_role("radiogroup", name=name)


def choice(page: Page, name: str, mark: str) -> Locator:
    return marks_of(page, name).get_by_role("radio", name=mark, exact=True)


def kept(clinic: Daymark, session: Session) -> list[str | None]:
    """What the server has of everybody, in the order of `NAMES`."""
    sql = "SELECT mark FROM attendance WHERE person_id = ?"
    return [next((mark for (mark,) in clinic.rows(sql, person)), None) for person in session.people]


async def open_session(page: Page, session: Session) -> None:
    await page.goto(session.address)
    await expect(page.get_by_role("list", name="Who was there").get_by_role("listitem")).to_have_count(len(NAMES))


async def test_dana_marks_everybody_and_then_the_one_who_was_not_there(
    clinic: Daymark, dana: Page, session: Session
) -> None:
    ash, birch, cedar = NAMES
    await open_session(dana, session)
    await expect(dana.get_by_text("0 of 3 people marked.")).to_be_visible()
    await dana.get_by_role("button", name="Everybody attended").click()
    await expect(dana.get_by_text("3 people marked as attended.")).to_be_visible()
    await expect(dana.get_by_text("Marked by Dana")).to_have_count(3)
    assert kept(clinic, session) == ["attended"] * 3
    await choice(dana, birch, "No-show").check()
    await expect(dana.get_by_text(f"{birch}: No-show.")).to_be_visible()
    await expect(dana.get_by_text("Marked by Dana")).to_have_count(3)
    assert kept(clinic, session) == ["attended", "no_show", "attended"]
    assert await axe(dana) == []
    await dana.get_by_role("button", name="Undo").click()
    await expect(choice(dana, birch, "Attended")).to_be_checked()
    await choice(dana, cedar, "Not marked").check()
    await expect(dana.get_by_text("2 of 3 people marked.")).to_be_visible()
    await dana.reload()
    await expect(choice(dana, birch, "Attended")).to_be_checked()
    await expect(choice(dana, cedar, "Not marked")).to_be_checked()
    assert kept(clinic, session) == ["attended", "attended", None]
    assert ash in await dana.get_by_role("list", name="Who was there").inner_text()


async def test_letters_and_arrows_mark_whoever_has_the_focus(clinic: Daymark, dana: Page, session: Session) -> None:
    ash, birch, _ = NAMES
    await open_session(dana, session)
    await choice(dana, ash, "Not marked").focus()
    await dana.keyboard.press("l")
    await expect(choice(dana, ash, "Late")).to_be_checked()
    await expect(choice(dana, ash, "Late")).to_be_focused()
    await dana.keyboard.press("ArrowRight")
    await expect(choice(dana, ash, "Left early")).to_be_checked()
    await choice(dana, birch, "Not marked").focus()
    await dana.keyboard.press("x")
    await expect(dana.get_by_text("Marked by Dana")).to_have_count(2)
    assert kept(clinic, session) == ["left_early", "excused", None]


async def test_what_people_said_stands_beside_them_and_here_is_taken_over_with_one_tap(
    clinic: Daymark, dana: Page, session: Session
) -> None:
    ash, birch, cedar = NAMES
    now = datetime.now(UTC)
    series, _, start = session.occurrence.partition("@")
    starts_at = datetime.fromisoformat(start).replace(tzinfo=CLINIC)
    said: dict[str, Any] = {"series_id": series, "original_start": start, "received_at": to_ms(now)}
    for person, kind, hindrance, moved in (
        (session.people[0], "here", None, timedelta()),
        (session.people[1], "cant_come", "childcare", timedelta()),
        (session.people[2], "cant_come", "illness", timedelta(hours=2)),  # of another time, before it was moved
    ):
        said["starts_at"] = to_ms(starts_at - moved)
        insert(
            clinic, "reply", id=str(new_id()), person_id=person, kind=kind, hindrance=hindrance, help=0,
            said_at=to_ms(now), changed_by=str(new_id()), **said,
        )  # fmt: skip
    await open_session(dana, session)
    rows = dana.get_by_role("listitem")
    await expect(rows.filter(has_text=ash)).to_contain_text("Says: I’m here")
    await expect(rows.filter(has_text=birch)).to_contain_text("Can’t make it: childcare")
    await expect(rows.filter(has_text=birch)).to_contain_text("Short notice")
    await expect(rows.filter(has_text=cedar)).not_to_contain_text("Can’t make it")
    await dana.get_by_role("button", name="1 said “I’m here”: mark as attended").click()
    await expect(choice(dana, ash, "Attended")).to_be_checked()
    await dana.get_by_role("button", name="Everybody attended").click()
    await expect(choice(dana, cedar, "Attended")).to_be_checked()
    await expect(choice(dana, birch, "Not marked")).to_be_checked()
    await expect(dana.get_by_text("Marked by Dana")).to_have_count(2)


async def test_ben_was_first_and_nothing_of_his_is_written_over(
    clinic: Daymark, dana: Page, ben: Page, session: Session
) -> None:
    _, birch, _ = NAMES
    await open_session(dana, session)
    await open_session(ben, session)
    await choice(ben, birch, "No-show").check()
    await expect(ben.get_by_text("Marked by Ben Ortiz")).to_be_visible()
    await dana.get_by_role("button", name="Everybody attended").click()
    await expect(dana.get_by_text(f"Ben Ortiz was first with {birch}: No-show.")).to_be_visible()
    await expect(choice(dana, birch, "No-show")).to_be_checked()
    assert kept(clinic, session) == ["attended", "no_show", "attended"]
    assert await axe(dana) == []
    await choice(dana, birch, "Late").check()
    await expect(dana.get_by_text("Marked by Dana")).to_have_count(3)
    assert kept(clinic, session)[1] == "late"


async def test_offline_it_says_what_is_not_saved_and_saves_it_when_the_network_is_back(
    clinic: Daymark, dana: Page, session: Session
) -> None:
    ash, birch, _ = NAMES
    await open_session(dana, session)
    await dana.context.set_offline(True)
    await choice(dana, ash, "Late").check()
    await expect(dana.get_by_text("Not saved: you are offline.")).to_be_visible()
    await choice(dana, birch, "Excused").check()
    await expect(dana.get_by_text("Not saved yet")).to_have_count(2)
    assert kept(clinic, session) == [None, None, None]
    await dana.context.set_offline(False)
    await expect(dana.get_by_text("Marked by Dana")).to_have_count(2)
    await expect(dana.get_by_text("Not saved yet")).to_have_count(0)
    assert kept(clinic, session) == ["late", "excused", None]


async def test_dana_is_told_before_the_limit(clinic: Daymark, dana: Page, session: Session) -> None:
    birch, person = NAMES[1], session.people[1]
    series, _, start = session.occurrence.partition("@")
    for days in (1, 2):
        then = datetime.fromisoformat(start) - timedelta(days=days)
        insert(
            clinic, "attendance", id=str(new_id()), person_id=person, series_id=series, mark="no_show",
            original_start=f"{then:%Y-%m-%dT%H:%M}", starts_at=to_ms(datetime.now(UTC) - timedelta(days=days)),
            marked_by_id=str(new_id()), marked_at=to_ms(datetime.now(UTC)), changed_by=str(new_id()),
        )  # fmt: skip
    warning = re.compile("One more missed session reaches the program’s limit: 2 of 3 in a row")
    await open_session(dana, session)
    await expect(dana.get_by_role("listitem").filter(has_text=birch)).to_contain_text(warning)
    await dana.get_by_role("link", name=birch).click()
    await expect(dana.get_by_text(warning)).to_be_visible()
    await put(
        dana.request, f"{clinic.origin}/api/attendances",
        {"person": person, "occurrence": session.occurrence, "mark": "no_show"},
    )  # fmt: skip
    await dana.goto(f"{clinic.origin}/people")
    row = dana.get_by_role("row").filter(has=dana.locator(f'a[href="/people/{person}"]'))
    await expect(row).to_contain_text("Missed sessions have reached the program’s limit: 3 of 3 in a row")


async def test_what_was_marked_of_a_session_that_is_cancelled_can_be_read_and_taken_back(
    clinic: Daymark, dana: Page, session: Session
) -> None:
    birch = NAMES[1]
    await open_session(dana, session)
    await choice(dana, birch, "No-show").check()
    await expect(dana.get_by_text("Marked by Dana")).to_be_visible()
    off = dict.fromkeys(("starts_at", "minutes", "reason", "place", "link", "topic", "homework"))
    await put(
        dana.request, f"{clinic.origin}/api/changes", {**off, "occurrence": session.occurrence, "cancelled": True}
    )
    await open_session(dana, session)
    await expect(dana.get_by_text("What was marked before does not count.")).to_be_visible()
    row = dana.get_by_role("listitem").filter(has_text=birch)
    await expect(row).to_contain_text("No-show")
    assert await axe(dana) == []
    await row.get_by_role("button", name=f"Take back the mark of {birch}").click()
    await expect(row).not_to_contain_text("No-show")
    await expect(dana.get_by_text("Taken back.")).to_be_visible()
    await expect(dana.get_by_text("What was marked before")).to_have_count(0)
    await open_session(dana, session)
    assert kept(clinic, session) == [None] * 3


async def test_the_caseload_leads_to_todays_sessions_and_the_settings_say_what_is_allowed(
    clinic: Daymark, dana: Page, session: Session
) -> None:
    await dana.goto(f"{clinic.origin}/people")
    path = session.address.removeprefix(clinic.origin)
    await dana.get_by_role("region", name="Sessions today").locator(f'a[href="{path}"]').click()
    await expect(dana.get_by_text("0 of 3 people marked.")).to_be_visible()
    await dana.goto(f"{clinic.origin}/settings")
    rule = dana.locator("form").filter(has=dana.get_by_role("heading", name="Missed sessions"))
    await rule.get_by_label("Unexcused in a row").fill("many")
    await rule.get_by_role("button", name="Save these limits").click()
    await expect(rule.get_by_text("Write a whole number from 1 to 50.")).to_be_visible()
    await rule.get_by_label("Unexcused in a row").fill("4")
    await rule.get_by_role("button", name="Save these limits").click()
    await expect(rule.get_by_text("Saved.", exact=True)).to_be_visible()
    assert clinic.rows("SELECT absences_in_row FROM program WHERE is_demo") == [(4,)]
    await rule.get_by_label("Unexcused in a row").fill("3")
    await rule.get_by_role("button", name="Save these limits").click()
    await expect(rule.get_by_role("button", name="Save these limits")).to_be_disabled()
    await expect(rule.get_by_text("Saved.", exact=True)).to_be_visible()
