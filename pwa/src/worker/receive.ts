/** A push has come: show it first, whatever else fails; then note it, tell the open pages, and send. */
import * as api from '../data/api'
import { keep, write } from '../data/db'
import { flush, itemOf, put } from '../data/outbox'
import { languageFor } from '../shared/words/language'
import type { Shown } from './push'
import { notificationOf, targetOf } from './push'

/** `notification`: what Safari proposes to show for a declarative message, which it gives instead of data. */
export type Push = PushEvent & { notification?: Notification | null }

export async function receive(worker: ServiceWorkerGlobalScope, push: Push, now: Date): Promise<void> {
  const shown = notificationOf(push.data?.text(), languageFor(worker.navigator.languages), push.notification)
  await worker.registration.showNotification(shown.title, shown.options)
  await Promise.allSettled([note(shown, now).then(() => flush(api.put)), tellPages(worker)])
}

/** So that the person sees "last reminder received ..." and staff can tell sent from shown. */
async function note(shown: Shown, now: Date): Promise<void> {
  const shown_at = now.toISOString()
  await keep('lastReminder', { shown_at })
  const { delivery } = shown.options.data
  if (delivery === undefined) return
  // The delivery's own id: the same push shown twice is reported once.
  const report = itemOf(`/api/deliveries/${encodeURIComponent(delivery)}`, { shown_at }, now, delivery)
  await write(['outbox'], (tx) => put(tx, report))
}

async function tellPages(worker: ServiceWorkerGlobalScope): Promise<void> {
  for (const page of await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })) page.postMessage({ type: 'push' })
}

/** Opens what the notification is about in the open app, or opens the app. */
export async function openFrom(worker: ServiceWorkerGlobalScope, notification: Notification): Promise<void> {
  notification.close()
  const target = targetOf(notification.data, worker.location.origin)
  const [page] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!page) return void (await worker.clients.openWindow(target))
  await page.focus()
  page.postMessage({ type: 'open', path: target.slice(worker.location.origin.length) })
}

/** The subscription was replaced: pages compare it with the server on every opening, so telling them is enough. */
export const subscriptionChanged = tellPages

