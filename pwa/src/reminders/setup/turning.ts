/** Turning reminders on by a tap: the browser's question, its push service, and ours. */
import { ApiError, getFresh, Offline } from '../../data/api'
import { inTime, pushManager, turnOn, Unanswered } from '../../data/subscription'
import type { PushOut } from '../../shared/wire'

/** Why turning on did not work, when it was not the server that said so. */
export type Failure = 'dismissed' | 'offline' | 'unanswered' | 'refused-by-browser'

export type Turned = { end: 'on' } | { end: Failure } | { end: 'refused'; sentence: string }

/** A question that nobody sees stays open for ever. */
const QUESTION = 60_000

/** Has to be called by the tap itself: otherwise the browser does not ask. */
export async function turnOnByTap(): Promise<Turned> {
  try {
    const permission = await inTime(Notification.requestPermission(), QUESTION).catch(() => Notification.permission)
    if (permission !== 'granted') return { end: 'dismissed' }
    const { vapid_key } = await getFresh<PushOut>('/api/push')
    await turnOn(await pushManager(), vapid_key)
    return { end: 'on' }
  } catch (error) {
    return failureOf(error)
  }
}

/** Whatever the browser itself throws is about its push service. */
export function failureOf(error: unknown): Turned {
  if (error instanceof Offline) return { end: 'offline' }
  if (error instanceof Unanswered) return { end: 'unanswered' }
  if (error instanceof ApiError) return { end: 'refused', sentence: error.message }
  return { end: 'refused-by-browser' }
}
