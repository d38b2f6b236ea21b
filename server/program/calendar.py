"""The staff's side of the calendar: series, one session changed, who is busy when, the program's topics and rule."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field, TypeAdapter, ValidationError
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, WallTime, get, not_found, put, refuse_future
from server.people.access import caseload, ids_in_care, people_in_care, person_in_care, those_in_care
from server.people.models import STAFF, Group, Member, Person, Program, mark_everybody_stale
from server.people.signin import SignedIn, staff
from server.program.groups import GroupWithMembers, groups_of, put_group
from server.program.settings import StaffName
from server.sessions.busy import committed, in_sessions, led
from server.sessions.change import change_session
from server.sessions.expand import Occurrence, OccurrenceOut, attending, occurrence_named, occurrences_of_series
from server.sessions.models import Change, Reply, ReplyKind, Series, SessionKind
from server.sessions.newest import newest_of_each
from server.sessions.reply import holding
from server.sessions.routes import BusyTime, OccurrenceId
from server.sessions.series import add_session as add_to_series
from server.sessions.series import alone, change, end, make

DAY = timedelta(days=1)
WIDEST = timedelta(days=100)  # of a calendar that is read at once
MOMENTS: TypeAdapter[datetime] = TypeAdapter(Moment)
FOR = ("group", "person")
SAME = (
    "kind", "title", "topics", "homework", "rule", "first_day", "wall_time", "minutes", "until", "excluded", "added",
    "place", "link", "bring",
)  # fmt: skip
# What care.md's programs teach, where a program has no list of its own.
DEFAULT_TOPICS = [
    "Relapse prevention",
    "Early recovery skills",
    "Stress management",
    "Emotion regulation",
    "Triggers and cravings",
    "Family education",
    "12-step and mutual help",
    "Social support",
    "Communication and boundaries",
    "Sleep and wellness",
    "Grief and shame",
    "Planning for aftercare",
]

LocalText = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(max_length=200)]
# What was `newest` of it when it was read; an older page does not say.
Seen = Annotated[str | None, Field(max_length=64)]


class SeriesFields(Schema):
    """`rule` as RFC 5545 has it, without times; `excluded` and `added` are local starts, `2026-11-26T18:00`."""

    group: UUID | None
    person: UUID | None
    facilitator: UUID | None
    kind: SessionKind
    title: Title
    topics: list[Line] | None = Field(max_length=200)
    homework: list[Annotated[str, Field(max_length=1000)]] | None = Field(max_length=200)
    rule: str = Field(max_length=200)
    first_day: date
    wall_time: WallTime
    minutes: int = Field(ge=5, le=24 * 60)
    until: date | None
    excluded: list[LocalText] = Field(max_length=400)
    added: list[LocalText] = Field(max_length=400)
    place: Line | None
    link: str | None = Field(max_length=500)
    bring: Line | None


class SeriesIn(SeriesFields):
    """A new series; or the one with this `series` as it should be from the local day `from_day` on, which ends it and
    makes another that follows it (from its first day: it is changed itself). Without a day: from the first on which no
    session of it has begun. What `first_day`, the rule's COUNT, `topics` and the others say before that day is past.
    """

    series: UUID | None
    from_day: date | None
    seen: Seen = None


class SeriesOut(SeriesFields):
    """`newest` is another text once it, or what follows it, was changed, ended, split or given a session more."""

    id: UUID
    zone: str
    follows: UUID | None
    newest: str

    @classmethod
    def of(cls, series: Series, newest: str) -> "SeriesOut":
        same = {name: getattr(series, name) for name in SAME}
        ids = {name: getattr(series, f"{name}_id") for name in (*FOR, "facilitator", "follows")}
        return cls(id=series.id, zone=series.zone, newest=newest, **same, **ids)


class EndIn(Schema):
    """`until` is the first day on which there is no session any more, of the series nor of those that follow it."""

    series: UUID
    until: date
    seen: Seen = None


class ChangeIn(Schema):
    """All empty and not cancelled: as it was planned, what was changed before is taken back."""

    occurrence: OccurrenceId
    starts_at: Moment | None
    minutes: int | None = Field(ge=5, le=24 * 60)
    cancelled: bool
    reason: str | None = Field(max_length=500)
    place: Line | None
    link: str | None = Field(max_length=500)
    topic: Line | None
    homework: str | None = Field(max_length=1000)
    seen: Seen = None


class AddedIn(Schema):
    """One session more of a series, at a local start in its zone."""

    series: UUID
    local_start: LocalText
    seen: Seen = None


class PersonName(Schema):
    id: UUID
    name: str


class StaffOccurrence(OccurrenceOut):
    """`expected` are the ids of those it is for, `cant_come` of those who said so. `newest` is another text once staff
    changed it."""

    group: UUID | None
    person: UUID | None
    expected: list[UUID]
    cant_come: list[UUID]
    newest: str


class AttendanceRuleIn(Schema):
    absences_in_row: int = Field(ge=1, le=50)
    absences_in_twelve_weeks: int = Field(ge=1, le=100)
    notice_hours: int = Field(ge=0, le=14 * 24)


class StaffCalendar(Schema):
    """Everything the viewer may see of the program's calendar in a range; people only those in their care."""

    zone: str
    topics: list[str]
    groups: list[GroupWithMembers]
    series: list[SeriesOut]
    occurrences: list[StaffOccurrence]
    people: list[PersonName]
    staff: list[StaffName]


