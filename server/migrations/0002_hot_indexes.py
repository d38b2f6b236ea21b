from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """What the tick asks every second must not grow with the reminders that are done: partial indexes, as plain SQL
    because the migration writer leaves them out."""

    dependencies = [("daymark", "0001_initial")]

    operations = [
        ops.RunSQL(
            [
                "CREATE INDEX reminder_ready ON reminder (next_at, id) WHERE state = 'waiting'",
                "CREATE INDEX reminder_leases ON reminder (lease_until) WHERE state = 'claimed'",
                "CREATE INDEX person_to_plan ON person (id) WHERE plan_stale AND role = 'participant'",
            ],
            reverse_sql=["DROP INDEX reminder_ready", "DROP INDEX reminder_leases", "DROP INDEX person_to_plan"],
        ),
    ]
