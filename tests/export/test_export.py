"""What leaves the house: rows and resources that say what was said, each with its notice."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as some

from server import clock
from server.checkins.load import checked, load
from server.checkins.models import Answer, CheckIn
from server.export.scope import NOTICE, Scope
from server.export.table import answers_csv, lines_of
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
    assert text.startswith("\ufeff")  # or a spreadsheet garbles accents
    text = text.removeprefix("\ufeff")
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


PLACES = {
    "resourceType": "ValueSet", "id": "places", "status": "active",
    "compose": {"include": [{"system": "urn:places", "concept": [{"code": "home", "display": "At home"}]}]},
}  # fmt: skip
EVERYTHING: dict[str, Any] = {
    "resourceType": "Questionnaire", "id": "-everything", "status": "active", "url": "http://example.org/everything|7",
    "title": "=1+1", "copyright": "Ours.", "contained": [PLACES],
    "extension": [{"url": "urn:daymark:score", "extension": [
        {"url": "name", "valueCode": "drinks"}, {"url": "title", "valueString": "=2+2"},
        {"url": "method", "valueCode": "value"}, {"url": "item", "valueString": "whole"},
    ]}],
    "item": [
        {"linkId": "yes", "type": "boolean", "text": "Yes?"},
        {"linkId": "whole", "type": "integer", "text": "How many?", "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": -5},
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 5},
        ]},
        {"linkId": "exact", "type": "decimal", "text": "How much?"},
        {"linkId": "day", "type": "date", "text": "When?"},
        {"linkId": "line", "type": "string", "text": "Say it."},
        {"linkId": "words", "type": "text", "text": "Say more."},
        {"linkId": "where", "type": "choice", "text": "Where?", "answerValueSet": "#places"},
        {"linkId": "number", "type": "choice", "text": "Which?", "answerOption": [
            {"valueInteger": 1}, {"valueInteger": 2},
        ]},
        {"linkId": "since", "type": "choice", "text": "Since?", "answerOption": [{"valueDate": "2026-01-01"}]},
        {"linkId": "others", "type": "open-choice", "text": "Who?", "repeats": True, "answerOption": [
            {"valueCoding": {"system": "urn:who", "code": "friend", "display": "A friend"}},
        ]},
        {"linkId": "asked", "type": "boolean", "text": "Skipped?", "item": [
            {"linkId": "inside", "type": "string", "text": "Inside a question"},
        ]},
        {"linkId": "weeks", "type": "group", "repeats": True, "item": [
            {"linkId": "place", "type": "string", "text": "Place"},
            {"linkId": "days", "type": "group", "repeats": True, "item": [
                {"linkId": "drinks", "type": "integer", "text": "Drinks"},
            ]},
        ]},
    ],
}  # fmt: skip
SAID = {
    "yes": True, "whole": -3, "exact": 1234567.25, "day": "2024-02-29", "line": "+1 555 0100", "words": "One\nTwo",
    "where": "home", "number": 2, "since": "2026-01-01", "others": ["friend", "=cmd"], "inside": "kept",
    "place~1": "Pier", "drinks~0~2": 4, "drinks~2~0": 1,
}  # fmt: skip


async def load_everything(program: Program) -> None:
    for version in ("1", "2"):
        await load(program.id, checked({**EVERYTHING, "version": version}), None, new_id(), clock.now())


async def test_every_kind_of_answer_goes_out_as_fhir_with_nothing_left_behind(
    alices: Browser, program: Program
) -> None:
    await load_everything(program)
    for version in ("1", "2"):
        await answered(alices, SAID, "-everything", version=version)
    text = (await alices.get("/api/history/fhir.json")).text
    Bundle.model_validate_json(text)
    bundle = json.loads(text)
    urls = [each["fullUrl"] for each in bundle["entry"]]
    assert len(set(urls)) == len(urls), "two versions of a form are two entries"
    response, other = resources_of(bundle, "QuestionnaireResponse")
    assert response["questionnaire"] == "http://example.org/everything|1"
    assert response["item"] == other["item"]
    assert list(_leaves(response["item"])) == [
        ("yes", {"valueBoolean": True}),
        ("whole", {"valueInteger": -3}),
        ("exact", {"valueDecimal": 1234567.25}),
        ("day", {"valueDate": "2024-02-29"}),
        ("line", {"valueString": "+1 555 0100"}),
        ("words", {"valueString": "One\nTwo"}),
        ("where", {"valueCoding": {"system": "urn:places", "code": "home", "display": "At home"}}),
        ("number", {"valueInteger": 2}),
        ("since", {"valueDate": "2026-01-01"}),
        ("others", {"valueCoding": {"system": "urn:who", "code": "friend", "display": "A friend"}}),
        ("others", {"valueString": "=cmd"}),
        ("inside", {"valueString": "kept"}),
        ("drinks", {"valueInteger": 4}),
        ("place", {"valueString": "Pier"}),
        ("drinks", {"valueInteger": 1}),
    ]
    assert {each["valueQuantity"]["value"] for each in resources_of(bundle, "Observation")} == {-3}


def _leaves(items: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every answer with its question, in order."""
    for item in items:
        for each in item.get("answer", []):
            yield item["linkId"], {key: value for key, value in each.items() if key != "item"}
            yield from _leaves(each.get("item", []))
        yield from _leaves(item.get("item", []))


