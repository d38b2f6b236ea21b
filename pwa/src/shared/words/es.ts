import { ended, plural } from '../i18n'
import type { Words } from './en'

const count = (n: number, forms: { one: string; other: string }) => plural(n, forms, 'es')

export const es = {
  name: 'Daymark',
  tabs: { label: 'Principal', today: 'Hoy', calendar: 'Calendario', skills: 'Recursos', plan: 'Mi plan' },
  go: { help: 'Ayuda', back: 'Atrás', close: 'Cerrar', next: 'Siguiente', done: 'Listo', skip: 'Saltar', retry: 'Intentar de nuevo', look: 'Ver', start: 'Empezar', on: 'Seguir' },
  state: {
    loading: 'Un momento…',
    problem: 'Algo no funcionó. Lo que guardaste está a salvo.',
    needsNetwork: 'Esta página necesita conexión, y ahora no hay. Lo que guardaste está a salvo.',
    signedOut: 'Este teléfono ya no está conectado a tu programa.',
    saved: 'Guardado en este teléfono. Lo enviaremos cuando tengas conexión.',
    sent: 'Guardado y enviado.',
    asOf: (when: string) => ended(`No tienes conexión. Esto es de: ${when}`),
    notSaved: 'No se pudo guardar. Sigue aquí. Inténtalo de nuevo.',
    unsent: (n: number) => count(n, { one: '# cosa está guardada en este teléfono y aún no se envió.', other: '# cosas están guardadas en este teléfono y aún no se enviaron.' }),
    notTaken: (n: number) => count(n, { one: '# cosa no se pudo enviar. Sigue en este teléfono.', other: '# cosas no se pudieron enviar. Siguen en este teléfono.' }),
  },
  update: { ready: 'Hay una versión nueva.', take: 'Usarla ahora' },
  join: {
    title: 'Unirse',
    lead: 'Tu consejero o consejera te da una invitación. Abre su enlace en este teléfono.',
    invited: 'Tengo una invitación',
  },
  notHere: {
    notJoined: 'Llega con tu invitación',
    about: 'Este teléfono aún no se ha unido a un programa. Cuando te unas, tendrá tu calendario, tus recursos y tu plan, también sin conexión.',
    notYet: 'Esto aún no está en este teléfono. Llega en cuanto tenga conexión, y después se queda.',
  },
  skills: { title: 'Recursos' },
  plan: { title: 'Mi plan' },
  reminders: { title: 'Recordatorios' },
  devices: { title: 'Mis dispositivos' },
  me: { title: 'Yo' },
  lost: { title: 'Esta página no está aquí', lead: 'Quizás cambió de lugar. Todo lo que guardaste está a salvo.', home: 'Ir a Hoy' },
  help: {
    title: 'Ayuda',
    now: 'Obtener ayuda ahora',
    lead: 'No hace falta esperar a que empeore. Esta página funciona sin conexión; las llamadas y los mensajes necesitan señal.',
    crisis: {
      title: 'Línea 988',
      about: 'Habla con alguien ahora. Gratis, de día y de noche. No tienes que dar tu nombre. Para español: presiona 2.',
      veterans: 'Veteranos: presiona 1 después de llamar.',
      call: 'Llamar al 988',
      text: 'Mensaje al 988',
    },
    textLine: { title: 'Línea de mensajes', about: 'Si prefieres escribir: envía AYUDA al 741741.', text: 'Enviar AYUDA', number: '741741', word: 'AYUDA' },
    emergency: { title: 'En peligro ahora mismo', about: 'Si tú o alguien cerca puede salir lastimado, o tomó demasiado.', call: 'Llamar al 911' },
    clinic: { title: 'Tu clínica', about: 'Para todo lo que puede esperar hasta que respondan.', call: (number: string) => `Llamar al ${number}` },
  },
} satisfies Words
