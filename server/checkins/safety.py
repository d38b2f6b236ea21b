"""Pure: what in a Questionnaire asks about suicide or self-harm, and which answers to it no urgent rule looks at."""

import re
from collections.abc import Iterator
from math import floor
from typing import Any
from unicodedata import normalize

from server.checkins.faults import NUMBERS, QUESTIONS, Fault
from server.checkins.form import Form, Item, is_number, wrong_one
from server.checkins.questionnaire import OURS, Questionnaire, concepts_of, extensions, part, walk, words_of
from server.checkins.rules import meets, when_of
from server.checkins.score import Tier

CODE = ("http://loinc.org", "44260-8")  # PHQ-9, question 9, also where it is a part of other forms
# Most published files carry no code. Better one form too many that has to say what follows from it.
WORDS = re.compile(
    r"""
    suicid
    | \bself[-\ \u2010\u2011]?(harm|injur|mutilat)
    | \b(hurt|harm|kill|cut|burn|injur)\w*\ (to\ )?(your|my|one|them)sel(f|ves)\b(?!\ (off|out|some)\b)
    | \b(better\ off|rather(\ be)?|(want|wish)\w*\ to\ be)\ dead\b
    | \b(you|i)\ (were|was)\ (dead|not\ alive)\b
    | \bbetter\ off\ without\ (you|me)\b
    | \b(want\w*|wish\w*|rather)\ (to\ )?die\b
    | \bthoughts?\ (of|about)\ (death|dying)\b
    | \b(end|ending|ended|take|taking|taken|took)\ (your|my|one['’]s|their)\ (own\ )?li(fe|ves)\b(?!\ back\b)
    | \bend(ing|ed)?\ it\ all\b
    | (\bnot|n['’]t)\ worth\ living\b
    | (\bnot|n['’]t|\bno\ longer)\ want\w*\ to\ (live|be\ alive)\b
    | \bsleep\ and\ (not|never)\ wak(e|ing)\ up\b

    | \bautol[ei]s | \bautoagre | \bautomutil | \bautoinflig
    | \bmejor\ muert
    | \b(lastim|mat|dañ)ar(se|te|me)\b | \bherir(se|te|me)\b
    | \bhac\w*(se|te|me)\ daño
    | \b(se|te|me)\ (h\w+\ )?(lastim\w+|hecho\ daño|hizo\ daño|hice\ daño|hiciste\ daño)
    | \bcort\w+\ (\w+\ )?a\ propósito
    | \bquit\w+\ (la|su|tu|mi)\ (propia\ )?vida\b
    | \b(acab|termin)\w+\ con\ (la|su|tu|mi)\ (propia\ )?vida\b
    | \bfin\ a\ (la|su|tu|mi)\ (propia\ )?vida\b
    | \best(ar|uvi\w+|arías?)\ (mejor\ )?muert
    | \b(quer|quier|quis|dese|prefer|prefier)\w+\ morir | \bganas\ de\ morir | \bpens\w+\ en\ morir
    | \bdorm\w+\ y\ (ya\ )?no\ (volver\ a\ )?despert
    | \b(pensamientos?|ideas?)\ (de|sobre|en)\ (la\ )?muerte\b
    | \bno\ (quer|quier|quis|dese)\w+\ (seguir\ )?(vivir|viviendo)\b
    | \bno\ val\w+\ la\ pena\ vivir\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
FINEST = 1e-6  # between two answers to a decimal without steps
DIGITS = 9  # of such an answer
ASKS = "asks about suicide or self-harm"
GIVE = f"give the form a {OURS}rule of tier urgent for"

Element = dict[str, Any]


def unwatched(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Where a form, whose items are right, asks about safety and an answer to it meets no urgent rule.

    Any answer but the lowest is to be followed up, so a rule on the worst one alone is not enough.
    """
    look = _Look(questionnaire)
    for path, element in look.elements:
        yield from look.at(path, element)


class _Look:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.items = Form.of(questionnaire).items
        self.elements = list(walk(questionnaire))
        urgent = [rule for rule in extensions(questionnaire, f"{OURS}rule") if part(rule, "tier") == Tier.urgent]
        self.whens = [when_of(each) for rule in urgent for each in extensions(rule, "when")]

    def at(self, path: str, element: Element) -> Iterator[Fault]:
        if element["type"] in QUESTIONS:
            yield from self._question(path, element)
        elif _speaks_of_it(element):
            yield from self._group(path) if element["type"] == "group" else self._display(path)

    def _question(self, path: str, element: Element) -> Iterator[Fault]:
        link_id = element["linkId"]
        if not self._asks(path, element):
            item, said = self.items[link_id], self._said(element)
            missed = [each for each in self._telling(item) if each in said and not self._is_met(item, each)]
            meet = "these answers meet"
        elif self._can_be_watched(element):
            missed, meet = self._missed(element), "every answer but the lowest one meets"
        else:
            yield Fault(path, f"{ASKS}, and no rule can look at words or days; ask it as yes or no or with options")
            return
        if missed:
            named = ", ".join(_as_said(each) for each in missed[: 1 if element["type"] in NUMBERS else None])
            yield Fault(path, f"{ASKS}; {GIVE} “{link_id}” that {meet}, or nobody would learn of {named}")

    def _asks(self, path: str, element: Element) -> bool:
        """By its code, its words, what is shown inside it, all it offers, or, where rules can look, a heading above."""
        codings = [(each.get("system"), each.get("code")) for each in element.get("code", [])]
        shown = [each for each in element.get("item", []) if each["type"] == "display"]
        above = [each for at, each in self.elements if each["type"] == "group" and path.startswith(f"{at}.")]
        headings = above if self._can_be_watched(element) else []
        if CODE in codings or any(map(_speaks_of_it, (element, *shown, *headings))):
            return True
        options = self.items[element["linkId"]].options
        return bool(options) and len(self._said(element)) == len(options)

    def _group(self, path: str) -> Iterator[Fault]:
        """Each question in it that a rule can look at is looked at by itself."""
        if not any(self._can_be_watched(each) for at, each in self.elements if at.startswith(f"{path}.")):
            yield Fault(path, f"{ASKS}, and no rule can look at what is in it; ask as yes or no or with options")

    def _display(self, path: str) -> Iterator[Fault]:
        """What is shown inside a question is a part of it. Behind the last question it is advice, not a question's."""
        above = path.rpartition(".")[0]
        if any(at == above and each["type"] in QUESTIONS for at, each in self.elements):
            return
        shown = [at for at, _ in self.elements].index(path)
        behind = [each for _, each in self.elements[shown:] if each["type"] in QUESTIONS]
        if behind and not any(self._can_be_watched(each) and not self._missed(each) for each in behind):
            otherwise = "or show it behind the last question"
            yield Fault(path, f"{ASKS}; {GIVE} the question behind it that it belongs to, {otherwise}")

    def _can_be_watched(self, element: Element) -> bool:
        """What a rule can look at: no words and no days."""
        return element["type"] in ("boolean", *NUMBERS) or bool(self.items[element["linkId"]].options)

    def _missed(self, element: Element) -> list[Any]:
        """The answers but the lowest that meet no urgent rule."""
        item = self.items[element["linkId"]]
        missed = [each for each in self._telling(item) if not self._is_met(item, each)]
        # Without numbers only the form's author knows which one says no: it is the one that no rule looks at.
        says_no = 1 if len(item.options) > 1 and not _is_ranked(item) else 0
        return missed if len(missed) > says_no else []

    def _said(self, element: Element) -> list[Any]:
        """The options that speak of it."""
        codings = [{"valueCoding": each} for each in concepts_of(self.questionnaire, element)]
        options = zip(self.items[element["linkId"]].options, element.get("answerOption") or codings, strict=True)
        return [option.value for option, each in options if _option_speaks_of_it(each)]

    def _telling(self, item: Item) -> list[Any]:
        if item.type == "boolean":
            return [True]
        if item.type in NUMBERS:
            return self._numbers(item)
        numbers = [option.number for option in item.options if option.number is not None]
        lowest = min(numbers) if _is_ranked(item) else None
        return [option.value for option in item.options if option.number is None or option.number != lowest]

    def _numbers(self, item: Item) -> list[Any]:
        """Beside each number that a rule names, and at both ends: between these nothing changes."""
        lowest, step = item.low or 0, 1 if item.type == "integer" else item.step or FINEST
        named = [when.value for when in self.whens if when.item == item.link_id and is_number(when.value)]
        marks = [floor((mark - lowest) / step) for mark in (lowest, *named, *([item.high] if item.high else []))]
        steps = sorted({mark + beside for mark in marks for beside in (-1, 0, 1, 2)})
        numbers = [round(lowest + n * step, DIGITS) for n in steps if n > 0]
        return [each for each in numbers if not wrong_one(item, each)]

    def _is_met(self, item: Item, answer: Any) -> bool:
        return any(when.item == item.link_id and meets(item, when, answer) for when in self.whens)


def _as_said(answer: Any) -> str:
    if isinstance(answer, float):
        return f"“{answer:f}”"
    return "“yes”" if answer is True else f"“{answer}”"


def _is_ranked(item: Item) -> bool:
    return len({option.number for option in item.options} - {None}) > 1


def _option_speaks_of_it(option: Element) -> bool:
    coding = option.get("valueCoding")
    if coding:
        return _speaks_of_it(coding, "display" if "display" in coding else "code")
    return _speaks_of_it(option, "valueString")


def _speaks_of_it(element: Element, name: str = "text") -> bool:
    """In any language that it has."""
    texts = words_of(element, name, fill=False).values()
    return any(WORDS.search(" ".join(normalize("NFC", text).split())) for text in texts)
