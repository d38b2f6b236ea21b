from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from server.columns import MomentField
from server.today.edition import Counted

PERSONS = "{row}.person_id"
PROGRAMS = "{row}.program_id"


class Migration(migrations.Migration):
    """Homes are kept as they were made, and the database counts what changes in what they are made from."""

    dependencies = [("daymark", "0010_email")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Edition",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("number", fields.BigIntField()),
            ],
            options={
                "table": "edition",
                "app": "daymark",
                "pk_attr": "id",
                "table_description": "How often what homes are made from has changed, of one person, group or program.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="HomeCopy",
            fields=[
                (
                    "device",
                    fields.OneToOneField(
                        "daymark.Device",
                        source_field="device_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="home_copy",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("editions", fields.TextField(unique=False)),
                ("maker", fields.CharField(max_length=64)),
                ("begins", MomentField()),
                ("ends", MomentField()),
                ("etag", fields.CharField(max_length=64)),
                ("body", fields.BinaryField()),
            ],
            options={
                "table": "home_copy",
                "app": "daymark",
                "indexes": [Index(fields=["ends"])],
                "pk_attr": "device_id",
                "table_description": "The home of one day as a device is sent it, with what says whether it is still right.",
            },
            bases=["Model"],
        ),
        Counted(
            {
                "program": "{row}.id",
                # What staff are called stands in the homes of many.
                "person": "CASE WHEN {row}.role = 'participant' THEN {row}.id ELSE {row}.program_id END",
                "responder": PROGRAMS,
                "instrument": PROGRAMS,
                "schedule": "coalesce({row}.person_id, {row}.program_id)",
                "own_time": PERSONS,
                "member": "{row}.group_id",
                "series": "coalesce({row}.group_id, {row}.person_id)",
                "change": "(SELECT coalesce(group_id, person_id) FROM series WHERE series.id = {row}.series_id)",
                "attendance": PERSONS,
                "reply": PERSONS,
                "commitment": PERSONS,
                "check_in": PERSONS,
                "answer": PERSONS,
                "assignment": PERSONS,
                "practice": PERSONS,
                "plan_version": PERSONS,
                "medication": PERSONS,
                "dose_reply": PERSONS,
                "subscription": PERSONS,
                "reminder_choice": PERSONS,
                "snooze": PERSONS,
            },
            only={
                "person": [
                    "counselor_id",
                    "phase",
                    "name",
                    "called",
                    "phone",
                    "language",
                    "zone",
                    "started_on",
                    "phase_from",
                    "joined_at",
                    "shares_medication",
                ],
                # That one was missed the phone knows by itself, and when it is nudged about it does not concern it.
                "check_in": [
                    "instrument",
                    "slot",
                    "local_date",
                    "opens_at",
                    "closes_at",
                    "answered_at",
                    "withdrawn_at",
                ],
                "subscription": ["device_id", "endpoint_hash"],  # each push that is accepted is written there too
            },
        ),
    ]
