"""One measurement: what it takes to send one person's home, among thousands of people, to phones that ask over HTTP.

Prints one line of JSON: milliseconds (median and 95 %) for each request, and the size of a home. "Made" are homes of
phones that ask for the first time; "kept" those of phones that asked before.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import uvloop

from server import clock
from server.database import migrate, on_postgres, opened, rows
from server.keys import load_keys, prepare_data_dir
from server.people.models import Person
from server.settings import Settings, read_settings
from tests.bench.burst import pin
from tests.bench.line import in_flight, in_rounds, one_by_one, request
from tests.bench.program import fill
from tests.bench.review import sign_in
from tests.processes import Installation, Process

DAYS = 60
PHONES = 800  # of as many people, who were asked on each of the days
ALONE = 200  # of them ask one by one, the others with many in flight
TIMES = 5
PACKED = "accept-encoding: gzip\r\n"


async def measure(database_url: str, folder: Path, people: int) -> None:
    installation = Installation(folder / "data", database_url)
    settings = read_settings(installation.environment())
    phones = await _prepare(settings, people)
    pin(os.getpid(), 1)
    with Process(installation) as server:
        pin(server.pid, 0)
        server.until("Daymark is at")
        server.ask_until(200, "/healthz")
        print(json.dumps(await _figures(settings, phones)))


async def _prepare(settings: Settings, people: int) -> dict[str, str]:
    """The database, filled; the token of each phone by its person."""
    prepare_data_dir(settings)
    await migrate(settings)
    async with opened(settings):
        await load_keys(settings)
        generated = await fill(people, DAYS, clock.now(), fully=PHONES)
        everybody = Person.filter(program_id=generated.program.id, role="participant")
        await everybody.update(standing_stale=False)  # the caseload is measured elsewhere
        asking = await everybody.order_by("id").limit(PHONES)
        phones = {str(person.id): await sign_in(person) for person in asking}
        if on_postgres():
            await rows("VACUUM (ANALYZE)")
            await rows("CHECKPOINT")
        os.sync()
        return phones


async def _figures(settings: Settings, phones: dict[str, str]) -> dict[str, Any]:
    url, tokens = settings.base_url, list(phones.values())
    alone, together = tokens[:ALONE], tokens[ALONE:]

    def asks(path: str, some: list[str]) -> list[bytes]:
        return [request("GET", path, token, more=PACKED) for token in some]

    figures: dict[str, Any] = {
        "floor": await one_by_one(url, asks("/api/me", alone)),
        "made": await one_by_one(url, asks("/api/home", alone)),
        "made_50": await in_flight(url, asks("/api/home", together)),
        "kept": await one_by_one(url, asks("/api/home", alone * TIMES)),
    }
    often = together * TIMES
    figures |= await in_rounds(url, {"floor_50": asks("/api/me", often), "kept_50": asks("/api/home", often)})
    async with opened(settings):
        kept = await rows(
            "SELECT person_id, etag, length(body) AS size FROM home_copy JOIN device ON device.id = device_id"
        )
    same = [
        request("GET", "/api/home", phones[str(row["person_id"])], more=f"{PACKED}if-none-match: {row['etag']}\r\n")
        for row in kept
    ]
    return {
        **figures,
        "same": await one_by_one(url, same[:ALONE], 304),
        **await in_rounds(url, {"same_50": same[ALONE:] * TIMES}, 304),
        "size": sum(row["size"] for row in kept) / len(kept),
    }


if __name__ == "__main__":
    uvloop.run(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
