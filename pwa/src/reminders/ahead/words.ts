import { ended } from '../../shared/i18n'
import { catalog } from '../../ui/words'

export const words = catalog(
  {
    title: 'The next seven days',
    lead: 'Every reminder as it will come, with the words that stand on the lock screen.',
    elsewhere: (city: string) => `Times are where you are: ${city}.`,
    empty: 'No reminders in the next seven days. Your sessions and check-ins are in the calendar and on Today.',
    choose: 'Choose your reminders',
    offline: 'The list of the next days comes with the network, and there is none right now. Your reminders come all the same.',
    off: 'Reminders are off on this phone. This is what comes where they are on.',
    turnOn: 'Turn on',
    unsent: 'Something you changed is still on its way. It is in this list once it has arrived.',
    says: (title: string, body: string) => `“${title}. ${body}”`,
    again: 'You asked to hear this again',
    ifUnseen: 'Only if you have not seen an earlier one, and it is still open',
    moved: (time: string) => `Would be at ${time}; moved for your quiet hours`,
    leftOut: {
      day_off: 'Does not come: it is your day off',
      quiet_hours: 'Does not come: your quiet hours end too late for it',
      enough: 'Does not come: that day already has three',
      seen: 'Does not come: you have seen an earlier one',
    },
  },
  {
    title: 'Los próximos siete días',
    lead: 'Cada recordatorio como llegará, con lo que dirá la pantalla bloqueada.',
    elsewhere: (city: string) => `Las horas son las de donde estás: ${city}.`,
    empty: 'No hay recordatorios en los próximos siete días. Tus sesiones y chequeos están en el calendario y en Hoy.',
    choose: 'Elegir mis recordatorios',
    offline: 'La lista de los próximos días llega con la conexión, y ahora no hay. Tus recordatorios llegan igual.',
    off: 'Los recordatorios están apagados en este teléfono. Esto llega donde están encendidos.',
    turnOn: 'Encender',
    unsent: 'Algo que cambiaste aún está en camino. Cuando llegue, estará en esta lista.',
    says: (title: string, body: string) => `«${title}. ${body}»`,
    again: 'Pediste que te lo recordáramos',
    ifUnseen: 'Solo si no viste uno anterior y sigue abierto',
    moved: (time: string) => ended(`Sería a esta hora: ${time}. Se movió por tus horas de silencio`),
    leftOut: {
      day_off: 'No llega: es tu día libre',
      quiet_hours: 'No llega: tus horas de silencio terminan demasiado tarde',
      enough: 'No llega: ese día ya hay tres',
      seen: 'No llega: ya viste uno anterior',
    },
  },
)
