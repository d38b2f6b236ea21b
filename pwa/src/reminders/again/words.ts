import { ended } from '../../shared/i18n'
import { catalog } from '../../ui/words'

export const words = catalog(
  {
    lead: 'We can remind you of it again.',
    hour: 'In 1 hour',
    tonight: (time: string) => `Tonight, ${time}`,
    again: (when: string) => ended(`We’ll remind you again: ${when}`),
    other: 'Or at another time:',
    off: 'Reminders are off on this phone, so it only comes to your other devices.',
    title: 'Remind me again',
    checkIn: 'Check-in',
  },
  {
    lead: 'Podemos recordártelo otra vez.',
    hour: 'En 1 hora',
    tonight: (time: string) => `Esta noche, ${time}`,
    again: (when: string) => ended(`Te lo recordaremos otra vez: ${when}`),
    other: 'O a otra hora:',
    off: 'Los recordatorios están apagados en este teléfono: solo llega a tus otros dispositivos.',
    title: 'Recordármelo otra vez',
    checkIn: 'Chequeo',
  },
)
