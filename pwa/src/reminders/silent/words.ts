import { ended } from '../../shared/i18n'
import { catalog } from '../../ui/words'

export const words = catalog(
  {
    title: 'Reminders may not reach this phone',
    why: (day: string) => `It has not shown any since ${ended(day)}`,
    all: 'Nothing is lost: what is due is always here when you open Daymark. This is how to mend it:',
    steps: {
      ios: [
        'Settings › Notifications › Daymark: turn on “Allow Notifications”.',
        'Settings › Focus: turn it off, or let Daymark through.',
        'Settings › Battery: turn off Low Power Mode.',
      ],
      android: [
        'Hold your finger on the Daymark icon › App info › Notifications: allow them.',
        'In the same place, under Battery: choose “Unrestricted”, so that battery saver leaves Daymark alone.',
        'Turn off Do Not Disturb.',
      ],
      desktop: [
        'Allow the notifications of this browser in the computer’s settings.',
        'Turn off Focus or Do Not Disturb.',
        'Let the browser run: a closed one shows nothing.',
      ],
    },
    last: {
      ios: 'Then send a test. If nothing comes, ask your program for a new invite, remove Daymark from the home screen and add it again.',
      android: 'Then send a test. If nothing comes, turn reminders off and on again. If that does not help, remove Daymark from the phone and install it again.',
      desktop: 'Then send a test. If nothing comes, turn reminders off and on again.',
    },
    test: 'Go to reminders for a test',
    dismiss: 'Put away',
  },
  {
    title: 'Quizás los recordatorios no llegan a este teléfono',
    why: (day) => `No ha mostrado ninguno desde: ${ended(day)}`,
    all: 'No se pierde nada: lo pendiente siempre está aquí cuando abres Daymark. Así se arregla:',
    steps: {
      ios: [
        'Ajustes › Notificaciones › Daymark: activa “Permitir notificaciones”.',
        'Ajustes › Modos de enfoque: apágalos, o deja pasar a Daymark.',
        'Ajustes › Batería: apaga el modo de bajo consumo.',
      ],
      android: [
        'Mantén el dedo en el icono de Daymark › Información › Notificaciones: permítelas.',
        'En el mismo lugar, en Batería: elige “Sin restricciones”, para que el ahorro de batería no detenga a Daymark.',
        'Apaga No molestar.',
      ],
      desktop: [
        'Permite las notificaciones de este navegador en los ajustes de la computadora.',
        'Apaga No molestar.',
        'Deja el navegador abierto: cerrado no muestra nada.',
      ],
    },
    last: {
      ios: 'Luego envía una prueba. Si no llega nada, pide otra invitación a tu programa, quita Daymark de la pantalla de inicio y añádelo de nuevo.',
      android: 'Luego envía una prueba. Si no llega nada, apaga los recordatorios y actívalos de nuevo. Si no ayuda, quita Daymark del teléfono e instálalo otra vez.',
      desktop: 'Luego envía una prueba. Si no llega nada, apaga los recordatorios y actívalos de nuevo.',
    },
    test: 'Ir a los recordatorios para probar',
    dismiss: 'Entendido',
  },
)