async def test_every_kind_of_answer_goes_out_as_csv_and_none_is_run_as_a_formula(
    alices: Browser, program: Program
) -> None:
    await load_everything(program)
    await answered(alices, SAID, "-everything", version="2")
    [row] = rows_of((await alices.get("/api/history/answers.csv")).text)
    cells = {name.rpartition(".")[2]: value for name, value in row.items() if "everything." in name}
    assert cells == {
        "yes": "yes", "whole": "-3", "exact": "1234567.25", "day": "2024-02-29", "line": "'+1 555 0100",
        "words": "One\nTwo", "where": "home", "number": "2", "since": "2026-01-01", "others": '["friend", "=cmd"]',
        "asked": "", "inside": "kept", "place": '[null, "Pier"]', "drinks": "[[null, null, 4], [], [1]]",
    }  # fmt: skip
    codebook = rows_of((await alices.get("/api/history/codebook.csv")).text)
    explained = {each["column"]: each for each in codebook}
    assert row.keys() == explained.keys()
    values = {name.rpartition(".")[2]: each["values"] for name, each in explained.items()}
    assert (values["where"], values["number"], values["since"]) == ("home = At home", "1; 2", "2026-01-01")
    written = [cell for each in (*codebook, row) for cell in (*each.keys(), *each.values())]
    assert {cell for cell in written if cell.startswith(("=", "+", "-", "@"))} == {"-3"}


def as_said(cell: str) -> str:
    """A cell of words, read as the codebook says."""
    return cell.removeprefix("'")


@given(
    some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
    | some.sampled_from(
        ["a|b", 'say "no"', "one, two", "One\r\nTwo", "=1+1", "'=1+1", "''", "-2+3", "+1", "@a", "\uff1d1"]
    )
)
def test_words_of_any_kind_go_out_and_come_back(words: str) -> None:
    [[cell]] = csv.reader(io.StringIO(lines_of([[words]]), newline=""))
    assert as_said(cell) == words
    assert not cell.startswith(("=", "@", "\t", "\r", "\n", "\uff1d"))


NASTY = ["a|b", '"', "a, b", "One\nTwo\r\nThree", "=1+1", "'", "[]", "\\", "ñ 🌊"]


async def test_several_answers_to_one_question_are_told_apart_whatever_they_hold(
    alices: Browser, program: Program
) -> None:
    await load_everything(program)
    said = {"others": [*NASTY, "friend"], "line": NASTY[4], "words": NASTY[3]}
    rounds = {f"place~{number}": words for number, words in enumerate(NASTY)} | {"drinks~3~1": 2}
    await answered(alices, said | rounds, "-everything")
    [row] = rows_of((await alices.get("/api/history/answers.csv")).text)
    cells = {name.rpartition(".")[2]: value for name, value in row.items() if "everything." in name}
    assert json.loads(cells["others"]) == said["others"]
    assert json.loads(cells["place"]) == NASTY
    assert json.loads(cells["drinks"]) == [[], [], [], [None, 2]]
    assert (as_said(cells["line"]), as_said(cells["words"])) == (said["line"], said["words"])


