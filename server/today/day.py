"""Pure: the day that a home is for."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from server.recurrence import at_wall_time


class Day(NamedTuple):
    """From `begins` to before `ends`."""

    begins: datetime
    ends: datetime


def day_around(now: datetime, zones: Iterable[ZoneInfo]) -> Day:
    """The longest time around `now` in which no clock of these zones passes midnight."""
    days = [_local_day(now, zone) for zone in zones]
    return Day(max(each.begins for each in days), min(each.ends for each in days))


def _local_day(now: datetime, zone: ZoneInfo) -> Day:
    today = now.astimezone(zone).date()
    return Day(at_wall_time(today, time(), zone), at_wall_time(today + timedelta(days=1), time(), zone))
