/** What to show for a push, and where a tap leads. Pure: tested without a worker. */
import type { Way } from '../shared/reminders'
import { waysAgain } from '../shared/reminders'
import type { DoseIn, SnoozeIn } from '../shared/wire'
import type { Language } from '../shared/words/language'
import { again, done, neutral } from '../shared/words/neutral'

/** What rides along in `Notification.data`. */
export interface Riding {
  navigate: string
  delivery: string | undefined
  /** From when on it is of no use any more. */
  until: string | undefined
  /** The local start of the doses that it is about. */
  dose: string | undefined
  /** Which reminder it is of those about the same thing: the same when it comes twice. */
  reminder: string | undefined
  /** It is not said again. */
  once: boolean
}

/** What a notification can be tapped for besides itself; browsers that show no buttons leave them out. */
interface Action {
  action: Way | 'taken'
  title: string
}

export interface Shown {
  title: string
  options: NotificationOptions & { data: Riding; actions?: readonly Action[] }
}

type Thing = Record<string, unknown>

const thing = (value: unknown): Thing => (typeof value === 'object' && value !== null ? (value as Thing) : {})
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/**
 * `message` is the declarative payload ("web_push": 8030); Safari reads it itself and hands over a `proposed` notification
 * in its place. There is always something to show, because a push that shows nothing costs the subscription on iOS: when
 * both are missing or broken it says only that there is a reminder.
 */
export function notificationOf(message: string | undefined, language: Language, now: Date, proposed?: unknown): Shown {
  const said = thing(thing(parsed(message))['notification'] ?? proposed)
  const lang = text(said['lang'])
  const body = text(said['body'])
  const data = ridingIn(said)
  const actions = actionsFor(data, lang === 'es' || lang === 'en' ? lang : language, now)
  return {
    title: text(said['title']) ?? neutral[language],
    options: {
      // One tag for all that have none: a broken message replaces the one before instead of piling up.
      tag: text(said['tag']) ?? 'reminder',
      lang: lang ?? language,
      silent: said['silent'] === true,
      icon: '/icons/any-192.png',
      badge: '/icons/monochrome-512.png',
      data,
      ...(body === undefined ? {} : { body }),
      ...(actions.length === 0 ? {} : { actions }),
    },
  }
}

const ridingIn = (said: Thing): Riding => ({
  navigate: text(said['navigate']) ?? '/',
  delivery: text(thing(said['data'])['delivery']),
  until: text(thing(said['data'])['until']),
  dose: text(thing(said['data'])['dose']),
  reminder: text(thing(said['data'])['reminder']),
  once: thing(said['data'])['once'] === true,
})

const actionsFor = (data: Riding, language: Language, now: Date): Action[] => [
  ...(data.dose ? [{ action: 'taken' as const, title: done[language] }] : []),
  ...waysOf(data, now).map(({ way }) => ({ action: way, title: again[language][way] })),
]

/** When what a notification is about can be said once more, by this phone's clocks; never where that is of no use. */
function waysOf({ navigate, until, dose, once }: Riding, now: Date): { way: Way; due_at: string }[] {
  if (once || !until || !(dose ?? subjectOf(navigate))) return []
  const ways = waysAgain(until, now, Intl.DateTimeFormat().resolvedOptions().timeZone)
  return dose ? ways.filter(({ way }) => way === 'hour') : ways
}

/** The id of the session or the check-in that an address leads to. */
const subjectOf = (address: string): string | undefined => /\/(?:sessions|check-in)\/([^/?#]+)$/.exec(address)?.[1]

/** What a tap on a button asks for; undefined where it is too late for it by now. */
export function snoozeOf(data: unknown, action: string, now: Date): SnoozeIn | undefined {
  const riding = ridingIn({ ...thing(data), data })
  const [subject, chosen] = [subjectOf(riding.navigate), waysOf(riding, now).find(({ way }) => way === action)]
  return subject && chosen ? { subject: decodeURIComponent(subject), due_at: chosen.due_at } : undefined
}

/** What a tap on a button says of doses: taken, or later. Undefined where it is about none, or too late for it by now. */
export function doseOf(data: unknown, action: string, now: Date): DoseIn | undefined {
  const riding = ridingIn({ ...thing(data), data })
  const later = waysOf(riding, now).find(({ way }) => way === action)?.due_at ?? null
  if (!riding.dose || !(action === 'taken' || later)) return undefined
  return { medication: null, original_start: riding.dose, word: later ? 'later' : 'taken', later_at: later, said_at: now.toISOString() }
}

/**
 * Whether it sounds although it takes the place of `before`, those on the screen with its tag: another reminder does, the
 * same one sent again after a crash does not. Firefox and Safari replace without a sound in any case.
 */
export function soundsAnew({ data, silent }: Shown['options'], before: readonly { data: unknown }[]): boolean {
  const isSame = before.some((one) => thing(one.data)['reminder'] === data.reminder)
  return data.reminder !== undefined && !isSame && silent !== true
}

/** Where Chromium knows why a notification went. On Linux it takes every end of one for the person's. */
const TELL_WHY = ['Android', 'Windows', 'macOS', 'Chrome OS', 'Chromium OS']

/**
 * Whether `notificationclose` says that somebody put a notification away. Firefox fires it as well when a toast goes by
 * itself after 20 s, or another one takes its place; of Safari we don't know.
 */
export function closesByHandOnly(navigator: object): boolean {
  const chromium = thing((navigator as Thing)['userAgentData']) // no other engine has it
  return TELL_WHY.some((platform) => platform === chromium['platform'])
}

function parsed(message: string | undefined): unknown {
  try {
    return JSON.parse(message ?? '')
  } catch {
    return undefined
  }
}

/** The address a tap opens: one of our own, else the start. `data` is whatever the notification carried. */
export function targetOf(data: unknown, origin: string): string {
  const start = new URL('/', origin)
  try {
    const target = new URL(text(thing(data)['navigate']) ?? '/', origin)
    return target.origin === start.origin ? target.href : start.href
  } catch {
    return start.href
  }
}
