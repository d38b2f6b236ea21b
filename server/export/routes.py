"""Answers on their way out: one's own copy, one person's for their counselor, the whole program's for an admin. What
somebody takes goes out alone, and only to them and to whom they share it with."""

from collections.abc import Awaitable, Callable, Iterator

from server.export.bundle import bundle_json
from server.export.codebook import codebook_csv
from server.export.medication import medication_csv
from server.export.scope import Scope
from server.export.table import answers_csv
from server.http import Call, Download, Endpoint, download, not_found
from server.people.access import person_in_care
from server.people.models import Audit, Role
from server.people.signin import SignedIn, participant, staff

CSV = "text/csv; charset=utf-8"
FHIR = "application/fhir+json"

Asked = Call[None, SignedIn]
ScopeOf = Callable[[Asked, str], Awaitable[Scope]]


async def _own(call: Asked, what: str) -> Scope:
    person = call.viewer.person
    return Scope(person.program_id, person)


async def _one(call: Asked, what: str) -> Scope:
    person = await person_in_care(call.viewer.person, call.id, what, call.now)
    return Scope(person.program_id, person)


async def _everybody(call: Asked, what: str) -> Scope:
    """Everybody's answers leave the house at once, so only an admin has them, and it is written down."""
    viewer = call.viewer.person
    if viewer.role != Role.admin:
        raise not_found()
    await Audit.create(at=call.now, viewer_id=viewer.id, person_id=None, what=what)
    return Scope(viewer.program_id, None)


def _endpoints(
    whose: str, folder: str, door: Callable[..., Awaitable[SignedIn]], scope_of: ScopeOf
) -> Iterator[Endpoint]:
    """The three files under one address; `whose` tells their operations apart in the description of the API."""

    place = folder.replace(":uuid", "")

    async def read_answers_csv(call: Asked) -> Download:
        """One row for each answer, a column for each question and score."""
        scope = await scope_of(call, f"GET {place}/answers.csv")
        return Download(f"{scope.name}.csv", answers_csv(scope))

    async def read_codebook_csv(call: Asked) -> Download:
        """What each column of the answers means."""
        scope = await scope_of(call, f"GET {place}/codebook.csv")
        return Download(f"{scope.name}-codebook.csv", codebook_csv(scope))

    async def read_fhir(call: Asked) -> Download:
        """A FHIR R4 Bundle: the forms, a QuestionnaireResponse for each answer, an Observation for each score."""
        scope = await scope_of(call, f"GET {place}/fhir.json")
        return Download(f"{scope.name}-fhir.json", bundle_json(scope, call.now))

    files = {"answers.csv": (read_answers_csv, CSV), "codebook.csv": (read_codebook_csv, CSV)}
    for name, (handler, media_type) in {**files, "fhir.json": (read_fhir, FHIR)}.items():
        handler.__name__ += f"_{whose}"
        yield download(f"{folder}/{name}", door=door, media_type=media_type)(handler)


@download("/api/history/medication.csv", door=participant, media_type=CSV)
async def read_own_medication_csv(call: Asked) -> Download:
    """What the viewer takes, and a row for each dose of which they said something."""
    return Download("medication.csv", medication_csv(call.viewer.person))


@download("/api/people/{id:uuid}/medication.csv", door=staff, media_type=CSV)
async def read_medication_csv_of_person(call: Asked) -> Download:
    """The same of a person in one's care, as long as they share it."""
    what = "GET /api/people/{id}/medication.csv"
    person = await person_in_care(call.viewer.person, call.id, what, call.now)
    if not person.shares_medication:
        raise not_found()
    return Download("medication.csv", medication_csv(person))


ENDPOINTS: list[Endpoint] = [
    *_endpoints("own", "/api/history", participant, _own),
    *_endpoints("of_person", "/api/people/{id:uuid}", staff, _one),
    *_endpoints("of_program", "/api/export", staff, _everybody),
    read_own_medication_csv,
    read_medication_csv_of_person,
]
