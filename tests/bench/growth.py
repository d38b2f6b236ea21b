"""One measurement: what people ask for most, of a program of so many with four weeks of answers, over HTTP.

Prints one line of JSON: milliseconds (median and 95 %) of the app's opening request with fifty in flight, each for
another person, and of a counselor's caseload of forty.
"""

import json
import os
import sys
from pathlib import Path

import uvloop

from server.settings import read_settings
from tests.bench.burst import pin
from tests.bench.line import in_flight, one_by_one, request
from tests.bench.review import CASELOADS, prepare, settled
from tests.processes import Installation, Process

DAYS = 28
HOMES = 1000


async def measure(database_url: str, folder: Path, people: int) -> None:
    installation = Installation(folder / "data", database_url)
    settings = read_settings(installation.environment())
    tokens = await prepare(settings, people, DAYS)
    pin(os.getpid(), 1)
    with Process(installation) as server:
        pin(server.pid, 0)
        server.until("Daymark is at")
        server.ask_until(200, "/healthz")
        await settled(settings)
        homes = [request("GET", "/api/home", phone) for phone in tokens["phones"][:HOMES]]
        caseloads = [request("GET", "/api/caseload", tokens["counselor"][0])] * CASELOADS
        url = settings.base_url
        figures = {"home": await in_flight(url, homes), "caseload": await one_by_one(url, caseloads)}
        print(json.dumps(figures))


if __name__ == "__main__":
    uvloop.run(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
