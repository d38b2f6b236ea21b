"""What leaves the house: rows and resources that say what was said, each with its notice."""

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fhir.resources.R4B.bundle import Bundle

from server import clock
from server.checkins.models import Answer, CheckIn
from server.export.scope import NOTICE
from server.people.models import Audit, Person, Program, Role
from tests.conftest import Browser, browser, make_person, new_id, sign_in

DAILY = {"mood": 6, "craving": 3, "sleep": 7.5, "used": False, "medication": "none", "note": "=SUM(A1)"}
PHQ = {f"phq-{number}": "LA6570-1" for number in range(1, 10)}


async def answered(phone: Browser, items: dict[str, Any], instrument: str = "daily", **more: Any) -> UUID:
    answer_id = new_id()
    body = {
        "check_in": None,
        "instrument": instrument,
        "version": "1",
        "language": "en",
        "answered_at": clock.now().isoformat(),
        "items": [{"link_id": key, "value": value} for key, value in items.items()],
    }
    reply = await phone.put(f"/api/answers/{answer_id}", body | more)
    assert reply.status_code == 200, reply.text
    return answer_id


def whom(phone: Browser) -> Person:
    assert phone.person
    return phone.person


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def resources_of(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind]


async def test_a_row_for_each_answer_and_a_column_for_each_question(alices: Browser, danas: Browser) -> None:
    alice = whom(alices)
    daily, phq = await answered(alices, DAILY), await answered(alices, PHQ, "phq-9")
    rows = {row["answer"]: row for row in rows_of((await danas.get(f"/api/people/{alice.id}/answers.csv")).text)}
    assert rows.keys() == {str(daily), str(phq)}
    first = rows[str(daily)]
    assert (first["daily.mood"], first["daily.sleep"], first["daily.used"]) == ("6", "7.5", "no")
    assert first["daily:craving"] == "3"
    assert first["phq-9.phq-1"] == "", "a question of another form is empty, not 0"
    assert (rows[str(phq)]["phq-9.phq-9"], rows[str(phq)]["phq-9:total"]) == ("LA6570-1", "18")
    assert {row["notice"] for row in rows.values()} == {NOTICE}


async def test_what_begins_like_a_formula_stays_text(alices: Browser) -> None:
    await answered(alices, DAILY)
    [row] = rows_of((await alices.get("/api/history/answers.csv")).text)
    assert row["daily.note"] == "'=SUM(A1)"


async def test_the_codebook_explains_every_column(alices: Browser) -> None:
    await answered(alices, DAILY)
    await answered(alices, PHQ, "phq-9")
    columns = rows_of((await alices.get("/api/history/answers.csv")).text)[0].keys()
    explained = {row["column"]: row for row in rows_of((await alices.get("/api/history/codebook.csv")).text)}
    assert columns == explained.keys()
    assert "LA6570-1 = More than half the days" in explained["phq-9.phq-1"]["values"]
    assert "0 to 27" in explained["phq-9:total"]["text"]
    assert {row["notice"] for row in explained.values()} == {NOTICE}


async def test_a_bundle_is_fhir(alices: Browser, danas: Browser) -> None:
    await answered(alices, DAILY)
    phq = await answered(alices, PHQ, "phq-9")
    reply = await danas.get(f"/api/people/{whom(alices).id}/fhir.json")
    assert reply.headers["content-type"] == "application/fhir+json"
    Bundle.model_validate_json(reply.text)
    bundle = reply.json()
    assert {label["code"] for label in bundle["meta"]["security"]} == {"R", "SUD", "42CFRPart2"}
    assert bundle["meta"]["tag"][0]["display"] == NOTICE
    [total] = [
        each
        for each in resources_of(bundle, "Observation")
        if each["code"]["coding"][0] == {"system": "http://loinc.org", "code": "44261-6"}
        or each["code"]["coding"][0].get("code") == "44261-6"
    ]
    assert total["valueQuantity"]["value"] == 18
    assert total["derivedFrom"] == [{"reference": f"urn:uuid:{phq}"}]
    assert {each["id"] for each in resources_of(bundle, "Questionnaire")} == {"daily", "phq-9"}
    [patient] = resources_of(bundle, "Patient")
    assert patient["name"] == [{"text": "Alice"}]


