"""A real Daymark in a process of its own, with the demo program, on a free port; it can be killed and started again."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

HOME = Path(__file__).parents[2]
APP = HOME / "pwa" / "dist"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Daymark:
    """`async with Daymark(folder) as daymark`: serves until the end; `links` are what it printed at its first start."""

    folder: Path
    push_origins: str = ""
    port: int = field(default_factory=free_port)
    links: list[str] = field(default_factory=list)
    _process: asyncio.subprocess.Process | None = None

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def _environment(self) -> dict[str, str]:
        ours = {
            "PORT": str(self.port),
            "DAYMARK_DATA_DIR": str(self.folder / "data"),
            "DAYMARK_DEMO": "yes",
            "DAYMARK_EXTRA_PUSH_ORIGINS": self.push_origins,
        }
        return {name: value for name, value in os.environ.items() if not name.startswith("DAYMARK_")} | ours

    async def __aenter__(self) -> Self:
        if not (APP / "index.html").exists():
            raise pytest.UsageError("The app is not built: run make browser-tests, or npm run build in pwa.")
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def start(self) -> None:
        """Starts the server and waits until it says where it is: from then on its port takes calls."""
        with (self.folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "server",
                "serve",
                cwd=HOME,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self.links = await asyncio.wait_for(self._read_links(), 60)

    async def _read_links(self) -> list[str]:
        assert self._process
        assert self._process.stdout
        found: list[str] = []
        while len(found) < 2:
            line = (await self._process.stdout.readline()).decode()
            if not line:
                raise RuntimeError((self.folder / "log").read_text())
            found += [line.strip()] if "/join#" in line else []
        self._rest = asyncio.create_task(self._process.stdout.read())
        return found

    async def fresh_links(self) -> list[str]:
        """For Dana, and for somebody in all groups of a newcomer: printed by a server that is started anew."""
        if self.running:
            await self.kill()
        await self.start()
        return self.links

    async def kill(self) -> None:
        """As the machine's power going: no goodbye, nothing flushed."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def invite(self, role: str, name: str, group: str = "") -> str:
        """A fresh link from the `daymark` command."""
        more = ["--group", group] if group else []
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "server", "invite", "--role", role, "--name", name, "--json", *more),
            cwd=HOME,
            env=self._environment,
            stdout=subprocess.PIPE,
        )
        out, _ = await process.communicate()
        made: dict[str, str] = json.loads(out)
        return made["link"]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What is really in the database, read past the server."""
        with sqlite3.connect(f"file:{self.folder / 'data' / 'daymark.db'}?mode=ro", uri=True) as database:
            return database.execute(sql, values).fetchall()
