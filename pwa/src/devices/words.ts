import { catalog } from '../ui/words'

export const words = catalog(
  {
    lead: 'Where you are signed in. If one is lost, sign it out: what it kept of you is removed as soon as it is online.',
    here: 'This one',
    used: (when: string) => `Last used: ${when}`,
    out: 'Sign out',
    sure: (label: string) => `Sign out “${label}”?`,
    effect: 'It shows nothing of yours any more and gets no reminders. To come back there you need a new invite.',
    stay: 'Leave it',
    only: 'You are signed in only here.',
    offline: 'The list needs the network, and there is none right now.',
    me: 'To sign out here, go to Me.',
    gone: (label: string) => `“${label}” is signed out.`,
  },
  {
    lead: 'Dónde has entrado. Si pierdes uno, sácalo de aquí: lo que guardó de ti se quita en cuanto tenga conexión.',
    here: 'Este',
    used: (when: string) => `Último uso: ${when}`,
    out: 'Sacar',
    sure: (label: string) => `¿Sacar “${label}”?`,
    effect: 'Ya no muestra nada tuyo ni recibe recordatorios. Para volver a entrar ahí necesitas otra invitación.',
    stay: 'Dejarlo',
    only: 'Solo has entrado aquí.',
    offline: 'La lista necesita conexión, y ahora no hay.',
    me: 'Para salir aquí, ve a Yo.',
    gone: (label: string) => `“${label}” ya no está conectado.`,
  },
)