class BusySession(BusyTime):
    """`occurrence` names the session, if the viewer may see it: whoever moves it has no conflict with it."""

    occurrence: str | None


class Busy(Schema):
    """When somebody can't come: sessions of theirs, and commitments that they show as busy, without their titles."""

    person: UUID
    sessions: list[BusySession]
    commitments: list[BusyTime]


class BusyOut(Schema):
    """`facilitator` has the sessions that whoever is asked about leads, whoever they are for."""

    people: list[Busy]
    facilitator: list[BusySession]


class TopicsIn(Schema):
    topics: list[Title] = Field(max_length=100)


@get("/api/calendar", door=staff, returns=StaffCalendar)
async def read_calendar(call: Call[None, SignedIn]) -> StaffCalendar:
    """The sessions that start in [`from`, `to`), or were meant to before they were moved: two query parameters in RFC
    3339, at most 100 days apart."""
    start, end = _range(call)
    viewer = call.viewer.person
    people = {each.id: each for each in await caseload(viewer, "GET /api/calendar", call.now)}
    program = await Program.get(id=viewer.program_id)
    today = call.now.astimezone(ZoneInfo(program.zone)).date()
    every = await _running(program.id, start, end, today).select_related("facilitator").order_by("id")
    seen = [each for each in every if each.person_id is None or each.person_id in people]
    found = await occurrences_of_series(seen, start, end, with_moved_away=True)
    named = await Person.filter(program_id=program.id, role__in=STAFF).order_by("id")
    newest = await newest_of_each(every)
    return StaffCalendar(
        zone=program.zone,
        topics=DEFAULT_TOPICS if program.topics is None else program.topics,
        groups=await groups_of(program.id, people, today),
        series=[SeriesOut.of(each, newest[each.id]) for each in _not_over(seen, found, today)],
        occurrences=await _with_people(found, people),
        people=[PersonName(id=each.id, name=each.name) for each in sorted(people.values(), key=_by_name)],
        staff=[StaffName(id=each.id, name=each.called_or_name, role=each.role) for each in named],
    )


def _range(call: Call[Any, SignedIn]) -> tuple[datetime, datetime]:
    start, end = _moment(call, "from"), _moment(call, "to")
    if not start < end <= start + WIDEST:
        raise Problem(422, f"Ask for at most {WIDEST.days} days, the earlier time first.", field="to")
    return start, end


