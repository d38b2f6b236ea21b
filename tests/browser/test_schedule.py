"""The clinic's calendar as staff make it: groups, series, single sessions changed, and what a phone shows of it."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.chromium import Chromium, axe, until
from tests.browser.clinic import CLINIC, OURS, person_on, phone_in_care, put
from tests.browser.people import all_sent
from tests.browser.server import Daymark
from tests.conftest import new_id

NAMES = ("Alice Moss", "Charlie Reed")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Whether a draft that is kept in this browser has that text.
KEPT = """await new Promise((done) => {{
    const opening = indexedDB.open("daymark")
    opening.onsuccess = () => {{
        const all = opening.result.transaction("drafts").objectStore("drafts").getAll()
        all.onsuccess = () => (opening.result.close(), done(JSON.stringify(all.result).includes("{text}")))
    }}
}})"""
TWO_WEEKS = (("Stress management", "Walk each day"), ("Asking for help", "Call a friend"))  # topics and homework
EVENINGS = "6:00 – 7:30 pm"


def next_monday() -> date:
    """The first one after today: none of its sessions has begun."""
    today = datetime.now(UTC).astimezone(CLINIC).date()
    return today + timedelta(days=7 - today.weekday())


@dataclass
class Phones:
    """Those of `NAMES`, and whose they are."""

    alice: Page
    charlie: Page
    people: list[str]


@pytest.fixture
async def phones(chromium: Chromium, clinic: Daymark, dana: Page) -> AsyncIterator[Phones]:
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(phone_in_care(chromium, clinic, dana, name)) for name in NAMES]
        yield Phones(pages[0], pages[1], [await person_on(page) for page in pages])


@dataclass
class Running:
    """A series of Alice's and Charlie's group, on Mondays and Thursdays at six, that began three weeks ago."""

    series: str
    title: str
    first: date


@pytest.fixture
async def running(clinic: Daymark, dana: Page, phones: Phones) -> Running:
    first = next_monday() - 4 * WEEK
    group, title = str(new_id()), f"Meadow skills {new_id().hex[-6:]}"
    members = [{"person": person, "from_day": first.isoformat(), "to_day": None} for person in phones.people]
    made = await dana.request.put(
        f"{clinic.origin}/api/groups/{group}", data={"name": "Meadow", "lead": None, "members": members}, headers=OURS
    )
    assert made.ok, await made.text()
    wanted: dict[str, Any] = {
        "series": None, "from_day": None, "group": group, "person": None, "facilitator": None, "kind": "group",
        "title": title, "topics": [f"Topic {n}" for n in range(1, 7)], "homework": None,
        "rule": "FREQ=WEEKLY;BYDAY=MO,TH", "first_day": first.isoformat(), "wall_time": "18:00", "minutes": 90,
        "until": None, "excluded": [], "added": [], "place": "Room 2", "link": None, "bring": None,
    }  # fmt: skip
    kept = await put(dana.request, f"{clinic.origin}/api/series", wanted)
    return Running(kept["id"], title, first)


async def open_week(page: Page, clinic: Daymark, day: date) -> None:
    await page.goto(f"{clinic.origin}/schedule?day={day}")
    await expect(page.get_by_role("heading", name=spelled(day))).to_be_visible()


def spelled(day: date) -> str:
    return f"{day:%A, %B} {day.day}"


def on(page: Page, day: date) -> Locator:
    """A day's row in a calendar of staff, or of a participant."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=spelled(day)))


def change_button(page: Page, day: date, title: str) -> Locator:
    return on(page, day).get_by_role("button", name=f"Change {title}")


async def change(page: Page, clinic: Daymark, day: date, title: str) -> Locator:
    """The sheet in which the session of that title on the day is changed."""
    await open_week(page, clinic, day)
    await change_button(page, day, title).click()
    return page.get_by_role("dialog", name=f"Change: {title}")


async def see_day(page: Page, clinic: Daymark, day: date) -> Locator:
    """A day's row in a participant's calendar."""
    await page.goto(f"{clinic.origin}/calendar?day={day}")
    return on(page, day)


