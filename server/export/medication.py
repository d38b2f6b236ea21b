"""What one person takes and what they said of it, as CSV."""

from collections.abc import AsyncIterator

from server.export.scope import NOTICE
from server.export.table import MARK, lines_of, moment_cell, notice_alone
from server.medication.keep import medications_of
from server.medication.models import DoseReply, Medication
from server.people.models import Person

COLUMNS = [
    "medication", "note", "times", "days", "first_day", "until", "stopped_at", "refill_on",
    "dose", "said", "later_at", "said_at", "received_at", "notice",
]  # fmt: skip
NOTHING_SAID = [""] * 5


async def medication_csv(person: Person) -> AsyncIterator[str]:
    """A row for each dose that the person said something of, by its original local start, and one for each medication
    of which they said nothing. Times are by the clocks where they are, moments UTC; `until`: the first day without."""
    yield MARK + lines_of([COLUMNS])
    medications = (await medications_of([person.id]))[person.id]
    for medication in medications:
        replies = await DoseReply.filter(medication_id=medication.id).exclude(word=None).order_by("original_start")
        told, said = _told(medication), [_said(each) for each in replies] or [NOTHING_SAID]
        yield lines_of([*told, *each, NOTICE] for each in said)
    if not medications:
        yield notice_alone(COLUMNS)


def _told(medication: Medication) -> list[str]:
    return [
        medication.name,
        medication.note or "",
        " ".join(medication.times),
        " ".join(medication.days),
        f"{medication.first_day}",
        f"{medication.until or ''}",
        moment_cell(medication.stopped_at),
        f"{medication.refill_on or ''}",
    ]


def _said(reply: DoseReply) -> list[str]:
    said, received = moment_cell(reply.said_at), moment_cell(reply.received_at)
    return [reply.original_start, reply.word or "", moment_cell(reply.later_at), said, received]
