"""Making an invite, looking at one, and joining with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from server.http import Problem, not_found
from server.people.codes import code_for, hash_of, tidy
from server.people.models import INVITE_LASTS, Device, Invite, Language, Person
from server.people.signin import new_token

REPLAY_LASTS = 3600  # seconds in which the same device may repeat a join whose answer got lost


async def invite_person(invite_id: UUID, person: Person, made_by: Person | None, secret: bytes, now: datetime) -> str:
    """Makes an invite and withdraws the person's earlier ones; the code. IntegrityError when it is there already."""
    code = code_for(invite_id, secret)
    async with in_transaction():
        await Invite.filter(person=person, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
        await Invite.create(
            id=invite_id,
            person=person,
            made_by=made_by,
            code_hash=hash_of(tidy(code)),
            made_at=now,
            expires_at=now + INVITE_LASTS,
        )
    return code


async def find_invite(typed: str, now: datetime, for_device: UUID | None = None) -> Invite:
    """The invite of a code that can be used now. Problem 422 mistyped, 404 unknown, 410 over, used or replaced.

    A device whose join was answered but never heard the answer finds its invite again for an hour.
    """
    invite = await Invite.get_or_none(code_hash=hash_of(tidy(typed))).select_related("person", "made_by")
    if invite is None:
        raise Problem(404, "We don't know this code. Check it against your invite, or ask for a new one.", field="code")
    if invite.used_at is not None:
        recent = (now - invite.used_at).total_seconds() < REPLAY_LASTS
        if for_device is None or invite.used_by != for_device or not recent:
            raise Problem(410, "This invite was used already. Ask your program for a new one.", field="code")
    elif invite.withdrawn_at is not None:
        raise Problem(410, "A newer invite has replaced this one. Use the newest one you were given.", field="code")
    elif invite.expires_at <= now:
        raise Problem(410, "This invite is more than 7 days old. Ask your program for a new one.", field="code")
    return invite


@dataclass(frozen=True)
class Joining:
    """What the person says of themselves when they join, and the device they do it on."""

    device_id: UUID
    label: str
    called: str | None
    zone: str
    language: Language


async def join(invite: Invite, joining: Joining, now: datetime) -> tuple[Person, str]:
    """Signs the device in and uses the invite up, in one transaction: the person and the token for the cookie.

    Two devices that use one code at the same moment: the second gets Problem 410.
    """
    token = new_token()
    person = invite.person
    async with in_transaction():
        # On PostgreSQL two joins of one person take turns here; on SQLite they did when they began.
        await Person.filter(id=person.id).select_for_update().first()
        if not await _use(invite, joining.device_id, now):
            await _forget(joining.device_id, person)
        person.zone = joining.zone
        person.language = joining.language
        person.called = joining.called or person.called
        person.joined_at = person.joined_at or now
        person.plan_stale = True
        await person.save(update_fields=["zone", "language", "called", "joined_at", "plan_stale"])
        await _sign_in(person, joining, token, now)
    return person, token


async def _use(invite: Invite, device_id: UUID, now: datetime) -> bool:
    """Whether this is the first use; False when this device was here before. Problem 410 for another device."""
    used = await Invite.filter(id=invite.id, used_at=None, withdrawn_at=None).update(used_at=now, used_by=device_id)
    if not used and not await Invite.exists(id=invite.id, used_by=device_id):
        raise Problem(410, "This invite was used already. Ask your program for a new one.", field="code")
    return bool(used)


async def _forget(device_id: UUID, person: Person) -> None:
    """Makes room for a device that joins again. Problem 410 when it was signed out: that stays so."""
    if await Device.exists(id=device_id, person_id=person.id, revoked_at__not_isnull=True):
        raise Problem(410, "This device was signed out. Ask your program for a new invite.", field="code")
    await Device.filter(id=device_id, person_id=person.id).delete()


async def _sign_in(person: Person, joining: Joining, token: str, now: datetime) -> None:
    try:
        await Device.create(
            id=joining.device_id,
            person=person,
            token_hash=hash_of(token),
            label=joining.label,
            signed_in_at=now,
            seen_at=now,
            expires_at=now + Device.lasts(person.role),
        )
    except IntegrityError:
        raise not_found() from None