async def test_dana_makes_a_group_and_its_series_and_alice_has_them_in_her_calendar(
    clinic: Daymark, dana: Page, phones: Phones
) -> None:
    monday, title = next_monday(), "Orchard skills"
    await dana.goto(f"{clinic.origin}/schedule")
    await dana.get_by_role("link", name="Groups").click()
    await dana.get_by_role("button", name="New group").click()
    sheet = dana.get_by_role("dialog", name="New group")
    await sheet.get_by_role("button", name="Save").click()
    await expect(sheet.get_by_label("Name", exact=True)).to_be_focused()
    await sheet.get_by_label("Name", exact=True).fill("Orchard")
    for person in phones.people:
        await sheet.get_by_label("Add somebody").select_option(value=person)
    assert await axe(dana) == []
    await sheet.get_by_role("button", name="Save").click()
    await expect(dana.get_by_text("Orchard is saved.")).to_be_visible()
    await dana.goto(f"{clinic.origin}/schedule/new")
    await dana.get_by_label("Group or person").select_option(label="Orchard")
    await dana.get_by_label("Name of the session").fill(title)
    for weekday in ("Monday", "Thursday"):
        await dana.get_by_role("checkbox", name=weekday).press("Space")
    await dana.get_by_label("First day").fill(monday.isoformat())
    await dana.get_by_label("Starts at").fill("18:00")
    await dana.get_by_label("Minutes").fill("90")
    await dana.get_by_label("Place").fill("Room 4")
    for n, (topic, homework) in enumerate(TWO_WEEKS):
        week = dana.get_by_role("group", name=re.compile("^Week of")).nth(n)
        await week.get_by_label("Topic").fill(topic)
        await week.get_by_label("Homework").fill(homework)
    dates = dana.get_by_role("region", name="The next dates")
    await expect(dates.get_by_role("listitem").first).to_have_text(f"{spelled(monday)}, {EVENINGS}")
    await expect(dates).to_contain_text("Nobody in your care has anything else then.")
    assert await axe(dana) == []
    await dana.get_by_role("button", name="Save").click()
    await expect(dana.get_by_text("The series is saved.")).to_be_visible()
    for day in (monday, monday + 3 * DAY):
        row = on(dana, day).get_by_role("listitem").filter(has_text=title)
        await expect(row).to_contain_text(EVENINGS)
        await expect(row).to_contain_text("Orchard · Group session · Stress management · Room 4")
        await expect(row).to_contain_text("2 people expected")
    assert await axe(dana) == []
    there = await see_day(phones.alice, clinic, monday + WEEK + 3 * DAY)
    await there.get_by_role("link", name=title).click()
    await expect(phones.alice.get_by_role("heading", level=1, name=title)).to_be_visible()
    for line in (EVENINGS, "Asking for help", "Call a friend", "Room 4"):
        await expect(phones.alice.get_by_text(line, exact=True)).to_be_visible()


async def work_in_the_evening(page: Page, clinic: Daymark, day: date) -> None:
    """A time of Alice's own, of which her counselor sees "busy"."""
    await page.goto(f"{clinic.origin}/commitments")
    await page.get_by_role("button", name="Add a time").click()
    sheet = page.get_by_role("dialog", name="Add a time")
    await sheet.get_by_role("radio", name="Work").check()
    await sheet.get_by_label("What you call it").fill("Diner")
    await sheet.get_by_role("checkbox", name=f"{day:%A}").check()
    await sheet.get_by_label("From").fill("17:00")
    await sheet.get_by_label("To").fill("22:00")
    await sheet.get_by_role("radio", name=re.compile("My counselor sees")).check()
    await sheet.get_by_role("button", name="Save").click()
    await all_sent(page)


