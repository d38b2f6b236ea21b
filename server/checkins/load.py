"""Taking an instrument that a program brings: the whole file is right, or nothing of it is kept."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import accumulate
from textwrap import shorten
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from server.checkins.defined import faults_of_definitions
from server.checkins.faults import OPERATORS, QUESTIONS, STATUSES, Fault, faults_of
from server.checkins.form import LARGEST
from server.checkins.instrument import in_use, instead_of_shipped, license_of, shipped, stand_in_of
from server.checkins.models import Instrument
from server.checkins.questionnaire import Questionnaire, walk
from server.checkins.rules import openings_of
from server.http import Problem, not_found
from server.people.models import mark_everybody_stale

LARGEST_FILE = 1024 * 1024  # bytes
LONGEST_PATH = 200  # characters, of a name that the file made up
LONGEST_FAULT = 300
LONGEST_TOLD = 8000  # of all faults together
NAMED = 50  # faults: whoever mends a file wants all of them at once
DEEPEST = 32  # lists and objects in one another
UNFIT = re.compile("[\0\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no half of a pair
KEY = re.compile(r"[A-Za-z0-9.-]{1,64}")
VERSION = re.compile(r"[\w .+-]{1,32}")
UNLICENSED = "is missing; say whose form it is and why you may use it, like “Written by our clinic, for our own use”"
SAID = {"extra_forbidden": "is not known to FHIR R4"}
NEEDED = {  # by the end of the path
    "status": f"say one of {', '.join(STATUSES)}",
    "linkId": "give each item a name of its own",
    "type": f"say what kind of item it is: {', '.join(QUESTIONS)}, group or display",
    "question": "name the linkId of the question that decides",
    "operator": f"say one of {' '.join(OPERATORS)}",
    "resourceType": "say what it is, like ValueSet",
}


class NotLoadable(Exception):
    """The file can't be used. The sentence has a line for each fault, with its path and what is wrong."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.path = faults[0].path[:LONGEST_PATH]
        self.sentence = _told(faults)
        super().__init__(self.sentence)


def _told(faults: list[Fault]) -> str:
    lines = [_line(each) for each in faults[:NAMED]]
    lengths = accumulate(len(each) for each in lines)
    told = [line for line, length in zip(lines, lengths, strict=True) if length <= LONGEST_TOLD]
    more = len(faults) - len(told)
    return "\n".join([*told, *([f"There are {more} more; mend these first."] if more else [])])


def _line(fault: Fault) -> str:
    what = shorten(fault.what, LONGEST_FAULT, placeholder=" …")  # it may cite the file
    return f"{' '.join(fault.path[:LONGEST_PATH].split())} {what}.".strip()


def checked(raw: bytes | dict[str, Any]) -> Questionnaire:
    """The questionnaire, with its key as `id` and its version filled in. Raises NotLoadable."""
    given = raw if isinstance(raw, dict) else _parsed(raw)
    for look in (_of_json, _of_structure):
        _refuse(look(given))
    questionnaire = _named(given)
    _refuse([*faults_of(questionnaire), *_of_license(questionnaire)])
    _refuse(faults_of_definitions(questionnaire))
    return questionnaire


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise NotLoadable(faults)


def _parsed(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST_FILE:
        raise NotLoadable([Fault("", "The file is too large; at most 1 MiB is possible")])
    try:
        found = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once_named)
    except (ValueError, RecursionError):
        raise NotLoadable([Fault("", "The file is not JSON in UTF-8")]) from None
    if not isinstance(found, dict):
        raise NotLoadable([Fault("", "The file is not a JSON object")])
    return found


