"""What people choose about their reminders, those that are ahead and those that were, a test on demand, and the phone's
word that one was shown and seen."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from json import dumps
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from tortoise.exceptions import IntegrityError

from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, WallTime, get, not_found, put, refuse_future
from server.people.models import Person
from server.people.routes import Nothing
from server.people.signin import SignedIn, participant, signed_in
from server.push.models import Subscription
from server.reminders.ahead import Ahead, reminders_ahead
from server.reminders.choices import NIGHT, Offset
from server.reminders.choose import CHECK_IN_DETAIL, SESSION_DETAIL, choose
from server.reminders.models import (
    Delivery,
    Opening,
    Reminder,
    ReminderChoice,
    ReminderKind,
    ReminderState,
    Shown,
)
from server.reminders.plan import plan_person
from server.reminders.seen import look, open_delivery
from server.reminders.sent import Sent, WhyNot, sent_reminders
from server.reminders.snooze import snooze
from server.reminders.waking import due_sooner
from server.reminders.wanted import LeftOut, is_snooze

TEST_USEFUL = timedelta(minutes=10)
TEST_EVERY = timedelta(seconds=5)


Day = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class ShownIn(Schema):
    shown_at: Moment


class OpenedIn(Schema):
    """`how`: the notification was tapped, or swiped away; that the app was on the screen is said to /api/looks."""

    opened_at: Moment
    how: Literal[Opening.tapped, Opening.swiped]


class LookIn(Schema):
    looked_at: Moment


Before = Annotated[list[Offset], Field(min_length=1, max_length=len(Offset))]


class SessionReminders(Schema):
    """Whether, and how long before each session; null: as usual, a day or the evening before, and two hours."""

    is_on: bool
    before: Before | None


class QuietTimes(Schema):
    """From a time of day to before another where the person is, past midnight where the second is the earlier one."""

    begins: WallTime
    ends: WallTime

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.begins == self.ends:
            raise ValueError("begin and end at the same time; choose two times, or null for none")
        return self


def _unset() -> Any:
    # A plain default would be in the description, and there say what leaving it out means.
    return None


class ReminderChoicesIn(Schema):
    """Each is a choice of its own: what is left out stays as it is. Changes of sessions can't be turned off: whoever
    isn't told comes in vain, or not at all."""

    session: SessionReminders = Field(default_factory=_unset)
    check_in: bool = Field(default_factory=_unset)
    nudge: bool = Field(default_factory=_unset)
    nudge_before: Before | None = Field(
        default_factory=_unset, description="How long before a check-in closes; null: when the program says."
    )
    dose: bool = Field(default_factory=_unset)
    refill: bool = Field(default_factory=_unset)
    quiet: QuietTimes | None = Field(default_factory=_unset, description="Null: no quiet hours.")
    days_off: Annotated[list[Day], Field(max_length=7)] = Field(default_factory=_unset)
    session_detail: bool = Field(
        default_factory=_unset, description="Whether the lock screen may name the kind of session and a time."
    )
    check_in_detail: bool = Field(
        default_factory=_unset, description="Whether the lock screen may say that a check-in is open, and until when."
    )
    detailed: bool = Field(default_factory=_unset, description="Both at once, as older apps say it.", deprecated=True)

    def chosen(self) -> dict[str, Any]:
        """By name, of those that were sent."""
        found = self.model_dump(exclude_unset=True, mode="json")
        both = found.pop("detailed", None)
        return found if both is None else {SESSION_DETAIL: both, CHECK_IN_DETAIL: both} | found


class ReminderChoicesOut(Schema):
    """What counts for a person, chosen or not. `…_since`: when they chose that detail, if it stands.

    `detailed`: either of them, for older apps, which know of one choice.
    """

    session: SessionReminders
    check_in: bool
    nudge: bool
    nudge_before: Before | None
    dose: bool
    refill: bool
    quiet: QuietTimes | None
    days_off: list[Day]
    session_detail: bool
    session_detail_since: Moment | None
    check_in_detail: bool
    check_in_detail_since: Moment | None
    detailed: bool = Field(deprecated=True)
    detailed_since: Moment | None = Field(deprecated=True)

    @classmethod
    def of(cls, chosen: Mapping[str, ReminderChoice]) -> "ReminderChoicesOut":
        """`chosen` as `chosen_by` gives it."""
        values = USUAL | {name: row.value for name, row in chosen.items() if name in USUAL}
        since = {f"{name}_since": _since(chosen.get(name)) for name in (SESSION_DETAIL, CHECK_IN_DETAIL)}
        first = min((each for each in since.values() if each), default=None)
        return cls.model_validate_json(dumps(values | since | {"detailed": bool(first), "detailed_since": first}))


