"""A generated program to plan: groups of twelve that meet three times a week, every third person also alone with their
counselor, the check-ins that a new program asks, people in many zones who began in the last twelve weeks. Nobody is
planned yet. The same story every time; only the ids differ."""

import asyncio
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

from uuid_utils.compat import uuid7

from server import clock
from server.checkins.models import Schedule
from server.checkins.schedule import default_schedules
from server.database import connection, migrate, on_postgres, opened
from server.keys import load_keys, prepare_data_dir
from server.people.models import Group, Member, Person, Phase, Program, Responder, Role
from server.sessions.models import Series, SessionKind
from server.settings import read_settings

ZONE = "America/New_York"
ZONES = (ZONE, ZONE, ZONE, "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix", "UTC")
GROUP = 12
ALONE = 3  # one in so many
WEEKS = 12  # over which they began
DAYS = ("MO,WE,FR", "TU,TH,SA", "MO,TU,TH", "MO,WE,TH")
AT_ONCE = 500  # rows in one statement


async def fill(people: int, now: datetime) -> Program:
    program = await Program.create(name="Bench", zone=ZONE, phone="555-0100")
    counselor = await Person.create(program=program, role=Role.counselor, name="Dana", zone=ZONE, joined_at=now)
    await Responder.create(program=program, person=counselor, rank=0)
    await Schedule.bulk_create(default_schedules(program))
    everybody = [_participant(program, counselor, number, now) for number in range(people)]
    await Person.bulk_create(everybody, batch_size=AT_ONCE)
    await _groups(program, counselor, everybody, (now - timedelta(weeks=WEEKS)).date())
    if on_postgres():
        await connection().execute_script("VACUUM ANALYZE")  # as it does by itself after a while
    return program


def _participant(program: Program, counselor: Person, number: int, now: datetime) -> Person:
    began = now - timedelta(days=number // GROUP % (7 * WEEKS))
    return Person(
        program_id=program.id,
        counselor_id=counselor.id,
        role=Role.participant,
        phase=Phase.iop,
        name=f"Guest {number}",
        zone=ZONES[number % len(ZONES)],
        started_on=began.date(),
        joined_at=began,
        standing_stale=False,
    )


async def _groups(program: Program, counselor: Person, everybody: list[Person], first_day: date) -> None:
    groups, series, members = [], [], []
    for number, start in enumerate(range(0, len(everybody), GROUP)):
        group = Group(id=uuid7(), program_id=program.id, lead_id=counselor.id, name=f"Group {number}")
        evening = _series(program, counselor, first_day, DAYS[number % len(DAYS)], time(17 + number % 3))
        evening.update_from_dict({"group_id": group.id, "kind": SessionKind.group, "title": "Relapse prevention"})
        groups.append(group)
        series.append(evening)
        together = everybody[start : start + GROUP]
        members += [Member(group_id=group.id, person_id=each.id, from_day=first_day) for each in together]
    for number, person in enumerate(everybody[::ALONE]):
        alone = _series(program, counselor, first_day, DAYS[number % len(DAYS)][:2], time(9 + number % 7))
        series.append(alone.update_from_dict({"person_id": person.id, "title": "With Dana"}))
    await Group.bulk_create(groups, batch_size=AT_ONCE)
    await Series.bulk_create(series, batch_size=AT_ONCE)
    await Member.bulk_create(members, batch_size=AT_ONCE)


def _series(program: Program, counselor: Person, first_day: date, days: str, wall_time: time) -> Series:
    return Series(
        program_id=program.id,
        facilitator_id=counselor.id,
        kind=SessionKind.individual,
        title="",
        rule=f"FREQ=WEEKLY;BYDAY={days}",
        first_day=first_day,
        wall_time=f"{wall_time:%H:%M}",
        minutes=90,
        zone=ZONE,
    )


async def _main(database_url: str, folder: Path, people: int) -> None:
    settings = read_settings({"DAYMARK_DATABASE_URL": database_url, "DAYMARK_DATA_DIR": str(folder / "data")})
    prepare_data_dir(settings)
    await migrate(settings)
    async with opened(settings):
        await load_keys(settings)
        await fill(people, clock.now())


def fill_apart(database_url: str, folder: Path, people: int) -> None:
    """In a process of its own, so that what is measured after does not have everybody in its memory."""
    subprocess.run(
        [sys.executable, "-m", "tests.bench.clinic", database_url, str(folder), str(people)], check=True, timeout=1200
    )


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
