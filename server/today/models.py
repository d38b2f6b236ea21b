"""A home that was made once and is sent until something in it changes."""

from typing import ClassVar

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from server.columns import MomentField
from server.people.models import Device


class Edition(Model):
    """How often what homes are made from has changed, of one person, group or program.

    Only the database's own triggers write it (see edition.py).
    """

    id = fields.UUIDField(primary_key=True)  # the person's, the group's or the program's
    number = fields.BigIntField()

    class Meta:
        table = "edition"


class HomeCopy(Model):
    """The home of one day as a device is sent it, with what says whether it is still right."""

    device: fields.OneToOneRelation[Device] = fields.OneToOneField(
        "daymark.Device", related_name="home_copy", primary_key=True
    )
    editions = fields.TextField()  # of all that it was made from, read before it was made
    maker = fields.CharField(64)  # see copy.py
    begins = MomentField()  # of its day
    ends = MomentField()
    etag = fields.CharField(64)
    body = fields.BinaryField()  # JSON, packed by gzip, then encrypted

    class Meta:
        table = "home_copy"
        indexes: ClassVar = [Index(fields=("ends",))]
