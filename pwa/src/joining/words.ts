import { plural } from '../shared/i18n'
import { catalog } from '../ui/words'

const things = (n: number, forms: { one: string; other: string }) => plural(n, forms, 'en')
const cosas = (n: number, forms: { one: string; other: string }) => plural(n, forms, 'es')

export const words = catalog(
  {
    title: 'Join',
    step: (n: number, of: number) => `Step ${n} of ${of}`,
    now: 'Join',
    code: {
      ask: 'What is the code in your invite?',
      label: 'Code',
      hint: '16 letters and digits. Dashes and small letters are fine.',
      none: 'No code? Ask your program for an invite.',
      other: 'Type another code',
    },
    refused: {
      ask: 'It takes them a minute.',
      read: '0 and O count as the same, and so do 1, I and L.',
      wait: 'Nothing is lost. Your code still works after that.',
    },
    offline: 'This needs the network, and there is none right now. What you typed is kept.',
    signedIn: (who: string) => `${who} is signed in on this phone. If you go on, ${who} is signed out here.`,
    welcome: { invites: (who: string) => `${who} invites you.`, invited: 'You are invited.', lead: 'A few short screens, about a minute.' },
    called: { ask: 'What would you like to be called?', label: 'Name', hint: 'A first name or a nickname. You can change it later.' },
    zone: { ask: 'Where are you?', hint: 'Reminders come by the clock there.' },
    what: {
      title: 'What Daymark does',
      lines: [
        'It shows what is next: your sessions and a short check-in.',
        'It has skills for hard moments, and your plan.',
        'All of that works without a network.',
      ],
    },
    who: {
      title: 'Who reads your answers',
      lines: [
        'Your counselor reads them on the next working day. Each time, you see by when.',
        'Nobody reads them at once. At night and on weekends nobody is watching.',
        'Only people who care for you in your program can see them.',
      ],
    },
    danger: {
      title: 'It is not for emergencies',
      lines: [
        'Daymark can’t send help to you.',
        'If you may be in danger, call or text 988. It is free, day and night.',
        'If someone may be hurt right now, call 911.',
        'The Help button on every page brings you there, also without a network.',
      ],
    },
    staff: { title: (who: string) => `Sign in as ${who}`, lead: 'This is your own link. It works once.', now: 'Sign in' },
    unsent: {
      title: 'Not sent yet',
      left: (n: number) => things(n, { one: '# thing was saved on this phone and is not sent yet.', other: '# things were saved on this phone and are not sent yet.' }),
      whose: 'Did you save that yourself, before you were signed out?',
      mine: 'Yes, keep it and send it',
      notMine: 'No, remove it',
      others: 'It was saved by someone else, so it can’t be sent with your sign-in. If you go on, it is gone for good.',
      remove: 'Remove it and go on',
      later: 'Not now',
    },
    giveUp: 'Stop joining',
    home: {
      first: 'Home screen first',
      why: 'On an iPhone or iPad, reminders only come to the app on the home screen, and that app signs in by itself. So add it first, then type your code there.',
      yourCode: 'Your code',
      copy: 'Copy the code',
      copied: 'Copied.',
      without: 'Go on here, without reminders',
    },
  },
  {
    title: 'Unirse',
    step: (n: number, of: number) => `Paso ${n} de ${of}`,
    now: 'Unirme',
    code: {
      ask: '¿Cuál es el código de tu invitación?',
      label: 'Código',
      hint: '16 letras y números. Con o sin guiones, en mayúsculas o minúsculas.',
      none: '¿No tienes código? Pide una invitación a tu programa.',
      other: 'Escribir otro código',
    },
    refused: {
      ask: 'Pide a tu programa una invitación nueva. Les toma un minuto.',
      read: 'Compáralo con tu invitación. 0 y O cuentan igual, y también 1, I y L.',
      wait: 'No se perdió nada. Tu código sigue sirviendo después.',
    },
    offline: 'Para esto hace falta conexión, y ahora no hay. Lo que escribiste queda guardado.',
    signedIn: (who: string) => `${who} está en este teléfono. Si sigues, ${who} sale de aquí.`,
    welcome: { invites: (who: string) => `${who} te invita.`, invited: 'Tienes una invitación.', lead: 'Unas pantallas cortas, cerca de un minuto.' },
    called: { ask: '¿Cómo quieres que te llamemos?', label: 'Nombre', hint: 'Tu nombre o un apodo. Lo puedes cambiar después.' },
    zone: { ask: '¿Dónde estás?', hint: 'Los recordatorios llegan según la hora de ahí.' },
    what: {
      title: 'Qué hace Daymark',
      lines: [
        'Muestra lo que sigue: tus sesiones y un chequeo corto.',
        'Tiene recursos para momentos difíciles, y tu plan.',
        'Todo eso funciona sin conexión.',
      ],
    },
    who: {
      title: 'Quién lee tus respuestas',
      lines: [
        'Tu consejero o consejera las lee el siguiente día hábil. Cada vez ves para cuándo.',
        'Nadie las lee en el momento. De noche y en fin de semana nadie está mirando.',
        'Solo las ven quienes te atienden en tu programa.',
      ],
    },
    danger: {
      title: 'No es para emergencias',
      lines: [
        'Daymark no puede enviarte ayuda.',
        'Si puedes estar en peligro, llama o escribe al 988. Es gratis, de día y de noche. Para español: presiona 2.',
        'Si alguien puede salir lastimado ahora mismo, llama al 911.',
        'El botón de Ayuda en cada página te lleva ahí, también sin conexión.',
      ],
    },
    staff: { title: (who: string) => `Entrar como ${who}`, lead: 'Este enlace es solo tuyo. Sirve una vez.', now: 'Entrar' },
    unsent: {
      title: 'Aún no se envió',
      left: (n: number) => cosas(n, { one: '# cosa se guardó en este teléfono y aún no se envió.', other: '# cosas se guardaron en este teléfono y aún no se enviaron.' }),
      whose: '¿La guardaste tú, antes de salir de aquí?',
      mine: 'Sí, guardar y enviar',
      notMine: 'No, quitar',
      others: 'Lo guardó otra persona, así que no se puede enviar en tu nombre. Si sigues, se pierde para siempre.',
      remove: 'Quitar y seguir',
      later: 'Ahora no',
    },
    giveUp: 'Dejar de unirme',
    home: {
      first: 'Primero la pantalla de inicio',
      why: 'En un iPhone o iPad, los recordatorios solo llegan a la app de la pantalla de inicio, y esa app entra por su cuenta. Agrégala primero y escribe tu código ahí.',
      yourCode: 'Tu código',
      copy: 'Copiar el código',
      copied: 'Copiado.',
      without: 'Seguir aquí, sin recordatorios',
    },
  },
)