def _once_named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values only the last would be left, and nobody could say which one the author meant."""
    found = dict(pairs)
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            told = shorten(name, LONGEST_PATH, placeholder=" …")
            raise NotLoadable([Fault("", f"The file has “{told}” twice in one object; keep one of them")])
    return found


def _of_json(given: dict[str, Any]) -> list[Fault]:
    """What JSON allows and a database, a phone or a recursion does not take."""
    if given.get("resourceType") != "Questionnaire":
        return [Fault("resourceType", "is not “Questionnaire”; give a FHIR R4 Questionnaire")]
    return list(_unfit(given, "", 0))


def _unfit(value: Any, path: str, depth: int) -> Iterator[Fault]:
    if depth > DEEPEST:
        yield Fault(path, "lies too deep")
    elif value is None:
        yield Fault(path, "is null; leave it out")
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _unfit(name, path, depth)
            yield from _unfit(each, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from _unfit(each, f"{path}[{n}]", depth + 1)
    elif isinstance(value, str):
        if UNFIT.search(value):
            yield Fault(path, "holds a character that is none")
    elif not abs(value) <= LARGEST:
        yield Fault(path, "is too large a number")


def _of_structure(given: dict[str, Any]) -> list[Fault]:
    """What the standard's own structure does not allow."""
    faults = list(_of_contained(given.get("contained", []))) or _of_standard(given)
    for path, element in _of_values(given, ""):
        inner = {"resourceType": "Questionnaire", "status": "unknown", "extension": []}
        wrong = not isinstance(element, dict) or element.keys() - {"id", "extension"}
        found = [Fault("", "must hold extensions only")] if wrong else _of_standard({**inner, **element})
        faults += [Fault(f"{path}.{fault.path}".rstrip("."), fault.what) for fault in found]
    return faults or list(_unnamed(given))


def _of_contained(contained: Any) -> Iterator[Fault]:
    """The library takes what is contained without a type as it is, and text for JSON."""
    for n, each in enumerate(contained if isinstance(contained, list) else []):
        if not isinstance(each, dict):
            yield Fault(f"contained[{n}]", "must be an object")
        elif not isinstance(each.get("resourceType"), str):
            yield _missing(f"contained[{n}].resourceType")


def _of_standard(given: dict[str, Any]) -> list[Fault]:
    # It takes a fifth of a second to import, and a server that loads nothing never needs it.
    from fhir.resources.R4B.questionnaire import Questionnaire as Standard

    try:
        model = Standard.model_validate(as_known(given))
    except ValidationError as error:
        return [_fault_of(dict(each)) for each in error.errors(include_url=False, include_input=False)]
    except KeyError:
        return [Fault("contained", "holds what is no resource of FHIR R4")]
    return list(_unlike(given, model.model_dump(), ""))


