"""Times of day and moments.

Nothing is ever added to a wall time: it walks through the quarters of an hour in UTC, looks what the clocks on the wall
show at each, and so needs no rule for the days on which they change. All times that people choose are on quarters of an
hour.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Quiet = tuple[time, time] | None


@cache
def clocks_show(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The first moment at which they do; on a day on which they never do, as long after midnight as on others."""
    noon_before = datetime.combine(day - DAY, time(12), tzinfo=UTC)
    that_day = [
        moment
        for moment, _ in zip(walk(noon_before - 3 * HOUR, QUARTER), range(66 * 4), strict=False)
        if moment.astimezone(zone).date() == day
    ]
    shown = [moment for moment in that_day if moment.astimezone(zone).time() == wall]
    return shown[0] if shown else that_day[0] + timedelta(hours=wall.hour, minutes=wall.minute)


def after_the_night(due: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The first quarter of an hour from then on at which it is not quiet."""
    return next(moment for moment in walk(next_quarter(due), QUARTER) if not is_quiet(moment, quiet, zone))


def before_the_night(due: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The last minute until then at which it is not."""
    return next(moment for moment in walk(due, -MINUTE) if not is_quiet(moment, quiet, zone))


def is_quiet(moment: datetime, quiet: Quiet, zone: ZoneInfo) -> bool:
    if quiet is None:
        return False
    begins, ends = quiet
    shown = moment.astimezone(zone).time()
    return begins <= shown or shown < ends  # here they always go past midnight


def next_quarter(moment: datetime) -> datetime:
    return next(each for each in walk(moment.replace(minute=0, second=0), QUARTER) if each >= moment)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def walk(start: datetime, step: timedelta) -> Iterator[datetime]:
    return (start + n * step for n in count())
