"""One email to one mailbox, by the operator's mail server."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime

import structlog
from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from server.channel import Message, Outcome, Verdict
from server.settings import MailServer

log = structlog.get_logger()

SEND_SECONDS = 20.0
ANSWER_SECONDS = 15.0  # while somebody waits for it: a phone does for 20
GOODBYE_SECONDS = 1.0


class EmailSender:
    """A connection for each email: there are few, and one that hangs then holds up no other.

    `timeout` is the most seconds that one send takes.
    """

    def __init__(self, server: MailServer, timeout: float = SEND_SECONDS) -> None:
        self._server = server
        self._timeout = timeout

    async def send(self, to: str, message: Message, /, *, ttl: int, topic: str, now: float) -> Outcome:
        """As `Channel.send` says; `to` is `name@domain`. What has the same topic has the same Message-ID."""
        letter = self._letter(to, message, topic, datetime.fromtimestamp(now, UTC), timedelta(seconds=ttl))
        smtp = self._connection()
        try:
            async with asyncio.timeout(self._timeout):
                await smtp.connect()
                await smtp.send_message(letter)
            await _leave(smtp)
        except (SMTPException, TimeoutError, OSError) as error:
            return _told(outcome_of(error))
        finally:
            smtp.close()
        return Outcome(Verdict.ACCEPTED, "smtp_250", 250)

    def _connection(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.is_tls,
            # None: where it is offered. Beyond this machine an email, and the password before it, goes encrypted or
            # not at all: whoever can read the way could also take the offer out.
            start_tls=False if server.is_tls else None if server.is_here else True,
            local_hostname=_domain(server.sender),  # not this machine's name, which is nobody's business
            timeout=self._timeout,
        )

    def _letter(self, to: str, message: Message, topic: str, now: datetime, useful: timedelta) -> EmailMessage:
        letter = EmailMessage(WIRE)
        letter["From"], letter["To"], letter["Subject"] = self._server.sender, to, message.title
        letter["Date"], letter["Expires"] = format_datetime(now), format_datetime(now + useful)
        letter["Message-ID"] = f"<{topic}@{_domain(self._server.sender)}>"
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday answers
        letter.set_content(f"{message.body}\n\n{message.navigate}\n")
        letter["Content-Language"] = message.lang
        return letter


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


async def _leave(smtp: SMTP) -> None:
    """What was taken is taken, however the goodbye goes."""
    with suppress(SMTPException, TimeoutError, OSError):
        async with asyncio.timeout(GOODBYE_SECONDS):
            await smtp.quit()


def _told(outcome: Outcome) -> Outcome:
    if outcome.verdict is Verdict.KEY_REFUSED:
        log.error("mail_server_refuses_us", reason=outcome.reason)
    return outcome


def outcome_of(error: Exception) -> Outcome:
    """Pure. A mailbox is refused when it is named or after the text. What is refused before is about us."""
    if isinstance(error, SMTPRecipientsRefused):
        return outcome_of(error.recipients[0])
    if isinstance(error, SMTPResponseException):
        return Outcome(_verdict(error), f"smtp_{error.code}", error.code)
    if isinstance(error, TimeoutError):
        return Outcome(Verdict.TRY_LATER, "timeout")
    if isinstance(error, OSError):
        return Outcome(Verdict.TRY_LATER, "network")
    return Outcome(Verdict.KEY_REFUSED, "not_supported")  # STARTTLS, or a way to sign in that we know


def _verdict(error: SMTPResponseException) -> Verdict:
    if not 500 <= error.code < 600:
        return Verdict.TRY_LATER
    return Verdict.GONE if isinstance(error, SMTPRecipientRefused | SMTPDataError) else Verdict.KEY_REFUSED
