"""What a person takes and what they say of it, and the same for staff as long as the person shares it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self, get_args
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from server.http import EARLIEST, Call, Endpoint, Kept, Moment, Schema, WallTime, put, refuse_future
from server.medication.doses import Start, starts_of
from server.medication.keep import Told, check_days, keep, medications_of, share
from server.medication.models import DoseReply, DoseWord, Medication, Stretch, Weekday
from server.medication.say import replies_of, say
from server.people.access import person_in_care
from server.people.models import Person
from server.people.signin import SignedIn, participant, staff
from server.recurrence import at_wall_time

RECORD = timedelta(days=13)  # before today
AHEAD = timedelta(days=15)  # after the midnight that today began with


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write what you call it")
    return text.strip()


def _once_each(times: list[str]) -> list[str]:
    return sorted(set(times))


def _in_order(days: list[Weekday]) -> list[Weekday]:
    return [day for day in get_args(Weekday) if day in days]


def _local(text: str) -> str:
    if datetime.fromisoformat(text) < EARLIEST.replace(tzinfo=None):
        raise ValueError("is too long ago; check the clock of this device")
    return text


LocalStart = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"), AfterValidator(_local)]


class MedicationFields(Schema):
    """In the person's own words. `times` are by the clocks where they are; none: it is stopped. `until` is the first
    day on which it is over."""

    name: Annotated[str, Field(max_length=100), AfterValidator(_not_blank)]
    note: str | None = Field(max_length=200)
    times: Annotated[list[WallTime], Field(max_length=6), AfterValidator(_once_each)]
    days: Annotated[list[Weekday], Field(min_length=1, max_length=7), AfterValidator(_in_order)]
    first_day: date
    until: date | None
    refill_on: date | None
    refill_days_before: int = Field(ge=0, le=30)


class MedicationIn(MedicationFields):
    """`medication` is the one that it changes; none makes a new one with the id in the address. Its times count from
    `said_at` on: what was before stays as it was."""

    medication: UUID | None
    said_at: Moment


class SharedMedicationIn(MedicationIn):
    person: UUID


class DoseStart(Schema):
    """`original_start` is local and names the dose."""

    original_start: str
    starts_at: Moment


class DoseReplyOut(Schema):
    """What was said last of a dose; it may be one that is no more."""

    original_start: str
    word: DoseWord | None
    later_at: Moment | None
    said_at: Moment


class MedicationOut(MedicationFields):
    """With its doses of the last 14 days, today one of them, and the next 14, and what was said of those days."""

    id: UUID
    stopped_at: Moment | None
    doses: list[DoseStart]
    replies: list[DoseReplyOut]


class MedicationsOut(Schema):
    """Those that are not over, and those of which the last 14 days tell something."""

    shared: bool
    medications: list[MedicationOut]


class MedicationSeen(MedicationFields):
    """What staff see of it: of those `due` in the last 14 days how many the person noted as taken, and as skipped."""

    id: UUID
    stopped_at: Moment | None
    due: int
    taken: int
    skipped: int


class DoseIn(Schema):
    """No `medication`: all doses of that time of which nothing else was said. No `word`: it is taken back. `later_at`
    goes with `later`."""

    medication: UUID | None
    original_start: LocalStart
    word: DoseWord | None
    later_at: Moment | None
    said_at: Moment

    @model_validator(mode="after")
    def _said_when(self) -> Self:
        if (self.word == DoseWord.later) != (self.later_at is not None):
            raise ValueError("send later_at with the word later, and null with every other")
        return self


class SharingIn(Schema):
    shared: bool


@put("/api/medications/{id:uuid}", door=participant, body=MedicationIn)
async def put_medication(call: Call[MedicationIn, SignedIn]) -> Kept:
    """Makes, changes or stops something that the viewer takes. The newest change wins."""
    await _keep(call, call.viewer.person, if_shared=False)
    return Kept(id=call.id)


@put("/api/shared-medications/{id:uuid}", door=staff, body=SharedMedicationIn)
async def put_shared_medication(call: Call[SharedMedicationIn, SignedIn]) -> Kept:
    """The same together with a person in one's care, as long as they share it. Not shared is the same as not there."""
    person = await person_in_care(call.viewer.person, call.body.person, "PUT /api/shared-medications/{id}", call.now)
    await _keep(call, person, if_shared=True)
    return Kept(id=call.id)


