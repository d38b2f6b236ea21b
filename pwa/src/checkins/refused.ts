/** Why the server did not take what was said, where a person can do something with that. */
import { catalog } from '../ui/words'

const words = catalog(
  {
    corrected: 'This answer was changed on another device first: that change counts, and yours is kept on this phone.',
    'day-is-over': 'An answer can be changed for one day, and this change came after that: it is kept on this phone.',
    both: 'See both',
  },
  {
    corrected: 'Esta respuesta se cambió antes en otro dispositivo: ese cambio es el que vale, y el tuyo queda en este teléfono.',
    'day-is-over': 'Una respuesta se puede cambiar durante un día, y este cambio llegó después: queda en este teléfono.',
    both: 'Ver los dos',
  },
)

export interface Refused {
  sentence: string
  /** Where what counts and what was said here can be read, one beside the other. */
  href: string
  label: string
}

/** `reason` is the server's word for it; undefined for all that only its own sentence explains. */
export function refusedWords(reason: string | undefined, answer: string): Refused | undefined {
  if (reason !== 'corrected' && reason !== 'day-is-over') return undefined
  return { sentence: words.value[reason], href: `/history#${answer}`, label: words.value.both }
}
