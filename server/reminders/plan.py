"""The planner: keeps the rows of the days ahead as they should be.

Running it twice, late, or on two machines at once changes nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import structlog
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from server.checkins.plan import planned_check_ins
from server.checkins.silence import Silence
from server.checkins.stored import Planned, write_check_ins
from server.clock import to_ms
from server.database import id_of, on_postgres, rows
from server.medication.doses import Dose
from server.medication.models import Medication
from server.people.models import Person, Phase
from server.reminders import metrics
from server.reminders.choices import AS_USUAL, Choices, Snoozed
from server.reminders.known import BACK, Known, known_of
from server.reminders.models import ReminderKind, ReminderState
from server.reminders.stored import Stored, write_changed, write_new
from server.reminders.waking import due_sooner
from server.reminders.wanted import (
    LATER,
    OFTEN,
    Considered,
    LeftOut,
    WantedReminder,
    capped,
    for_change,
    for_check_ins,
    for_doses,
    for_occurrence,
    for_refills,
    for_snoozed,
    is_uncounted,
    once_each,
    placed,
    unless_seen,
)
from server.sessions.expand import Occurrence, OccurrenceState
from server.sessions.models import SessionKind
from server.spare import GoOn, all_the_time

log = structlog.get_logger()

HORIZON = timedelta(days=7)  # rows exist for all that people are shown, and a planner may be down for six days
REPLAN_BEFORE = timedelta(days=6)
GRACE = timedelta(minutes=5)  # what was due longer ago than this when first planned is not said any more
NEWS = timedelta(days=1)  # likewise for changes: they are no news to whoever has just joined
RETRY_BROKEN = timedelta(minutes=10)
LOOK = 1000  # people found at a time
BATCH = 20  # of them planned together; on SQLite everybody else waits for so many
AT_ONCE = 4  # batches, so that neither we nor PostgreSQL ever wait for the other
EARLIEST = timedelta(days=5)  # before a session it is announced, with a day that its reminders share with others
EVER = datetime.min.replace(tzinfo=UTC) + EARLIEST, datetime.max.replace(tzinfo=UTC) - EARLIEST
NEEDED = ("id", "program_id", "phase", "zone", "joined_at", "started_on", "phase_from")

SeriesWeek = tuple[UUID, int, int]  # the first series of a line, and an ISO week with its year
Comes = Callable[[str, WantedReminder], bool]  # by its key, whether it can still come


def _always(_key: str, _wanted: WantedReminder) -> bool:
    return True


@dataclass(frozen=True)
class Plan:
    """What is to be written for one person so that everything stored is as it should be."""

    person: Person
    check_ins: Sequence[Planned]  # new or different
    new: Sequence[WantedReminder]
    changed: Sequence[tuple[Stored, Stored]]  # reminders as they are stored, and as they should be

    @property
    def due(self) -> list[datetime]:
        """When the reminders are due that wait anew."""
        moved = [wanted.due_at for _, wanted in self.changed if wanted.state == ReminderState.waiting]
        return [each.due_at for each in self.new] + moved


async def plan_due(now: datetime, go_on: GoOn = all_the_time) -> int:
    """Plans the people whose horizon runs low or whose calendar, zone or answers changed; how many.

    Stops when `go_on` says so: whoever is left is found again by the next look.
    """
    planned, before = 0, -1
    while planned > before and (ids := await _people_to_plan(now)):
        before = planned  # where nobody of them was planned, all are in another planner's hands
        batches = iter([ids[start : start + BATCH] for start in range(0, len(ids), BATCH)])
        # SQLite has this process's own time.
        at_once = AT_ONCE if on_postgres() else 1
        planned += sum(await asyncio.gather(*(_plan_some(batches, now, go_on) for _ in range(at_once))))
        if next(batches, None):
            break
    return planned


async def _plan_some(batches: Iterator[Sequence[UUID]], now: datetime, go_on: GoOn) -> int:
    """Plans one batch after the other, as long as there are any and `go_on` says so, which is asked before each."""
    planned = 0
    while go_on() and (batch := next(batches, None)):
        planned += await _plan_each(batch, now)
    return planned


async def _people_to_plan(now: datetime) -> list[UUID]:
    """Those for whom something changed, then those whose horizon runs low. Who was never planned is stale."""
    # As the partial indexes say it: with a value passed for the flag, SQLite reads everybody.
    theirs = "role = 'participant' AND joined_at IS NOT NULL"
    found = await rows(f"SELECT id FROM person WHERE plan_stale AND {theirs} ORDER BY id LIMIT {LOOK}")  # noqa: S608  # our own words; what people gave is a parameter
    if not found:
        found = await rows(
            f"SELECT id FROM person WHERE planned_until < $1 AND {theirs} LIMIT {LOOK}",  # noqa: S608  # our own words; what people gave is a parameter
            to_ms(now + REPLAN_BEFORE),
        )
    return [id_of(row["id"]) for row in found]


def _needs_plan(now: datetime) -> Q:
    return Q(plan_stale=True) | Q(planned_until=None) | Q(planned_until__lt=now + REPLAN_BEFORE)


async def plan_person(person_id: UUID, now: datetime) -> None:
    """Plans one person, if they still need it when no other planner has them in its hands any more."""
    await _plan_each([person_id], now, waits=True)


async def _plan_each(ids: Sequence[UUID], now: datetime, *, waits: bool = False) -> int:
    """Plans those of these people who still need it and whom nobody else is planning; how many.

    One that can't be computed is put off, and never stops the rest.
    """
    try:
        plans = await _plan_together(ids, now, waits=waits)
    except Exception:
        if len(ids) > 1:
            return sum([await _plan_each([each], now) for each in ids])
        log.exception("plan_failed")
        put_off = now + REPLAN_BEFORE + RETRY_BROKEN
        return await Person.filter(id=ids[0]).update(plan_stale=False, planned_until=put_off)
    due = [moment for plan in plans for moment in plan.due]
    if due:
        await due_sooner(min(due))  # once it is committed: whoever is woken before would not find it
    return len(plans)


async def _plan_together(ids: Sequence[UUID], now: datetime, *, waits: bool) -> list[Plan]:
    # The transaction holds the people's rows: two planners take turns, so none writes what it computed from the past
    # over the other's; and what changes meanwhile waits for us, then marks the person again. In order of id, and
    # without those that another planner holds: none waits for another who waits for it.
    async with in_transaction():
        held = Person.filter(_needs_plan(now), id__in=ids).order_by("id").select_for_update(skip_locked=not waits)
        people = await held.only(*NEEDED)
        plans = []
        for known in await known_of(people, now) if people else []:
            plans.append(plan_of(known, now))
            await asyncio.sleep(0)  # whoever taps meanwhile is answered between two people
        await _write(plans, now)
        return plans


async def _write(plans: Sequence[Plan], now: datetime) -> None:
    everybody = Person.filter(id__in=[plan.person.id for plan in plans])
    await everybody.update(plan_stale=False, planned_until=now + HORIZON, standing_stale=True)
    await write_check_ins((plan.person.id, each) for plan in plans for each in plan.check_ins)
    await write_new((plan.person.id, each) for plan in plans for each in plan.new)
    await write_changed(pair for plan in plans for pair in plan.changed)
    metrics.PLANNED.inc(sum(len(plan.new) for plan in plans))


def plan_of(known: Known, now: datetime) -> Plan:
    """Pure: check-ins first, then the reminders for them and for sessions."""
    person, until = known.person, now + HORIZON
    check_ins = planned_check_ins(person, known.lines, individual_days(person, known.calendar), known.check_ins, now)
    wanted = []
    if person.phase != Phase.ended:
        found = considered_of(known, check_ins.values(), now, until)
        wanted = [each.wanted for each in found if each.left_out is None and each.wanted.due_at < until]
    different = [each for each in check_ins.values() if known.check_ins.get(each.id) != each]
    return Plan(person, different, *_reconciled(person, wanted, known.reminders, now))


def individual_days(person: Person, calendar: Iterable[Occurrence]) -> set[date]:
    """The local days on which this person sees their counselor alone."""
    alone = [each for each in calendar if each.kind == SessionKind.individual]
    return {person.today(each.starts_at) for each in alone if each.state != OccurrenceState.cancelled}


def considered_of(known: Known, check_ins: Iterable[Planned], now: datetime, until: datetime) -> list[Considered]:
    """Pure: what `considered` makes of what is known of a person and of those of their check-ins that open before
    `until`."""
    waiting = {row.key for row in known.reminders if row.state == ReminderState.waiting}
    return considered(
        known.person,
        known.calendar,
        [each for each in check_ins if each.is_due and each.opens_at < until],
        known.silence,
        known.said,
        comes=lambda key, wanted: wanted.useless_after > now and (key in waiting or not _is_old(wanted, now)),
        absent=known.absent,
        told=known.told,
        choices=known.choices,
        snoozed=known.snoozed,
        medications=known.medications,
        doses=known.doses,
        seen=known.seen,
        stored={row.key for row in known.reminders},
        between=(now, until),
    )


def considered(
    person: Person,
    calendar: Sequence[Occurrence],
    check_ins: Sequence[Planned],
    silence: Silence,
    said: Mapping[str, datetime],
    *,
    comes: Comes = _always,
    absent: Collection[str] = (),
    told: Mapping[str, str] | None = None,
    choices: Choices = AS_USUAL,
    snoozed: Collection[Snoozed] = (),
    medications: Collection[Medication] = (),
    doses: Collection[Dose] = (),
    seen: Collection[str] = (),
    stored: Collection[str] = (),
    between: tuple[datetime, datetime] = EVER,
) -> list[Considered]:
    """Pure: everything that this person should still be told about these occurrences and check-ins, and what they may
    expect and is left out, the earliest first.

    `silence` is the person's before them; `said` is what they have been told already, by key, with when it was due: it
    counts towards its day's cap. `absent` are the sessions they said they can't come to; `told` are
    the whereabouts said last of those that changed (see `for_change`). Of the check-ins in `seen` a reminder was seen.
    `stored` are the keys of the reminders that there are.
    Sessions far from `between` are not announced. What can't come any more takes up no place in its day.
    """
    zone = person.tz
    # 1. What there is to be told, but for the kinds that they turned off.
    often = _weeks_meeting_often(calendar)
    expected = [each for each in calendar if each.id not in absent]
    near = [each for each in expected if between[0] - BACK < each.starts_at < between[1] + EARLIEST]
    found = [each for one in near for each in for_occurrence(one, _week_of(one) in often, zone, choices.before)]
    found += [each for one in calendar for each in for_change(one, (told or {}).get(one.id))]
    found += for_check_ins(check_ins, silence, choices.nudge_before, zone)
    found += [*for_doses(doses), *for_refills(medications, zone)]
    # 2. When it comes, by their quiet hours and days off.
    # A dose that they asked to hear of later comes, whatever they turned off.
    wished = [each for each in found if each.kind not in choices.off or each.offset.startswith(LATER)]
    all_placed = once_each(placed(each, choices, zone) for each in wished)
    all_placed = [unless_seen(each, seen) for each in all_placed]
    # 3. What they asked to hear again comes when they said.
    all_placed += [Considered(each, each.due_at) for each in for_snoozed(snoozed, expected, check_ins)]
    whose = str(person.id)
    formerly = {one.id: one.former_ids for one in calendar if one.follows}
    keyed = [
        (each.wanted.key(whose), each) for each in (_as_stored(each, formerly, whose, stored) for each in all_placed)
    ]
    unsaid = [each for key, each in keyed if key not in said and comes(key, each.wanted)]
    # 4. At most so many a day.
    # The very ones: to find them by what they hold would take longer than to plan them.
    kept = set(map(id, capped([each.wanted for each in unsaid if each.left_out is None], zone, _counted(said))))
    return sorted((_or_enough(each, kept) for each in unsaid), key=lambda each: each.wanted.due_at)


def _as_stored(
    considered: Considered, formerly: Mapping[str, Sequence[str]], whose: str, stored: Collection[str]
) -> Considered:
    """Under the name that its session had when it was stored, so that it is the same reminder, said or not."""
    wanted = considered.wanted
    if wanted.subject not in formerly or wanted.key(whose) in stored:
        return considered
    before = (replace(wanted, subject=name) for name in formerly[wanted.subject])
    found = next((each for each in before if each.key(whose) in stored), wanted)
    return replace(considered, wanted=found)


def _counted(said: Mapping[str, datetime]) -> list[datetime]:
    return [due_at for key, due_at in said.items() if not is_uncounted(key)]


def _or_enough(each: Considered, kept: Collection[int]) -> Considered:
    return each if each.left_out or id(each.wanted) in kept else replace(each, left_out=LeftOut.enough)


def _weeks_meeting_often(calendar: Iterable[Occurrence]) -> set[SeriesWeek]:
    # Week by week, so that the answer for a session is the same on whichever day it is planned.
    there = [one for one in calendar if not one.has_fallen_away]
    return {week for week, times in Counter(_week_of(one) for one in there).items() if times >= OFTEN}


def _week_of(occurrence: Occurrence) -> SeriesWeek:
    year, week, _ = datetime.fromisoformat(occurrence.original_start).isocalendar()
    line = (occurrence.follows or (occurrence.series,))[-1]  # what it was before meets in the same week
    return line, year, week


def _reconciled(
    person: Person, wanted: Iterable[WantedReminder], stored: Sequence[Stored], now: datetime
) -> tuple[list[WantedReminder], list[tuple[Stored, Stored]]]:
    """Those that are missing, and those that move, are revived, or are withdrawn for nothing asks for them any more."""
    whose = str(person.id)
    by_key = {each.key(whose): each for each in wanted if each.useless_after > now}
    known = {row.key for row in stored}
    new = [each for key, each in by_key.items() if key not in known and not _is_old(each, now)]
    adjusted = ((row, _adjusted(row, by_key.get(row.key), now)) for row in stored if row.useless_after > now)
    return new, [(row, should) for row, should in adjusted if should != row]


def _adjusted(row: Stored, wanted: WantedReminder | None, now: datetime) -> Stored:
    if wanted is None:
        return row._replace(state=ReminderState.withdrawn) if row.state == ReminderState.waiting else row
    is_revived = row.state == ReminderState.withdrawn and not _is_old(wanted, now)
    if is_revived or (row.state == ReminderState.waiting and row.tries == 0):
        return Stored(row.id, row.key, ReminderState.waiting, 0, wanted.due_at, wanted.useless_after)
    return row


def _is_old(wanted: WantedReminder, now: datetime) -> bool:
    return wanted.due_at <= now - (NEWS if wanted.kind == ReminderKind.change else GRACE)
