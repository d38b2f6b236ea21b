"""Alice gives a mailbox: nothing but a code goes there until she types it, and she can take it away at any time."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from server import clock
from server.database import rows
from server.email.models import CODE_LASTS, GUESSES, EmailAddress
from server.people.models import Audit, Language, Person
from server.people.tries import ALLOWED, CODES
from tests.conftest import Browser, new_id
from tests.frozen import at
from tests.mail_server import HANGS, MailServer, text_of

ADDRESS = "alice@mail.example"


@pytest.fixture(autouse=True)
def _half_past() -> Iterator[None]:
    """Tries are counted by the hour, and none ends in the middle of a test."""
    with at(clock.now().replace(minute=30)):
        yield


async def give(someone: Browser, address: str = ADDRESS, email_id: UUID | None = None) -> tuple[UUID, int]:
    """The mailbox's id, and how it was answered."""
    email_id = email_id or new_id()
    answer = await someone.put(f"/api/email-addresses/{email_id}", {"address": address})
    return email_id, answer.status_code


async def confirm(someone: Browser, email_id: UUID, code: str) -> int:
    return (await someone.put(f"/api/email-addresses/{email_id}/confirmed", {"code": code})).status_code


async def told(someone: Browser) -> dict[str, Any]:
    """What the page knows of the mailbox."""
    answer = await someone.get("/api/email")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    assert body["offered"]
    found: dict[str, Any] = body["address"] or {}
    return found


def code_in(server: MailServer) -> str:
    """Of the newest email."""
    found = re.search(r"\b\d{6}\b", text_of(server.received[-1]))
    assert found
    return found.group()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_with_the_code_from_her_mailbox_it_counts(alices: Browser, server: MailServer, alice: Person) -> None:
    assert await told(alices) == {}
    email_id, status = await give(alices)
    assert status == 200
    before = await told(alices)
    assert (before["address"], before["confirmed_at"], before["code_until"] is None) == (ADDRESS, None, False)
    [letter] = server.received
    assert (letter["To"], letter["Subject"]) == (ADDRESS, "Your code")
    assert await confirm(alices, email_id, code_in(server)) == 200
    after = await told(alices)
    assert (after["confirmed_at"] is None, after["code_until"], after["stopped_at"]) == (False, None, None)
    assert [each.what for each in await Audit.filter(person_id=alice.id).order_by("id")] == [
        "PUT /api/email-addresses/{id}",
        "PUT /api/email-addresses/{id}/confirmed",
    ]


async def test_the_email_says_no_more_than_the_code(alices: Browser, server: MailServer, alice: Person) -> None:
    await Person.filter(id=alice.id).update(language=Language.es)
    await give(alices)
    [letter] = server.received
    assert (letter["Subject"], letter["Content-Language"]) == ("Tu código", "es")
    for word in ("Alice", "Harbor", str(alice.id)):
        assert word not in letter.as_string()


async def test_the_address_cannot_be_read_in_the_database_nor_in_the_log(alices: Browser, server: MailServer) -> None:
    with capture_logs() as logs:
        email_id, _ = await give(alices)
        await confirm(alices, email_id, code_in(server))
    [stored] = await rows("SELECT * FROM email_address")
    everything = b" ".join(each if isinstance(each, bytes) else str(each).encode() for each in stored.values())
    assert b"mail.example" not in everything
    assert code_in(server).encode() not in everything
    assert "mail.example" not in str(logs)


async def test_a_wrong_code_is_told_and_after_five_none_is_looked_at(alices: Browser, server: MailServer) -> None:
    email_id, _ = await give(alices)
    code = code_in(server)
    assert [await confirm(alices, email_id, wrong(code)) for _ in range(GUESSES)] == [422] * GUESSES
    assert await confirm(alices, email_id, code) == 410
    assert (await told(alices))["code_until"] is None
    again, _ = await give(alices)
    assert await confirm(alices, again, code_in(server)) == 200


async def test_many_guesses_at_once_are_no_more_than_five(alices: Browser, server: MailServer) -> None:
    email_id, _ = await give(alices)
    code = int(code_in(server))
    guesses = [f"{(code + 1 + n) % 1_000_000:06}" for n in range(3 * GUESSES)]
    answers = await asyncio.gather(*(confirm(alices, email_id, each) for each in guesses))
    assert answers.count(422) == GUESSES
    assert (await EmailAddress.get()).guesses == GUESSES


async def test_whoever_guesses_on_is_stopped_by_the_hour(alices: Browser, server: MailServer) -> None:
    for _ in range(2):
        email_id, _ = await give(alices)
        for _ in range(GUESSES):
            await confirm(alices, email_id, wrong(code_in(server)))
    assert 2 * GUESSES == ALLOWED
    email_id, _ = await give(alices)
    assert await confirm(alices, email_id, code_in(server)) == 429


