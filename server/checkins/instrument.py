"""Instruments: the FHIR R4 Questionnaires that Daymark ships as files, and those that a program has loaded.

Files are named `{id}-{version}.json`. A version stays for ever: an answer points at it, and a phone that was offline
for months may still send one of an old version.
"""

import json
from collections import OrderedDict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from server.checkins.models import Instrument
from server.checkins.questionnaire import LANGUAGES, OURS, Questionnaire, concepts_of, language_of, part, walk, words_of
from server.checkins.rules import has_safety
from server.http import Problem

FOLDER = Path(__file__).parent / "instruments"
REMEMBERED = 256  # loaded questionnaires kept; they never change

_remembered: OrderedDict[UUID, Questionnaire] = OrderedDict()
_instead: dict[UUID, frozenset[str]] = {}


@cache
def shipped() -> dict[tuple[str, str], Questionnaire]:
    """By key and version. Raises ValueError for a file without license or source, or one misnamed."""
    return dict(read(path) for path in sorted(FOLDER.glob("*.json")))


def read(path: Path) -> tuple[tuple[str, str], Questionnaire]:
    """A file of ours with its key and version. Raises ValueError, see `shipped`."""
    questionnaire: Questionnaire = json.loads(path.read_text(encoding="utf-8"))
    key = (questionnaire["id"], questionnaire["version"])
    if path.stem != "-".join(key):
        raise ValueError(f"{path.name} holds {key[0]} version {key[1]}; name it {'-'.join(key)}.json")
    if not all(_said(part(questionnaire, OURS + name)) for name in ("license", "source")):
        raise ValueError(f"{path.name} must name its license and its source; see urn:daymark:license")
    return key, questionnaire


@cache
def shipped_newest(key: str) -> Questionnaire:
    """Raises KeyError for an instrument that is not shipped."""
    versions = [version for each, version in shipped() if each == key]
    return shipped()[key, max(versions, key=int, default="")]


async def version_of(program_id: UUID, key: str, version: str) -> Questionnaire:
    """The questionnaire of a version, for ever. Raises Problem 422 when there never was one."""
    if (key, version) in shipped() and key not in await instead_of_shipped(program_id):
        return shipped()[key, version]
    row = await Instrument.get_or_none(program_id=program_id, key=key, version=version).only("id")
    if row is None:
        if (key, version) in shipped():
            return shipped()[key, version]
        raise _unknown()
    return (await _loaded([row.id]))[0]


async def instead_of_shipped(program_id: UUID) -> frozenset[str]:
    """The keys of shipped instruments under which the program has its own, loaded before Daymark shipped one.

    Its own stays: answers point at it. Read once, for what is shipped can't be loaded (see load.py).
    """
    if program_id not in _instead:
        keys = {key for key, _ in shipped()}
        own = await Instrument.filter(program_id=program_id, key__in=keys).distinct().values_list("key", flat=True)
        _instead[program_id] = frozenset(map(str, own))
    return _instead[program_id]


def _unknown() -> Problem:
    return Problem(
        422, "This check-in form is not known here; open the app again to get the current one.", field="version"
    )


async def newest(program_id: UUID, key: str) -> Questionnaire:
    """The version to ask with now. Raises Problem 422 for an instrument that the program does not have."""
    if any(each == key for each, _ in shipped()) and key not in await instead_of_shipped(program_id):
        return shipped_newest(key)
    row = await Instrument.filter(program_id=program_id, key=key).order_by("-loaded_at", "-id").only("id").first()
    if row is None:
        raise _unknown()
    return (await _loaded([row.id]))[0]


async def in_use(program_id: UUID) -> list[Questionnaire]:
    """The newest version of each instrument that the program has, the shipped ones first. At most two queries."""
    rows = await Instrument.filter(program_id=program_id).order_by("loaded_at", "id").only("id", "key")
    latest = {row.key: row.id for row in rows}
    keys = sorted({key for key, _ in shipped()} - latest.keys())
    return [*map(shipped_newest, keys), *await _loaded([latest[key] for key in sorted(latest)])]


async def _loaded(ids: list[UUID]) -> list[Questionnaire]:
    """Those of these rows, in this order; what was read once is not read again."""
    found = {each: _remembered[each] for each in ids if each in _remembered}
    missing = [each for each in ids if each not in found]
    if missing:
        found |= {row.id: row.questionnaire for row in await Instrument.filter(id__in=missing)}
        _remembered.update(found)
    while len(_remembered) > REMEMBERED:
        _remembered.popitem(last=False)
    return [found[each] for each in ids]


def permitted(questionnaire: Questionnaire, has_responder: bool) -> bool:
    """An instrument whose answers can be urgent wants somebody who is named to act on them."""
    return has_responder or not has_safety(questionnaire)


def stand_in_of(questionnaire: Questionnaire) -> str | None:
    """The instrument that is asked instead as long as nobody is named."""
    key: str | None = part(questionnaire, f"{OURS}without-responder")
    return key


def license_of(questionnaire: Questionnaire) -> str | None:
    """In one line where the file has one, else all that it says of its copyright."""
    return _said(part(questionnaire, f"{OURS}license")) or _said(questionnaire.get("copyright"))


def source_of(questionnaire: Questionnaire) -> str | None:
    return _said(part(questionnaire, f"{OURS}source"))


def _said(text: Any) -> str | None:
    return text.strip() or None if isinstance(text, str) else None


def title_of(questionnaire: Questionnaire) -> dict[str, str]:
    """By language, always in those of the app; without a title it is the name or the key."""
    name = next(name for name in ("title", "name", "id") if questionnaire.get(name))
    return words_of(questionnaire, name, language_of(questionnaire))


def languages_of(questionnaire: Questionnaire) -> list[str]:
    """The languages of the app in which the whole form can be read: half a translation is none."""
    own = language_of(questionnaire)
    spoken = [set(words_of(element, name, own, fill=False)) for element, name in _texts(questionnaire)]
    return [each for each in LANGUAGES if each == own or (spoken and all(each in one for one in spoken))]


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[dict[str, Any], str]]:
    """What is read out of the form: where it stands and under which name."""
    for _, item in walk(questionnaire):
        codings = [option["valueCoding"] for option in item.get("answerOption", []) if "valueCoding" in option]
        yield from ((each, "display") for each in codings + concepts_of(questionnaire, item) if "display" in each)
        yield from ((each, "valueString") for each in item.get("answerOption", []) if "valueString" in each)
        if "text" in item:
            yield item, "text"