def _moment(call: Call[Any, SignedIn], name: str) -> datetime:
    try:
        return MOMENTS.validate_strings(call.request.query_params[name])
    except (KeyError, ValidationError):
        raise Problem(422, f"Say “{name}” as a time with its zone, like 2026-05-03T18:00:00Z.", field=name) from None


def _running(program_id: UUID, start: datetime, end: datetime, today: date) -> QuerySet[Series]:
    """The program's series that may have a session in [start, end) or from `today` on: none that is long over."""
    since = min(start.date() - DAY, today)  # west of Greenwich it is still the day before
    moved_here = Subquery(Change.filter(starts_at__gte=start, starts_at__lt=end).values("series_id"))
    # What was added, or moved past the end, stays when the series is over.
    may = Q(until=None) | Q(until__gt=since) | ~Q(added=[]) | Q(id__in=moved_here)
    return Series.filter(may, program_id=program_id)


def _by_name(person: Person) -> str:
    return str(person.name).casefold()


def _not_over(every: Iterable[Series], found: Iterable[tuple[Series, Occurrence]], today: date) -> list[Series]:
    """Those with a session in the calendar that is read, or from today on."""
    shown = {series.id for series, _ in found}
    ahead = today.isoformat()
    return [
        each
        for each in every
        if each.id in shown or each.until is None or each.until > today or any(start >= ahead for start in each.added)
    ]


async def _with_people(found: list[tuple[Series, Occurrence]], in_care: Collection[UUID]) -> list[StaffOccurrence]:
    members: dict[UUID, list[Member]] = defaultdict(list)
    for member in await Member.filter(group_id__in={series.group_id for series, _ in found if series.group_id}):
        members[member.group_id].append(member)
    cant_come = await _cant_come(found)
    return [
        _with(series, one, attending(series, one, members) & {*in_care}, cant_come[one.id]) for series, one in found
    ]


def _with(series: Series, occurrence: Occurrence, expected: set[UUID], cant_come: set[UUID]) -> StaffOccurrence:
    return StaffOccurrence(
        **OccurrenceOut.of(occurrence).model_dump(),
        group=series.group_id,
        person=series.person_id,
        expected=sorted(expected),
        cant_come=sorted(expected & cant_come),
        newest=occurrence.newest,
    )


async def _cant_come(found: list[tuple[Series, Occurrence]]) -> dict[str, set[UUID]]:
    """By occurrence the ids of those who said so, and of the time at which it is now. One query."""
    starts = [one.original_start for _, one in found]
    replies = Reply.filter(
        kind=ReplyKind.cant_come,
        series_id__in={series.id for series, _ in found},
        original_start__gte=min(starts, default=""),
        original_start__lte=max(starts, default=""),
    )
    said: dict[str, set[UUID]] = defaultdict(set)
    for reply in holding(await replies, [one for _, one in found]):
        said[reply.occurrence].add(reply.person_id)
    return said


@get("/api/busy", door=staff, returns=BusyOut)
async def read_busy(call: Call[None, SignedIn]) -> BusyOut:
    """Of the members of a `group`, or of one `person`, in [`from`, `to`), and of a `facilitator` if one is named: five
    query parameters."""
    start, end = _range(call)
    people = await _asked_for(call, start, end)
    facilitator = _id(call, "facilitator")
    if facilitator and not await _is_staff(call.viewer.person.program_id, facilitator):
        raise not_found()
    sessions, commitments = await in_sessions(people, start, end), await committed(people, start, end)
    return BusyOut(
        people=[
            Busy(
                person=each.id,
                sessions=[_session(one, one.id) for one in sessions[each.id]],
                commitments=_spans(commitments[each.id]),
            )
            for each in people
        ],
        facilitator=await _led(call, facilitator, start, end) if facilitator else [],
    )


