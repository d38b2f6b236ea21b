"""Whoever stands close to Alice without being allowed to: they get of hers what a stranger of their kind gets.

`test_access` has the table of all routes with seven viewers. Here it is gone through by those whom a rule about access
may take for somebody else: in her group, of aftercare, gone, of another program, once her group's lead, once alerted,
once a facilitator of hers.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette

from server import clock
from server.checkins.models import DAILY, Schedule
from server.checkins.score import Tier
from server.people.models import Group, Member, Person, Phase, Program, Role
from server.review.models import Alert, AlertEvent
from server.sessions.models import Series, SessionKind
from tests.conftest import Browser, browser, make_person, new_id, sign_in
from tests.people.test_access import ATTEMPTS, Alices, ask, hers

__all__ = ["hers"]  # a fixture

A_DAY = timedelta(days=1)
# Which of the viewers of the table they are to be treated like.
LIKE = {
    "in her group": "charlie",
    "an alumnus": "charlie",
    "one who has ended": "charlie",
    "a participant elsewhere": "charlie",
    "a counselor elsewhere": "ben",
    "who led her group": "ben",
    "who was told of an alert that is resolved": "ben",
    "who facilitated a series that is over": "ben",
    "who facilitates another group's series": "ben",
}


@pytest.fixture
async def close_ones(
    app: Starlette, program: Program, alice: Person, dana: Person, evening_a: Group
) -> AsyncIterator[dict[str, Browser]]:
    elsewhere = await Program.create(name="Elsewhere", zone="UTC")
    people = [
        await in_group(evening_a, alice, await make_person(program, "Fay", counselor=dana)),
        await in_phase(Phase.aftercare, await in_group(evening_a, alice, await make_person(program, "Gus"))),
        await in_phase(Phase.ended, await in_group(evening_a, alice, await make_person(program, "Hal"))),
        await with_check_in(await make_person(elsewhere, "Ida")),
        await make_person(elsewhere, "Jon", Role.counselor),
        await once_lead(alice, await make_person(program, "Kim", Role.counselor)),
        await once_told(alice, await make_person(program, "Lou", Role.counselor)),
        await once_facilitated(evening_a, alice, await make_person(program, "Mia", Role.counselor)),
        await facilitates_elsewhere(alice, await make_person(program, "Nia", Role.counselor)),
    ]
    async with AsyncExitStack() as stack:
        tokens = [(await sign_in(person))[1] for person in people]
        browsers = [await stack.enter_async_context(browser(app, token)) for token in tokens]
        yield dict(zip(LIKE, browsers, strict=True))


async def in_group(group: Group, alice: Person, person: Person) -> Person:
    await Member.create(group=group, person=person, from_day=alice.today(clock.now()) - A_DAY)
    return person


async def in_phase(phase: Phase, person: Person) -> Person:
    await Person.filter(id=person.id).update(phase=phase)
    return person


async def with_check_in(person: Person) -> Person:
    await Schedule.create(
        program_id=person.program_id, phase=Phase.iop, slot=DAILY, instrument="daily", rule="FREQ=DAILY",
        wall_time="20:00", window_minutes=360,
    )  # fmt: skip
    return person


async def once_lead(alice: Person, counselor: Person) -> Person:
    group = await Group.create(program_id=counselor.program_id, name="Morning B", lead=counselor)
    today = alice.today(clock.now())
    await Member.create(group=group, person=alice, from_day=today - 30 * A_DAY, to_day=today - A_DAY)
    return counselor


async def once_told(alice: Person, counselor: Person) -> Person:
    now = clock.now()
    alert = await Alert.create(
        id=new_id(), person=alice, rule="call", tier=Tier.today, day=alice.today(now) - A_DAY, opened_at=now - A_DAY,
        owner=counselor, due_by=now, resolved_at=now,
    )  # fmt: skip
    await AlertEvent.create(id=new_id(), alert=alert, step="opened", at=now - A_DAY, to_id=counselor.id)
    return counselor


async def once_facilitated(group: Group, alice: Person, counselor: Person) -> Person:
    """Her group's, that ended, and her own, of ten sessions, all of them long ago."""
    first = alice.today(clock.now()) - 60 * A_DAY
    usual: dict[str, Any] = {
        "program_id": counselor.program_id,
        "facilitator": counselor,
        "first_day": first,
        "title": "Skills",
    }
    clocks: dict[str, Any] = {"wall_time": "18:00", "minutes": 60, "zone": alice.zone}
    await Series.create(
        group=group, kind=SessionKind.group, rule="FREQ=DAILY", until=first + 30 * A_DAY, **usual, **clocks
    )
    await Series.create(person=alice, kind=SessionKind.individual, rule="FREQ=DAILY;COUNT=10", **usual, **clocks)
    return counselor


async def facilitates_elsewhere(alice: Person, counselor: Person) -> Person:
    """That of a group in which she was once."""
    group = await Group.create(program_id=counselor.program_id, name="Morning C")
    today = alice.today(clock.now())
    await Member.create(group=group, person=alice, from_day=today - 30 * A_DAY, to_day=today - A_DAY)
    await Series.create(
        program_id=counselor.program_id, group=group, facilitator=counselor, kind=SessionKind.group, title="Skills",
        rule="FREQ=DAILY", first_day=today - 60 * A_DAY, wall_time="18:00", minutes=60, zone=alice.zone,
    )  # fmt: skip
    return counselor


@pytest.mark.parametrize("key", ATTEMPTS)
async def test_whoever_is_close_gets_no_more_than_a_stranger(
    hers: Alices, close_ones: dict[str, Browser], key: str
) -> None:
    answers = {name: await ask(someone, key, hers) for name, someone in close_ones.items()}
    expected = {name: ATTEMPTS[key].by_viewer[other] for name, other in LIKE.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == expected
    for answer in answers.values():
        assert "Alice" not in answer.text
        assert not any(str(identifier) in answer.text for identifier in (hers.person, hers.answer, hers.alert))
