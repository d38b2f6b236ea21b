from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from server.columns import MomentField, SecretField
from server.reminders.models import ReminderState


class Migration(migrations.Migration):
    """Email as a second way: where people can be written to, and what was."""

    dependencies = [("daymark", "0009_ledger")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Email",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("person_id", fields.UUIDField(db_index=True)),
                (
                    "state",
                    fields.CharEnumField(
                        default=ReminderState.waiting,
                        description="waiting: waiting\nclaimed: claimed\naccepted: accepted\nfailed: failed\nexpired: expired\nwithdrawn: withdrawn",
                        enum_type=ReminderState,
                        max_length=16,
                    ),
                ),
                ("next_at", MomentField()),
                ("tries", fields.IntField(default=0)),
                ("lease_by", fields.CharField(null=True, max_length=64)),
                ("lease_until", MomentField(null=True)),
                ("reason", fields.CharField(null=True, max_length=32)),
                ("sent_at", MomentField(null=True)),
            ],
            options={
                "table": "email",
                "app": "daymark",
                "pk_attr": "id",
                "table_description": "A reminder said by email because no phone showed it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EmailAddress",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "person",
                    fields.OneToOneField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="email_address",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("address", SecretField(generated=False, null=False, unique=False)),
                ("code_sent_at", MomentField()),
                ("guesses", fields.IntField(default=0)),
                ("confirmed_at", MomentField(null=True)),
                ("refusals", fields.IntField(default=0)),
                ("stopped_at", MomentField(null=True)),
            ],
            options={
                "table": "email_address",
                "app": "daymark",
                "pk_attr": "id",
                "table_description": "A mailbox that a person gave. Nothing but a code is sent there until they show that they can read it.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(
            ["CREATE INDEX email_ready ON email (next_at, id) WHERE state IN ('waiting', 'claimed')"],
            reverse_sql=["DROP INDEX email_ready"],
        ),
    ]
