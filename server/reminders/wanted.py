"""Pure: which reminders a person should get, and when. The defaults are those of care.md.

A check-in that stays open is followed up once, or as often as the person chose (the nudge), unless a reminder of it was
seen: the person tapped or swiped away its notification, or had the app on the screen after it was sent (seen.py).
Whoever claims the nudge's row looks once more.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zlib import crc32
from zoneinfo import ZoneInfo

from server.checkins.models import FIRST
from server.checkins.silence import SILENT, Silence
from server.checkins.stored import Planned
from server.clock import from_ms
from server.medication.doses import Dose
from server.medication.models import Medication
from server.recurrence import at_wall_time
from server.reminders.choices import LENGTHS, NIGHT, USUAL, USUAL_WHERE_OFTEN, Choices, Offset, QuietHours, Snoozed
from server.reminders.models import ReminderKind
from server.sessions.expand import Occurrence, OccurrenceState

OFTEN = 3  # meetings a week from which a series gets the evening before instead of a day before
CAP = 3  # pushes a local day
CANCELLED = "cancelled"
NOWHERE = "nowhere"
RARER = 2  # whoever is silent is reminded of every second check-in
NUDGE = "nudge-"  # begins the offset of a nudge at a time that the person chose
SNOOZE = "snooze-"  # begins the offset of what the person asked to hear again
LATER = "later-"  # begins the offset of a dose that comes later than it was meant to
MINUTE = timedelta(minutes=1)
REFILL_AT = time(10)  # pharmacies are open
# Of the day's few: what is about to start goes first, nudges last.
RANK = {each.value: 0 if each in LENGTHS else 2 for each in Offset} | {"open": 1, "refill": 1}
LAST = 3


@dataclass(frozen=True)
class WantedReminder:
    """One reminder as it should be, before it is a row."""

    kind: ReminderKind
    subject: str
    moment: datetime
    offset: str
    due_at: datetime
    useless_after: datetime
    quiet: bool = True  # quiet hours apply

    def key(self, person_id: UUID | str) -> str:
        """A moved session is another moment, so it is another reminder; planned twice it is the same."""
        name = self.__dict__.get("_name")  # what cached_property does, but for its lock: this is asked for most
        if name is None:
            name = f"{self.kind}:{self.subject}:{self.moment.timestamp():.0f}:{self.offset}"
            self.__dict__["_name"] = name
        return f"{person_id}:{name}"


class LeftOut(StrEnum):
    """Why a reminder that one might expect does not come."""

    day_off = "day_off"
    quiet_hours = "quiet_hours"  # over before they end
    enough = "enough"  # the day has as many as it may
    seen = "seen"  # the first reminder of that check-in was


@dataclass(frozen=True)
class Considered:
    """A reminder with what the person's choices make of it. `was_due`: before their quiet hours moved it."""

    wanted: WantedReminder
    was_due: datetime
    left_out: LeftOut | None = None


def for_occurrence(
    occurrence: Occurrence, meets_often: bool, zone: ZoneInfo, before: Sequence[Offset] | None = None
) -> list[WantedReminder]:
    """As long before as the person chose; else as usual: a day (wall time) or the evening before, and two hours
    (absolute) before. None for a cancelled one."""
    if _is_off(occurrence):
        return []
    start = occurrence.starts_at
    return [
        WantedReminder(ReminderKind.session, occurrence.id, start, each, each.moment(start, zone), useless_after=start)
        for each in before or (USUAL_WHERE_OFTEN if meets_often else USUAL)
    ]


def for_snoozed(
    snoozed: Collection[Snoozed], calendar: Iterable[Occurrence], check_ins: Iterable[Planned]
) -> list[WantedReminder]:
    """At the time that the person chose, by night too; none once it would be useless, or when there is nothing to do
    any more. `calendar` and `check_ins` are those that they may still be told of."""
    if not snoozed:
        return []
    about = {
        **{each.id: (ReminderKind.session, each.starts_at, each.starts_at) for each in calendar if not _is_off(each)},
        **{str(each.id): (ReminderKind.check_in, each.opens_at, each.closes_at) for each in check_ins},
    }
    return [
        WantedReminder(kind, each.subject, moment, SNOOZE + each.id, each.due_at, useless_after)
        for each in snoozed
        if each.subject in about
        for kind, moment, useless_after in [about[each.subject]]
        if each.due_at < useless_after
    ]


def _is_off(occurrence: Occurrence) -> bool:
    return occurrence.state == OccurrenceState.cancelled


