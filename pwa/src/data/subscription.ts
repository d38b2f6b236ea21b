/** This device's push address: what the browser has, what the server has, and making them agree. */
import { v7 as uuid } from 'uuid'
import type { PushOut, SubscriptionIn } from '../shared/wire'
import { ApiError, put } from './api'
import { keep, kept, write } from './db'
import { itemOf, put as putInto } from './outbox'

/** What the browser has: the address's SHA-256 in hexadecimal, and the key it was made for, in base64url. */
export interface Mine {
  hash: string
  /** Not every browser tells it. */
  key: string | undefined
}

/** What the server has of this device. */
export type Registered = Pick<PushOut, 'vapid_key' | 'subscription'>

/** The browser, or the push service behind it, said nothing for too long. */
export class Unanswered extends Error {}

const PATIENCE = 20_000
const A_MOMENT = 5_000

/** Subscribing ends when a push service somewhere answers, which it may never do. */
export const inTime = <Result>(work: Promise<Result>, limit = PATIENCE): Promise<Result> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Unanswered()), limit)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/** The page's push manager, once its worker is there. Raises Unanswered. */
export const pushManager = async (): Promise<PushManager> => (await inTime(navigator.serviceWorker.ready)).pushManager

export async function mineOf(manager: PushManager): Promise<Mine | null> {
  const held = await inTime(manager.getSubscription())
  return held && { hash: await hashOf(held.endpoint), key: keyOf(held) }
}

async function hashOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function keyOf({ options }: PushSubscription): string | undefined {
  const key = options?.applicationServerKey
  return key ? textOf(new Uint8Array(key)) : undefined
}

/** Bytes as base64url without padding. */
export const textOf = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

/** Whether the person wants reminders here. A phone that has forgotten everything goes by the server. */
export const wanted = async (server: Registered): Promise<boolean> => (await kept('reminders'))?.on ?? server.subscription !== null

export type Mending = 'nothing' | 'tell' | 'subscribe' | 'leave'

/** What makes the browser and the server agree with each other and with the person. */
export function mendingOf(wants: boolean, permission: NotificationPermission, mine: Mine | null, server: Registered): Mending {
  if (!wants) return mine ? 'leave' : 'nothing'
  if (permission !== 'granted') return 'nothing'
  if (!mine || (mine.key ?? server.vapid_key) !== server.vapid_key) return 'subscribe'
  return mine.hash === server.subscription?.endpoint_hash ? 'nothing' : 'tell'
}

/** Does it, without asking the person: they have said what they want. */
export async function mend(manager: PushManager, permission: NotificationPermission, server: Registered): Promise<Mending> {
  const mending = mendingOf(await wanted(server), permission, await mineOf(manager), server)
  if (mending === 'leave') await unsubscribe(manager)
  if (mending === 'tell' || mending === 'subscribe') await turnOn(manager, server.vapid_key)
  return mending
}

/**
 * Subscribes and tells the server. Raises Unanswered, Offline, ApiError with the server's sentence, or what the browser
 * throws: NotAllowedError without permission, AbortError when its push service refuses.
 */
export async function turnOn(manager: PushManager, key: string): Promise<void> {
  try {
    await tell(await subscribed(manager, key), key)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409 || error.field !== 'endpoint') throw error
    // The address is still that of somebody who used this browser before.
    await unsubscribe(manager)
    await tell(await subscribed(manager, key), key)
  }
}

async function subscribed(manager: PushManager, key: string): Promise<PushSubscription> {
  const held = await inTime(manager.getSubscription())
  if (held && (keyOf(held) ?? key) === key) return held
  if (held) await inTime(held.unsubscribe())
  return inTime(manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) }))
}

async function tell(subscription: PushSubscription, vapid_key: string): Promise<void> {
  const id = uuid()
  const { p256dh = '', auth = '' } = subscription.toJSON().keys ?? {}
  await put(`/api/subscriptions/${id}`, { endpoint: subscription.endpoint, p256dh, auth, vapid_key } satisfies SubscriptionIn)
  await keep('reminders', { on: true, id })
}

/** Offline too: the server hears of it later. `known` is the subscription's id on the server. */
export async function turnOff(manager: PushManager, known: string | undefined, now: Date): Promise<void> {
  const id = (await kept('reminders'))?.id ?? known
  await write(['kept', 'outbox'], async (tx) => {
    await tx.objectStore('kept').put({ on: false }, 'reminders')
    if (id) await putInto(tx, itemOf(`/api/subscriptions/${id}/removed`, {}, now, id))
  })
  await unsubscribe(manager)
}

async function unsubscribe(manager: PushManager): Promise<void> {
  const held = await inTime(manager.getSubscription())
  if (held) await inTime(held.unsubscribe())
}

/** The next person on this phone must not get this one's reminders. */
export async function forgetBrowserSubscription(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  if (registration?.pushManager) await inTime(unsubscribe(registration.pushManager), A_MOMENT)
}
