"""Taking an answer: what the form and the check-in allow is kept, with what rules see in it."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from server.checkins.form import check_items
from server.checkins.instrument import version_of
from server.checkins.keep import Arrived, Asked, Chain, around, chain_of, write
from server.checkins.models import Answer
from server.checkins.rules import met
from server.checkins.score import scores_of
from server.http import CLOCK_SLACK, Problem, not_found
from server.together import Turns

REVISABLE = timedelta(hours=24)  # from when the first revision was received


async def submit(
    answer_id: UUID,
    person_id: UUID,
    program_id: UUID,
    *,
    check_in_id: UUID | None,
    instrument: str,
    version: str,
    language: str,
    items: dict[str, Any],
    answered_at: datetime,
    now: datetime,
    revises: UUID | None = None,
) -> Arrived:
    """Keeps an answer once, however often it is sent; the first one sent with this id counts.

    A closed window makes it late, never refused. Nor does a plan that changed refuse it: what a phone without a network
    was asked is kept in its check-in, also when that asks something else by now, was withdrawn, or may not be asked
    any more. A correction stands in for the answer that it revises, in the same check-in. Raises Problem 404 for an id
    or check-in of somebody else's, 422 for what the form does not allow or a time from the future, 409 for a correction
    that is too late or the second one.
    """
    answer = Arrived(
        id=answer_id,
        person_id=person_id,
        check_in_id=check_in_id,
        instrument=instrument,
        version=version,
        language=language,
        items=items,
        answered_at=min(answered_at, now),  # a clock a little ahead; nobody answers later than it arrives
        received_at=now,
        revises_id=revises,
    )
    async with _turns.of(person_id):
        return await _take(answer, program_id, answered_at)


# What an answer has risen from is the one before it, which must be kept by then. Two processes may still take two at
# the same moment; then neither is before the other.
_turns: Turns[UUID] = Turns()


async def _take(answer: Arrived, program_id: UUID, said_at: datetime) -> Arrived:
    chain = await chain_of(answer.revises_id, answer.person_id) if answer.revises_id else None
    if chain:
        answer.check_in_id = chain.check_in_id
    known = await around(answer, chain.answered_at if chain else said_at)
    if known.kept_by:
        return await _kept(answer)
    questionnaire = await version_of(program_id, answer.instrument, answer.version)
    check_items(questionnaire, answer.items)
    if said_at > answer.received_at + CLOCK_SLACK:
        raise Problem(422, "This answer's time lies in the future; set this device's clock right.", field="answered_at")
    if answer.revises_id:
        _revise(answer, chain)
    else:
        _place(answer, known.check_in)
    answer.scores = scores_of(questionnaire, answer.items)
    try:
        await write(answer, met(questionnaire, answer.items, answer.scores, known.before))
    except IntegrityError:  # the same answer, or another correction, at the same moment
        return await _kept(answer)
    return answer


async def _kept(answer: Arrived) -> Arrived:
    """The answer as it is there already under its id."""
    kept = await Answer.get_or_none(id=answer.id)
    if kept is None and answer.revises_id:
        raise _second()
    if kept is None or kept.person_id != answer.person_id:
        raise not_found()
    return Arrived(**{each.name: getattr(kept, each.name) for each in fields(Arrived)})


def _place(answer: Arrived, check_in: Asked | None) -> None:
    """Puts an answer into its check-in, if it has one: whether it is late, and a time that can be."""
    if answer.check_in_id is None:
        return
    if check_in is None:
        raise not_found()
    if answer.answered_at < check_in.opens_at - CLOCK_SLACK:
        # Nobody answers a day before they are asked: the phone's clock is wrong.
        answer.answered_at = answer.received_at
    answer.late = answer.answered_at >= check_in.closes_at


def _revise(answer: Arrived, chain: Chain | None) -> None:
    """Puts a correction in the place of what it corrects."""
    if chain is None:
        raise not_found()
    if answer.instrument != chain.instrument:
        raise Problem(422, "A correction answers the same questions; send it with the same form.", field="instrument")
    if chain.is_superseded:
        raise _second()
    # By when it was said: one that waited on a phone without a network was in time.
    if min(answer.answered_at, answer.received_at) >= chain.first_received_at + REVISABLE:
        raise Problem(
            409, "An answer can be corrected for one day; tell your counselor what has changed.", reason="day-is-over"
        )
    answer.late = chain.late


def _second() -> Problem:
    return Problem(
        409, "This answer was corrected already, maybe on another device; open it again to see how.", reason="corrected"
    )
