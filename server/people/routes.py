"""Joining, the person's own profile and devices."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from starlette.requests import Request
from tortoise.expressions import Q

from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, get, put, refuse_future
from server.people.invite import Joining, find_invite, join
from server.people.models import Device, Invite, Language, Person, Phase, Program, Role
from server.people.signin import SignedIn, anyone, cookie, known_or_not, signed_in
from server.people.tries import count_wrong, refuse_guessing

ZONES = available_timezones()
NAME = 80  # characters
NUMBER = re.compile(r"(?=(?:[^0-9]*[0-9]){5})[0-9+() .-]+")


def _known_zone(zone: str) -> str:
    if zone not in ZONES:
        raise ValueError("is not a time zone; choose one from the list, like America/New_York")
    return zone


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write a name")
    return text.strip()


def _callable(phone: str) -> str:
    number = phone.strip()
    if not NUMBER.fullmatch(number):
        raise ValueError("is not a phone number; write five digits or more, like +1 555 555 0134")
    return number


Zone = Annotated[str, AfterValidator(_known_zone)]
Name = Annotated[str, Field(max_length=NAME), AfterValidator(_not_blank)]
Number = Annotated[str, Field(max_length=40), AfterValidator(_callable)]


class ProgramOut(Schema):
    name: str
    zone: str
    phone: str | None
    is_demo: bool

    @classmethod
    def of(cls, program: Program) -> "ProgramOut":
        return cls(name=program.name, zone=program.zone, phone=program.phone, is_demo=program.is_demo)


class InviteOut(Schema):
    role: Role
    invited_by: str | None
    language: Language
    zone: str
    expires_at: Moment
    name: str | None = Field(description="Only for staff: whoever else finds a participant's link learns no name.")


class DeviceIn(Schema):
    code: str = Field(max_length=40)
    called: Name | None
    zone: Zone
    language: Language


class JoinedOut(Kept):
    role: Role


class ThisDevice(Schema):
    """Who is signed in here, for a browser that lost its storage but not its cookie."""

    id: UUID
    role: Role
    person: UUID


class StartOut(Schema):
    """What the app may know before anything else: the number that Help shows, and who is signed in."""

    phone: str | None
    device: ThisDevice | None


class Me(Schema):
    id: UUID
    role: Role
    phase: Phase | None
    called: str
    name: str
    language: Language
    zone: str
    program: ProgramOut


class ProfileIn(Schema):
    called: Name
    zone: Zone
    language: Language
    # A plain default would be in the description, and there say that leaving it out means null.
    phone: Number | None = Field(
        default_factory=lambda: None,
        description="Where the clinic reaches them. Left out, it stays as it is; null takes it away.",
    )


class DeviceOut(Schema):
    id: UUID
    label: str
    signed_in_at: Moment
    seen_at: Moment
    this: bool


class DevicesOut(Schema):
    devices: list[DeviceOut]


class Nothing(Schema):
    pass


async def _invite(request: Request, typed: str, now: datetime, device: UUID | None = None) -> Invite:
    await refuse_guessing(request, now)
    try:
        return await find_invite(typed, now, device)
    except Problem as problem:
        if problem.status == 404:
            await count_wrong(request, now)
        raise


@get("/api/invite", door=anyone, returns=InviteOut)
async def look_at_invite(call: Call[None, None]) -> InviteOut:
    """Who invites, for the code in the header `Daymark-Code`: a code has no business in an address."""
    invite = await _invite(call.request, call.request.headers.get("daymark-code", ""), call.now)
    person = invite.person
    await person.fetch_related("program")
    return InviteOut(
        role=person.role,
        invited_by=invite.made_by.called_or_name if invite.made_by else None,
        language=person.language,
        zone=person.program.zone,
        expires_at=invite.expires_at,
        name=person.name if person.is_staff else None,
    )


@put("/api/devices/{id:uuid}", door=anyone, body=DeviceIn, returns=JoinedOut)
async def join_with_device(call: Call[DeviceIn, None]) -> JoinedOut:
    """Signs this device in with an invite's code."""
    invite = await _invite(call.request, call.body.code, call.now, call.id)
    label = device_label(call.request.headers.get("user-agent", ""))
    joining = Joining(call.id, label, call.body.called, call.body.zone, call.body.language)
    person, token = await join(invite, joining, call.now)
    call.headers |= cookie(call.settings, token, Device.lasts(person.role))
    return JoinedOut(id=call.id, role=person.role)


@get("/api/start", door=known_or_not, returns=StartOut)
async def read_start(call: Call[None, SignedIn | None]) -> StartOut:
    """The clinic's number where one clinic is served here, and this browser's own device; for everybody."""
    programs = await Program.all().limit(2)
    return StartOut(phone=programs[0].phone if len(programs) == 1 else None, device=_this_device(call.viewer))


def _this_device(viewer: SignedIn | None) -> ThisDevice | None:
    if viewer is None:
        return None
    return ThisDevice(id=viewer.device_id, role=viewer.person.role, person=viewer.person.id)


@get("/api/me", door=signed_in, returns=Me)
async def read_me(call: Call[None, SignedIn]) -> Me:
    """Who is signed in on this device."""
    person = call.viewer.person
    await person.fetch_related("program")
    return Me(
        id=person.id,
        role=person.role,
        phase=person.phase,
        called=person.called_or_name,
        name=person.name,
        language=person.language,
        zone=person.zone,
        program=ProgramOut.of(person.program),
    )


@put("/api/profile/{id:uuid}", door=signed_in, body=ProfileIn)
async def change_profile(call: Call[ProfileIn, SignedIn]) -> Kept:
    """The newest change wins, however late an older one arrives: UUIDv7s sort by the time they were made."""
    refuse_future(call)
    older = Q(changed_by=None) | Q(changed_by__lt=call.id)
    # A phone sends its number only with a change of it: what it knows may be older than what staff wrote since.
    changes = call.body.model_dump(exclude_unset=True)
    await Person.filter(older, id=call.viewer.person.id).update(**changes, changed_by=call.id, plan_stale=True)
    return Kept(id=call.id)


@get("/api/devices", door=signed_in, returns=DevicesOut)
async def read_devices(call: Call[None, SignedIn]) -> DevicesOut:
    """The devices this person is signed in on, the latest used first."""
    devices = await Device.filter(person_id=call.viewer.person.id, revoked_at=None, expires_at__gt=call.now).order_by(
        "-seen_at"
    )
    return DevicesOut(
        devices=[
            DeviceOut(
                id=device.id,
                label=device.label,
                signed_in_at=device.signed_in_at,
                seen_at=device.seen_at,
                this=device.id == call.viewer.device_id,
            )
            for device in devices
        ]
    )


def device_label(user_agent: str) -> str:
    """`Firefox on Android`: enough to tell one's own devices apart, nothing that identifies them to others."""
    browsers = {"Firefox": "Firefox", "Edg": "Edge", "OPR": "Opera", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac"}
    browser = next((name for mark, name in browsers.items() if mark in user_agent), "Browser")
    system = next(
        (name for mark, name in systems.items() if mark in user_agent), "Linux" if "Linux" in user_agent else ""
    )
    return f"{browser} on {system}" if system else browser


ENDPOINTS: list[Endpoint] = [
    look_at_invite,
    read_start,
    join_with_device,
    read_me,
    change_profile,
    read_devices,
]
