"""The session calendar as it is stored: what recurs, and what differs for one occurrence."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, ClassVar
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

# What changed so long ago is marked, and nobody is told of it any more, also where quiet hours put it off.
OLD_NEWS = timedelta(days=3)


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


class ReplyKind(StrEnum):
    """What a person said of one session of theirs; the newest counts."""

    cant_come = "cant_come"
    coming = "coming"  # after all
    here = "here"  # from half an hour before it starts until half an hour after


class Hindrance(StrEnum):
    """Why somebody can't make it."""

    transport = "transport"
    work_or_school = "work_or_school"
    childcare = "childcare"
    illness = "illness"
    other = "other"


class CommitmentKind(StrEnum):
    work = "work"
    school = "school"
    family = "family"
    other = "other"


def _readable(read: Callable[[str], object]) -> Callable[[str], None]:
    """A column's check that `read` understands the value: one bad row would stop the calendars of everybody in it."""

    def check(text: str) -> None:
        try:
            read(text)
        except (ValueError, KeyError) as error:
            raise ValidationError(str(error)) from error

    return check


class Series(Model):
    """A recurring session of a group, or of one person. Its wall time is read in its own zone, the program's.

    What happened stays as it was: a change "from this one on" ends it (`until`) and begins another that `follows` it.
    """

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
    homework: fields.Field[list[str] | None] = fields.JSONField(null=True)  # likewise; an empty text: none
    rule = fields.CharField(200, validators=[_readable(lambda text: Rule(text, date.min, time.min))])
    first_day = fields.DateField()
    wall_time = fields.CharField(5, validators=[_readable(time.fromisoformat)])  # HH:MM
    minutes = fields.IntField()
    zone = fields.CharField(64, validators=[_readable(ZoneInfo)])
    until = fields.DateField(null=True)  # the first day on which it is over
    # Local starts, as `local_text` writes them: what the rule has and is left out, and what comes beside the rule.
    excluded: fields.Field[list[str]] = fields.JSONField(db_default="[]", default=list)
    added: fields.Field[list[str]] = fields.JSONField(db_default="[]", default=list)
    place = fields.CharField(200, null=True)
    link = fields.CharField(500, null=True)
    bring = fields.CharField(200, null=True)
    follows: fields.ForeignKeyNullableRelation["Series"] = fields.ForeignKeyField(
        "daymark.Series", related_name="followed_by", null=True, on_delete=fields.SET_NULL
    )
    follows_id: UUID | None
    # When and where it was until it was changed from a day on: see formerly.py.
    was: fields.Field[dict[str, Any] | None] = fields.JSONField(null=True)
    imported_uid = fields.CharField(255, null=True)  # of the event in another calendar that it was made from
    changed_by = fields.UUIDField(null=True)  # the newest change taken; UUIDv7s sort by time

    class Meta:
        table = "series"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def recurs(self) -> Rule:
        """When it recurs; one occurrence moved or cancelled is a Change, not an exclusion."""
        return Rule(
            self.rule,
            self.first_day,
            time.fromisoformat(self.wall_time),
            self.until,
            excluded=frozenset(datetime.fromisoformat(each) for each in self.excluded),
            added=frozenset(datetime.fromisoformat(each) for each in self.added),
        )

    def goes_on(self, since: date) -> bool:
        """Whether it is over, as planned, only after this local day."""
        if any(each >= since.isoformat() for each in self.added):
            return True
        if self.until and self.until <= since:
            return False
        # Where there are so many sessions and no more, the last is found by counting.
        return (
            "COUNT" not in self.rule or self.recurs().starts().after(datetime.combine(since, time()), True) is not None
        )

    def topic_on(self, day: date) -> str | None:
        """What the calendar week of `day` is about; nothing once the topics are through."""
        return self._of_week(self.topics, day)

    def homework_on(self, day: date) -> str | None:
        """What to do until the session in the calendar week of `day`."""
        return self._of_week(self.homework, day)

    def _of_week(self, said: list[str] | None, day: date) -> str | None:
        week = _week(day) - _week(self.first_day)
        return (said[week] or None) if said and 0 <= week < len(said) else None


def _week(day: date) -> int:
    """Calendar weeks, Monday to Sunday, in a row: day 1 was a Monday."""
    return (day.toordinal() - 1) // 7


