"""What one has to know of people to say what they should be asked and told: read for several of them at once.

What a domain adds: a read of its own for many people, by their ids, and a field of Known.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.checkins.plan import AHEAD
from server.checkins.schedule import Line, lines_of_many
from server.checkins.silence import NONE, Silence, silences
from server.checkins.stored import CheckIns, stored_check_ins
from server.medication.doses import Dose
from server.medication.keep import medications_of
from server.medication.models import Medication
from server.medication.say import doses_between
from server.people.models import Person
from server.reminders.choices import Choices, Snoozed
from server.reminders.choose import choices_of_many
from server.reminders.models import ReminderState
from server.reminders.seen import seen_by
from server.reminders.snooze import snoozed_by_many
from server.reminders.stored import Stored, Told, stored_reminders, told_of
from server.sessions.expand import Occurrence, occurrences_of_many
from server.sessions.reply import missed_by

BACK = timedelta(hours=36)  # what was said earlier today counts towards the day's cap
CALENDAR_AHEAD = timedelta(days=24)  # the week after the last check-in that is planned
NEWS_AHEAD = timedelta(days=60)  # as the phone shows the calendar: of what changes there people are told
DOSES_AHEAD = timedelta(days=8)  # of the seven days that people are shown the last one is whole
WHOLE_WEEKS = timedelta(days=9)  # around what is planned, with the day that a session is announced before


@dataclass(frozen=True)
class Known:
    """Of one person."""

    person: Person
    lines: Sequence[Line]  # what they are asked
    calendar: Sequence[Occurrence]  # the sessions that can matter to what they are told, now or in the days ahead
    check_ins: CheckIns  # stored, of the last weeks and those planned already
    reminders: Sequence[Stored]  # those that may still come, and those of the last day
    silence: Silence
    absent: frozenset[str]  # the ids of the sessions they said they can't come to
    told: Mapping[str, str]  # by id of a session that changed, where they were told last that it is
    choices: Choices
    snoozed: Sequence[Snoozed]
    medications: Sequence[Medication]
    doses: Sequence[Dose]
    seen: Collection[str]  # the ids of the check-ins of which they saw a reminder

    @property
    def said(self) -> dict[str, datetime]:
        """What the person has been told lately, by key, with when it was due."""
        told = (ReminderState.claimed, ReminderState.accepted)
        return {row.key: row.due_at for row in self.reminders if row.state in told}


async def known_of(people: Sequence[Person], now: datetime) -> list[Known]:
    """In the order of the people. As many queries for twenty as for one."""
    ids = [person.id for person in people]
    since = now - BACK - WHOLE_WEEKS
    calendars = await occurrences_of_many(
        people, since, now + CALENDAR_AHEAD, changed_until=now + NEWS_AHEAD, with_moved_away=True
    )
    lines = await lines_of_many(people)
    check_ins = await stored_check_ins(ids, now - AHEAD)
    reminders = await stored_reminders(ids, now - BACK)
    silent = await silences(ids)
    absent = await missed_by(calendars, now)
    changed = [one for calendar in calendars.values() for one in calendar if one.changed_at]
    told = await told_of(ids, list({name for one in changed for name in one.names}))
    choices = await choices_of_many(ids)
    snoozed = await snoozed_by_many(calendars)
    medications = await medications_of(ids)
    doses = await doses_between(people, medications, now - BACK, now + DOSES_AHEAD)
    seen = await seen_by(ids, now)
    return [
        Known(
            person=person,
            lines=lines[person.id],
            calendar=calendars[person.id],
            check_ins=check_ins[person.id],
            reminders=reminders[person.id],
            silence=silent.get(person.id, NONE),
            absent=absent[person.id],
            told=_told(calendars[person.id], told[person.id]),
            choices=choices[person.id],
            snoozed=snoozed[person.id],
            medications=medications[person.id],
            doses=doses[person.id],
            seen=seen.get(person.id, ()),
        )
        for person in people
    ]


def _told(calendar: Sequence[Occurrence], told: Mapping[str, Told]) -> dict[str, str]:
    """Of the sessions that changed what was said last, also before their series became another."""
    found = ((one.id, told.get(one.id) or _told_before(one, told)) for one in calendar if one.changed_at)
    return {name: said.whereabouts for name, said in found if said}


def _told_before(one: Occurrence, told: Mapping[str, Told]) -> Told | None:
    """None where people are to hear by this very session that the series is another since."""
    said = next((told[name] for name in one.former_ids if name in told), None)
    return None if said and one.is_first_other and said.changed_at != one.changed_at else said
