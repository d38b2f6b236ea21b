"""The planner: keeps the rows of the days ahead as they should be.

Running it twice, late, or on two machines at once changes nothing.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

import structlog
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from server.checkins.models import CheckIn
from server.checkins.plan import plan_check_ins, silences
from server.checkins.schedule import lines_of
from server.clock import to_ms
from server.database import rows
from server.people.models import Person, Phase
from server.reminders import metrics
from server.reminders.choices import AS_USUAL, Choices, Snoozed
from server.reminders.choose import choices_of
from server.reminders.models import Reminder, ReminderKind, ReminderState
from server.reminders.snooze import snoozed_by
from server.reminders.waking import due_sooner
from server.reminders.wanted import (
    OFTEN,
    Considered,
    LeftOut,
    WantedReminder,
    capped,
    for_change,
    for_check_ins,
    for_occurrence,
    for_snoozed,
    is_snooze,
    once_each,
    placed,
)
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from server.sessions.models import ReplyKind, SessionKind
from server.sessions.reply import replies_of
from server.spare import GoOn, all_the_time

log = structlog.get_logger()

HORIZON = timedelta(days=4)  # rows exist this far ahead, so a planner that is down for days loses nothing
REPLAN_BEFORE = timedelta(days=3)
BACK = timedelta(hours=36)  # what was said earlier today counts towards the day's cap
GRACE = timedelta(minutes=5)  # what was due longer ago than this when first planned is not said any more
NEWS = timedelta(days=1)  # likewise for changes: they are no news to whoever has just joined
CALENDAR_AHEAD = timedelta(days=60)  # as the phone shows it: of what changes there people are told
RETRY_BROKEN = timedelta(minutes=10)
BATCH = 200  # people
WHOLE_WEEKS = timedelta(days=9)  # around what is planned, with the day that a session is announced before

SeriesWeek = tuple[UUID, int, int]  # a series, and an ISO week with its year


async def plan_due(now: datetime, go_on: GoOn = all_the_time) -> int:
    """Plans the people whose horizon runs low or whose calendar, zone or answers changed; how many.

    Stops when `go_on` says so: whoever is left is found again by the next look.
    """
    planned = 0
    while ids := await _people_to_plan(now):
        for person_id in ids:
            if not go_on():
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
        earliest = await _plan(person_id, now)
        if earliest:
            await due_sooner(earliest)  # once it is committed: whoever is woken before would not find it
    except Exception:
        log.exception("plan_failed")
        put_off = now + REPLAN_BEFORE + RETRY_BROKEN
        await Person.filter(id=person_id).update(plan_stale=False, planned_until=put_off)


async def _plan(person_id: UUID, now: datetime) -> datetime | None:
    """Check-ins first, then the reminders for them and for sessions; when the earliest that was written is due."""
    # The transaction holds the person's row: two planners take turns, so none writes what it computed from the past
    # over the other's; and what changes meanwhile waits for us, then marks the person again.
    async with in_transaction():
        person = await Person.filter(_needs_plan(now), id=person_id).select_for_update().first()
        if person is None:
            return None
        await Person.filter(id=person_id).update(plan_stale=False, planned_until=now + HORIZON, standing_stale=True)
        calendar = await calendar_of(person, now)
        await plan_check_ins(person, await lines_of(person), individual_days(person, calendar), now)
        return await _plan_reminders(person, calendar, now)


def individual_days(person: Person, calendar: list[Occurrence]) -> set[date]:
    """The local days on which this person sees their counselor alone."""
    alone = [each for each in calendar if each.kind == SessionKind.individual]
    return {person.today(each.starts_at) for each in alone if each.state != OccurrenceState.cancelled}


async def _plan_reminders(person: Person, calendar: list[Occurrence], now: datetime) -> datetime | None:
    until = now + HORIZON
    stored = await stored_reminders(person, now)
    wanted: list[WantedReminder] = []
    if person.phase != Phase.ended:
        wanted = wanted_reminders(person, **await known_of(person, calendar, stored, until, now))
    return await _reconcile(person, [each for each in wanted if each.due_at < until], stored, now)


async def calendar_of(person: Person, now: datetime) -> list[Occurrence]:
    """The sessions that can matter to what this person is told, now or in the days ahead."""
    return await occurrences_of(person, now - BACK - WHOLE_WEEKS, now + CALENDAR_AHEAD)


async def stored_reminders(person: Person, now: datetime) -> list[Reminder]:
    """Those of this person that may still come, and those of the last day."""
    return await Reminder.filter(person_id=person.id, useless_after__gt=now - BACK).exclude(kind=ReminderKind.test)


class SaidByThem(TypedDict, total=False):
    """What of a person's own words counts, and what they were told of changes; see `considered`."""

    absent: Collection[str]
    told: Mapping[str, str] | None
    choices: Choices
    snoozed: Collection[Snoozed]


