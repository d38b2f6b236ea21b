"""What reminders may say on the lock screens of those who chose detail. Read when they are sent and never stored: what
was chosen a minute ago counts, and no row can be read by others."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from server.checkins.models import CheckIn
from server.database import id_of, is_any, listed, rows, value_of
from server.people.models import Person
from server.reminders.choose import CHECK_IN_DETAIL, SESSION_DETAIL
from server.reminders.models import ReminderKind
from server.reminders.words import Detail
from server.sessions.expand import occurrences_of_many

OF_WHAT = {
    ReminderKind.session: SESSION_DETAIL,
    ReminderKind.change: SESSION_DETAIL,
    ReminderKind.check_in: CHECK_IN_DETAIL,
    ReminderKind.nudge: CHECK_IN_DETAIL,
}
BACK = timedelta(days=1)
SESSIONS_AHEAD = timedelta(days=11)  # of the week that the person can see, and three days for the earliest reminder
CHANGES_AHEAD = timedelta(days=61)  # as far as the phone's calendar goes


class About(NamedTuple):
    """Whom a reminder is for, and what it is about."""

    person: UUID
    kind: ReminderKind
    subject: str


async def details_of(reminders: Collection[About], now: datetime) -> dict[About, Detail]:
    """Of these reminders those of which their people chose detail, with what there is to say. One query where nobody
    did."""
    chosen = await _chosen({each.person for each in reminders})
    theirs = [each for each in reminders if (each.person, OF_WHAT.get(each.kind)) in chosen]
    if not theirs:
        return {}
    people = {each.id: each for each in await Person.filter(id__in={each.person for each in theirs})}
    theirs = [each for each in theirs if each.person in people]
    return await _of_sessions(theirs, people, now) | await _of_check_ins(theirs, people)


async def _chosen(people: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Who wants detail of what."""
    found = await rows(
        f"SELECT person_id, what, value FROM reminder_choice WHERE {is_any('person_id', 1)} AND what IN ($2, $3)",  # noqa: S608  # only a place for values
        listed(list(people)),
        SESSION_DETAIL,
        CHECK_IN_DETAIL,
    )
    return {(id_of(row["person_id"]), row["what"]) for row in found if value_of(row["value"])}


async def _of_sessions(reminders: Collection[About], people: dict[UUID, Person], now: datetime) -> dict[About, Detail]:
    about = [each for each in reminders if each.kind in (ReminderKind.session, ReminderKind.change)]
    if not about:
        return {}
    ahead = CHANGES_AHEAD if any(each.kind == ReminderKind.change for each in about) else SESSIONS_AHEAD
    theirs = [people[person_id] for person_id in {each.person for each in about}]
    calendars = await occurrences_of_many(theirs, now - BACK, now + ahead, with_moved_away=True)
    found = {(person, name): one for person, calendar in calendars.items() for one in calendar for name in one.names}
    return {
        each: Detail(one.starts_at.astimezone(people[each.person].tz), one.kind, one.state)
        for each in about
        if (one := found.get((each.person, each.subject)))
    }


async def _of_check_ins(reminders: Collection[About], people: dict[UUID, Person]) -> dict[About, Detail]:
    about = [each for each in reminders if each.kind in (ReminderKind.check_in, ReminderKind.nudge)]
    closes = dict(await CheckIn.filter(id__in=[each.subject for each in about]).values_list("id", "closes_at"))
    return {
        each: Detail(closes[UUID(each.subject)].astimezone(people[each.person].tz))
        for each in about
        if UUID(each.subject) in closes
    }
