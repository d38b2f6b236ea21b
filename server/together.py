"""Calls that share their work: those that come while it is under way wait, and go together next.

One statement for twenty takes hardly longer than one for one, and so does one commit. And calls that take turns.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R")

MOST = 100  # in one go
TURNS = 3  # of the event loop, without anybody new


class Together(Generic[T, R]):
    """`work` takes several and gives an outcome for each, in their order.

    Where it raises for several, each is tried once more alone, so that an error reaches only whom it is about. Not for
    use within a transaction: all of them would run in that of whoever came first. Where `lingers` says so, it first
    lets those join who are on their way: worth it where the work takes this process's own time, and not another's,
    that could have begun already.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], Awaitable[Sequence[R]]], lingers: Callable[[], bool] = lambda: False
    ) -> None:
        self._work = work
        self._lingers = lingers
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._going: asyncio.Task[None] | None = None

    async def __call__(self, one: T) -> R:
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        if self._going is None:
            self._going = asyncio.create_task(self._go())
        return await done

    async def _go(self) -> None:
        batch: list[tuple[T, asyncio.Future[R]]] = []
        try:
            while self._waiting:
                if self._lingers():
                    await self._linger()
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                outcomes = await self._outcomes([one for one, _ in batch])
                for (_, done), outcome in zip(batch, outcomes, strict=True):
                    _tell(done, outcome)
        finally:
            self._going = None
            for _, done in [*batch, *self._waiting]:  # only where this is cancelled: nobody else would tell them
                done.cancel()
            self._waiting = []

    async def _linger(self) -> None:
        """A request is read, begun and here in three turns of the loop."""
        quiet = 0
        while quiet < TURNS and len(self._waiting) < MOST:
            known = len(self._waiting)
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self._waiting) == known else 0

    async def _outcomes(self, several: Sequence[T]) -> Sequence[R | Exception]:
        try:
            return await self._work(several)
        except Exception as error:
            if len(several) == 1:
                return [error]
            return [(await self._outcomes([one]))[0] for one in several]


def _tell(done: asyncio.Future[R], outcome: R | Exception) -> None:
    if done.done():  # whoever waited has gone
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)


class Turns(Generic[K]):
    """One after the other for each key, in this process."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[K, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: K) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())
