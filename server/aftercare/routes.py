"""Writing, proposing and agreeing to the aftercare plan."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from server.aftercare.models import PlanDraft, PlanVersion
from server.http import Call, Endpoint, Kept, Moment, Schema, not_found, put, refuse_future
from server.people.access import person_in_care
from server.people.models import Person
from server.people.signin import SignedIn, participant, staff

PHONE_DIGITS = 3  # 988 is a number people call


def _callable(phone: str) -> str:
    if sum(character.isdigit() for character in phone) < PHONE_DIGITS:
        raise ValueError("is not a phone number; write at least three digits")
    return phone.strip()


Line = Annotated[str, Field(max_length=500)]
Lines = Annotated[list[Line], Field(max_length=20)]
Phone = Annotated[str, Field(max_length=40), AfterValidator(_callable)]


class Coping(Schema):
    text: Line
    exercise: str | None = Field(max_length=64, description="The key of an exercise that helps with it.")


class PersonToAsk(Schema):
    name: Line
    relation: Line
    phone: Phone


class Professional(Schema):
    name: Line
    note: Line
    phone: Phone


class SafetySteps(Schema):
    """What to do when it gets dangerous, in this order."""

    warning_signs: Lines
    on_my_own: list[Coping] = Field(max_length=20)
    distractions: Lines
    people: list[PersonToAsk] = Field(max_length=20)
    professionals: list[Professional] = Field(max_length=20)
    safer: Lines


class StayingWell(Schema):
    reasons: Lines
    triggers: Lines
    early_signs: Lines
    coping: list[Coping] = Field(max_length=20)
    routine: Lines
    at_first_sign: Lines
    after_lapse: Lines


class Afterwards(Schema):
    appointment: Line
    support: Lines
    review_on: date | None


class PlanContent(Schema):
    safety: SafetySteps
    staying_well: StayingWell
    afterwards: Afterwards

    @classmethod
    def of(cls, stored: object) -> "PlanContent":
        """Reads the JSON value that a column holds, in which a date is text."""
        return cls.model_validate(stored, strict=False)


class PlanIn(Schema):
    person: UUID
    content: PlanContent


class AgreementIn(Schema):
    agreed_at: Moment


class PlanVersionKept(Kept):
    number: int


class PlanVersionOut(Schema):
    id: UUID
    number: int
    content: PlanContent
    proposed_at: Moment
    proposed_by: str
    agreed_at: Moment | None

    @classmethod
    def of(cls, version: PlanVersion) -> "PlanVersionOut":
        """`version.proposed_by` must be fetched."""
        return cls(
            id=version.id,
            number=version.number,
            content=PlanContent.of(version.content),
            proposed_at=version.proposed_at,
            proposed_by=version.proposed_by.called_or_name,
            agreed_at=version.agreed_at,
        )


@put("/api/plan-drafts/{id:uuid}", door=staff, body=PlanIn)
async def put_plan_draft(call: Call[PlanIn, SignedIn]) -> Kept:
    """Keeps what is written so far; the newest id wins, however late an older one arrives."""
    refuse_future(call)
    counselor, content = call.viewer.person, call.body.content.model_dump(mode="json")
    person = await person_in_care(counselor, call.body.person, "PUT /api/plan-drafts/{id}", call.now)
    await PlanDraft.write(call.id, person, counselor, content, call.now)
    return Kept(id=call.id)


@put("/api/plan-versions/{id:uuid}", door=staff, body=PlanIn, returns=PlanVersionKept)
async def put_plan_version(call: Call[PlanIn, SignedIn]) -> PlanVersionKept:
    """Proposes a version to the person. One that still waited for their agreement is superseded."""
    counselor = call.viewer.person
    version = await PlanVersion.get_or_none(id=call.id, proposed_by_id=counselor.id) or await _propose(call)
    return PlanVersionKept(id=version.id, number=version.number)


async def _propose(call: Call[PlanIn, SignedIn]) -> PlanVersion:
    counselor, content = call.viewer.person, call.body.content.model_dump(mode="json")
    person = await person_in_care(counselor, call.body.person, "PUT /api/plan-versions/{id}", call.now)
    return await PlanVersion.propose(call.id, person, counselor, content, call.now)


@put("/api/agreements/{id:uuid}", door=participant, body=AgreementIn)
async def put_agreement(call: Call[AgreementIn, SignedIn]) -> Kept:
    """Agrees to the version with this id, which from then on is the plan."""
    version = await PlanVersion.get_or_none(id=call.id, person_id=call.viewer.person.id)
    if version is None:
        raise not_found()
    await version.agree(call.body.agreed_at)
    return Kept(id=version.id)


async def plan_of(person: Person) -> tuple[PlanVersionOut | None, PlanVersionOut | None]:
    """The version the person agreed to last, and the one that waits for their agreement."""
    theirs = PlanVersion.filter(person_id=person.id).order_by("-number").select_related("proposed_by")
    agreed = await theirs.filter(agreed_at__not_isnull=True).first()
    proposed = await theirs.filter(agreed_at=None, superseded=False).first()
    return (PlanVersionOut.of(agreed) if agreed else None, PlanVersionOut.of(proposed) if proposed else None)


async def draft_of(person: Person) -> PlanContent | None:
    """What the staff are writing for this person now."""
    draft = await PlanDraft.get_or_none(person_id=person.id)
    return PlanContent.of(draft.content) if draft else None


async def versions_of(person: Person) -> list[PlanVersionOut]:
    """Every version that was ever proposed to this person, the newest first."""
    versions = await PlanVersion.filter(person_id=person.id).order_by("-number").select_related("proposed_by")
    return [PlanVersionOut.of(version) for version in versions]


ENDPOINTS: list[Endpoint] = [put_plan_draft, put_plan_version, put_agreement]
