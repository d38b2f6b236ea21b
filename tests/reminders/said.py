"""What comes of what is considered."""

from typing import Any

from server.reminders.plan import considered
from server.reminders.wanted import WantedReminder


def wanted_reminders(*known: Any, **more: Any) -> list[WantedReminder]:
    """Of what `considered` finds that which is not left out, the earliest first."""
    return [each.wanted for each in considered(*known, **more) if each.left_out is None]
