"""What an email says: no name of the clinic, no kind of reminder, no reason. Whoever runs the mailbox can read it."""

from typing import NamedTuple

from server.people.models import Language


class Words(NamedTuple):
    title: str
    body: str


CODE = {
    Language.en: Words(
        "Your code",
        "Your code is {code}\n\n"
        "Type it in the app within 15 minutes. If you did not ask for it, do nothing: no other email will come.",
    ),
    Language.es: Words(
        "Tu código",
        "Tu código es {code}\n\n"
        "Escríbelo en la app en los próximos 15 minutos. Si no lo pediste, no hagas nada: no llegará otro correo.",
    ),
}
REMINDER = {
    Language.en: Words(
        "You have a reminder",
        "Something is there for you in the app. Open it to see what.\n\n"
        "You get this email because the reminder may not have shown on your phone. To turn these emails off: in "
        "the app, under “Me”, then “Reminders”.",
    ),
    Language.es: Words(
        "Tienes un recordatorio",
        "Hay algo para ti en la app. Ábrela para ver qué es.\n\n"
        "Recibes este correo porque quizás el recordatorio no apareció en tu teléfono. Para no recibir más: en la app, "
        "en «Yo», luego «Recordatorios».",
    ),
}


def code_words(code: str, language: Language) -> Words:
    title, body = CODE[language]
    return Words(title, body.format(code=code))
