"""What a person chose about their reminders: kept one by one, and of each the newest change counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from tortoise.transactions import in_transaction

from server.people.models import Audit, Person
from server.reminders.choices import AS_USUAL, WEEKDAYS, Choices, Offset, QuietHours
from server.reminders.models import ReminderChoice, ReminderKind

SWITCHES = ("check_in", "nudge", "dose", "refill")  # the kinds that only come or don't
SESSION_DETAIL, CHECK_IN_DETAIL = "session_detail", "check_in_detail"  # whether a lock screen may say more, and of what
ABOUT = {SESSION_DETAIL: "sessions", CHECK_IN_DETAIL: "check-ins"}


async def choose(change: UUID, person: Person, chosen: Mapping[str, Any], what: str, now: datetime) -> None:
    """Keeps each of these choices, as `choices_in` reads them, unless a newer change of it was taken.

    A change of what a lock screen may say goes into the audit; `what` is the route by which it came.
    """
    async with in_transaction():
        # One change of this person's at a time: the first of a kind has no row to hold.
        await Person.filter(id=person.id).select_for_update().get()
        known = await chosen_by(person.id)
        for name, value in chosen.items():
            row = known.get(name) or ReminderChoice(person_id=person.id, what=name, changed_by=UUID(int=0))
            if row.changed_by < change:
                if name in ABOUT and value != bool(row.value):
                    said = f"{what}: {'detail' if value else 'neutral'} of {ABOUT[name]}"
                    await Audit.create(at=now, viewer_id=person.id, person_id=person.id, what=said)
                await _keep(row, value, change, now)
        await Person.filter(id=person.id).update(plan_stale=True)


async def _keep(row: ReminderChoice, value: Any, change: UUID, now: datetime) -> None:
    changed_at = row.changed_at if row.changed_at and row.value == value else now
    await row.update_from_dict({"value": value, "changed_by": change, "changed_at": changed_at}).save()


async def chosen_by(person_id: UUID) -> dict[str, ReminderChoice]:
    """What this person chose, by name. One query."""
    return {row.what: row for row in await ReminderChoice.filter(person_id=person_id)}


async def choices_of_many(people: Sequence[UUID]) -> dict[UUID, Choices]:
    """What counts for each of these people. One query."""
    chosen: dict[UUID, dict[str, Any]] = {person_id: {} for person_id in people}
    for row in await ReminderChoice.filter(person_id__in=people):
        chosen[row.person_id][row.what] = row.value
    return {person_id: choices_in(theirs) if theirs else AS_USUAL for person_id, theirs in chosen.items()}


def choices_in(chosen: Mapping[str, Any]) -> Choices:
    """Pure: of the choices as they are stored those that say what comes when.

    `session`: {is_on, before}; those of `SWITCHES`: whether they come; `nudge_before`; `quiet`: {begins, ends} or none;
    `days_off`.
    """
    session = chosen.get("session", {"is_on": True, "before": None})
    is_on = {"session": session["is_on"], **{name: chosen.get(name, True) for name in SWITCHES}}
    return Choices(
        off=frozenset(ReminderKind(name) for name, on in is_on.items() if not on),
        before=_offsets_in(session["before"]),
        nudge_before=_offsets_in(chosen.get("nudge_before")),
        quiet=_quiet_in(chosen["quiet"]) if "quiet" in chosen else AS_USUAL.quiet,
        days_off=frozenset(WEEKDAYS.index(each) for each in chosen.get("days_off", [])),
    )


def _offsets_in(before: Sequence[str] | None) -> tuple[Offset, ...] | None:
    return tuple(Offset(each) for each in before) if before else None


def _quiet_in(hours: Mapping[str, str] | None) -> QuietHours | None:
    if hours is None:
        return None
    return QuietHours(time.fromisoformat(hours["begins"]), time.fromisoformat(hours["ends"]))
