"""What may happen to Alice in a week. Each says what she or Dana does, and how the world is once it was taken."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.reminders.choices import WEEKDAYS
from server.sessions.models import local_text
from tests.reminders.life import Life
from tests.reminders.obvious.clocks import DAY, HOUR, day_of
from tests.reminders.obvious.sessions import Session, meets, of_line, sessions
from tests.reminders.obvious.world import Changed, Name, Phase, Reply, Rule, World

SOON = 8  # days
LONG_AGO = 3 * DAY  # so long ago it is no news
LONGEST_WAIT = 30  # hours


@dataclass(frozen=True)
class Happening:
    async def happen(self, life: Life, world: World) -> World:
        """The world afterwards; the same where it can't be, or the server refuses it."""
        return world


# What Alice does


@dataclass(frozen=True)
class Travels(Happening):
    zone: str

    async def happen(self, life: Life, world: World) -> World:
        await life.alice_says("profile", called="Alice", zone=self.zone, language="en")
        return replace(world, zone=ZoneInfo(self.zone))


@dataclass(frozen=True)
class Chooses(Happening):
    """`what` is a field of the world: off, before, nudge_before, quiet or days_off."""

    what: str
    value: Any

    async def happen(self, life: Life, world: World) -> World:
        world = replace(world, **{self.what: self.value})
        await life.alice_says("reminder-choices", **chosen(world))
        return world


def chosen(world: World) -> dict[str, Any]:
    begins, ends = world.quiet or (None, None)
    return {
        "session": {"is_on": "session" not in world.off, "before": list(world.before) if world.before else None},
        "check_in": "check_in" not in world.off,
        "nudge": "nudge" not in world.off,
        "nudge_before": list(world.nudge_before) if world.nudge_before else None,
        "quiet": {"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"} if begins else None,
        "days_off": [WEEKDAYS[each] for each in sorted(world.days_off)],
    }


@dataclass(frozen=True)
class TakesTime(Happening):
    """For the evening's check-in."""

    at: time | None

    async def happen(self, life: Life, world: World) -> World:
        taken = await life.alice_says("own-times", slot="daily", wall_time=f"{self.at:%H:%M}" if self.at else None)
        return replace(world, own_time=self.at) if taken else world


@dataclass(frozen=True)
class Looks(Happening):
    """Into the app."""

    async def happen(self, life: Life, world: World) -> World:
        assert await life.alice_says("looks", looked_at=life.now.isoformat())
        life.is_to_replan = True
        return replace(world, looked=(*world.looked, life.now))


@dataclass(frozen=True)
class Taps(Happening):
    """What came last."""

    async def happen(self, life: Life, world: World) -> World:
        newest = await life.newest()
        for each in newest:
            assert await life.alice_says(f"opened/{each.id}", opened_at=life.now.isoformat(), how="tapped")
        life.is_to_replan = True
        return replace(world, tapped=(*world.tapped, *(each.at for each in newest)))


@dataclass(frozen=True)
class Answers(Happening):
    async def happen(self, life: Life, world: World) -> World:
        found = await life.open_check_in()
        if found is None:
            return world
        name, row = found
        taken = await life.alice_says(
            "answers", check_in=str(row.id), instrument=row.instrument, version="1", language="en", items=[],
            answered_at=life.now.isoformat(),
        )  # fmt: skip
        assert taken
        return replace(world, answered={**world.answered, name: life.now})


@dataclass(frozen=True)
class Replies(Happening):
    """To one of the sessions ahead: that she can't come, or does after all."""

    which: int
    is_coming: bool

    async def happen(self, life: Life, world: World) -> World:
        session = one_of(ahead(world, life.now), self.which)
        if session is None:
            return world
        said = {"kind": "coming" if self.is_coming else "cant_come", "said_at": life.now.isoformat()}
        why = {"hindrance": None if self.is_coming else "childcare", "help": False, "note": None}
        taken = await life.alice_says("replies", occurrence=await life.id_of(session.name), **said, **why)
        reply = Reply(self.is_coming, session.start)
        return replace(world, replies={**world.replies, session.name: reply}) if taken else world


@dataclass(frozen=True)
class Snoozes(Happening):
    """A session ahead, or else the check-in that is open; refused where the session is cancelled."""

    which: int | None
    for_: timedelta

    async def happen(self, life: Life, world: World) -> World:
        due = life.now + self.for_
        about: tuple[Name, str] | None = None
        is_off = False
        if self.which is None:
            found = await life.open_check_in()
            about = found and (found[0], str(found[1].id))
        elif session := one_of(ahead(world, life.now), self.which):
            about, is_off = (session.name, await life.id_of(session.name)), session.is_cancelled
        if about is None:
            return world
        assert await life.alice_says("snoozes", subject=about[1], due_at=due.isoformat()) is not is_off
        if is_off:
            return world
        return replace(world, snoozes={**world.snoozes, about[0]: due})


# What Dana does


