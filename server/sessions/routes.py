"""The person's side of the calendar: what they say of a session, their own times, and their calendar's address."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.http import Call, Endpoint, Kept, Moment, Schema, WallTime, get, put, refuse_future
from server.people.signin import SignedIn, participant
from server.sessions import feed
from server.sessions.commitments import check_times, keep, times_of
from server.sessions.models import Commitment, CommitmentKind, Feed, Hindrance, Reply, ReplyKind
from server.sessions.reply import Said, say
from server.settings import Settings

OccurrenceId = Annotated[str, Field(max_length=80)]  # the series' id @ the original local start


class ReplyIn(Schema):
    """`hindrance`, `help` and `note` go with `cant_come` only. `starts_at` is when it was as the phone showed it."""

    occurrence: OccurrenceId
    starts_at: Moment | None = None  # not from an older app
    kind: ReplyKind
    hindrance: Hindrance | None
    help: bool
    note: str | None = Field(max_length=1000)
    said_at: Moment


class ReplyOut(Schema):
    """What the person said last of one session."""

    occurrence: str
    kind: ReplyKind
    hindrance: Hindrance | None
    help: bool
    note: str | None
    said_at: Moment

    @classmethod
    def of(cls, reply: Reply) -> "ReplyOut":
        return cls(
            occurrence=reply.occurrence,
            kind=reply.kind,
            hindrance=reply.hindrance,
            help=reply.help,
            note=reply.note,
            said_at=reply.said_at,
        )


class CommitmentFields(Schema):
    kind: CommitmentKind
    title: str | None = Field(max_length=100)
    rule: str = Field(max_length=200)
    first_day: date
    wall_time: WallTime
    minutes: int = Field(ge=5, le=24 * 60)
    zone: str = Field(max_length=64)
    until: date | None
    shared: bool


class CommitmentIn(CommitmentFields):
    """`commitment` is the one that it changes; none makes a new one with the id in the address."""

    commitment: UUID | None
    removed: bool


class BusyTime(Schema):
    """A time that is taken: from `starts_at` to before `ends_at`."""

    starts_at: Moment
    ends_at: Moment


class CommitmentOut(CommitmentFields):
    """With its times of the next 60 days."""

    id: UUID
    times: list[BusyTime]

    @classmethod
    def of(cls, commitment: Commitment, now: datetime) -> "CommitmentOut":
        return cls(
            id=commitment.id,
            kind=commitment.kind,
            title=commitment.title,
            rule=commitment.rule,
            first_day=commitment.first_day,
            wall_time=commitment.wall_time,
            minutes=commitment.minutes,
            zone=commitment.zone,
            until=commitment.until,
            shared=commitment.shared,
            times=[BusyTime(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in times_of(commitment, now)],
        )


class FeedIn(Schema):
    """Making one revokes the one before."""

    detailed: bool


class FeedMade(Kept):
    url: str


class FeedOut(Schema):
    id: UUID
    url: str
    detailed: bool
    made_at: Moment
    read_at: Moment | None


class Feeds(Schema):
    feed: FeedOut | None


class RevokeIn(Schema):
    feed: UUID


@put("/api/replies/{id:uuid}", door=participant, body=ReplyIn)
async def put_reply(call: Call[ReplyIn, SignedIn]) -> Kept:
    """Says of a session of the viewer's that they can't come, come after all, or are here. The newest reply counts."""
    refuse_future(call)
    await say(call.id, call.viewer.person, call.body.occurrence, _said(call), call.now)
    return Kept(id=call.id)


def _said(call: Call[ReplyIn, SignedIn]) -> Said:
    body = call.body
    said = Said(body.kind, call.corrected(body.said_at), starts_at=body.starts_at)
    if body.kind != ReplyKind.cant_come:
        return said
    return replace(said, hindrance=body.hindrance, help=body.help, note=body.note)


@put("/api/commitments/{id:uuid}", door=participant, body=CommitmentIn)
async def put_commitment(call: Call[CommitmentIn, SignedIn]) -> Kept:
    """Makes, changes or removes a time of the viewer's own. The newest change wins."""
    refuse_future(call)
    body = call.body
    if not body.removed:
        check_times(body.rule, body.first_day, body.wall_time, body.until, body.zone, call.now)
    said = body.model_dump(include=set(CommitmentFields.model_fields))
    await keep(call.id, call.viewer.person, body.commitment, said, body.removed, call.now)
    return Kept(id=call.id)


@get("/api/feed", door=participant, returns=Feeds)
async def read_feed(call: Call[None, SignedIn]) -> Feeds:
    """The calendar address that is in use, if there is one."""
    used = await feed.in_use(call.viewer.person)
    return Feeds(feed=_out(used, call.settings) if used else None)


def _out(used: Feed, settings: Settings) -> FeedOut:
    return FeedOut(
        id=used.id,
        url=feed.address_of(used, settings),
        detailed=used.detailed,
        made_at=used.made_at,
        read_at=used.read_at,
    )


@put("/api/feeds/{id:uuid}", door=participant, body=FeedIn, returns=FeedMade)
async def make_feed(call: Call[FeedIn, SignedIn]) -> FeedMade:
    """A new calendar address; the one before stops working."""
    refuse_future(call)
    made = await feed.make(call.id, call.viewer.person, call.body.detailed, call.now)
    return FeedMade(id=made.id, url=feed.address_of(made, call.settings))


@put("/api/revoked-feeds/{id:uuid}", door=participant, body=RevokeIn)
async def revoke_feed(call: Call[RevokeIn, SignedIn]) -> Kept:
    """The address stops working at once."""
    await feed.revoke(call.body.feed, call.viewer.person, call.now)
    return Kept(id=call.id)


ENDPOINTS: list[Endpoint] = [put_reply, put_commitment, read_feed, make_feed, revoke_feed]
