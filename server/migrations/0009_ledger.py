from uuid import uuid4

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from server.columns import MomentField
from server.reminders.models import Opening


class Migration(migrations.Migration):
    """What people saw of their reminders. Deliveries are found by their subscription, and no longer by person."""

    dependencies = [("daymark", "0008_medication")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Opened",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("person_id", fields.UUIDField()),
                ("at", MomentField()),
                (
                    "how",
                    fields.CharEnumField(
                        description="tapped: tapped\nswiped: swiped\nin_app: in_app", enum_type=Opening, max_length=8
                    ),
                ),
            ],
            options={
                "table": "opened",
                "app": "daymark",
                "pk_attr": "id",
                "table_description": "The phone's word that somebody saw a delivery. A row of its own, as Shown is and for the same reason.",
            },
            bases=["Model"],
        ),
        ops.AlterField(
            model_name="Delivery",
            name="person_id",
            field=fields.UUIDField(),
        ),
        ops.AddIndex(
            model_name="Delivery",
            index=Index(fields=["subscription_id", "at"]),
        ),
        # On SQLite the table was made anew to alter it, and its other index was not.
        ops.RunSQL("CREATE INDEX IF NOT EXISTS idx_delivery_reminde_04b90c ON delivery (reminder_id)"),
    ]
