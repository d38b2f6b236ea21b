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
        ReminderKind.check_in: Words("You have a reminder", "Something is ready for you. Tap to open."),
        ReminderKind.nudge: Words("You have a reminder", "Still open, if you like. Tap to open."),
        ReminderKind.test: Words("Reminders work", "This is how one looks."),
        ReminderKind.alert: Words("You have a reminder", "Something needs you today. Tap to see it."),
    },
    Language.es: {
        ReminderKind.session: Words("Tienes un recordatorio", "Algo se acerca. Toca para verlo."),
        ReminderKind.check_in: Words("Tienes un recordatorio", "Algo está listo para ti. Toca para abrir."),
        ReminderKind.nudge: Words("Tienes un recordatorio", "Sigue abierto, si quieres. Toca para abrir."),
        ReminderKind.test: Words("Los recordatorios funcionan", "Así se ve uno."),
        ReminderKind.alert: Words("Tienes un recordatorio", "Algo te necesita hoy. Toca para verlo."),
    },
}


def path_of(kind: ReminderKind, subject: str) -> str:
    """Where a tap leads: the session or the check-in itself. An address that names an alert would say too much."""
    match kind:
        case ReminderKind.session:
            return f"/sessions/{subject}"
        case ReminderKind.test:
            return "/reminders"
        case ReminderKind.alert:
            return "/alerts"
        case _:
            return f"/check-in/{subject}"
