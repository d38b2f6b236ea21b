import { catalog } from '../../ui/words'

export const words = catalog(
  {
    off: {
      title: 'Turn on reminders',
      lines: [
        'A reminder comes before a session, for an open check-in, when your calendar changes, and at times that you set yourself.',
        'The lock screen only says that you have a reminder, unless you choose that it says more.',
        'You can turn them off here at any time.',
      ],
      staff: [
        'A reminder comes when something waits for you here.',
        'The lock screen only says that you have a reminder. No names.',
        'You can turn them off here at any time.',
      ],
      next: 'Your phone will ask you. Choose “Allow”.',
      on: 'Turn on reminders',
      asking: 'Your phone asks you now. Choose “Allow”.',
      waiting: 'Turning on…',
      noQuestion: 'No question to be seen? Look for a small bell next to the address at the top, and tap it.',
    },
    test: {
      send: 'Send a test',
      sending: 'Sending a test…',
      coming: 'A test reminder is on its way.',
      arrived: (time: string) => `It arrived, at ${time}.`,
      nothing: 'Nothing has come yet. Look at this:',
      look: {
        ios: ['Settings › Notifications › Daymark: are they allowed?', 'Is a Focus or Do Not Disturb on?', 'Is the phone saving power?'],
        android: ['Hold your finger on the Daymark icon › App info › Notifications: are they allowed?', 'Is Do Not Disturb on?', 'Battery saver may hold them back.'],
        desktop: ['Are notifications of this browser allowed in the computer’s settings?', 'Is Focus or Do Not Disturb on?', 'The browser has to be running.'],
      },
      late: 'It may still come. If it comes later, this page shows it.',
      offline: 'The test could not be sent: there is no network.',
    },
    lost: {
      title: 'Reminders have stopped',
      why: 'This phone’s browser has dropped them. It happens, and it is quickly mended.',
      mend: 'Turn on again',
    },
    install: {
      title: 'Home screen first',
      why: 'On an iPhone or iPad, reminders only come to the app on the home screen. In the app you sign in with a new invite: ask your program for one.',
    },
    unsupported: {
      title: 'Not with this browser',
      why: 'This browser can’t show reminders. What is due is always here when you open Daymark.',
      ios: 'Reminders need iOS 16.4 or newer: Settings › General › Software Update.',
      other: 'Try it with Chrome, Edge or Firefox, in a normal window: private windows can’t show them either.',
    },
    blocked: {
      title: 'Reminders are blocked',
      why: 'They were blocked for Daymark before, so the phone doesn’t ask again. You can unblock them:',
      how: {
        ios: ['Open Settings › Notifications › Daymark.', 'Turn on “Allow Notifications”.', 'Come back here.'],
        android: ['Tap the icon left of the address (or hold the Daymark icon › App info).', 'Tap Permissions › Notifications › Allow.', 'Come back here.'],
        desktop: ['Click the icon left of the address.', 'Set Notifications to “Allow”.', 'Come back here.'],
      },
    },
    dismissed: 'The question was closed, so nothing has changed. You can try again whenever you like.',
    unanswered: 'Your browser’s reminder service did not answer. It may be blocked in this network. Try again, or try from another network.',
    refusedByBrowser: 'Your browser could not set up reminders. In Brave, turn on “Google services for push messaging” in its settings. Otherwise open Daymark again and try once more.',
  },
  {
    off: {
      title: 'Activar recordatorios',
      lines: [
        'Llega un recordatorio antes de una sesión, cuando hay un chequeo abierto, cuando cambia tu calendario y a las horas que tú eliges.',
        'La pantalla bloqueada solo dice que tienes un recordatorio, a menos que elijas que diga más.',
        'Puedes apagarlos aquí cuando quieras.',
      ],
      staff: [
        'Llega un recordatorio cuando algo te espera aquí.',
        'La pantalla bloqueada solo dice que tienes un recordatorio. Sin nombres.',
        'Puedes apagarlos aquí cuando quieras.',
      ],
      next: 'Tu teléfono te va a preguntar. Elige “Permitir”.',
      on: 'Activar recordatorios',
      asking: 'Tu teléfono te pregunta ahora. Elige “Permitir”.',
      waiting: 'Activando…',
      noQuestion: '¿No ves la pregunta? Busca una campanita junto a la dirección, arriba, y tócala.',
    },
    test: {
      send: 'Enviar una prueba',
      sending: 'Enviando una prueba…',
      coming: 'Un recordatorio de prueba está en camino.',
      arrived: (time: string) => `Llegó. Hora: ${time}`,
      nothing: 'Aún no ha llegado nada. Mira esto:',
      look: {
        ios: ['Ajustes › Notificaciones › Daymark: ¿están permitidas?', '¿Está activo un modo de enfoque o No molestar?', '¿El teléfono está ahorrando batería?'],
        android: ['Mantén el dedo en el icono de Daymark › Información › Notificaciones: ¿están permitidas?', '¿Está activo No molestar?', 'El ahorro de batería puede retrasarlos.'],
        desktop: ['¿Están permitidas las notificaciones de este navegador en los ajustes de la computadora?', '¿Está activo No molestar?', 'El navegador tiene que estar abierto.'],
      },
      late: 'Todavía puede llegar. Si llega más tarde, esta página lo muestra.',
      offline: 'No se pudo enviar la prueba: no hay conexión.',
    },
    lost: {
      title: 'Los recordatorios se detuvieron',
      why: 'El navegador de este teléfono los perdió. A veces pasa, y se arregla rápido.',
      mend: 'Activar de nuevo',
    },
    install: {
      title: 'Primero la pantalla de inicio',
      why: 'En un iPhone o iPad, los recordatorios solo llegan a la app de la pantalla de inicio. En esa app entras con otra invitación: pídela a tu programa.',
    },
    unsupported: {
      title: 'No con este navegador',
      why: 'Este navegador no puede mostrar recordatorios. Lo pendiente siempre está aquí cuando abres Daymark.',
      ios: 'Los recordatorios necesitan iOS 16.4 o más nuevo: Ajustes › General › Actualización de software.',
      other: 'Prueba con Chrome, Edge o Firefox, en una ventana normal: las privadas tampoco pueden mostrarlos.',
    },
    blocked: {
      title: 'Los recordatorios están bloqueados',
      why: 'Se bloquearon antes para Daymark, por eso el teléfono ya no pregunta. Puedes desbloquearlos:',
      how: {
        ios: ['Abre Ajustes › Notificaciones › Daymark.', 'Activa “Permitir notificaciones”.', 'Vuelve aquí.'],
        android: ['Toca el icono a la izquierda de la dirección (o mantén el dedo en el icono de Daymark › Información).', 'Toca Permisos › Notificaciones › Permitir.', 'Vuelve aquí.'],
        desktop: ['Haz clic en el icono a la izquierda de la dirección.', 'Pon Notificaciones en “Permitir”.', 'Vuelve aquí.'],
      },
    },
    dismissed: 'La pregunta se cerró, así que nada cambió. Puedes intentarlo cuando quieras.',
    unanswered: 'El servicio de recordatorios de tu navegador no respondió. Quizás esta red lo bloquea. Inténtalo de nuevo, o desde otra red.',
    refusedByBrowser: 'Tu navegador no pudo preparar los recordatorios. En Brave, activa “Servicios de Google para mensajes push” en sus ajustes. Si no, abre Daymark de nuevo e inténtalo otra vez.',
  },
)