async def test_a_code_is_good_for_fifteen_minutes(alices: Browser, server: MailServer) -> None:
    email_id, _ = await give(alices)
    with at(clock.now() + CODE_LASTS + timedelta(seconds=1)):
        assert await confirm(alices, email_id, code_in(server)) == 410
        assert (await told(alices))["code_until"] is None


async def test_at_most_five_codes_an_hour_are_mailed_whoever_they_are_for(alices: Browser, server: MailServer) -> None:
    statuses = [(await give(alices, f"{n}@mail.example"))[1] for n in range(CODES + 2)]
    assert statuses == [200] * CODES + [429, 429]
    assert len(server.received) == CODES
    with at(clock.now() + timedelta(hours=1)):
        assert (await give(alices))[1] == 200


async def test_the_same_request_twice_mails_one_code(alices: Browser, server: MailServer) -> None:
    email_id, _ = await give(alices)
    assert await give(alices, email_id=email_id) == (email_id, 200)
    assert len(server.received) == 1


async def test_another_mailbox_takes_the_place_of_the_one_before_and_has_to_be_confirmed(
    alices: Browser, server: MailServer
) -> None:
    first, _ = await give(alices)
    await confirm(alices, first, code_in(server))
    second, _ = await give(alices, "new@mail.example")
    found = await told(alices)
    assert (found["id"], found["address"], found["confirmed_at"]) == (str(second), "new@mail.example", None)
    assert await confirm(alices, first, code_in(server)) == 404
    assert await give(alices, email_id=first) == (first, 200)  # late: the newest has its way
    assert (await told(alices))["id"] == str(second)


@pytest.mark.parametrize(
    ("command", "answer", "status"),
    [("RCPT", "550 Nobody here", 422), ("DATA", "451 Later", 503), ("MAIL", "550 Who are you", 503)],
)
async def test_what_could_not_be_mailed_leaves_all_as_it_was(
    alices: Browser, server: MailServer, command: str, answer: str, status: int
) -> None:
    first, _ = await give(alices)
    await confirm(alices, first, code_in(server))
    server.answers[command] = answer
    assert (await give(alices, "new@mail.example"))[1] == status
    assert (await told(alices))["id"] == str(first)


async def test_a_mail_server_that_hangs_holds_no_row(
    alices: Browser, server: MailServer, app: Starlette, alice: Person
) -> None:
    server.answers["DATA"], hanging = HANGS, asyncio.Event()
    server.on_data = hanging.set
    waiting = asyncio.create_task(give(alices))
    async with asyncio.timeout(60):
        await hanging.wait()
        await Person.filter(id=alice.id).update(zone="UTC")
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert not await EmailAddress.exists()


async def test_taken_away_it_is_forgotten_at_once(alices: Browser, server: MailServer, alice: Person) -> None:
    email_id, _ = await give(alices)
    await confirm(alices, email_id, code_in(server))
    for _ in range(2):
        assert (await alices.put(f"/api/email-addresses/{email_id}/removed", {})).status_code == 200
    assert await told(alices) == {}
    assert not await EmailAddress.exists()
    newest = await Audit.filter(person_id=alice.id).order_by("-id").first()
    assert newest
    assert newest.what == "PUT /api/email-addresses/{id}/removed"
    assert await Audit.filter(what=newest.what).count() == 1


async def test_nobody_elses_mailbox_is_touched(alices: Browser, charlies: Browser, server: MailServer) -> None:
    email_id, _ = await give(alices)
    code = code_in(server)
    assert (await give(charlies, email_id=email_id))[1] == 404
    assert await confirm(charlies, email_id, code) == 404
    await charlies.put(f"/api/email-addresses/{email_id}/removed", {})
    assert (await told(alices))["id"] == str(email_id)
    assert len(server.received) == 1


@pytest.mark.parametrize("address", ["alice", "alice@", "alice@mail", "a b@c.example", "a@b.example\nBcc: c@d.example"])
async def test_what_is_no_address_is_refused(alices: Browser, server: MailServer, address: str) -> None:
    answer = await alices.put(f"/api/email-addresses/{new_id()}", {"address": address})
    assert (answer.status_code, answer.json()["field"]) == (422, "address")
    assert server.received == []


async def test_staff_have_no_second_way(danas: Browser) -> None:
    assert (await danas.get("/api/email")).status_code == 404
    assert (await give(danas))[1] == 404


async def test_without_a_mail_server_it_is_not_offered(app: Starlette, alice: Person, alices: Browser) -> None:
    app.state.settings = replace(app.state.settings, mail_server=None)
    app.state.email = None
    assert (await alices.get("/api/email")).json() == {"offered": False, "address": None}
    assert (await give(alices))[1] == 409
