"""The rules that no instrument carries: what raises an alert without an answer, as a clinician reads it."""

from server.checkins.routes import Words
from server.checkins.score import Tier

SAFETY = "safety"
CALL = "call"
SESSIONS = "sessions"
UNANSWERED = "unanswered"
CANT_COME = "cant_come"
AT_ONCE = {CANT_COME}  # pushed to its owner as it comes in, though it is not urgent

# A rule of the same name that an instrument carries has its own words there.
FIXED: dict[str, tuple[Tier, Words]] = {
    SAFETY: (
        Tier.urgent,
        Words(
            en="Asked to be contacted on the page that a worrying answer opens.",
            es="Pidió que le contacten en la página que abre una respuesta preocupante.",
        ),
    ),
    CALL: (
        Tier.today,
        Words(en="Asked to be contacted.", es="Pidió que le contacten."),
    ),
    SESSIONS: (
        Tier.today,
        Words(
            en="Missed two sessions in a row. Excused ones don't count.",
            es="Faltó a dos sesiones seguidas. Las justificadas no cuentan.",
        ),
    ),
    CANT_COME: (
        Tier.today,
        Words(
            en="Can't come to a session.",
            es="No puede venir a una sesión.",
        ),
    ),
    UNANSWERED: (
        Tier.digest,
        Words(
            en="Answered nothing on three days in a row that had check-ins, or left three of one kind in a row.",
            es="No contestó nada en tres días seguidos con chequeos, o dejó sin respuesta tres del mismo tipo.",
        ),
    ),
}
