from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """Of a session that is no more since its series was changed people hear, and see it."""

    dependencies = [("daymark", "0006_newest")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Change",
            name="fallen_away",
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
