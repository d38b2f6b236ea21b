"""Keeping an answer: the answer, what rules see in it and the check-in's state, in one transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from server.checkins.instrument import check_items, version_of
from server.checkins.models import Answer, CheckIn, Flag
from server.checkins.score import Value, flags_of, scores_of
from server.http import CLOCK_SLACK, Problem, not_found
from server.people.models import Person, mark_stale


async def submit(
    answer_id: UUID,
    person: Person,
    *,
    check_in_id: UUID | None,
    instrument: str,
    version: str,
    language: str,
    items: dict[str, Value],
    answered_at: datetime,
    now: datetime,
) -> Answer:
    """Keeps an answer once, however often it is sent; the first one sent with this id counts.

    A closed window makes it late, never refused. Raises Problem 404 for an id or check-in of somebody else's, 422 for
    what the form does not allow or a time from the future.
    """
    known = await _known(answer_id, person)
    if known:
        return known
    check_items(version_of(instrument, version), items)
    if answered_at > now + CLOCK_SLACK:
        raise Problem(422, "This answer's time lies in the future; set this device's clock right.", field="answered_at")
    check_in = await _check_in(check_in_id, person)
    if check_in and answered_at < check_in.opens_at - CLOCK_SLACK:
        answered_at = now  # nobody answers a day before they are asked: the phone's clock is wrong
    late = check_in is not None and answered_at >= check_in.closes_at
    values: dict[str, Any] = {
        "check_in_id": check_in_id,
        "instrument": instrument,
        "version": version,
        "language": language,
        "items": items,
        "scores": scores_of(items),
        "answered_at": answered_at,
        "received_at": now,
        "late": late,
    }
    try:
        return await _keep(Answer(id=answer_id, person_id=person.id, **values))
    except IntegrityError:  # the same answer, sent twice at the same moment
        kept = await _known(answer_id, person)
        if kept is None:
            raise
        return kept


async def _known(answer_id: UUID, person: Person) -> Answer | None:
    answer = await Answer.get_or_none(id=answer_id)
    if answer and answer.person_id != person.id:
        raise not_found()
    return answer


async def _check_in(check_in_id: UUID | None, person: Person) -> CheckIn | None:
    if check_in_id is None:
        return None
    check_in = await CheckIn.get_or_none(id=check_in_id, person_id=person.id)
    if check_in is None:
        raise not_found()
    return check_in


async def _keep(answer: Answer) -> Answer:
    before = (
        await Answer.filter(
            person_id=answer.person_id, instrument=answer.instrument, answered_at__lt=answer.answered_at
        )
        .order_by("-answered_at")
        .first()
    )
    rules = flags_of(answer.items, answer.scores, before.scores if before else None)
    async with in_transaction():
        await answer.save(force_create=True)
        await Flag.bulk_create([Flag(answer_id=answer.id, person_id=answer.person_id, rule=rule) for rule in rules])
        if answer.check_in_id:
            await CheckIn.filter(id=answer.check_in_id, answered_at=None).update(answered_at=answer.answered_at)
        await mark_stale(answer.person_id)
    return answer
