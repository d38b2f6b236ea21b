"""Which sessions there are, and what a person is told of them before they begin."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.reminders.obvious.clocks import DAY, after_the_night, before_the_night, clocks_show, day_of, is_quiet
from tests.reminders.obvious.word import ABOUT_TO_START, LATER, Word
from tests.reminders.obvious.world import Changed, Line, Name, Rule, SessionName, World

HOURS_BEFORE = {"3h": 3.0, "2h": 2.0, "1h": 1.0, "30m": 0.5}
OFTEN = 3  # times a week
EVENING = time(20)
BACK, AHEAD = 10, 40  # days around a moment, of which sessions are looked at


@dataclass(frozen=True)
class Session:
    name: SessionName
    rule: Rule  # by which, or in whose time, it takes place
    planned: datetime  # when it was meant to start
    is_added: bool
    changed: Changed | None

    @property
    def start(self) -> datetime:
        return (self.changed and self.changed.to) or self.planned

    @property
    def is_cancelled(self) -> bool:
        return self.changed is not None and self.changed.is_cancelled

    @property
    def is_gone(self) -> bool:
        return self.changed is not None and self.changed.is_gone

    @property
    def is_news(self) -> bool:
        return self.is_added or (self.changed is not None and self.changed.is_news)


def sessions(world: World, now: datetime) -> list[Session]:
    """The person's own, around this moment, the earliest first."""
    every = [each for n in range(len(world.lines)) for each in of_line(world, n, now)]
    return sorted((each for each in every if is_theirs(each, world)), key=lambda each: (each.start, each.name))


def is_theirs(session: Session, world: World) -> bool:
    """Whoever is in the group on the day that it was meant for, or on the day that it is on now."""
    line, meant = session.name
    from_day, to_day = world.member
    days = {meant.date(), day_of(session.start, world.clinic)}
    return not world.lines[line].is_of_group or any(from_day <= day and (not to_day or day < to_day) for day in days)


def of_line(world: World, n: int, now: datetime) -> Iterator[Session]:
    """Whoever they are for."""
    line, today = world.lines[n], day_of(now, world.clinic)
    for day in (today + step * DAY for step in range(-BACK, AHEAD)):
        rule = rule_on(line, day)
        by_rule = {datetime.combine(day, rule.begins)} if takes_place(line, rule, day) else set()
        added = {each for each in line.added if each.date() == day}
        gone = {meant for meant, each in line.changed.items() if each.is_gone and meant.date() == day}
        for meant in sorted(by_rule | added | gone):
            is_back = meant in gone and meant in by_rule | added
            changed = None if is_back else line.changed.get(meant)
            planned = clocks_show(day, meant.time(), world.clinic)
            yield Session((n, meant), rule, planned, meant in added, changed)


def rule_on(line: Line, day: date) -> Rule:
    return [each for each in line.rules if each.since <= day][-1]


def takes_place(line: Line, rule: Rule, day: date) -> bool:
    is_over = rule.until is not None and day >= rule.until
    return meets(rule, day) and not is_over and day not in line.excluded


def meets(rule: Rule, day: date) -> bool:
    weeks = (monday(day) - monday(rule.first_day)).days // 7
    return day >= rule.first_day and day.weekday() in rule.weekdays and weeks % rule.every == 0


def monday(day: date) -> date:
    return day - day.weekday() * DAY


def expected(world: World, now: datetime) -> list[Session]:
    """Those that take place, but for those that the person said they can't come to at that time."""
    return [each for each in sessions(world, now) if not each.is_cancelled and not is_absent(each, world)]


def is_absent(session: Session, world: World) -> bool:
    reply = world.replies.get(session.name)
    return reply is not None and not reply.is_coming and reply.start == session.start


def is_to_begin(name: Name, start: datetime, world: World, now: datetime) -> bool:
    """Whether this session is to then, as far as staff say, and its person did not say that they can't come."""
    every = [each for n in range(len(world.lines)) for each in of_line(world, n, now)]
    there = [each for each in every if (each.name, each.start) == (name, start)]
    return any(not each.is_cancelled and not is_absent(each, world) for each in there)


def reminders(world: World, now: datetime) -> list[Word]:
    """What the person is told before sessions, and when. Of two at the same moment only one."""
    times_a_week = Counter(week(each) for each in sessions(world, now) if not each.is_gone)
    found: list[Word] = []
    for session in expected(world, now):
        usual = ("evening", "2h") if times_a_week[week(session)] >= OFTEN else ("1d", "2h")
        for offset in world.before or usual:
            due = by_day(time_before(session.start, offset, world.zone), session.start, world)
            rank = ABOUT_TO_START if offset in HOURS_BEFORE else LATER
            word = Word("session", session.name, session.start, offset, due, session.start, rank)
            if not any((word.about, word.due) == (each.about, each.due) for each in found):
                found.append(word)
    return [each for each in found if day_of(each.due, world.zone).weekday() not in world.days_off]


def week(session: Session) -> tuple[int, date]:
    line, meant = session.name
    return line, monday(meant.date())


def time_before(start: datetime, offset: str, zone: ZoneInfo) -> datetime:
    """Hours are hours. A day before is when the clocks show the same, the evening before when they show 20:00."""
    if offset in HOURS_BEFORE:
        return start - timedelta(hours=HOURS_BEFORE[offset])
    local = start.astimezone(zone)
    if offset == "evening":
        return clocks_show(local.date() - DAY, EVENING, zone)
    return clocks_show(local.date() - (3 * DAY if offset == "3d" else DAY), local.time(), zone)


def by_day(due: datetime, start: datetime, world: World) -> datetime:
    """Not in quiet hours: after them, or before them where the session begins too soon."""
    if not is_quiet(due, world.quiet, world.zone):
        return due
    after = after_the_night(due, world.quiet, world.zone)
    return after if after < start else before_the_night(due, world.quiet, world.zone)
