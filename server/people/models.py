"""Who: the program, its people and groups, their devices, invites, and the audit of who looked at whom."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

from server.columns import MomentField, SecretField

INVITE_LASTS = timedelta(days=7)
PARTICIPANT_SIGN_IN_LASTS = timedelta(days=180)
STAFF_SIGN_IN_LASTS = timedelta(days=7)


class Role(StrEnum):
    participant = "participant"
    counselor = "counselor"
    admin = "admin"


STAFF = (Role.counselor, Role.admin)


class Phase(StrEnum):
    intake = "intake"
    iop = "iop"
    aftercare = "aftercare"
    ended = "ended"


class Language(StrEnum):
    en = "en"
    es = "es"


class Program(Model):
    """The clinic's IOP: one tenant."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    name = fields.CharField(200)
    zone = fields.CharField(64)
    phone = fields.CharField(40, null=True)
    answers_read_by = fields.CharField(5, default="12:00")  # HH:MM on the next day of coverage, the program's zone
    # When somebody acts on what people answer, in the program's zone: RFC 5545 days, and from HH:MM to before HH:MM.
    coverage_days = fields.CharField(32, db_default="MO,TU,WE,TH,FR", default="MO,TU,WE,TH,FR")
    coverage_from = fields.CharField(5, db_default="09:00", default="09:00")
    coverage_until = fields.CharField(5, db_default="17:00", default="17:00")
    coverage_changed_by = fields.UUIDField(null=True)  # the newest change taken; UUIDv7s sort by time
    topics: fields.Field[list[str] | None] = fields.JSONField(null=True)  # of sessions; none: the ones we come with
    topics_changed_by = fields.UUIDField(null=True)  # the newest change taken
    # Unexcused absences that end treatment, and how early somebody has to say that they can't come.
    absences_in_row = fields.IntField(db_default=3, default=3)
    absences_in_twelve_weeks = fields.IntField(db_default=6, default=6)
    notice_hours = fields.IntField(db_default=48, default=48)
    attendance_changed_by = fields.UUIDField(null=True)  # the newest change taken
    is_demo = fields.BooleanField(default=False)

    class Meta:
        table = "program"


class Person(Model):
    """A participant or alumnus (see `phase`), or one of the staff (see `role`)."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("daymark.Program", related_name="people")
    program_id: UUID
    counselor: fields.ForeignKeyNullableRelation["Person"] = fields.ForeignKeyField(
        "daymark.Person", related_name="caseload", null=True, on_delete=fields.SET_NULL
    )
    counselor_id: UUID | None
    role = fields.CharEnumField(Role, max_length=16)
    phase = fields.CharEnumField(Phase, max_length=16, null=True)  # staff have none
    name = SecretField()  # what staff know them by
    called = SecretField(null=True)  # what they asked to be called when they joined
    phone = SecretField(null=True)
    language = fields.CharEnumField(Language, max_length=8, default=Language.en)
    zone = fields.CharField(64)
    started_on = fields.DateField(null=True)
    phase_from = fields.DateField(null=True)  # the first day of the phase they are in; none: since they started
    joined_at = MomentField(null=True)
    changed_by = fields.UUIDField(null=True)  # the newest profile change taken; UUIDv7s sort by time
    shares_medication = fields.BooleanField(db_default=False, default=False)  # with the staff who look after them
    shares_medication_by = fields.UUIDField(null=True)  # the newest change taken of that
    plan_stale = fields.BooleanField(default=True)  # reminders must be computed anew
    planned_until = MomentField(null=True)
    facilitates: fields.ReverseRelation[Any]  # series
    standing_stale = fields.BooleanField(
        db_default=True, default=True
    )  # what the caseload says of them must be computed anew

    class Meta:
        table = "person"
        indexes: ClassVar = [Index(fields=("program_id", "role"))]

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def called_or_name(self) -> str:
        return str(self.called or self.name)

    def today(self, now: datetime) -> date:
        """The local date where this person is."""
        return now.astimezone(self.tz).date()


async def mark_stale(*person_ids: UUID) -> None:
    """What is due to these people may have changed: reminders and their line in the caseload are computed anew."""
    await Person.filter(id__in=person_ids).update(plan_stale=True, standing_stale=True)


async def mark_everybody_stale(program_id: UUID) -> None:
    """The same for all participants of a program."""
    everybody = Person.filter(program_id=program_id, role=Role.participant)
    await everybody.update(plan_stale=True, standing_stale=True)


class PhaseChange(Model):
    """From which day somebody was in which phase. The newest is also on the person."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="phases")
    person_id: UUID
    phase = fields.CharEnumField(Phase, max_length=16)
    from_day = fields.DateField()
    made_by_id = fields.UUIDField(null=True)
    made_at = MomentField()

    class Meta:
        table = "phase_change"
        indexes: ClassVar = [Index(fields=("person_id",))]


