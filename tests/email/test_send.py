"""One email to a real mail server that answers as told: what it says, how it goes there, and what becomes of it."""

import asyncio
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from server.channel import Channel, Message, Outcome, Verdict
from server.email.send import EmailSender
from server.settings import MailServer as Settings
from tests.email.conftest import settings_for
from tests.mail_server import DROPS, HANGS, MailServer, mail_server, text_of
from tests.push.test_send import certificate_by_nobody

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MESSAGE = Message("Tienes un recordatorio", "Ábrela para ver qué es.", "https://d.example", "tag", "es")


async def send(server: Settings, patience: float = 5) -> Outcome:
    channel: Channel[str] = EmailSender(server, patience)
    return await channel.send("maya@mail.example", MESSAGE, ttl=3600, topic="a-topic_1", now=NOON.timestamp())


async def test_maya_reads_what_was_sent_and_nothing_follows_her(server: MailServer) -> None:
    assert await send(settings_for(server.url)) == Outcome(Verdict.ACCEPTED, "smtp_250", 250)
    [letter] = server.received
    assert (letter["From"], letter["To"]) == ("reminders@d.example", "maya@mail.example")
    assert letter["Subject"] == "Tienes un recordatorio"
    assert text_of(letter) == "Ábrela para ver qué es.\n\nhttps://d.example\n"
    assert letter["Message-ID"] == "<a-topic_1@d.example>"
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "es")
    assert letter["Date"] == "Mon, 01 Jun 2026 12:00:00 +0000"
    assert letter["Expires"] == "Mon, 01 Jun 2026 13:00:00 +0000"
    assert letter.get_content_type() == "text/plain"
    assert not {"X-Mailer", "User-Agent", "Disposition-Notification-To", "List-Unsubscribe"} & set(letter.keys())


@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("RCPT", "451 Come back", Outcome(Verdict.TRY_LATER, "smtp_451", 451)),
        ("RCPT", "550 Nobody here", Outcome(Verdict.GONE, "smtp_550", 550)),
        ("DATA", "452 Full", Outcome(Verdict.TRY_LATER, "smtp_452", 452)),
        ("DATA", "550 Nobody here", Outcome(Verdict.GONE, "smtp_550", 550)),
        ("MAIL", "451 Come back", Outcome(Verdict.TRY_LATER, "smtp_451", 451)),
        ("MAIL", "550 Who are you", Outcome(Verdict.KEY_REFUSED, "smtp_550", 550)),  # not Maya's fault
        ("MAIL", DROPS, Outcome(Verdict.TRY_LATER, "network")),
        ("DATA", DROPS, Outcome(Verdict.TRY_LATER, "network")),
        ("RCPT", HANGS, Outcome(Verdict.TRY_LATER, "timeout")),
        ("DATA", HANGS, Outcome(Verdict.TRY_LATER, "timeout")),
        ("QUIT", DROPS, Outcome(Verdict.ACCEPTED, "smtp_250", 250)),  # what is taken is taken
        ("QUIT", HANGS, Outcome(Verdict.ACCEPTED, "smtp_250", 250)),
    ],
)
async def test_what_becomes_of_it(server: MailServer, command: str, answer: str, outcome: Outcome) -> None:
    server.answers[command] = answer
    async with asyncio.timeout(10):
        assert await send(settings_for(server.url), patience=0.5) == outcome


async def test_where_nobody_listens_it_is_tried_later() -> None:
    async with mail_server() as gone:
        pass
    assert await send(settings_for(gone.url)) == Outcome(Verdict.TRY_LATER, "network")


async def test_beyond_this_machine_nothing_is_said_unencrypted() -> None:
    # An address of this machine's too, but not one by which we know that.
    async with mail_server(host="127.0.0.2") as server:
        outcome = await send(settings_for(f"smtp://127.0.0.2:{server.port}"))
    assert (outcome, server.received) == (Outcome(Verdict.KEY_REFUSED, "not_supported"), [])


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for localhost that this process believes."""
    context = certificate_by_nobody(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    return context


async def test_the_password_goes_only_through_starttls(trusted: ssl.SSLContext) -> None:
    async with mail_server(trusted) as server:
        url = f"smtp://dana%40d.example:right%2Fwrong%3F@localhost:{server.port}"
        assert (await send(settings_for(url))).verdict is Verdict.ACCEPTED
    assert (server.signed_in, server.was_encrypted) == ([b"dana@d.example"], [True])


async def test_smtps_is_encrypted_from_the_first_byte_on(trusted: ssl.SSLContext) -> None:
    async with mail_server(trusted, from_the_start=True) as server:
        assert (await send(settings_for(f"smtps://localhost:{server.port}"))).verdict is Verdict.ACCEPTED
    assert len(server.received) == 1


async def test_a_wrong_password_is_for_the_operator_and_in_no_log(trusted: ssl.SSLContext) -> None:
    async with mail_server(trusted) as server:
        with capture_logs() as logs:
            outcome = await send(settings_for(f"smtp://dana:hush-hush@localhost:{server.port}"))
    assert outcome == Outcome(Verdict.KEY_REFUSED, "smtp_535", 535)
    assert logs == [{"event": "mail_server_refuses_us", "reason": "smtp_535", "log_level": "error"}]


async def test_a_mail_server_that_cannot_prove_its_name_is_told_nothing(tmp_path: Path) -> None:
    async with mail_server(certificate_by_nobody(tmp_path)) as server:
        outcome = await send(settings_for(f"smtp://dana:hush@localhost:{server.port}"))
    assert (outcome.verdict, server.signed_in, server.received) == (Verdict.TRY_LATER, [], [])
