"""Pure: what a person may choose about their reminders, and what counts where they chose nothing (care.md)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.recurrence import at_wall_time
from server.reminders.models import ReminderKind

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # as RFC 5545 writes them, in the order of date.weekday()
EVENING = time(20)
DAY = timedelta(days=1)


class Offset(StrEnum):
    """How long before a session begins or a check-in closes. Days and the evening are by the clocks where the person
    is, hours are hours."""

    three_days = "3d"
    one_day = "1d"
    evening = "evening"  # of the day before
    three_hours = "3h"
    two_hours = "2h"
    one_hour = "1h"
    half_hour = "30m"

    def moment(self, start: datetime, zone: ZoneInfo) -> datetime:
        """When it is, for what begins or closes at `start`."""
        if self in LENGTHS:
            return start - LENGTHS[self]
        local = start.astimezone(zone)
        if self is Offset.evening:
            return at_wall_time(local.date() - DAY, EVENING, zone)
        return at_wall_time(local.date() - (3 * DAY if self is Offset.three_days else DAY), local.time(), zone)


LENGTHS = {
    Offset.three_hours: timedelta(hours=3),
    Offset.two_hours: timedelta(hours=2),
    Offset.one_hour: timedelta(hours=1),
    Offset.half_hour: timedelta(minutes=30),
}
USUAL = (Offset.one_day, Offset.two_hours)
USUAL_WHERE_OFTEN = (Offset.evening, Offset.two_hours)  # for a series that meets three times a week or more


@dataclass(frozen=True)
class QuietHours:
    """From a wall time to before another, past midnight where the second is the earlier one."""

    begins: time
    ends: time

    def hold(self, wall: time) -> bool:
        if self.begins < self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends

    def end_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """When those that hold at this moment end."""
        local = moment.astimezone(zone)
        return at_wall_time(_day(local, self.ends, later=True), self.ends, zone)

    def began_before(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """When those that hold at this moment began."""
        local = moment.astimezone(zone)
        return at_wall_time(_day(local, self.begins, later=False), self.begins, zone)


def _day(local: datetime, wall: time, *, later: bool) -> date:
    """The day on which the clocks show `wall` next, or showed it last."""
    is_ahead = local.time() < wall
    if later:
        return local.date() if is_ahead else local.date() + DAY
    return local.date() - DAY if is_ahead else local.date()


NIGHT = QuietHours(time(22), time(8))


@dataclass(frozen=True)
class Choices:
    """What counts for one person."""

    off: frozenset[ReminderKind] = frozenset()  # never `change`: whoever isn't told comes in vain, or not at all
    before: tuple[Offset, ...] | None = None  # of sessions, the earliest first; none: the usual
    nudge_before: tuple[Offset, ...] | None = None  # a check-in closes; none: when the program says
    quiet: QuietHours | None = NIGHT
    days_off: frozenset[int] = field(default_factory=frozenset)  # as date.weekday() counts them

    def is_off(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether this moment falls on one of their days off, where they are."""
        return bool(self.days_off) and moment.astimezone(zone).weekday() in self.days_off


AS_USUAL = Choices()


@dataclass(frozen=True)
class Snoozed:
    """What is to be said once more: a session or a check-in, by its id."""

    id: str
    subject: str
    due_at: datetime
