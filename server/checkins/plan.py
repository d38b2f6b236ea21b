"""Which check-ins are due to a person: rows for the days ahead, planned again as often as one likes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from server.checkins.models import CheckIn, Schedule, Slot
from server.people.models import Person, Phase
from server.recurrence import Rule, at_wall_time, occurrences

AHEAD = timedelta(days=16)  # the phone carries fourteen days of them; two more for the planner to be late
FIRST_WINDOW = timedelta(hours=48)
FIRST_INSTRUMENT = "daily"
CLOCK_BEHIND = timedelta(minutes=15)  # a phone whose clock runs behind must not have to wait for its first check-in


@dataclass(frozen=True)
class Wanted:
    """A check-in as the schedules want it now."""

    id: UUID
    instrument: str
    slot: Slot
    local_date: date
    opens_at: datetime
    closes_at: datetime
    nudge_at: datetime | None


async def plan_check_ins(person: Person, schedules: list[Schedule], now: datetime) -> None:
    """Makes the rows that are missing, moves those that are not open yet, withdraws those no longer wanted.

    One that is open, over or answered stays as it was: a new time zone or time counts from the next one on. Nothing
    is planned into the past: whom nobody asked has missed nothing.
    """
    wanted = {each.id: each for each in wanted_check_ins(person, schedules, now)}
    rows = await CheckIn.filter(person_id=person.id, opens_at__gt=now - AHEAD)
    known = {row.id: row for row in rows}
    await CheckIn.bulk_create(
        [_row(person, each) for each in wanted.values() if each.id not in known and each.closes_at > now],
        ignore_conflicts=True,
    )
    for row in known.values():
        if row.opens_at > now and row.answered_at is None:
            await _move_or_withdraw(row, wanted.get(row.id), now)


def wanted_check_ins(person: Person, schedules: list[Schedule], now: datetime) -> list[Wanted]:
    """Pure: the first check-in of whoever has just joined, and what the schedules of their phase ask for."""
    if person.joined_at is None or person.phase in (None, Phase.ended):
        return []
    joined = person.joined_at
    found = [
        each
        for schedule in schedules
        if schedule.phase == person.phase
        for each in _of_schedule(person, schedule, now)
        if each.closes_at > joined
    ]
    if now - joined < AHEAD:
        found.append(_first(person, joined))
    return found


def _first(person: Person, joined: datetime) -> Wanted:
    day = joined.astimezone(person.tz).date()
    opens_at, closes_at = joined - CLOCK_BEHIND, joined + FIRST_WINDOW
    return Wanted(_id(person, Slot.first, None), FIRST_INSTRUMENT, Slot.first, day, opens_at, closes_at, None)


def _of_schedule(person: Person, schedule: Schedule, now: datetime) -> list[Wanted]:
    zone = ZoneInfo(person.zone)
    wall = time.fromisoformat(schedule.wall_time)
    first_day = now.astimezone(zone).date() - timedelta(days=1)
    rule = Rule(schedule.rule, first_day, wall)
    start = at_wall_time(first_day, wall, zone)
    return [
        _window(person, schedule, local.date(), opens_at)
        for local, opens_at in occurrences(rule, zone, start, now + AHEAD)
    ]


def _window(person: Person, schedule: Schedule, day: date, opens_at: datetime) -> Wanted:
    nudge = None if schedule.nudge_minutes is None else opens_at + timedelta(minutes=schedule.nudge_minutes)
    closes_at = opens_at + timedelta(minutes=schedule.window_minutes)
    return Wanted(_id(person, schedule.slot, day), schedule.instrument, schedule.slot, day, opens_at, closes_at, nudge)


def _id(person: Person, slot: Slot, day: date | None) -> UUID:
    """The same id however often, and on however many machines, the check-in is planned."""
    return uuid5(person.id, f"check-in {slot} {day}")


def _row(person: Person, wanted: Wanted) -> CheckIn:
    return CheckIn(person_id=person.id, **vars(wanted))


async def _move_or_withdraw(row: CheckIn, wanted: Wanted | None, now: datetime) -> None:
    unanswered = CheckIn.filter(id=row.id, answered_at=None)
    if wanted is None:
        await unanswered.filter(withdrawn_at=None).update(withdrawn_at=now)
    elif wanted.closes_at > now and (row.withdrawn_at or _times(row) != _times(wanted)):
        await unanswered.update(
            opens_at=wanted.opens_at, closes_at=wanted.closes_at, nudge_at=wanted.nudge_at, withdrawn_at=None
        )


def _times(planned: CheckIn | Wanted) -> tuple[datetime, datetime, datetime | None]:
    return planned.opens_at, planned.closes_at, planned.nudge_at


async def close_missed(now: datetime) -> int:
    """Marks the check-ins whose window is over without an answer; how many. An answer may still come, late."""
    return await CheckIn.filter(missed_at=None, answered_at=None, withdrawn_at=None, closes_at__lte=now).update(
        missed_at=now
    )
