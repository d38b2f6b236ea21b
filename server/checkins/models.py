"""Which instrument is due when, to whom, and what was answered."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

from server.checkins.score import Tier
from server.columns import MomentField, SecretField
from server.http import not_found
from server.people.models import Person, Phase, Program

FIRST = "first"  # the slot of the check-in that everybody starts with
DAILY = "daily"


class Rhythm(StrEnum):
    """How the days of a schedule are found."""

    rule = "rule"  # an RFC 5545 rule
    before_individual = "before_individual"  # the evening before each individual session; weekly where there is none
    taper = "taper"  # TMAC: weekly for 8 weeks, every 2 weeks to month 12, monthly after, from the phase's first day


class CheckInState(StrEnum):
    planned = "planned"  # the window is not open yet
    open = "open"
    answered = "answered"
    late = "late"
    missed = "missed"


class Instrument(Model):
    """A version of a questionnaire that a program loaded, for ever: answers point at it. Shipped ones are files."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("daymark.Program", related_name="instruments")
    program_id: UUID
    key = fields.CharField(64)
    version = fields.CharField(32)
    questionnaire: Any = fields.JSONField()  # FHIR R4 Questionnaire
    loaded_by_id = fields.UUIDField(null=True)  # none: at the command line
    loaded_at = MomentField()

    class Meta:
        table = "instrument"
        unique_together = (("program", "key", "version"),)


class Schedule(Model):
    """What is asked in one phase: an instrument, on which days, in which window of people's wall time.

    Of one slot: the schedule of a person stands in for that of their program, until they follow the program's again.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("daymark.Program", related_name="schedules")
    program_id: UUID
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="schedules", null=True
    )
    person_id: UUID | None
    phase = fields.CharEnumField(Phase, max_length=16)
    slot = fields.CharField(16, default=DAILY)  # names the line among those of its phase: daily, weekly, phq, ...
    instrument = fields.CharField(64)  # empty where a person follows their program's again
    rhythm = fields.CharEnumField(Rhythm, max_length=32, db_default=Rhythm.rule, default=Rhythm.rule)
    rule = fields.CharField(200)  # RFC 5545, without DTSTART and UNTIL; empty where the rhythm needs none
    wall_time = fields.CharField(5)  # HH:MM where the person is
    window_minutes = fields.IntField()
    nudge_minutes = fields.IntField(null=True)
    is_off = fields.BooleanField(db_default=False, default=False)
    changed_by = fields.UUIDField(null=True)  # the newest change taken; UUIDv7s sort by time

    class Meta:
        table = "schedule"
        indexes: ClassVar = [Index(fields=("program_id",)), Index(fields=("person_id",))]

    def is_newer(self, change: UUID) -> bool:
        """Whether what counts now was said after this change, or with it."""
        return self.changed_by is not None and self.changed_by >= change


class OwnTime(Model):
    """The time of day at which a person wants a slot's check-in, instead of the schedule's."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="own_times")
    person_id: UUID
    slot = fields.CharField(16)
    wall_time = fields.CharField(5, null=True)  # HH:MM; none: the schedule's again
    changed_by = fields.UUIDField()  # the newest change taken; UUIDv7s sort by time

    class Meta:
        table = "own_time"
        unique_together = (("person", "slot"),)


class CheckIn(Model):
    """One instrument due to one person, answerable best from `opens_at` to before `closes_at`, welcome after."""

    id = fields.UUIDField(primary_key=True)  # from person, slot and local date: planning twice makes one
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="check_ins")
    person_id: UUID
    instrument = fields.CharField(64)
    slot = fields.CharField(16)
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
        indexes: ClassVar = [Index(fields=("person_id", "opens_at"))]

    def state(self, now: datetime) -> CheckInState:
        return state_of(self.opens_at, self.closes_at, self.answered_at, now)


def state_of(opens_at: datetime, closes_at: datetime, answered_at: datetime | None, now: datetime) -> CheckInState:
    """`late` is an answer after the window; `missed` is no answer yet although it is over."""
    if answered_at is not None:
        return CheckInState.answered if answered_at < closes_at else CheckInState.late
    if now < opens_at:
        return CheckInState.planned
    return CheckInState.open if now < closes_at else CheckInState.missed


class Answer(Model):
    """What was said, once. A correction is another answer that stands in for this one; both stay.

    Scores are readable, words and items are not.
    """

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
    items = SecretField()  # {key: value}; what was skipped is not there; a repeating item's value is a list
    scores: Any = fields.JSONField()  # {name: number}, for sorting and triage; a score with a missing item is not there
    answered_at = MomentField()  # by the phone's clock
    received_at = MomentField()
    late = fields.BooleanField()
    revises_id = fields.UUIDField(null=True)  # the answer that this one corrects; each is corrected once
    superseded_at = MomentField(null=True)  # when it was corrected by another
    review_id = fields.UUIDField(null=True)
    reviewed_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="reviewed", null=True, on_delete=fields.SET_NULL
    )
    reviewed_by_id: UUID | None
    reviewed_at = MomentField(null=True)
    note = SecretField(null=True)  # what reviewers wrote for staff only; see checkins/written.py
    reply = SecretField(null=True)  # what they wrote to the person
    flags: fields.ReverseRelation["Flag"]

    class Meta:
        table = "answer"
        indexes: ClassVar = [Index(fields=("person_id", "answered_at"))]


class Flag(Model):
    """What a rule saw in an answer, written together with it; the tick turns it into an alert."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    answer: fields.ForeignKeyRelation[Answer] = fields.ForeignKeyField("daymark.Answer", related_name="flags")
    answer_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="flags")
    person_id: UUID
    rule = fields.CharField(32)
    tier = fields.CharEnumField(Tier, max_length=16, db_default=Tier.today, default=Tier.today)
    alert_id = fields.UUIDField(null=True)  # once it has been raised

    class Meta:
        table = "flag"
        unique_together = (("answer", "rule"),)
        indexes: ClassVar = [Index(fields=("person_id",))]


class CallRequest(Model):
    """Somebody asked to be contacted: from the page that a worrying answer opens, whether the form is sent or not."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="call_requests")
    person_id: UUID
    rule = fields.CharField(32, null=True)  # the rule that opened the page, if one did
    asked_at = MomentField()
    received_at = MomentField()
    alert_id = fields.UUIDField(null=True)  # once it has been raised

    class Meta:
        table = "call_request"
        indexes: ClassVar = [Index(fields=("person_id",))]

    @classmethod
    async def keep(cls, request_id: UUID, person: Person, **asked: Any) -> "CallRequest":
        """The request with this id, kept now unless it is there. Raises Problem 404 when it is somebody else's."""
        request, _ = await cls.get_or_create({**asked, "person_id": person.id}, id=request_id)
        if request.person_id != person.id:
            raise not_found()
        return request
