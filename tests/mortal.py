"""A real server that is killed in the middle of a request, as if the machine's power went.

It is `daymark serve` with two headers that only this module knows: `test-now` is the time that the server takes it for,
and `test-dies-before` the step of this request before which it kills itself: a statement, a commit, or the answer.
Importing everything takes longer than serving, so one process does that once and forks each life of the server.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest
import time_machine
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tortoise.backends.asyncpg.client import AsyncpgDBClient

import server.__main__
import server.app
from server.settings import Settings, read_settings
from tests.processes import HOME

PATIENCE = 60  # seconds


class Died(Exception):
    """The server was killed before it had answered."""


# On this side


@dataclass
class MortalServer:
    """`async with mortal_server(settings, log)`: it can die and be brought back, on one port."""

    port: int
    process: Process
    client: httpx2.AsyncClient
    _life: int | None = field(default=None, init=False)

    async def start(self) -> None:
        """Another life, if it has none; what is sent to it waits until it listens."""
        if self._life:
            return
        self._say("start")
        self._life = int(await self._hear())

    async def put(
        self, path: str, body: object, token: str, *, now: datetime, dies_before: int | None = None
    ) -> httpx2.Response:
        """Raises Died when the server did."""
        more = {} if dies_before is None else {"test-dies-before": str(dies_before)}
        return await self._ask("PUT", path, token, now, more, json=body)

    async def get(self, path: str, token: str, *, now: datetime) -> httpx2.Response:
        return await self._ask("GET", path, token, now, {})

    async def kill(self) -> None:
        """While nothing is asked of it."""
        assert self._life
        os.kill(self._life, signal.SIGKILL)
        await self.has_died()

    async def reborn(self) -> None:
        """Another life, that remembers nothing."""
        await self.kill()
        await self.start()

    async def has_died(self) -> None:
        """Waits until the killed server is gone; fails where it ended in another way."""
        assert int(await self._hear()) == -signal.SIGKILL
        self._life = None

    async def end(self) -> None:
        if self._life:
            await self.kill()
        self._say("end")
        await asyncio.wait_for(self.process.wait(), PATIENCE)

    async def _ask(
        self, method: str, path: str, token: str, now: datetime, more: dict[str, str], **body: Any
    ) -> httpx2.Response:
        headers = {"sec-fetch-site": "same-origin", "cookie": f"daymark={token}", "test-now": now.isoformat(), **more}
        try:
            return await self.client.request(method, path, headers=headers, **body)
        except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.ConnectError) as error:
            raise Died from error

    def _say(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n".encode())

    async def _hear(self) -> bytes:
        assert self.process.stdout
        said = await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)
        assert said, "the server's log has why it did not start"
        return said


@asynccontextmanager
async def mortal_server(settings: Settings, log: Path) -> AsyncIterator[MortalServer]:
    """A server on the database and the data directory of these settings, living."""
    with socket.socket() as listening, log.open("ab") as errors:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.mortal", str(listening.fileno())),
            cwd=HOME,
            env=_environment(settings, port),
            pass_fds=[listening.fileno()],
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
        )
        base = f"http://127.0.0.1:{port}"
        limits = httpx2.Limits(max_keepalive_connections=0)  # a connection kept open would be that of an earlier life
        async with httpx2.AsyncClient(base_url=base, timeout=PATIENCE, limits=limits, trust_env=False) as client:
            running = MortalServer(port, process, client)
            try:
                await running.start()
                yield running
            finally:
                await running.end()


def _environment(settings: Settings, port: int) -> dict[str, str]:
    ours = {
        "PORT": str(port),
        "DAYMARK_DATABASE_URL": settings.database_url,
        "DAYMARK_DATA_DIR": str(settings.data_dir),
        "DAYMARK_TICK": "no",
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("DAYMARK_")} | ours


# On the other side


class Fate:
    """How many steps the server has left; None: it lives."""

    left: int | None = None

    @classmethod
    def step(cls) -> None:
        if cls.left is None:
            return
        cls.left -= 1
        if cls.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalSqlite(sqlite3.Connection):
    def execute(self, *given: Any) -> sqlite3.Cursor:
        Fate.step()
        return super().execute(*given)

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        Fate.step()
        return super().executemany(*given)

    def commit(self) -> None:
        Fate.step()
        super().commit()


class MortalPostgres(asyncpg.Connection):  # type: ignore[misc]  # it has no types
    async def execute(self, *given: Any, **named: Any) -> Any:
        Fate.step()
        return await super().execute(*given, **named)

    async def fetch(self, *given: Any, **named: Any) -> Any:
        Fate.step()
        return await super().fetch(*given, **named)

    async def fetchrow(self, *given: Any, **named: Any) -> Any:
        Fate.step()
        return await super().fetchrow(*given, **named)


class Mortal:
    """The application, with a clock and a fate that each request brings along."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._clock: time_machine.Traveller | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = {name.decode(): value.decode() for name, value in scope["headers"]}
            self._move_to(datetime.fromisoformat(headers["test-now"]))
            Fate.left = int(headers["test-dies-before"]) if "test-dies-before" in headers else Fate.left

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                Fate.step()
                Fate.left = None
            await send(message)

        await self._app(scope, receive, answer)

    def _move_to(self, now: datetime) -> None:
        if self._clock is None:
            self._clock = time_machine.travel(now, tick=False).start()
        self._clock.move_to(now, tick=False)


def _serve(listening: socket.socket) -> None:
    patch, connect, make_app = pytest.MonkeyPatch(), sqlite3.connect, server.app.make_app
    patch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **{"factory": MortalSqlite} | named))
    patch.setattr(AsyncpgDBClient, "connection_class", MortalPostgres)
    patch.setattr(server.__main__, "make_app", lambda *given: Mortal(make_app(*given)))
    patch.setattr(server.__main__, "_listen", lambda settings: listening)
    patch.setattr(sys, "argv", ["daymark", "serve"])
    patch.setattr(sys, "stdout", sys.stderr)  # the greeting
    server.__main__.main()


def _breed(listening: socket.socket) -> None:
    """Forks a server at each line, says its process id, and at its end how it ended."""
    for line in sys.stdin:
        if line.strip() != "start":
            return
        life = os.fork()
        if life == 0:
            with contextlib.suppress(SystemExit):
                _serve(listening)
            os._exit(1)
        print(life, flush=True)
        _, status = os.waitpid(life, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    read_settings()  # a wrong one is told at once
    _breed(socket.socket(fileno=int(sys.argv[1])))
