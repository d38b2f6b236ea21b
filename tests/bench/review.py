"""One measurement: a real server over HTTP on a generated program of thousands, as counselors and phones ask it.

Prints one line of JSON: milliseconds (median and 95 %) for each request, submissions per second, and how much memory
an export of the whole program took.
"""

import asyncio
import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import uvloop
from tortoise.expressions import Q
from uuid_utils.compat import uuid7

from server import clock
from server.checkins.models import Answer, CheckIn
from server.database import migrate, on_postgres, opened, rows
from server.keys import load_keys, prepare_data_dir
from server.people.codes import hash_of
from server.people.models import Device, Person, Role
from server.people.signin import new_token
from server.reminders.plan import REPLAN_BEFORE
from server.settings import Settings, read_settings
from tests.bench.burst import pin
from tests.bench.line import in_rounds, one_by_one, request
from tests.bench.memory import own_memory
from tests.bench.program import Generated, fill
from tests.processes import Installation, Process

ALONE = 200  # of all who are asked tonight: they answer one by one, the others with many in flight
CASELOADS = 200
FIGURES = 20
COOKIE = "daymark"


async def measure(database_url: str, folder: Path, people: int, days: int) -> None:
    installation = Installation(folder / "data", database_url)
    settings = read_settings(installation.environment())
    tokens = await prepare(settings, people, days)
    pin(os.getpid(), 1)
    with Process(installation) as server:
        pin(server.pid, 0)
        server.until("Daymark is at")
        server.ask_until(200, "/healthz")
        answers = await settled(settings)
        print(json.dumps({"answers": answers, **await _figures(settings.base_url, server, tokens)}))


async def prepare(settings: Settings, people: int, days: int) -> dict[str, list[str]]:
    """The database, filled, and the sign-ins to ask with."""
    prepare_data_dir(settings)
    await migrate(settings)
    async with opened(settings):
        await load_keys(settings)
        generated = await fill(people, days, clock.now())
        return await _sign_ins(generated)


async def _sign_ins(generated: Generated) -> dict[str, list[str]]:
    program = generated.program
    admin = await Person.create(
        program=program, role=Role.admin, name="Admin", zone=program.zone, joined_at=clock.now()
    )
    asked = await CheckIn.filter(answered_at=None, missed_at=None).prefetch_related("person")
    return {
        "counselor": [await sign_in(generated.counselor)],
        "admin": [await sign_in(admin)],
        "phones": [await sign_in(check_in.person) for check_in in asked],
        "check_ins": [str(check_in.id) for check_in in asked],
        "people": [str(person.id) for person in generated.people],
    }


async def sign_in(person: Person) -> str:
    now, token = clock.now(), new_token()
    await Device.create(
        id=uuid7(),
        person_id=person.id,
        token_hash=hash_of(token),
        label="Bench",
        signed_in_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=1),
    )
    return token


async def settled(settings: Settings) -> int:
    """How many answers there are, once the clock's work on what was generated is done, and the database's and the
    machine's own: a clinic has months for it."""
    async with opened(settings):
        unplanned = Q(plan_stale=True) | Q(planned_until__lt=clock.now() + REPLAN_BEFORE)
        left = Person.filter(Q(standing_stale=True) | unplanned, role=Role.participant)
        while await left.exists():  # noqa: ASYNC110  # another process does the work: there is nothing to wait on
            await asyncio.sleep(1)
        if on_postgres():
            await rows("VACUUM (ANALYZE)")
            await rows("CHECKPOINT")
        os.sync()
        return await Answer.all().count()


async def _figures(url: str, server: Process, tokens: dict[str, list[str]]) -> dict[str, Any]:
    counselor, phones, people = tokens["counselor"][0], tokens["phones"], tokens["people"]
    answers = [_submission(*each) for each in zip(phones, tokens["check_ins"], strict=True)]
    figures = {
        "floor": await one_by_one(url, [request("GET", "/api/me", counselor)] * CASELOADS),
        "caseload": await one_by_one(url, [request("GET", "/api/caseload", counselor)] * CASELOADS),
        "person": await one_by_one(url, [request("GET", f"/api/people/{each}", counselor) for each in people * 3]),
        "program": await one_by_one(url, [request("GET", "/api/program", counselor)] * FIGURES),
        "submit": await one_by_one(url, answers[:ALONE]),
    }
    who = [request("GET", "/api/me", phone) for phone in phones]
    figures |= await in_rounds(url, {"floor_50": who[ALONE:], "submit_50": answers[ALONE:]})
    async with aiohttp.ClientSession(url, cookie_jar=aiohttp.DummyCookieJar()) as session:
        for name, path in (("csv", "/api/export/answers.csv"), ("fhir", "/api/export/fhir.json")):
            figures[name] = await _exported(session, server, tokens["admin"][0], path)
    return figures


def _submission(token: str, check_in: str) -> bytes:
    body = {
        "check_in": check_in,
        "instrument": "daily",
        "version": "1",
        "language": "en",
        "answered_at": clock.now().isoformat(),
        "items": [
            {"link_id": "mood", "value": 6},
            {"link_id": "craving", "value": 2},
            {"link_id": "sleep", "value": 7.5},
            {"link_id": "used", "value": False},
            {"link_id": "skill", "value": True},
            {"link_id": "call", "value": False},
            {"link_id": "note", "value": "The group helped today."},
        ],
    }
    return request("PUT", f"/api/answers/{uuid7()}", token, json.dumps(body).encode())


async def _exported(session: aiohttp.ClientSession, server: Process, token: str, path: str) -> dict[str, float]:
    """Seconds, megabytes sent, and by how many megabytes the server's own memory rose at most."""
    before, start, size, most = own_memory(server.pid), time.perf_counter(), 0, 0.0
    headers = {"cookie": f"{COOKIE}={token}", "sec-fetch-site": "same-origin"}
    async with session.get(path, headers=headers, timeout=aiohttp.ClientTimeout(600)) as answer:
        assert answer.status == 200, answer.status
        async for part in answer.content.iter_chunked(1 << 16):
            size += len(part)
            most = max(most, own_memory(server.pid))
    return {"seconds": time.perf_counter() - start, "size": size / 1e6, "grew": most - before}


if __name__ == "__main__":
    uvloop.run(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