@dataclass(frozen=True)
class Moves(Happening):
    """One of the sessions of these days, so many hours from when it was meant to be, or cancels it (none).

    Again: of those that she has changed before, if there are any.
    """

    which: int
    hours: int | None
    again: bool

    async def happen(self, life: Life, world: World) -> World:
        every = [each for n in range(len(world.lines)) for each in of_line(world, n, life.now)]
        near = [each for each in every if -DAY < each.planned - life.now < SOON * DAY and not each.is_gone]
        known = [each for each in near if each.changed] if self.again else []
        session = one_of(sorted(known or near, key=lambda each: each.planned), self.which)
        if session is None:
            return world
        to = None if self.hours is None else session.planned + self.hours * HOUR
        said = {"starts_at": to and to.isoformat(), "cancelled": to is None}
        nothing = dict.fromkeys(("minutes", "reason", "place", "link", "topic", "homework"))
        taken = await life.dana_says("changes", occurrence=await life.id_of(session.name), **said, **nothing)
        return with_change(world, session, to, life.now) if taken else world


def with_change(world: World, session: Session, to: datetime | None, now: datetime) -> World:
    known, is_cancelled = session.changed, to is None
    if is_cancelled and known:
        to = known.to  # it stays where it went
    if to == session.planned:
        to = None
    is_same = (to, is_cancelled) == ((known.to, known.is_cancelled) if known else (None, False))
    if is_same and known is None:
        return world
    changed = Changed(to, is_cancelled, known.at if known and is_same else now, known is not None and known.is_news)
    n, meant = session.name
    return with_line(world, n, changed={**world.lines[n].changed, meant: changed})


@dataclass(frozen=True)
class Adds(Happening):
    """A session on a day on which there is none."""

    line: int
    days: int
    hours: int

    async def happen(self, life: Life, world: World) -> World:
        n = self.line % len(world.lines)
        line, day = world.lines[n], day_of(life.now, world.clinic) + self.days * DAY
        rule = line.rules[-1]
        meant = datetime.combine(day, time(self.hours, rule.begins.minute))
        if meets(rule, day) or day < rule.since or meant in line.added:
            return world
        taken = await life.dana_says("added-sessions", series=str(life.lines[n][-1]), local_start=local_text(meant))
        changed = {**line.changed, meant: Changed(None, False, life.now)}
        return with_line(world, n, added=line.added | {meant}, changed=changed) if taken else world


@dataclass(frozen=True)
class Ends(Happening):
    line: int
    days: int

    async def happen(self, life: Life, world: World) -> World:
        n = self.line % len(world.lines)
        line, until = world.lines[n], day_of(life.now, world.clinic) + self.days * DAY
        *before, last = line.rules
        if last.until:
            return world
        taken = await life.dana_says("ended-series", series=str(life.lines[n][-1]), until=until.isoformat())
        if not taken:
            return world
        # What was moved or added after the end is gone.
        end = max(until, last.since)
        changed = {
            meant: each for meant, each in line.changed.items() if meant.date() < end or each.to is None or each.is_gone
        }
        added = frozenset(each for each in line.added if each.date() < end)
        after = with_line(world, n, rules=(*before, replace(last, until=until)), changed=changed, added=added)
        return announced(world, after, n, life.now)


@dataclass(frozen=True)
class Splits(Happening):
    """A series is another from a day on."""

    line: int
    days: int
    weekdays: frozenset[int] | None  # none: the same
    every: int
    hour: int | None

    async def happen(self, life: Life, world: World) -> World:
        n = self.line % len(world.lines)
        line, day = world.lines[n], day_of(life.now, world.clinic) + self.days * DAY
        last = line.rules[-1]
        weekdays = self.weekdays or last.weekdays
        begins = last.begins if self.hour is None else last.begins.replace(hour=self.hour)
        if len(line.rules) > 2:
            return world
        asked = Rule(last.since, last.first_day, weekdays, self.every, begins, last.until)
        series = life.lines[n][-1]
        if not await life.write_series(world, n, asked, series=series, from_day=day):
            return world
        return split(world, n, asked, max(day, last.since), life.now)


def split(world: World, n: int, asked: Rule, since: date, now: datetime) -> World:
    line, last = world.lines[n], world.lines[n].rules[-1]
    first_day = last.first_day
    if first_day < since:  # every second week stays the same weeks
        first_day = next(day for day in (since + step * DAY for step in range(30)) if meets(asked, day))
    rule = replace(asked, since=since, first_day=first_day)
    rules = (*(each for each in line.rules if each.since < since), rule)
    after = with_line(world, n, rules=rules)
    # What was said of single sessions is said of the session of the same day; what was gone stays so, or is back.
    now_named = renamed(world, after, n, since, now)
    gone = gone_of(after, n, now)
    changed = {
        now_named.get(meant, meant): each
        for meant, each in line.changed.items()
        if meant.date() < since or meant in now_named or meant in gone
    }
    after = with_line(after, n, changed=changed)
    after = replace(after, replies=kept_replies(world, after, n, since, now_named, now))
    return announced(world, after, n, now)