async def test_one_answer_where_several_are_possible_is_a_list_too_and_the_codebook_says_so(
    alices: Browser, program: Program
) -> None:
    await load_everything(program)
    await answered(alices, {"others": ["friend"]}, "-everything")
    [row] = rows_of((await alices.get("/api/history/answers.csv")).text)
    assert row["'-everything.others"] == '["friend"]'
    codebook = rows_of((await alices.get("/api/history/codebook.csv")).text)
    explained = {each["column"].rpartition(".")[2]: (each["type"], each["values"]) for each in codebook}
    assert explained["others"] == (
        "list of open-choice",
        "friend = A friend; or the person's own words; written as a JSON list with an entry for every answer; "
        "null or []: not answered",
    )
    assert explained["drinks"] == (
        "list of list of integer",
        "a whole number; written as a JSON list with an entry for every repetition of “weeks”, in each an entry for "
        "every repetition of “days”; null or []: not answered",
    )
    assert explained["line"][0] == "string"
    assert "apostrophe" in explained["line"][1]


async def test_an_answer_to_a_form_that_is_new_while_the_file_is_made_waits_for_the_next_file(
    alices: Browser, program: Program
) -> None:
    await answered(alices, DAILY)
    parts = answers_csv(Scope(program.id, whom(alices)))
    text = await anext(parts)
    await answered(alices, PHQ, "phq-9")
    rows = rows_of(text + "".join([part async for part in parts]))
    assert [row["instrument"] for row in rows] == ["daily"]


async def test_a_program_without_anybody_has_a_bundle_without_entries(app: Any, program: Program) -> None:
    admin = await make_person(program, "Noor", Role.admin)
    _, token = await sign_in(admin)
    async with browser(app, token) as noors:
        bundle = (await noors.get("/api/export/fhir.json")).json()
    assert "entry" not in bundle, "FHIR knows no empty list"
    Bundle.model_validate(bundle)


async def test_what_staff_note_for_each_other_is_in_nobodys_copy(alices: Browser, danas: Browser) -> None:
    answer_id = await answered(alices, DAILY)
    said = {"answer": str(answer_id), "note": "For staff.", "reply": "Thank you."}
    assert (await danas.put(f"/api/reviews/{new_id()}", said)).status_code == 200
    for file in ("answers.csv", "codebook.csv", "fhir.json"):
        assert "For staff." not in (await alices.get(f"/api/history/{file}")).text


async def test_a_correction_and_what_it_corrected_are_told_apart(alices: Browser) -> None:
    first = await answered(alices, DAILY)
    second = await answered(alices, DAILY | {"craving": 5}, revises=str(first))
    bundle = (await alices.get("/api/history/fhir.json")).json()
    Bundle.model_validate(bundle)
    responses = {each["id"]: each for each in resources_of(bundle, "QuestionnaireResponse")}
    states = {name: each["status"] for name, each in responses.items()}
    assert states == {str(first): "entered-in-error", str(second): "amended"}
    [named] = responses[str(second)]["extension"]
    assert named == {"url": "urn:daymark:revises", "valueReference": {"reference": f"urn:uuid:{first}"}}
    assert named["valueReference"]["reference"] in [each["fullUrl"] for each in bundle["entry"]]
    assert "extension" not in responses[str(first)]
    cravings = [
        each["valueQuantity"]["value"]
        for each in resources_of(bundle, "Observation")
        if each["code"]["coding"][-1]["code"] == "daily.craving"
    ]
    assert cravings == [5]
    rows = {row["answer"]: row for row in rows_of((await alices.get("/api/history/answers.csv")).text)}
    assert rows[str(second)]["revises"] == str(first)
    assert rows[str(first)]["superseded_at"]