async def _keep(call: Call[Any, SignedIn], person: Person, *, if_shared: bool) -> None:
    refuse_future(call)
    body: MedicationIn = call.body
    told = Told(body.name, body.note or None, body.first_day, body.until, body.refill_on, body.refill_days_before)
    check_days(told, call.now)
    since = min(call.corrected(body.said_at), call.now)
    stretch = Stretch(since=since.isoformat(), times=body.times, days=body.days)
    await keep(call.id, person, body.medication, told, stretch, if_shared=if_shared)


@put("/api/doses/{id:uuid}", door=participant, body=DoseIn)
async def put_dose(call: Call[DoseIn, SignedIn]) -> Kept:
    """Says of a dose of the viewer's that it was taken, skipped, or comes later. The newest word counts."""
    refuse_future(call)
    body = call.body
    later_at = call.corrected(body.later_at) if body.later_at else None
    start = datetime.fromisoformat(body.original_start)
    said_at = call.corrected(body.said_at)
    await say(call.id, call.viewer.person, body.medication, start, body.word, later_at, said_at, call.now)
    return Kept(id=call.id)


@put("/api/medication-sharing/{id:uuid}", door=participant, body=SharingIn)
async def put_medication_sharing(call: Call[SharingIn, SignedIn]) -> Kept:
    """Lets the staff who look after the viewer see what they take, or no longer; it counts at once."""
    refuse_future(call)
    await share(call.id, call.viewer.person, call.body.shared, "PUT /api/medication-sharing/{id}", call.now)
    return Kept(id=call.id)


async def medications_out(person: Person, now: datetime) -> MedicationsOut:
    """What the person's phone keeps; the same whatever time of their day `now` is. One query where nothing is taken,
    two elsewhere."""
    return MedicationsOut(shared=person.shares_medication, medications=await _all_out(person, now))


async def medications_seen(person: Person, now: datetime) -> list[MedicationSeen] | None:
    """What staff see; None where the person does not share it."""
    if not person.shares_medication:
        return None
    return [_seen(each, now) for each in await _all_out(person, now)]


async def _all_out(person: Person, now: datetime) -> list[MedicationOut]:
    medications = (await medications_of([person.id]))[person.id]
    if not medications:
        return []
    midnight = at_wall_time(person.today(now), time(), person.tz)
    since = at_wall_time(person.today(now) - RECORD, time(), person.tz)
    replies = await replies_of([person.id], since)
    earliest = f"{person.today(now) - RECORD}"
    found = [
        _out(
            each,
            starts_of(each, person.tz, since, midnight + AHEAD),
            [one for start, one in sorted(replies.get(each.id, {}).items()) if start >= earliest],
        )
        for each in medications
    ]
    over = {each.id for each in medications if each.is_over(person.today(now))}
    return [each for each in found if each.id not in over or each.doses or each.replies]


def _out(medication: Medication, starts: Iterable[Start], replies: Iterable[DoseReply]) -> MedicationOut:
    return MedicationOut(
        id=medication.id,
        name=medication.name,
        note=medication.note,
        times=medication.times,
        days=medication.days,
        first_day=medication.first_day,
        until=medication.until,
        refill_on=medication.refill_on,
        refill_days_before=medication.refill_days_before,
        stopped_at=medication.stopped_at,
        doses=[DoseStart(original_start=local, starts_at=at) for local, at in starts],
        replies=[
            DoseReplyOut(
                original_start=each.original_start, word=each.word, later_at=each.later_at, said_at=each.said_at
            )
            for each in replies
        ],
    )


def _seen(medication: MedicationOut, now: datetime) -> MedicationSeen:
    words = {each.original_start: each.word for each in medication.replies}
    said = {start for start, word in words.items() if word in (DoseWord.taken, DoseWord.skipped)}
    due = {each.original_start for each in medication.doses if each.starts_at <= now}
    return MedicationSeen(
        **medication.model_dump(include={"id", "stopped_at", *MedicationFields.model_fields}),
        due=len(due | said),
        taken=sum(word == DoseWord.taken for word in words.values()),
        skipped=sum(word == DoseWord.skipped for word in words.values()),
    )


ENDPOINTS: list[Endpoint] = [put_medication, put_shared_medication, put_dose, put_medication_sharing]