def as_known(value: Any) -> Any:
    """Without the extensions of an extension's value, which FHIR has and the library does not."""
    if isinstance(value, list):
        return [as_known(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: as_known(each) for name, each in value.items() if not _is_beside_value(value, name)}


def _of_values(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """What `as_known` leaves out, with its path."""
    if isinstance(value, list):
        for n, each in enumerate(value):
            yield from _of_values(each, f"{path}[{n}]")
    elif isinstance(value, dict):
        for name, each in value.items():
            at = f"{path}.{name}".lstrip(".")
            if _is_beside_value(value, name):
                yield at, each
            yield from _of_values(each, at)


def _is_beside_value(element: dict[str, Any], name: str) -> bool:
    return "url" in element and name.startswith("_value")


def _fault_of(error: dict[str, Any]) -> Fault:
    path = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in error["loc"] if each != "root")
    if error["type"] == "model_field_validation.missing":
        return _missing(path.lstrip("."))
    said = SAID.get(error["type"]) or error["msg"].removeprefix("Value error, ").replace("Input should", "must")
    said = "must have one value" if "field value" in said else said.split("\n")[0].rstrip(".")
    return Fault(path.lstrip("."), said[:1].lower() + said[1:])


def _unlike(given: Any, understood: Any, path: str) -> Iterator[Fault]:
    """Where the library took something for what it is not, like the text "5" for a number."""
    if isinstance(given, dict) and isinstance(understood, dict):
        for name in [each for each in given if each in understood]:
            yield from _unlike(given[name], understood[name], f"{path}.{name}" if path else name)
    elif isinstance(given, list) and isinstance(understood, list):
        for n, (one, other) in enumerate(zip(given, understood, strict=False)):
            yield from _unlike(one, other, f"{path}[{n}]")
    elif _kind(given) != _kind(understood):
        yield Fault(path, f"must be {_kind(understood)}, not {_kind(given)}")


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", dict: "an object", list: "a list", int: "a number", float: "a number"}
    return "a number" if isinstance(value, Decimal) else kinds.get(type(value), "a text")


def _unnamed(given: dict[str, Any]) -> Iterator[Fault]:
    """What must be there, and the standard also takes as an extension in its place."""
    needed = [("", given, ["status"])]
    for path, item in walk(given):
        needed.append((f"{path}.", item, ["linkId", "type"]))
        for n, each in enumerate(item.get("enableWhen", [])):
            needed.append((f"{path}.enableWhen[{n}].", each, ["question", "operator"]))
    for before, element, names in needed:
        yield from (_missing(before + name) for name in names if name not in element)


def _missing(path: str) -> Fault:
    return Fault(path, f"is missing; {NEEDED.get(path.rpartition('.')[2], 'FHIR R4 wants it there')}")


def _of_license(questionnaire: Questionnaire) -> list[Fault]:
    """Most published forms belong to somebody: a clinic that asks one has to know that it may."""
    return [] if license_of(questionnaire) else [Fault("copyright", UNLICENSED)]


def _named(given: dict[str, Any]) -> Questionnaire:
    url = str(given.get("url", "")).partition("|")[0]
    key, version = given.get("id") or re.split("[/:]", url)[-1], given.get("version", "1")
    if not key:
        raise NotLoadable([Fault("id", "is missing; give the form a name of its own")])
    if not KEY.fullmatch(key):
        where = "id" if "id" in given else "url"
        raise NotLoadable([Fault(where, f"“{key}” is no name for a form; use at most 64 letters, digits, - and .")])
    if not VERSION.fullmatch(version):
        raise NotLoadable([Fault("version", "must be at most 32 letters, digits, - and .")])
    return {**given, "id": key, "version": version}


async def load(
    program_id: UUID, questionnaire: Questionnaire, by: UUID | None, instrument_id: UUID, now: datetime
) -> Instrument:
    """Keeps a checked questionnaire for the program; sent again it is the same one.

    Raises Problem 404 for an id of another program's, 422 for a key that Daymark ships and for a form that it names and
    the program does not have, 409 for a version that is there with other content.
    """
    known = await Instrument.get_or_none(id=instrument_id)
    if known and known.program_id != program_id:
        raise not_found()
    if known:
        return known
    key, version = questionnaire["id"], questionnaire["version"]
    if key.lower() in {each for each, _ in shipped()} - await instead_of_shipped(program_id):
        raise Problem(422, f"Daymark has its own “{key}”; give this form another id.", field="id")
    await _refuse_unknown(program_id, questionnaire)
    instrument = Instrument(
        id=instrument_id,
        program_id=program_id,
        key=key,
        version=version,
        questionnaire=questionnaire,
        loaded_by_id=by,
        loaded_at=now,
    )
    same_version = Instrument.filter(program_id=program_id, key=key, version=version)
    try:
        there = await same_version.first()
        if there is None:
            async with in_transaction():
                await instrument.save(force_create=True)
                # Whether this version may be asked can differ from the one before.
                await mark_everybody_stale(program_id)
            return instrument
    except IntegrityError:  # the same one, at the same moment
        there = await same_version.get()
    if there.questionnaire != questionnaire:
        sentence = f"Version {version} of “{key}” is there with other content; give it a new version."
        raise Problem(409, sentence, field="version")
    return there


async def _refuse_unknown(program_id: UUID, questionnaire: Questionnaire) -> None:
    """A form that opens another one, or is stood in for by one, that is not there would lead nowhere."""
    known = {form["id"] for form in await in_use(program_id)} | {questionnaire["id"]}
    stand_in = stand_in_of(questionnaire)
    named = [each for opening in openings_of(questionnaire) for each in opening.instruments]
    for each in [*named, *([stand_in] if stand_in else [])]:
        if each not in known:
            sentence = f"This form leads to “{each}”, which is not known here; load that one first."
            raise Problem(422, sentence, field="extension")
