"""A person's mailbox for reminders that no phone showed: given, confirmed by a code, taken away."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from server.channel import Channel, Verdict
from server.email import confirm
from server.email.models import EmailAddress
from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, get, put, refuse_future
from server.people.routes import Nothing
from server.people.signin import SignedIn, participant
from server.people.tries import count_mailed, count_wrong, refuse_guessing
from server.settings import is_mailbox

LONGEST = 254  # characters, RFC 5321


def _mailbox(text: str) -> str:
    if not is_mailbox(text.strip()):
        raise ValueError("is not an email address; write it like name@example.org")
    return text.strip()


class EmailAddressIn(Schema):
    address: Annotated[str, Field(max_length=LONGEST), AfterValidator(_mailbox)]


class CodeIn(Schema):
    code: str = Field(pattern=r"^[0-9]{6}$")


class EmailAddressOut(Schema):
    """`code_until`: by when its code has to be typed; none once it is confirmed, or when a new code is needed.
    `stopped_at`: since when nothing is sent there, because it took nothing several times."""

    id: UUID
    address: str
    code_until: Moment | None
    confirmed_at: Moment | None
    stopped_at: Moment | None


class EmailOut(Schema):
    """Whether this program writes emails at all, and the person's mailbox if they gave one."""

    offered: bool
    address: EmailAddressOut | None


@get("/api/email", door=participant, returns=EmailOut)
async def read_email(call: Call[None, SignedIn]) -> EmailOut:
    """The mailbox for reminders that no phone showed."""
    found = await EmailAddress.get_or_none(person_id=call.viewer.person.id)
    return EmailOut(offered=call.settings.mail_server is not None, address=_out(found, call) if found else None)


def _out(found: EmailAddress, call: Call[None, SignedIn]) -> EmailAddressOut:
    return EmailAddressOut(
        id=found.id,
        address=found.address,
        code_until=found.code_until if found.code_holds(call.now) else None,
        confirmed_at=found.confirmed_at,
        stopped_at=found.stopped_at,
    )


@put("/api/email-addresses/{id:uuid}", door=participant, body=EmailAddressIn)
async def give_address(call: Call[EmailAddressIn, SignedIn]) -> Kept:
    """Mails a code there. It takes the place of the one before, and gets nothing else before it is confirmed."""
    refuse_future(call)
    channel: Channel[str] | None = call.request.app.state.email
    person, address = call.viewer.person, call.body.address
    if await confirm.known(call.id, person):
        return Kept(id=call.id)
    if channel is None:
        raise Problem(409, "This program sends no emails.")
    await count_mailed(call.request, person.id, call.now)
    secret: bytes = call.request.app.state.secret
    # Before it is kept, and outside any transaction: what could not be mailed leaves all as it was.
    outcome = await confirm.send_code(channel, call.settings.base_url, person, call.id, address, secret, call.now)
    if outcome.verdict is Verdict.GONE:
        raise Problem(422, "This address takes no email. Look at it again.", field="address", reason="no_mailbox")
    if outcome.verdict is not Verdict.ACCEPTED:
        raise Problem(503, "The email could not be sent right now. Try again in a few minutes.", reason="not_sent")
    await confirm.keep(call.id, person, address, "PUT /api/email-addresses/{id}", call.now)
    return Kept(id=call.id)


@put("/api/email-addresses/{id:uuid}/confirmed", door=participant, body=CodeIn)
async def confirm_address(call: Call[CodeIn, SignedIn]) -> Kept:
    """The code that was mailed there: whoever has it can read the mailbox."""
    await refuse_guessing(call.request, call.now)
    secret: bytes = call.request.app.state.secret
    what = "PUT /api/email-addresses/{id}/confirmed"
    if not await confirm.confirm(call.id, call.viewer.person, call.body.code, secret, what, call.now):
        await count_wrong(call.request, call.now)
        raise Problem(
            422, "This is not the code that we sent. Look at the email again.", field="code", reason="wrong_code"
        )
    return Kept(id=call.id)


@put("/api/email-addresses/{id:uuid}/removed", door=participant, body=Nothing)
async def remove_address(call: Call[Nothing, SignedIn]) -> Kept:
    """Ends the emails at once and forgets the address; one that is not theirs, or gone already, changes nothing."""
    await confirm.remove(call.id, call.viewer.person, "PUT /api/email-addresses/{id}/removed", call.now)
    return Kept(id=call.id)


ENDPOINTS: list[Endpoint] = [read_email, give_address, confirm_address, remove_address]