async def test_before_a_session_is_moved_dana_sees_who_is_busy_and_alice_sees_where_it_was(
    clinic: Daymark, dana: Page, phones: Phones, running: Running
) -> None:
    monday = next_monday()
    wednesday = monday + 2 * DAY
    await work_in_the_evening(phones.alice, clinic, wednesday)
    sheet = await change(dana, clinic, monday, running.title)
    await expect(sheet.get_by_text("Who can’t come then")).not_to_be_attached()
    await sheet.get_by_label("Day", exact=True).fill((monday + 4 * DAY).isoformat())
    await expect(sheet.get_by_text("Nobody in your care has anything else then.")).to_be_visible()
    await sheet.get_by_label("Day", exact=True).fill(wednesday.isoformat())
    await sheet.get_by_label("Starts at").fill("18:30")
    conflicts = sheet.get_by_role("region", name="Who can’t come then")
    await expect(conflicts.get_by_role("listitem")).to_have_text(["Alice Moss: busy"])
    assert "Diner" not in await dana.content()
    assert await axe(dana) == []
    await sheet.get_by_role("button", name="Save").click()
    await expect(dana.get_by_text("The session is changed.")).to_be_visible()
    await expect(on(dana, wednesday).get_by_text("Moved from Monday, 6:00 pm")).to_be_visible()
    await expect(on(dana, monday).get_by_text("Moved to Wednesday, 6:30 pm")).to_be_visible()
    there = await see_day(phones.alice, clinic, wednesday)
    session = there.get_by_role("link", name=running.title)
    await expect(session).to_contain_text("6:30 – 8:00 pm")
    await expect(session).to_contain_text("Moved from Monday, 6:00 pm")
    await expect(session).to_contain_text("At the same time: Diner")
    await expect(on(phones.alice, monday).get_by_role("link", name=running.title)).to_contain_text("Moved to Wednesday")


async def test_one_session_is_cancelled_with_a_reason_and_put_back_with_the_keyboard_alone(
    clinic: Daymark, dana: Page, phones: Phones, running: Running
) -> None:
    thursday = next_monday() + 3 * DAY
    await open_week(dana, clinic, thursday)
    await change_button(dana, thursday, running.title).press("Enter")
    sheet = dana.get_by_role("dialog", name=f"Change: {running.title}")
    await expect(sheet).to_be_visible()
    await dana.keyboard.press("Escape")
    await expect(sheet).not_to_be_visible()
    await expect(change_button(dana, thursday, running.title)).to_be_focused()
    await dana.keyboard.press("Enter")
    await sheet.get_by_text("Cancel this session").press("Enter")
    await sheet.get_by_label("Reason").press_sequentially("The heating is out.")
    await dana.keyboard.press("Enter")
    await expect(dana.get_by_text("The session is cancelled.")).to_be_visible()
    await expect(on(dana, thursday)).to_contain_text("Reason: The heating is out.")
    there = (await see_day(phones.alice, clinic, thursday)).get_by_role("link", name=running.title)
    await expect(there).to_contain_text("Cancelled")
    await there.click()
    await expect(phones.alice.get_by_text("This session is cancelled. You don’t have to come.")).to_be_visible()
    await expect(phones.alice.get_by_text("The heating is out.")).to_be_visible()
    await change_button(dana, thursday, running.title).press("Enter")
    await sheet.get_by_role("button", name="Put it back as it was planned").press("Enter")
    await expect(dana.get_by_text("The session is as it was planned.")).to_be_visible()
    there = (await see_day(phones.alice, clinic, thursday)).get_by_role("link", name=running.title)
    await expect(there).not_to_contain_text("Cancelled")
    await expect(there).to_contain_text("Takes place as planned")
    await there.click()
    await expect(phones.alice.get_by_text("Takes place as planned")).to_be_visible()


async def test_that_a_session_takes_longer_is_marked_and_it_is_moved_onto_another_one_only_knowingly(
    clinic: Daymark, dana: Page, phones: Phones, running: Running
) -> None:
    monday = next_monday()
    [(group,)] = clinic.rows("SELECT group_id FROM series WHERE id = ?", running.series)
    [other] = clinic.rows("SELECT rule, first_day, wall_time, minutes FROM series WHERE id = ?", running.series)
    twice = dict(zip(("rule", "first_day", "wall_time", "minutes"), other, strict=True))
    nothing = dict.fromkeys(
        ("series", "from_day", "person", "facilitator", "topics", "homework", "until", "place", "link", "bring")
    )
    await put(
        dana.request,
        f"{clinic.origin}/api/series",
        {**nothing, **twice, "group": group, "kind": "group", "title": "Meadow too", "excluded": [], "added": []},
    )
    sheet = await change(dana, clinic, monday, running.title)
    await sheet.get_by_label("Minutes").fill("120")
    conflicts = sheet.get_by_role("region", name="Who can’t come then")
    await expect(conflicts.get_by_role("listitem")).to_have_text(
        ["Alice Moss: another session", "Charlie Reed: another session"]
    )
    await sheet.get_by_role("button", name="Save").click()
    await expect(dana.get_by_text("The session is changed.")).to_be_visible()
    await expect(on(dana, monday)).to_contain_text("Ends at 8:00 pm now")
    there = (await see_day(phones.alice, clinic, monday)).get_by_role("link", name=running.title)
    await expect(there).to_contain_text("6:00 – 8:00 pm")
    await expect(there).to_contain_text("Ends at 8:00 pm now")


