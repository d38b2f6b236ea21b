"""Groups that run on and on, and where in them each person is.

What people attend in some weeks only is a group of its own: their memberships say which sessions are theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from uuid import UUID

from server.demo.curriculum import (
    COURSES,
    EARLY_RECOVERY,
    FAMILY_EDUCATION,
    LAST_SUPPORT,
    LAST_WEEK,
    RELAPSE_PREVENTION,
    SOCIAL_SUPPORT,
    Course,
)
from server.demo.people import CLINIC_ZONE, first_day_of
from server.people.models import Group, Member, Person
from server.recurrence import occurrences
from server.sessions.models import Change, Series, SessionKind, local_text

WEEKS_BACK = 52  # longer than anybody's way through the program
WEEKS_AHEAD = 52
DAY = timedelta(days=1)
HALF_AN_HOUR = timedelta(minutes=30)
HOURS = [(day, f"{hour:02}:00") for hour in (9, 10, 11, 13, 14, 15, 16) for day in ("TU", "TH")]


@dataclass(frozen=True)
class Cohort:
    """The people of one lead, who meet at one time of day."""

    name: str
    time_of_day: str
    lead: str
    place: str
    starts: Mapping[Course, str]  # HH:MM
    online: Mapping[Course, str]  # links; there is no room then

    def group_name(self, course: Course) -> str:
        return f"{self.time_of_day} {course.group}" if course.group else self.name


EVENING = Cohort(
    name="Evening A",
    time_of_day="Evening",
    lead="Dana",
    place="Room 2, Maple Street",
    starts={EARLY_RECOVERY: "17:30", RELAPSE_PREVENTION: "18:30", FAMILY_EDUCATION: "18:30", SOCIAL_SUPPORT: "16:45"},
    online={
        FAMILY_EDUCATION: "https://telehealth.example/harbor-family",
        SOCIAL_SUPPORT: "https://telehealth.example/harbor-support",
    },
)
MORNING = Cohort(
    name="Morning B",
    time_of_day="Morning",
    lead="Ben",
    place="Room 1, Maple Street",
    starts={EARLY_RECOVERY: "09:00", RELAPSE_PREVENTION: "10:00", FAMILY_EDUCATION: "10:00", SOCIAL_SUPPORT: "12:00"},
    online={},
)
COHORTS = {cohort.lead: cohort for cohort in (EVENING, MORNING)}


async def make_groups(staff: Mapping[str, Person], now: datetime) -> None:
    """Every group with its series. A few of the evening's sessions, past and to come, are moved or cancelled."""
    evening = await _make_cohort(EVENING, staff["Dana"], now)
    await _make_cohort(MORNING, staff["Ben"], now)
    await Change.bulk_create(_changes(evening, now))


async def _make_cohort(cohort: Cohort, lead: Person, now: datetime) -> dict[Course, Series]:
    today = lead.today(now)
    first_day = today - timedelta(days=today.weekday(), weeks=WEEKS_BACK)
    made = {}
    for course in COURSES:
        group = await Group.create(program_id=lead.program_id, lead_id=lead.id, name=cohort.group_name(course))
        made[course] = _series(cohort, course, group, first_day)
    await Series.bulk_create(made.values())
    return made


def _series(cohort: Cohort, course: Course, group: Group, first_day: date) -> Series:
    link = cohort.online.get(course)
    return Series(
        program_id=group.program_id,
        group_id=group.id,
        facilitator_id=group.lead_id,
        kind=course.kind,
        title=course.title,
        topics=_going_round(course.topics),
        homework=_going_round(course.homework) or None,
        rule=f"FREQ=WEEKLY;BYDAY={course.days}",
        first_day=first_day,
        wall_time=cohort.starts[course],
        minutes=course.minutes,
        zone=CLINIC_ZONE,
        place=None if link else cohort.place,
        link=link,
        bring=course.bring,
    )


def _going_round(weekly: Sequence[str]) -> list[str]:
    """One for each week, again and again."""
    return list(islice(cycle(weekly), WEEKS_BACK + WEEKS_AHEAD))


def _changes(evening: Mapping[Course, Series], now: datetime) -> list[Change]:
    skills, family = evening[EARLY_RECOVERY], evening[FAMILY_EDUCATION]
    prevention = evening[RELAPSE_PREVENTION]
    return [
        _cancel(skills, now - 26 * DAY, now, "Dana was ill. Relapse prevention went ahead with Ben."),
        _move(prevention, now - 16 * DAY, now, "The buses ran late. We waited, so nobody had to rush.", None),
        _cancel(family, now, now, "Our guest is ill. We'll hear the talk next week."),
        _move(
            prevention, now + DAY, now, "Room 2 gets new lights. We'll start a little later.", "Room 5, Maple Street"
        ),
    ]


def _cancel(series: Series, start: datetime, now: datetime, reason: str) -> Change:
    """Cancels the first session of the week from `start` on; it was done a day before."""
    original, moment = _first(series, start)
    return Change(
        series_id=series.id,
        original_start=original,
        cancelled=True,
        reason=reason,
        changed_at=min(moment, now) - DAY,
    )


def _move(series: Series, start: datetime, now: datetime, reason: str, place: str | None) -> Change:
    """Moves the first session of the week from `start` on by half an hour; it was done a day before."""
    original, moment = _first(series, start)
    return Change(
        series_id=series.id,
        original_start=original,
        starts_at=moment + HALF_AN_HOUR,
        reason=reason,
        place=place,
        changed_at=min(moment, now) - DAY,
    )


def _first(series: Series, start: datetime) -> tuple[str, datetime]:
    local, moment = occurrences(series.recurs(), series.tz, start, start + 7 * DAY)[0]
    return local_text(local), moment


async def enter(person: Person, counselor: Person) -> None:
    """Puts a person into the groups of each week of their program, and gives them hours with their counselor."""
    cohort = COHORTS[counselor.called_or_name]
    groups = dict(await Group.filter(lead_id=counselor.id).values_list("name", "id"))
    await Member.bulk_create([_member(course, groups[cohort.group_name(course)], person) for course in COURSES])
    taken = await Series.filter(facilitator_id=counselor.id, kind=SessionKind.individual).values_list(
        "person_id", flat=True
    )
    await Series.bulk_create(_own_series(person, counselor, HOURS[len(set(taken)) % len(HOURS)]))


def _member(course: Course, group_id: UUID, person: Person) -> Member:
    return Member(
        group_id=group_id,
        person_id=person.id,
        from_day=first_day_of(person, course.first_week),
        to_day=first_day_of(person, course.last_week + 1),
    )


def _own_series(person: Person, counselor: Person, hour: tuple[str, str]) -> list[Series]:
    """Every week during treatment, every other week after."""
    day, wall_time = hour
    treatment_ends, support_ends = first_day_of(person, LAST_WEEK + 1), first_day_of(person, LAST_SUPPORT + 1)

    def series(title: str, interval: int, first_day: date, until: date, minutes: int) -> Series:
        return Series(
            program_id=person.program_id,
            person_id=person.id,
            facilitator_id=counselor.id,
            kind=SessionKind.individual,
            title=title,
            rule=f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={day}",
            first_day=first_day,
            wall_time=wall_time,
            minutes=minutes,
            zone=CLINIC_ZONE,
            until=until,
            place=f"{counselor.called_or_name}'s office, Maple Street",
        )

    return [
        series("Individual session", 1, first_day_of(person, 1), treatment_ends, 50),
        series("Aftercare session", 2, treatment_ends, support_ends, 30),
    ]
