"""The aftercare plans: what was agreed, the one that waits for its person, and what is still being written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.aftercare.models import PlanDraft, PlanVersion
from server.aftercare.routes import PlanContent
from server.demo.chance import id_at
from server.demo.people import Character
from server.demo.plan_words import CASEY, ELI, HANA, LUIS, MAYA, NINA, OMAR, ROSA
from server.people.models import Person

BETWEEN_VERSIONS = timedelta(days=30)
SINCE_AGREED = timedelta(days=12)
SINCE_PROPOSED = timedelta(days=1)
REVIEWED_AFTER = timedelta(days=60)


@dataclass(frozen=True)
class Written:
    """How far somebody's plan has come: so many versions, of which the last one may wait for them."""

    content: PlanContent
    versions: int = 1
    waits: bool = False


PLANS = {
    "Casey W.": Written(CASEY, versions=2, waits=True),
    "Nina F.": Written(NINA),
    "Rosa M.": Written(ROSA),
    "Omar D.": Written(OMAR, versions=2),
    "Eli V.": Written(ELI),
    "Hana S.": Written(HANA),
}
DRAFTS = {"Maya T.": MAYA, "Luis G.": LUIS}


async def make_plans(character: Character, person: Person, now: datetime) -> None:
    """This person's versions, the earlier ones shorter, or the draft for their first one."""
    written = PLANS.get(character.name)
    if written:
        numbers = range(1, written.versions + 1)
        await PlanVersion.bulk_create([_version(written, number, person, now) for number in numbers])
    if character.name in DRAFTS:
        await _draft(DRAFTS[character.name], person, now - SINCE_PROPOSED)


def _version(written: Written, number: int, person: Person, now: datetime) -> PlanVersion:
    newer = written.versions - number
    proposed_at = now - (SINCE_PROPOSED if written.waits else SINCE_AGREED) - newer * BETWEEN_VERSIONS
    waits = written.waits and not newer
    content = _reviewed(_earlier(written.content) if newer else written.content, proposed_at.date() + REVIEWED_AFTER)
    return PlanVersion(
        id=id_at(proposed_at),
        person_id=person.id,
        number=number,
        content=content.model_dump(mode="json"),
        proposed_by_id=person.counselor_id,
        proposed_at=proposed_at,
        agreed_at=None if waits else proposed_at + timedelta(hours=5),
    )


def _earlier(content: PlanContent) -> PlanContent:
    """What stood there a month before: the same beginnings, with less of everything that is done every day."""
    well, after = content.staying_well, content.afterwards
    return content.model_copy(
        update={
            "staying_well": well.model_copy(update={"triggers": well.triggers[:1], "routine": well.routine[:1]}),
            "afterwards": after.model_copy(update={"support": after.support[:1]}),
        }
    )


def _reviewed(content: PlanContent, review_on: date) -> PlanContent:
    after = content.afterwards.model_copy(update={"review_on": review_on})
    return content.model_copy(update={"afterwards": after})


async def _draft(content: PlanContent, person: Person, written_at: datetime) -> None:
    await PlanDraft.create(
        person_id=person.id,
        content=content.model_dump(mode="json"),
        draft_id=id_at(written_at),
        written_by_id=person.counselor_id,
        written_at=written_at,
    )