class Known(SaidByThem):
    """What one has to know of a person to say what they should be told; see `considered`."""

    calendar: list[Occurrence]
    check_ins: list[CheckIn]
    unanswered: Mapping[str, int]
    said: Mapping[str, datetime]


async def known_of(
    person: Person, calendar: list[Occurrence], stored: list[Reminder], until: datetime, now: datetime
) -> Known:
    """With the check-ins that open before `until`."""
    check_ins = await CheckIn.filter(
        person_id=person.id, opens_at__lt=until, answered_at=None, missed_at=None, withdrawn_at=None
    )
    return Known(
        calendar=calendar,
        check_ins=check_ins,
        unanswered=(await silences([person.id])).get(person.id, {}),
        said={row.key: row.due_at for row in stored if row.state in (ReminderState.claimed, ReminderState.accepted)},
        absent=await _absent(person, calendar, now),
        told=await _told(person, calendar),
        choices=await choices_of(person.id),
        snoozed=await snoozed_by(person.id),
    )


async def _absent(person: Person, calendar: list[Occurrence], now: datetime) -> set[str]:
    """The ids of the sessions that this person said they can't come to."""
    replies = await replies_of(person, calendar, now)
    return {occurrence for occurrence, reply in replies.items() if reply.kind == ReplyKind.cant_come}


async def _told(person: Person, calendar: list[Occurrence]) -> dict[str, str]:
    """By id of a session that changed, where this person was told last that it is."""
    changed = [each.id for each in calendar if each.changed_at]
    if not changed:
        return {}
    about = Reminder.filter(person_id=person.id, kind=ReminderKind.change, subject__in=changed)
    return {row.subject: row.key.rpartition(":")[2] for row in await about.order_by("moment", "id") if _was_sent(row)}


def _was_sent(row: Reminder) -> bool:
    """Or tried: of one that was withdrawn then, some phone may have shown it."""
    if row.state == ReminderState.withdrawn:
        return row.tries > 0
    return row.state != ReminderState.waiting


def wanted_reminders(
    person: Person,
    calendar: list[Occurrence],
    check_ins: list[CheckIn],
    unanswered: Mapping[str, int],
    said: Mapping[str, datetime],
    **more: Unpack[SaidByThem],
) -> list[WantedReminder]:
    """Pure: of what `considered` finds that which comes, the earliest first."""
    found = considered(person, calendar, check_ins, unanswered, said, **more)
    return [each.wanted for each in found if each.left_out is None]


