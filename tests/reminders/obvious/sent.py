"""A walk through the days: at each look that the server takes what is to come from now on, and until the next one what
comes, each at its time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.reminders.obvious import changes, check_ins, late, sessions
from tests.reminders.obvious.check_ins import Windows
from tests.reminders.obvious.clocks import DAY, day_of
from tests.reminders.obvious.needless import is_needless
from tests.reminders.obvious.word import Key, Said, Word
from tests.reminders.obvious.world import Name, World

A_DAY = 3  # reminders


@dataclass(frozen=True)
class Step:
    """From this moment on the world is so. The server looks how it is, or goes on with what it was to say; or it falls
    asleep, until the next step."""

    at: datetime
    world: World
    has_looked: bool = True
    is_asleep: bool = False


@dataclass(frozen=True)
class Waiting:
    word: Word
    at: datetime  # which is after it was due, where that was put off


@dataclass
class Story:
    said: list[Said] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    given_up: set[Key] = field(default_factory=set)
    windows: Windows = field(default_factory=dict)


def sent(steps: Sequence[Step], end: datetime) -> list[Said]:
    """What should have come before `end`, in order."""
    story = Story()
    for step, next_at in zip(steps, [*(each.at for each in steps[1:]), end], strict=True):
        if step.has_looked:
            look(story, step)
        go_on(story, step, step.at if step.is_asleep else next_at)
    return story.said


def look(story: Story, step: Step) -> None:
    """From now on that waits which should be said as the world is now. What was put off stays so."""
    story.windows = check_ins.look_again(story.windows, step.world, step.at)
    put_off = {each.word: each.at for each in story.waiting}
    story.waiting = [Waiting(each, put_off.get(each, each.due)) for each in to_come(story, step.world, step.at)]


def go_on(story: Story, step: Step, until: datetime) -> None:
    """Whatever is due by then comes at its time."""
    while next_at := min((each.at for each in story.waiting if each.at <= until), default=None):
        say_what_is_due(story, step.world, max(step.at, next_at))


def say_what_is_due(story: Story, world: World, now: datetime) -> None:
    overdue = [each.word for each in story.waiting if each.word.due <= now < each.word.useless]
    due = [each.word for each in story.waiting if each.at <= now]
    story.waiting = [each for each in story.waiting if each.at > now]
    for word in due:
        if is_needless(word, world, story.said, now):
            continue
        comes_at = late.comes_at(word, overdue, world, now) if now < word.useless else None
        if comes_at is None:
            story.given_up.add(word.key)
        elif comes_at > now:
            story.waiting.append(Waiting(word, comes_at))
        else:
            story.said.append(Said(word, now))


def to_come(story: Story, world: World, now: datetime) -> list[Word]:
    """Everything that from now on should be said, as the world is now."""
    if world.phase == "ended":
        return []
    every = [
        *(each for each in sessions.reminders(world, now) if each.kind not in world.off),
        *changes.news(world, story.said, now),
        *(each for each in check_ins.reminders(world, story.windows, story.said, now) if each.kind not in world.off),
        *asked_for(world, story.windows, now),
    ]
    over = {each.word.key for each in story.said} | story.given_up
    awaited = {each.word.key for each in story.waiting}
    coming = [each for each in every if each.key not in over and is_to_come(each, now, awaited)]
    return at_most_three(coming, [each.word for each in story.said], world)


def is_to_come(word: Word, now: datetime, awaited: set[Key]) -> bool:
    """What was still to come and is overdue comes now: by the new words, or for the server slept. What was over before
    anybody spoke of it does not, but for changes of the last day."""
    is_news = word.kind == "change" and now - DAY < word.due
    return now < word.useless and (now < word.due or word.key in awaited or is_news)


def asked_for(world: World, windows: Windows, now: datetime) -> list[Word]:
    """What the person wants to hear once more, at their time, also by night."""
    about: dict[Name, tuple[str, datetime, datetime]] = {}
    for session in sessions.expected(world, now):
        about[session.name] = "session", session.start, session.start
    for slot in check_ins.SLOTS:
        for check_in, window in check_ins.to_answer(slot, windows, world, now):
            about[check_in] = "check_in", window.opens, window.closes
    return [
        Word(kind, name, moment, ("once more", due), due, useless, is_asked_for=True)
        for name, due in world.snoozes.items()
        if name in about
        for kind, moment, useless in [about[name]]
        if due < useless
    ]


def at_most_three(coming: Iterable[Word], said: Iterable[Word], world: World) -> list[Word]:
    """A day, by the person's clocks, with those it has had: first what is about to start, nudges last.

    Changes are never left out, nor is what the person asked for, which does not count.
    """
    had = Counter(day_of(each.due, world.zone) for each in said if not each.is_asked_for)
    kept = []
    for each in sorted(coming, key=lambda each: (each.kind != "change", each.rank, each.due)):
        day = day_of(each.due, world.zone)
        if each.is_asked_for or each.kind == "change" or had[day] < A_DAY:
            kept.append(each)
            had[day] += not each.is_asked_for
    return kept
