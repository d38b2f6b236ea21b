"""Places at a push service: who finds none waits, as long as others leave."""

import asyncio
from collections import deque


class Places:
    """So many at once, and a queue. When nobody has left for `patience` seconds, all who wait go without.

    One timer for all of them: hundreds wait at a busy minute, and a timer for each takes a part of what sending takes.
    """

    def __init__(self, number: int, patience: float) -> None:
        self._free = number
        self._patience = patience
        self._waiting: deque[asyncio.Future[bool]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._somebody_left = False

    @property
    def are_taken(self) -> bool:
        return self._free == 0

    async def take(self) -> bool:
        """Whether there was one, at once or after a while. Whoever has one must `leave` it."""
        if self._free:
            self._free -= 1
            return True
        place: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        self._watch()
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.result():
                self.leave()
            raise

    def leave(self) -> None:
        self._somebody_left = True
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(True)
                return
        self._free += 1

    def _watch(self) -> None:
        if self._timer is None:
            self._somebody_left = False
            self._timer = asyncio.get_running_loop().call_later(self._patience, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._waiting and self._somebody_left:
            self._watch()
        elif self._waiting:
            waiting, self._waiting = self._waiting, deque()
            for place in waiting:
                if not place.done():
                    place.set_result(False)
