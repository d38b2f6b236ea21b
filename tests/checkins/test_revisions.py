"""Alice corrects what she said within a day: the new answer stands, the old one stays, and neither counts twice."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest

from server.checkins.models import Answer, CheckIn, Flag
from server.people.models import Person
from tests.checkins.test_answers import answer, send
from tests.conftest import Browser, new_id
from tests.frozen import at, utc

EVENING = utc("2026-06-02T00:10")
A_DAY = timedelta(hours=24)
A_MOMENT = timedelta(milliseconds=1)


@pytest.fixture(autouse=True)
def _in_the_evening() -> Iterator[None]:
    with at(EVENING):
        yield


@pytest.fixture
async def said(alices: Browser, tonight: CheckIn) -> UUID:
    """What Alice answered this evening."""
    identifier = new_id()
    assert (await send(alices, answer(tonight, {"mood": 4, "craving": 2}), identifier)).status_code == 200
    return identifier


def correction(of: UUID, items: dict[str, Any], said_at: datetime = EVENING, **differently: Any) -> dict[str, Any]:
    return answer(None, items, answered_at=said_at.isoformat(), revises=str(of), **differently)


async def correct(
    phone: Browser, of: UUID, items: dict[str, Any], when: datetime = EVENING, identifier: UUID | None = None
) -> httpx2.Response:
    with at(when):
        return await send(phone, correction(of, items, when), identifier)


async def test_the_correction_stands_and_the_old_answer_stays(
    alices: Browser, dana: Person, tonight: CheckIn, said: UUID
) -> None:
    await Answer.filter(id=said).update(reviewed_by_id=dana.id, reviewed_at=EVENING)
    next_morning, corrected = EVENING + timedelta(hours=12), new_id()
    reply = await correct(alices, said, {"mood": 7}, next_morning, corrected)
    assert (reply.status_code, reply.json()) == (200, {"id": str(corrected), "late": False})
    old, new = await Answer.get(id=said), await Answer.get(id=corrected)
    assert (old.items, old.superseded_at, old.reviewed_at) == ({"mood": 4, "craving": 2}, next_morning, EVENING)
    assert (new.items, new.scores, new.revises_id) == ({"mood": 7}, {"mood": 7}, said)
    assert (new.superseded_at, new.reviewed_at, new.check_in_id) == (None, None, tonight.id)
    assert new.late is False  # it was answered in time, and is corrected after the window
    await tonight.refresh_from_db()
    assert tonight.answered_at == EVENING


@pytest.mark.parametrize(
    ("after", "status"),
    [
        (A_DAY - A_MOMENT, 200),
        (A_DAY, 409),
        (timedelta(days=9), 409),
    ],
)
async def test_an_answer_can_be_corrected_for_a_day(alices: Browser, said: UUID, after: timedelta, status: int) -> None:
    reply = await correct(alices, said, {"mood": 7}, EVENING + after)
    assert reply.status_code == status, reply.text
    assert await Answer.all().count() == (2 if status == 200 else 1)
    assert (await Answer.get(id=said)).superseded_at == (EVENING + after if status == 200 else None)


async def test_the_day_begins_with_the_first_of_all_revisions(alices: Browser, said: UUID) -> None:
    second, third = new_id(), new_id()
    assert (await correct(alices, said, {"mood": 5}, EVENING + timedelta(hours=20), second)).status_code == 200
    assert (await correct(alices, second, {"mood": 6}, EVENING + timedelta(hours=23), third)).status_code == 200
    assert (await correct(alices, third, {"mood": 7}, EVENING + A_DAY)).status_code == 409
    assert [each.id for each in await Answer.filter(superseded_at=None)] == [third]


async def test_a_correction_that_waited_for_a_network_was_in_time(alices: Browser, said: UUID) -> None:
    with at(EVENING + timedelta(days=3)):
        reply = await send(alices, correction(said, {"mood": 7}, EVENING + timedelta(hours=2)))
    assert reply.status_code == 200


async def test_sent_again_it_is_one_correction(alices: Browser, said: UUID) -> None:
    identifier = new_id()
    replies = await asyncio.gather(*(send(alices, correction(said, {"mood": 7}), identifier) for _ in range(5)))
    later = await correct(alices, said, {"mood": 9}, EVENING + timedelta(days=9), identifier)
    assert {(each.status_code, each.text) for each in [*replies, later]} == {(200, replies[0].text)}
    assert await Answer.all().count() == 2
    assert (await Answer.get(id=identifier)).items == {"mood": 7}


async def test_of_two_devices_the_first_correction_counts_and_the_second_learns_it(
    alices: Browser, tablet: Browser, said: UUID
) -> None:
    first, second = new_id(), new_id()
    replies = await asyncio.gather(
        send(alices, correction(said, {"mood": 7}), first), send(tablet, correction(said, {"mood": 1}), second)
    )
    assert sorted(each.status_code for each in replies) == [200, 409]
    assert "another device" in next(each for each in replies if each.status_code == 409).json()["error"]
    [stands] = await Answer.filter(superseded_at=None)
    refused = second if stands.id == first else first
    again = await send(tablet, correction(said, {"mood": 1}), refused)
    assert (again.status_code, again.json()["reason"]) == (409, "corrected")
    assert await Answer.all().count() == 2


async def test_only_her_own_answer_of_the_same_form_can_be_corrected(
    alices: Browser, charlies: Browser, said: UUID
) -> None:
    unknown = await send(charlies, correction(new_id(), {"mood": 7}))
    hers = await send(charlies, correction(said, {"mood": 7}))
    assert (hers.status_code, hers.text) == (404, unknown.text)
    other = correction(said, {}, instrument="gad-7")
    assert (await send(alices, other)).json()["field"] == "instrument"
    wrong = await send(alices, correction(said, {"mood": 11}))
    assert (wrong.status_code, wrong.json()["field"]) == (422, "items.mood")
    assert [each.superseded_at for each in await Answer.all()] == [None]


async def test_a_craving_is_compared_with_the_answer_before_not_with_the_one_it_corrects(
    alices: Browser, said: UUID
) -> None:
    two_days_ago = EVENING - timedelta(days=2)
    await send(alices, answer(None, {"craving": 6}, answered_at=two_days_ago.isoformat()))
    corrected = new_id()
    await correct(alices, said, {"craving": 7}, EVENING + timedelta(hours=1), corrected)  # 5 above what it corrects
    assert not await Flag.exists(answer_id=corrected)


async def test_what_was_corrected_is_no_answer_before_another(alices: Browser, said: UUID) -> None:
    await correct(alices, said, {"craving": 6}, EVENING + timedelta(minutes=1))
    next_day, identifier = EVENING + timedelta(days=1), new_id()
    with at(next_day):
        body = answer(None, {"craving": 7}, answered_at=next_day.isoformat())  # 5 above the one that was corrected
        await send(alices, body, identifier)
    assert not await Flag.exists(answer_id=identifier)


async def test_taking_a_worrying_answer_back_takes_back_no_flag(alices: Browser, said: UUID) -> None:
    worrying = new_id()
    await correct(alices, said, {"used": True}, identifier=worrying)
    await correct(alices, worrying, {"used": False})
    assert [(flag.rule, flag.answer_id) for flag in await Flag.all()] == [("used", worrying)]
