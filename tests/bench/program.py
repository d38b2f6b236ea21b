"""A generated program to measure with: counselors with forty people each, and twelve weeks of their daily answers.

Written with plain SQL, for there are hundreds of thousands of rows. The same story every time; only the ids differ.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from server.checkins.models import DAILY, Answer
from server.clock import to_ms
from server.database import connection, on_postgres
from server.people.models import Group, Member, Person, Phase, Program, Role
from server.recurrence import at_wall_time, occurrences
from server.sessions.models import Mark, Series, SessionKind, local_text

ZONE = "America/New_York"
EACH = 40  # people of one counselor
GROUP = 10  # of them in one group
SEED = 40
AT_ONCE = 50  # people whose rows are written in one statement for each table
A_FEW = 3
ANSWERED = 0.97  # of what is asked; about 400,000 answers of 5,000 people in twelve weeks
LATE = 0.03
WINDOW = timedelta(hours=6)
TWELVE_WEEKS = timedelta(weeks=12)
UNREAD_DAYS = 1
USUAL = 3  # where cravings settle
FLAGGED = 8  # cravings from here on
ITEMS = Answer._meta.fields_map["items"]


@dataclass(frozen=True)
class Generated:
    """Where to begin: the program and its first counselor, who has forty people like every other."""

    program: Program
    counselor: Person
    people: list[Person]


async def fill(people: int, days: int, now: datetime, *, fully: int | None = None) -> Generated:
    """Makes the program: everybody was asked every evening of the last `days` and nearly all answered, and everybody is
    asked now. Where there is a number who were `fully`, the others were asked only in the last `A_FEW` days."""
    rng = Random(SEED)  # noqa: S311  # a story, not a secret
    program = await Program.create(name="Bench", zone=ZONE, phone="555-0100")
    counselors = [_staff(program, number, now) for number in range(-(-people // EACH))]
    await Person.bulk_create(counselors)
    everybody = [_participant(program, counselors[number // EACH], number, days, now) for number in range(people)]
    await Person.bulk_create(everybody, batch_size=500)
    await _groups(program, counselors, everybody, now)
    for start in range(0, people, AT_ONCE):
        few = fully is not None and start >= fully
        await _write_evenings(everybody[start : start + AT_ONCE], min(days, A_FEW) if few else days, now, rng)
    if on_postgres():
        await connection().execute_script("VACUUM ANALYZE")  # as it does by itself after a while
    return Generated(program, counselors[0], [each for each in everybody if each.counselor_id == counselors[0].id])


async def _write_evenings(people: list[Person], days: int, now: datetime, rng: Random) -> None:
    evenings = [each for person in people for each in _evenings(person, days, now, rng)]
    flagged = [each for each in evenings if each[1] and each[1]["scores"]["craving"] >= FLAGGED]
    alerts = [_alert(check_in, answer) for check_in, answer in flagged if answer]
    await _write("check_in", [check_in for check_in, _ in evenings])
    await _write("answer", [answer for _, answer in evenings if answer])
    await _write("alert", alerts)
    await _write("flag", [_flag(each[1], alert) for each, alert in zip(flagged, alerts, strict=True) if each[1]])


def _staff(program: Program, number: int, now: datetime) -> Person:
    return Person(program_id=program.id, role=Role.counselor, name=f"Counselor {number}", zone=ZONE, joined_at=now)


def _participant(program: Program, counselor: Person, number: int, days: int, now: datetime) -> Person:
    joined_at = now - timedelta(days=days)
    return Person(
        program_id=program.id,
        counselor_id=counselor.id,
        role=Role.participant,
        phase=Phase.iop,
        name=f"Guest {number}",
        zone=ZONE,
        started_on=joined_at.date(),
        joined_at=joined_at,
        plan_stale=False,
        planned_until=now + timedelta(days=4),
    )


async def _groups(program: Program, counselors: list[Person], everybody: list[Person], now: datetime) -> None:
    """Groups of ten that meet three times a week, led by the counselor of their people."""
    first_day = (now - timedelta(weeks=26)).date()
    groups, series, members, marked = [], [], [], []
    for start in range(0, len(everybody), GROUP):
        lead = counselors[start // EACH]
        group = Group(id=uuid7(), program_id=program.id, lead_id=lead.id, name=f"Group {start // GROUP}")
        groups.append(group)
        series.append(_series(group, first_day))
        attending = everybody[start : start + GROUP]
        members += [Member(group_id=group.id, person_id=each.id, from_day=first_day) for each in attending]
        marked += _attended(attending, series[-1], now)
    await Group.bulk_create(groups, batch_size=500)
    await Series.bulk_create(series, batch_size=500)
    await Member.bulk_create(members, batch_size=500)
    await _write("attendance", marked)


def _series(group: Group, first_day: date) -> Series:
    return Series(
        program_id=group.program_id,
        group_id=group.id,
        facilitator_id=group.lead_id,
        kind=SessionKind.group,
        title="Relapse prevention",
        rule="FREQ=WEEKLY;BYDAY=MO,WE,FR",
        first_day=first_day,
        wall_time="18:00",
        minutes=90,
        zone=ZONE,
    )


def _attended(people: list[Person], series: Series, now: datetime) -> list[dict[str, Any]]:
    """Everything in twelve weeks, but one in twenty, which was excused."""
    past = occurrences(series.recurs(), series.tz, now - TWELVE_WEEKS, now)
    return [
        {
            "id": uuid7(),
            "person_id": person.id,
            "series_id": series.id,
            "original_start": local_text(local),
            "starts_at": to_ms(moment),
            "mark": Mark.excused.value if number % 20 == 19 else Mark.attended.value,
            "marked_by_id": person.counselor_id,
            "marked_at": to_ms(moment) + 7_200_000,
            "changed_by": uuid7(),
        }
        for person in people
        for number, (local, moment) in enumerate(past)
    ]


def _evenings(
    person: Person, days: int, now: datetime, rng: Random
) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    today = person.today(now)
    craving = rng.uniform(1, 6)
    for back in range(days, 0, -1):
        day = today - timedelta(days=back)
        opens_at = at_wall_time(day, time(20), person.tz)
        answered_at = _answered_at(opens_at, rng)
        check_in = _check_in(person, day, opens_at, answered_at)
        craving = max(0.0, min(10.0, craving + (USUAL - craving) / 6 + rng.gauss(0, 1.2)))
        answer = _answer(person, check_in, answered_at, back, round(craving), rng) if answered_at else None
        yield check_in, answer
    yield _open(person, today, now), None


def _answered_at(opens_at: datetime, rng: Random) -> datetime | None:
    if rng.random() > ANSWERED:
        return None
    late = WINDOW if rng.random() < LATE else timedelta()
    return opens_at + late + timedelta(seconds=rng.randint(60, 7200))


def _check_in(person: Person, day: date, opens_at: datetime, answered_at: datetime | None) -> dict[str, Any]:
    over = opens_at + WINDOW
    return {
        "id": uuid7(),
        "person_id": person.id,
        "instrument": "daily",
        "slot": DAILY,
        "local_date": day,
        "opens_at": to_ms(opens_at),
        "closes_at": to_ms(over),
        "nudge_at": to_ms(opens_at + timedelta(hours=1)),
        "answered_at": to_ms(answered_at) if answered_at else None,
        "missed_at": None if answered_at and answered_at < over else to_ms(over),
    }


def _open(person: Person, today: date, now: datetime) -> dict[str, Any]:
    """The check-in that was due an hour ago, whatever time of day it is."""
    return _check_in(person, today, now - timedelta(hours=1), None) | {"missed_at": None}


def _answer(
    person: Person, check_in: dict[str, Any], answered_at: datetime, days_ago: int, craving: int, rng: Random
) -> dict[str, Any]:
    scores = {"mood": max(0, 9 - craving), "craving": craving, "sleep": rng.randint(8, 18) / 2}
    items = {**scores, "used": False, "medication": "none", "skill": rng.random() < 0.5, "call": False}
    received_at = to_ms(answered_at + timedelta(seconds=rng.randint(2, 9)))
    read_at = received_at + rng.randint(60, 20 * 60) * 60_000 if days_ago > UNREAD_DAYS else None
    return {
        "id": uuid7(),
        "person_id": person.id,
        "check_in_id": check_in["id"],
        "instrument": "daily",
        "version": "1",
        "language": "en",
        "items": ITEMS.to_db_value(items, Answer),
        "scores": scores,
        "answered_at": to_ms(answered_at),
        "received_at": received_at,
        "late": to_ms(answered_at) >= check_in["closes_at"],
        "review_id": uuid7() if read_at else None,
        "reviewed_by_id": person.counselor_id if read_at else None,
        "reviewed_at": read_at,
    }


def _alert(check_in: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Somebody was on it at once; it is done when the answer was read."""
    opened_at, owner = answer["received_at"] + 1000, answer["reviewed_by_id"]
    return {
        "id": uuid7(),
        "person_id": answer["person_id"],
        "rule": "craving",
        "tier": "today",
        "day": check_in["local_date"],
        "opened_at": opened_at,
        "owner_id": owner,
        "due_by": opened_at + 20 * 3_600_000,
        "escalations": 0,
        "acknowledged_at": opened_at + 600_000,
        "acknowledged_by_id": owner,
        "resolved_at": answer["reviewed_at"],
        "resolved_by_id": owner,
    }


def _flag(answer: dict[str, Any], alert: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "answer_id": answer["id"],
        "person_id": answer["person_id"],
        "rule": alert["rule"],
        "tier": alert["tier"],
        "alert_id": alert["id"],
    }


async def _write(table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    marks = [f"${number}" if on_postgres() else "?" for number in range(1, len(columns) + 1)]
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(marks)})"  # noqa: S608  # our own names
    await connection().execute_many(sql, [[_stored(row[column]) for column in columns] for row in rows])


def _stored(value: Any) -> Any:
    """The value as the driver of this database takes it."""
    if isinstance(value, dict):
        return json.dumps(value)
    if on_postgres():
        return value
    return str(value) if isinstance(value, UUID | date) else value
