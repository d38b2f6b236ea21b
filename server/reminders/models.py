"""One thing to say at one time, each attempt to say it, and the pulse of the clock's work."""

from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

from server.columns import MomentField
from server.people.models import Person


class ReminderKind(StrEnum):
    session = "session"
    check_in = "check_in"
    nudge = "nudge"
    change = "change"  # of a session: moved, cancelled, added
    dose = "dose"  # at a time that the person set themselves
    refill = "refill"
    test = "test"
    alert = "alert"  # for staff: somebody needs them


class ReminderState(StrEnum):
    waiting = "waiting"
    claimed = "claimed"  # a worker is sending it, until its lease runs out
    accepted = "accepted"  # a push service took it for at least one device
    failed = "failed"  # nobody took it and nobody will
    expired = "expired"  # stopped being useful before it could be sent
    withdrawn = "withdrawn"  # what it was about changed or is done


class Reminder(Model):
    """A row that is planned once (`key`), claimed by one worker at a time, and ends in one of four states."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="reminders")
    person_id: UUID
    kind = fields.CharEnumField(ReminderKind, max_length=16)
    key = fields.CharField(200, unique=True)  # person, kind, subject, moment, offset
    subject = fields.CharField(80)  # the occurrence, check-in or alert, or the local start of doses; empty for a test
    moment = MomentField()  # what it was computed from: the start of the occurrence or of the window
    due_at = MomentField()
    useless_after = MomentField()
    state = fields.CharEnumField(ReminderState, max_length=16, default=ReminderState.waiting)
    next_at = MomentField()  # when to try (again)
    tries = fields.IntField(default=0)
    lease_by = fields.CharField(64, null=True)
    lease_until = MomentField(null=True)
    reason = fields.CharField(32, null=True)  # why it failed; a word, never an address

    class Meta:
        table = "reminder"
        indexes: ClassVar = [Index(fields=("person_id", "due_at"))]


class Delivery(Model):
    """One attempt to send one reminder to one subscription."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    reminder: fields.ForeignKeyRelation[Reminder] = fields.ForeignKeyField(
        "daymark.Reminder", related_name="deliveries"
    )
    reminder_id: UUID
    person_id = fields.UUIDField()
    subscription_id = fields.UUIDField()
    at = MomentField()
    verdict = fields.CharField(16)
    status = fields.IntField(null=True)

    class Meta:
        table = "delivery"
        # The second finds since when a phone shows nothing; see silent.py.
        indexes: ClassVar = [Index(fields=("reminder_id",)), Index(fields=("subscription_id", "at"))]


class Shown(Model):
    """The phone's word that it showed a delivery. A row of its own: it may arrive before the delivery is written."""

    id = fields.UUIDField(primary_key=True)  # the delivery's
    person_id = fields.UUIDField(db_index=True)
    at = MomentField()

    class Meta:
        table = "shown"


class Opening(StrEnum):
    """How a person came to see a delivery that their phone showed."""

    tapped = "tapped"  # the notification, or a button on it
    swiped = "swiped"  # away: seen, and not opened
    in_app = "in_app"  # the app was on the screen after it had been sent


class Opened(Model):
    """The phone's word that somebody saw a delivery. A row of its own, as Shown is and for the same reason."""

    id = fields.UUIDField(primary_key=True)  # the delivery's
    person_id = fields.UUIDField()
    at = MomentField()
    how = fields.CharEnumField(Opening, max_length=8)

    class Meta:
        table = "opened"


class Email(Model):
    """A reminder said by email because no phone showed it."""

    id = fields.UUIDField(primary_key=True)  # the reminder's, so that it is said this way once
    person_id = fields.UUIDField(db_index=True)
    state = fields.CharEnumField(ReminderState, max_length=16, default=ReminderState.waiting)
    next_at = MomentField()  # when to try (again)
    tries = fields.IntField(default=0)
    lease_by = fields.CharField(64, null=True)
    lease_until = MomentField(null=True)
    reason = fields.CharField(32, null=True)  # why it was not sent; a word, never an address
    sent_at = MomentField(null=True)

    class Meta:
        table = "email"


class ReminderChoice(Model):
    """One thing that a person chose about their reminders, such as their quiet hours. What there is: see choose.py."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="reminder_choices"
    )
    person_id: UUID
    what = fields.CharField(16)
    value: Any = fields.JSONField(null=True)
    changed_by = fields.UUIDField()  # the newest change taken; UUIDv7s sort by time
    changed_at = MomentField()

    class Meta:
        table = "reminder_choice"
        unique_together = (("person", "what"),)


class Snooze(Model):
    """Something that a person wants to be told once more, at their time. Of several about it the newest counts."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="snoozes")
    person_id: UUID
    subject = fields.CharField(80)  # the occurrence or check-in it is about
    due_at = MomentField()

    class Meta:
        table = "snooze"
        indexes: ClassVar = [Index(fields=("person_id", "due_at"))]


class Beat(Model):
    """When the clock's work was last alive, in whichever process, for the health check."""

    name = fields.CharField(32, primary_key=True)
    at = MomentField()

    class Meta:
        table = "beat"