def whereabouts(occurrence: Occurrence) -> str:
    """What there is to be told of a session: its start, in seconds since 1970, and its place and minutes where these
    are others than usual, or than they were in its series before, `start@place~minutes`; or that it was cancelled."""
    if occurrence.state == OccurrenceState.cancelled:
        return CANCELLED
    is_other = occurrence.is_first_other
    place = str(crc32(f"{occurrence.place} {occurrence.link}".encode())) if is_other or occurrence.is_elsewhere else ""
    minutes = (occurrence.ends_at - occurrence.starts_at) // MINUTE
    length = f"~{minutes}" if is_other or occurrence.is_other_length else ""
    return f"{_named(occurrence.starts_at)}@{place}{length}" if place or length else _named(occurrence.starts_at)


def _named(start: datetime) -> str:
    return f"{start.timestamp():.0f}"


def for_change(occurrence: Occurrence, told: str | None) -> list[WantedReminder]:
    """At once, when it is not when, where or as long as the person believes it to be; useless once either of the two
    has begun.

    `told` are the whereabouts that were said last; none: nothing was. What is taken back before anything was said needs
    no reminder, what is taken back later does.
    """
    if occurrence.changed_at is None:
        return []
    before = told or (NOWHERE if occurrence.is_added else _named(occurrence.was_at or occurrence.starts_at))
    after = whereabouts(occurrence)
    starts = [float(each.partition("@")[0]) for each in (before, after) if each not in (CANCELLED, NOWHERE)]
    useless_after = datetime.fromtimestamp(min(starts, default=0), UTC)
    if before == after or useless_after <= occurrence.changed_at:
        return []
    due_at = occurrence.changed_at
    return [WantedReminder(ReminderKind.change, occurrence.id, due_at, after, due_at, useless_after)]


def for_check_in(check_in: Planned, nudge_before: Sequence[Offset] | None, zone: ZoneInfo) -> list[WantedReminder]:
    """When its window opens, and a nudge: when the program says, or as long before it closes as the person chose. None
    for the first one (the person is just joining), none once done."""
    if check_in.answered_at or check_in.withdrawn_at or check_in.slot == FIRST:
        return []
    subject, opens_at, closes_at = str(check_in.id), check_in.opens_at, check_in.closes_at
    if nudge_before:
        nudges = {f"{NUDGE}{each}": each.moment(closes_at, zone) for each in nudge_before}
    else:
        nudges = {"nudge": check_in.nudge_at} if check_in.nudge_at else {}
    return [
        WantedReminder(ReminderKind.check_in, subject, opens_at, "open", opens_at, closes_at, quiet=False),
        *(
            WantedReminder(ReminderKind.nudge, subject, opens_at, offset, due_at, closes_at)
            for offset, due_at in nudges.items()
            if due_at > opens_at
        ),
    ]


def for_check_ins(
    check_ins: Iterable[Planned], silence: Silence, nudge_before: Sequence[Offset] | None, zone: ZoneInfo
) -> list[WantedReminder]:
    """For the check-ins that are not over; `silence` is that before them.

    After three of a slot in a row only every other one of it is announced, without a nudge, until the person answers
    one: the fifth, the seventh, and so on. After three days on which nothing was answered so it is with every slot.
    """
    places = Counter({slot: len(dates) for slot, dates in silence.slots.items()})
    found = []
    for check_in in sorted(check_ins, key=lambda each: each.opens_at):
        places[check_in.slot] += 1
        wanted = for_check_in(check_in, nudge_before, zone)
        if not silence.is_kept_in(check_in.slot):
            found += wanted
        elif (places[check_in.slot] - SILENT) % RARER == 0:
            found += [each for each in wanted if each.kind != ReminderKind.nudge]
    return found


def for_doses(doses: Iterable[Dose]) -> list[WantedReminder]:
    """At the times that the person set, by night too; one for all that are due together. None once all of them are
    taken or skipped; those that are to come later come when they said."""
    found: dict[tuple[str, datetime], WantedReminder] = {}
    for dose in doses:
        if not dose.is_open or dose.due_at >= dose.useless_after:
            continue
        offset = "dose" if dose.due_at == dose.moment else f"{LATER}{_named(dose.due_at)}"
        wanted = WantedReminder(
            ReminderKind.dose, dose.original_start, dose.moment, offset, dose.due_at, dose.useless_after, quiet=False
        )
        known = found.setdefault((dose.original_start, dose.due_at), wanted)
        found[dose.original_start, dose.due_at] = max(known, wanted, key=lambda each: each.useless_after)
    return list(found.values())


