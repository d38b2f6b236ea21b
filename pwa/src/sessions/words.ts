import { plural } from '../shared/i18n'
import type { Place } from '../shared/i18n'
import { catalog } from '../ui/words'
import type { SessionKind } from '../shared/wire'

const kinds: Record<SessionKind, string> = { group: 'Group session', individual: 'One-to-one session', family: 'Family session' }

export const words = catalog(
  {
    view: 'Show as',
    views: { week: 'Week', month: 'Month', agenda: 'List' },
    weeks: { before: 'Week before', after: 'Week after', current: 'This week', back: 'Back to this week' },
    months: { before: 'Month before', after: 'Month after', current: 'This month', back: 'Back to today' },
    marks: {
      held: (n: number) => plural(n, { one: '# session', other: '# sessions' }, 'en'),
      off: (n: number) => plural(n, { one: '# cancelled or moved', other: '# cancelled or moved' }, 'en'),
      own: (n: number) => plural(n, { one: '# time of your own', other: '# times of your own' }, 'en'),
      legend: { held: 'Session', off: 'Cancelled or moved', own: 'My own time' },
    },
    next: (title: string) => `Next: ${title}`,
    running: 'now',
    free: 'Nothing planned',
    unknown: 'Ask your program about these days.',
    earlier: 'Show earlier sessions',
    noneAhead: 'No sessions are planned for the next 60 days.',
    reach: 'This phone keeps 60 days back and 60 days ahead.',
    own: 'My own times',
    ownAbout: 'Work, school, family: where they meet a session',
    address: 'Calendar in other apps',
    addressAbout: 'Your sessions in the calendar app you use',
    attendance: {
      title: 'Sessions so far',
      came: (attended: string, held: string) => `You came to ${attended} of ${held} sessions in the last twelve weeks. Coming late and video count.`,
      missed: (n: number) => plural(n, { one: '# was missed and not excused.', other: '# were missed and not excused.' }, 'en'),
      rule: (inRow: number, all: number) => `At ${inRow} in a row, or ${all} in twelve weeks, your program talks with you about how to go on.`,
      close: (who: string) => `If something gets in the way, ${who} would like to hear it and help. You can say so ahead with “Can’t make it”.`,
      team: 'your program',
      excused: 'Sessions you were excused from don’t count.',
    },
    session: {
      title: 'Session',
      kinds,
      topic: 'Topic',
      homework: 'Homework',
      with: 'With',
      where: 'Where',
      bring: 'Bring',
      why: 'Why it changed',
      online: 'Online, by video',
      over: 'This session is over.',
      cancelled: 'This session is cancelled. You don’t have to come.',
      late: 'Running late, or something to ask? The clinic is glad to know.',
      meets: (who: string) => `If you can’t do both, tell ${who}. There may be another way.`,
      team: 'your program',
      missing: 'This session is not on this phone. It may have been changed, or be more than 60 days ahead or ago.',
      toCalendar: 'Open the calendar',
    },
  },
  {
    view: 'Mostrar como',
    views: { week: 'Semana', month: 'Mes', agenda: 'Lista' },
    weeks: { before: 'Semana anterior', after: 'Semana siguiente', current: 'Esta semana', back: 'Volver a esta semana' },
    months: { before: 'Mes anterior', after: 'Mes siguiente', current: 'Este mes', back: 'Volver a hoy' },
    marks: {
      held: (n: number) => plural(n, { one: '# sesión', other: '# sesiones' }, 'es'),
      off: (n: number) => plural(n, { one: '# cancelada o cambiada', other: '# canceladas o cambiadas' }, 'es'),
      own: (n: number) => plural(n, { one: '# horario tuyo', other: '# horarios tuyos' }, 'es'),
      legend: { held: 'Sesión', off: 'Cancelada o cambiada', own: 'Horario mío' },
    },
    next: (title: string) => `Sigue: ${title}`,
    running: 'ahora',
    free: 'Nada planeado',
    unknown: 'Pregunta por estos días en tu programa.',
    earlier: 'Mostrar sesiones anteriores',
    noneAhead: 'No hay sesiones planeadas para los próximos 60 días.',
    reach: 'Este teléfono guarda 60 días hacia atrás y 60 hacia adelante.',
    own: 'Mis horarios',
    ownAbout: 'Trabajo, escuela, familia: dónde coinciden con una sesión',
    address: 'Calendario en otras apps',
    addressAbout: 'Tus sesiones en la app de calendario que usas',
    attendance: {
      title: 'Sesiones hasta ahora',
      came: (attended: string, held: string) => `Viniste a ${attended} de ${held} sesiones en las últimas doce semanas. Llegar tarde y por video también cuenta.`,
      missed: (n: number) => plural(n, { one: 'A # faltaste sin que se disculpara.', other: 'A # faltaste sin que se disculparan.' }, 'es'),
      rule: (inRow: number, all: number) => `Con ${inRow} seguidas, o ${all} en doce semanas, tu programa habla contigo sobre cómo seguir.`,
      close: (who: string) => `Si algo se interpone, ${who} quiere saberlo y ayudarte. Puedes avisar antes con “No puedo venir”.`,
      team: 'tu programa',
      excused: 'Las sesiones con permiso no cuentan.',
    },
    session: {
      title: 'Sesión',
      kinds: { group: 'Sesión de grupo', individual: 'Sesión individual', family: 'Sesión de familia' },
      topic: 'Tema',
      homework: 'Tarea',
      with: 'Con',
      where: 'Dónde',
      bring: 'Trae',
      why: 'Por qué cambió',
      online: 'En línea, por video',
      over: 'Esta sesión ya pasó.',
      cancelled: 'Esta sesión está cancelada. No tienes que venir.',
      late: '¿Vas tarde o tienes una pregunta? En la clínica agradecen saberlo.',
      meets: (who: string) => `Si no puedes con las dos cosas, díselo a ${who}. Quizás haya otra manera.`,
      team: 'tu programa',
      missing: 'Esta sesión no está en este teléfono. Quizás cambió, o faltan más de 60 días, o pasó hace más de 60 días.',
      toCalendar: 'Abrir el calendario',
    },
  },
)

export const unknown = (): string => `${words.value.reach} ${words.value.unknown}`

/** A day of the calendar has no zone: it is said as in UTC, where it has just these hours. */
export const plain = ({ language }: Place): Place => ({ language, zone: 'UTC' })
