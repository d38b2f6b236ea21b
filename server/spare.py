"""The time that is left for work that can wait: whoever waits for an answer of this process goes first."""

from collections.abc import Callable
from time import perf_counter

AT_A_TIME = 0.5  # seconds, while nobody waits; then whoever taps has the process for themselves until the next look
PATIENCE = 5  # seconds that work is held back while somebody waits; then one piece is done all the same

GoOn = Callable[[], bool]

CALM = 0.05  # seconds without a request until nobody is taken to wait: those who share a commit are answered at once

_waiting = 0  # requests that are not answered yet
_answered_at = 0.0  # when the last one was


class Waiting:
    """One request, counted until it is `over`: when its answer begins, so that a long download holds nothing up."""

    __slots__ = ("_counted",)

    def __init__(self) -> None:
        global _waiting
        _waiting += 1
        self._counted = True

    def over(self) -> None:
        global _waiting, _answered_at
        if self._counted:
            self._counted = False
            _waiting -= 1
            _answered_at = perf_counter()


class Spare:
    """The time of one kind of work. Each time it begins it asks for a `turn`, and then before each piece."""

    def __init__(self) -> None:
        self._held_since: float | None = None

    def turn(self) -> GoOn:
        start = perf_counter()

        def go_on() -> bool:
            now = perf_counter()
            if not _waiting and now - _answered_at > CALM:
                self._held_since = None
                return now - start < AT_A_TIME
            if self._held_since is None:
                self._held_since = now
            if now - self._held_since < PATIENCE:
                return False
            self._held_since = None
            return True

        return go_on


def all_the_time() -> bool:
    return True
