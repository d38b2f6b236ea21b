import { ended } from '../../shared/i18n'
import { catalog } from '../../ui/words'
import type { WayWords } from './way'

const en: WayWords & { title: string; lead: string; empty: string; ahead: string; offline: string } = {
  title: 'What was sent',
  lead: 'The reminders of the last two weeks, and how far each one came. Your team sees the same list, with the kind of reminder only, and nothing of your medication.',
  empty: 'No reminders in the last two weeks.',
  ahead: 'The next seven days',
  offline: 'This list comes with the network, and there is none right now. Your reminders come all the same.',
  accepted: (time) => `sent ${time}`,
  notShown: 'No device of yours has said that it showed it.',
  shown: (time) => `shown ${time}`,
  opened: {
    tapped: (time) => `opened ${time}`,
    swiped: (time) => `put away ${time}`,
    in_app: (time) => `you had the app open ${time}`,
  },
  done: (time) => `done ${time}`,
  noted: (time) => `noted ${time}`,
  onItsWay: 'On its way.',
  emailed: (time) => ended(`Sent by email ${time}`),
  emailFailed: 'Your mailbox did not take an email about it.',
  notSent: (why) => `Not sent: ${why}`,
  notToPhone: (why) => `Not sent to a phone: ${why}`,
  whyNot: {
    done: 'you had answered already.',
    seen: 'you had seen the first one.',
    changed: 'something changed before it was due.',
    too_late: 'it would have come too late.',
    not_taken: 'the reminder service of your phone’s browser did not take it.',
    no_device: 'reminders were not on anywhere.',
    quiet_hours: 'it was late, and your quiet hours ended too late for it.',
    day_off: 'it was late, and it was your day off by then.',
  },
}

export const words = catalog(en, {
  title: 'Lo que se envió',
  lead: 'Los recordatorios de las últimas dos semanas y hasta dónde llegó cada uno. Tu equipo ve la misma lista, solo con el tipo de recordatorio y nada de tus medicinas.',
  empty: 'No hubo recordatorios en las últimas dos semanas.',
  ahead: 'Los próximos siete días',
  offline: 'Esta lista llega con la conexión, y ahora no hay. Tus recordatorios llegan igual.',
  accepted: (time) => `enviado: ${time}`,
  notShown: 'Ninguno de tus dispositivos ha dicho que lo mostró.',
  shown: (time) => `mostrado: ${time}`,
  opened: {
    tapped: (time) => `abierto: ${time}`,
    swiped: (time) => `descartado: ${time}`,
    in_app: (time) => `tenías la app abierta: ${time}`,
  },
  done: (time) => `hecho: ${time}`,
  noted: (time) => `anotado: ${time}`,
  onItsWay: 'En camino.',
  emailed: (time) => ended(`Enviado por correo: ${time}`),
  emailFailed: 'Tu buzón no aceptó un correo sobre esto.',
  notSent: (why) => `No se envió: ${why}`,
  notToPhone: (why) => `No se envió a ningún teléfono: ${why}`,
  whyNot: {
    done: 'ya habías respondido.',
    seen: 'ya habías visto el primero.',
    changed: 'algo cambió antes de su hora.',
    too_late: 'habría llegado demasiado tarde.',
    not_taken: 'el servicio de recordatorios del navegador de tu teléfono no lo aceptó.',
    no_device: 'los recordatorios no estaban activos en ningún dispositivo.',
    quiet_hours: 'se atrasó, y tus horas de silencio terminaban demasiado tarde.',
    day_off: 'se atrasó, y para entonces era tu día libre.',
  },
})
