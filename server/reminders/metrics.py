"""Counters for the operator: how many and how late, never who."""

from prometheus_client import Counter, Histogram

PLANNED = Counter("daymark_reminders_planned", "Reminders written by the planner.")
ACCEPTED = Counter("daymark_reminders_accepted", "Reminders a push service took for at least one device.")
FAILED = Counter("daymark_reminders_failed", "Reminders that nobody took and nobody will.", ["reason"])
EXPIRED = Counter("daymark_reminders_expired", "Reminders that stopped being useful before they could be sent.")
EMAILED = Counter("daymark_reminders_emailed", "Reminders that a mail server took, because no phone showed them.")
EMAILS_NOT_SENT = Counter("daymark_reminder_emails_not_sent", "Emails about reminders that ended otherwise.", ["state"])
LATENESS = Histogram(
    "daymark_reminders_lateness_seconds",
    "From the moment a reminder was due until a push service took it.",
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200),
)
