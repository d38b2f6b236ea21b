"""Daymark as real processes: its commands, and a server that can be killed."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Reply:
    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Installation:
    """One data directory and database; its commands run one after another, its processes side by side."""

    data_dir: Path
    database_url: str
    port: int = field(default_factory=free_port)

    def environment(self, **more: str) -> dict[str, str]:
        ours = {
            "PORT": str(self.port),
            "DAYMARK_DATA_DIR": str(self.data_dir),
            "DAYMARK_DATABASE_URL": self.database_url,
        }
        return {name: value for name, value in os.environ.items() if not name.startswith("DAYMARK_")} | ours | more

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """`daymark ARGUMENTS` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "server", *arguments],
            cwd=HOME,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def python(self, script: str) -> str:
        """What a script in a process of its own prints; Tortoise keeps one SQL cache for all databases of a process."""
        result = subprocess.run(
            [sys.executable, "-c", script],
            cwd=HOME,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def sql(self, statement: str) -> list[list[Any]]:
        """Runs one statement past Daymark; its rows, with bytes as hexadecimal text."""
        found: list[list[Any]] = json.loads(self.python(SQL.format(url=self.database_url, statement=statement)))
        return found


SQL = """
import asyncio, json, sqlite3
url, statement = {url!r}, {statement!r}
async def ask():
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
            return [list(row) for row in database.execute(statement)]
    import asyncpg
    database = await asyncpg.connect(url)
    return [list(row.values()) for row in await database.fetch(statement)]
print(json.dumps(asyncio.run(ask()), default=lambda value: value.hex() if isinstance(value, bytes) else str(value)))
"""


class Process:
    """A running `daymark serve` or `daymark worker`; a context manager that ends it."""

    def __init__(self, installation: Installation, command: str = "serve", **environment: str) -> None:
        self._installation = installation
        self.said = ""
        self._log = (installation.data_dir.parent / f"{command}.log").open("a+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "server", command],
            cwd=HOME,
            env=installation.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def __enter__(self) -> "Process":
        return self

    @property
    def pid(self) -> int:
        return self._process.pid

    def __exit__(self, *_: object) -> None:
        if self.running:
            self.stop()
        self._log.close()
        assert self._process.stdout
        self._process.stdout.close()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def until(self, pattern: str) -> "Process":
        """Waits until standard output has what this regular expression finds; `said` is what it has by then."""
        assert self._process.stdout
        output = self._process.stdout.fileno()
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, self.said):
            ready = select.select([output], [], [], max(0.0, deadline - time.monotonic()))[0]
            more = os.read(output, 65536) if ready else b""
            if not more:
                log = self.log()
                self.kill()
                self.__exit__()
                raise AssertionError(f"“{pattern}” was never said; standard error has:\n{log}")
            self.said += more.decode(errors="replace")
        return self

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def kill(self) -> None:
        """As the machine's power going: no goodbye."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(PATIENCE)

    def stop(self) -> int:
        """Asks it to end, as an operator does; its exit code."""
        self._process.terminate()
        return self._process.wait(PATIENCE)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Reply:
        connection = HTTPConnection("127.0.0.1", self._installation.port, timeout=PATIENCE)
        given = {"sec-fetch-site": "same-origin"} | {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request(method, path, None if body is None else json.dumps(body), given)
        response = connection.getresponse()
        raw = response.read()
        connection.close()
        return Reply(
            response.status, json.loads(raw) if raw else None, {k.lower(): v for k, v in response.getheaders()}
        )

    def ask_until(self, status: int, path: str) -> Reply:
        """Asks again and again until the answer has this status."""
        deadline = time.monotonic() + PATIENCE
        while (reply := self.ask("GET", path)).status != status:
            assert time.monotonic() < deadline, reply
        return reply
