"""When the next answers will be read: people are told, so that nobody relies on being watched."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.people.coverage import coverage_rule
from server.people.models import Program
from server.recurrence import Rule, at_wall_time, occurrences

LONGEST_WAIT = timedelta(days=8)  # from one week's only day to the next, with room for a clock change


def next_reading(program: Program, now: datetime) -> datetime:
    """The UTC moment by which an answer given now will be read: the program's hour on the next day of coverage."""
    zone = ZoneInfo(program.zone)
    wall = time.fromisoformat(program.answers_read_by)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    rule = Rule(coverage_rule(program), tomorrow, wall)
    first = at_wall_time(tomorrow, time(), zone)
    return occurrences(rule, zone, first, first + LONGEST_WAIT)[0][1]
