"""Which sessions need no reminder any more although the planner, which withdraws it, has not looked since."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.clock import from_ms, to_ms
from server.database import as_given, given, id_of, rows
from server.recurrence import at_wall_time
from server.reminders.claim import Claimed
from server.reminders.models import ReminderKind
from server.sessions.expand import Occurrence, OccurrenceState, occurrence_named
from server.sessions.models import Reply, ReplyKind

ANSWERS = (ReplyKind.cant_come, ReplyKind.here)

_ASKED = {"reminder": "uuid", "person": "uuid", "series": "uuid", "start": "text", "day": "date", "moment": "bigint"}
_SAID = f"""
    SELECT given.reminder, reply.id AS reply, change.cancelled, change.starts_at, series.zone,
        COALESCE(change.fallen_away, false) OR COALESCE(series.until <= given.day, false) AS is_no_more
    FROM {{given}} JOIN series ON series.id = given.series
        LEFT JOIN change ON change.series_id = given.series AND change.original_start = given.start
        LEFT JOIN reply ON reply.person_id = given.person AND reply.series_id = given.series
            AND reply.original_start = given.start AND reply.starts_at = given.moment
            AND reply.kind IN ({", ".join(f"'{each}'" for each in ANSWERS)})
    WHERE reply.id IS NOT NULL OR change.id IS NOT NULL OR series.until <= given.day"""  # noqa: S608  # our own words


async def called_off(batch: Sequence[Claimed]) -> set[UUID]:
    """The ids of the reminders of sessions that are cancelled or not then any more, or of which their person said that
    they can't come or are there.

    One query; two or three more for each session that its series has no more, as it became another since.
    """
    asked = [found for each in batch if each.kind == ReminderKind.session and (found := _asked(each))]
    if not asked:
        return set()
    reminders = {each.id: each for each in batch}
    off, elsewhere = set(), []
    for row in await rows(_SAID.replace("{given}", given(1, _ASKED)), as_given(asked, _ASKED)):
        reminder = reminders[id_of(row["reminder"])]
        if row["reply"]:
            off.add(reminder.id)
        elif row["is_no_more"]:
            elsewhere.append(reminder)
        elif row["cancelled"] or _start(row, reminder) != reminder.moment:
            off.add(reminder.id)
    return off | await _off_elsewhere(elsewhere)


def _asked(reminder: Claimed) -> dict[str, Any] | None:
    """None where its subject names no session: one such row must not stop the others."""
    series, _, start = reminder.subject.partition("@")
    try:
        day, series_id = datetime.fromisoformat(start).date(), UUID(series)
    except ValueError:
        return None
    return {
        "reminder": reminder.id,
        "person": reminder.person_id,
        "series": series_id,
        "start": start,
        "day": day,
        "moment": to_ms(reminder.moment),
    }


def _start(said: Mapping[str, Any], reminder: Claimed) -> datetime:
    """When a session is of which something was said."""
    if said["starts_at"] is not None:
        return from_ms(said["starts_at"])
    local = datetime.fromisoformat(reminder.subject.partition("@")[2])
    return at_wall_time(local.date(), local.time(), ZoneInfo(said["zone"]))


async def _off_elsewhere(reminders: Sequence[Claimed]) -> set[UUID]:
    off = set()
    for subject in {each.subject for each in reminders}:
        found = await occurrence_named(subject)
        about = [each for each in reminders if each.subject == subject]
        answered = await _answered(found[1], about) if found else set()
        off |= {each.id for each in about if found is None or _is_off(found[1], each) or each.person_id in answered}
    return off


def _is_off(session: Occurrence, reminder: Claimed) -> bool:
    return session.state == OccurrenceState.cancelled or session.starts_at != reminder.moment


async def _answered(session: Occurrence, reminders: Sequence[Claimed]) -> set[UUID]:
    replies = Reply.filter(
        person_id__in=[each.person_id for each in reminders], series_id=session.series,
        original_start=session.original_start, starts_at=session.starts_at, kind__in=ANSWERS,
    )  # fmt: skip
    return {each.person_id for each in await replies.only("id", "person_id")}
