from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """Of two who change a group, or the list of topics, the newest has their way; a changed series is announced."""

    dependencies = [("daymark", "0005_reminder_choices")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Change",
            name="unexpected",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Group",
            name="changed_by",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Program",
            name="topics_changed_by",
            field=fields.UUIDField(null=True),
        ),
    ]
