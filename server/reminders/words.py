"""What stands on a lock screen: neutral by default. No name of the clinic, no kind of session, no reason.

Whoever chose detail reads the kind of session and a time. Never a session's title, which staff write, and never the
name of a form: those can say why somebody is in care.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from server.people.models import Language
from server.reminders.models import ReminderKind
from server.sessions.expand import OccurrenceState
from server.sessions.models import SessionKind


class Words(NamedTuple):
    title: str
    body: str


TEXTS: dict[Language, dict[ReminderKind, Words]] = {
    Language.en: {
        ReminderKind.session: Words("You have a reminder", "Something is coming up. Tap to see it."),
        ReminderKind.check_in: Words("You have a reminder", "Something is ready for you. Tap to open."),
        ReminderKind.nudge: Words("You have a reminder", "Still open, if you like. Tap to open."),
        ReminderKind.change: Words("You have a reminder", "Your calendar changed. Tap to see it."),
        ReminderKind.dose: Words("You have a reminder", "It is a time that you set. Tap to see it."),
        ReminderKind.refill: Words("You have a reminder", "A day that you noted is near. Tap to see it."),
        ReminderKind.test: Words("Reminders work", "This is how one looks."),
        ReminderKind.alert: Words("You have a reminder", "Something needs you. Tap to see it."),
    },
    Language.es: {
        ReminderKind.session: Words("Tienes un recordatorio", "Algo se acerca. Toca para verlo."),
        ReminderKind.check_in: Words("Tienes un recordatorio", "Algo está listo para ti. Toca para abrir."),
        ReminderKind.nudge: Words("Tienes un recordatorio", "Sigue abierto, si quieres. Toca para abrir."),
        ReminderKind.change: Words("Tienes un recordatorio", "Tu calendario cambió. Toca para verlo."),
        ReminderKind.dose: Words("Tienes un recordatorio", "Es una hora que tú elegiste. Toca para verlo."),
        ReminderKind.refill: Words("Tienes un recordatorio", "Se acerca un día que anotaste. Toca para verlo."),
        ReminderKind.test: Words("Los recordatorios funcionan", "Así se ve uno."),
        ReminderKind.alert: Words("Tienes un recordatorio", "Algo te necesita. Toca para verlo."),
    },
}


@dataclass(frozen=True)
class Detail:
    """What a reminder is about, for whoever chose to read it. `at` is local: when the session starts, or until when the
    check-in is open."""

    at: datetime
    session: SessionKind | None = None
    state: OccurrenceState = OccurrenceState.planned


SESSIONS = {
    Language.en: {
        SessionKind.group: "Group session",
        SessionKind.individual: "Individual session",
        SessionKind.family: "Family session",
    },
    Language.es: {
        SessionKind.group: "Sesión de grupo",
        SessionKind.individual: "Sesión individual",
        SessionKind.family: "Sesión familiar",
    },
}
CHANGES = {
    Language.en: {
        OccurrenceState.planned: "{} changed",
        OccurrenceState.moved: "{} moved",
        OccurrenceState.cancelled: "{} cancelled",
    },
    Language.es: {
        OccurrenceState.planned: "{}: hay un cambio",
        OccurrenceState.moved: "{}: nueva hora",
        OccurrenceState.cancelled: "{}: cancelada",
    },
}
CHECK_INS = {
    Language.en: {
        ReminderKind.check_in: Words("Your check-in is open", "Until {}"),
        ReminderKind.nudge: Words("Your check-in is still open", "Until {}, if you like"),
    },
    Language.es: {
        ReminderKind.check_in: Words("Tu chequeo está abierto", "Hasta: {}"),
        ReminderKind.nudge: Words("Tu chequeo sigue abierto", "Si quieres. Hasta: {}"),
    },
}
WEEKDAYS = {
    Language.en: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    Language.es: ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
HALVES = {Language.en: ("am", "pm"), Language.es: ("a. m.", "p. m.")}  # of the day, as the app says them


def words_for(kind: ReminderKind, language: Language, detail: Detail | None = None) -> Words:
    """Neutral without detail, and where there is none to give."""
    if detail is None:
        return TEXTS[language][kind]
    if kind in CHECK_INS[language]:
        title, body = CHECK_INS[language][kind]
        return Words(title, body.format(_when(detail.at, language)))
    if detail.session is None or kind not in (ReminderKind.session, ReminderKind.change):
        return TEXTS[language][kind]
    session, when = SESSIONS[language][detail.session], _when(detail.at, language)
    title = CHANGES[language][detail.state].format(session) if kind == ReminderKind.change else session
    return Words(title, f"{when[:1].upper()}{when[1:]}")


def _when(at: datetime, language: Language) -> str:
    """ "Thursday, 6:00 pm" """
    return f"{WEEKDAYS[language][at.weekday()]}, {at.hour % 12 or 12}:{at:%M} {HALVES[language][at.hour >= 12]}"


def path_of(kind: ReminderKind, subject: str) -> str:
    """Where a tap leads: the session or the check-in itself. An address that names an alert would say too much."""
    match kind:
        case ReminderKind.session | ReminderKind.change:
            return f"/sessions/{subject}"
        case ReminderKind.dose | ReminderKind.refill:
            return "/medication"
        case ReminderKind.test:
            return "/reminders"
        case ReminderKind.alert:
            return "/alerts"
        case _:
            return f"/check-in/{subject}"
