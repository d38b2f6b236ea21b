"""A real mail server on 127.0.0.1 that keeps what it is sent and answers as told."""

import asyncio
import email
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TAKEN = "250 Taken"
HANGS = "hangs"
DROPS = "drops"


class MailServer:
    """`answers` by command (MAIL, RCPT, DATA): a line of SMTP, or HANGS, or DROPS; TAKEN where nothing else is told."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.on_data: Callable[[], None] = lambda: None  # once it has the text, before it says so
        self.signed_in: list[bytes] = []
        self.was_encrypted: list[bool] = []
        self.port = 0
        self._arrived = asyncio.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """Those of a Daymark that sends by it."""
        return {"DAYMARK_SMTP_URL": self.url, "DAYMARK_MAIL_FROM": "reminders@d.example"}

    async def arrived(self, number: int, patience: float = 30) -> list[EmailMessage]:
        """Waits until so many have come."""
        async with asyncio.timeout(patience):
            while len(self.received) < number:
                self._arrived.clear()
                await self._arrived.wait()
        return self.received

    # What aiosmtpd calls

    async def handle_MAIL(self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return await self._answer("MAIL", server)

    async def handle_RCPT(self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.rcpt_tos.append(address)
        return await self._answer("RCPT", server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers.get("DATA", TAKEN) == TAKEN:
            self.received.append(read(cast(bytes, envelope.content)))
            self.was_encrypted.append(session.ssl is not None)
            self._arrived.set()
        self.on_data()
        return await self._answer("DATA", server)

    async def handle_QUIT(self, server: SMTP, _: Session, envelope: Envelope) -> str:
        return await self._answer("QUIT", server)

    async def _answer(self, command: str, server: SMTP) -> str:
        told = self.answers.get(command, "221 Bye" if command == "QUIT" else TAKEN)
        if told == HANGS:
            await asyncio.Event().wait()
        if told == DROPS:
            cast(asyncio.Transport, server.transport).abort()
            return TAKEN
        return told

    def sign_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.signed_in.append(given.login)
        return AuthResult(success=given.password == b"right/wrong?", handled=False)


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=WIRE)


def text_of(letter: EmailMessage) -> str:
    """As its reader sees it."""
    text: str = letter.get_content()
    return text.replace("\r\n", "\n")


@asynccontextmanager
async def mail_server(
    tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", *, from_the_start: bool = False
) -> AsyncIterator[MailServer]:
    """Running until the context ends; with `tls` it offers STARTTLS, or speaks nothing else from the start."""
    starttls, smtps = (None, tls) if from_the_start else (tls, None)
    running = MailServer()

    def connected() -> SMTP:
        return SMTP(running, hostname="mail.example", tls_context=starttls, authenticator=running.sign_in)

    async with await asyncio.get_running_loop().create_server(connected, host, 0, ssl=smtps) as listening:
        running.port = listening.sockets[0].getsockname()[1]
        yield running
