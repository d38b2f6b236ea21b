"""What the codebook says around the words of the forms themselves."""

from dataclasses import dataclass

from server.people.models import Language

MOMENTS = ("opens_at", "closes_at", "answered_at", "received_at", "superseded_at", "reviewed_at")


@dataclass(frozen=True)
class Words:
    columns: dict[str, str]  # what each column is that does not come from a form
    cells: dict[str, str]  # and how it is written, where that does not speak for itself
    whole: str
    number: str
    between: str
    least: str
    most: str
    steps: str
    unit: str
    hours: str
    day: str
    yes: str
    no: str
    point: str
    points: str
    own_words: str
    or_own_words: str
    apostrophe: str
    sometimes: str
    listed: str
    inside: str
    answer: str
    repetition: str
    score: str
    computed: str
    high_is: dict[str, str]
    band: str


WORDS = {
    Language.en: Words(
        columns={
            "answer": "id of the answer; empty: there is none, and the row only carries the notice",
            "person": "id of the person in Daymark",
            "instrument": "which form; the columns of the others are empty",
            "version": "which version of it was answered",
            "language": "the language it was read in",
            "check_in": "id of the check-in it answers; empty: given without being asked",
            "for_day": "the person's local day that the check-in was for",
            "opens_at": "when the check-in's window opened",
            "closes_at": "when it closed",
            "answered_at": "when it was answered by the phone's clock, set right",
            "received_at": "when it reached the server",
            "late": "whether it was answered after the window",
            "revises": "id of the answer that this one corrects",
            "superseded_at": "when another answer corrected this one; leave such rows out of sums",
            "reviewed_at": "when staff read it",
            "notice": "goes with these records wherever they go",
        },
        cells={
            "language": "en = English; es = Spanish",
            "for_day": "YYYY-MM-DD",
            "late": "yes; no",
            **dict.fromkeys(MOMENTS, "YYYY-MM-DDThh:mm:ssZ, UTC"),
        },
        whole="a whole number",
        number="a number with a decimal point",
        between="from {} to {}",
        least="{} or more",
        most="{} or less",
        steps="in steps of {}",
        unit="unit: {}",
        hours="hours",
        day="a day, YYYY-MM-DD",
        yes="yes",
        no="no",
        point="1 point",
        points="{} points",
        own_words="the person's own words",
        or_own_words="or the person's own words",
        apostrophe="an apostrophe at the start is no part of it: with it a spreadsheet runs no formula",
        sometimes="asked only after some answers to other questions",
        listed="written as a JSON list with an entry for every {}; null or []: not answered",
        inside=", in each an entry for every ",
        answer="answer",
        repetition="repetition of “{}”",
        score="{}, {} to {}; empty: not scored, for an item is missing",
        computed="from the answers’ points or numbers: {}",
        high_is={"worse": "higher is worse", "better": "higher is better"},
        band="from {} = {}",
    ),
    Language.es: Words(
        columns={
            "answer": "id de la respuesta; vacío: no hay ninguna, y la fila solo lleva el aviso",
            "person": "id de la persona en Daymark",
            "instrument": "qué formulario; las columnas de los demás quedan vacías",
            "version": "qué versión se respondió",
            "language": "el idioma en que se leyó",
            "check_in": "id del chequeo al que responde; vacío: se dio sin que se pidiera",
            "for_day": "el día local de la persona al que corresponde el chequeo",
            "opens_at": "cuándo se abrió el plazo del chequeo",
            "closes_at": "cuándo se cerró",
            "answered_at": "cuándo se respondió según el reloj del teléfono, corregido",
            "received_at": "cuándo llegó al servidor",
            "late": "si se respondió después del plazo",
            "revises": "id de la respuesta que esta corrige",
            "superseded_at": "cuándo otra respuesta corrigió esta; no cuentes estas filas en las sumas",
            "reviewed_at": "cuándo la leyó el personal",
            "notice": "acompaña a estos registros adondequiera que vayan",
        },
        cells={
            "language": "en = inglés; es = español",
            "for_day": "AAAA-MM-DD",
            "late": "yes = sí; no = no",
            **dict.fromkeys(MOMENTS, "AAAA-MM-DDThh:mm:ssZ, UTC"),
        },
        whole="un número entero",
        number="un número con punto decimal",
        between="de {} a {}",
        least="{} o más",
        most="{} o menos",
        steps="en pasos de {}",
        unit="unidad: {}",
        hours="horas",
        day="un día, AAAA-MM-DD",
        yes="yes = sí",
        no="no = no",
        point="1 punto",
        points="{} puntos",
        own_words="las palabras de la persona",
        or_own_words="o las palabras de la persona",
        apostrophe="un apóstrofo al principio no es parte de ellas: evita que una hoja de cálculo las tome por fórmula",
        sometimes="se pregunta solo después de ciertas respuestas a otras preguntas",
        listed="escrito como una lista JSON con una entrada por cada {}; null o []: sin respuesta",
        inside=", y en cada una, una entrada por cada ",
        answer="respuesta",
        repetition="repetición de «{}»",
        score="{}, de {} a {}; vacío: sin puntaje, porque falta una respuesta",
        computed="de los puntos o números de las respuestas: {}",
        high_is={"worse": "más alto es peor", "better": "más alto es mejor"},
        band="desde {} = {}",
    ),
}
