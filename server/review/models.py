"""What a counselor has to do about what people answered, and what the caseload says of each person."""

from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

from server.checkins.score import Tier
from server.columns import MomentField, SecretField
from server.people.models import Person


class Alert(Model):
    """One person, one reason, one local day: somebody's to act on until it is resolved. Never deleted."""

    id = fields.UUIDField(primary_key=True)  # from person, rule and day: raising twice makes one
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="alerts")
    person_id: UUID
    rule = fields.CharField(32)
    tier = fields.CharEnumField(Tier, max_length=16)
    day = fields.DateField()
    opened_at = MomentField()
    owner: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="owned_alerts", null=True, on_delete=fields.SET_NULL
    )
    owner_id: UUID | None
    due_by = MomentField()
    escalations = fields.IntField(default=0)  # how often its due-by passed and it went to the next responder
    acknowledged_at = MomentField(null=True)
    acknowledged_by_id = fields.UUIDField(null=True)
    resolved_at = MomentField(null=True)
    resolved_by_id = fields.UUIDField(null=True)
    events: fields.ReverseRelation["AlertEvent"]

    class Meta:
        table = "alert"
        unique_together = (("person", "rule", "day"),)
        indexes: ClassVar = [Index(fields=("owner_id",)), Index(fields=("opened_at",))]


class AlertStep(StrEnum):
    opened = "opened"
    added = "added"  # another answer with the same reason on the same day
    asked = "asked"  # asked to be contacted, on the page that a worrying answer opens
    coming = "coming"  # after all: they took back that they can't come to a session
    reopened = "reopened"  # the same, after it was resolved; where it is urgent, also after somebody was on it
    told = "told"  # pushed to somebody else too: the owner may not see it now
    unreached = "unreached"  # would have been told too, and has no device that takes pushes
    escalated = "escalated"
    acknowledged = "acknowledged"
    resolved = "resolved"


class AlertEvent(Model):
    """What happened to an alert. Only ever added."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    alert: fields.ForeignKeyRelation[Alert] = fields.ForeignKeyField("daymark.Alert", related_name="events")
    alert_id: UUID
    at = MomentField()
    step = fields.CharEnumField(AlertStep, max_length=16)
    by_id = fields.UUIDField(null=True)  # who did it; none: the clock
    to_id = fields.UUIDField(null=True)  # whose it is from now on
    answer_id = fields.UUIDField(null=True)
    note = SecretField(null=True)

    class Meta:
        table = "alert_event"
        indexes: ClassVar = [Index(fields=("alert_id",))]


class Standing(Model):
    """What the caseload says of one person, stored, so that the list of everybody is one read."""

    person: fields.OneToOneRelation[Person] = fields.OneToOneField(
        "daymark.Person", related_name="standing", primary_key=True
    )
    person_id: UUID
    content: Any = fields.JSONField()  # as review/standing.py makes it; scores and counts, no words of theirs
    fresh_until = MomentField()  # when it changes by itself: a window opens or closes, a session begins, a day ends

    class Meta:
        table = "standing"
