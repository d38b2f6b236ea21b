"""Reading the parts of a FHIR R4 Questionnaire, as JSON has them."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

HL7 = "http://hl7.org/fhir/StructureDefinition/"
OURS = "urn:daymark:"
LANGUAGES = ("en", "es")
KNOWN = 256  # parsed questionnaires kept

Questionnaire = dict[str, Any]
Scalar = int | float | bool | str
T = TypeVar("T")


def once(parse: Callable[[Questionnaire], T]) -> Callable[[Questionnaire], T]:
    """Parses the same object once. Questionnaires are never changed after they are read."""
    known: OrderedDict[int, tuple[Questionnaire, T]] = OrderedDict()

    @wraps(parse)
    def parsed(questionnaire: Questionnaire) -> T:
        found = known.get(id(questionnaire))
        if found is None:
            # Kept together with the result: as long as it is here, nothing else gets its id.
            found = known[id(questionnaire)] = (questionnaire, parse(questionnaire))
            if len(known) > KNOWN:
                known.popitem(last=False)
        return found[1]

    return parsed


def extensions(element: Mapping[str, Any], url: str) -> list[dict[str, Any]]:
    return [each for each in element.get("extension", []) if each.get("url") == url]


def extension(element: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The first extension with this url, empty where there is none."""
    return next(iter(extensions(element, url)), {})


def content(element: Mapping[str, Any], prefix: str = "value") -> Any:
    """What stands in `value[x]`, whatever its type; none where there is nothing."""
    return next((each for key, each in element.items() if key.startswith(prefix) and key != prefix), None)


def part(element: Mapping[str, Any], name: str) -> Any:
    """The value of one part of an extension of ours."""
    return content(extension(element, name))


def language_of(questionnaire: Questionnaire) -> str:
    """The one that its texts are written in, without the region."""
    return str(questionnaire.get("language", "en")).split("-")[0]


def words_of(element: Mapping[str, Any], name: str, language: str = "en", *, fill: bool = True) -> dict[str, str]:
    """A text in every language it has. With `fill` always in those of the app: untranslated as its author wrote it."""
    text = str(element.get(name, ""))
    found = {language: text}
    for each in extensions(element.get(f"_{name}", {}), HL7 + "translation"):
        found[str(part(each, "lang"))] = str(part(each, "content"))
    # What a value set says in other languages.
    found |= {each["language"]: each["value"] for each in element.get("designation", []) if "language" in each}
    for spoken in list(found):
        found.setdefault(spoken.split("-")[0], found[spoken])  # one in es-419 is one in es
    return dict.fromkeys(LANGUAGES, text) | found if fill else found


def spoken_in(questionnaire: Questionnaire, wanted: str) -> str:
    """In which language the form is read to somebody who wants this one. As in the app half a translation is none: the
    form is then read as its author wrote it."""
    return wanted if wanted in _spoken(questionnaire) else language_of(questionnaire)


@once
def _spoken(questionnaire: Questionnaire) -> frozenset[str]:
    own = language_of(questionnaire)
    texts = [words_of(item, "text", own, fill=False) for _, item in walk(questionnaire) if item.get("text")]
    return frozenset(each for each in LANGUAGES if all(each in words for words in texts))


def walk(questionnaire: Questionnaire) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every item with its path, like `item[2].item[0]`, in the order of the form."""
    yield from _walk(questionnaire.get("item", []), "")


def _walk(elements: list[dict[str, Any]], above: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for n, element in enumerate(elements):
        path = f"{above}item[{n}]"
        yield path, element
        yield from _walk(element.get("item", []), f"{path}.")


@dataclass(frozen=True)
class Option:
    value: Scalar
    number: float | None  # its ordinalValue


def options_of(questionnaire: Questionnaire, element: dict[str, Any]) -> list[Option]:
    """Those of its own, or of the value set that the form brings with it."""
    own = [_option(each) for each in element.get("answerOption", [])]
    return own or [_option({"valueCoding": each}) for each in concepts_of(questionnaire, element)]


def concepts_of(questionnaire: Questionnaire, element: dict[str, Any]) -> list[dict[str, Any]]:
    """The codings of the contained value set that `answerValueSet` names."""
    wanted = element.get("answerValueSet")
    for each in questionnaire.get("contained", []):
        if wanted == f"#{each.get('id')}":
            included = each.get("compose", {}).get("include", [])
            expanded = each.get("expansion", {}).get("contains", [])
            return list(expanded) or [
                _in_system(one, concept) for one in included for concept in one.get("concept", [])
            ]
    return []


def _in_system(included: dict[str, Any], concept: dict[str, Any]) -> dict[str, Any]:
    return {"system": included["system"], **concept} if "system" in included else concept


def _option(element: dict[str, Any]) -> Option:
    number = part(element.get("valueCoding", {}), HL7 + "ordinalValue")
    number = part(element, HL7 + "ordinalValue") if number is None else number
    return Option(plain(content(element)), None if number is None else float(number))


def plain(answer: Any) -> Any:
    """As a value of an answer has it: of a coding its code."""
    return answer.get("code", "") if isinstance(answer, dict) else answer


def bound(element: dict[str, Any], name: str) -> Any:
    """What an item's `minValue` or `maxValue` says: a number or a date."""
    return part(element, HL7 + name)


def is_slider(element: dict[str, Any]) -> bool:
    return has_control(element, "slider")


def has_control(element: dict[str, Any], wanted: str) -> bool:
    control = part(element, f"{HL7}questionnaire-itemControl") or {}
    return any(each.get("code") == wanted for each in control.get("coding", []))


def step_of(element: dict[str, Any]) -> Any:
    """From one place of a slider to the next, where the form names it."""
    return part(element, f"{HL7}questionnaire-sliderStepValue")
