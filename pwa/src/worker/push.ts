/** What to show for a push, and where a tap leads. Pure: tested without a worker. */
import type { Language } from '../shared/words/language'
import { neutral } from '../shared/words/neutral'

/** What rides along in `Notification.data`. */
export interface Riding {
  navigate: string
  delivery: string | undefined
}

export interface Shown {
  title: string
  options: NotificationOptions & { data: Riding }
}

type Thing = Record<string, unknown>

const thing = (value: unknown): Thing => (typeof value === 'object' && value !== null ? (value as Thing) : {})
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/**
 * `message` is the declarative payload ("web_push": 8030); Safari reads it itself and hands over a `proposed` notification
 * in its place. There is always something to show, because a push that shows nothing costs the subscription on iOS: when
 * both are missing or broken it says only that there is a reminder.
 */
export function notificationOf(message: string | undefined, language: Language, proposed?: unknown): Shown {
  const said = thing(thing(parsed(message))['notification'] ?? proposed)
  const lang = text(said['lang'])
  const body = text(said['body'])
  return {
    title: text(said['title']) ?? neutral[language],
    options: {
      // One tag for all that have none: a broken message replaces the one before instead of piling up.
      tag: text(said['tag']) ?? 'reminder',
      lang: lang ?? language,
      silent: said['silent'] === true,
      icon: '/icons/any-192.png',
      badge: '/icons/monochrome-512.png',
      data: { navigate: text(said['navigate']) ?? '/', delivery: text(thing(said['data'])['delivery']) },
      ...(body === undefined ? {} : { body }),
    },
  }
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