async def test_from_a_session_on_the_series_is_at_another_time_and_what_was_stays(
    clinic: Daymark, dana: Page, phones: Phones, running: Running
) -> None:
    monday = next_monday()
    thursday = monday + 3 * DAY
    past = f"{running.series}@{running.first}T18:00"
    mark = {"person": phones.people[0], "occurrence": past, "mark": "attended"}
    await put(dana.request, f"{clinic.origin}/api/attendances", mark)
    sheet = await change(dana, clinic, thursday, running.title)
    await sheet.get_by_role("link", name="Change the series from this one on").click()
    await expect(dana.get_by_label("From this day on")).to_have_value(thursday.isoformat())
    await dana.get_by_label("Starts at").fill("19:00")
    dates = dana.get_by_role("region", name="The next dates")
    await expect(dates.get_by_role("listitem").first).to_have_text(f"{spelled(thursday)}, 7:00 – 8:30 pm")
    assert await axe(dana) == []
    await dana.get_by_role("button", name="Save").click()
    await expect(dana.get_by_text("The series is saved.")).to_be_visible()
    for day, hours in ((monday, EVENINGS), (thursday, "7:00 – 8:30 pm")):
        await expect(on(dana, day).get_by_role("listitem").filter(has_text=running.title)).to_contain_text(hours)
        session = (await see_day(phones.alice, clinic, day)).get_by_role("link", name=running.title)
        await expect(session).to_contain_text(hours)
        await expect(session).to_contain_text("Topic 5")
    for day in (thursday, monday + WEEK):  # all that differ, not only the one by which people hear of it
        session = (await see_day(phones.alice, clinic, day)).get_by_role("link", name=running.title)
        await expect(session).to_contain_text("Moved from 6:00 pm")
    assert clinic.rows("SELECT wall_time, until FROM series WHERE id = ?", running.series) == [
        ("18:00", thursday.isoformat())
    ]
    await dana.goto(f"{clinic.origin}/attendance/{quote(past, safe='')}")
    marks = dana.get_by_role("radiogroup", name="Alice Moss")
    await expect(marks.get_by_role("radio", name="Attended", exact=True)).to_be_checked()


async def test_a_series_that_has_not_begun_changes_from_the_session_on_that_was_chosen(
    clinic: Daymark, dana: Page, phones: Phones
) -> None:
    monday, title = next_monday(), f"Talk with Charlie {new_id().hex[-6:]}"
    await dana.goto(f"{clinic.origin}/people/{phones.people[1]}")
    await dana.get_by_role("link", name="Plan an individual session").click()
    await expect(dana.get_by_label("Group or person")).to_have_value(f"person:{phones.people[1]}")
    await dana.get_by_label("Name of the session").fill(title)
    await dana.get_by_role("checkbox", name="Monday").check()
    await dana.get_by_label("First day").fill(monday.isoformat())
    await dana.get_by_label("Starts at").fill("10:00")
    await until(dana, KEPT.format(text="10:00"))  # nobody reloads within milliseconds
    await dana.reload()
    await expect(dana.get_by_text("Not saved yet. What you wrote is kept in this browser.")).to_be_visible()
    await dana.get_by_role("button", name="Save").click()
    await expect(dana.get_by_text("The series is saved.")).to_be_visible()
    sheet = await change(dana, clinic, monday + WEEK, title)
    await sheet.get_by_role("link", name="Change the series from this one on").click()
    await expect(dana.get_by_label("From this day on")).to_have_value((monday + WEEK).isoformat())
    await dana.get_by_label("Starts at").fill("11:00")
    await dana.get_by_role("button", name="Save").click()
    await expect(dana.get_by_text("The series is saved.")).to_be_visible()
    for day, hours in ((monday, "10:00 – 11:00 am"), (monday + WEEK, "11:00 am – 12:00 pm")):
        there = await see_day(phones.charlie, clinic, day)
        await expect(there.get_by_role("link", name=title)).to_contain_text(hours)


