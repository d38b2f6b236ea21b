"""The codebook lets a stranger read the table: every question, every code and every score of every form."""

from typing import Any

import pytest

from server import clock
from server.checkins.instrument import shipped
from server.checkins.load import checked, load
from server.checkins.models import Answer
from server.checkins.questionnaire import HL7, Questionnaire, part, walk
from server.checkins.score import scores_defined
from server.export.codebook import codebook_csv
from server.export.scope import Scope
from server.people.models import Person
from tests.conftest import new_id
from tests.export.test_export import rows_of, spoken

Rows = dict[str, dict[str, str]]
every_one = pytest.mark.parametrize("key", [key for key, _ in shipped()])


async def codebook_of(alice: Person, form: Questionnaire) -> Rows:
    """By column, once Alice has answered the form."""
    await Answer.create(
        id=new_id(), person=alice, instrument=form["id"], version=form["version"], language="en",
        items={}, scores={}, answered_at=clock.now(), received_at=clock.now(), late=False,
    )  # fmt: skip
    parts = [part async for part in codebook_csv(Scope(alice.program_id, alice))]
    return {row["column"]: row for row in rows_of("".join(parts))}


async def codebook_with(alice: Person, *items: dict[str, Any], **more: Any) -> Rows:
    """The same of a form of the clinic's own with these items, by link id."""
    head = {"resourceType": "Questionnaire", "id": "own", "version": "1", "status": "active", "copyright": "Ours."}
    form = checked({**head, "item": list(items), **more})
    await load(alice.program_id, form, None, new_id(), clock.now())
    rows = await codebook_of(alice, form)
    return {column.removeprefix("own."): row for column, row in rows.items()}


def bounds(low: Any, high: Any, kind: str = "Integer") -> list[dict[str, Any]]:
    ends = {"minValue": low, "maxValue": high}
    return [{"url": HL7 + name, f"value{kind}": value} for name, value in ends.items() if value is not None]


def shown(link_id: str, text: str, control: str = "") -> dict[str, Any]:
    """A text that is not asked, perhaps at an end of a scale."""
    coding = {"coding": [{"code": control}]}
    at = {"extension": [{"url": f"{HL7}questionnaire-itemControl", "valueCodeableConcept": coding}]} if control else {}
    return {"linkId": link_id, "type": "display", "text": text, **at}


@every_one
async def test_no_question_of_a_shipped_form_is_left_unexplained(alice: Person, key: str) -> None:
    form = shipped()[key, "1"]
    rows = await codebook_of(alice, form)
    for _, item in walk(form):
        if item["type"] in ("group", "display"):
            continue
        row = rows[f"{key}.{item['linkId']}"]
        assert row["text"] == item["text"]
        for cell in ("text", "values", "text_es", "values_es"):
            assert row[cell], (item["linkId"], cell)
        if item["type"] == "text":
            assert "own words; an apostrophe" in row["values"]


@every_one
async def test_every_number_says_its_range_and_what_its_ends_mean(alice: Person, key: str) -> None:
    form = shipped()[key, "1"]
    rows = await codebook_of(alice, form)
    for _, item in walk(form):
        if item["type"] in ("integer", "decimal"):
            low, high = (part(item, HL7 + name) for name in ("minValue", "maxValue"))
            values = rows[f"{key}.{item['linkId']}"]["values"]
            assert f"from {low} to {high}" in values
            for end in item.get("item", []):
                assert f"; {end['text']}" in values
            assert "item" in item or item["linkId"] == "sleep"


@every_one
async def test_every_option_says_its_words_and_its_points(alice: Person, key: str) -> None:
    form = shipped()[key, "1"]
    rows = await codebook_of(alice, form)
    for _, item in walk(form):
        values = rows.get(f"{key}.{item['linkId']}", {}).get("values", "").split("; ")
        for n, option in enumerate(item.get("answerOption", [])):
            coding = option["valueCoding"]
            points = part(coding, f"{HL7}ordinalValue")
            counted = "" if points is None else " (1 point)" if points == 1 else f" ({points:g} points)"
            words = coding["code"] if coding["display"] == coding["code"] else f"{coding['code']} = {coding['display']}"
            assert values[n] == words + counted


