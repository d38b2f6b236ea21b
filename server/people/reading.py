"""When the next answers will be read: people are told, so that nobody relies on being watched."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.people.models import Program
from server.recurrence import Rule, at_wall_time, occurrences

WORKING_DAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
LONGEST_WAIT = timedelta(days=5)  # over a weekend, with room for a clock change


def next_reading(program: Program, now: datetime) -> datetime:
    """The UTC moment by which an answer given now will be read: the program's hour on the next working day."""
    zone = ZoneInfo(program.zone)
    wall = time.fromisoformat(program.answers_read_by)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    rule = Rule(WORKING_DAYS, tomorrow, wall)
    first = at_wall_time(tomorrow, time(), zone)
    return occurrences(rule, zone, first, first + LONGEST_WAIT)[0][1]