async def _led(call: Call[None, SignedIn], facilitator: UUID, start: datetime, end: datetime) -> list[BusySession]:
    """A session of somebody who is not in the viewer's care is a time without a name."""
    found = await led(facilitator, start, end)
    seen = await ids_in_care(call.viewer.person, {each.person_id for each, _ in found if each.person_id}, call.now)
    return [_session(one, one.id if not each.person_id or each.person_id in seen else None) for each, one in found]


def _session(one: Occurrence, name: str | None) -> BusySession:
    return BusySession(starts_at=one.starts_at, ends_at=one.ends_at, occurrence=name)


def _spans(times: Iterable[tuple[datetime, datetime]]) -> list[BusyTime]:
    return [BusyTime(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in times]


async def _asked_for(call: Call[None, SignedIn], start: datetime, end: datetime) -> list[Person]:
    viewer, what = call.viewer.person, "GET /api/busy"
    group, person = _id(call, "group"), _id(call, "person")
    if person:
        return [await person_in_care(viewer, person, what, call.now)]
    if not group or not await Group.exists(id=group, program_id=viewer.program_id):
        raise not_found()
    first, last = (moment.astimezone(viewer.tz).date() for moment in (start, end))
    there = await Member.filter(group_id=group, from_day__lte=last)
    ids = {each.person_id for each in there if each.to_day is None or each.to_day > first}
    return await those_in_care(viewer, ids, what, call.now)


def _id(call: Call[None, SignedIn], name: str) -> UUID | None:
    text = call.request.query_params.get(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise not_found() from None


@put("/api/series/{id:uuid}", door=staff, body=SeriesIn)
async def put_series(call: Call[SeriesIn, SignedIn]) -> Kept:
    """Makes a series, changes one, or splits it. Sessions that began keep what they were."""
    refuse_future(call)
    viewer, body = call.viewer.person, call.body
    known = await _series(viewer, body.series) if body.series else None
    about = {each for each in (body.person, known.person_id if known else None) if each}
    await people_in_care(viewer, about, "PUT /api/series/{id}", call.now)
    await _check_for_whom(viewer, body)
    wanted = await _wanted(call)
    if known:
        await change(known.id, wanted, body.from_day, call.now, body.seen)
    else:
        await make(wanted, call.now)
    return Kept(id=call.id)


async def _series(viewer: Person, series_id: UUID) -> Series:
    """The series, if it is of the viewer's program. Raises Problem 404 otherwise; whose it is has still to be asked."""
    series = await Series.get_or_none(id=series_id, program_id=viewer.program_id)
    if series is None:
        raise not_found()
    return series


async def _series_in_care(call: Call[Any, SignedIn], series_id: UUID, what: str) -> Series:
    """The series, if it is of the viewer's program and not of somebody who is not in their care."""
    series = await _series(call.viewer.person, series_id)
    if series.person_id:
        await person_in_care(call.viewer.person, series.person_id, what, call.now)
    return series


async def _check_for_whom(viewer: Person, body: SeriesIn) -> None:
    """Raises Problem 422, with the field. Of the person it is known that they are in the viewer's care."""
    if (body.group is None) == (body.person is None):
        raise Problem(422, "Say for whom it is: a group, or one person.", field="group")
    if body.group and not await Group.exists(id=body.group, program_id=viewer.program_id):
        raise Problem(422, "There is no such group in your program; choose one from the list.", field="group")
    if (body.kind == SessionKind.individual and body.group) or (body.kind == SessionKind.group and body.person):
        raise Problem(422, "A group session is for a group, an individual one for one person.", field="kind")
    if body.facilitator and not await _is_staff(viewer.program_id, body.facilitator):
        raise Problem(422, "Choose somebody of your program's staff, or nobody yet.", field="facilitator")


async def _is_staff(program_id: UUID, person_id: UUID) -> bool:
    return await Person.exists(id=person_id, program_id=program_id, role__in=STAFF)


async def _wanted(call: Call[SeriesIn, SignedIn]) -> Series:
    program, body = await Program.get(id=call.viewer.person.program_id), call.body
    same = {name: _or_none(getattr(body, name)) for name in SAME}
    if not same["title"]:
        raise Problem(422, "Write a name for the session; people read it in their calendar.", field="title")
    ids = {f"{name}_id": getattr(body, name) for name in (*FOR, "facilitator")}
    return Series(id=call.id, program_id=program.id, zone=program.zone, changed_by=call.id, **same, **ids)


@put("/api/ended-series/{id:uuid}", door=staff, body=EndIn)
async def end_series(call: Call[EndIn, SignedIn]) -> Kept:
    """Ends a series, and those that follow it, on a day that is not over."""
    refuse_future(call)
    series = await _series_in_care(call, call.body.series, "PUT /api/ended-series/{id}")
    await end(series.id, call.body.until, call.id, call.now, call.body.seen)
    return Kept(id=call.id)


@put("/api/changes/{id:uuid}", door=staff, body=ChangeIn)
async def put_change(call: Call[ChangeIn, SignedIn]) -> Kept:
    """Moves, cancels or describes one session. Everybody it concerns gets a neutral push and sees it marked."""
    refuse_future(call)
    found = await occurrence_named(call.body.occurrence)
    if found is None:
        raise not_found()
    series = await _series_in_care(call, found[0].id, "PUT /api/changes/{id}")
    said = {name: _or_none(value) for name, value in call.body.model_dump(exclude={"occurrence", "seen"}).items()}
    wanted = Change(series_id=series.id, original_start=found[1].original_start, changed_by=call.id, **said)
    await change_session(series.program_id, wanted, call.now, call.body.seen)
    return Kept(id=call.id)


def _or_none(value: Any) -> Any:
    return value.strip() or None if isinstance(value, str) else value


@put("/api/added-sessions/{id:uuid}", door=staff, body=AddedIn)
async def add_session(call: Call[AddedIn, SignedIn]) -> Kept:
    """One session more of a series."""
    refuse_future(call)
    series = await _series_in_care(call, call.body.series, "PUT /api/added-sessions/{id}")
    try:
        local = datetime.fromisoformat(call.body.local_start)
    except ValueError:
        raise Problem(422, "That is not a day with a time; write 2026-11-26T18:00.", field="local_start") from None
    await add_to_series(series.id, local, call.id, call.now, call.body.seen)
    return Kept(id=call.id)


@put("/api/topics/{id:uuid}", door=staff, body=TopicsIn)
async def put_topics(call: Call[TopicsIn, SignedIn]) -> Kept:
    """The program's own list of topics, in its order. The newest change wins."""
    refuse_future(call)
    topics = list(dict.fromkeys(each.strip() for each in call.body.topics if each.strip()))
    mine = Program.filter(id=call.viewer.person.program_id)
    older = mine.filter(Q(topics_changed_by=None) | Q(topics_changed_by__lt=call.id))
    await older.update(topics=topics, topics_changed_by=call.id)
    return Kept(id=call.id)


@put("/api/attendance-rules/{id:uuid}", door=staff, body=AttendanceRuleIn)
async def put_attendance_rule(call: Call[AttendanceRuleIn, SignedIn]) -> Kept:
    """How many unexcused absences the program allows. The newest change wins."""
    refuse_future(call)
    async with in_transaction():
        program = await alone(call.viewer.person.program_id)
        if program.attendance_changed_by is None or program.attendance_changed_by < call.id:
            rule = {**call.body.model_dump(), "attendance_changed_by": call.id}
            await Program.filter(id=program.id).update(**rule)
            await mark_everybody_stale(program.id)
    return Kept(id=call.id)


ENDPOINTS: list[Endpoint] = [
    read_calendar,
    read_busy,
    put_group,
    put_series,
    end_series,
    put_change,
    add_session,
    put_topics,
    put_attendance_rule,
]
