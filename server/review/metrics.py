"""Counters for the operator: how many alerts and how soon, never whose."""

from prometheus_client import Counter, Histogram

RAISED = Counter("daymark_alerts_raised", "Alerts that were opened, or opened again.", ["tier"])
ESCALATED = Counter("daymark_alerts_escalated", "Alerts that went to the next responder.", ["tier"])
NOBODY = Counter("daymark_alerts_without_owner", "Alerts that were raised or escalated with nobody to act on them.")
WAITED = Histogram(
    "daymark_alerts_raising_seconds",
    "From the moment an answer or a request arrived until its alert was there.",
    buckets=(0.5, 1, 2, 5, 10, 30, 60, 600, 3600),
)