async def test_a_correction_and_what_it_corrected_are_told_apart(alices: Browser) -> None:
    first = await answered(alices, DAILY)
    second = await answered(alices, DAILY | {"craving": 5}, revises=str(first))
    bundle = (await alices.get("/api/history/fhir.json")).json()
    Bundle.model_validate(bundle)
    states = {each["id"]: each["status"] for each in resources_of(bundle, "QuestionnaireResponse")}
    assert states == {str(first): "entered-in-error", str(second): "amended"}
    cravings = [
        each["valueQuantity"]["value"]
        for each in resources_of(bundle, "Observation")
        if each["code"]["coding"][-1]["code"] == "daily.craving"
    ]
    assert cravings == [5]
    rows = {row["answer"]: row for row in rows_of((await alices.get("/api/history/answers.csv")).text)}
    assert rows[str(second)]["revises"] == str(first)
    assert rows[str(first)]["superseded_at"]


async def test_a_skipped_question_is_not_there_and_nothing_is_scored_of_it(alices: Browser) -> None:
    await answered(alices, {key: value for key, value in PHQ.items() if key != "phq-3"}, "phq-9")
    bundle = (await alices.get("/api/history/fhir.json")).json()
    [response] = resources_of(bundle, "QuestionnaireResponse")
    assert "phq-3" not in json.dumps(response)
    assert not [each for each in resources_of(bundle, "Observation") if "total" in json.dumps(each["code"])]
    [row] = rows_of((await alices.get("/api/history/answers.csv")).text)
    assert (row["phq-9.phq-3"], row["phq-9:total"]) == ("", "")


async def test_a_late_answer_says_for_which_day_it_was(alices: Browser) -> None:
    now = clock.now()
    check_in = await CheckIn.create(
        id=new_id(), person=alices.person, instrument="daily", slot="daily",
        local_date=(now - timedelta(days=2)).date(),
        opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1),
    )  # fmt: skip
    await answered(alices, DAILY, check_in=str(check_in.id))
    [row] = rows_of((await alices.get("/api/history/answers.csv")).text)
    assert (row["late"], row["for_day"]) == ("yes", check_in.local_date.isoformat())


async def test_everything_of_the_program_goes_only_to_an_admin_and_is_written_down(
    app: Any, alices: Browser, charlies: Browser, danas: Browser, program: Program
) -> None:
    hers, his = await answered(alices, DAILY), await answered(charlies, DAILY)
    assert (await danas.get("/api/export/answers.csv")).status_code == 404
    admin = await make_person(program, "Noor", Role.admin)
    _, token = await sign_in(admin)
    async with browser(app, token) as noors:
        rows = rows_of((await noors.get("/api/export/answers.csv")).text)
        bundle = (await noors.get("/api/export/fhir.json")).json()
    assert {row["answer"] for row in rows} == {str(hers), str(his)}
    Bundle.model_validate(bundle)
    assert "Alice" not in json.dumps(bundle), "many people go out together without names"
    looked = {each.what for each in await Audit.filter(viewer_id=admin.id)}
    assert looked == {"GET /api/export/answers.csv", "GET /api/export/fhir.json"}


async def test_another_programs_answers_stay_there(app: Any, alices: Browser, charlie: Person) -> None:
    elsewhere = await Program.create(name="Elsewhere", zone="UTC")
    admin = await make_person(elsewhere, "Ed", Role.admin)
    await answered(alices, DAILY)
    _, token = await sign_in(admin)
    async with browser(app, token) as eds:
        assert rows_of((await eds.get("/api/export/answers.csv")).text) == []
        assert (await eds.get(f"/api/people/{charlie.id}/fhir.json")).status_code == 404


@pytest.mark.parametrize("file", ["answers.csv", "codebook.csv", "fhir.json"])
async def test_whoever_has_answered_nothing_gets_a_file_all_the_same(alices: Browser, file: str) -> None:
    reply = await alices.get(f"/api/history/{file}")
    assert reply.status_code == 200
    assert "attachment" in reply.headers["content-disposition"]
    if file == "fhir.json":
        Bundle.model_validate_json(reply.text)


async def test_more_answers_than_a_page_all_go_out_once(alices: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.export.scope.PAGE", 2)
    made = {str(await answered(alices, DAILY)) for _ in range(5)}
    rows = rows_of((await alices.get("/api/history/answers.csv")).text)
    assert sorted(row["answer"] for row in rows) == sorted(made)
    assert await Answer.all().count() == 5
