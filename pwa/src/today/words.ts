import { ended, plural } from '../shared/i18n'
import { catalog } from '../ui/words'

const en = {
  hello: {
    night: (name: string) => `Hello, ${name}`,
    morning: (name: string) => `Morning, ${name}`,
    afternoon: (name: string) => `Afternoon, ${name}`,
    evening: (name: string) => `Evening, ${name}`,
  },
  welcome: {
    title: 'Welcome',
    lead: 'Daymark goes with you through your program and after it: what is next, what helps now, and your plan.',
    ask: 'Your counselor gives you an invite. Nothing about you is here before you use it.',
  },
  signedOut: {
    kept: 'This phone is signed out. What you saved on it is still here, and so are your plan and skills.',
    gone: 'This phone is signed out. Your plan and skills are no longer on it, but they are safe.',
    ask: 'Ask your counselor for a new invite to go on.',
  },
  asOf: (when: string) => `You are offline. This is from ${when}.`,
  session: {
    next: 'Next session',
    details: 'Details',
    running: (until: string) => `Now, until ${until}`,
    none: 'No sessions are planned yet.',
    over: (day: string) => `Your last session: ${day}. No others are planned for the next 60 days.`,
    stays: 'Your plan and your skills stay with you.',
  },
  checkin: {
    minute: (until: string) => `About a minute. Open until ${until}.`,
    late: (day: string) => `${day}. You can still answer.`,
    answer: 'Answer',
    now: 'Check in now',
    anyTime: 'About a minute, whenever you like.',
    opens: (when: string) => `About a minute. The next one opens at ${when}.`,
    answered: (when: string) => `Answered ${when}`,
    unsent: 'Saved on this phone, not sent yet.',
  },
  given: {
    minutes: (n: number) => plural(n, { one: '# minute.', other: '# minutes.' }, 'en'),
    from: (who: string, done: number, of: number) => `From ${who}, this week: ${done} of ${of} done.`,
    fromTeam: (done: number, of: number) => `This week: ${done} of ${of} done.`,
  },
  plan: {
    title: 'Your plan is ready for you',
    about: (who: string) => `${who} wrote it down with you. It counts once you say yes.`,
  },
  why: 'Why I’m doing this',
  reminders: {
    title: 'Reminders are off on this phone',
    about: 'It can remind you of sessions and check-ins. The words on the lock screen tell nobody what it is about.',
    open: 'Set up reminders',
    dismiss: 'Not now',
  },
  meAbout: 'Language, reminders, devices',
}

export const words = catalog(en, {
  hello: {
    night: (name) => `Hola, ${name}`,
    morning: (name) => `Buenos días, ${name}`,
    afternoon: (name) => `Buenas tardes, ${name}`,
    evening: (name) => `Buenas noches, ${name}`,
  },
  welcome: {
    title: 'Te damos la bienvenida',
    lead: 'Daymark te acompaña durante tu programa y después: qué sigue, qué ayuda ahora y tu plan.',
    ask: 'Tu consejero o consejera te da una invitación. Antes de usarla no hay nada sobre ti aquí.',
  },
  signedOut: {
    kept: 'Este teléfono ya no está conectado a tu programa. Lo que guardaste sigue aquí, y también tu plan y tus recursos.',
    gone: 'Este teléfono ya no está conectado a tu programa. Tu plan y tus recursos ya no están en él, pero están a salvo.',
    ask: 'Para seguir, pide otra invitación en tu programa.',
  },
  asOf: (when) => ended(`No tienes conexión. Esto es de: ${when}`),
  session: {
    next: 'Próxima sesión',
    details: 'Detalles',
    running: (until) => `Ahora, hasta: ${until}`,
    none: 'Aún no hay sesiones planeadas.',
    over: (day) => `Tu última sesión: ${day}. No hay otras planeadas para los próximos 60 días.`,
    stays: 'Tu plan y tus recursos se quedan contigo.',
  },
  checkin: {
    minute: (until) => ended(`Cerca de un minuto. Abierto hasta: ${until}`),
    late: (day) => `${day}. Todavía puedes contestar.`,
    answer: 'Contestar',
    now: 'Hacer un chequeo',
    anyTime: 'Cerca de un minuto, cuando quieras.',
    opens: (when) => ended(`Cerca de un minuto. El próximo se abre: ${when}`),
    answered: (when) => `Contestado: ${when}`,
    unsent: 'Guardado en este teléfono, aún sin enviar.',
  },
  given: {
    minutes: (n) => plural(n, { one: '# minuto.', other: '# minutos.' }, 'es'),
    from: (who, done, of) => `De ${who}, esta semana: ${done} de ${of}.`,
    fromTeam: (done, of) => `Esta semana: ${done} de ${of}.`,
  },
  plan: {
    title: 'Tu plan está listo para ti',
    about: (who) => `${who} lo escribió contigo. Vale cuando tú digas que sí.`,
  },
  why: 'Por qué lo hago',
  reminders: {
    title: 'Los recordatorios están apagados en este teléfono',
    about: 'Puede avisarte de tus sesiones y chequeos. Lo que sale en la pantalla bloqueada no le dice a nadie de qué se trata.',
    open: 'Activar recordatorios',
    dismiss: 'Ahora no',
  },
  meAbout: 'Idioma, recordatorios, dispositivos',
})
