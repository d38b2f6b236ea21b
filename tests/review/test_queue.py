"""What nobody has read yet, oldest first, and reading many of them at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from server.checkins.keep import Arrived
from server.checkins.models import Answer
from server.demo.chance import id_at
from server.people.models import Audit, Group, Person, Program
from tests.conftest import Browser, make_person, new_id
from tests.frozen import at
from tests.queries import counted
from tests.review.test_standing import MONDAY_NOON, OFTEN, phq, say


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def queue(someone: Browser) -> dict[str, Any]:
    page: dict[str, Any] = (await someone.get("/api/queue")).json()
    return page


async def bulk(someone: Browser, *answers: Arrived, **more: Any) -> Any:
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
    await danas.put(f"/api/reviews/{new_id()}", {"answer": str(earlier.id)})
    [row] = (await queue(danas))["answers"]
    assert (row["remarkable"], row["scores"][0]["change"]) == (remarkable, now - before)


async def test_a_first_score_of_a_form_wants_to_be_opened_but_not_a_first_daily_check_in(
    danas: Browser, alice: Person
) -> None:
    daily = await say(alice, 5, mood=6)
    first = await say(alice, 3, "phq-8", **phq(6))
    second = await say(alice, 1, "phq-8", **phq(6))
    rows = {each["id"]: each["remarkable"] for each in (await queue(danas))["answers"]}
    assert rows == {str(daily.id): False, str(first.id): True, str(second.id): False}
    assert (await bulk(danas, daily, first)).status_code == 422
    assert (await bulk(danas, daily, second)).status_code == 200


SAFE = {f"phq_{number}": OFTEN[0] for number in range(1, 10)}


async def test_a_correction_says_what_was_said_before_and_keeps_what_a_rule_saw_in_it(
    danas: Browser, alice: Person
) -> None:
    worried = await say(alice, 0.3, "phq-9", **(SAFE | {"phq_9": OFTEN[3]}))
    again = await say(alice, 0.2, "phq-9", worried, **(SAFE | {"phq_1": OFTEN[1]}))
    await say(alice, 0.1, "phq-9", again, **SAFE)
    page = await queue(danas)
    [row] = page["answers"]
    assert (row["rules"], row["remarkable"]) == ([], True)
    first, second = row["correction"]["before"]
    assert [[rule["name"] for rule in each["rules"]] for each in (first, second)] == [["safety"], []]
    assert {"link_id": "phq-9", "value": OFTEN[3]} in first["items"]
    assert {"link_id": "phq-1", "value": OFTEN[1]} in second["items"]
    assert {"link_id": "phq-9", "value": OFTEN[0]} in row["correction"]["items"]
    assert [(each["id"], each["version"]) for each in page["forms"]] == [("phq-9", row["correction"]["version"])]


async def test_a_correction_of_what_is_unremarkable_wants_to_be_opened_too(danas: Browser, alice: Person) -> None:
    first = await say(alice, 0.2, mood=4)
    plain = await say(alice, 0.15, mood=5)
    correction = await say(alice, 0.1, "daily", first, mood=6)
    rows = {each["id"]: each for each in (await queue(danas))["answers"]}
    assert (rows[str(plain.id)]["remarkable"], rows[str(plain.id)]["correction"]) == (False, None)
    assert rows[str(correction.id)]["remarkable"] is True
    assert (await bulk(danas, plain, correction)).status_code == 422


async def test_more_corrections_ask_the_database_no_more(danas: Browser, alice: Person) -> None:
    asked = []
    for days in (1, 2, 3):
        first = await say(alice, days, mood=4)
        second = await say(alice, days - 0.1, "daily", first, mood=5)
        await say(alice, days - 0.2, "daily", second, mood=6)
        with counted() as statements:
            assert len((await queue(danas))["answers"]) == days
        asked.append(len(statements))
    assert asked[0] == asked[1] == asked[2]


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
    told = [(each["reviewed_by"], each["first"], each["mine"]) for each in second]
    assert told == [("Dana", False, False), ("Ben", True, True)]
    assert (await queue(danas)) == {"total": 0, "answers": [], "forms": []}


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
