"""A person's mailbox: asked for, proved by a code that was mailed there, taken away."""

import hmac
from datetime import datetime
from uuid import UUID

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from server.channel import Channel, Message, Outcome, topic_of
from server.email.models import CODE_LASTS, GUESSES, EmailAddress
from server.email.words import code_words
from server.http import Problem, not_found
from server.people.models import Audit, Person

DIGITS = 6


def code_for(address_id: UUID, secret: bytes) -> str:
    """The same each time it is asked for, and nowhere stored: of six digits a hash would be no secret."""
    number = int.from_bytes(hmac.digest(secret, b"email " + address_id.bytes, "sha256"))
    return f"{number % 10**DIGITS:0{DIGITS}}"


async def send_code(
    channel: Channel[str], base_url: str, person: Person, address_id: UUID, address: str, secret: bytes, now: datetime
) -> Outcome:
    """Mails the code of this id. Whoever asks again with the same id sends the same email once more."""
    title, body = code_words(code_for(address_id, secret), person.language)
    topic = topic_of(f"code:{address_id}")
    message = Message(title, body, base_url, topic, person.language)
    return await channel.send(address, message, ttl=int(CODE_LASTS.total_seconds()), topic=topic, now=now.timestamp())


async def known(address_id: UUID, person: Person) -> EmailAddress | None:
    """This person's mailbox, when it is as new as this id. Raises Problem 404 for an id of somebody else's."""
    if await EmailAddress.filter(id=address_id).exclude(person_id=person.id).exists():
        raise not_found()
    return await EmailAddress.filter(person_id=person.id, id__gte=address_id).first()


async def keep(address_id: UUID, person: Person, address: str, what: str, now: datetime) -> None:
    """Takes the place of the one before, and nothing but its code is sent there until it is confirmed."""
    async with in_transaction():
        await Person.filter(id=person.id).select_for_update().get()  # two at once would both be the first
        if await known(address_id, person):
            return
        await EmailAddress.filter(person_id=person.id).delete()
        await EmailAddress.create(id=address_id, person=person, address=address, code_sent_at=now)
        await _note(person, what, now)


async def confirm(address_id: UUID, person: Person, code: str, secret: bytes, what: str, now: datetime) -> bool:
    """Whether the code is right; from then on emails go there. Raises Problem 404 for a mailbox that is not theirs, 410
    when its code does not hold any more."""
    found = await EmailAddress.get_or_none(id=address_id, person_id=person.id)
    if found is None:
        raise not_found()
    is_right = hmac.compare_digest(code, code_for(address_id, secret))
    if is_right and found.confirmed_at:
        return True
    # Counted before it is compared: many at once get no more guesses than one after the other.
    guessing = EmailAddress.filter(id=address_id, confirmed_at=None, guesses__lt=GUESSES)
    if not found.code_holds(now) or not await guessing.update(guesses=F("guesses") + 1):
        raise Problem(410, "This code does not work any more. Ask for a new one.", field="code", reason="old_code")
    if is_right:
        async with in_transaction():
            await EmailAddress.filter(id=address_id).update(confirmed_at=now)
            await _note(person, what, now)
    return is_right


async def remove(address_id: UUID, person: Person, what: str, now: datetime) -> None:
    """Nothing is sent there from now on, and the address is forgotten. One that is gone already changes nothing."""
    async with in_transaction():
        if await EmailAddress.filter(id=address_id, person_id=person.id).delete():
            await _note(person, what, now)


async def _note(person: Person, what: str, now: datetime) -> None:
    await Audit.create(at=now, viewer_id=person.id, person_id=person.id, what=what)
