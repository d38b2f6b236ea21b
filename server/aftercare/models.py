"""The aftercare plan: the draft that a counselor writes on, and the versions that were proposed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from server.columns import MomentField, SecretField
from server.http import Problem, not_found
from server.people.models import Person, mark_stale


class PlanDraft(Model):
    """What the staff are writing for a person: one draft for all of them, and the newest writing counts."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    person: fields.OneToOneRelation[Person] = fields.OneToOneField("daymark.Person", related_name="plan_draft")
    person_id: UUID
    content = SecretField()
    draft_id = fields.UUIDField()  # of the newest writing; UUIDv7s sort by the time they were made
    written_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="plan_drafts_written", null=True, on_delete=fields.SET_NULL
    )
    written_by_id: UUID | None
    written_at = MomentField()

    class Meta:
        table = "plan_draft"

    @classmethod
    async def write(cls, draft_id: UUID, person: Person, counselor: Person, content: Any, now: datetime) -> None:
        """Makes `content` the draft, unless a newer one has come already."""
        said = {"content": content, "draft_id": draft_id, "written_by_id": counselor.id, "written_at": now}
        _, first = await cls.get_or_create(said, person_id=person.id)
        if not first:
            await cls.filter(person_id=person.id, draft_id__lt=draft_id).update(**said)


class PlanVersion(Model):
    """A state of the plan that a counselor stands behind. Its content never changes. The person agrees to it or not."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="plan_versions")
    person_id: UUID
    number = fields.IntField()
    content = SecretField()
    proposed_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "daymark.Person", related_name="plans_proposed", on_delete=fields.RESTRICT
    )
    proposed_by_id: UUID
    proposed_at = MomentField()
    agreed_at = MomentField(null=True)
    superseded = fields.BooleanField(default=False)  # a newer one came before the person agreed

    class Meta:
        table = "plan_version"
        unique_together = (("person", "number"),)

    @classmethod
    async def propose(
        cls, version_id: UUID, person: Person, counselor: Person, content: Any, now: datetime
    ) -> "PlanVersion":
        """The version with this id, made now as the person's next one unless it is there.

        It takes the place of one that still waits for the person. Raises Problem 404 when somebody else made it.
        """
        async with in_transaction():
            # On PostgreSQL two who propose at once wait here for each other; on SQLite they did when they began.
            await Person.filter(id=person.id).select_for_update().first()
            known = await cls.get_or_none(id=version_id)
            if known is None:
                await cls.filter(person_id=person.id, agreed_at=None).update(superseded=True)
                number = 1 + await cls.filter(person_id=person.id).count()
                await mark_stale(person.id)
                return await cls.create(
                    id=version_id,
                    person_id=person.id,
                    number=number,
                    content=content,
                    proposed_by_id=counselor.id,
                    proposed_at=now,
                )
        if known.proposed_by_id != counselor.id:
            raise not_found()
        return known

    async def agree(self, agreed_at: datetime) -> None:
        """The person agrees, once. Raises Problem 409 when a newer version took this one's place before."""
        waiting = type(self).filter(id=self.id, agreed_at=None, superseded=False)
        if not await waiting.update(agreed_at=agreed_at) and not await self._agreed():
            raise Problem(409, "There is a newer version of this plan; open the app again and read that one.")
        await mark_stale(self.person_id)

    async def _agreed(self) -> bool:
        return await type(self).filter(id=self.id, agreed_at__not_isnull=True).exists()
