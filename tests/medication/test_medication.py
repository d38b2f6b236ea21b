"""What Alice takes and says of it: kept for her, nobody else's business, and Dana's only while Alice shares it."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from server.database import connection
from server.medication.keep import MOST
from server.medication.models import DoseReply, Medication
from server.people.models import Audit, Person
from server.today.models import HomeCopy
from tests.conftest import Browser, new_id
from tests.frozen import at, made_at, utc
from tests.medication.taken import EVERY_DAY, hers, said_in, say, share, tablet, take, word
from tests.queries import counted
from tests.sessions.planned import fresh_id

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


# Kept


async def test_alice_sees_it_with_its_doses_from_when_she_wrote_it_down(alices: Browser) -> None:
    made = await take(alices, times=["20:00", "08:00", "08:00"], days=["SU", "MO"], name="  Morning tablet ")
    [mine] = await hers(alices)
    doses, said = mine.pop("doses"), tablet(times=["08:00", "20:00"], days=["MO", "SU"])
    del said["medication"], said["said_at"]
    assert mine == {"id": str(made), "stopped_at": None, "replies": [], **said}
    assert [each["original_start"] for each in doses] == [
        "2026-06-01T20:00", "2026-06-07T08:00", "2026-06-07T20:00", "2026-06-08T08:00", "2026-06-08T20:00",
        "2026-06-14T08:00", "2026-06-14T20:00", "2026-06-15T08:00", "2026-06-15T20:00",
    ]  # fmt: skip
    assert doses[0]["starts_at"] == "2026-06-02T00:00:00Z"


async def test_sent_twice_it_is_there_once_and_the_newest_change_wins(alices: Browser) -> None:
    made = fresh_id()
    for name in ("Tablet", "Changed on the way"):
        assert (await alices.put(f"/api/medications/{made}", tablet(name=name))).status_code == 200
    older, newer = fresh_id(), fresh_id()
    await alices.put(f"/api/medications/{newer}", tablet(medication=str(made), name="Newer"))
    await alices.put(f"/api/medications/{older}", tablet(medication=str(made), name="Older"))
    assert [each["name"] for each in await hers(alices)] == ["Newer"]


async def test_changed_times_count_from_then_on_and_what_was_said_stays(alices: Browser) -> None:
    made = await take(alices)
    with at(MONDAY_NOON + DAY):
        await say(alices, made, "2026-06-02T08:00", "taken")
        await take(alices, medication=str(made), times=["09:00", "21:00"])
        [mine] = await hers(alices)
    starts = [each["original_start"] for each in mine["doses"]]
    assert starts[:3] == ["2026-06-02T08:00", "2026-06-02T21:00", "2026-06-03T09:00"]
    assert said_in(mine) == {"2026-06-02T08:00": "taken"}


async def test_a_change_that_was_made_offline_counts_from_when_it_was_made(alices: Browser) -> None:
    made = await take(alices)
    with at(MONDAY_NOON + 2 * DAY):
        await take(alices, medication=str(made), times=["09:00"], said_at=(MONDAY_NOON + DAY).isoformat())
        [mine] = await hers(alices)
    assert [each["original_start"] for each in mine["doses"]][:2] == ["2026-06-02T08:00", "2026-06-03T09:00"]


async def test_what_alice_has_taken_for_years_is_no_mistake(alices: Browser) -> None:
    await take(alices, first_day="2021-01-01")
    [mine] = await hers(alices)
    assert (mine["first_day"], mine["doses"][0]["original_start"]) == ("2021-01-01", "2026-06-02T08:00")


async def test_stopped_it_stays_in_the_record_for_fourteen_days_and_then_goes(alices: Browser) -> None:
    made = await take(alices)
    with at(MONDAY_NOON + DAY):
        await say(alices, made, "2026-06-02T08:00", "taken")
        await take(alices, medication=str(made), times=[])
        [mine] = await hers(alices)
        assert mine["stopped_at"] == "2026-06-02T16:00:00Z"
        assert [each["original_start"] for each in mine["doses"]] == ["2026-06-02T08:00"]
    with at(MONDAY_NOON + 14 * DAY):
        assert len(await hers(alices)) == 1
    with at(MONDAY_NOON + 15 * DAY):
        assert await hers(alices) == []
    assert await DoseReply.all().count() == 1


async def test_one_added_by_mistake_and_stopped_leaves_nothing_to_see(alices: Browser) -> None:
    made = await take(alices)
    await take(alices, medication=str(made), times=[])
    assert await hers(alices) == []


async def test_somebody_elses_cannot_be_changed_taken_or_spoken_of(alices: Browser, charlies: Browser) -> None:
    made = await take(alices)
    for differs in ({"medication": str(made)}, {"medication": str(made), "times": []}, {"medication": str(new_id())}):
        assert (await charlies.put(f"/api/medications/{fresh_id()}", tablet(**differs))).status_code == 404
    assert (await charlies.put(f"/api/medications/{made}", tablet())).status_code == 404
    assert (await charlies.put(f"/api/doses/{fresh_id()}", word(made, "2026-06-01T20:00", "taken"))).status_code == 404
    assert not await DoseReply.exists()
    assert await hers(charlies) == []


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"name": "  "}, "name"),
        ({"times": ["24:00"]}, "times.0"),
        ({"times": [f"0{hour}:00" for hour in range(7)]}, "times"),
        ({"days": []}, "days"),
        ({"days": ["XX"]}, "days.0"),
        ({"first_day": "0001-01-01"}, "first_day"),
        ({"first_day": "2029-01-01"}, "first_day"),
        ({"until": "2026-05-01"}, "until"),
        ({"refill_on": "2029-01-01"}, "refill_on"),
        ({"refill_on": "0001-01-01"}, "refill_on"),
        ({"refill_days_before": 31}, "refill_days_before"),
    ],
)
async def test_what_cannot_be_meant_is_refused(alices: Browser, differs: dict[str, Any], field: str) -> None:
    answer = await alices.put(f"/api/medications/{fresh_id()}", tablet(**differs))
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["error"].endswith(".")
    assert not await Medication.exists()


async def test_there_is_room_for_so_many_and_one_that_was_stopped_makes_room(alices: Browser) -> None:
    made = [await take(alices, name=f"Tablet {number}") for number in range(MOST)]
    refused = await alices.put(f"/api/medications/{fresh_id()}", tablet())
    assert (refused.status_code, refused.json()["error"][-1]) == (422, ".")
    await take(alices, medication=str(made[0]), times=[])
    await take(alices)


async def test_what_it_is_called_is_stored_unreadable(alices: Browser) -> None:
    await take(alices)
    [row] = await connection().execute_query_dict("SELECT name, note FROM medication")
    assert "tablet" not in str(bytes(row["name"])).lower()
    assert "food" not in str(bytes(row["note"]))


async def test_many_are_read_at_once(alices: Browser) -> None:
    await take(alices)
    await alices.get("/api/home")
    await HomeCopy.all().delete()
    with counted() as few:
        await alices.get("/api/home")
    for number in range(5):
        await say(alices, await take(alices, name=f"Tablet {number}"), "2026-06-01T20:00", "taken")
    await alices.get("/api/home")
    await HomeCopy.all().delete()
    with counted() as many:
        assert len(await hers(alices)) == 6
    assert len(few) == len(many)


# Said


async def test_of_a_dose_the_newest_word_counts_whatever_order_they_come_in(alices: Browser) -> None:
    made = await take(alices)
    older, newer = fresh_id(), fresh_id()
    await alices.put(f"/api/doses/{newer}", word(made, "2026-06-01T20:00", "taken"))
    await alices.put(f"/api/doses/{older}", word(made, "2026-06-01T20:00", "skipped"))
    again = await alices.put(f"/api/doses/{newer}", word(made, "2026-06-01T20:00", "skipped"))
    assert again.json() == {"id": str(newer)}
    [mine] = await hers(alices)
    assert said_in(mine) == {"2026-06-01T20:00": "taken"}


async def test_a_word_can_be_taken_back(alices: Browser) -> None:
    made = await take(alices)
    await say(alices, made, "2026-06-01T20:00", "skipped")
    await say(alices, made, "2026-06-01T20:00", None)
    [mine] = await hers(alices)
    assert said_in(mine) == {"2026-06-01T20:00": None}


async def test_without_a_medication_it_is_said_of_all_of_that_time_that_are_open(alices: Browser) -> None:
    morning = {"times": ["08:00", "20:00"]}
    skipped, later, silent = [await take(alices, name=name, **morning) for name in ("One", "Two", "Three")]
    evening_only = await take(alices, name="Four", times=["21:00"])
    await say(alices, skipped, "2026-06-01T20:00", "skipped")
    await say(alices, later, "2026-06-01T20:00", "later", HOUR)
    await say(alices, None, "2026-06-01T20:00", "taken")
    words = {each["id"]: said_in(each).get("2026-06-01T20:00") for each in await hers(alices)}
    assert words == {str(skipped): "skipped", str(later): "taken", str(silent): "taken", str(evening_only): None}


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"original_start": "2026-06-04T08:00"}, "original_start"),
        ({"original_start": "2026-02-30T08:00"}, "original_start"),
        ({"original_start": "this morning"}, "original_start"),
        ({"medication": None, "original_start": "0001-01-01T08:00"}, "original_start"),
        ({"word": "later"}, None),
        ({"word": "taken", "later_at": "2026-06-01T17:00:00Z"}, None),
        ({"word": "later", "later_at": "2026-06-02T17:00:00Z"}, "later_at"),
        ({"word": "maybe"}, "word"),
    ],
)
async def test_a_word_that_cannot_be_meant_is_refused(
    alices: Browser, differs: dict[str, Any], field: str | None
) -> None:
    body = word(await take(alices), "2026-06-01T20:00", "taken") | differs
    answer = await alices.put(f"/api/doses/{fresh_id()}", body)
    assert (answer.status_code, answer.json().get("field")) == (422, field), answer.text
    assert not await DoseReply.exists()


async def test_from_a_clock_far_ahead_nothing_is_taken(alices: Browser) -> None:
    made = await take(alices)
    ahead = made_at(MONDAY_NOON + 2 * DAY)
    for path, body in (
        ("medications", tablet()),
        ("doses", word(made, "2026-06-01T20:00", "taken")),
        ("medication-sharing", {"shared": True}),
    ):
        answer = await alices.put(f"/api/{path}/{ahead}", body)
        assert (answer.status_code, answer.json()["field"]) == (422, "id")


# Shared


async def seen(browser: Browser, alice: Person) -> Any:
    return (await browser.get(f"/api/people/{alice.id}")).json()["medication"]


async def test_dana_sees_nothing_until_alice_shares_it_and_nothing_once_she_does_not(
    alices: Browser, danas: Browser, alice: Person
) -> None:
    made = await take(alices, times=["08:00", "20:00"])
    assert await seen(danas, alice) is None
    await share(alices, True)
    assert (await alices.get("/api/home")).json()["medication"]["shared"]
    with at(MONDAY_NOON + 2 * DAY):
        await say(alices, made, "2026-06-01T20:00", "taken")
        await say(alices, made, "2026-06-02T08:00", "skipped")
        await say(alices, made, "2026-06-02T20:00", "later", HOUR)
        [shown] = await seen(danas, alice)
        assert (shown["name"], shown["times"]) == ("Morning tablet", ["08:00", "20:00"])
        assert (shown["due"], shown["taken"], shown["skipped"]) == (4, 1, 1)
        assert "replies" not in shown
    await share(alices, False)
    assert await seen(danas, alice) is None
    own = [each.what for each in await Audit.filter(viewer_id=alice.id).order_by("at", "id")]
    assert own == [f"PUT /api/medication-sharing/{{id}}: {what}" for what in ("shared", "private")]


async def test_of_two_words_about_sharing_the_newest_counts_and_is_written_down_once(alices: Browser) -> None:
    older, newer = fresh_id(), fresh_id()
    for _ in range(2):
        await alices.put(f"/api/medication-sharing/{newer}", {"shared": False})
        await alices.put(f"/api/medication-sharing/{older}", {"shared": True})
    assert not (await alices.get("/api/home")).json()["medication"]["shared"]
    assert not await Audit.exists()


async def test_dana_adds_and_changes_with_alice_only_while_it_is_shared(
    alices: Browser, danas: Browser, bens: Browser, alice: Person
) -> None:
    async def put(browser: Browser, **differs: Any) -> tuple[int, str]:
        change = fresh_id()
        answer = await browser.put(f"/api/shared-medications/{change}", tablet(person=str(alice.id), **differs))
        return answer.status_code, str(change)

    assert (await put(danas))[0] == 404
    await share(alices, True)
    assert (await put(bens))[0] == 404
    status, made = await put(danas, name="With Dana")
    assert status == 200
    assert (await put(danas, medication=made, name="With Dana", times=["09:00"]))[0] == 200
    [mine] = await hers(alices)
    assert (mine["name"], mine["times"]) == ("With Dana", ["09:00"])
    looks = await Audit.filter(person_id=alice.id, what="PUT /api/shared-medications/{id}")
    assert all(look.viewer_id == (danas.person and danas.person.id) for look in looks)
    await share(alices, False)
    assert (await put(danas, medication=made, times=[]))[0] == 404
    assert len(await hers(alices)) == 1


async def test_not_shared_looks_like_not_there(alices: Browser, danas: Browser, alice: Person) -> None:
    made = await take(alices)
    body = tablet(person=str(alice.id), medication=str(made))
    theirs = await danas.put(f"/api/shared-medications/{fresh_id()}", body)
    nobodys = await danas.put(f"/api/shared-medications/{fresh_id()}", body | {"person": str(new_id())})
    assert (theirs.status_code, theirs.text) == (nobodys.status_code, nobodys.text) == (404, nobodys.text)
    copies = [await danas.get(f"/api/people/{each}/medication.csv") for each in (alice.id, new_id())]
    assert {(each.status_code, each.text) for each in copies} == {(404, nobodys.text)}


# Her copy


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_her_copy_has_what_she_takes_and_said_and_danas_the_same_when_shared(
    alices: Browser, danas: Browser, alice: Person
) -> None:
    made = await take(alices, name="=Tablet", refill_on="2026-06-20")
    await take(alices, name="Another", days=["MO"])
    await say(alices, made, "2026-06-01T20:00", "taken")
    await say(alices, made, "2026-06-01T21:00", "later", HOUR)
    await say(alices, made, "2026-06-01T22:00", None)
    own = (await alices.get("/api/history/medication.csv")).text
    taken, later, another = rows_of(own)
    assert (taken["medication"], taken["dose"], taken["said"]) == ("'=Tablet", "2026-06-01T20:00", "taken")
    assert (taken["days"], taken["refill_on"]) == (" ".join(EVERY_DAY), "2026-06-20")
    assert (later["said"], later["later_at"]) == ("later", "2026-06-01T17:00:00Z")
    assert (another["medication"], another["dose"], another["said"]) == ("Another", "", "")
    assert all("42 CFR" in row["notice"] for row in (taken, later, another))
    await share(alices, True)
    assert (await danas.get(f"/api/people/{alice.id}/medication.csv")).text == own
    assert "Tablet" not in (await danas.get(f"/api/people/{alice.id}/answers.csv")).text
