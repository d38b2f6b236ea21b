"""Where a person can be written to."""

from datetime import datetime, timedelta
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from server.columns import MomentField, SecretField
from server.people.models import Person

CODE_LASTS = timedelta(minutes=15)
GUESSES = 5  # of one code


class EmailAddress(Model):
    """A mailbox that a person gave. Nothing but a code is sent there until they show that they can read it."""

    id = fields.UUIDField(primary_key=True)  # made by the client; the code comes from it
    person: fields.OneToOneRelation[Person] = fields.OneToOneField("daymark.Person", related_name="email_address")
    person_id: UUID
    address = SecretField()
    code_sent_at = MomentField()
    guesses = fields.IntField(default=0)
    confirmed_at = MomentField(null=True)
    refusals = fields.IntField(default=0)  # in a row, since it last took an email
    stopped_at = MomentField(null=True)  # since when it is taken for one that does not work

    class Meta:
        table = "email_address"

    @property
    def code_until(self) -> datetime:
        """When it is too late for its code."""
        return self.code_sent_at + CODE_LASTS

    def code_holds(self, now: datetime) -> bool:
        """Whether its code can still be typed."""
        return self.confirmed_at is None and self.guesses < GUESSES and now < self.code_until
