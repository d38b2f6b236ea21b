"""The planner: keeps the rows of the days ahead as they should be.

Running it twice, late, or on two machines at once changes nothing.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from server import clock
from server.checkins.models import CheckIn
from server.checkins.plan import AHEAD, plan_check_ins, silences
from server.checkins.schedule import lines_of
from server.clock import to_ms
from server.database import rows
from server.people.models import Person, Phase
from server.reminders import metrics
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.reminders.wanted import OFTEN, WantedReminder, capped, for_check_ins, for_occurrence, out_of_quiet_hours
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from server.sessions.models import SessionKind

log = structlog.get_logger()

HORIZON = timedelta(days=4)  # rows exist this far ahead, so a planner that is down for days loses nothing
REPLAN_BEFORE = timedelta(days=3)
BACK = timedelta(hours=36)  # what was said earlier today counts towards the day's cap
GRACE = timedelta(minutes=5)  # what was due longer ago than this when first planned is not said any more
RETRY_BROKEN = timedelta(minutes=10)
BATCH = 200  # people
WHOLE_WEEKS = timedelta(days=9)  # around what is planned, with the day that a session is announced before

SeriesWeek = tuple[UUID, int, int]  # a series, and an ISO week with its year


async def plan_due(now: datetime, at_most: timedelta = timedelta.max) -> int:
    """Plans the people whose horizon runs low or whose calendar, zone or answers changed; how many.

    Stops when it took `at_most`: whoever is left is found again by the next look.
    """
    planned, start = 0, clock.now()
    while ids := await _people_to_plan(now):
        for person_id in ids:
            if clock.now() - start >= at_most:
                return planned
            await plan_person(person_id, now)
            planned += 1
    return planned


async def _people_to_plan(now: datetime) -> list[UUID]:
    """Those for whom something changed, then those whose horizon runs low. Who was never planned is stale."""
    # As the partial indexes say it: with a value passed for the flag, SQLite reads everybody.
    theirs = "role = 'participant' AND joined_at IS NOT NULL"
    found = await rows(f"SELECT id FROM person WHERE plan_stale AND {theirs} ORDER BY id LIMIT {BATCH}")  # noqa: S608  # our own words; what people gave is a parameter
    if not found:
        found = await rows(
            f"SELECT id FROM person WHERE planned_until < $1 AND {theirs} LIMIT {BATCH}",  # noqa: S608  # our own words; what people gave is a parameter
            to_ms(now + REPLAN_BEFORE),
        )
    return [UUID(str(row["id"])) for row in found]


def _needs_plan(now: datetime) -> Q:
    return Q(plan_stale=True) | Q(planned_until=None) | Q(planned_until__lt=now + REPLAN_BEFORE)


async def plan_person(person_id: UUID, now: datetime) -> None:
    """Plans one person, if they still need it. One that can't be computed is put off, and never stops the rest."""
    try:
        await _plan(person_id, now)
    except Exception:
        log.exception("plan_failed")
        put_off = now + REPLAN_BEFORE + RETRY_BROKEN
        await Person.filter(id=person_id).update(plan_stale=False, planned_until=put_off)


async def _plan(person_id: UUID, now: datetime) -> None:
    """Check-ins first, then the reminders for them and for sessions."""
    # The transaction holds the person's row: two planners take turns, so none writes what it computed from the past
    # over the other's; and what changes meanwhile waits for us, then marks the person again.
    async with in_transaction():
        person = await Person.filter(_needs_plan(now), id=person_id).select_for_update().first()
        if person is None:
            return
        await Person.filter(id=person_id).update(plan_stale=False, planned_until=now + HORIZON, standing_stale=True)
        calendar = await occurrences_of(person, now - BACK - WHOLE_WEEKS, now + AHEAD + WHOLE_WEEKS)
        await plan_check_ins(person, await lines_of(person), individual_days(person, calendar), now)
        await _plan_reminders(person, calendar, now)


def individual_days(person: Person, calendar: list[Occurrence]) -> set[date]:
    """The local days on which this person sees their counselor alone."""
    alone = [each for each in calendar if each.kind == SessionKind.individual]
    return {person.today(each.starts_at) for each in alone if each.state != OccurrenceState.cancelled}


