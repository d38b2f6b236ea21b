"""One answer in full, and saying that it was read."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from server.checkins.instrument import version_of
from server.checkins.models import Answer
from server.checkins.routes import Item, ScoreOut
from server.checkins.score import Tier
from server.checkins.written import Written, stored, written_in
from server.http import Call, Kept, Moment, Schema, get, not_found, put
from server.people.access import person_in_care
from server.people.models import Person
from server.people.signin import SignedIn, staff
from server.review.scores import scores_out
from server.review.standing import mark_standing_stale

TIERS = list(Tier)


class PersonName(Schema):
    id: UUID
    name: str


class Revision(Schema):
    id: UUID
    answered_at: Moment
    flags: list[str]


class AnswerOut(Schema):
    id: UUID
    person: PersonName
    instrument: dict[str, Any]
    items: list[Item]
    before: list[Item]
    scores: list[ScoreOut]
    answered_at: Moment
    received_at: Moment
    late: bool
    for_day: date | None
    flags: list[str]
    alerts: list[UUID]  # those of its other revisions too
    revises: UUID | None
    superseded: bool
    revisions: list[Revision]  # all of this answer, the first one first; one that was never corrected has one
    reviewed_by: str | None
    reviewed_at: Moment | None
    notes: list[Written]
    replies: list[Written]


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class ReviewIn(Schema):
    answer: UUID
    note: Text | None = None  # for staff
    reply: Text | None = None  # for the person


class ReviewKept(Kept):
    reviewed_by: str
    reviewed_at: Moment
    first: bool  # this review counts; otherwise another was first
    mine: bool  # the one that counts is the viewer's


@get("/api/answers/{id:uuid}", door=staff, returns=AnswerOut)
async def read_answer(call: Call[None, SignedIn]) -> AnswerOut:
    """One answer in full, with the form as it was answered and the answer before it."""
    answer = await _answer_in_care(call, call.id, "GET /api/answers/{id}")
    form = await version_of(answer.person.program_id, answer.instrument, answer.version)
    before, revisions = await _before(answer), await _revisions(answer)
    flags = [flag for each in revisions for flag in each.flags]
    return AnswerOut(
        id=answer.id,
        person=PersonName(id=answer.person.id, name=answer.person.name),
        instrument=form,
        items=items_of(answer),
        # Another version may ask something else by the same name: nothing is put into words that nobody was shown.
        before=items_of(before) if before and before.version == answer.version else [],
        scores=scores_out(form, answer.scores, before.scores if before else None),
        for_day=answer.check_in.local_date if answer.check_in else None,
        # Migration 0003 gave what had been read before there were alerts an id that is none.
        alerts=sorted({flag.alert_id for flag in flags if flag.alert_id and flag.alert_id.int}),
        revises=answer.revises_id,
        superseded=answer.superseded_at is not None,
        revisions=[Revision(id=each.id, answered_at=each.answered_at, flags=flags_of(each)) for each in revisions],
        notes=written_in(answer.note, answer, reviewer_of(answer)),
        replies=written_in(answer.reply, answer, reviewer_of(answer)),
        answered_at=answer.answered_at,
        received_at=answer.received_at,
        late=answer.late,
        flags=flags_of(answer),
        reviewed_by=reviewer_of(answer),
        reviewed_at=answer.reviewed_at,
    )


async def _answer_in_care(call: Call[Any, SignedIn], answer_id: UUID, what: str) -> Answer:
    answers = Answer.filter(id=answer_id).select_related("person", "check_in", "reviewed_by")
    answer = await answers.prefetch_related("flags").first()
    if answer is None:
        raise not_found()
    await person_in_care(call.viewer.person, answer.person_id, what, call.now)
    return answer


async def _before(answer: Answer) -> Answer | None:
    earlier = Q(answered_at__lt=answer.answered_at, superseded_at=None)
    same_form = Answer.filter(earlier, person_id=answer.person_id, instrument=answer.instrument)
    return await same_form.order_by("-answered_at").first()


async def _revisions(answer: Answer) -> list[Answer]:
    """What was corrected into what: back to the first one and on to the last."""
    corrected = Q(revises_id__not_isnull=True) | Q(superseded_at__not_isnull=True)
    columns = Answer.filter(corrected, person_id=answer.person_id).only("id", "revises_id", "answered_at")
    involved = await columns.prefetch_related("flags")
    by_id, by_revised = {each.id: each for each in involved}, {each.revises_id: each for each in involved}
    found = [answer]
    while found[0].revises_id in by_id:
        found.insert(0, by_id[found[0].revises_id])
    while found[-1].id in by_revised:
        found.append(by_revised[found[-1].id])
    return found


def items_of(answer: Answer) -> list[Item]:
    return [Item(link_id=link_id, value=value) for link_id, value in answer.items.items()]


def flags_of(answer: Answer) -> list[str]:
    """The rules that this answer met, the most pressing first. `answer.flags` must be fetched."""
    return [flag.rule for flag in sorted(answer.flags, key=lambda each: (TIERS.index(each.tier), each.id))]


@put("/api/reviews/{id:uuid}", door=staff, body=ReviewIn, returns=ReviewKept)
async def review_answer(call: Call[ReviewIn, SignedIn]) -> ReviewKept:
    """Says that the answer was read. Whoever is second learns who was first; what they wrote is kept beside it."""
    viewer = call.viewer.person
    answer = await _answer_in_care(call, call.body.answer, "PUT /api/reviews/{id}")
    reviewed = await review(answer, viewer, call.id, call.now, call.body.note, call.body.reply)
    return ReviewKept(
        id=call.id,
        reviewed_by=reviewer_of(reviewed) or "",
        reviewed_at=reviewed_at(reviewed),
        first=reviewed.review_id == call.id,
        mine=reviewed.reviewed_by_id == viewer.id,
    )


async def review(
    answer: Answer, by: Person, review_id: UUID, now: datetime, note: str | None, reply: str | None
) -> Answer:
    """Marks the answer as read by whoever is first, and keeps what is written; the answer as it is then.

    What is written stands by itself, with who and when. The same review again changes nothing.
    """
    async with in_transaction():
        # On PostgreSQL two who write at once wait here for each other; on SQLite they did when they began.
        held = await Answer.filter(id=answer.id).select_for_update().get()
        await held.fetch_related("reviewed_by")
        change: dict[str, Any] = {}
        for column, text in (("note", note), ("reply", reply)):
            if text:
                more = Written(id=review_id, by=by.called_or_name, at=now, text=text)
                change[column] = _added(written_in(getattr(held, column), held, reviewer_of(held)), more)
        if held.reviewed_at is None:
            change |= {"review_id": review_id, "reviewed_by_id": by.id, "reviewed_at": now}
        if change:
            await Answer.filter(id=answer.id).update(**change)
            await mark_standing_stale(answer.person_id)
    return await Answer.get(id=answer.id).select_related("reviewed_by")


def _added(there: list[Written], more: Written) -> list[Any]:
    known = any((each.id, each.text) == (more.id, more.text) for each in there)
    return stored(there if known else [*there, more])


def reviewer_of(answer: Answer) -> str | None:
    """`answer.reviewed_by` must be fetched."""
    return answer.reviewed_by.called_or_name if answer.reviewed_by else None


def reviewed_at(answer: Answer) -> datetime:
    """When it was read. ValueError for one that was not."""
    if answer.reviewed_at is None:
        raise ValueError("nobody has read this answer")
    return answer.reviewed_at