def _since(row: ReminderChoice | None) -> str | None:
    return row.changed_at.isoformat() if row and row.value else None


USUAL: dict[str, Any] = {
    "session": {"is_on": True, "before": None},
    "check_in": True,
    "nudge": True,
    "nudge_before": None,
    "dose": True,
    "refill": True,
    "quiet": {"begins": f"{NIGHT.begins:%H:%M}", "ends": f"{NIGHT.ends:%H:%M}"},
    "days_off": [],
    SESSION_DETAIL: False,
    CHECK_IN_DETAIL: False,
}


class SnoozeIn(Schema):
    """`subject`: the id of a session or a check-in."""

    subject: str = Field(min_length=1, max_length=80)
    due_at: Moment


class SnoozeOut(Schema):
    subject: str
    due_at: Moment


class ReminderAhead(Schema):
    """One reminder with what will stand on the lock screen.

    `was_due`: when it would come if it were not for quiet hours. One that is left out does not come, for this reason.
    """

    kind: ReminderKind
    subject: str
    due_at: Moment
    local_time: WallTime
    title: str
    body: str
    was_due: Moment | None
    left_out: LeftOut | None
    asked_again: bool

    @classmethod
    def of(cls, ahead: Ahead, person: Person) -> "ReminderAhead":
        wanted, was_due = ahead.considered.wanted, ahead.considered.was_due
        return cls(
            kind=wanted.kind,
            subject=wanted.subject,
            due_at=wanted.due_at,
            local_time=f"{wanted.due_at.astimezone(person.tz):%H:%M}",
            title=ahead.words.title,
            body=ahead.words.body,
            was_due=None if was_due == wanted.due_at else was_due,
            left_out=ahead.considered.left_out,
            asked_again=is_snooze(wanted.offset),
        )


class DayAhead(Schema):
    day: date
    reminders: list[ReminderAhead]


class RemindersAhead(Schema):
    """Seven days from `first_day` on, by the clocks of `zone`; a day without any is left out."""

    zone: str
    first_day: date
    days: list[DayAhead]


class SentOut(Schema):
    """A reminder that was due, and its way, without what it was about.

    `accepted_at`: a push service took it; `shown_at`, `opened_at`: the first word of a phone; `done_at`: the check-in
    was answered, or the person said that they are at the session; `why_not`: why it was not sent.
    `emailed_at`: it was said by email too, for nobody had noticed it; `email_failed`: that did not get through.
    """

    kind: ReminderKind
    due_at: Moment
    state: ReminderState
    accepted_at: Moment | None
    shown_at: Moment | None
    opened_at: Moment | None
    opening: Opening | None
    done_at: Moment | None
    why_not: WhyNot | None
    emailed_at: Moment | None
    email_failed: bool

    @classmethod
    def of(cls, sent: Sent) -> "SentOut":
        return cls(**_way(sent))


class SentReminder(SentOut):
    """The same for the person themselves. `subject`: the id of the session or the check-in; empty for a test."""

    subject: str

    @classmethod
    def of(cls, sent: Sent) -> "SentReminder":
        return cls(**_way(sent), subject=sent.reminder.subject)


def _way(sent: Sent) -> dict[str, Any]:
    reminder = sent.reminder
    way = {name: value for name, value in vars(sent).items() if name != "reminder"}
    return {"kind": reminder.kind, "due_at": reminder.due_at, "state": reminder.state, **way}


class DaySent(Schema):
    day: date
    reminders: list[SentReminder]


class RemindersSent(Schema):
    """The last 14 days by the clocks of `zone`, the newest first; a day without any is left out."""

    zone: str
    days: list[DaySent]


@put("/api/test-reminders/{id:uuid}", door=signed_in, body=Nothing)
async def send_test_reminder(call: Call[Nothing, SignedIn]) -> Kept:
    """A reminder that is due now and goes the way that all of them go."""
    person = call.viewer.person
    known = await Reminder.get_or_none(id=call.id)
    if known:
        return _kept(known, person.id)
    if not await Subscription.exists(person_id=person.id):
        raise Problem(409, "Reminders are off on this device; turn them on first.")
    recent = Reminder.filter(person_id=person.id, kind=ReminderKind.test, due_at__gt=call.now - TEST_EVERY)
    if await recent.exclude(id=call.id).exists():
        raise Problem(429, "A test reminder is on its way; wait a few seconds.", headers={"retry-after": "5"})
    try:
        await Reminder.create(
            id=call.id,
            person_id=person.id,
            kind=ReminderKind.test,
            key=f"{person.id}:test:{call.id}",
            subject="",
            moment=call.now,
            due_at=call.now,
            next_at=call.now,
            useless_after=call.now + TEST_USEFUL,
        )
    except IntegrityError:  # the same request twice at the same moment
        return _kept(await Reminder.get(id=call.id), person.id)
    await due_sooner(call.now)
    return Kept(id=call.id)