def considered(
    person: Person,
    calendar: list[Occurrence],
    check_ins: list[CheckIn],
    unanswered: Mapping[str, int],
    said: Mapping[str, datetime],
    *,
    absent: Collection[str] = (),
    told: Mapping[str, str] | None = None,
    choices: Choices = AS_USUAL,
    snoozed: Collection[Snoozed] = (),
) -> list[Considered]:
    """Pure: everything that this person should still be told about these occurrences and check-ins, and what they may
    expect and is left out, the earliest first.

    `unanswered` are those in a row before them, by slot; `said` is what the person has been told already, by key, with
    when it was due: it counts towards its day's cap. `absent` are the sessions they said they can't come to; `told` are
    the whereabouts said last of those that changed (see `for_change`).
    """
    zone = person.tz
    # 1. What there is to be told, but for the kinds that they turned off.
    often = _weeks_meeting_often(calendar)
    expected = [each for each in calendar if each.id not in absent]
    found = [each for one in expected for each in for_occurrence(one, _week_of(one) in often, zone, choices.before)]
    found += [each for one in calendar for each in for_change(one, (told or {}).get(one.id))]
    found += for_check_ins(check_ins, unanswered)
    # 2. When it comes, by their quiet hours and days off.
    all_placed = once_each(placed(each, choices, zone) for each in found if each.kind not in choices.off)
    # 3. What they asked to hear again comes when they said.
    all_placed += [Considered(each, each.due_at) for each in for_snoozed(snoozed, expected, check_ins)]
    unsaid = [each for each in all_placed if each.wanted.key(person.id) not in said]
    # 4. At most so many a day.
    kept = set(capped([each.wanted for each in unsaid if each.left_out is None], zone, _counted(said)))
    return sorted((_or_enough(each, kept) for each in unsaid), key=lambda each: each.wanted.due_at)


def _counted(said: Mapping[str, datetime]) -> list[datetime]:
    return [due_at for key, due_at in said.items() if not is_snooze(key.rpartition(":")[2])]


def _or_enough(each: Considered, kept: Collection[WantedReminder]) -> Considered:
    return each if each.left_out or each.wanted in kept else replace(each, left_out=LeftOut.enough)


def _weeks_meeting_often(calendar: list[Occurrence]) -> set[SeriesWeek]:
    # Week by week, so that the answer for a session is the same on whichever day it is planned.
    there = [one for one in calendar if not one.has_fallen_away]
    return {week for week, times in Counter(_week_of(one) for one in there).items() if times >= OFTEN}


def _week_of(occurrence: Occurrence) -> SeriesWeek:
    year, week, _ = datetime.fromisoformat(occurrence.original_start).isocalendar()
    return occurrence.series, year, week


async def _reconcile(
    person: Person, wanted: list[WantedReminder], stored: list[Reminder], now: datetime
) -> datetime | None:
    """Makes missing rows, moves and revives waiting ones, withdraws those that nothing asks for any more.

    When the earliest of those that were made, moved or revived is due.
    """
    known = {row.key: row for row in stored}
    by_key = {each.key(person.id): each for each in wanted if each.useless_after > now}
    new = [_row(person, key, each) for key, each in by_key.items() if key not in known and not _is_old(each, now)]
    await Reminder.bulk_create(new, ignore_conflicts=True)
    metrics.PLANNED.inc(len(new))
    adjusted = [await _adjust(row, by_key.get(key), now) for key, row in known.items() if row.useless_after > now]
    return min([*(row.due_at for row in new), *filter(None, adjusted)], default=None)


def _is_old(wanted: WantedReminder, now: datetime) -> bool:
    return wanted.due_at <= now - (NEWS if wanted.kind == ReminderKind.change else GRACE)


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


async def _adjust(row: Reminder, wanted: WantedReminder | None, now: datetime) -> datetime | None:
    """When the row is due, if it was moved or revived."""
    same = Reminder.filter(id=row.id, state=row.state)  # a worker may claim it while we look
    if wanted is None:
        if row.state == ReminderState.waiting:
            await same.update(state=ReminderState.withdrawn)
        return None
    times = {"due_at": wanted.due_at, "next_at": wanted.due_at, "useless_after": wanted.useless_after}
    differs = (row.due_at, row.useless_after) != (wanted.due_at, wanted.useless_after)
    if row.state == ReminderState.withdrawn and not _is_old(wanted, now):
        await same.update(state=ReminderState.waiting, tries=0, **times)
    elif row.state == ReminderState.waiting and row.tries == 0 and differs:
        await same.update(**times)
    else:
        return None
    return wanted.due_at