class Responder(Model):
    """One of the staff who act on alerts, in this order when the one before did not."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("daymark.Program", related_name="responders")
    program_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="responds")
    person_id: UUID
    rank = fields.IntField()  # from 0

    class Meta:
        table = "responder"
        unique_together = (("program", "person"),)


class Group(Model):
    """A treatment group."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    program: fields.ForeignKeyRelation[Program] = fields.ForeignKeyField("daymark.Program", related_name="groups")
    program_id: UUID
    lead: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="leads", null=True, on_delete=fields.SET_NULL
    )
    lead_id: UUID | None
    name = fields.CharField(100)
    changed_by = fields.UUIDField(null=True)  # the newest change taken; UUIDv7s sort by time
    members: fields.ReverseRelation["Member"]

    class Meta:
        table = "treatment_group"


class Member(Model):
    """Who is in a group, from a day to before a day (open when there is none)."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField("daymark.Group", related_name="members")
    group_id: UUID
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="memberships")
    person_id: UUID
    from_day = fields.DateField()
    to_day = fields.DateField(null=True)

    class Meta:
        table = "member"
        indexes: ClassVar = [Index(fields=("person_id",)), Index(fields=("group_id",))]

    def holds(self, day: date) -> bool:
        return self.from_day <= day and (self.to_day is None or day < self.to_day)


class Device(Model):
    """A phone or browser that is signed in. The cookie holds a token. Only its hash is here."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="devices")
    person_id: UUID
    token_hash = fields.CharField(64, unique=True)
    label = fields.CharField(100)
    signed_in_at = MomentField()
    seen_at = MomentField()
    expires_at = MomentField()
    revoked_at = MomentField(null=True)

    class Meta:
        table = "device"
        indexes: ClassVar = [Index(fields=("person_id",))]

    def is_signed_in(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at

    @staticmethod
    def lasts(role: Role) -> timedelta:
        """How long a sign-in lasts without being used; staff see others' answers, so theirs is short."""
        return STAFF_SIGN_IN_LASTS if role in STAFF else PARTICIPANT_SIGN_IN_LASTS


class Invite(Model):
    """A code for one person, valid once and for seven days. The code itself is never stored."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="invites")
    person_id: UUID
    made_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="invites_made", null=True, on_delete=fields.SET_NULL
    )
    made_by_id: UUID | None
    code_hash = fields.CharField(64, unique=True)
    made_at = MomentField()
    expires_at = MomentField()
    used_at = MomentField(null=True)
    used_by = fields.UUIDField(null=True)  # the device that joined with it
    withdrawn_at = MomentField(null=True)

    class Meta:
        table = "invite"
        indexes: ClassVar = [Index(fields=("person_id",))]


class SignInTry(Model):
    """Wrong codes from one network address, or codes mailed for one person, in one hour. Whose is only a keyed hash."""

    id = fields.CharField(64, primary_key=True)
    tries = fields.IntField(default=0)
    hour = MomentField()

    class Meta:
        table = "sign_in_try"


class Audit(Model):
    """Who looked at or changed whom, when, through which address of the API. Never edited, never deleted."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    at = MomentField()
    viewer_id = fields.UUIDField()
    person_id = fields.UUIDField(null=True, db_index=True)  # none: the whole caseload
    what = fields.CharField(120)

    class Meta:
        table = "audit"
