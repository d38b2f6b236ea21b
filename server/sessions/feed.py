"""A person's calendar address: made, asked for by other apps, revoked."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from server.clock import now
from server.http import not_found
from server.people.codes import hash_of
from server.people.models import Person
from server.people.signin import new_token
from server.sessions.ical import published
from server.sessions.models import Feed
from server.settings import Settings

PATH = "/calendar/{token}.ics"
READ_EVERY = timedelta(hours=1)  # a row is written at most that often only to say "read"
HEADERS = {
    "cache-control": "private, max-age=300",
    "content-disposition": 'inline; filename="calendar.ics"',
}


def address_of(feed: Feed, settings: Settings) -> str:
    """Whoever has it can read the calendar."""
    return settings.base_url + PATH.format(token=feed.token)


async def in_use(person: Person) -> Feed | None:
    return await Feed.filter(person_id=person.id, revoked_at=None).first()


async def make(feed_id: UUID, person: Person, detailed: bool, now: datetime) -> Feed:
    """A feed in the place of the one before; the newest counts. Raises Problem 404 for an id of somebody else's."""
    async with in_transaction():
        await Person.filter(id=person.id).select_for_update().get()  # two at once would both stay in use
        known = await Feed.get_or_none(id=feed_id)
        if known and known.person_id != person.id:
            raise not_found()
        return known or await _make(feed_id, person, detailed, now)


async def _make(feed_id: UUID, person: Person, detailed: bool, now: datetime) -> Feed:
    late = await Feed.exists(person_id=person.id, id__gt=feed_id)
    if not late:
        await Feed.filter(person_id=person.id, revoked_at=None).update(revoked_at=now)
    token = new_token()
    return await Feed.create(
        id=feed_id,
        person=person,
        token_hash=hash_of(token),
        token=token,
        detailed=detailed,
        made_at=now,
        revoked_at=now if late else None,
    )


async def revoke(feed_id: UUID, person: Person, now: datetime) -> None:
    """It is not read any more from now on. Raises Problem 404 for one that is not this person's."""
    if not await Feed.exists(id=feed_id, person_id=person.id):
        raise not_found()
    await Feed.filter(id=feed_id, revoked_at=None).update(revoked_at=now)


async def read_calendar_file(request: Request) -> Response:
    """The calendar behind an address: no sign-in, the address is the key. Raises Problem 404 once it is revoked."""
    moment = now()
    feed = await Feed.filter(token_hash=hash_of(request.path_params["token"]), revoked_at=None).get_or_none()
    if feed is None:
        raise not_found()
    await _note(feed, moment)
    calendar = await published(await feed.person, moment, detailed=feed.detailed)
    headers = {**HEADERS, "etag": f'"{calendar.tag}"'}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    # In a thread: a hundred sessions take some 40 ms to write, and others would wait.
    content = await asyncio.to_thread(calendar.content)
    return Response(content, media_type="text/calendar", headers=headers)


async def _note(feed: Feed, moment: datetime) -> None:
    long_ago = Q(read_at=None) | Q(read_at__lt=moment - READ_EVERY)
    await Feed.filter(long_ago, id=feed.id).update(read_at=moment)
