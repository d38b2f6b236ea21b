"""What the phone does by itself at an answer, as a clinician reads it: nobody at the clinic has to act on it."""

from uuid import UUID

from server.checkins.instrument import in_use
from server.checkins.questionnaire import Questionnaire
from server.checkins.routes import Words
from server.checkins.rules import Opening, openings_of, rules_of
from server.checkins.score import scores_defined
from server.http import Schema
from server.review.scores import title_of


class OfferOut(Schema):
    """A rule without a tier: it raises nothing and offers something to the person."""

    text: Words
    instruments: list[Words]


class OpeningOut(Schema):
    """A score of a short form that opens a full one right there."""

    instrument: Words
    score: Words
    operator: str
    value: float
    opens: list[Words]  # the first of these that the program may use


async def offers_of(program_id: UUID) -> list[OfferOut]:
    """Of one that several forms carry in the same words, all of them are said."""
    found: dict[tuple[str, str], OfferOut] = {}
    for form in await in_use(program_id):
        for rule in rules_of(form):
            if rule.tier is None:
                said = found.setdefault(
                    (rule.name, rule.text["en"]), OfferOut(text=Words.of(rule.text), instruments=[])
                )
                said.instruments.append(title_of(form))
    return list(found.values())


async def openings_in(program_id: UUID) -> list[OpeningOut]:
    forms = {form["id"]: form for form in await in_use(program_id)}
    return [_opening(form, each, forms) for form in forms.values() for each in openings_of(form)]


def _opening(form: Questionnaire, opening: Opening, forms: dict[str, Questionnaire]) -> OpeningOut:
    titles = {score.name: Words.of(score.title) for score in scores_defined(form)}
    return OpeningOut(
        instrument=title_of(form),
        score=titles[opening.score],
        operator=opening.operator,
        value=opening.value,
        opens=[title_of(forms[each]) for each in opening.instruments if each in forms],
    )
