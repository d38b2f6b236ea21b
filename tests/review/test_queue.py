"""What nobody has read yet, oldest first, and reading many of them at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from server.checkins.models import Answer
from server.demo.chance import id_at
from server.people.models import Audit, Group, Person, Program
from tests.conftest import Browser, make_person, new_id
from tests.frozen import at
from tests.review.test_standing import MONDAY_NOON, phq, say


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def queue(someone: Browser) -> dict[str, Any]:
    page: dict[str, Any] = (await someone.get("/api/queue")).json()
    return page


async def bulk(someone: Browser, *answers: Answer, **more: Any) -> Any:
    body = {"answers": [str(each.id) for each in answers]}
    return await someone.put(f"/api/bulk-reviews/{more.get('id', id_at(MONDAY_NOON))}", body)


async def test_the_oldest_comes_first_and_what_is_not_hers_never(
    danas: Browser, alice: Person, charlie: Person, program: Program, dana: Person
) -> None:
    bea = await make_person(program, "Bea", counselor=dana)
    newest = await say(alice, 0, craving=9)
    oldest = await say(bea, 3, mood=4)
    middle = await say(alice, 1, mood=5)
    await say(charlie, 2, mood=5)
    first = await say(alice, 0.1, mood=1)
    corrected = await say(alice, 0.05, "daily", first, mood=7)
    page = await queue(danas)
    assert [each["id"] for each in page["answers"]] == [str(each.id) for each in (oldest, middle, corrected, newest)]
    assert page["total"] == 4
    last = page["answers"][-1]
    assert (last["person"]["name"], [each["name"] for each in last["rules"]], last["remarkable"]) == (
        "Alice",
        ["craving"],
        True,
    )
    assert last["rules"][0]["text"]["es"] == "Ganas de consumir de 8 o más, o 3 más que la última vez"
    assert last["title"] == {"en": "Daily check-in", "es": "Chequeo del día"}


@pytest.mark.parametrize(("before", "now", "remarkable"), [(5, 14, True), (14, 5, False), (6, 7, False)])
async def test_a_score_that_got_worse_wants_to_be_opened(
    danas: Browser, alice: Person, before: int, now: int, remarkable: bool
) -> None:
    earlier = await say(alice, 30, "phq-8", **phq(before))
    await say(alice, 0, "phq-8", **phq(now))
    await bulk(danas, earlier)
    [row] = (await queue(danas))["answers"]
    assert (row["remarkable"], row["scores"][0]["change"]) == (remarkable, now - before)


async def test_a_hundred_at_once_and_how_many_there_are(danas: Browser, alice: Person) -> None:
    for number in range(103):
        await Answer.create(
            id=new_id(), person=alice, instrument="daily", version="1", language="en", items={}, scores={},
            answered_at=MONDAY_NOON - timedelta(hours=number), received_at=MONDAY_NOON - timedelta(hours=number),
            late=False,
        )  # fmt: skip
    page = await queue(danas)
    assert (page["total"], len(page["answers"])) == (103, 100)


async def test_many_are_read_at_once_and_the_second_learns_who_was_first(
    danas: Browser, bens: Browser, ben: Person, alice: Person, evening_a: Group
) -> None:
    one, two = await say(alice, 2, mood=4), await say(alice, 1, mood=5)
    await Group.filter(id=evening_a.id).update(lead_id=ben.id)
    review = id_at(MONDAY_NOON)
    first = await bulk(danas, one, id=review)
    assert first.status_code == 200, first.text
    again = await bulk(danas, one, id=review)
    assert again.json() == first.json()
    second = (await bulk(bens, one, two)).json()["reviews"]
    assert [(each["reviewed_by"], each["first"]) for each in second] == [("Dana", False), ("Ben", True)]
    assert (await queue(danas)) == {"total": 0, "answers": []}


async def test_one_that_wants_to_be_opened_stops_all_of_them(danas: Browser, alice: Person) -> None:
    plain, remarkable = await say(alice, 1, mood=4), await say(alice, 0, used=True)
    refused = await bulk(danas, plain, remarkable)
    assert (refused.status_code, refused.json()["field"]) == (422, "answers")
    assert "open it" in refused.json()["error"]
    assert (await queue(danas))["total"] == 2
    await danas.put(f"/api/reviews/{new_id()}", {"answer": str(remarkable.id)})
    assert (await bulk(danas, plain, remarkable)).status_code == 200  # one of them is read already


async def test_one_that_is_not_hers_stops_all_of_them(danas: Browser, alice: Person, charlie: Person) -> None:
    hers, not_hers = await say(alice, 1, mood=4), await say(charlie, 1, mood=4)
    assert (await bulk(danas, hers, not_hers)).status_code == 404
    assert not await Answer.exclude(reviewed_at=None).exists()
    assert not await Audit.exists()
