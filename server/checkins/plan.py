"""Which check-ins are due to a person: rows for the days ahead, planned again as often as one likes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from uuid import UUID

from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid5

from server.checkins.models import FIRST, Rhythm
from server.checkins.schedule import Line, first_day_of_phase
from server.checkins.silence import SILENT, silences
from server.checkins.stored import CheckIns, Planned
from server.checkins.taper import taper
from server.clock import to_ms
from server.database import rows
from server.people.models import Person, Phase
from server.recurrence import Rule, at_wall_time, occurrences

AHEAD = timedelta(days=16)  # the phone carries fourteen days of them; two more for the planner to be late
DAY = timedelta(days=1)
FARTHEST = 2 * DAY  # from here to yesterday anywhere: across the date line it may be yesterday again
FIRST_WINDOW = timedelta(hours=48)
FIRST_INSTRUMENT = "daily"
CLOCK_BEHIND = timedelta(minutes=15)  # a phone whose clock runs behind must not have to wait for its first check-in
BATCH = 200  # check-ins closed at a time

Week = tuple[int, int]  # an ISO week with its year


def planned_check_ins(
    person: Person, lines: Sequence[Line], sessions: Collection[date], known: CheckIns, now: datetime
) -> dict[UUID, Planned]:
    """Pure: what the known ones should be, those of the last weeks (AHEAD) and those planned already: with those that
    are missing, those that are not open yet moved, those no longer wanted withdrawn.

    One that is over or answered stays as it was. One that is open stays open, so that nobody is told twice of one
    evening; with a new zone or time it closes when it would by now, if that is later. It goes when the person leaves.
    Whoever has flown past an evening is not asked for it on the day after: that day has an evening of its own.
    Nothing is planned into the past: whom nobody asked has missed nothing. `sessions` are the local days of the
    person's individual sessions, from the week before `now` to the week after AHEAD.
    """
    wanted = {each.id: each for each in wanted_check_ins(person, lines, sessions, known, now)}
    late = _welcome_late(person, lines)
    planned = {key: each for key, each in wanted.items() if key not in known and _is_ahead(each, late, now)}
    for key, row in known.items():
        if not _is_settled(row, now):
            row = _moved_or_withdrawn(row, _unless_flown_past(person, row, wanted.get(key), now), now)
        elif _is_open(row, now):
            row = row._replace(withdrawn_at=now) if person.phase == Phase.ended else _held_open(row, wanted.get(key))
        planned[key] = row
    return planned


def _welcome_late(person: Person, lines: Sequence[Line]) -> set[UUID]:
    """What a phase begins with: asked also when its hour has passed, as long as its window is open."""
    tapers = [line.slot for line in lines if line.schedule.rhythm == Rhythm.taper]
    return {_id(person, FIRST, None), *(_id(person, slot, first_day_of_phase(person)) for slot in tapers)}


def _is_ahead(wanted: Planned, late: Collection[UUID], now: datetime) -> bool:
    return wanted.opens_at > now or (wanted.id in late and wanted.closes_at > now)


def _is_settled(row: Planned, now: datetime) -> bool:
    return row.answered_at is not None or (row.withdrawn_at is None and row.opens_at <= now)


def _is_open(row: Planned, now: datetime) -> bool:
    return row.is_due and row.opens_at <= now < row.closes_at


def wanted_check_ins(
    person: Person, lines: Sequence[Line], sessions: Collection[date], known: CheckIns, now: datetime
) -> list[Planned]:
    """Pure: the first check-in of whoever has just joined, and what the lines of their phase ask for.

    On the day of the first one its instrument is not asked again, nor on the day of a change of phase what was asked in
    the phase before. `known` are the rows of the last weeks and those planned already.
    """
    if person.joined_at is None or person.phase in (None, Phase.ended):
        return []
    joined, joined_on = person.joined_at, person.today(person.joined_at)
    elsewhere = _asked_elsewhere(known.values(), {line.slot for line in lines}, now)
    found = [
        each
        for line in lines
        if line.instrument and not line.schedule.is_off
        for each in _of_line(person, line, line.instrument, sessions, known, now)
        if each.opens_at >= joined and (each.instrument, each.local_date) != (FIRST_INSTRUMENT, joined_on)
        if (each.instrument, each.local_date) not in elsewhere
    ]
    if now - joined < AHEAD:
        found.append(_first(person, joined))
    flown = [row for row in known.values() if _is_settled(row, now) and person.today(row.opens_at) != row.local_date]
    return [each for each in found if not any(_opens_beside(each, row) for row in flown)]


def _asked_elsewhere(known: Iterable[Planned], slots: Collection[str], now: datetime) -> set[tuple[str, date]]:
    """What was asked on which day in a slot of another phase: the same form is not asked again on that day."""
    asked = [row for row in known if _is_settled(row, now) and row.slot not in slots]
    return {(row.instrument, row.local_date) for row in asked if row.withdrawn_at is None}


def _opens_beside(wanted: Planned, row: Planned) -> bool:
    """Whether it would be open together with one of its slot that opened by the clock of another zone."""
    overlaps = wanted.opens_at < row.closes_at and wanted.closes_at > row.opens_at
    return wanted.slot == row.slot and wanted.id != row.id and overlaps


def _first(person: Person, joined: datetime) -> Planned:
    opens_at, closes_at = joined - CLOCK_BEHIND, joined + FIRST_WINDOW
    return Planned(_id(person, FIRST, None), FIRST_INSTRUMENT, FIRST, person.today(joined), opens_at, closes_at, None)


def _of_line(
    person: Person,
    line: Line,
    instrument: str,
    sessions: Collection[date],
    known: CheckIns,
    now: datetime,
) -> list[Planned]:
    first_day = first_day_of_phase(person)
    if first_day is None:
        return []

    def windows(days: Iterable[date]) -> list[Planned]:
        return [_window(person, line, instrument, day) for day in days if day >= first_day]

    if line.schedule.rhythm == Rhythm.taper:
        return windows(_taper_days(person, first_day, now))
    by_rule = windows(_rule_days(person, line, first_day, now))
    if line.schedule.rhythm == Rhythm.rule:
        return by_rule
    evenings = windows(sorted({day - DAY for day in sessions}))
    mine = {key: row for key, row in known.items() if row.slot == line.slot}
    return _one_a_week(evenings, by_rule, mine, now)


def _taper_days(person: Person, first_day: date, now: datetime) -> list[date]:
    since, until = person.today(now) - FARTHEST, person.today(now) + AHEAD
    return [day for day in takewhile(until.__ge__, taper(first_day)) if day >= since]


def _rule_days(person: Person, line: Line, first_day: date, now: datetime) -> list[date]:
    if not line.schedule.rule:
        return []
    rule = Rule(line.schedule.rule, first_day, line.wall_time)
    start = at_wall_time(person.today(now) - FARTHEST, line.wall_time, person.tz)
    return [local.date() for local, _ in occurrences(rule, person.tz, start, now + AHEAD)]


def _one_a_week(
    evenings: Iterable[Planned], by_rule: Iterable[Planned], known: CheckIns, now: datetime
) -> list[Planned]:
    """Of each calendar week the first of its evenings, or by the rule where it has none; none where one was asked.

    One that would open while the one before is still open is left out: that one is for this session too.
    """
    settled = sorted((row for row in known.values() if _is_settled(row, now)), key=lambda row: row.closes_at)
    asked = {_week_of(row.local_date): row.closes_at for row in settled}
    evenings_of, fallback_of = _by_week(evenings), _by_week(by_rule)
    found: list[Planned] = []
    free_from = now - AHEAD
    for week in sorted(asked.keys() | evenings_of.keys() | fallback_of.keys()):
        choices = [] if week in asked else evenings_of.get(week) or fallback_of.get(week, [])
        free_from = max(free_from, asked.get(week, free_from))
        chosen = next((each for each in choices if _can_open(each, known, now) and each.opens_at >= free_from), None)
        if chosen:
            found.append(chosen)
            free_from = chosen.closes_at
    return [each for each in found if each.opens_at < now + AHEAD]


def _can_open(wanted: Planned, known: CheckIns, now: datetime) -> bool:
    return wanted.opens_at > now or (wanted.id in known and wanted.closes_at > now)


def _by_week(wanted: Iterable[Planned]) -> dict[Week, list[Planned]]:
    found: dict[Week, list[Planned]] = defaultdict(list)
    for each in wanted:
        found[_week_of(each.local_date)].append(each)
    return found


def _week_of(day: date) -> Week:
    year, week, _ = day.isocalendar()
    return year, week


def _window(person: Person, line: Line, instrument: str, day: date) -> Planned:
    opens_at = at_wall_time(day, line.wall_time, person.tz)
    nudge_at = None if line.nudge is None else opens_at + line.nudge
    return Planned(_id(person, line.slot, day), instrument, line.slot, day, opens_at, opens_at + line.window, nudge_at)


def _id(person: Person, slot: str, day: date | None) -> UUID:
    """The same id however often, and on however many machines, the check-in is planned."""
    return uuid5(person.id, f"check-in {slot} {day}")


def _held_open(row: Planned, wanted: Planned | None) -> Planned:
    """What somebody may be answering just now is not taken away from them; what was said of it stays as it was."""
    return row if wanted is None else row._replace(closes_at=max(row.closes_at, wanted.closes_at))


def _unless_flown_past(person: Person, row: Planned, wanted: Planned | None, now: datetime) -> Planned | None:
    """None where its window would be over in the zone of now, and as it was it would open on another day there."""
    is_over = wanted is not None and wanted.closes_at <= now
    return None if is_over and person.today(row.opens_at) != row.local_date else wanted


def _moved_or_withdrawn(row: Planned, wanted: Planned | None, now: datetime) -> Planned:
    if wanted is None:
        return row._replace(withdrawn_at=row.withdrawn_at or now)
    return wanted if wanted.closes_at > now else row


async def close_missed(now: datetime) -> int:
    """Marks the check-ins whose window is over without an answer; how many. An answer may still come, late.

    What the caseload says of these people is computed anew, and so is of what those who are silent are reminded.
    """
    total = 0
    while people := await _close_some(now):
        found = await silences(list(set(people)))
        silent = [person_id for person_id, silence in found.items() if silence.longest >= SILENT]
        await Person.filter(id__in=silent).update(plan_stale=True)
        total += len(people)
    return total


async def _close_some(now: datetime) -> list[UUID]:
    """Whose check-ins were closed, once for each. In batches: on SQLite every other write waits meanwhile."""
    async with in_transaction():
        closed = await rows(
            "UPDATE check_in SET missed_at = $1 WHERE id IN (SELECT id FROM check_in WHERE missed_at IS NULL"
            " AND answered_at IS NULL AND withdrawn_at IS NULL AND closes_at <= $1 LIMIT $2)"
            " AND missed_at IS NULL AND answered_at IS NULL RETURNING person_id",
            to_ms(now),
            BATCH,
        )
        people = [UUID(str(row["person_id"])) for row in closed]
        await Person.filter(id__in=people).update(standing_stale=True)
        return people
