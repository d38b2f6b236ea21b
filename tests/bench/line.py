"""One kept connection to a server, and fifty of them at once, with as little work of their own as can be: whoever asks
shares a machine with what is measured, and a client that does more than send and read would be measured too."""

import asyncio
import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

IN_FLIGHT = 50
FIRST = 2  # of each line in a round
ROUNDS = 3  # a machine that is shared is slower in one moment than in the next
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "
AS_A_BROWSER = "sec-fetch-site: same-origin\r\naccept-encoding: gzip\r\n"


def request(method: str, path: str, token: str, body: bytes = b"", more: str = "") -> bytes:
    """A whole request as our own pages send it; `more` are header lines, each with its end."""
    head = (
        f"{method} {path} HTTP/1.1\r\nhost: daymark\r\ncookie: daymark={token}\r\nsec-fetch-site: same-origin\r\n{more}"
    )
    if body:
        head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + body


class Line:
    """A kept HTTP/1.1 connection, for answers that say their length."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self._where = (where.hostname, where.port)

    async def __aenter__(self) -> "Line":
        self._reader, self._writer = await asyncio.open_connection(*self._where)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    async def ask(self, whole: bytes, wanted: int = 200) -> float:
        """Sends it and reads all of the answer; milliseconds. Fails where the status is another."""
        start = time.perf_counter()
        self._writer.write(whole)
        head = (await self._reader.readuntil(END_OF_HEAD)).lower()
        length = head.partition(LENGTH)[2].partition(b"\r\n")[0]
        body = await self._reader.readexactly(int(length)) if length else b""
        took = (time.perf_counter() - start) * 1000
        assert int(head[9:12]) == wanted, (head, body)
        return took


@contextmanager
def undisturbed() -> Iterator[None]:
    """To look through all that this process holds for garbage would take it a tenth of a second, for which fifty
    requests wait."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def one_by_one(url: str, requests: Sequence[bytes], wanted: int = 200) -> dict[str, Any]:
    """Milliseconds of each after the first, which also opens what is opened once: median and 95 %."""
    async with Line(url) as line:
        await line.ask(requests[0], wanted)
        with undisturbed():
            return percentiles([await line.ask(each, wanted) for each in requests[1:]])


async def in_flight(url: str, requests: Sequence[bytes], wanted: int = 200, first: int = 0) -> dict[str, Any]:
    """The same with fifty on their way at any time, and how many were answered in a second. The `first` ones of each
    line are not timed: all fifty come at one moment, and go on together for a while."""
    waiting = iter(requests)
    lines = [Line(url) for _ in range(IN_FLIGHT)]
    for line in lines:
        await line.__aenter__()
    with undisturbed():
        start = time.perf_counter()
        took = await asyncio.gather(*(_all_of(line, waiting, wanted) for line in lines))
        rate = len(requests) / (time.perf_counter() - start)
    for line in lines:
        await line.__aexit__(None, None, None)
    return {**percentiles([each for one in took for each in one[first:]]), "rate": rate}


async def in_rounds(url: str, asked: dict[str, Sequence[bytes]], wanted: int = 200) -> dict[str, dict[str, Any]]:
    """`in_flight` in three rounds, in each a third of each kind: of each kind the round in the middle by its 95 %, and
    the 95 % of the worst one."""
    each: dict[str, list[dict[str, Any]]] = {name: [] for name in asked}
    for number in range(ROUNDS):
        for name, requests in asked.items():
            each[name].append(await in_flight(url, requests[number::ROUNDS], wanted, FIRST))
    return {name: _middle(sorted(rounds, key=itemgetter("p95"))) for name, rounds in each.items()}


def _middle(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {**rounds[len(rounds) // 2], "worst": rounds[-1]["p95"]}


async def _all_of(line: Line, waiting: Iterator[bytes], wanted: int) -> list[float]:
    return [await line.ask(each, wanted) for each in waiting]


def percentiles(took: Sequence[float]) -> dict[str, float]:
    took = sorted(took)
    return {"p50": took[len(took) // 2], "p95": took[len(took) * 95 // 100]}
