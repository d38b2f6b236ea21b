import { plural } from '../i18n'

const count = (n: number, forms: { one: string; other: string }) => plural(n, forms, 'en')

export const en = {
  name: 'Daymark',
  tabs: { label: 'Main', today: 'Today', calendar: 'Calendar', skills: 'Skills', plan: 'My plan' },
  go: { help: 'Help', back: 'Back', close: 'Close', skip: 'Skip', retry: 'Try again', reload: 'Open it again', start: 'Start' },
  state: {
    loading: 'One moment…',
    problem: 'Something did not work. What you saved is safe.',
    offline: 'You are offline. You can go on; we’ll send it when you’re online.',
    signedOut: 'This phone is not signed in.',
    saved: 'Saved on this phone. We’ll send it when you’re online.',
    sent: 'Saved and sent.',
    unsent: (n: number) => count(n, { one: '# thing is saved on this phone and not sent yet.', other: '# things are saved on this phone and not sent yet.' }),
    notTaken: (n: number) => count(n, { one: '# thing could not be sent. It is still on this phone.', other: '# things could not be sent. They are still on this phone.' }),
  },
  update: { ready: 'A new version is ready.', take: 'Use it now' },
  join: {
    title: 'Join',
    lead: 'Your counselor gives you an invitation. Open its link on this phone.',
  },
  skills: { title: 'Skills', nothing: 'Your skills show up here once this phone is signed in.' },
  plan: { title: 'My plan', nothing: 'You write your plan together with your counselor. It will be here, also without a network.' },
  reminders: { title: 'Reminders', nothing: 'This phone has no reminders set up yet.' },
  devices: { title: 'Phones and browsers', nothing: 'Only this one.' },
  me: { title: 'Me', language: 'Language' },
  lost: { title: 'This page is not here', lead: 'It may have moved. Everything you saved is safe.', home: 'Go to Today' },
  help: {
    title: 'Help',
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