@every_one
async def test_every_score_says_what_it_is_made_of_and_what_it_means(alice: Person, key: str) -> None:
    form = shipped()[key, "1"]
    rows = await codebook_of(alice, form)
    for score in scores_defined(form):
        row = rows[f"{key}:{score.name}"]
        assert all(link_id in row["values"] for link_id, _ in score.terms)
        assert all(f"from {start:g} = {label['en']}" in row["values"] for start, label in score.bands)
        assert f"higher is {score.high_is}" in row["values"]
        assert row["text_es"].startswith(f"{score.title['es']}, de {score.min:g} a {score.max:g}; vacío")


async def test_dana_can_add_up_a_risk_from_its_row(alice: Person) -> None:
    rows = await codebook_of(alice, shipped()["aftercare", "1"])
    assert (
        "points or numbers: 20 + craving + 10 * used + risky - mood - sleep + stress;"
        in rows["aftercare:risk"]["values"]
    )
    assert rows["aftercare.used"]["values"] == "yes (1 point); no (0 points)"
    assert rows["aftercare.call"]["values"] == "yes; no"  # counts in no score
    assert (
        "points or numbers: phq-1 + phq-2"
        in (await codebook_of(alice, shipped()["phq-2", "1"]))["phq-2:total"]["values"]
    )


async def test_what_stands_above_a_question_is_its_heading(alice: Person) -> None:
    phq = await codebook_of(alice, shipped()["phq-9", "1"])
    assert phq["phq-9.phq-9"]["heading"].startswith("Over the last 2 weeks, how often")
    assert phq["phq-9.phq-9"]["heading_es"].startswith("Durante las últimas 2 semanas")
    assert phq["phq-9.phq-difficulty"]["heading"] == "", "it stands outside of the group"
    bam = await codebook_of(alice, shipped()["bam-iop", "1"])
    assert bam["bam-iop.bam-7g"]["heading"].endswith("did you use any of the following drugs:")
    assert "asked only after some answers" in bam["bam-iop.bam-7g"]["values"]
    assert "asked only after some answers" not in bam["bam-iop.bam-8"]["values"]


async def test_a_line_belongs_to_the_question_that_follows_and_a_group_to_all_inside(alice: Person) -> None:
    rows = await codebook_with(
        alice,
        shown("line", "Think of today."),
        {"linkId": "group", "type": "group", "text": "How much", "item": [
            {"linkId": "first", "type": "boolean", "text": "First?", "item": [
                shown("hint", "Guess if you must."),
                {"linkId": "inside", "type": "boolean", "text": "Inside?"},
            ]},
            {"linkId": "second", "type": "boolean", "text": "Second?"},
            shown("between", "Nearly there."),
        ]},
        {"linkId": "last", "type": "boolean", "text": "Last?"},
    )  # fmt: skip
    headings = {name: rows[name]["heading"] for name in ("first", "inside", "second", "last")}
    assert headings == {
        "first": "Think of today. / How much",
        "inside": "How much / First?",
        "second": "How much",
        "last": "Nearly there.",
    }
    assert rows["first"]["text"] == "First? / Guess if you must."


LITERS = {"code": "L", "display": "liters", "_display": spoken("litros")}


