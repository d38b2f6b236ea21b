"""What stands on a lock screen: neutral by default. No name of the clinic, no kind of session, no reason."""

from typing import NamedTuple

from server.people.models import Language
from server.reminders.models import ReminderKind


class Words(NamedTuple):
    title: str
    body: str


TEXTS: dict[Language, dict[ReminderKind, Words]] = {
    Language.en: {
        ReminderKind.session: Words("You have a reminder", "Something is coming up. Tap to see it."),
        ReminderKind.check_in: Words("You have a reminder", "Takes about a minute. Tap to open."),
        ReminderKind.nudge: Words("You have a reminder", "Still open, if you like. Tap to open."),
        ReminderKind.test: Words("Reminders work", "This is how one looks."),
    },
    Language.es: {
        ReminderKind.session: Words("Tienes un recordatorio", "Algo se acerca. Toca para verlo."),
        ReminderKind.check_in: Words("Tienes un recordatorio", "Toma cerca de un minuto. Toca para abrir."),
        ReminderKind.nudge: Words("Tienes un recordatorio", "Sigue abierto, si quieres. Toca para abrir."),
        ReminderKind.test: Words("Los recordatorios funcionan", "Así se ve uno."),
    },
}


def path_of(kind: ReminderKind, subject: str) -> str:
    """Where a tap leads: the session or the check-in itself."""
    if kind == ReminderKind.session:
        return f"/sessions/{subject}"
    return "/reminders" if kind == ReminderKind.test else f"/check-in/{subject}"