def _kept(reminder: Reminder, person_id: UUID) -> Kept:
    if reminder.person_id != person_id:
        raise not_found()
    return Kept(id=reminder.id)


@put("/api/deliveries/{id:uuid}", door=signed_in, body=ShownIn)
async def report_shown(call: Call[ShownIn, SignedIn]) -> Kept:
    """The phone showed this delivery; the first report counts."""
    person = call.viewer.person
    if await Delivery.filter(id=call.id).exclude(person_id=person.id).exists():
        raise not_found()
    known = await Shown.get_or_none(id=call.id)
    if known and known.person_id != person.id:
        raise not_found()
    shown_at = call.corrected(call.body.shown_at)
    await Shown.bulk_create([Shown(id=call.id, person_id=person.id, at=shown_at)], ignore_conflicts=True)
    return Kept(id=call.id)


@put("/api/opened/{id:uuid}", door=signed_in, body=OpenedIn)
async def report_opened(call: Call[OpenedIn, SignedIn]) -> Kept:
    """The person tapped this delivery's notification, or swiped it away; the first report counts."""
    opened_at = min(call.corrected(call.body.opened_at), call.now)
    await open_delivery(call.id, call.viewer.person, call.body.how, opened_at)
    return Kept(id=call.id)


@put("/api/looks/{id:uuid}", door=participant, body=LookIn)
async def report_look(call: Call[LookIn, SignedIn]) -> Kept:
    """The app was on the screen: the person has seen what was sent before. Said again it changes nothing."""
    await look(call.viewer.person, min(call.corrected(call.body.looked_at), call.now))
    return Kept(id=call.id)


@put("/api/reminder-choices/{id:uuid}", door=participant, body=ReminderChoicesIn)
async def put_reminder_choices(call: Call[ReminderChoicesIn, SignedIn]) -> Kept:
    """Keeps what is sent of one's own choices; what is left out stays as it is. The newest change of each wins."""
    refuse_future(call)
    chosen = call.body.chosen()
    if not chosen:
        raise Problem(422, "Nothing is chosen; send at least one choice.")
    await choose(call.id, call.viewer.person, chosen, "PUT /api/reminder-choices/{id}", call.now)
    return Kept(id=call.id)


@put("/api/snoozes/{id:uuid}", door=participant, body=SnoozeIn)
async def put_snooze(call: Call[SnoozeIn, SignedIn]) -> Kept:
    """Says a session or a check-in of one's own once more, later; of several about the same one the newest counts."""
    refuse_future(call)
    await snooze(call.id, call.viewer.person, call.body.subject, call.corrected(call.body.due_at), call.now)
    return Kept(id=call.id)


@get("/api/reminders/ahead", door=participant, returns=RemindersAhead)
async def read_reminders_ahead(call: Call[None, SignedIn]) -> RemindersAhead:
    """The next seven days where the person is: what will come, word for word, and what is left out, with the reason."""
    person, now = call.viewer.person, call.now
    if person.plan_stale:
        # The check-ins of a time or zone that was changed a moment ago.
        await plan_person(person.id, now)
    days = groupby(await reminders_ahead(person, now), key=lambda each: each.day)
    return RemindersAhead(
        zone=person.zone,
        first_day=person.today(now),
        days=[DayAhead(day=day, reminders=[ReminderAhead.of(each, person) for each in ahead]) for day, ahead in days],
    )


@get("/api/reminders/sent", door=participant, returns=RemindersSent)
async def read_reminders_sent(call: Call[None, SignedIn]) -> RemindersSent:
    """What became of one's own reminders of the last 14 days: accepted, shown, opened, done, or why not."""
    person = call.viewer.person
    days = groupby(await sent_reminders(person, call.now), key=lambda each: person.today(each.reminder.due_at))
    return RemindersSent(
        zone=person.zone,
        days=[DaySent(day=day, reminders=[SentReminder.of(each) for each in sent]) for day, sent in days],
    )


ENDPOINTS: list[Endpoint] = [
    send_test_reminder,
    report_shown,
    report_opened,
    report_look,
    put_reminder_choices,
    put_snooze,
    read_reminders_ahead,
    read_reminders_sent,
]