async def _plan_reminders(person: Person, calendar: list[Occurrence], now: datetime) -> None:
    until = now + HORIZON
    stored = await Reminder.filter(person_id=person.id, useless_after__gt=now - BACK).exclude(kind=ReminderKind.test)
    wanted: list[WantedReminder] = []
    if person.phase != Phase.ended:
        check_ins = await CheckIn.filter(
            person_id=person.id, opens_at__lt=until, answered_at=None, missed_at=None, withdrawn_at=None
        )
        unanswered = (await silences([person.id])).get(person.id, {})
        said = {row.key: row.due_at for row in stored if row.state in (ReminderState.claimed, ReminderState.accepted)}
        wanted = wanted_reminders(person, calendar, check_ins, unanswered, said)
    await _reconcile(person, [each for each in wanted if each.due_at < until], stored, now)


def wanted_reminders(
    person: Person,
    calendar: list[Occurrence],
    check_ins: list[CheckIn],
    unanswered: Mapping[str, int],
    said: Mapping[str, datetime],
) -> list[WantedReminder]:
    """Pure: everything that this person should still be told about these occurrences and check-ins.

    `unanswered` are those in a row before them, by slot; `said` is what the person has been told already, by key, with
    when it was due: it counts towards its day's cap.
    """
    often = _weeks_meeting_often(calendar)
    found = [each for one in calendar for each in for_occurrence(one, _week_of(one) in often, person.tz)]
    found += for_check_ins(check_ins, unanswered)
    awake = [moved for each in found if (moved := out_of_quiet_hours(each, person.tz))]
    return capped([each for each in awake if each.key(person.id) not in said], person.tz, said.values())


def _weeks_meeting_often(calendar: list[Occurrence]) -> set[SeriesWeek]:
    # Week by week, so that the answer for a session is the same on whichever day it is planned.
    return {week for week, times in Counter(_week_of(one) for one in calendar).items() if times >= OFTEN}


def _week_of(occurrence: Occurrence) -> SeriesWeek:
    year, week, _ = datetime.fromisoformat(occurrence.original_start).isocalendar()
    return occurrence.series, year, week


async def _reconcile(person: Person, wanted: list[WantedReminder], stored: list[Reminder], now: datetime) -> None:
    """Makes missing rows, moves and revives waiting ones, withdraws those that nothing asks for any more."""
    known = {row.key: row for row in stored}
    by_key = {each.key(person.id): each for each in wanted if each.useless_after > now}
    new = [_row(person, key, each) for key, each in by_key.items() if key not in known and each.due_at > now - GRACE]
    await Reminder.bulk_create(new, ignore_conflicts=True)
    metrics.PLANNED.inc(len(new))
    for key, row in known.items():
        if row.useless_after > now:
            await _adjust(row, by_key.get(key), now)


def _row(person: Person, key: str, wanted: WantedReminder) -> Reminder:
    return Reminder(
        person_id=person.id,
        kind=wanted.kind,
        key=key,
        subject=wanted.subject,
        moment=wanted.moment,
        due_at=wanted.due_at,
        useless_after=wanted.useless_after,
        next_at=wanted.due_at,
    )


async def _adjust(row: Reminder, wanted: WantedReminder | None, now: datetime) -> None:
    same = Reminder.filter(id=row.id, state=row.state)  # a worker may claim it while we look
    if wanted is None:
        if row.state == ReminderState.waiting:
            await same.update(state=ReminderState.withdrawn)
        return
    times = {"due_at": wanted.due_at, "next_at": wanted.due_at, "useless_after": wanted.useless_after}
    differs = (row.due_at, row.useless_after) != (wanted.due_at, wanted.useless_after)
    if row.state == ReminderState.withdrawn and wanted.due_at > now - GRACE:
        await same.update(state=ReminderState.waiting, tries=0, **times)
    elif row.state == ReminderState.waiting and row.tries == 0 and differs:
        await same.update(**times)
