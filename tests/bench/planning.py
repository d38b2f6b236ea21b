"""One measurement: the planner on a generated program, from nothing and again.

Prints one line of JSON: seconds from nothing, with nothing to do, and with everybody to be looked at and nothing
different; milliseconds until the rows of a group whose series was moved are moved too, median and longest; memory of
the process in MB, and of that what it took before there was anything to plan.
"""

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import uvloop
from uuid_utils.compat import uuid7

from server import clock
from server.app import keep_for_good
from server.checkins.models import CheckIn
from server.database import on_postgres, opened, rows
from server.keys import load_keys
from server.people.models import Person, Role, mark_everybody_stale
from server.reminders.models import Reminder, ReminderState
from server.reminders.plan import plan_due
from server.sessions.models import Series
from server.sessions.series import change
from server.settings import read_settings
from tests.bench.burst import pin
from tests.bench.clinic import GROUP, fill_apart
from tests.bench.memory import own_memory

MOVES = 20  # series, one after the other
LATER = timedelta(minutes=15)


async def measure(database_url: str, folder: Path, people: int) -> None:
    pin(0, 1)
    fill_apart(database_url, folder, people)
    pin(0, 0)
    settings = read_settings({"DAYMARK_DATABASE_URL": database_url, "DAYMARK_DATA_DIR": str(folder / "data")})
    async with opened(settings):
        await load_keys(settings)
        keep_for_good()  # as a worker does
        now = clock.now()
        before = own_memory()
        figures: dict[str, Any] = {"from_nothing": await _timed(people, now)}
        if on_postgres():
            await rows("ANALYZE")  # as autovacuum has done by itself wherever rows are older than a minute
        figures["nothing_changed"] = await _timed(0, now)
        figures["written"] = await CheckIn.all().count() + await Reminder.all().count()
        person = await Person.filter(role=Role.participant).first()
        assert person
        await mark_everybody_stale(person.program_id)
        figures["nothing_different"] = await _timed(people, now)
        moved = await _moved(now)
        figures |= {"moved": median(moved), "moved_longest": max(moved), "before": before, "memory": own_memory()}
        print(json.dumps(figures))


async def _timed(people: int, now: datetime) -> float:
    start = time.perf_counter()
    planned = await plan_due(now)
    took = time.perf_counter() - start
    assert planned == people, planned
    return took


async def _moved(now: datetime) -> list[float]:
    """Milliseconds from when the counselor's change is stored until everybody's reminders are at their new times."""
    took = []
    for series in await Series.exclude(group_id=None).limit(MOVES).select_related("facilitator"):
        hour, minute = series.wall_time.split(":")
        wanted = series.clone(pk=uuid7())
        wanted.wall_time = f"{hour}:{int(minute) + LATER.seconds // 60:02}"
        await change(series.id, wanted, None, now)
        took.append(await _timed(GROUP, now) * 1000)
        # Today's may have begun; nobody is told of another at the old time.
        old = Reminder.filter(subject__startswith=f"{series.id}@", subject__endswith=f"T{series.wall_time}")
        assert not await old.filter(state=ReminderState.waiting, moment__gt=now + timedelta(days=1)).exists()
    return took


if __name__ == "__main__":
    uvloop.run(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
