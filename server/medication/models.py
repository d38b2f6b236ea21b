"""What people take and when, as they wrote it down themselves, and what they said of it. A dose is never stored."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Literal, TypedDict
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

from server.columns import MomentField, SecretField
from server.people.models import Person


class DoseWord(StrEnum):
    """What a person said of one dose; the newest counts."""

    taken = "taken"
    skipped = "skipped"
    later = "later"


Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]  # as RFC 5545 writes them


class Stretch(TypedDict):
    """The times of day and the days of the week that count from a moment on, until the next stretch.

    `since`: ISO, UTC. `times`: HH:MM where the person is; none: it is stopped. `days`: one at least.
    """

    since: str
    times: list[str]
    days: list[Weekday]


class Medication(Model):
    """Something that a person takes, in their own words. Staff see it only while the person shares it.

    Its wall times are read where the person is. What was is not rewritten: changed times are another stretch.
    """

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="medications")
    person_id: UUID
    name = SecretField()
    note = SecretField(null=True)
    course: fields.Field[list[Stretch]] = fields.JSONField()  # the newest stretch is the last
    first_day = fields.DateField()
    until = fields.DateField(null=True)  # the first day on which it is over
    refill_on = fields.DateField(null=True)
    refill_days_before = fields.IntField(db_default=3, default=3)  # how long before that to say so
    changed_by = fields.UUIDField()  # the newest change taken; UUIDv7s sort by time

    class Meta:
        table = "medication"
        indexes: ClassVar = [Index(fields=("person_id",))]

    @property
    def times(self) -> list[str]:
        """Those that count now; none: it is stopped."""
        return self.course[-1]["times"]

    @property
    def days(self) -> list[Weekday]:
        return self.course[-1]["days"]

    @property
    def stopped_at(self) -> datetime | None:
        return None if self.times else datetime.fromisoformat(self.course[-1]["since"])

    def is_over(self, today: date) -> bool:
        """Whether nothing of it is to come any more; `today` is the person's."""
        return not self.times or (self.until is not None and self.until <= today)

    def take(self, stretch: Stretch) -> None:
        """Takes these times from their moment on; what was before stays as it was."""
        if not self.course or (self.times, self.days) != (stretch["times"], stretch["days"]):
            since = datetime.fromisoformat(stretch["since"])
            kept = [each for each in self.course if datetime.fromisoformat(each["since"]) < since]
            self.course = [*kept, stretch]


class DoseReply(Model):
    """What a person said of one dose. It stays when the times are changed, also of a dose that is no more."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="dose_replies")
    person_id: UUID
    medication: fields.ForeignKeyRelation[Medication] = fields.ForeignKeyField(
        "daymark.Medication", related_name="replies"
    )
    medication_id: UUID
    original_start = fields.CharField(16)  # of the dose, local, `2026-06-01T08:00`; these sort as text
    word = fields.CharEnumField(DoseWord, max_length=16, null=True)  # none: it was taken back
    later_at = MomentField(null=True)  # when to say it again
    said_at = MomentField()  # by the phone's clock
    received_at = MomentField()
    changed_by = fields.UUIDField()  # the newest change taken; UUIDv7s sort by time

    class Meta:
        table = "dose_reply"
        unique_together = (("medication", "original_start"),)
        indexes: ClassVar = [Index(fields=("person_id", "original_start"))]
