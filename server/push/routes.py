"""Turning reminders on and off for a device, and signing a device out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, get, not_found, put
from server.people.models import Device, Person
from server.people.routes import Nothing
from server.people.signin import SignedIn, cookie, signed_in
from server.push.addresses import NotAPushService, check_endpoint
from server.push.encrypt import BrokenKeys, BrowserKeys
from server.push.models import PER_PERSON, Subscription, address_hash
from server.push.silent import silent_since
from server.push.vapid import VapidKey

Key = Annotated[str, Field(min_length=16, max_length=200, pattern=r"^[A-Za-z0-9_\-]+=*$")]


class SubscriptionIn(Schema):
    endpoint: str = Field(max_length=2048)
    p256dh: Key
    auth: Key
    vapid_key: Key


class SubscriptionOut(Schema):
    id: UUID
    endpoint_hash: str


class PushOut(Schema):
    """`silent_since`: since when this device has shown nothing of what was accepted for it, if for two days."""

    vapid_key: str
    subscription: SubscriptionOut | None
    silent_since: Moment | None


@get("/api/push", door=signed_in, returns=PushOut)
async def read_push(call: Call[None, SignedIn]) -> PushOut:
    """The key to subscribe with, and what the server knows of this device's subscription."""
    vapid: VapidKey = call.request.app.state.vapid
    device_id = call.viewer.device_id
    return PushOut(
        vapid_key=vapid.public_key,
        subscription=await subscription_of(device_id),
        silent_since=await silent_since(device_id, call.now),
    )


async def subscription_of(device_id: UUID) -> SubscriptionOut | None:
    """This device's subscription, for the phone to compare with its own."""
    known = await Subscription.filter(device_id=device_id).first()
    return SubscriptionOut(id=known.id, endpoint_hash=known.endpoint_hash) if known else None


@put("/api/subscriptions/{id:uuid}", door=signed_in, body=SubscriptionIn)
async def subscribe(call: Call[SubscriptionIn, SignedIn]) -> Kept:
    """Remembers this device's push address; it replaces the one before. The owner is whoever is signed in."""
    vapid: VapidKey = call.request.app.state.vapid
    try:
        check_endpoint(call.body.endpoint, call.settings.extra_push_origins)
        BrowserKeys.read(call.body.p256dh, call.body.auth)
    except BrokenKeys as error:
        raise Problem(422, str(error), field="p256dh") from None
    except NotAPushService as error:
        raise Problem(422, str(error), field="endpoint") from None
    if call.body.vapid_key != vapid.public_key:
        raise Problem(
            422, "This subscription was made with another key; turn reminders off and on again.", field="vapid_key"
        )
    await _replace(call, address_hash(call.body.endpoint))
    return Kept(id=call.id)


async def _replace(call: Call[SubscriptionIn, SignedIn], address: str) -> None:
    viewer = call.viewer
    known = await Subscription.get_or_none(endpoint_hash=address).select_related("device")
    if known and known.person_id != viewer.person.id and known.device.is_signed_in(call.now):
        raise Problem(
            409, "Another person gets reminders in this browser; they must sign out here first.", field="endpoint"
        )
    if known and known.id == call.id and known.device_id == viewer.device_id:
        return
    try:
        async with in_transaction():
            if known:
                await known.delete()
            await Subscription.filter(device_id=viewer.device_id).delete()
            await _refuse_too_many(viewer.person, call.now)
            await Subscription.create(
                id=call.id,
                person_id=viewer.person.id,
                device_id=viewer.device_id,
                endpoint=call.body.endpoint,
                endpoint_hash=address,
                p256dh=call.body.p256dh,
                auth=call.body.auth,
                vapid_key=call.body.vapid_key,
                made_at=call.now,
            )
    except IntegrityError:
        if not await Subscription.exists(id=call.id, person_id=viewer.person.id):
            raise not_found() from None


async def _refuse_too_many(person: Person, now: datetime) -> None:
    # Only what “My devices” shows: a sign-in that ran out is not there to be signed out.
    current = Subscription.filter(person_id=person.id, device__revoked_at=None, device__expires_at__gt=now)
    if await current.count() >= PER_PERSON:
        raise Problem(409, "Reminders are on for too many devices; sign one out under “My devices” first.")


@put("/api/subscriptions/{id:uuid}/removed", door=signed_in, body=Nothing)
async def unsubscribe(call: Call[Nothing, SignedIn]) -> Kept:
    """Forgets a push address of this person's; one that is not theirs, or gone already, changes nothing."""
    await Subscription.filter(id=call.id, person_id=call.viewer.person.id).delete()
    return Kept(id=call.id)


@put("/api/devices/{id:uuid}/revoked", door=signed_in, body=Nothing)
async def revoke_device(call: Call[Nothing, SignedIn]) -> Kept:
    """Signs one of the person's own devices out, this one too, and forgets its push address with it."""
    device = await Device.get_or_none(id=call.id, person_id=call.viewer.person.id)
    if device is None:
        raise not_found()
    async with in_transaction():
        await Device.filter(id=device.id, revoked_at=None).update(revoked_at=call.now)
        await Subscription.filter(device_id=device.id).delete()
    if device.id == call.viewer.device_id:
        call.headers |= cookie(call.settings, "", Device.lasts(call.viewer.role) * 0)
    return Kept(id=call.id)


ENDPOINTS: list[Endpoint] = [read_push, subscribe, unsubscribe, revoke_device]
