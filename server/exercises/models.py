"""Coping skills in use: what a counselor gave, and what a person practiced."""

from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from server.columns import MomentField, SecretField
from server.http import not_found
from server.people.models import Person


class Assignment(Model):
    """An exercise that a counselor gave to a person, so many times a week, until it is ended."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="assignments")
    person_id: UUID
    counselor: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="assigned", null=True, on_delete=fields.SET_NULL
    )
    counselor_id: UUID | None
    exercise = fields.CharField(64)
    note = SecretField(null=True)
    times_per_week = fields.IntField()
    from_day = fields.DateField()
    ended_at = MomentField(null=True)

    class Meta:
        table = "assignment"
        indexes: ClassVar = [Index(fields=("person_id", "ended_at"))]

    @classmethod
    async def give(cls, assignment_id: UUID, counselor: Person, **given: Any) -> "Assignment":
        """The assignment with this id, made now unless it is there. Raises Problem 404 when somebody else made it."""
        assignment, _ = await cls.get_or_create({**given, "counselor_id": counselor.id}, id=assignment_id)
        if assignment.counselor_id != counselor.id:
            raise not_found()
        return assignment


class Practice(Model):
    """One time that an exercise was done. It points at the version that was on the screen."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="practices")
    person_id: UUID
    assignment: fields.ForeignKeyNullableRelation[Assignment] = fields.ForeignKeyField(
        "daymark.Assignment", related_name="practices", null=True
    )
    assignment_id: UUID | None
    exercise = fields.CharField(64)
    version = fields.IntField()
    started_at = MomentField()
    ended_at = MomentField()
    before = fields.SmallIntField(null=True)  # how strong it was, 0 to 10
    after = fields.SmallIntField(null=True)
    ratings: fields.Field[list[int]] = fields.JSONField()  # the same, at each step that asks, in order
    notes = SecretField()  # what the person wrote, by step id; theirs alone

    class Meta:
        table = "practice"
        indexes: ClassVar = [Index(fields=("person_id", "started_at"))]

    @classmethod
    async def keep(cls, practice_id: UUID, person: Person, **done: Any) -> "Practice":
        """The practice with this id, kept now unless it is there. Raises Problem 404 when it is somebody else's."""
        practice, _ = await cls.get_or_create({**done, "person_id": person.id}, id=practice_id)
        if practice.person_id != person.id:
            raise not_found()
        return practice
