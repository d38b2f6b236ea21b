import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from server.columns import MomentField, SecretField
from server.sessions.models import CommitmentKind, Hindrance, ReplyKind


class Migration(migrations.Migration):
    """What a clinic's calendar needs: what is beside a rule, replies, people's own commitments, feeds."""

    dependencies = [("daymark", "0003_check_ins_and_review")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Commitment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="commitments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="work: work\nschool: school\nfamily: family\nother: other",
                        enum_type=CommitmentKind,
                        max_length=16,
                    ),
                ),
                ("title", SecretField(null=True, generated=False, unique=False)),
                ("rule", fields.CharField(max_length=200)),
                ("first_day", fields.DateField()),
                ("wall_time", fields.CharField(max_length=5)),
                ("minutes", fields.IntField()),
                ("zone", fields.CharField(max_length=64)),
                ("until", fields.DateField(null=True)),
                ("shared", fields.BooleanField(default=False)),
                ("removed_at", MomentField(null=True)),
                ("changed_by", fields.UUIDField()),
            ],
            options={
                "table": "commitment",
                "app": "daymark",
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": 'A time that is the person\'s own: work, school, family. Others see it only as "busy", and only if `shared`.',
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Feed",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="feeds",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("token", SecretField(generated=False, null=False, unique=False)),
                ("detailed", fields.BooleanField(default=False)),
                ("made_at", MomentField()),
                ("read_at", MomentField(null=True)),
                ("revoked_at", MomentField(null=True)),
            ],
            options={
                "table": "feed",
                "app": "daymark",
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "A calendar address for one person's other apps: whoever has it reads it, until it is revoked.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reply",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="replies",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "series",
                    fields.ForeignKeyField(
                        "daymark.Series",
                        source_field="series_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="replies",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("original_start", fields.CharField(max_length=16)),
                ("starts_at", MomentField()),
                (
                    "kind",
                    fields.CharEnumField(
                        description="cant_come: cant_come\ncoming: coming\nhere: here",
                        enum_type=ReplyKind,
                        max_length=16,
                    ),
                ),
                (
                    "hindrance",
                    fields.CharEnumField(
                        null=True,
                        description="transport: transport\nwork_or_school: work_or_school\nchildcare: childcare\nillness: illness\nother: other",
                        enum_type=Hindrance,
                        max_length=16,
                    ),
                ),
                ("help", fields.BooleanField(default=False)),
                ("note", SecretField(null=True, generated=False, unique=False)),
                ("said_at", MomentField()),
                ("received_at", MomentField()),
                ("changed_by", fields.UUIDField()),
                ("alert_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "reply",
                "app": "daymark",
                "unique_together": (("person", "series", "original_start"),),
                "indexes": [Index(fields=["person_id", "starts_at"])],
                "pk_attr": "id",
                "table_description": "What a person said of one session of theirs: can't make it, coming after all, or here. The newest counts.",
            },
            bases=["Model"],
        ),
        ops.AlterModelOptions(
            name="Change",
            options={
                "table": "change",
                "app": "daymark",
                "unique_together": (("series", "original_start"),),
                "pk_attr": "id",
                "table_description": "One occurrence that is moved, cancelled, elsewhere or about something else. It is named by its original start,",
            },
        ),
        ops.AddField(
            model_name="Change",
            name="changed_by",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Change",
            name="homework",
            field=fields.CharField(null=True, max_length=1000),
        ),
        ops.AddField(
            model_name="Change",
            name="link",
            field=fields.CharField(null=True, max_length=500),
        ),
        ops.AddField(
            model_name="Change",
            name="topic",
            field=fields.CharField(null=True, max_length=200),
        ),
        ops.AddField(
            model_name="Program",
            name="absences_in_row",
            field=fields.IntField(default=3, db_default=3),
        ),
        ops.AddField(
            model_name="Program",
            name="absences_in_twelve_weeks",
            field=fields.IntField(default=6, db_default=6),
        ),
        ops.AddField(
            model_name="Program",
            name="attendance_changed_by",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Program",
            name="notice_hours",
            field=fields.IntField(default=48, db_default=48),
        ),
        ops.AddField(
            model_name="Program",
            name="topics",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
        ops.AddField(
            model_name="Series",
            name="added",
            field=fields.JSONField(
                default=list, db_default="[]", encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.AddField(
            model_name="Series",
            name="changed_by",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Series",
            name="excluded",
            field=fields.JSONField(
                default=list, db_default="[]", encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.AddField(
            model_name="Series",
            name="follows",
            field=fields.ForeignKeyField(
                "daymark.Series",
                source_field="follows_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="followed_by",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name="Series",
            name="homework",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
        ops.AddField(
            model_name="Series",
            name="imported_uid",
            field=fields.CharField(null=True, max_length=255),
        ),
        ops.RunSQL(
            [
                "CREATE INDEX reply_to_raise ON reply (id) WHERE alert_id IS NULL AND kind = 'cant_come'",
                "CREATE INDEX reply_alert ON reply (alert_id) WHERE alert_id IS NOT NULL",
                "CREATE INDEX reply_to_take_back ON reply (id) WHERE alert_id IS NOT NULL AND kind <> 'cant_come'",
            ],
            reverse_sql=["DROP INDEX reply_to_raise", "DROP INDEX reply_alert", "DROP INDEX reply_to_take_back"],
        ),
    ]
