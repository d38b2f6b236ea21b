"""One thing to say to a person."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from tests.reminders.obvious.world import Name

# Of a day's few: what about comes first.
ABOUT_TO_START, OPEN, LATER, NUDGE = range(4)


@dataclass(frozen=True)
class Word:
    kind: str
    about: Name
    what: Hashable  # of several about the same thing, which; said once it is not said again
    due: datetime
    useless: datetime  # from then on
    rank: int = ABOUT_TO_START
    is_asked_for: bool = False  # by the person: once more, at their time

    @property
    def key(self) -> tuple[str, Name, Hashable]:
        return self.kind, self.about, self.what