class Change(Model):
    """One occurrence that is moved, cancelled, elsewhere or about something else. It is named by its original start,
    wherever it went. The newest change counts; one that says nothing takes back what was said before."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    series: fields.ForeignKeyRelation[Series] = fields.ForeignKeyField("daymark.Series", related_name="changes")
    series_id: UUID
    original_start = fields.CharField(16)  # local, as `local_text` writes it
    starts_at = MomentField(null=True)  # moved to
    minutes = fields.IntField(null=True)
    cancelled = fields.BooleanField(default=False)
    reason = SecretField(null=True)
    place = fields.CharField(200, null=True)
    link = fields.CharField(500, null=True)
    topic = fields.CharField(200, null=True)
    homework = fields.CharField(1000, null=True)
    # Its series was changed, and had no session then or there before: people hear of it as of one that is added.
    unexpected = fields.BooleanField(db_default=False, default=False)
    # Its series was changed, and has none then any more: people hear of it, and see it, as of one that is cancelled.
    fallen_away = fields.BooleanField(db_default=False, default=False)
    # It was to be cancelled, or otherwise than planned, and that was taken back.
    put_back = fields.BooleanField(db_default=False, default=False)
    changed_at = MomentField()
    changed_by = fields.UUIDField(null=True)  # the newest change taken; UUIDv7s sort by time

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


class Reply(Model):
    """What a person said of one session of theirs: can't make it, coming after all, or here. The newest counts."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="replies")
    person_id: UUID
    series: fields.ForeignKeyRelation[Series] = fields.ForeignKeyField("daymark.Series", related_name="replies")
    series_id: UUID
    original_start = fields.CharField(16)  # local, as `local_text` writes it
    starts_at = MomentField()  # of the session, when it was said
    kind = fields.CharEnumField(ReplyKind, max_length=16)
    hindrance = fields.CharEnumField(Hindrance, max_length=16, null=True)
    help = fields.BooleanField(default=False)  # wants help with what is in the way
    note = SecretField(null=True)
    said_at = MomentField()  # by the phone's clock
    received_at = MomentField()
    changed_by = fields.UUIDField()  # the newest reply taken; UUIDv7s sort by time
    alert_id = fields.UUIDField(null=True)  # set once the counselor was told

    class Meta:
        table = "reply"
        unique_together = (("person", "series", "original_start"),)
        indexes: ClassVar = [Index(fields=("person_id", "starts_at"))]

    @property
    def occurrence(self) -> str:
        """The id of the session it is about."""
        return f"{self.series_id}@{self.original_start}"


class Commitment(Model):
    """A time that is the person's own: work, school, family. Others see it only as "busy", and only if `shared`.

    Its wall time is read in its own zone, that of where it takes place.
    """

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="commitments")
    person_id: UUID
    kind = fields.CharEnumField(CommitmentKind, max_length=16)
    title = SecretField(null=True)
    rule = fields.CharField(200, validators=[_readable(lambda text: Rule(text, date.min, time.min))])
    first_day = fields.DateField()
    wall_time = fields.CharField(5, validators=[_readable(time.fromisoformat)])  # HH:MM
    minutes = fields.IntField()
    zone = fields.CharField(64, validators=[_readable(ZoneInfo)])
    until = fields.DateField(null=True)  # the first day on which it is over
    shared = fields.BooleanField(default=False)
    removed_at = MomentField(null=True)
    changed_by = fields.UUIDField()  # the newest change taken; UUIDv7s sort by time

    class Meta:
        table = "commitment"
        indexes: ClassVar = [Index(fields=("person_id",))]

    def recurs(self) -> Rule:
        return Rule(self.rule, self.first_day, time.fromisoformat(self.wall_time), self.until)


class Feed(Model):
    """A calendar address for one person's other apps: whoever has it reads it, until it is revoked."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="feeds")
    person_id: UUID
    token_hash = fields.CharField(64, unique=True)
    token = SecretField()  # so that the person can see the address again
    detailed = fields.BooleanField(default=False)  # real titles and places, chosen by the person
    made_at = MomentField()
    read_at = MomentField(null=True)  # when a calendar app last asked for it
    revoked_at = MomentField(null=True)

    class Meta:
        table = "feed"
        indexes: ClassVar = [Index(fields=("person_id",))]


def local_text(local: datetime) -> str:
    """`2026-11-26T18:00`: a local start as it names an occurrence. These sort as text."""
    return f"{local:%Y-%m-%dT%H:%M}"
