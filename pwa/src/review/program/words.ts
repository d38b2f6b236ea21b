import { plural } from '../../shared/i18n'
import type { Widened } from '../../shared/words/en'
import { catalog } from '../../ui/words'

const en = {
  title: 'Program',
  lead: 'The last twelve weeks of everybody, in counts. Nobody is named.',
  weeks: {
    title: 'Check-ins answered, week by week',
    about: 'A bar for each week; the same numbers are in the table below.',
    inTime: 'answered in time',
    late: 'answered late',
    missed: 'not answered',
    nothing: 'nothing was due',
    week: 'Week from',
    due: 'Due',
    share: 'Answered',
    percent: (n: string) => `${n}%`,
    asTable: 'The same numbers as a table',
    none: 'Nothing was due in the last twelve weeks.',
    total: (share: string, answered: string, due: string) => `${share} answered: ${answered} of ${due}, late ones too.`,
  },
  waits: {
    title: 'How long people waited',
    review: 'Until an answer was read',
    acknowledge: 'Until somebody was on the alert',
    said: (half: string, most: string, n: number) => `Half within ${half}, nine in ten within ${most}. ${plural(n, { one: '# counted.', other: '# counted.' }, 'en')}`,
    waiting: (n: number) => plural(n, { one: '# is waiting still.', other: '# are waiting still.' }, 'en'),
    none: 'Nothing to count yet.',
    underAMinute: 'a minute',
    minutes: (n: number) => plural(n, { one: '# minute', other: '# minutes' }, 'en'),
    hours: (n: number) => plural(n, { one: '# hour', other: '# hours' }, 'en'),
    days: (n: number) => plural(n, { one: '# day', other: '# days' }, 'en'),
  },
  rules: {
    title: 'Alerts by rule, last 30 days',
    about: 'What each rule means',
    asTable: 'What each rule raised',
    none: 'There are no rules yet.',
    rule: 'Rule',
    tier: 'How soon',
    raised: 'Raised',
    resolved: 'Resolved',
    open: 'Still open',
  },
  exports: 'Everything that everybody here answered. Each file is made while it is downloaded; a large one takes a while.',
}

export type Words = Widened<typeof en>

const es: Words = {
  title: 'Programa',
  lead: 'Las últimas doce semanas de todas las personas, en números. No se nombra a nadie.',
  weeks: {
    title: 'Chequeos contestados, semana a semana',
    about: 'Una barra por semana; los mismos números están en la tabla de abajo.',
    inTime: 'contestados a tiempo',
    late: 'contestados tarde',
    missed: 'sin respuesta',
    nothing: 'no había nada pendiente',
    week: 'Semana del',
    due: 'Pendientes',
    share: 'Contestados',
    percent: (n) => `${n} %`,
    asTable: 'Los mismos números en una tabla',
    none: 'No hubo nada pendiente en las últimas doce semanas.',
    total: (share, answered, due) => `${share} contestados: ${answered} de ${due}, también los tardíos.`,
  },
  waits: {
    title: 'Cuánto esperaron las personas',
    review: 'Hasta que alguien leyó una respuesta',
    acknowledge: 'Hasta que alguien se ocupó de la alerta',
    said: (half, most, n) => `La mitad en ${half}, nueve de cada diez en ${most}. ${plural(n, { one: 'De # caso.', other: 'De # casos.' }, 'es')}`,
    waiting: (n) => plural(n, { one: '# sigue esperando.', other: '# siguen esperando.' }, 'es'),
    none: 'Aún no hay nada que contar.',
    underAMinute: 'un minuto',
    minutes: (n) => plural(n, { one: '# minuto', other: '# minutos' }, 'es'),
    hours: (n) => plural(n, { one: '# hora', other: '# horas' }, 'es'),
    days: (n) => plural(n, { one: '# día', other: '# días' }, 'es'),
  },
  rules: {
    title: 'Alertas por regla, últimos 30 días',
    about: 'Qué significa cada regla',
    asTable: 'Lo que surgió por regla',
    none: 'Aún no hay reglas.',
    rule: 'Regla',
    tier: 'Plazo',
    raised: 'Surgieron',
    resolved: 'Resueltas',
    open: 'Abiertas',
  },
  exports: 'Todo lo que contestaron todas las personas. Cada archivo se arma mientras se descarga; uno grande tarda un poco.',
}

export const words = catalog(en, es)
