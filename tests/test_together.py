"""What is written all or none, and what is read at once, as those who share a database see it."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from server import clock, spare
from server.database import look_up, rows
from server.edge import Answering
from server.people.models import Person, Program
from server.reminders import plan
from server.reminders.plan import plan_due
from server.spare import Spare, Waiting
from server.together import Together
from tests.conftest import make_person

NAME = "SELECT zone FROM person WHERE id = $1"
MOVE = "UPDATE person SET zone = $1 WHERE id = $2"
BEAT = "INSERT INTO beat (name, at) VALUES ($1, $2)"


async def beats() -> set[str]:
    return {row["name"] for row in await rows("SELECT name FROM beat")}


async def write(several: Sequence[tuple[str, int]]) -> Sequence[str]:
    """All or none of them."""
    async with in_transaction():
        for beat in several:
            await rows(BEAT, *beat)
    return [name for name, _ in several]


async def test_of_many_at_once_only_the_one_that_fails_is_undone(alice: Person) -> None:
    keep = Together(write)
    await keep(("7", 0))
    outcomes = await asyncio.gather(*(keep((str(number), 0)) for number in range(20)), return_exceptions=True)
    assert isinstance(outcomes.pop(7), IntegrityError)
    assert outcomes == [str(number) for number in range(20) if number != 7]
    assert await beats() == {str(number) for number in range(20)}


async def test_a_value_that_no_column_takes_hurts_nobody_else(alice: Person) -> None:
    keep = Together(write)
    outcomes = await asyncio.gather(keep(("good", 0)), keep(("bad", 2**70)), return_exceptions=True)
    assert outcomes[0] == "good"
    assert isinstance(outcomes[1], Exception)
    assert await beats() == {"good"}


async def test_whoever_comes_while_one_is_under_way_shares_the_next() -> None:
    begun, go_on, shared = asyncio.Event(), asyncio.Event(), list[Sequence[int]]()

    async def slow(several: Sequence[int]) -> Sequence[int]:
        shared.append(several)
        begun.set()
        await go_on.wait()
        return several

    ask = Together(slow)
    first = asyncio.create_task(ask(1))
    await begun.wait()
    others = [asyncio.create_task(ask(number)) for number in range(2, 5)]
    go_on.set()
    assert [await first, *[await each for each in others]] == [1, 2, 3, 4]
    assert shared == [[1], [2, 3, 4]]


async def test_whoever_stops_waiting_takes_nobody_with_them() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(several: Sequence[int]) -> Sequence[int]:
        begun.set()
        await go_on.wait()
        return several

    ask = Together(slow)
    impatient, patient = asyncio.create_task(ask(1)), asyncio.create_task(ask(2))
    await begun.wait()
    impatient.cancel()
    go_on.set()
    assert await patient == 2
    assert await ask(3) == 3


async def test_what_was_written_is_read_at_once(alice: Person) -> None:
    await rows(MOVE, "Asia/Tokyo", str(alice.id))
    assert await look_up(NAME, str(alice.id)) == [{"zone": "Asia/Tokyo"}]


async def test_a_transaction_reads_what_it_wrote_and_nobody_else_does_yet(alice: Person) -> None:
    outside = copy_context()
    async with in_transaction():
        await rows(MOVE, "Asia/Tokyo", str(alice.id))
        assert await look_up(NAME, str(alice.id)) == [{"zone": "Asia/Tokyo"}]
        assert await asyncio.create_task(look_up(NAME, str(alice.id)), context=outside.copy()) == [{"zone": alice.zone}]


async def nothing(*_: object) -> Any:
    raise AssertionError("it neither reads nor writes")


@contextmanager
def somebody_waits() -> Iterator[None]:
    """A request that is being answered for as long as the context lasts."""
    request = Waiting()
    try:
        yield
    finally:
        request.over()


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as a request is over nobody waits."""
    monkeypatch.setattr(spare, "CALM", 0)


async def test_between_two_requests_somebody_still_waits(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "CALM", 60)
    await make_person(program, "Alice")
    with somebody_waits():
        pass
    assert await plan_due(clock.now(), Spare().turn()) == 0


async def test_what_can_wait_does_one_piece_now_and_then_while_somebody_waits(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "BATCH", 1)  # person makes a piece
    spare_time = Spare()
    for name in ("Alice", "Charlie", "Erin", "Gina"):
        await make_person(program, name)
    with somebody_waits():
        assert await plan_due(clock.now(), spare_time.turn()) == 0
        monkeypatch.setattr(spare, "PATIENCE", 0)
        assert await plan_due(clock.now(), once(spare_time.turn())) == 1
    assert await plan_due(clock.now(), spare_time.turn()) == 3


def once(go_on: spare.GoOn) -> spare.GoOn:
    """Asks the first time only."""
    asked = iter([go_on])
    return lambda: any(each() for each in asked)


async def test_a_download_that_has_begun_holds_nothing_up(program: Program) -> None:
    begun, over = asyncio.Event(), asyncio.Event()

    async def download(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        begun.set()
        await over.wait()

    async def sent(_: Message) -> None: ...

    for name in ("Alice", "Charlie"):
        await make_person(program, name)
    scope = {"type": "http", "method": "GET", "path": "/api/export/answers.csv"}
    request = asyncio.create_task(Answering(download, https=False)(scope, nothing, sent))
    await begun.wait()
    assert await plan_due(clock.now(), Spare().turn()) == 2
    over.set()
    await request
