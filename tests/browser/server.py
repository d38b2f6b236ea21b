"""A real Daymark in a process of its own, with the demo program, on a free port; it can be killed and started again."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tests.processes import HOME, Installation, Process

APP = HOME / "pwa" / "dist"
TWO_LINKS = r"/join#\S+\s[\s\S]*/join#\S+\s"


@dataclass
class Daymark:
    """`async with Daymark(folder) as daymark`: serves until the end; `links` are what it printed at its last start."""

    folder: Path
    push_origins: str = ""
    mail: Mapping[str, str] = field(default_factory=dict)  # the settings of a mail server
    links: list[str] = field(default_factory=list)
    _process: Process | None = None

    def __post_init__(self) -> None:
        self._installation = Installation(self.folder / "data", f"sqlite:///{self._database}")

    @property
    def _database(self) -> Path:
        return self.folder / "data" / "daymark.db"

    @property
    def origin(self) -> str:
        return f"http://localhost:{self._installation.port}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.running

    async def __aenter__(self) -> Self:
        if not (APP / "index.html").exists():
            raise pytest.UsageError("The app is not built: run make browser-tests, or npm run build in pwa.")
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            await asyncio.to_thread(self._process.__exit__)

    async def start(self) -> None:
        """Starts the server and waits until it says where it is: from then on its port takes calls."""
        settings = {"DAYMARK_DEMO": "yes", "DAYMARK_EXTRA_PUSH_ORIGINS": self.push_origins, **self.mail}
        self._process = Process(self._installation, **settings)
        await asyncio.to_thread(self._process.until, TWO_LINKS)
        self.links = re.findall(r"\S+/join#\S+", self._process.said)

    async def fresh_links(self) -> list[str]:
        """For Dana, and for somebody in all groups of a newcomer: printed by a server that is started anew."""
        if self.running:
            await self.kill()
        await self.start()
        return self.links

    async def kill(self) -> None:
        """As the machine's power going: no goodbye, nothing flushed."""
        assert self._process
        with self._process as server:
            await asyncio.to_thread(server.kill)

    async def invite(self, role: str, name: str, group: str = "") -> str:
        """A fresh link from the `daymark` command."""
        asked = ["--role", role, "--name", name, "--json", *(["--group", group] if group else [])]
        printed = await asyncio.to_thread(self._installation.run, "invite", *asked)
        made: dict[str, str] = json.loads(printed.stdout)
        return made["link"]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What is really in the database, read past the server."""
        with sqlite3.connect(f"file:{self._database}?mode=ro", uri=True) as database:
            return database.execute(sql, values).fetchall()
