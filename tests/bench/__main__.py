"""Runs each measurement in processes of their own and prints tables; all, or the one that is named."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

from server.reminders.plan import HORIZON
from tests.bench.burst import pin
from tests.bench.line import ROUNDS
from tests.postgres import postgres

REMINDERS = 10_000
PEOPLE = 5000
SIZES = (1000, 5000, 20_000)
PLANNED_AHEAD = HORIZON.days
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
AT_HOME = {
    "floor": "floor: who is signed in, one by one",
    "made": "home, made anew, one by one",
    "kept": "home, kept, one by one",
    "same": "home, which the phone has (304), one by one",
    "floor_50": "floor: who is signed in, 50 in flight",
    "made_50": "home, made anew, 50 in flight, one round",
    "kept_50": "home, kept, 50 in flight",
    "same_50": "home, which the phone has, 50 in flight",
}
AT_HOME_PEOPLE = 20_000
IN_ROUNDS = f"In flight:\nthe middle one of {ROUNDS} rounds, by its 95 %, once they no longer all come at one moment."


def main(only: str, people: str = "") -> None:
    pin(0, 1)  # what is started from here, the database server above all, stays off the core that is measured
    if only in ("", "burst"):
        _burst()
    if only in ("", "workers"):
        _workers()
    if only in ("", "planning"):
        _planning()
    if only in ("", "review"):
        _review()
    if only in ("", "growth"):
        _growth()
    if only in ("", "home"):
        _home(int(people or AT_HOME_PEOPLE))


def _burst() -> None:
    print(f"{REMINDERS:,} pushes due at one moment; Daymark on one core, push service and PostgreSQL on the other.")
    print(f"The median of {ROUNDS} rounds; a round is one of each. Most memory; lost and doubled of all rounds.\n")
    print(
        f"{'':9} {'pushes/s':>8} {'of floor':>8} {'p50 late':>9} {'p99 late':>9} {'memory':>8} {'lost':>5} "
        f"{'doubled':>7}"
    )
    rounds = [{name: _burst_of(name) for name in BURST} for _ in range(ROUNDS)]
    for name, about in BURST.items():
        each = [one[name] for one in rounds]
        figures = sorted(each, key=itemgetter("rate"))[ROUNDS // 2]
        share = sorted(one[name]["rate"] / one["floor"]["rate"] for one in rounds)[ROUNDS // 2]
        late = [f"{figures[key]:.2f} s" if figures[key] is not None else "" for key in ("p50", "p99")]
        print(
            f"{name:9} {figures['rate']:8.0f} {share:8.0%} {late[0]:>9} {late[1]:>9} "
            f"{max(one['memory'] for one in each):5.0f} MB {sum(one['lost'] for one in each):5} "
            f"{sum(one['doubled'] for one in each):7}   {about}"
        )


def _burst_of(name: str) -> dict[str, Any]:
    with _database(name) as (url, folder):
        return _run("burst", name, url, str(folder), str(REMINDERS))


def _planning() -> None:
    print(f"\nA generated program, {PLANNED_AHEAD} days ahead. Planner on one core, PostgreSQL on the other.\n")
    print(f"{'':9} {'people':>6} {'from nothing':>12} {'each':>7} {'different: none':>15} ", end="")
    print(f"{'stale: none':>11} {'twelve moved (longest)':>22} {'memory (rose)':>15}")
    for name in DATABASES:
        for people in SIZES:
            with _database(name) as (url, folder):
                print(_planned(name, people, _run("planning", url, str(folder), str(people))), flush=True)


def _planned(name: str, people: int, figures: dict[str, Any]) -> str:
    each = figures["from_nothing"] / people * 1000
    moved = f"{figures['moved']:.0f} ms ({figures['moved_longest']:.0f})"
    memory = f"{figures['memory']:.0f} MB ({figures['memory'] - figures['before']:.0f})"
    return (
        f"{name:9} {people:6,} {figures['from_nothing']:10.1f} s {each:4.1f} ms {figures['nothing_different']:13.1f} s "
        f"{figures['nothing_changed'] * 1000:8.1f} ms {moved:>22} {memory:>15}"
    )


def _workers() -> None:
    print(
        f"\n{REMINDERS:,} pushes due at one moment, sent by `daymark worker` on PostgreSQL, one on each core. The push"
    )
    print("service only counts. They all share the cores: what one push costs each, in microseconds of a processor.\n")
    print(
        f"{'workers':>7} {'cores':>5} {'pushes/s':>9} {'aside':>6} {'worker':>7} {'PostgreSQL':>10} {'sink':>5} "
        f"{'lost':>5} {'doubled':>7}"
    )
    small, one, two = _delivered(1, 1), _delivered(1, 2), _delivered(2, 2)
    pin(0, 1)
    print(
        f"\nTwo on two cores deliver {two['aside'] / small['aside']:.2f} times what one does on one core, and "
        f"{two['aside'] / one['aside']:.2f} times what one does that has PostgreSQL on the other core."
    )
    most = 2 * two["worker"] / (two["worker"] + two["postgres"])
    print(f"By what a push costs PostgreSQL, two cores allow {most:.2f} of the second.")


def _delivered(workers: int, cores: int) -> dict[str, Any]:
    os.sched_setaffinity(0, range(min(cores, os.cpu_count() or 1)))  # the database and the push service run there too
    with _database("postgres") as (url, folder):
        found = _run("workers", url, str(folder), str(workers), str(REMINDERS))
    # A clinic's push service has a machine of its own: what it took of cores that are all busy is the workers' there.
    taken = found["rate"] * found["sink"] / 1e6 / cores if workers == cores else 0
    found["aside"] = found["rate"] / (1 - taken)
    print(
        f"{workers:7} {cores:5} {found['rate']:9.0f} {found['aside']:6.0f} {found['worker']:7.0f} "
        f"{found['postgres']:10.0f} {found['sink']:5.0f} {found['lost']:5} {found['doubled']:7}",
        flush=True,
    )
    return found


def _growth() -> None:
    print("\nHow cost grows with the people. Of each: planned a week ahead; looked at when nothing is different.")
    print("A session of twelve moved. As many pushes due at one moment as people, and the memory they take. The home")
    print("that is kept, and hearing that there is nothing new (304), 50 in flight: 95 %.\n")
    print(
        f"{'':9} {'people':>6} {'planned':>9} {'looked at':>9} {'moved':>8} {'pushes/s':>8} {'memory':>9} {'home':>8} "
        f"{'304':>8} {'took':>7}"
    )
    for name in DATABASES:
        for people in SIZES:
            print(_grown(name, people), flush=True)


def _grown(name: str, people: int) -> str:
    start = time.monotonic()
    with _database(name) as (url, folder):
        planned = _run("planning", url, str(folder), str(people))
    with _database(name) as (url, folder):
        burst = _run("burst", name, url, str(folder), str(people))
    with _database(name) as (url, folder):
        asked = _run("home", url, str(folder), str(people))
    each, looked_at = (planned[key] / people * 1000 for key in ("from_nothing", "nothing_different"))
    home, same = (asked[key]["p95"] for key in ("kept_50", "same_50"))
    return (
        f"{name:9} {people:6,} {each:6.1f} ms {looked_at:6.1f} ms {planned['moved']:5.0f} ms {burst['rate']:8.0f} "
        f"{burst['memory']:6.0f} MB {home:5.0f} ms {same:5.0f} ms {time.monotonic() - start:5.0f} s"
    )


def _review() -> None:
    print(f"\nA program of {PEOPLE} participants, {DAYS} evenings each, asked over HTTP, in milliseconds.")
    print(f"Server and clock's work on one core, PostgreSQL and whoever asks on the other. {IN_ROUNDS}\n")
    for name, about in DATABASES.items():
        with _database(name) as (url, folder):
            figures = _run("review", url, str(folder), str(PEOPLE), str(DAYS))
        print(f"{about}: {figures['answers']:,} answers")
        _print_asked(ASKED, figures)
        for key in ("csv", "fhir"):
            out = figures[key]
            print(f"export, {key}: {out['size']:.0f} MB in {out['seconds']:.0f} s; memory rose {out['grew']:.0f} MB")
        print(flush=True)


def _home(people: int) -> None:
    print(f"\nThe home of one person among {people:,}, asked over HTTP, in milliseconds. Server on one core,")
    print(f"PostgreSQL and whoever asks on the other. {IN_ROUNDS}\n")
    for name, about in DATABASES.items():
        with _database(name) as (url, folder):
            figures = _run("home", url, str(folder), str(people))
        print(f"{about}: {figures['size'] / 1000:.0f} kB packed")
        _print_asked(AT_HOME, figures)
        print(flush=True)


def _print_asked(asked: dict[str, str], figures: dict[str, Any]) -> None:
    print(f"{'':46} {'median':>8} {'95 %':>8} {'worst':>8} {'a second':>9}")
    for key, about in asked.items():
        took = figures[key]
        worst, rate = (
            f"{took[name]:{form}}" if name in took else "" for name, form in (("worst", ".1f"), ("rate", ".0f"))
        )
        print(f"{about:46} {took['p50']:8.1f} {took['p95']:8.1f} {worst:>8} {rate:>9}")


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
    main(*sys.argv[1:])
