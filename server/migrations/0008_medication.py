import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from server.columns import MomentField, SecretField
from server.medication.models import DoseWord


class Migration(migrations.Migration):
    """What people take, what they said of their doses, and whether staff see it."""

    dependencies = [("daymark", "0007_fallen_away")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Person",
            name="shares_medication",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Person",
            name="shares_medication_by",
            field=fields.UUIDField(null=True),
        ),
        ops.CreateModel(
            name="Medication",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="medications",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", SecretField()),
                ("note", SecretField(null=True)),
                ("course", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("first_day", fields.DateField()),
                ("until", fields.DateField(null=True)),
                ("refill_on", fields.DateField(null=True)),
                ("refill_days_before", fields.IntField(default=3, db_default=3)),
                ("changed_by", fields.UUIDField()),
            ],
            options={
                "table": "medication",
                "app": "daymark",
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "Something that a person takes, in their own words. Staff see it only while the person shares it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DoseReply",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="dose_replies",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "medication",
                    fields.ForeignKeyField(
                        "daymark.Medication",
                        source_field="medication_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="replies",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("original_start", fields.CharField(max_length=16)),
                (
                    "word",
                    fields.CharEnumField(
                        description="taken: taken\nskipped: skipped\nlater: later",
                        null=True,
                        enum_type=DoseWord,
                        max_length=16,
                    ),
                ),
                ("later_at", MomentField(null=True)),
                ("said_at", MomentField()),
                ("received_at", MomentField()),
                ("changed_by", fields.UUIDField()),
            ],
            options={
                "table": "dose_reply",
                "app": "daymark",
                "unique_together": (("medication", "original_start"),),
                "indexes": [Index(fields=["person_id", "original_start"])],
                "pk_attr": "id",
                "table_description": "What a person said of one dose. It stays when the times are changed, also of a dose that is no more.",
            },
            bases=["Model"],
        ),
    ]
