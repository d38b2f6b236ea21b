"""One database for the run, emptied before each test; the app over ASGI; and the people the tests are about.

Alice is a participant in Dana's care and in the group Evening A. Ben is another counselor, Charlie is in his care.
`DAYMARK_TEST_DATABASE` chooses: `sqlite` (the default) or `postgres`, a real server from its wheel.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import httpx2
import hypothesis
import pytest
from starlette.applications import Starlette
from tortoise import Tortoise
from uuid_utils.compat import uuid7

from server import clock
from server.app import make_app
from server.database import connection, migrate, on_postgres, opened
from server.keys import Keys, load_keys, prepare_data_dir
from server.people.codes import hash_of
from server.people.models import Device, Group, Language, Member, Person, Phase, Program, Role
from server.people.signin import new_token
from server.settings import Settings, read_settings

# A busy machine is no fault of what is tested.
hypothesis.settings.register_profile("daymark", deadline=None)
hypothesis.settings.load_profile("daymark")

ORIGIN = "http://localhost:8000"
PUSH_ORIGIN = "http://127.0.0.1:8030"


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    which = os.environ.get("DAYMARK_TEST_DATABASE", "sqlite")
    if which == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.db'}"
        return
    if which != "postgres":
        raise pytest.UsageError("DAYMARK_TEST_DATABASE must be sqlite or postgres")
    from tests.postgres import postgres

    # Not below pytest's own folder: each pytest that starts closes that to others, and the server runs as another user.
    with TemporaryDirectory() as folder, postgres(Path(folder)) as url:
        yield url


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def settings(database_url: str, data_dir: Path) -> Settings:
    return read_settings(
        {
            "DAYMARK_DATABASE_URL": database_url,
            "DAYMARK_DATA_DIR": str(data_dir),
            "DAYMARK_TICK": "no",
            "DAYMARK_EXTRA_PUSH_ORIGINS": PUSH_ORIGIN,
        }
    )


@pytest.fixture(scope="session")
async def _database(settings: Settings) -> AsyncIterator[Keys]:
    prepare_data_dir(settings)
    await migrate(settings)
    async with opened(settings):
        yield await load_keys(settings)


@pytest.fixture
async def keys(_database: Keys) -> Keys:
    """An empty database with the real schema."""
    await empty()
    return _database


async def empty() -> None:
    """Deletes every row of every table."""
    tables = [model._meta.db_table for model in Tortoise.apps["daymark"].values()]
    if on_postgres():
        await connection().execute_script(f"TRUNCATE {', '.join(tables)} CASCADE")
    else:
        deletes = "".join(f'DELETE FROM "{table}";' for table in tables)  # noqa: S608  # our own names
        await connection().execute_script(f"PRAGMA foreign_keys=OFF;{deletes}PRAGMA foreign_keys=ON;")


@pytest.fixture
async def app(settings: Settings, keys: Keys) -> Starlette:
    """The real application; the test holds the database open, so it has no lifespan to run."""
    return make_app(settings, keys)


@dataclass
class Browser:
    """Somebody's browser: it keeps cookies and sends its writes from our own pages."""

    client: httpx2.AsyncClient
    person: Person | None = None
    device: Device | None = None

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers={key.replace("_", "-"): value for key, value in headers.items()})

    async def put(self, path: str, body: object, **headers: str) -> httpx2.Response:
        given = {key.replace("_", "-"): value for key, value in headers.items()}
        return await self.client.put(path, json=body, headers={"sec-fetch-site": "same-origin", **given})


@asynccontextmanager
async def browser(app: Starlette, token: str | None = None) -> AsyncIterator[Browser]:
    """A browser that talks to the app in this process; signed in when it has a token."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    cookies = {"daymark": token} if token else {}
    async with httpx2.AsyncClient(transport=transport, base_url=ORIGIN, cookies=cookies) as client:
        yield Browser(client)


async def sign_in(person: Person) -> tuple[Device, str]:
    """A device of this person's, and the token for its cookie."""
    token = new_token()
    now = clock.now()
    device = await Device.create(
        id=uuid7(),
        person=person,
        token_hash=hash_of(token),
        label="Firefox on Android",
        signed_in_at=now,
        seen_at=now,
        expires_at=now + Device.lasts(person.role),
    )
    return device, token


@pytest.fixture
async def program(keys: Keys) -> Program:
    return await Program.create(name="Harbor House", zone="America/New_York", phone="555-0100")


async def make_person(
    program: Program,
    name: str,
    role: Role = Role.participant,
    *,
    counselor: Person | None = None,
    zone: str = "America/New_York",
    language: Language = Language.en,
) -> Person:
    """Somebody who joined ten weeks ago."""
    is_participant = role == Role.participant
    return await Person.create(
        program=program,
        role=role,
        phase=Phase.iop if is_participant else None,
        name=name,
        counselor=counselor,
        zone=zone,
        language=language,
        started_on=date.today() - timedelta(weeks=10) if is_participant else None,  # noqa: DTZ011  # which of two days does not matter
        joined_at=clock.now() - timedelta(weeks=10),
    )


@pytest.fixture
async def dana(program: Program) -> Person:
    return await make_person(program, "Dana", Role.counselor)


@pytest.fixture
async def ben(program: Program) -> Person:
    return await make_person(program, "Ben", Role.counselor)


@pytest.fixture
async def evening_a(program: Program, dana: Person) -> Group:
    return await Group.create(program=program, name="Evening A", lead=dana)


@pytest.fixture
async def alice(program: Program, dana: Person, evening_a: Group) -> Person:
    person = await make_person(program, "Alice", counselor=dana)
    assert person.started_on
    await Member.create(group=evening_a, person=person, from_day=person.started_on)
    return person


@pytest.fixture
async def charlie(program: Program, ben: Person) -> Person:
    return await make_person(program, "Charlie", counselor=ben)


@pytest.fixture
async def stranger(app: Starlette) -> AsyncIterator[Browser]:
    """A browser in which nobody is signed in."""
    async with browser(app) as opened_browser:
        yield opened_browser


async def _of(app: Starlette, person: Person) -> AsyncIterator[Browser]:
    device, token = await sign_in(person)
    async with browser(app, token) as opened_browser:
        opened_browser.person, opened_browser.device = person, device
        yield opened_browser


@pytest.fixture
async def alices(app: Starlette, alice: Person) -> AsyncIterator[Browser]:
    """Alice's phone."""
    async for each in _of(app, alice):
        yield each


@pytest.fixture
async def danas(app: Starlette, dana: Person) -> AsyncIterator[Browser]:
    """Dana's laptop."""
    async for each in _of(app, dana):
        yield each


@pytest.fixture
async def bens(app: Starlette, ben: Person) -> AsyncIterator[Browser]:
    async for each in _of(app, ben):
        yield each


@pytest.fixture
async def charlies(app: Starlette, charlie: Person) -> AsyncIterator[Browser]:
    async for each in _of(app, charlie):
        yield each


def new_id() -> UUID:
    """An id as a client makes one."""
    return uuid7()
