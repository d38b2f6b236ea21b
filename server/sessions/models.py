"""The session calendar as it is stored: what recurs, and what differs for one occurrence."""

from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise import fields
from tortoise.exceptions import ValidationError
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

from server.columns import MomentField, SecretField
from server.people.models import Group, Person, Program
from server.recurrence import Rule


class Mark(StrEnum):
    """What the counselor marked of somebody's attendance. Telehealth counts as attended."""

    attended = "attended"
    late = "late"
    left_early = "left_early"
    excused = "excused"
    no_show = "no_show"


class SessionKind(StrEnum):
    group = "group"
    individual = "individual"
    family = "family"


def _readable(read: Callable[[str], object]) -> Callable[[str], None]:
    """A column's check that `read` understands the value: one bad row would stop the calendars of everybody in it."""

    def check(text: str) -> None:
        try:
            read(text)
        except (ValueError, KeyError) as error:
            raise ValidationError(str(error)) from error

    return check


class Series(Model):
    """A recurring session of a group, or of one person. Its wall time is read in its own zone, the program's."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("daymark.Program", related_name="series")
    program_id: UUID
    group: fields.ForeignKeyNullableRelation[Group] = fields.ForeignKeyField(
        "daymark.Group", related_name="series", null=True
    )
    group_id: UUID | None
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="series", null=True
    )
    person_id: UUID | None
    facilitator: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="facilitates", null=True, on_delete=fields.SET_NULL
    )
    facilitator_id: UUID | None
    kind = fields.CharEnumField(SessionKind, max_length=16)
    title = fields.CharField(200)
    topics: fields.Field[list[str] | None] = fields.JSONField(null=True)  # one for each calendar week from the first
    rule = fields.CharField(200, validators=[_readable(lambda text: Rule(text, date.min, time.min))])
    first_day = fields.DateField()
    wall_time = fields.CharField(5, validators=[_readable(time.fromisoformat)])  # HH:MM
    minutes = fields.IntField()
    zone = fields.CharField(64, validators=[_readable(ZoneInfo)])
    until = fields.DateField(null=True)  # the first day on which it is over
    place = fields.CharField(200, null=True)
    link = fields.CharField(500, null=True)
    bring = fields.CharField(200, null=True)

    class Meta:
        table = "series"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def recurs(self) -> Rule:
        """When it recurs; one occurrence moved or cancelled is a Change, not an exclusion."""
        return Rule(self.rule, self.first_day, time.fromisoformat(self.wall_time), self.until)

    def topic_on(self, day: date) -> str | None:
        """What the calendar week of `day` is about; nothing once the topics are through."""
        week = _week(day) - _week(self.first_day)
        return self.topics[week] if self.topics and 0 <= week < len(self.topics) else None


def _week(day: date) -> int:
    """Calendar weeks, Monday to Sunday, in a row: day 1 was a Monday."""
    return (day.toordinal() - 1) // 7


class Change(Model):
    """One occurrence that is moved, cancelled, or elsewhere. It is named by its original start, wherever it went."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    series: fields.ForeignKeyRelation[Series] = fields.ForeignKeyField("daymark.Series", related_name="changes")
    series_id: UUID
    original_start = fields.CharField(16)  # local, as `local_text` writes it
    starts_at = MomentField(null=True)  # moved to
    minutes = fields.IntField(null=True)
    cancelled = fields.BooleanField(default=False)
    reason = SecretField(null=True)
    place = fields.CharField(200, null=True)
    changed_at = MomentField()

    class Meta:
        table = "change"
        unique_together = (("series", "original_start"),)


class Attendance(Model):
    """Whether one person was at one occurrence, as the counselor marked it. The newest mark counts."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="attendances")
    person_id: UUID
    series: fields.ForeignKeyRelation[Series] = fields.ForeignKeyField("daymark.Series", related_name="attendances")
    series_id: UUID
    original_start = fields.CharField(16)  # local, as `local_text` writes it
    starts_at = MomentField()  # when it was in the end, for putting marks in order
    mark = fields.CharEnumField(Mark, max_length=16, null=True)  # none: the mark was taken back
    marked_by_id = fields.UUIDField()
    marked_at = MomentField()
    changed_by = fields.UUIDField()  # the newest mark taken; UUIDv7s sort by time

    class Meta:
        table = "attendance"
        unique_together = (("person", "series", "original_start"),)
        indexes: ClassVar = [Index(fields=("person_id", "starts_at"))]


def local_text(local: datetime) -> str:
    """`2026-11-26T18:00`: a local start as it names an occurrence. These sort as text."""
    return f"{local:%Y-%m-%dT%H:%M}"
