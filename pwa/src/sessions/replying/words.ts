import { plural } from '../../shared/i18n'
import type { Hindrance } from '../../shared/wire'
import { catalog } from '../../ui/words'
import type { Way } from './sayable'

const reasons: Record<Hindrance, string> = {
  transport: 'Getting there',
  work_or_school: 'Work or school',
  childcare: 'Child care',
  illness: 'I’m ill',
  other: 'Something else',
}
const ways: Record<Way, (who: string) => string> = {
  sent: (who) => `${who} has been told.`,
  sending: (who) => `It is on its way to ${who} now.`,
  offline: (who) => `Saved on this phone. We’ll tell ${who} when you’re online.`,
  signedOut: (who) => `Saved on this phone. We’ll tell ${who} once you are signed in again.`,
  refused: (who) => `This could not be sent, and ${who} doesn’t know. Please call the clinic.`,
}
const caminos: Record<Way, (who: string) => string> = {
  sent: (who) => `${who} ya lo sabe.`,
  sending: (who) => `Va en camino a ${who}.`,
  offline: (who) => `Guardado en este teléfono. Se lo diremos a ${who} cuando tengas conexión.`,
  signedOut: (who) => `Guardado en este teléfono. Se lo diremos a ${who} cuando vuelvas a entrar.`,
  refused: (who) => `No se pudo enviar, y ${who} no lo sabe. Por favor llama a la clínica.`,
}

export const words = catalog(
  {
    buttons: { cant_come: 'Can’t make it', coming: 'I can come after all', here: 'I’m here' },
    mistake: 'That was a mistake',
    said: { cant_come: 'You said you can’t make it.', coming: 'You said you’re coming.', here: 'You said you’re here.' },
    ways,
    /** That somebody is here or is coming raises no alert: it stands with the session. */
    sees: (who: string) => `${who} can see it.`,
    /** For somebody without a counselor. */
    team: 'your program',
    because: (reason: string) => `Reason: ${reason}.`,
    helps: 'You asked for help with this.',
    sheet: {
      title: 'Can’t make it?',
      lead: 'That happens. Saying so is good, whatever the reason.',
      reason: 'What is in the way? You can leave this out.',
      reasons,
      help: 'I’d like help with this',
      note: 'A note, if you like',
      noteAbout: (who: string) => `${who} reads it.`,
      online: (who: string) => `When you tap, ${who} hears of it at once.`,
      offline: (who: string) => `You’re offline. We’ll tell ${who} when you’re online.`,
      signedOut: (who: string) => `This phone is signed out. We’ll tell ${who} once you are signed in again.`,
      after: 'Reminders of this session stop. You can still come after all.',
      short: (hours: number) => `Your program likes to know ${plural(hours, { one: '# hour', other: '# hours' }, 'en')} ahead. Late is better than not at all.`,
      tell: (who: string) => `Tell ${who}`,
      leave: 'Leave it',
    },
  },
  {
    buttons: { cant_come: 'No puedo venir', coming: 'Sí puedo venir', here: 'Ya estoy aquí' },
    mistake: 'Fue un error',
    said: { cant_come: 'Dijiste que no puedes venir.', coming: 'Dijiste que vienes.', here: 'Dijiste que ya estás aquí.' },
    ways: caminos,
    sees: (who: string) => `${who} puede verlo.`,
    team: 'tu programa',
    because: (reason: string) => `Motivo: ${reason}.`,
    helps: 'Pediste ayuda con esto.',
    sheet: {
      title: '¿No puedes venir?',
      lead: 'Puede pasar. Avisar está bien, sea cual sea la razón.',
      reason: '¿Qué se interpone? Puedes dejarlo sin contestar.',
      reasons: { transport: 'El transporte', work_or_school: 'Trabajo o escuela', childcare: 'Cuidado de los niños', illness: 'Estoy enfermo o enferma', other: 'Otra cosa' },
      help: 'Quiero ayuda con esto',
      note: 'Una nota, si quieres',
      noteAbout: (who: string) => `La lee ${who}.`,
      online: (who: string) => `Cuando toques, ${who} se entera enseguida.`,
      offline: (who: string) => `No tienes conexión. Se lo diremos a ${who} cuando la tengas.`,
      signedOut: (who: string) => `Este teléfono ya no está conectado a tu programa. Se lo diremos a ${who} cuando vuelvas a entrar.`,
      after: 'Los recordatorios de esta sesión paran. Aun así puedes venir.',
      short: (hours: number) => `A tu programa le gusta saberlo ${plural(hours, { one: '# hora', other: '# horas' }, 'es')} antes. Tarde es mejor que nada.`,
      tell: (who: string) => `Avisar a ${who}`,
      leave: 'Dejarlo',
    },
  },
)
