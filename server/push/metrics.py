"""Counters for the operator: which push service, never who."""

from prometheus_client import Counter

KEY_REFUSED = Counter(
    "daymark_push_key_refused", "Messages that a push service refused because of our key (401, 403).", ["push_service"]
)