def renamed(before: World, after: World, n: int, since: date, now: datetime) -> dict[datetime, datetime]:
    """Which sessions from that day on are which: those at the same time first, then the others of a day in order."""
    old = [each.name[1] for each in of_line(before, n, now) if each.name[1].date() >= since and not each.is_gone]
    spoken_of = [each for each in old if each in before.lines[n].changed or (n, each) in before.replies]
    free = [each.name[1] for each in of_line(after, n, now) if each.name[1].date() >= since and not each.is_gone]
    found = {}
    for meant in sorted(spoken_of, key=lambda each: (each not in free, each)):
        of_day = [each for each in free if each.date() == meant.date()]
        if of_day:
            found[meant] = meant if meant in free else of_day[0]
            free.remove(found[meant])
    return found


def gone_of(world: World, n: int, now: datetime) -> set[datetime]:
    return {each.name[1] for each in of_line(world, n, now) if each.is_gone}


def kept_replies(
    before: World, after: World, n: int, since: date, now_named: dict[datetime, datetime], now: datetime
) -> dict[Any, Reply]:
    """Who can't come at six may come at seven."""
    starts = {each.name[1]: each.start for each in of_line(before, n, now)}
    will_start = {each.name[1]: each.start for each in of_line(after, n, now)}
    found = {}
    for (line, meant), reply in before.replies.items():
        if line != n or meant.date() < since:
            found[line, meant] = reply
        elif meant in now_named and starts[meant] == will_start[now_named[meant]]:
            found[line, now_named[meant]] = reply
    return found


def announced(before: World, after: World, n: int, now: datetime) -> World:
    """People hear of the first session that is when there was none, or of the first that is no more, on a day that has
    no other instead: whichever is earlier. All that are no more are seen."""
    since = before.lines[n].rules[-1].since
    old, new = to_expect(before, n, since, now), to_expect(after, n, since, now)
    others = beside(new, old)
    days = {day_of(each.start, after.clinic) for each in others}
    gone = [each for each in beside(old, new) if day_of(each.start, after.clinic) not in days]
    there = {each.name[1] for each in new}
    changed = {meant: each for meant, each in after.lines[n].changed.items() if not (each.is_gone and meant in there)}
    is_told_by_other = bool(others) and (not gone or others[0].start < gone[0].start)
    if is_told_by_other:
        said = others[0].changed or Changed(None, False, now)
        changed[others[0].name[1]] = replace(said, at=now, is_news=True)
    for each in gone:
        is_told = not is_told_by_other and each is gone[0]
        to = None if each.start == each.planned else each.start
        changed[each.name[1]] = Changed(to, True, now if is_told else now - LONG_AGO, is_gone=True)
    return with_line(after, n, changed=changed)


def to_expect(world: World, n: int, since: date, now: datetime) -> list[Session]:
    every = [each for each in of_line(world, n, now) if each.rule.since >= since and now < each.start]
    return sorted((each for each in every if not each.is_cancelled), key=lambda each: each.start)


def beside(some: list[Session], others: list[Session]) -> list[Session]:
    starts = {each.start for each in others}
    return [each for each in some if each.start not in starts]


@dataclass(frozen=True)
class Joins(Happening):
    """Alice is in the group from a day on, or since long ago, until a day, or without end."""

    from_days: int | None
    to_days: int | None

    async def happen(self, life: Life, world: World) -> World:
        today = day_of(life.now, world.clinic)
        from_day = world.member[0] if self.from_days is None else today + self.from_days * DAY
        to_day = None if self.to_days is None else from_day + (self.to_days + 1) * DAY
        await life.dana_says(f"groups/{life.group.id}", **life.members(from_day, to_day))
        return replace(world, member=(from_day, to_day))


@dataclass(frozen=True)
class Enters(Happening):
    phase: Phase

    async def happen(self, life: Life, world: World) -> World:
        await life.dana_says("phases", person=str(life.alice.id), phase=self.phase)
        if self.phase == world.phase:
            return world
        return replace(world, phase=self.phase, phase_from=day_of(life.now, world.zone))


# What happens to the server


@dataclass(frozen=True)
class Sleeps(Happening):
    """The whole machine, until so many hours after something was to come."""

    hours: int

    async def until(self, life: Life) -> datetime:
        next_at = await life.next_at()
        hours_to_next = (next_at - life.now) // HOUR + 1 if next_at else 0
        return life.now + (self.hours + (hours_to_next if hours_to_next < LONGEST_WAIT else 0)) * HOUR


@dataclass(frozen=True)
class IsLate(Happening):
    """The planner looks only so many hours later; what it planned goes out meanwhile."""

    hours: int


def ahead(world: World, now: datetime) -> list[Session]:
    return [each for each in sessions(world, now) if now < each.start < now + SOON * DAY and not each.is_gone]


def one_of(found: list[Session], which: int) -> Session | None:
    return found[which % len(found)] if found else None


def with_line(world: World, n: int, **differently: Any) -> World:
    lines = tuple(replace(line, **differently) if n == number else line for number, line in enumerate(world.lines))
    return replace(world, lines=lines)
