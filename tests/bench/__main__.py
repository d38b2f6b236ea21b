"""Runs each measurement in processes of their own and prints tables; all, or the one that is named."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.burst import pin
from tests.postgres import postgres

REMINDERS = 10_000
PEOPLE = 5000
DAYS = 84  # twelve weeks of evenings, nearly all of them answered
DATABASES = {"sqlite": "Daymark on SQLite, synchronous=FULL", "postgres": "Daymark on PostgreSQL"}
BURST = {
    "floor": "encryption and HTTP alone, nothing stored",
    "loop": "webpush_async in a plain loop with one HTTP session, nothing stored",
    **DATABASES,
}
ASKED = {
    "floor": "floor: who is signed in, one by one",
    "caseload": "caseload of a counselor with 40 people",
    "person": "one person's page",
    "program": "the program's figures",
    "submit": "an answer, one by one",
    "floor_50": "floor: who is signed in, 50 in flight",
    "submit_50": "an answer, 50 in flight",
}


def main(only: str) -> None:
    pin(0, 1)  # what is started from here, the database server above all, stays off the core that is measured
    if only in ("", "burst"):
        _burst()
    if only in ("", "review"):
        _review()


def _burst() -> None:
    print(f"{REMINDERS:,} pushes due at one moment; Daymark on one core, push service and PostgreSQL on the other.\n")
    print(f"{'':9} {'pushes/s':>8} {'p50 late':>9} {'p99 late':>9} {'memory':>8} {'lost':>5} {'doubled':>7}")
    for name, about in BURST.items():
        with _database(name) as (url, folder):
            figures = _run("burst", name, url, str(folder), str(REMINDERS))
        late = [f"{figures[key]:.2f} s" if figures[key] is not None else "" for key in ("p50", "p99")]
        print(
            f"{name:9} {figures['rate']:8.0f} {late[0]:>9} {late[1]:>9} {figures['memory']:5.0f} MB "
            f"{figures['lost']:5} {figures['doubled']:7}   {about}",
            flush=True,
        )


def _review() -> None:
    print(f"\nA program of {PEOPLE} participants, {DAYS} evenings each, asked over HTTP, in milliseconds.")
    print("Server and clock's work on one core, PostgreSQL and whoever asks on the other.\n")
    for name, about in DATABASES.items():
        with _database(name) as (url, folder):
            figures = _run("review", url, str(folder), str(PEOPLE), str(DAYS))
        print(f"{about}: {figures['answers']:,} answers\n{'':42} {'median':>8} {'95 %':>8} {'a second':>9}")
        for key, asked in ASKED.items():
            took = figures[key]
            rate = f"{took['rate']:9.0f}" if "rate" in took else ""
            print(f"{asked:42} {took['p50']:8.1f} {took['p95']:8.1f} {rate}")
        for key in ("csv", "fhir"):
            out = figures[key]
            print(f"export, {key}: {out['size']:.0f} MB in {out['seconds']:.0f} s; memory rose {out['grew']:.0f} MB")
        print(flush=True)


@contextmanager
def _database(name: str) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        if name == "postgres":
            with postgres(Path(folder) / "postgres") as url:
                yield url, Path(folder)
        else:
            yield f"sqlite:///{Path(folder) / 'bench.db'}", Path(folder)


def _run(measurement: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"tests.bench.{measurement}", *arguments]
    done = subprocess.run(command, env=dict(os.environ), stdout=subprocess.PIPE, text=True, check=True, timeout=1200)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