def calendar_file(folder: Path, uid: str, monday: date) -> Path:
    """A series of yoga, one of whose sessions is left out, and a day off."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Maple Street//Rooms//EN",
        "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T120000Z", "SUMMARY:Yoga on the mat", "LOCATION:Gym",
        f"DTSTART;TZID=America/New_York:{monday:%Y%m%d}T070000", f"DTEND;TZID=America/New_York:{monday:%Y%m%d}T080000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,FR", f"EXDATE;TZID=America/New_York:{monday + 4 * DAY:%Y%m%d}T070000",
        "END:VEVENT",
        "BEGIN:VEVENT", f"UID:off-{uid}", "DTSTAMP:20260101T120000Z", "SUMMARY:Clinic closed",
        f"DTSTART;VALUE=DATE:{monday + DAY:%Y%m%d}", "END:VEVENT",
        "END:VCALENDAR",
    ]  # fmt: skip
    path = folder / "rooms.ics"
    path.write_bytes("\r\n".join([*lines, ""]).encode())
    return path


async def test_another_calendars_file_shows_what_it_would_make_before_it_is_imported(
    clinic: Daymark, dana: Page, phones: Phones, running: Running, tmp_path: Path
) -> None:
    monday, uid = next_monday(), f"{new_id()}@rooms.example"
    imported = "SELECT count(*) FROM series WHERE imported_uid = ?"
    await dana.goto(f"{clinic.origin}/schedule/import")
    file = dana.get_by_label("File", exact=True)
    await file.set_input_files({"name": "notes.ics", "mimeType": "text/calendar", "buffer": b"Just a note."})
    await expect(dana.get_by_role("alert").filter(has_text=re.compile("calendar"))).to_be_visible()
    await file.set_input_files(calendar_file(tmp_path, uid, monday))
    await expect(dana.get_by_text("1 series in the file")).to_be_visible()
    yoga = dana.locator("form").filter(has_text="Yoga on the mat")
    await expect(yoga.get_by_role("listitem").first).to_have_text(f"{spelled(monday)}, 7:00 – 8:00 am")
    await expect(yoga.get_by_role("listitem").nth(1)).to_have_text(f"{spelled(monday + WEEK)}, 7:00 – 8:00 am")
    await expect(dana.get_by_role("region", name="Not imported")).to_contain_text(
        "“Clinic closed” lasts the whole day; a session needs a time of day."
    )
    assert await axe(dana) == []
    await dana.get_by_role("button", name="Import 1 series").click()
    await expect(dana.get_by_label("Group or person")).to_be_focused()
    await expect(dana.get_by_text("Choose a group or a person.", exact=True)).to_be_visible()
    assert clinic.rows(imported, uid) == [(0,)]
    await dana.get_by_label("Group or person").select_option(value=f"person:{phones.people[0]}")
    conflicts = dana.get_by_role("region", name="Who can’t come then")
    await expect(conflicts.get_by_text("Nobody in your care has anything else then.")).to_be_visible()
    assert await axe(dana) == []
    await dana.get_by_role("button", name="Import 1 series").click()
    await expect(dana.get_by_role("status").filter(has_text="1 series is in the calendar.")).to_be_focused()
    assert clinic.rows(imported, uid) == [(1,)]
    there = await see_day(phones.alice, clinic, monday)
    await expect(there.get_by_role("link", name="Yoga on the mat")).to_contain_text("7:00 – 8:00 am")
    await expect(on(phones.alice, monday + 4 * DAY)).not_to_contain_text("Yoga")
    await dana.get_by_role("button", name="Import another file").click()
    await file.set_input_files(tmp_path / "rooms.ics")
    await expect(dana.get_by_text("Imported before")).to_be_visible()
    await expect(dana.get_by_role("button", name=re.compile("^Import \\d"))).to_have_count(0)
