"""The instruments that everybody gets: published wording, unaltered, and the thresholds clinicians know."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as Fhir

import server.checkins
from server.checkins.load import checked
from server.checkins.questionnaire import Questionnaire, extension, extensions, part
from server.checkins.rules import has_safety, met, opened, rules_of
from server.checkins.score import band_at, scores_defined, scores_of

FOLDER = Path(server.checkins.__file__).parent / "instruments"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
SHIPPED: dict[str, Questionnaire] = {
    path.stem.rsplit("-", 1)[0]: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*-1.json"))
}
STANDARD = [key for key in SHIPPED if key not in ("daily", "aftercare")]
LL358_3 = [("LA6568-5", 0), ("LA6569-3", 1), ("LA6570-1", 2), ("LA6571-9", 3)]

every_one = pytest.mark.parametrize("key", SHIPPED)


def items_of(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in element.get("item", []):
        yield item
        yield from items_of(item)


def texts_of(questionnaire: Questionnaire, language: str) -> list[str | None]:
    """What is read out of a form: each text, then its options, none where it is not translated."""
    texts = []
    for item in items_of(questionnaire):
        texts.append(_said(item, "text", language))
        texts += [_said(each["valueCoding"], "display", language) for each in item.get("answerOption", [])]
    return texts


def _said(element: dict[str, Any], name: str, language: str) -> str | None:
    if language == "en":
        return str(element[name])
    translations = extensions(element.get(f"_{name}", {}), TRANSLATION)
    return next((part(each, "content") for each in translations if part(each, "lang") == language), None)


def fingerprint(questionnaire: Questionnaire, language: str) -> str:
    lines = (" ".join(unicodedata.normalize("NFC", text or "").split()) for text in texts_of(questionnaire, language))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def answers(key: str, number: float, **differently: float) -> dict[str, Any]:
    """Every question answered with what counts `number`, or the most below it that there is; some differently."""
    return {
        item["linkId"]: _answer(item, differently.get(item["linkId"].replace("-", "_"), number))
        for item in items_of(SHIPPED[key])
        if item["type"] in ("choice", "integer")
    }


def _answer(item: dict[str, Any], number: float) -> Any:
    if item["type"] == "integer":
        return int(number)
    counting = [(_ordinal(each), each["valueCoding"]["code"]) for each in item["answerOption"]]
    return max((each for each in counting if each[0] <= number), key=lambda each: each[0])[1]


def _ordinal(option: dict[str, Any]) -> float:
    return float(part(option["valueCoding"], "http://hl7.org/fhir/StructureDefinition/ordinalValue") or 0)


def rules_met(key: str, items: dict[str, Any], before: dict[str, float] | None = None) -> set[str]:
    return {rule.name for rule in met(SHIPPED[key], items, scores_of(SHIPPED[key], items), before)}


def test_nothing_is_missing_from_the_folder() -> None:
    assert set(SHIPPED) == {
        "aftercare", "bam-iop", "barc-10", "daily", "gad-2", "gad-7", "pcl-5", "phq-2", "phq-8", "phq-9",
    }  # fmt: skip


@every_one
def test_it_says_whose_it_is_and_under_which_license(key: str) -> None:
    questionnaire = SHIPPED[key]
    assert (questionnaire["id"], questionnaire["version"], questionnaire["status"]) == (key, "1", "active")
    assert part(questionnaire, "urn:daymark:license")
    assert part(questionnaire, "urn:daymark:source")
    assert questionnaire["copyright"]


@every_one
def test_it_is_fhir(key: str) -> None:
    Fhir.model_validate(_without_value_translations(SHIPPED[key]))


def _without_value_translations(element: Any) -> Any:
    """The standard allows `_valueString` in an extension; fhir.resources doesn't know it."""
    if isinstance(element, list):
        return [_without_value_translations(each) for each in element]
    if isinstance(element, dict):
        return {k: _without_value_translations(each) for k, each in element.items() if k != "_valueString"}
    return element


@every_one
def test_it_loads_as_one_that_a_program_brings(key: str) -> None:
    assert checked(SHIPPED[key]) == SHIPPED[key]


@every_one
def test_it_is_wholly_in_spanish_or_not_at_all(key: str) -> None:
    spanish = texts_of(SHIPPED[key], "es")
    assert all(spanish) or not any(spanish)
    assert bool(spanish[0]) == (key not in ("bam-iop", "barc-10", "pcl-5"))


@every_one
def test_what_is_ours_in_it_is_in_both_languages(key: str) -> None:
    ours = [each for kind in ("score", "rule") for each in extensions(SHIPPED[key], f"urn:daymark:{kind}")]
    texts = [each for whole in ours for each in (*_texts(whole), *(_texts_of_bands(whole)))]
    assert _said(SHIPPED[key], "title", "es")
    assert all(_said(each, "valueString", "es") for each in texts)


