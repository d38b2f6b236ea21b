"""The second way, from the page to the mailbox: an address, its code, a reminder that no phone showed."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from playwright.async_api import expect

from tests.browser.chromium import Chromium, axe
from tests.browser.clinic import ask, person_on, to_ms
from tests.browser.people import phone_of
from tests.browser.server import Daymark
from tests.conftest import new_id
from tests.mail_server import MailServer, text_of

ADDRESS = "robin@mail.example"
AGO = timedelta(minutes=11)


async def test_a_reminder_that_no_phone_showed_comes_to_the_mailbox_that_robin_confirmed(
    chromium: Chromium, daymark: Daymark, mail: MailServer
) -> None:
    async with phone_of(chromium, daymark, "Robin") as page:
        robin = await person_on(page)
        await page.goto(f"{daymark.origin}/reminders")
        card = page.get_by_role("region", name="Email, when a notification does not get through")
        await expect(card).to_contain_text("Your email provider can read it")
        await card.get_by_role("button", name="Set up email").click()
        await card.get_by_label("Your email address").fill(ADDRESS)
        await card.get_by_role("button", name="Send me a code").click()
        await expect(card).to_contain_text(f"We sent an email with a code to {ADDRESS}.")
        assert daymark.rows("SELECT confirmed_at FROM email_address WHERE person_id = ?", robin) == [(None,)]
        letter = mail.received[-1]
        assert (letter["To"], letter["Subject"]) == (ADDRESS, "Your code")
        code = re.findall(r"\b\d{6}\b", text_of(letter))[0]
        assert await axe(page) == []
        await card.get_by_label("The code from the email").fill(f"{code[:3]} {code[3:]}")
        await card.get_by_role("button", name="Confirm").click()
        await expect(card.get_by_role("status").filter(has_text="The code is right.")).to_be_focused()
        assert await axe(page) == []
        [(stored,)] = daymark.rows("SELECT address FROM email_address WHERE person_id = ?", robin)
        assert b"robin" not in stored
        unseen(daymark, robin)
        reminder = (await mail.arrived(len(mail.received) + 1))[-1]
        assert (reminder["To"], reminder["Subject"]) == (ADDRESS, "You have a reminder")
        assert text_of(reminder).endswith(f"\n{daymark.origin}\n")
        await card.get_by_role("button", name="Turn off email").click()
        await expect(card.get_by_text("Email is off, and the address is forgotten.")).to_be_focused()
        assert daymark.rows("SELECT * FROM email_address WHERE person_id = ?", robin) == []


def unseen(daymark: Daymark, person: str) -> None:
    """A reminder of a check-in that a push service took eleven minutes ago, written past the server."""
    check_in = ask(daymark, person, "daily", opened=AGO)
    then = to_ms(datetime.now(UTC) - AGO)
    row = {
        "id": str(new_id()),
        "person_id": person,
        "kind": "check_in",
        "key": f"{person}:check_in:{check_in}:{then // 1000}:open",
        "subject": check_in,
        "moment": then,
        "due_at": then,
        "next_at": then,
        "useless_after": then + 6 * 3_600_000,
        "state": "accepted",
        "tries": 1,
    }
    with closing(sqlite3.connect(daymark.folder / "data" / "daymark.db", timeout=10)) as database, database:
        database.execute("UPDATE email_address SET confirmed_at = ? WHERE person_id = ?", (then, person))
        columns = ", ".join(row)
        database.execute(f"INSERT INTO reminder ({columns}) VALUES (:{', :'.join(row)})", row)  # noqa: S608  # our own
