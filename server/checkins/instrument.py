"""Instruments: FHIR R4 Questionnaires from files, and the check of an answer against the version that was answered.

Files are named `{id}-{version}.json` and stay for ever: an answer points at its version, and a phone that was offline
for months may still send one of an old version.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from server.checkins.score import Value
from server.http import Problem

FOLDER = Path(__file__).parent / "instruments"
EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "decimal": (int, float),
    "boolean": (bool,),
    "choice": (str,),
    "text": (str,),
}
TEXT_LIMIT = 1000  # characters, where an item names none

Questionnaire = dict[str, Any]


@cache
def instruments() -> dict[tuple[str, str], Questionnaire]:
    """Every instrument by id and version. Raises ValueError for a file without licence or source, or one misnamed."""
    found: dict[tuple[str, str], Questionnaire] = {}
    for path in sorted(FOLDER.glob("*.json")):
        questionnaire: Questionnaire = json.loads(path.read_text(encoding="utf-8"))
        key = (questionnaire["id"], questionnaire["version"])
        if path.stem != "-".join(key):
            raise ValueError(f"{path.name} holds {key[0]} version {key[1]}; name it {'-'.join(key)}.json")
        if "License" not in questionnaire.get("copyright", "") or "Source" not in questionnaire["copyright"]:
            raise ValueError(f"{path.name}: `copyright` must name the licence and the source")
        found[key] = questionnaire
    return found


@cache
def newest(instrument: str) -> Questionnaire:
    """The version to ask with now."""
    return instruments()[max((key for key in instruments() if key[0] == instrument), key=lambda key: int(key[1]))]


def version_of(instrument: str, version: str) -> Questionnaire:
    """The questionnaire of a version. Raises Problem 422 when there never was one."""
    try:
        return instruments()[instrument, version]
    except KeyError:
        raise Problem(
            422, "This check-in form is not known here; open the app again to get the current one.", field="version"
        ) from None


def check_items(questionnaire: Questionnaire, items: Mapping[str, Value]) -> None:
    """Raises Problem 422, naming the field, for an item that the form does not have or a value it does not allow."""
    known = {item["linkId"]: item for item in questionnaire["item"]}
    for link_id, value in items.items():
        if link_id not in known:
            raise Problem(422, f"The form has no question “{link_id}”; leave it out.", field=f"items.{link_id}")
        sentence = _wrong(known[link_id], value)
        if sentence:
            raise Problem(422, f"The answer to “{link_id}” {sentence}.", field=f"items.{link_id}")


def _wrong(item: dict[str, Any], value: Value) -> str | None:
    wanted = TYPES[item["type"]]
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
        return f"must be of type {item['type']}"
    if isinstance(value, str):
        return _wrong_text(item, value)
    low, high = bound(item, "minValue"), bound(item, "maxValue")
    if low is not None and value < low:
        return f"must be at least {low:g}"
    return f"must be at most {high:g}" if high is not None and value > high else None


def _wrong_text(item: dict[str, Any], value: str) -> str | None:
    options = [option["valueCoding"]["code"] for option in item.get("answerOption", [])]
    if options and value not in options:
        return "must be one of " + ", ".join(options)
    if len(value) > item.get("maxLength", TEXT_LIMIT):
        return f"is too long; write at most {item.get('maxLength', TEXT_LIMIT)} characters"
    return None


def bound(item: dict[str, Any], name: str) -> float | None:
    """The `minValue` or `maxValue` extension of an item."""
    for extension in item.get("extension", []):
        if extension["url"] == EXTENSION + name:
            return float(extension.get("valueInteger", extension.get("valueDecimal")))
    return None
