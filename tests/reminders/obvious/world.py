"""Everything that counts for what a person should be told, from one moment to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from tests.reminders.obvious.clocks import Quiet

SessionName = tuple[int, datetime]  # which line, and the local time that it was meant for
CheckInName = tuple[str, date]  # what it is about, and its local day
Name = SessionName | CheckInName
Phase = Literal["iop", "aftercare", "ended"]


@dataclass(frozen=True)
class Rule:
    """Every so many weeks on these days at this time. The weeks are counted from that of the first day."""

    since: date  # it holds from this day on, until the next one of its line does
    first_day: date
    weekdays: frozenset[int]  # as date.weekday() counts them
    every: int
    begins: time  # by the clinic's clocks
    until: date | None = None  # the first day on which it is over


@dataclass(frozen=True)
class Changed:
    """What staff last said of one session, or what it is for a change of its series."""

    to: datetime | None
    is_cancelled: bool
    at: datetime
    is_news: bool = False  # nobody expects it there
    is_gone: bool = False  # by its rule there is none any more, and people do expect it


@dataclass(frozen=True)
class Line:
    """A series, with what it became “from this one on”."""

    rules: tuple[Rule, ...]
    is_of_group: bool = False
    excluded: frozenset[date] = frozenset()
    added: frozenset[datetime] = frozenset()
    changed: Mapping[datetime, Changed] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """Of a session at that time. If it moves, nothing was said of it."""

    is_coming: bool
    start: datetime


@dataclass(frozen=True)
class World:
    clinic: ZoneInfo
    lines: tuple[Line, ...]
    member: tuple[date, date | None]  # of the group, from a day to before a day
    zone: ZoneInfo  # the person's, and so on
    asked: bool  # whether there are check-ins at all
    phase: Phase
    phase_from: date
    off: frozenset[str] = frozenset()  # of session, check_in and nudge
    before: tuple[str, ...] | None = None
    nudge_before: tuple[str, ...] | None = None  # a check-in closes
    quiet: Quiet = (time(22), time(8))
    days_off: frozenset[int] = frozenset()
    own_time: time | None = None
    replies: Mapping[SessionName, Reply] = field(default_factory=dict)
    answered: Mapping[CheckInName, datetime] = field(default_factory=dict)
    snoozes: Mapping[Name, datetime] = field(default_factory=dict)
    looked: tuple[datetime, ...] = ()  # into the app
    tapped: tuple[datetime, ...] = ()  # on what came then
