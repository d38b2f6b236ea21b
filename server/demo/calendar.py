"""The sixteen weeks of the Matrix model (care.md) as running groups, and where in them each person is.

What people attend in some weeks only is a group of its own, so that their memberships say which sessions are theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.demo.people import CLINIC_ZONE, Character
from server.people.models import Group, Member, Person, Program
from server.recurrence import occurrences
from server.sessions.models import Change, Kind, Series, local_text

WEEKS_BACK = 52  # longer than anybody's way through the program
WEEKS_AHEAD = 52
LAST_WEEK = 16
AFTERCARE_ENDS = 48


@dataclass(frozen=True)
class Course:
    """Sessions that people attend from one week of their program through another."""

    title: str
    group: str  # of the evening or the morning; the one without a name is the group itself
    kind: Kind
    days: str
    minutes: int
    first_week: int
    last_week: int
    bring: str
    topics: tuple[str, ...]  # one a week, over and over


RELAPSE_PREVENTION = Course(
    "Relapse prevention", "", Kind.group, "MO,FR", 90, 1, LAST_WEEK, "Your workbook",
    (
        "How a lapse begins", "Handling stress", "Boredom and free time", "Guilt and shame", "Staying busy",
        "Reasons to stay in recovery", "Work and recovery", "Trust, in yourself and others", "Saying no",
        "Looking ahead to hard days", "Anger, and what is under it", "Taking care of yourself", "Feelings that pull",
        "Illness and medicine", "Friends who help", "Keeping it simple",
    ),
)  # fmt: skip
EARLY_RECOVERY = Course(
    "Early-recovery skills", "early recovery", Kind.group, "MO,FR", 50, 1, 4, "Your calendar for the week",
    ("Planning each day", "Triggers around you", "Triggers inside you", "Your body in the first months"),
)  # fmt: skip
FAMILY_EDUCATION = Course(
    "Family education", "family", Kind.family, "WE", 90, 1, 12, "Somebody close to you, if you like",
    (
        "What happens in the brain", "Triggers and cravings", "How families change", "Talking and listening",
        "Rebuilding trust", "Living with somebody in recovery", "Opioids and alcohol", "Medicine in recovery",
        "When a lapse happens", "Limits that are kind", "Stress at home", "Good times without substances",
    ),
)  # fmt: skip
SOCIAL_SUPPORT = Course(
    "Social support", "social support", Kind.group, "WE", 90, LAST_WEEK - 3, AFTERCARE_ENDS, "One good thing to share",
    ("Patience", "Being close to people", "Rest", "Money", "Asking for help", "Making amends", "Holidays", "Purpose"),
)  # fmt: skip
COURSES = (RELAPSE_PREVENTION, EARLY_RECOVERY, FAMILY_EDUCATION, SOCIAL_SUPPORT)


@dataclass(frozen=True)
class Cohort:
    """The people of one lead, who meet at one time of day."""

    name: str
    time_of_day: str
    lead: str
    place: str
    starts: Mapping[str, str]  # HH:MM by course
    online: Mapping[str, str]  # links by course: no room then

    def group_name(self, course: Course) -> str:
        return f"{self.time_of_day} {course.group}" if course.group else self.name


EVENING = Cohort(
    "Evening A",
    "Evening",
    "Dana",
    "Room 2, Maple Street",
    {"Early-recovery skills": "17:30", "Relapse prevention": "18:30", "Family education": "18:30",
     "Social support": "16:45"},
    {"Family education": "https://telehealth.example/harbor-family",
     "Social support": "https://telehealth.example/harbor-support"},
)  # fmt: skip
MORNING = Cohort(
    "Morning B",
    "Morning",
    "Ben",
    "Room 1, Maple Street",
    {"Early-recovery skills": "09:00", "Relapse prevention": "10:00", "Family education": "10:00",
     "Social support": "12:00"},
    {},
)  # fmt: skip
COHORTS = {cohort.lead: cohort for cohort in (EVENING, MORNING)}
SLOTS = [(day, f"{hour:02}:00") for hour in (9, 10, 11, 13, 14, 15, 16) for day in ("TU", "TH")]


async def make_groups(program: Program, staff: Mapping[str, Person], now: datetime) -> None:
    """Every group with its series; some of their sessions, past and to come, are moved or cancelled."""
    today = staff[EVENING.lead].today(now)
    first_day = today - timedelta(days=today.weekday(), weeks=WEEKS_BACK)
    every: dict[tuple[str, str], Series] = {}
    for cohort in COHORTS.values():
        lead = staff[cohort.lead]
        for course in COURSES:
            group = await Group.create(program=program, lead_id=lead.id, name=cohort.group_name(course))
            every[cohort.name, course.title] = _series(cohort, course, group, first_day)
    await Series.bulk_create(every.values())
    await Change.bulk_create(_changes(every, now))


def _series(cohort: Cohort, course: Course, group: Group, first_day: date) -> Series:
    link = cohort.online.get(course.title)
    weeks = WEEKS_BACK + WEEKS_AHEAD
    return Series(
        program_id=group.program_id,
        group_id=group.id,
        facilitator_id=group.lead_id,
        kind=course.kind,
        title=course.title,
        topics=[course.topics[week % len(course.topics)] for week in range(weeks)],
        rule=f"FREQ=WEEKLY;BYDAY={course.days}",
        first_day=first_day,
        wall_time=cohort.starts[course.title],
        minutes=course.minutes,
        zone=CLINIC_ZONE,
        place=None if link else cohort.place,
        link=link,
        bring=course.bring,
    )


def _changes(every: Mapping[tuple[str, str], Series], now: datetime) -> list[Change]:
    prevention, skills, family = (
        every[EVENING.name, course.title] for course in (RELAPSE_PREVENTION, EARLY_RECOVERY, FAMILY_EDUCATION)
    )
    day = timedelta(days=1)
    later = timedelta(minutes=30)
    return [
        _change(skills, now - 26 * day, now, None, "Dana was ill. Relapse prevention went ahead with Ben."),
        _change(prevention, now - 16 * day, now, later, "The buses ran late. We waited, so nobody had to rush."),
        _change(family, now, now, None, "Our guest is ill. We’ll hear their talk next week."),
        _change(
            prevention,
            now + day,
            now,
            later,
            "Room 2 gets new lights. We’ll be upstairs, and start a little later.",
            place="Room 5, Maple Street",
        ),
    ]


def _change(
    series: Series, start: datetime, now: datetime, later: timedelta | None, reason: str, place: str | None = None
) -> Change:
    """The first session from `start` on, that much later or (None) cancelled. It was changed the day before."""
    local, moment = occurrences(series.recurs(), series.tz, start, start + timedelta(weeks=1))[0]
    return Change(
        series_id=series.id,
        original_start=local_text(local),
        starts_at=moment + later if later else None,
        cancelled=later is None,
        reason=reason,
        place=place,
        changed_at=min(moment, now) - timedelta(days=1),
    )


async def enter(program: Program, cast: Mapping[Character, Person]) -> None:
    """Puts people into the groups of each of their weeks, and gives them their own hours with their counselor."""
    groups = dict(await Group.filter(program_id=program.id).values_list("name", "id"))
    taken = {each.counselor: await _hours_taken(person) for each, person in cast.items()}
    for character, person in cast.items():
        cohort = COHORTS[character.counselor]
        await Member.bulk_create(
            [_member(course, groups[cohort.group_name(course)], person) for course in COURSES]
        )
        await Series.bulk_create(_own_series(person, character.counselor, taken[character.counselor]))
        taken[character.counselor] += 1
