"""The server is killed before each step of a submission in turn: what was said is there once or not yet, never half."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from server.checkins.models import DAILY, Answer, CheckIn, CheckInState, Flag
from server.database import on_postgres
from server.people.models import Person, Program, Role
from server.review.models import Alert, AlertEvent
from server.review.raising import raise_alerts
from server.settings import Settings
from tests.checkins.test_answers import answer
from tests.conftest import make_person, new_id, sign_in
from tests.frozen import utc
from tests.mortal import Died, MortalServer, mortal_server

OPENS, CLOSES = utc("2026-06-02T00:00"), utc("2026-06-02T06:00")
EVENING = utc("2026-06-02T00:10")
NEXT_DAY = EVENING + timedelta(days=1)
BAD_DAY = {"mood": 2, "used": True, "call": True}
WORRYING = {"phq-9": "LA6569-3"}  # several days, of question 9


@pytest.fixture
async def server(_server: MortalServer) -> MortalServer:
    """Living, though a test that failed has left it dead."""
    await _server.start()
    return _server


@pytest.fixture(scope="module")
async def _server(
    settings: Settings, _database: object, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[MortalServer]:
    async with mortal_server(settings, tmp_path_factory.mktemp("mortal") / "log") as running:
        yield running


@dataclass
class Submission:
    """One request of a phone's outbox, made for one person, and what it has to leave behind."""

    person: Person
    token: str
    body: dict[str, Any]
    rules: list[str]
    check_in: CheckIn | None = None
    corrects: UUID | None = None


async def _somebody(program: Program) -> tuple[Person, str]:
    counselor = await Person.get_or_none(program=program, role=Role.counselor)
    person = await make_person(program, "Alice", counselor=counselor)
    _, token = await sign_in(person)
    return person, token


async def of_a_check_in(program: Program, server: MortalServer) -> Submission:
    person, token = await _somebody(program)
    tonight = await CheckIn.create(
        id=new_id(), person=person, instrument="daily", slot=DAILY, local_date=date(2026, 6, 1),
        opens_at=OPENS, closes_at=CLOSES,
    )  # fmt: skip
    return Submission(person, token, answer(tonight, BAD_DAY), ["call", "used"], tonight)


async def of_a_worry(program: Program, server: MortalServer) -> Submission:
    person, token = await _somebody(program)
    return Submission(person, token, answer(None, WORRYING, instrument="phq-9"), ["safety"])


async def of_a_correction(program: Program, server: MortalServer) -> Submission:
    made, first = await of_a_check_in(program, server), new_id()
    said = answer(made.check_in, {"mood": 5})
    assert (await server.put(f"/api/answers/{first}", said, made.token, now=EVENING)).status_code == 200
    made.body, made.corrects = answer(None, BAD_DAY, revises=str(first)), first
    return made


Make = Callable[[Program, MortalServer], Awaitable[Submission]]


@pytest.mark.parametrize(
    ("make", "least"),
    [(of_a_check_in, 5), (of_a_worry, 5), (of_a_correction, 5)],
    ids=["an answer", "a worrying answer", "a correction"],
)
async def test_killed_before_any_step_and_sent_again_it_is_there_once(
    server: MortalServer, program: Program, dana: Person, make: Make, least: int
) -> None:
    found: list[bool] = []  # for each kill: whether it was there already
    for step in count(1):
        await server.reborn()  # what a server remembers would change how many steps it takes
        said, identifier = await make(program, server), new_id()
        await Person.filter(id=said.person.id).update(plan_stale=False, standing_stale=False)
        died = await dies(server, said, identifier, before=step)
        if died:
            found.append(await Answer.exists(id=identifier))
            await (everything_once if found[-1] else nothing_of)(said, identifier)
            await server.start()
        for _ in range(2):  # from another tab, too
            again = await server.put(f"/api/answers/{identifier}", said.body, said.token, now=NEXT_DAY)
            assert (again.status_code, again.json()) == (200, {"id": str(identifier), "late": False})
        await everything_once(said, identifier)
        await one_alert_each(said)
        if not died:
            break
    # As many as it takes on this database, on both sides of the moment when it is on the disk.
    assert len(found) >= (least if on_postgres() else least + 4)
    assert found == sorted(found)
    assert set(found) == {False, True}


async def dies(server: MortalServer, said: Submission, identifier: UUID, before: int) -> bool:
    try:
        path = f"/api/answers/{identifier}"
        reply = await server.put(path, said.body, said.token, now=EVENING, dies_before=before)
    except Died:
        await server.has_died()
        return True
    assert reply.status_code == 200, reply.text
    return False


async def nothing_of(said: Submission, identifier: UUID) -> None:
    assert await Answer.filter(person=said.person).count() == (1 if said.corrects else 0)
    assert not await Flag.exists(person=said.person)
    assert await is_stale(said.person) == (False, False)
    if said.corrects:
        assert (await Answer.get(id=said.corrects)).superseded_at is None
    elif said.check_in:
        assert (await CheckIn.get(id=said.check_in.id)).answered_at is None


async def everything_once(said: Submission, identifier: UUID) -> None:
    assert await Answer.filter(person=said.person).count() == (2 if said.corrects else 1)
    kept = await Answer.get(id=identifier)
    assert kept.items == {each["link_id"]: each["value"] for each in said.body["items"]}
    assert (kept.received_at, kept.revises_id) in {(EVENING, said.corrects), (NEXT_DAY, said.corrects)}
    flags = await Flag.filter(person=said.person).order_by("rule")
    assert [(flag.rule, flag.answer_id) for flag in flags] == [(rule, identifier) for rule in said.rules]
    if said.corrects:
        assert (await Answer.get(id=said.corrects)).superseded_at == kept.received_at
    if said.check_in:
        assert (await CheckIn.get(id=said.check_in.id)).state(NEXT_DAY) == CheckInState.answered
    assert await is_stale(said.person) == (True, True)


async def is_stale(person: Person) -> tuple[bool, bool]:
    again = await Person.get(id=person.id)
    return again.plan_stale, again.standing_stale


async def one_alert_each(said: Submission) -> None:
    for _ in range(2):
        await raise_alerts(NEXT_DAY)
    alerts = await Alert.filter(person=said.person).order_by("rule")
    assert [alert.rule for alert in alerts] == said.rules
    for alert in alerts:
        assert [event.step for event in await AlertEvent.filter(alert_id=alert.id)] == ["opened"]
    assert await Flag.filter(person=said.person, alert_id=None).count() == 0
