"""Pure: of a medication and what was said its doses, each with when it is due and until when a reminder is of use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.medication.models import DoseReply, DoseWord, Medication, Stretch
from server.recurrence import WIDEST, Rule, occurrences

USEFUL = timedelta(hours=2)  # of a reminder; it never comes so late that the next dose is due
LONGEST_LATER = timedelta(hours=24)
DAY = timedelta(days=1)

Start = tuple[str, datetime]  # of a dose: its original local start, which names it, and the moment


@dataclass(frozen=True)
class Dose:
    """One dose, named by its medication and its original local start."""

    medication: UUID
    original_start: str
    moment: datetime
    due_at: datetime  # later than `moment` where the person wants it later
    useless_after: datetime
    word: DoseWord | None

    @property
    def is_open(self) -> bool:
        return self.word in (None, DoseWord.later)


def starts_of(medication: Medication, zone: ZoneInfo, start: datetime, end: datetime) -> list[Start]:
    """Those of its doses in [start, end), in order.

    A time that the clocks leave out comes later by as much as they go forward; of one that comes twice the first
    counts. The doses of a stretch are those from its moment to before the next one's.
    """
    begins = [datetime.fromisoformat(each["since"]) for each in medication.course]
    found = [
        each
        for stretch, since, until in zip(medication.course, begins, [*begins[1:], end], strict=True)
        for each in _in_stretch(medication, stretch, zone, max(start, since), min(end, until))
    ]
    return sorted(found, key=lambda each: (each[1], each[0]))


def _in_stretch(
    medication: Medication, stretch: Stretch, zone: ZoneInfo, start: datetime, end: datetime
) -> list[Start]:
    if start >= end:
        return []
    # Each week is like the others, so there is no need to go through those that are over.
    first_day = max(medication.first_day, start.astimezone(zone).date() - WIDEST)
    text = f"FREQ=WEEKLY;BYDAY={','.join(stretch['days'])}"
    rules = [Rule(text, first_day, time.fromisoformat(wall), medication.until) for wall in stretch["times"]]
    return [(f"{local:%Y-%m-%dT%H:%M}", at) for rule in rules for local, at in occurrences(rule, zone, start, end)]


def doses_of(
    medication: Medication, replies: Mapping[str, DoseReply], zone: ZoneInfo, start: datetime, end: datetime
) -> list[Dose]:
    """The doses in [start, end), in order. `replies` are what was said of this medication, by original start."""
    starts = starts_of(medication, zone, start, end + LONGEST_LATER + USEFUL)
    # Two may come at one moment, where the clocks leave out the time of the first.
    after = [next((later for _, later in starts[place:] if later > at), None) for place, (_, at) in enumerate(starts)]
    return [
        _dose(medication, each, next_at, replies.get(each[0]))
        for each, next_at in zip(starts, after, strict=True)
        if each[1] < end
    ]


def _dose(medication: Medication, start: Start, next_at: datetime | None, reply: DoseReply | None) -> Dose:
    original_start, moment = start
    word = reply.word if reply else None
    due_at = reply.later_at if reply and reply.later_at and word == DoseWord.later else moment
    useless_after = due_at + USEFUL
    return Dose(medication.id, original_start, moment, due_at, min(useless_after, next_at or useless_after), word)