def for_refills(medications: Iterable[Medication], zone: ZoneInfo) -> list[WantedReminder]:
    """In the morning, so many days before as the person chose, or the next morning where they wrote it down later than
    that; of use until the day is over."""
    found = []
    for each in medications:
        if each.refill_on and each.times and (each.until is None or each.refill_on < each.until):
            over = at_wall_time(each.refill_on + timedelta(days=1), time(), zone)
            meant = at_wall_time(each.refill_on - timedelta(days=each.refill_days_before), REFILL_AT, zone)
            due_at = max(meant, _next_morning(from_ms(each.changed_by.int >> 80), zone))
            if due_at < over:
                found.append(WantedReminder(ReminderKind.refill, str(each.id), over, "refill", due_at, over))
    return found


def _next_morning(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    return at_wall_time(local.date() + timedelta(days=local.time() > REFILL_AT), REFILL_AT, zone)


def placed(wanted: WantedReminder, choices: Choices, zone: ZoneInfo) -> Considered:
    """When it comes by the person's quiet hours, and whether on a day off. Changes, doses and refills come on every
    day: what they are about does not wait."""
    moved = out_of_quiet_hours(wanted, zone, choices.quiet)
    if moved is None:
        return Considered(wanted, wanted.due_at, LeftOut.quiet_hours)
    on_every_day = wanted.kind in (ReminderKind.change, ReminderKind.dose, ReminderKind.refill)
    is_off = not on_every_day and choices.is_off(moved.due_at, zone)
    return Considered(moved, wanted.due_at, LeftOut.day_off if is_off else None)


def out_of_quiet_hours(
    wanted: WantedReminder, zone: ZoneInfo, quiet: QuietHours | None = NIGHT
) -> WantedReminder | None:
    """Moved to the end of the quiet hours; when it would be useless by then to the minute before they began, if it is
    about a session or was chosen for an open check-in, else None.

    One that was set for the night by the person themselves (`quiet` is False) stays. So does a change of what begins
    before they end: better woken than on the way in vain.
    """
    if not wanted.quiet or quiet is None or not quiet.hold(wanted.due_at.astimezone(zone).time()):
        return wanted
    moved = quiet.end_after(wanted.due_at, zone)
    if moved <= wanted.due_at:  # the hour that comes twice: they ended the first time
        return wanted
    if moved < wanted.useless_after:
        return replace(wanted, due_at=moved)
    if wanted.kind == ReminderKind.change:
        return wanted
    evening = quiet.began_before(wanted.due_at, zone) - MINUTE
    if wanted.kind == ReminderKind.session or (wanted.offset.startswith(NUDGE) and evening > wanted.moment):
        return replace(wanted, due_at=evening)
    return None


def once_each(considered: Iterable[Considered]) -> list[Considered]:
    """Of those that quiet hours brought together at one moment about the same thing, only the first."""
    found: dict[tuple[ReminderKind, str, datetime], Considered] = {}
    for each in considered:
        found.setdefault((each.wanted.kind, each.wanted.subject, each.wanted.due_at), each)
    return list(found.values())


def unless_seen(considered: Considered, seen: Collection[str]) -> Considered:
    """No nudge for the check-ins in `seen`, by id: those of which a reminder was seen."""
    is_needless = considered.wanted.kind == ReminderKind.nudge and considered.wanted.subject in seen
    return replace(considered, left_out=LeftOut.seen) if is_needless else considered


def capped(wanted: Iterable[WantedReminder], zone: ZoneInfo, said: Iterable[datetime] = ()) -> list[WantedReminder]:
    """At most three a local day: what was said already counts, what is about to start goes first, nudges last.

    Changes count and go before all, and none is left out: whoever isn't told comes in vain, or not at all. Doses, and
    what the person asked to hear again, do not count and always come.
    """
    taken = Counter(moment.astimezone(zone).date() for moment in said)
    kept = []
    for each in sorted(wanted, key=lambda each: (each.kind != ReminderKind.change, _rank(each), each.due_at)):
        day = each.due_at.astimezone(zone).date()
        if each.kind == ReminderKind.dose or is_snooze(each.offset):
            kept.append(each)
        elif taken[day] < CAP or each.kind == ReminderKind.change:
            taken[day] += 1
            kept.append(each)
    return sorted(kept, key=lambda each: each.due_at)


def _rank(wanted: WantedReminder) -> int:
    return LAST if wanted.kind == ReminderKind.nudge else RANK.get(wanted.offset, 0)


def is_uncounted(key: str) -> bool:
    """Whether the reminder with this key counts towards no day's cap."""
    return key.split(":")[1] == ReminderKind.dose or is_snooze(key.rpartition(":")[2])


def is_snooze(offset: str) -> bool:
    return offset.startswith(SNOOZE)
