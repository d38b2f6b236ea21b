"""One thing to say to a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.reminders.obvious.world import Name

# Of a day's few: what about comes first.
ABOUT_TO_START, OPEN, LATER, NUDGE = range(4)

Key = tuple[str, Name, datetime, Any]


@dataclass(frozen=True)
class Word:
    kind: str
    about: Name
    moment: datetime  # at which what it is about begins, opens or was changed
    what: Any  # hashable; of several about the same thing, which; said once it is not said again
    due: datetime
    useless: datetime  # from then on
    rank: int = ABOUT_TO_START
    is_asked_for: bool = False  # by the person: once more, at their time

    @property
    def key(self) -> Key:
        return self.kind, self.about, self.moment, self.what


@dataclass(frozen=True)
class Said:
    word: Word
    at: datetime
