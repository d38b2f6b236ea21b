import { plural } from '../i18n'

const count = (n: number, forms: { one: string; other: string }) => plural(n, forms, 'en')

export const en = {
  name: 'Daymark',
  tabs: { label: 'Main', today: 'Today', calendar: 'Calendar', skills: 'Skills', plan: 'My plan' },
  go: { help: 'Help', back: 'Back', close: 'Close', next: 'Next', done: 'Done', skip: 'Skip', retry: 'Try again', look: 'Look at it', start: 'Start', on: 'Go on' },
  state: {
    loading: 'One moment…',
    problem: 'Something did not work. What you saved is safe.',
    needsNetwork: 'This page needs the network, and there is none right now. What you saved is safe.',
    signedOut: 'This phone is not signed in.',
    saved: 'Saved on this phone. We’ll send it when you’re online.',
    sent: 'Saved and sent.',
    asOf: (when: string) => `You are offline. This is from ${when}.`,
    notSaved: 'That could not be saved. It is still here. Please try again.',
    unsent: (n: number) => count(n, { one: '# thing is saved on this phone and not sent yet.', other: '# things are saved on this phone and not sent yet.' }),
    notTaken: (n: number) => count(n, { one: '# thing could not be sent. It is still on this phone.', other: '# things could not be sent. They are still on this phone.' }),
  },
  update: { ready: 'A new version is ready.', take: 'Use it now' },
  join: {
    title: 'Join',
    lead: 'Your counselor gives you an invite. Open its link on this phone.',
    invited: 'I have an invite',
  },
  notHere: {
    notJoined: 'It comes with your invite',
    about: 'This phone has not joined a program yet. After you join, your calendar, skills and plan are on it, also without a network.',
    notYet: 'This is not on this phone yet. It comes as soon as the phone is online, and then it stays.',
  },
  skills: { title: 'Skills' },
  plan: { title: 'My plan' },
  reminders: { title: 'Reminders' },
  devices: { title: 'My devices' },
  me: { title: 'Me' },
  lost: { title: 'This page is not here', lead: 'It may have moved. Everything you saved is safe.', home: 'Go to Today' },
  help: {
    title: 'Help',
    now: 'Get help now',
    lead: 'You don’t have to wait until it gets worse. This page works offline; calls and texts need a phone signal.',
    crisis: {
      title: '988 Lifeline',
      about: 'Talk with someone now. Free, day and night. You don’t have to give your name.',
      veterans: 'Veterans: press 1 after you call.',
      call: 'Call 988',
      text: 'Text 988',
    },
    textLine: { title: 'Crisis Text Line', about: 'If texting is easier: send HOME to 741741.', text: 'Text HOME', number: '741741', word: 'HOME' },
    emergency: { title: 'In danger right now', about: 'If you or someone near you may be hurt, or took too much.', call: 'Call 911' },
    clinic: { title: 'Your clinic', about: 'For everything that can wait until they answer.', call: (number: string) => `Call ${number}` },
  },
}

export type Widened<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : T extends readonly (infer Item)[]
      ? readonly Widened<Item>[]
      : { readonly [Key in keyof T]: Widened<T[Key]> }

/** What every language has to say. A key that a catalog lacks is a type error there. */
export type Words = Widened<typeof en>
