import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from server.columns import MomentField


class Migration(migrations.Migration):
    """What people choose about their reminders, and what they want to be told once more."""

    dependencies = [("daymark", "0004_calendar")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ReminderChoice",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reminder_choices",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("what", fields.CharField(max_length=16)),
                (
                    "value",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("changed_by", fields.UUIDField()),
                ("changed_at", MomentField()),
            ],
            options={
                "table": "reminder_choice",
                "app": "daymark",
                "unique_together": (("person", "what"),),
                "pk_attr": "id",
                "table_description": "One thing that a person chose about their reminders, such as their quiet hours. What there is: see choose.py.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Snooze",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="snoozes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("subject", fields.CharField(max_length=80)),
                ("due_at", MomentField()),
            ],
            options={
                "table": "snooze",
                "app": "daymark",
                "indexes": [Index(fields=["person_id", "due_at"])],
                "pk_attr": "id",
                "table_description": "Something that a person wants to be told once more, at their time. Of several about it the newest counts.",
            },
            bases=["Model"],
        ),
    ]
