import { plural } from '../../shared/i18n'
import type { Widened } from '../../shared/words/en'
import { catalog } from '../../ui/words'

type Comparisons = Readonly<Record<string, (n: string) => string>>

const comparisons: Comparisons = {
  '>=': (n) => `of ${n} or more`,
  '>': (n) => `above ${n}`,
  '<=': (n) => `of ${n} or less`,
  '<': (n) => `below ${n}`,
  '=': (n) => `of ${n}`,
  '!=': (n) => `other than ${n}`,
}

const comparaciones: Comparisons = {
  '>=': (n) => `de ${n} o más`,
  '>': (n) => `de más de ${n}`,
  '<=': (n) => `de ${n} o menos`,
  '<': (n) => `de menos de ${n}`,
  '=': (n) => `de ${n}`,
  '!=': (n) => `distinto de ${n}`,
}

const en = {
  title: 'Rules',
  lead: 'A rule looks at each answer and says whether somebody has to act. These are all there are, and below them what the phone does by itself. No rule guesses; each is one sentence.',
  zero: 'A rule that stays silent means nothing. An answer of zero never says that somebody is safe.',
  tiers: {
    urgent: {
      about: 'A safety answer. The phone shows help at once, also offline. Here an alert opens within seconds and is pushed to the devices of its owner, in words that tell nothing. When nobody is there, the next responder is told too.',
      after: 'Somebody has to be on it within one hour of the times when somebody is there, and within 12 hours in any case. When nobody is, it goes to the next responder and is pushed again, and so on until somebody says that they are on it.',
    },
    today: {
      about: 'Somebody should get in touch the same day while there is time. The alert belongs to the person’s counselor.',
      after: 'Somebody has to be on it before that day’s hours end; when less than two hours are left, before the end of the next day that somebody is there. Each alert says by when. When nobody is, it goes to the next responder with a push, and so on.',
    },
    digest: {
      about: 'Worth knowing before the next session. It stands in the caseload and on the person’s page.',
      after: 'It is due a working day later than a soon one. It goes to nobody else and is not pushed; it stays open until somebody resolves it.',
    },
  },
  never: 'No alert is ever deleted. One is resolved with a note, and the note stays.',
  one: 'There is one alert for each person, rule and day; another answer on that day joins it.',
  none: 'No rule in this tier.',
  forms: (all: string) => `Looks at: ${all}.`,
  noForms: 'Looks at what was answered and attended, not at a form.',
  raised: (n: number) => plural(n, { one: 'Raised # time in the last 30 days', other: 'Raised # times in the last 30 days' }, 'en'),
  notRaised: 'Not raised in the last 30 days',
  resolved: (n: number) => plural(n, { one: '# resolved', other: '# resolved' }, 'en'),
  open: (n: number) => plural(n, { one: '# still open', other: '# still open' }, 'en'),
  noneOpen: 'none open',
  alerts: 'Open the alerts',
  byItself: {
    title: 'What the phone does by itself',
    about: 'At once, also offline, with the person alone. No alert opens and nobody has to act; what they answer is read like every answer.',
    reached: (score: string, operator: string, n: string) => `${score} ${comparisons[operator]?.(n) ?? `${operator} ${n}`}`,
    opens: (reached: string, forms: string) => `${reached}: the phone opens ${forms} right there and keeps the answers already given.`,
    else: ', or where the program may not use it ',
  },
}

export type Words = Widened<typeof en>

const es: Words = {
  title: 'Reglas',
  lead: 'Una regla mira cada respuesta y dice si alguien debe actuar. Estas son todas, y debajo está lo que el teléfono hace por sí solo. Ninguna adivina; cada una es una frase.',
  zero: 'Que una regla calle no significa nada. Una respuesta de cero nunca dice que alguien está a salvo.',
  tiers: {
    urgent: {
      about: 'Una respuesta sobre la seguridad. El teléfono muestra ayuda enseguida, también sin conexión. Aquí se abre una alerta en segundos y llega a los dispositivos de quien la tiene, con palabras que no revelan nada. Cuando no hay nadie, también se avisa a la siguiente persona.',
      after: 'Alguien debe ocuparse en una hora de las que hay alguien, y en 12 horas en todo caso. Si nadie lo hace, pasa a la siguiente persona y se avisa otra vez, hasta que alguien diga que se está ocupando.',
    },
    today: {
      about: 'Alguien debe comunicarse el mismo día mientras haya tiempo. La alerta es de quien acompaña a la persona.',
      after: 'Alguien debe ocuparse antes de que termine el horario de ese día; si quedan menos de dos horas, antes de que termine el del siguiente día en que haya alguien. Cada alerta dice hasta cuándo. Si nadie lo hace, pasa a la siguiente persona con un aviso, y así sucesivamente.',
    },
    digest: {
      about: 'Conviene saberlo antes de la próxima sesión. Aparece en la lista y en la página de la persona.',
      after: 'Su plazo es un día de trabajo más largo que el de “Pronto”. No pasa a nadie más ni se avisa; queda abierta hasta que alguien la resuelva.',
    },
  },
  never: 'Ninguna alerta se borra. Se resuelve con una nota, y la nota queda.',
  one: 'Hay una alerta por persona, regla y día; otra respuesta de ese día se une a ella.',
  none: 'Ninguna regla en este nivel.',
  forms: (all) => `Mira: ${all}.`,
  noForms: 'Mira lo que se contestó y a qué se asistió, no un formulario.',
  raised: (n) => plural(n, { one: 'Surgió # vez en los últimos 30 días', other: 'Surgió # veces en los últimos 30 días' }, 'es'),
  notRaised: 'No surgió en los últimos 30 días',
  resolved: (n) => plural(n, { one: '# resuelta', other: '# resueltas' }, 'es'),
  open: (n) => plural(n, { one: '# sigue abierta', other: '# siguen abiertas' }, 'es'),
  noneOpen: 'ninguna abierta',
  alerts: 'Abrir las alertas',
  byItself: {
    title: 'Lo que el teléfono hace por sí solo',
    about: 'Enseguida, también sin conexión, a solas con la persona. No se abre ninguna alerta y nadie tiene que actuar; lo que conteste se lee como toda respuesta.',
    reached: (score, operator, n) => `${score} ${comparaciones[operator]?.(n) ?? `${operator} ${n}`}`,
    opens: (reached, forms) => `${reached}: el teléfono abre ahí mismo ${forms} y conserva lo ya contestado.`,
    else: ', o si el programa no puede usarlo ',
  },
}

export const words = catalog(en, es)
