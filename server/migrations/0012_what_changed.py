import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """A session that is put back, and each of a series that is changed, says what is different."""

    dependencies = [("daymark", "0011_home")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Change",
            name="put_back",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Series",
            name="was",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
    ]
