"""Where a push can reach a device."""

from hashlib import sha256
from typing import ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from server.columns import MomentField, SecretField
from server.people.models import Device, Person

PER_PERSON = 10  # subscriptions; more is a mistake or an attack


class Subscription(Model):
    """One device's push address: a URL that is a secret, and the keys to encrypt for it."""

    id = fields.UUIDField(primary_key=True)  # made by the client
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("daymark.Person", related_name="subscriptions")
    person_id: UUID
    device: fields.ForeignKeyRelation[Device] = fields.ForeignKeyField("daymark.Device", related_name="subscriptions")
    device_id: UUID
    endpoint = SecretField()
    endpoint_hash = fields.CharField(64, unique=True)
    p256dh = SecretField()
    auth = SecretField()
    vapid_key = fields.CharField(128)  # the public key it was made for
    made_at = MomentField()
    last_accepted_at = MomentField(null=True)

    class Meta:
        table = "subscription"
        indexes: ClassVar = [Index(fields=("person_id",)), Index(fields=("device_id",))]


def address_hash(endpoint: str) -> str:
    """Finds a subscription by its address, and lets a phone compare, without storing the address readably."""
    return sha256(endpoint.encode()).hexdigest()
