"""The staff's writing side: inviting people, and where they are reached."""

import io
from contextlib import suppress
from uuid import UUID

import segno
from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, not_found, put, refuse_future
from server.people.access import person_in_care
from server.people.codes import code_for
from server.people.invite import invite_person
from server.people.models import Invite, Language, Person
from server.people.routes import Name, Number
from server.people.signin import SignedIn, staff
from server.program.enroll import Newcomer, enroll
from server.settings import Settings


class InviteIn(Schema):
    """Either somebody new (`name`, perhaps `group`, `language`), or a new link for the `person` there is."""

    person: UUID | None
    name: Name | None
    group: UUID | None
    language: Language | None


class InviteMade(Kept):
    person: UUID
    link: str
    code: str
    qr: str
    expires_at: Moment


class PhoneNumberIn(Schema):
    person: UUID
    phone: Number | None


@put("/api/invites/{id:uuid}", door=staff, body=InviteIn, returns=InviteMade)
async def make_invite(call: Call[InviteIn, SignedIn]) -> InviteMade:
    """A link and QR code, valid once and for seven days. Sent again it gives the same ones."""
    if not await Invite.exists(id=call.id):
        with suppress(IntegrityError):  # the same request twice at the same moment
            await _invite(call)
    invite = await Invite.get_or_none(id=call.id, made_by_id=call.viewer.person.id)
    if invite is None:
        raise not_found()
    return _made(call, invite)


async def _invite(call: Call[InviteIn, SignedIn]) -> None:
    viewer, body = call.viewer.person, call.body
    if body.person:
        person = await person_in_care(viewer, body.person, "PUT /api/invites/{id}", call.now)
        await invite_person(call.id, person, viewer, _secret(call), call.now)
    else:
        await enroll(call.id, _newcomer(body), viewer, _secret(call), call.now)


def _secret(call: Call[InviteIn, SignedIn]) -> bytes:
    secret: bytes = call.request.app.state.secret
    return secret


def _newcomer(body: InviteIn) -> Newcomer:
    if body.name is None or body.language is None:
        raise Problem(422, "Write the person's name and choose their phone's language.", field="name")
    return Newcomer(body.name, body.group, body.language)


def _made(call: Call[InviteIn, SignedIn], invite: Invite) -> InviteMade:
    code = code_for(invite.id, _secret(call))
    link = link_of(call.settings, code)
    return InviteMade(
        id=invite.id, person=invite.person_id, link=link, code=code, qr=qr_of(link), expires_at=invite.expires_at
    )


def link_of(settings: Settings, code: str) -> str:
    """The code stands behind the #: browsers never send that to a server, so it is in no log."""
    return f"{settings.base_url}/join#{code}"


def qr_of(link: str) -> str:
    """The link as an SVG image, black on white with its quiet zone, without inline styles."""
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", xmldecl=False, border=4, light="#fff", scale=4)
    return out.getvalue().decode()


@put("/api/phone-numbers/{id:uuid}", door=staff, body=PhoneNumberIn)
async def put_phone_number(call: Call[PhoneNumberIn, SignedIn]) -> Kept:
    """The number that a person is reached at, as staff know it. What they have said of themselves since wins."""
    refuse_future(call)
    person = await person_in_care(call.viewer.person, call.body.person, "PUT /api/phone-numbers/{id}", call.now)
    # `changed_by` stays: what they changed before on a phone without a network is still taken.
    older = Q(changed_by=None) | Q(changed_by__lt=call.id)
    await Person.filter(older, id=person.id).update(phone=call.body.phone)
    return Kept(id=call.id)


ENDPOINTS: list[Endpoint] = [make_invite, put_phone_number]
