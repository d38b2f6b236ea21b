import { getFresh } from '../data/api'
import { refresh, told } from '../data/home'
import type { Registered } from '../data/subscription'
import { mend, pushManager } from '../data/subscription'

/** Whether this browser, as it was opened, can show reminders at all. */
export const canRemind = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

let mending: Promise<void> | undefined

/**
 * Browser and server may have lost each other without a word; seen to whenever the server was there.
 * Nothing is said when it fails: the page of the reminders shows how things are.
 */
export const mendReminders = (): Promise<void> =>
  (mending ??= mendOnce()
    .catch(() => undefined)
    .finally(() => (mending = undefined)))

async function mendOnce(): Promise<void> {
  if (!canRemind() || Notification.permission !== 'granted') return
  const server = told.value?.body.reminders ?? (await getFresh<Registered>('/api/push'))
  const done = await mend(await pushManager(), Notification.permission, server)
  if (done !== 'nothing') await refresh(new Date())
}