def spoken(es: str, lang: str = "es") -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": lang}, {"url": "content", "valueString": es}]
    return {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": parts}]}


async def response_in(phone: Browser, language: str) -> dict[str, Any]:
    """The only answer, as it goes out; `language` is how the table calls the one it was read in."""
    bundle = (await phone.get("/api/history/fhir.json")).json()
    Bundle.model_validate(bundle)
    [response] = resources_of(bundle, "QuestionnaireResponse")
    [row] = rows_of((await phone.get("/api/history/answers.csv")).text)
    assert row["language"] == response["language"] == language
    return response


async def test_what_alice_read_in_spanish_goes_out_in_spanish(alices: Browser) -> None:
    await answered(alices, {"phq-1": "LA6570-1"}, "phq-9", language="es")
    response = await response_in(alices, "es")
    [group] = response["item"]
    [question] = group["item"]
    assert group["text"].startswith("Durante las últimas 2 semanas")
    assert question["text"] == "Poco interés o placer en hacer cosas"
    [answer] = question["answer"]
    assert answer["valueCoding"]["code"] == "LA6570-1"
    assert answer["valueCoding"]["display"] == "Más de la mitad de los días"


async def test_a_form_that_has_no_spanish_was_read_in_english_and_says_so(alices: Browser) -> None:
    await answered(alices, {"barc-1": 6}, "barc-10", language="es")
    [question] = (await response_in(alices, "en"))["item"]
    assert question["text"] == "There are more important things to me in life than using substances."


ONE = {"linkId": "a", "type": "boolean", "text": "One?", "_text": spoken("¿Uno?")}
TWO = {"linkId": "b", "type": "choice", "text": "Two?", "_text": spoken("¿Dos?", "es-419"), "answerOption": [
    {"valueCoding": {"code": "x", "display": "Ex", "_display": spoken("Equis")}},
    {"valueCoding": {"code": "y", "display": "Why"}},
]}  # fmt: skip
THREE = {"linkId": "c", "type": "choice", "text": "Three?", "_text": spoken("¿Tres?"), "answerValueSet": "#set"}
FOUR = {"linkId": "d", "type": "boolean", "text": "Four?"}
FIVE = {"linkId": "e", "type": "boolean", "text": "Cinq ?"}
SET = {
    "resourceType": "ValueSet", "id": "set", "status": "active",
    "compose": {"include": [{"system": "urn:set", "concept": [
        {"code": "z", "display": "Zed", "designation": [{"language": "es", "value": "Zeta"}]},
    ]}]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("items", "more", "said", "language", "texts"),
    [
        # One in es-419 is one in es, an option that nobody has translated stays as it is.
        ([ONE, TWO, THREE], {}, {"a": True, "b": "y", "c": "z"}, "es", ["¿Uno?", "¿Dos?", "Why", "¿Tres?", "Zeta"]),
        # Half a translation is none: the app shows the whole form as it was written.
        ([ONE, FOUR], {}, {"a": True, "d": True}, "en", ["One?", "Four?"]),
        ([FIVE], {"language": "fr-CA"}, {"e": True}, "fr", ["Cinq ?"]),
    ],
)  # fmt: skip
async def test_a_form_of_the_clinics_goes_out_in_the_language_that_the_app_showed(
    alices: Browser, program: Program, items: list[Any], more: Any, said: Any, language: str, texts: list[str]
) -> None:
    form = {"resourceType": "Questionnaire", "id": "own", "version": "1", "status": "active", "copyright": "Ours."}
    await load(program.id, checked({**form, "contained": [SET], "item": items, **more}), None, new_id(), clock.now())
    await answered(alices, said, "own", language="es")
    response = await response_in(alices, language)
    displays = [(each["text"], each["answer"][0].get("valueCoding", {}).get("display")) for each in response["item"]]
    assert [text for pair in displays for text in pair if text] == texts


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
        assert [row["answer"] for row in rows_of((await eds.get("/api/export/answers.csv")).text)] == [""]
        assert (await eds.get(f"/api/people/{charlie.id}/fhir.json")).status_code == 404


@pytest.mark.parametrize("file", ["answers.csv", "codebook.csv", "medication.csv", "fhir.json"])
async def test_whoever_has_answered_nothing_gets_a_file_with_the_notice_all_the_same(
    alices: Browser, file: str
) -> None:
    reply = await alices.get(f"/api/history/{file}")
    assert reply.status_code == 200
    assert "attachment" in reply.headers["content-disposition"]
    assert NOTICE in reply.text
    if file == "fhir.json":
        Bundle.model_validate_json(reply.text)


async def test_more_answers_than_a_page_all_go_out_once(alices: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.export.scope.PAGE", 2)
    made = {str(await answered(alices, DAILY)) for _ in range(5)}
    rows = rows_of((await alices.get("/api/history/answers.csv")).text)
    assert sorted(row["answer"] for row in rows) == sorted(made)
    assert await Answer.all().count() == 5
