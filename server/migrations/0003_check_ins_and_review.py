import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from server.checkins.models import Rhythm
from server.checkins.score import Tier
from server.columns import MomentField, SecretField
from server.people.models import Phase
from server.review.models import AlertStep
from server.sessions.models import Mark


class Migration(migrations.Migration):
    """Alerts, what the caseload says of each person, schedules of one person, corrections.

    What is asked often must not grow with what is done: partial indexes, as plain SQL, because the migration writer
    leaves them out.
    """

    dependencies = [("daymark", "0002_hot_indexes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Alert",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="alerts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("rule", fields.CharField(max_length=32)),
                (
                    "tier",
                    fields.CharEnumField(
                        description="urgent: urgent\ntoday: today\ndigest: digest", enum_type=Tier, max_length=16
                    ),
                ),
                ("day", fields.DateField()),
                ("opened_at", MomentField()),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="owner_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="owned_alerts",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("due_by", MomentField()),
                ("escalations", fields.IntField(default=0)),
                ("acknowledged_at", MomentField(null=True)),
                ("acknowledged_by_id", fields.UUIDField(null=True)),
                ("resolved_at", MomentField(null=True)),
                ("resolved_by_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "alert",
                "app": "daymark",
                "unique_together": (("person", "rule", "day"),),
                "indexes": [Index(fields=["owner_id"]), Index(fields=["opened_at"])],
                "pk_attr": "id",
                "table_description": "One person, one reason, one local day: somebody's to act on until it is resolved. Never deleted.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AlertEvent",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "alert",
                    fields.ForeignKeyField(
                        "daymark.Alert",
                        source_field="alert_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("at", MomentField()),
                (
                    "step",
                    fields.CharEnumField(
                        description="opened: opened\nadded: added\nasked: asked\nreopened: reopened\ntold: told\nescalated: escalated\nacknowledged: acknowledged\nresolved: resolved",
                        enum_type=AlertStep,
                        max_length=16,
                    ),
                ),
                ("by_id", fields.UUIDField(null=True)),
                ("to_id", fields.UUIDField(null=True)),
                ("answer_id", fields.UUIDField(null=True)),
                ("note", SecretField(null=True, generated=False, unique=False)),
            ],
            options={
                "table": "alert_event",
                "app": "daymark",
                "indexes": [Index(fields=["alert_id"])],
                "pk_attr": "id",
                "table_description": "What happened to an alert. Only ever added.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attendance",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="attendances",
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
                        related_name="attendances",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("original_start", fields.CharField(max_length=16)),
                ("starts_at", MomentField()),
                (
                    "mark",
                    fields.CharEnumField(
                        null=True,
                        description="attended: attended\nlate: late\nleft_early: left_early\nexcused: excused\nno_show: no_show",
                        enum_type=Mark,
                        max_length=16,
                    ),
                ),
                ("marked_by_id", fields.UUIDField()),
                ("marked_at", MomentField()),
                ("changed_by", fields.UUIDField()),
            ],
            options={
                "table": "attendance",
                "app": "daymark",
                "unique_together": (("person", "series", "original_start"),),
                "indexes": [Index(fields=["person_id", "starts_at"])],
                "pk_attr": "id",
                "table_description": "Whether one person was at one occurrence, as the counselor marked it. The newest mark counts.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CallRequest",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="call_requests",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("rule", fields.CharField(null=True, max_length=32)),
                ("asked_at", MomentField()),
                ("received_at", MomentField()),
                ("alert_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "call_request",
                "app": "daymark",
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "Somebody asked to be contacted: from the page that a worrying answer opens, whether the form is sent or not.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Instrument",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "program",
                    fields.ForeignKeyField(
                        "daymark.Program",
                        source_field="program_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="instruments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=64)),
                ("version", fields.CharField(max_length=32)),
                (
                    "questionnaire",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("loaded_by_id", fields.UUIDField(null=True)),
                ("loaded_at", MomentField()),
            ],
            options={
                "table": "instrument",
                "app": "daymark",
                "unique_together": (("program", "key", "version"),),
                "pk_attr": "id",
                "table_description": "A version of a questionnaire that a program loaded, for ever: answers point at it. Shipped ones are files.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OwnTime",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="own_times",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("slot", fields.CharField(max_length=16)),
                ("wall_time", fields.CharField(null=True, max_length=5)),
                ("changed_by", fields.UUIDField()),
            ],
            options={
                "table": "own_time",
                "app": "daymark",
                "unique_together": (("person", "slot"),),
                "pk_attr": "id",
                "table_description": "The time of day at which a person wants a slot's check-in, instead of the schedule's.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PhaseChange",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="phases",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "phase",
                    fields.CharEnumField(
                        description="intake: intake\niop: iop\naftercare: aftercare\nended: ended",
                        enum_type=Phase,
                        max_length=16,
                    ),
                ),
                ("from_day", fields.DateField()),
                ("made_by_id", fields.UUIDField(null=True)),
                ("made_at", MomentField()),
            ],
            options={
                "table": "phase_change",
                "app": "daymark",
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "From which day somebody was in which phase. The newest is also on the person.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Responder",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "program",
                    fields.ForeignKeyField(
                        "daymark.Program",
                        source_field="program_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="responders",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "daymark.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="responds",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("rank", fields.IntField()),
            ],
            options={
                "table": "responder",
                "app": "daymark",
                "unique_together": (("program", "person"),),
                "pk_attr": "id",
                "table_description": "One of the staff who act on alerts, in this order when the one before did not.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Standing",
            fields=[
                (
                    "person",
                    fields.OneToOneField(
                        "daymark.Person",
                        source_field="person_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="standing",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("content", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("fresh_until", MomentField()),
            ],
            options={
                "table": "standing",
                "app": "daymark",
                "pk_attr": "person_id",
                "table_description": "What the caseload says of one person, stored, so that the list of everybody is one read.",
            },
            bases=["Model"],
        ),
        ops.AlterModelOptions(
            name="Answer",
            options={
                "table": "answer",
                "app": "daymark",
                "indexes": [Index(fields=["person_id", "answered_at"])],
                "pk_attr": "id",
                "table_description": "What was said, once. A correction is another answer that stands in for this one; both stay.",
            },
        ),
        ops.AddField(
            model_name="Answer",
            name="note",
            field=SecretField(null=True, generated=False, unique=False),
        ),
        ops.AddField(
            model_name="Answer",
            name="reply",
            field=SecretField(null=True, generated=False, unique=False),
        ),
        ops.AddField(
            model_name="Answer",
            name="revises_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Answer",
            name="superseded_at",
            field=MomentField(null=True),
        ),
        ops.AlterModelOptions(
            name="Flag",
            options={
                "table": "flag",
                "app": "daymark",
                "unique_together": (("answer", "rule"),),
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "What a rule saw in an answer, written together with it; the tick turns it into an alert.",
            },
        ),
        ops.AddField(
            model_name="Flag",
            name="alert_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Flag",
            name="tier",
            field=fields.CharEnumField(
                default=Tier.today,
                db_default=Tier.today,
                description="urgent: urgent\ntoday: today\ndigest: digest",
                enum_type=Tier,
                max_length=16,
            ),
        ),
        ops.AddField(
            model_name="Person",
            name="phase_from",
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name="Person",
            name="standing_stale",
            field=fields.BooleanField(default=True, db_default=True),
        ),
        ops.AddField(
            model_name="Program",
            name="coverage_changed_by",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Program",
            name="coverage_days",
            field=fields.CharField(default="MO,TU,WE,TH,FR", db_default="MO,TU,WE,TH,FR", max_length=32),
        ),
        ops.AddField(
            model_name="Program",
            name="coverage_from",
            field=fields.CharField(default="09:00", db_default="09:00", max_length=5),
        ),
        ops.AddField(
            model_name="Program",
            name="coverage_until",
            field=fields.CharField(default="17:00", db_default="17:00", max_length=5),
        ),
        ops.AlterModelOptions(
            name="Schedule",
            options={
                "table": "schedule",
                "app": "daymark",
                "indexes": [Index(fields=["program_id"]), Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "What is asked in one phase: an instrument, on which days, in which window of people's wall time.",
            },
        ),
        ops.AddField(
            model_name="Schedule",
            name="changed_by",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Schedule",
            name="is_off",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Schedule",
            name="person",
            field=fields.ForeignKeyField(
                "daymark.Person",
                source_field="person_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="schedules",
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddField(
            model_name="Schedule",
            name="rhythm",
            field=fields.CharEnumField(
                default=Rhythm.rule,
                db_default=Rhythm.rule,
                description="rule: rule\nbefore_individual: before_individual\ntaper: taper",
                enum_type=Rhythm,
                max_length=32,
            ),
        ),
        ops.AddIndex(
            model_name="Schedule",
            index=Index(fields=["program_id"]),
        ),
        ops.AddIndex(
            model_name="Schedule",
            index=Index(fields=["person_id"]),
        ),
        # It holds all that were answered in time, for ever, among those to close; see check_in_to_close.
        ops.RemoveIndex(
            model_name="CheckIn",
            fields=["missed_at", "closes_at"],
        ),
        # What somebody has read before there were alerts is nobody's to act on: it counts as raised, with no alert.
        ops.RunSQL(
            [
                "UPDATE flag SET alert_id = '00000000-0000-0000-0000-000000000000'"
                " WHERE answer_id IN (SELECT id FROM answer WHERE reviewed_at IS NOT NULL)"
            ],
            reverse_sql=["UPDATE flag SET alert_id = NULL"],
        ),
        ops.RunSQL(
            [
                "CREATE INDEX attendance_missed ON attendance (marked_at) WHERE mark = 'no_show'",
                "CREATE UNIQUE INDEX answer_revises ON answer (revises_id) WHERE revises_id IS NOT NULL",
                "CREATE INDEX answer_unreviewed ON answer (person_id, received_at)"
                " WHERE reviewed_at IS NULL AND superseded_at IS NULL",
                "CREATE INDEX answer_reviewed ON answer (received_at, person_id, reviewed_at)"
                " WHERE reviewed_at IS NOT NULL AND superseded_at IS NULL",
                "CREATE INDEX check_in_by_time ON check_in (opens_at, person_id, closes_at, answered_at)"
                " WHERE withdrawn_at IS NULL",
                "CREATE INDEX check_in_missed ON check_in (missed_at) WHERE missed_at IS NOT NULL",
                "CREATE INDEX check_in_to_close ON check_in (closes_at)"
                " WHERE missed_at IS NULL AND answered_at IS NULL AND withdrawn_at IS NULL",
                "CREATE INDEX flag_to_raise ON flag (id) WHERE alert_id IS NULL",
                "CREATE INDEX call_request_to_raise ON call_request (id) WHERE alert_id IS NULL",
                "CREATE INDEX alert_to_acknowledge ON alert (due_by)"
                " WHERE acknowledged_at IS NULL AND resolved_at IS NULL",
                "CREATE INDEX alert_open ON alert (person_id) WHERE resolved_at IS NULL",
                "CREATE INDEX person_standing ON person (id) WHERE standing_stale AND role = 'participant'",
                "CREATE INDEX standing_fresh ON standing (fresh_until)",
                "CREATE INDEX person_horizon ON person (planned_until)"
                " WHERE role = 'participant' AND joined_at IS NOT NULL",
            ],
            reverse_sql=[
                "DROP INDEX attendance_missed",
                "DROP INDEX answer_revises",
                "DROP INDEX answer_unreviewed",
                "DROP INDEX answer_reviewed",
                "DROP INDEX check_in_by_time",
                "DROP INDEX check_in_missed",
                "DROP INDEX check_in_to_close",
                "DROP INDEX flag_to_raise",
                "DROP INDEX call_request_to_raise",
                "DROP INDEX alert_to_acknowledge",
                "DROP INDEX alert_open",
                "DROP INDEX person_standing",
                "DROP INDEX standing_fresh",
                "DROP INDEX person_horizon",
            ],
        ),
    ]
