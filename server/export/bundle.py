"""Answers as a FHIR R4 Bundle: the people, the forms, a QuestionnaireResponse for each answer, its scores."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from server.checkins.form import same
from server.checkins.instrument import version_of
from server.checkins.load import as_known
from server.checkins.models import Answer
from server.checkins.questionnaire import OURS, Questionnaire, content, plain, spoken_in
from server.checkins.score import Score, band_at, scores_defined
from server.export.items import Item, offered, told_in
from server.export.scope import NOTICE, Scope
from server.people.models import Person

Resource = dict[str, Any]
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
LABELS = [
    {"system": CONFIDENTIALITY, "code": "R", "display": "restricted"},
    {"system": ACT_CODE, "code": "SUD"},
    {"system": ACT_CODE, "code": "42CFRPart2"},
]
META = {"security": LABELS}
SURVEY = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}],
}
CODING = ("system", "version", "code", "display")
VALUES = {"boolean": "valueBoolean", "integer": "valueInteger", "decimal": "valueDecimal", "date": "valueDate"}


async def bundle_json(scope: Scope, now: datetime) -> AsyncIterator[str]:
    """The Bundle, written while it is read: its pieces are a page of resources each."""
    head = {
        "resourceType": "Bundle",
        "meta": {**META, "tag": [{"system": "urn:daymark:notice", "code": "42CFRPart2", "display": NOTICE}]},
        "type": "collection",
        "timestamp": _instant(now),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1]
    before = ', "entry": ['  # FHIR knows no empty list
    async for resources in _pages(scope):
        yield before + ",\n".join(json.dumps(_entry(each), ensure_ascii=False) for each in resources)
        before = ",\n"
    yield "}" if before.endswith("[") else "]}"


async def _pages(scope: Scope) -> AsyncIterator[list[Resource]]:
    async for people in scope.people():
        yield [patient_of(person, named=scope.person is not None) for person in people]
    forms: dict[tuple[str, str], Questionnaire] = {}
    async for answers in scope.answers():
        # Each form before the first answer to it, also to one that came while this is read.
        missing = {(each.instrument, each.version) for each in answers} - forms.keys()
        found = {version: await version_of(scope.program_id, *version) for version in sorted(missing)}
        forms |= found
        resources = [each for answer in answers for each in resources_of(answer, forms[_version_of(answer)])]
        yield [*map(questionnaire_of, found.values()), *resources]


def _version_of(answer: Answer) -> tuple[str, str]:
    return answer.instrument, answer.version


def _entry(resource: Resource) -> Resource:
    return {"fullUrl": f"urn:uuid:{_uuid_of(resource)}", "resource": resource}


def _uuid_of(resource: Resource) -> str:
    """Two versions of a form have one url, and in a bundle everything has its own."""
    if resource["resourceType"] != "Questionnaire":
        return str(resource["id"])
    return str(uuid5(NAMESPACE_URL, f"urn:daymark:instrument:{resource['id']}|{resource['version']}"))


def patient_of(person: Person, *, named: bool) -> Resource:
    """Only an id where many people go out together; their name where it is one."""
    patient: Resource = {"resourceType": "Patient", "id": str(person.id), "meta": META}
    return {**patient, "name": [{"text": person.name}]} if named else patient


def questionnaire_of(form: Questionnaire) -> Resource:
    """As it was answered; without the translations inside extensions, which common readers of FHIR refuse."""
    return {**as_known(form), "url": url_of(form), "meta": {**form.get("meta", {}), **META}}


def url_of(form: Questionnaire) -> str:
    return str(form.get("url") or f"urn:daymark:instrument:{form['id']}").partition("|")[0]


def resources_of(answer: Answer, form: Questionnaire) -> list[Resource]:
    """The response and, unless it was corrected by another, its scores."""
    response = response_of(answer, form)
    if answer.superseded_at:
        return [response]
    return [
        response,
        *(observation_of(answer, form, score) for score in scores_defined(form) if score.name in answer.scores),
    ]


def response_of(answer: Answer, form: Questionnaire) -> Resource:
    """A corrected answer is entered-in-error; the one that corrects it is amended, and names it. What was asked is told
    as it was read, and `language` is that of these texts."""
    status = "entered-in-error" if answer.superseded_at else "amended" if answer.revises_id else "completed"
    language = spoken_in(form, answer.language)
    told = told_in(form, language)
    items = _answered(told, told.get("item", []), answer.items, "")
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(answer.id),
        "meta": META,
        "language": language,
        **({"extension": [_revises(answer.revises_id)]} if answer.revises_id else {}),
        "questionnaire": f"{url_of(form)}|{answer.version}",
        "status": status,
        "subject": {"reference": f"urn:uuid:{answer.person_id}"},
        "authored": _instant(answer.answered_at),
        "source": {"reference": f"urn:uuid:{answer.person_id}"},
        **({"item": items} if items else {}),
    }


def _revises(answer_id: UUID) -> Resource:
    """R4 has nothing for it that a response may carry: its own `replaces` is for definitions only."""
    return {"url": f"{OURS}revises", "valueReference": {"reference": f"urn:uuid:{answer_id}"}}


def _answered(form: Questionnaire, items: list[Item], values: Mapping[str, Any], at: str) -> list[Resource]:
    """The items that hold an answer; `at` is the repetition of the groups around them, like `~0~2`."""
    found: list[Resource] = []
    for item in items:
        if item["type"] == "group" and item.get("repeats"):
            found += _repetitions(form, item, values, at)
        else:
            found += _one(form, item, values, at)
    return found


def _repetitions(form: Questionnaire, group: Item, values: Mapping[str, Any], at: str) -> list[Resource]:
    return [each for n in _rounds(values, at) for each in _one(form, group, values, f"{at}~{n}")]


def _rounds(values: Mapping[str, Any], at: str) -> list[int]:
    """The repetitions inside `at` in which something was answered, in any group; there may be gaps between them."""
    around = at.split("~")[1:]
    inside = [place for key in values if (place := key.split("~")[1:])[: len(around)] == around]
    return sorted({int(place[len(around)]) for place in inside if len(place) > len(around)})


def _one(form: Questionnaire, item: Item, values: Mapping[str, Any], at: str) -> list[Resource]:
    inner = _answered(form, item.get("item", []), values, at)
    said = values.get(item["linkId"] + at)
    answers = [_value(form, item, each) for each in (said if isinstance(said, list) else [said]) if each is not None]
    if not inner and not answers:
        return []
    head = {"linkId": item["linkId"], **({"text": item["text"]} if "text" in item else {})}
    if item["type"] == "group":
        return [{**head, "item": inner}]
    # What is asked inside a question stands inside its answer, if it has one.
    if inner and answers:
        answers[0]["item"] = inner
    return [{**head, "answer": answers} if answers else {**head, "item": inner}]


def _value(form: Questionnaire, item: Item, value: Any) -> Resource:
    if item["type"] in VALUES:
        return {VALUES[item["type"]]: value}
    chosen = next((each for each in offered(form, item) if same(plain(content(each)), value)), {"valueString": value})
    coding = chosen.get("valueCoding")
    return {"valueCoding": {key: coding[key] for key in CODING if key in coding}} if coding else chosen


def observation_of(answer: Answer, form: Questionnaire, score: Score) -> Resource:
    """One score: the total's own code where it has one, and ours."""
    value = answer.scores[score.name]
    band = band_at(score, value)
    local = {"system": "urn:daymark:score", "code": f"{form['id']}.{score.name}"}
    coding = [*([dict(score.code)] if score.code else []), local]
    return {
        "resourceType": "Observation",
        "id": str(uuid5(answer.id, f"score {score.name}")),
        "meta": META,
        "status": "amended" if answer.revises_id else "final",
        "category": [SURVEY],
        "code": {"coding": coding, "text": score.title["en"]},
        "subject": {"reference": f"urn:uuid:{answer.person_id}"},
        "effectiveDateTime": _instant(answer.answered_at),
        "issued": _instant(answer.received_at),
        "valueQuantity": {
            "value": value,
            "unit": "{score}",
            "system": "http://unitsofmeasure.org",
            "code": "{score}",
        },
        **({"interpretation": [{"text": band["en"]}]} if band else {}),
        "derivedFrom": [{"reference": f"urn:uuid:{answer.id}"}],
    }


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
