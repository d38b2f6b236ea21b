"""Runs each measurement in a process of its own, on one core, with everything else on another; prints a table."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.burst import pin
from tests.postgres import postgres

REMINDERS = 5000
ROWS = (
    ("floor", "encryption and HTTP alone, nothing stored"),
    ("loop", "webpush_async in a plain loop with one HTTP session, nothing stored"),
    ("sqlite", "Daymark on SQLite, synchronous=FULL"),
    ("postgres", "Daymark on PostgreSQL"),
)


def main() -> None:
    pin(0, 1)  # what is started from here, the database server above all, stays off the core that is measured
    print(f"{REMINDERS} pushes due in one second; Daymark on one core, push service and PostgreSQL on the other.\n")
    print(f"{'':9} {'pushes/s':>8} {'p50 late':>9} {'p99 late':>9} {'memory':>8} {'lost':>5} {'doubled':>7}")
    for name, about in ROWS:
        with tempfile.TemporaryDirectory() as folder:
            figures = _measure(name, Path(folder))
        late = [f"{figures[key]:.2f} s" if figures[key] is not None else "" for key in ("p50", "p99")]
        print(
            f"{name:9} {figures['rate']:8.0f} {late[0]:>9} {late[1]:>9} {figures['memory']:5.0f} MB "
            f"{figures['lost']:5} {figures['doubled']:7}   {about}",
            flush=True,
        )


def _measure(name: str, folder: Path) -> dict[str, float]:
    if name != "postgres":
        return _run(name, f"sqlite:///{folder / 'bench.db'}", folder)
    with postgres(folder / "postgres") as url:
        return _run(name, url, folder)


def _run(name: str, database_url: str, folder: Path) -> dict[str, float]:
    environment = dict(os.environ)
    command = [sys.executable, "-m", "tests.bench.burst", name, database_url, str(folder), str(REMINDERS)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=300)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
