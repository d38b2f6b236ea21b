from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """What a lock screen may say is chosen of sessions and of check-ins; whoever had agreed, had agreed to both."""

    dependencies = [("daymark", "0012_what_changed")]

    initial = False

    operations = [
        # The id of a change is nobody else's, so it can be this row's.
        ops.RunSQL(
            "INSERT INTO reminder_choice (id, person_id, what, value, changed_by, changed_at) "
            "SELECT changed_by, person_id, 'check_in_detail', value, changed_by, changed_at "
            "FROM reminder_choice WHERE what = 'detailed'"
        ),
        ops.RunSQL("UPDATE reminder_choice SET what = 'session_detail' WHERE what = 'detailed'"),
    ]
