"""What people said of sessions to come and gone, and the times that are their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.demo.chance import id_at
from server.people.models import Person
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from server.sessions.models import Commitment, CommitmentKind, Hindrance, Reply, ReplyKind

DAY = timedelta(days=1)
SOON = timedelta(weeks=1)
SAID_BEFORE = timedelta(hours=2)
MADE = timedelta(days=20)  # ago


@dataclass(frozen=True)
class Own:
    """A commitment of somebody's: on days of the week, or once, in so many days."""

    name: str
    kind: CommitmentKind
    title: str
    wall_time: str
    minutes: int
    days: str = ""
    in_days: int = 0
    shared: bool = False


OWN = (
    Own("Maya T.", CommitmentKind.work, "Bakery", "06:00", 420, days="MO,WE,SA", shared=True),
    Own("Maya T.", CommitmentKind.family, "Parents' evening at Leo's school", "18:00", 90, in_days=5),
    Own("Luis G.", CommitmentKind.work, "Taller", "07:00", 510, days="MO,WE,FR", shared=True),
    Own("Theo B.", CommitmentKind.school, "Night class", "19:00", 120, days="TU,TH"),
    Own("Eli V.", CommitmentKind.other, "Choir", "19:30", 90, days="TH"),
)


async def make_commitments(people: Mapping[str, Person], now: datetime) -> None:
    """Of some they let their counselor know when they are busy."""
    await Commitment.bulk_create([_commitment(own, people[own.name], now) for own in OWN])


def _commitment(own: Own, person: Person, now: datetime) -> Commitment:
    made = id_at(now - MADE)
    return Commitment(
        id=made,
        person_id=person.id,
        kind=own.kind,
        title=own.title,
        rule=f"FREQ=WEEKLY;BYDAY={own.days}" if own.days else "FREQ=DAILY;COUNT=1",
        first_day=_first_day(own, person.today(now)),
        wall_time=own.wall_time,
        minutes=own.minutes,
        zone=person.zone,
        shared=own.shared,
        changed_by=made,
    )


def _first_day(own: Own, today: date) -> date:
    return today - MADE if own.days else today + own.in_days * DAY


async def make_replies(people: Mapping[str, Person], now: datetime) -> None:
    """Theo needs help with a session to come; Priya comes to hers after all; Casey was here the last time."""
    theo, priya, casey = (people[name] for name in ("Theo B.", "Priya K.", "Casey W."))
    ahead = [(theo, await _next(theo, now)), (priya, await _next(priya, now))]
    last = [each for each in await occurrences_of(casey, now - SOON, now) if each.state != OccurrenceState.cancelled][
        -1
    ]
    replies = [_reply(person, session, ReplyKind.coming, now) for person, session in ahead]
    replies[0].kind, replies[0].hindrance, replies[0].help = ReplyKind.cant_come, Hindrance.childcare, True
    replies[0].note = "My sister can't watch the kids that evening."
    await Reply.bulk_create([*replies, _reply(casey, last, ReplyKind.here, now)])


async def _next(person: Person, now: datetime) -> Occurrence:
    ahead = await occurrences_of(person, now + DAY, now + DAY + SOON)
    return next(each for each in ahead if each.state != OccurrenceState.cancelled)


def _reply(person: Person, session: Occurrence, kind: ReplyKind, now: datetime) -> Reply:
    said_at = session.starts_at if kind == ReplyKind.here else now - SAID_BEFORE
    return Reply(
        person_id=person.id,
        series_id=session.series,
        original_start=session.original_start,
        starts_at=session.starts_at,
        kind=kind,
        said_at=said_at,
        received_at=said_at,
        changed_by=id_at(said_at),
    )