@pytest.mark.parametrize(
    ("item", "values", "values_es"),
    [
        ({"type": "integer"}, "a whole number", "un número entero"),
        ({"type": "integer", "extension": bounds(2, None)}, "a whole number, 2 or more", "un número entero, 2 o más"),
        ({"type": "integer", "extension": bounds(None, 9)}, "a whole number, 9 or less", "un número entero, 9 o menos"),
        (  # What stands at an end is told with its number, once.
            {"type": "integer", "extension": bounds(1, 10), "item": [
                shown("low", "Not at all", "lower"), shown("high", "10: always", "upper"), shown("of", "beers", "unit"),
            ]},
            "a whole number, from 1 to 10; unit: beers; 1 = Not at all; 10: always",
            "un número entero, de 1 a 10; unidad: beers; 1 = Not at all; 10: always",
        ),
        (
            {"type": "integer", "extension": bounds(1, 10), "item": [shown("low", "10 is a lot", "lower")]},
            "a whole number, from 1 to 10; 1 = 10 is a lot",
            "un número entero, de 1 a 10; 1 = 10 is a lot",
        ),
        (
            {"type": "decimal", "extension": [
                *bounds(0, 1, "Decimal"),
                {"url": f"{HL7}questionnaire-itemControl", "valueCodeableConcept": {"coding": [{"code": "slider"}]}},
                {"url": f"{HL7}questionnaire-sliderStepValue", "valueDecimal": 0.25},
                {"url": f"{HL7}questionnaire-unit", "valueCoding": LITERS},
            ]},
            "a number with a decimal point, from 0 to 1; in steps of 0.25; unit: liters",
            "un número con punto decimal, de 0 a 1; en pasos de 0.25; unidad: litros",
        ),
        ({"type": "date"}, "a day, YYYY-MM-DD", "un día, AAAA-MM-DD"),
        (
            {"type": "date", "extension": bounds("2026-01-01", "2026-12-31", "Date")},
            "a day, YYYY-MM-DD, from 2026-01-01 to 2026-12-31",
            "un día, AAAA-MM-DD, de 2026-01-01 a 2026-12-31",
        ),
        (  # In the table stands what the form has, whatever language it was read in.
            {"type": "choice", "answerOption": [{"valueString": "Home", "_valueString": spoken("Casa")}]},
            "Home",
            "Home = Casa",
        ),
        (
            {"type": "choice", "answerOption": [
                {"valueInteger": 7, "extension": [{"url": f"{HL7}ordinalValue", "valueDecimal": 1.5}]},
                {"valueCoding": {"code": "x", "display": "Ex", "_display": spoken("Equis")}},
            ]},
            "7 (1.5 points); x = Ex",
            "7 (1.5 puntos); x = Equis",
        ),
    ],
)  # fmt: skip
async def test_how_an_answer_is_written(alice: Person, item: dict[str, Any], values: str, values_es: str) -> None:
    row = (await codebook_with(alice, {"linkId": "one", "text": "One?", **item}))["one"]
    assert (row["values"], row["values_es"]) == (values, values_es)


async def test_what_no_form_has_is_explained_in_both_languages(alice: Person) -> None:
    rows = await codebook_of(alice, shipped()["daily", "1"])
    assert (rows["instrument"]["values"], rows["instrument"]["values_es"]) == (
        "daily = Daily check-in",
        "daily = Chequeo del día",
    )
    assert rows["late"]["values_es"] == "yes = sí; no = no"
    assert "UTC" in rows["answered_at"]["values"]
    assert all(row["text"] and row["text_es"] for row in rows.values())
    assert "own words; an apostrophe" in rows["daily.note"]["values"]
    assert "unidad: horas" in rows["daily.sleep"]["values_es"]
    assert "10 = muy bueno" in rows["daily.mood"]["values_es"]


async def test_what_a_form_lacks_in_spanish_is_there_as_it_was_read(alice: Person) -> None:
    row = (await codebook_of(alice, shipped()["barc-10", "1"]))["barc-10.barc-2"]
    assert row["text_es"] == row["text"] == "In general I am happy with my life."
    assert row["values_es"] == "un número entero, de 1 a 6; 1 = Strongly Disagree; 6 = Strongly Agree"
