"""Which instrument is due when, to whom, and what was answered."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

from server.columns import MomentField, SecretField
from server.people.models import Person, Phase, Program


class Slot(StrEnum):
    """Which of a day's check-ins: the one everybody starts with, or the daily one."""

    first = "first"
    daily = "daily"


class CheckInState(StrEnum):
    planned = "planned"  # the window is not open yet
    open = "open"
    answered = "answered"
    late = "late"
    missed = "missed"


class Schedule(Model):
    """What a program asks people in one phase: an instrument, on which days, in which window of their wall time."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("daymark.Program", related_name="schedules")
    program_id: UUID
    phase = fields.CharEnumField(Phase, max_length=16)
    slot = fields.CharEnumField(Slot, max_length=16, default=Slot.daily)
    instrument = fields.CharField(64)
    rule = fields.CharField(200)  # RFC 5545, without DTSTART and UNTIL
    wall_time = fields.CharField(5)  # HH:MM where the person is
    window_minutes = fields.IntField()
    nudge_minutes = fields.IntField(null=True)

    class Meta:
        table = "schedule"


class CheckIn(Model):
    """One instrument due to one person, answerable best from `opens_at` to before `closes_at`, welcome after."""

    id = fields.UUIDField(primary_key=True)  # from person, slot and local date: planning twice makes one
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="check_ins")
    person_id: UUID
    instrument = fields.CharField(64)
    slot = fields.CharEnumField(Slot, max_length=16)
    local_date = fields.DateField()
    opens_at = MomentField()
    closes_at = MomentField()
    nudge_at = MomentField(null=True)
    answered_at = MomentField(null=True)
    missed_at = MomentField(null=True)
    withdrawn_at = MomentField(null=True)  # no longer due; kept, for a phone without a network may still answer it

    class Meta:
        table = "check_in"
        unique_together = (("person", "slot", "local_date"),)
        indexes: ClassVar = [Index(fields=("person_id", "opens_at")), Index(fields=("missed_at", "closes_at"))]

    def state(self, now: datetime) -> CheckInState:
        """`late` is an answer after the window; `missed` is no answer yet although it is over."""
        if self.answered_at is not None:
            return CheckInState.answered if self.answered_at < self.closes_at else CheckInState.late
        if now < self.opens_at:
            return CheckInState.planned
        return CheckInState.open if now < self.closes_at else CheckInState.missed


class Answer(Model):
    """What was said, once. A correction is another answer. Scores are readable, words and items are not."""

    id = fields.UUIDField(primary_key=True)  # made by the client: sent twice, kept once
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="answers")
    person_id: UUID
    check_in: fields.ForeignKeyNullableRelation[CheckIn] = fields.ForeignKeyField(
        "daymark.CheckIn", related_name="answers", null=True, on_delete=fields.SET_NULL
    )
    check_in_id: UUID | None
    instrument = fields.CharField(64)
    version = fields.CharField(32)  # the one that was answered, for ever
    language = fields.CharField(8)
    items = SecretField()  # {link_id: value}; what was skipped is not there
    scores: Any = fields.JSONField()  # {name: number}, for sorting and triage
    answered_at = MomentField()  # by the phone's clock
    received_at = MomentField()
    late = fields.BooleanField()
    review_id = fields.UUIDField(null=True)
    reviewed_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="reviewed", null=True, on_delete=fields.SET_NULL
    )
    reviewed_by_id: UUID | None
    reviewed_at = MomentField(null=True)
    flags: fields.ReverseRelation["Flag"]

    class Meta:
        table = "answer"
        indexes: ClassVar = [Index(fields=("person_id", "answered_at"))]


class Flag(Model):
    """What a rule saw in an answer, written together with it."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    answer: fields.ForeignKeyRelation[Answer] = fields.ForeignKeyField("daymark.Answer", related_name="flags")
    answer_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="flags")
    person_id: UUID
    rule = fields.CharField(32)

    class Meta:
        table = "flag"
        unique_together = (("answer", "rule"),)
        indexes: ClassVar = [Index(fields=("person_id",))]