def _texts(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [extension(element, name) for name in ("title", "text", "label") if extension(element, name)]


def _texts_of_bands(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for band in extensions(element, "band") for each in _texts(band)]


# Whoever alters a word of these has to look it up again in the source and pin the new one here.
WORDING = [
    # PHQ: the forms of phqscreeners.com, English and U.S. Spanish
    ("phq-9", "en", "5d139c384c3624f1"),
    ("phq-9", "es", "07a34f29419ed30b"),
    ("phq-8", "en", "870b2fa75b0e87cc"),
    ("phq-8", "es", "c182eb3cadc95a7b"),
    ("phq-2", "en", "1bc6af8155937577"),
    ("phq-2", "es", "97438efec8c35ef0"),
    # GAD: the same
    ("gad-7", "en", "4003247f44fe4c70"),
    ("gad-7", "es", "ea9471817d59d6e5"),
    ("gad-2", "en", "0cbb028043fc675d"),
    ("gad-2", "es", "f5db0370e5812027"),
    ("pcl-5", "en", "f46c5e4fbfc5373c"),  # National Center for PTSD, past month, without Criterion A
    ("barc-10", "en", "edab5a42055a11fd"),  # Vilsaint et al. 2017, PhenX protocol 590502
    ("bam-iop", "en", "f0ee176610898f77"),  # VistA Mental Health; the copyright says what is of the 30-day form
]


@pytest.mark.parametrize(("key", "language", "pinned"), WORDING)
def test_the_wording_is_unaltered(key: str, language: str, pinned: str) -> None:
    assert fingerprint(SHIPPED[key], language) == pinned


def test_every_standard_wording_is_pinned() -> None:
    pinned = {(key, language) for key, language, _ in WORDING}
    assert pinned == {(key, each) for key in STANDARD for each in ("en", "es") if all(texts_of(SHIPPED[key], each))}


def test_the_short_forms_ask_the_same_as_the_long_ones() -> None:
    full, anxiety = [each["item"] for each in (SHIPPED["phq-9"]["item"][0], SHIPPED["gad-7"]["item"][0])]
    assert SHIPPED["phq-8"]["item"][0]["item"] == full[:8]
    assert SHIPPED["phq-2"]["item"][0]["item"] == full[:2]
    assert SHIPPED["gad-2"]["item"][0]["item"] == anxiety[:2]
    assert not any(item["linkId"] == "phq-9" for item in items_of(SHIPPED["phq-8"]))


@pytest.mark.parametrize("key", ["phq-9", "phq-8", "phq-2", "gad-7", "gad-2"])
def test_each_problem_is_answered_from_not_at_all_to_nearly_every_day(key: str) -> None:
    for item in SHIPPED[key]["item"][0]["item"]:
        assert [(each["valueCoding"]["code"], _ordinal(each)) for each in item["answerOption"]] == LL358_3
        assert item["code"][0]["system"] == "http://loinc.org"


@pytest.mark.parametrize(
    ("key", "name", "ends", "bands", "changes", "code"),
    [
        ("phq-9", "total", (0, 27), [0, 5, 10, 15, 20], (None, None), "44261-6"),
        ("phq-8", "total", (0, 24), [0, 5, 10, 15, 20], (None, None), None),
        ("phq-2", "total", (0, 6), [0, 3], (None, None), "55758-7"),
        ("gad-7", "total", (0, 21), [0, 5, 10, 15], (None, None), "70274-6"),
        ("gad-2", "total", (0, 6), [0, 3], (None, None), None),
        ("pcl-5", "total", (0, 80), [0, 31], (5, 10), "101698-9"),
        ("barc-10", "total", (10, 60), [10, 47], (None, None), None),
        ("bam-iop", "use", (0, 12), [0, 1], (None, None), None),
        ("bam-iop", "risk", (0, 24), [0, 12], (None, None), None),
        ("bam-iop", "protective", (0, 24), [0, 13], (None, None), None),
        ("aftercare", "craving", (0, 10), [], (None, None), None),
        ("aftercare", "risk", (0, 60), [], (None, None), None),
        ("aftercare", "protective", (0, 30), [], (None, None), None),
    ],
)
def test_a_score_has_the_range_and_the_cut_offs_that_are_published(
    key: str, name: str, ends: tuple[int, int], bands: list[int], changes: tuple[int, int], code: str | None
) -> None:
    [score] = [each for each in scores_defined(SHIPPED[key]) if each.name == name]
    assert (score.min, score.max) == ends
    assert [start for start, _ in score.bands] == bands
    assert (score.reliable_change, score.meaningful_change) == changes
    assert (score.code or {}).get("code") == code
    assert score.high_is == ("better" if (key, name) in BETTER else "worse")


BETTER = {("barc-10", "total"), ("bam-iop", "protective"), ("aftercare", "protective")}


def test_the_bam_has_no_total() -> None:
    assert [score.name for score in scores_defined(SHIPPED["bam-iop"])] == ["use", "risk", "protective"]


@pytest.mark.parametrize(("number", "label"), [(0, "minimal"), (1, "mild"), (2, "moderately severe"), (3, "severe")])
def test_charlies_phq_9_is_worded_as_clinicians_word_it(number: int, label: str) -> None:
    value = scores_of(SHIPPED["phq-9"], answers("phq-9", number))["total"]
    assert value == 9 * number
    [score] = scores_defined(SHIPPED["phq-9"])
    assert (band_at(score, value) or {})["en"] == label


def test_a_bam_without_drug_use_is_scored_though_the_drugs_are_not_asked() -> None:
    assert scores_of(SHIPPED["bam-iop"], answers("bam-iop", 0)) == {"use": 0, "risk": 0, "protective": 0}
    assert scores_of(SHIPPED["bam-iop"], answers("bam-iop", 4)) == {"use": 12, "risk": 24, "protective": 24}


def test_how_difficult_it_is_belongs_to_the_form_and_not_to_the_score() -> None:
    items = answers("phq-9", 3)
    assert "phq-difficulty" in items
    del items["phq-difficulty"]
    assert scores_of(SHIPPED["phq-9"], items) == {"total": 27}


def test_only_the_phq_9_asks_about_safety_and_the_phq_8_stands_in_for_it() -> None:
    assert [key for key in SHIPPED if has_safety(SHIPPED[key])] == ["phq-9"]
    assert part(SHIPPED["phq-9"], "urn:daymark:without-responder") == "phq-8"
    [safety] = [rule for rule in rules_of(SHIPPED["phq-9"]) if rule.name == "safety"]
    assert (safety.tier, safety.offer) == ("urgent", "help")


LOW = {"craving": 4.0}


@pytest.mark.parametrize(
    ("key", "rule", "at", "below", "before"),
    [
        ("phq-9", "safety", answers("phq-9", 0, phq_9=1), answers("phq-9", 3, phq_9=0), None),
        ("phq-9", "safety", {"phq-9": "LA6569-3"}, {"phq-9": "LA6568-5"}, None),  # nothing else answered yet
        ("bam-iop", "bam-use", answers("bam-iop", 0, bam_5=1), answers("bam-iop", 0), None),
        ("bam-iop", "bam-risk", answers("bam-iop", 2), answers("bam-iop", 2, bam_15=1), None),
        ("bam-iop", "bam-protective", answers("bam-iop", 3, bam_9=0), answers("bam-iop", 3, bam_9=1), None),
        ("aftercare", "call", {"call": True}, {"call": False}, None),
        ("aftercare", "used", {"used": True}, {"used": False}, None),
        ("aftercare", "craving", {"craving": 8}, {"craving": 7}, None),
        ("aftercare", "craving", {"craving": 7}, {"craving": 6}, LOW),
        ("aftercare", "craving-7", {"craving": 7}, {"craving": 6}, None),
        ("daily", "call", {"call": True}, {"call": False}, None),
        ("daily", "used", {"used": True}, {"used": False}, None),
        ("daily", "craving", {"craving": 8}, {"craving": 7}, None),
        ("daily", "craving", {"craving": 7}, {"craving": 6}, LOW),
        ("daily", "craving-7", {"craving": 7}, {"craving": 6}, None),
    ],
)
def test_a_rule_is_met_at_its_threshold_and_not_one_below(
    key: str, rule: str, at: dict[str, Any], below: dict[str, Any], before: dict[str, float] | None
) -> None:
    assert rule in rules_met(key, at, before)
    assert rule not in rules_met(key, below, before)


@pytest.mark.parametrize("key", ["daily", "aftercare"])
def test_a_craving_of_seven_offers_an_exercise(key: str) -> None:
    def offered(craving: int) -> set[str | None]:
        items = {"craving": craving}
        return {rule.offer for rule in met(SHIPPED[key], items, scores_of(SHIPPED[key], items), None)}

    assert "exercise" in offered(7)
    assert "exercise" not in offered(6)


@pytest.mark.parametrize(("key", "full"), [("phq-2", ["phq-9", "phq-8"]), ("gad-2", ["gad-7"])])
def test_three_of_a_short_form_opens_the_full_one(key: str, full: list[str]) -> None:
    first, second = (item["linkId"] for item in SHIPPED[key]["item"][0]["item"])
    assert opened(SHIPPED[key], scores_of(SHIPPED[key], {first: "LA6569-3", second: "LA6570-1"})) == full
    assert opened(SHIPPED[key], scores_of(SHIPPED[key], {first: "LA6569-3", second: "LA6569-3"})) == []
    assert opened(SHIPPED[key], scores_of(SHIPPED[key], {first: "LA6571-9"})) == []  # the other skipped: not scored
