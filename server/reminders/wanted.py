"""Pure: which reminders a person should get, and when. The defaults are those of care.md."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.checkins.models import FIRST, CheckIn
from server.checkins.plan import SILENT
from server.recurrence import at_wall_time
from server.reminders.models import ReminderKind
from server.sessions.expand import Occurrence, OccurrenceState

QUIET_FROM = time(22)
QUIET_UNTIL = time(8)
A_DAY_BEFORE = "1d"
EVENING_BEFORE = "evening"
TWO_HOURS_BEFORE = "2h"
EVENING = time(20)
OFTEN = 3  # meetings a week from which a series gets the evening before instead of a day before
CAP = 3  # pushes a local day
RARER = 2  # whoever is silent is reminded of every second check-in


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

    def key(self, person_id: UUID) -> str:
        """A moved session is another moment, so it is another reminder; planned twice it is the same."""
        return f"{person_id}:{self.kind}:{self.subject}:{self.moment.timestamp():.0f}:{self.offset}"


def for_occurrence(occurrence: Occurrence, meets_often: bool, zone: ZoneInfo) -> list[WantedReminder]:
    """A day (wall time) or the evening before, and two hours (absolute) before; none for a cancelled one."""
    if occurrence.state == OccurrenceState.cancelled:
        return []
    start = occurrence.starts_at
    local = start.astimezone(zone)
    before = local.date() - timedelta(days=1)
    earlier = (
        (EVENING_BEFORE, at_wall_time(before, EVENING, zone))
        if meets_often
        else (A_DAY_BEFORE, at_wall_time(before, local.time(), zone))
    )
    return [
        WantedReminder(ReminderKind.session, occurrence.id, start, offset, due_at, useless_after=start)
        for offset, due_at in (earlier, (TWO_HOURS_BEFORE, start - timedelta(hours=2)))
    ]


def for_check_in(check_in: CheckIn) -> list[WantedReminder]:
    """When its window opens, and one nudge; none for the first one (the person is just joining), none once done."""
    if check_in.answered_at or check_in.withdrawn_at or check_in.slot == FIRST:
        return []
    found = [
        WantedReminder(
            ReminderKind.check_in,
            str(check_in.id),
            check_in.opens_at,
            "open",
            check_in.opens_at,
            check_in.closes_at,
            quiet=False,
        )
    ]
    if check_in.nudge_at:
        found.append(
            WantedReminder(
                ReminderKind.nudge, str(check_in.id), check_in.opens_at, "nudge", check_in.nudge_at, check_in.closes_at
            )
        )
    return found


def for_check_ins(check_ins: Iterable[CheckIn], unanswered: Mapping[str, int]) -> list[WantedReminder]:
    """For the check-ins that are not over. `unanswered` are, by slot, those in a row before them that are.

    After three in a row only every other one is announced, without a nudge, until the person answers one: the fifth,
    the seventh, and so on.
    """
    places = Counter(unanswered)
    found = []
    for check_in in sorted(check_ins, key=lambda each: each.opens_at):
        places[check_in.slot] += 1
        wanted = for_check_in(check_in)
        if unanswered.get(check_in.slot, 0) < SILENT:
            found += wanted
        elif (places[check_in.slot] - SILENT) % RARER == 0:
            found += [each for each in wanted if each.kind != ReminderKind.nudge]
    return found


def out_of_quiet_hours(wanted: WantedReminder, zone: ZoneInfo) -> WantedReminder | None:
    """Moved to the end of the quiet hours; None when it would be useless by then.

    One that was set for the night by the person themselves (`quiet` is False) stays.
    """
    local = wanted.due_at.astimezone(zone)
    if not wanted.quiet or QUIET_UNTIL <= local.time() < QUIET_FROM:
        return wanted
    morning = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    moved = at_wall_time(morning, QUIET_UNTIL, zone)
    if moved < wanted.useless_after:
        return replace(wanted, due_at=moved)
    evening = at_wall_time(morning - timedelta(days=1), QUIET_FROM, zone) - timedelta(minutes=1)
    return replace(wanted, due_at=evening) if wanted.kind == ReminderKind.session else None


def capped(wanted: Iterable[WantedReminder], zone: ZoneInfo, said: Iterable[datetime] = ()) -> list[WantedReminder]:
    """At most three a local day: what was said already counts, what is about to start goes first, nudges last."""
    rank = {TWO_HOURS_BEFORE: 0, "open": 1, A_DAY_BEFORE: 2, EVENING_BEFORE: 2, "nudge": 3}
    taken = Counter(moment.astimezone(zone).date() for moment in said)
    kept = []
    for each in sorted(wanted, key=lambda each: (rank[each.offset], each.due_at)):
        day = each.due_at.astimezone(zone).date()
        if taken[day] < CAP:
            taken[day] += 1
            kept.append(each)
    return sorted(kept, key=lambda each: each.due_at)
