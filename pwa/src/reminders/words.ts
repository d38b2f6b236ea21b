import { catalog } from '../ui/words'

export const words = catalog(
  {
    on: {
      title: 'Reminders are on',
      none: 'No reminder has come to this phone yet.',
      last: (when: string) => `Last reminder received: ${when}`,
      off: 'Turn off',
      offlineTest: 'You are offline. A test needs the network.',
    },
    offline: 'Turning reminders on needs the network, and there is none right now.',
    signedOut: 'This phone is signed out, so no reminders come here.',
  },
  {
    on: {
      title: 'Los recordatorios están activos',
      none: 'Aún no ha llegado ningún recordatorio a este teléfono.',
      last: (when: string) => `Último recordatorio recibido: ${when}`,
      off: 'Apagar',
      offlineTest: 'No tienes conexión. La prueba la necesita.',
    },
    offline: 'Para activar recordatorios hace falta conexión, y ahora no hay.',
    signedOut: 'Este teléfono ya no está conectado a tu programa, así que aquí no llegan recordatorios.',
  },
)
