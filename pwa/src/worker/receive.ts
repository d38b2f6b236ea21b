/** A push has come: show it first, whatever else fails; then note it, tell the open pages, and send. */
import { withDose } from '../shared/medication'
import type { Said } from '../shared/said'
import { nothingSaid, withSaid } from '../shared/said'
import type { CaseloadOut, DoseIn, OpenedIn, PushOut, SnoozeIn } from '../shared/wire'
import { languageFor } from '../shared/words/language'
import * as api from '../data/api'
import { openCount, showBadge } from '../data/badge'
import { keep, kept, write } from '../data/db'
import { flush, itemOf, put } from '../data/outbox'
import { mend } from '../data/subscription'
import type { Riding, Shown } from './push'
import { closesByHandOnly, doseOf, notificationOf, snoozeOf, soundsAnew, targetOf } from './push'

/** `notification`: what Safari proposes to show for a declarative message, which it gives instead of data. */
export type Push = PushEvent & { notification?: Notification | null }

export async function receive(worker: ServiceWorkerGlobalScope, push: Push, now: Date): Promise<void> {
  const shown = notificationOf(push.data?.text(), languageFor(worker.navigator.languages), now, push.notification)
  const options: NotificationOptions & { renotify: boolean } = { ...shown.options, renotify: soundsAnew(shown.options, await onScreen(worker, shown)) }
  await worker.registration.showNotification(shown.title, options)
  const noted = note(shown, now)
  await Promise.allSettled([noted.then(() => flush(api.put)), noted.finally(() => tellPages(worker, 'push')), badge(worker, now)])
}

/** What has its tag and lies on the screen. Whatever fails here, the push is shown. */
const onScreen = async ({ registration }: ServiceWorkerGlobalScope, { options: { tag } }: Shown): Promise<Notification[]> => {
  try {
    return await registration.getNotifications(tag === undefined ? {} : { tag })
  } catch {
    return []
  }
}

/** So that the person sees "last reminder received ..." and staff can tell sent from shown. Signed out there is neither. */
async function note(shown: Shown, now: Date): Promise<void> {
  if (!(await kept('device'))) return
  const shown_at = now.toISOString()
  await keep('lastReminder', { shown_at })
  const { delivery } = shown.options.data
  if (delivery === undefined) return
  // The delivery's own id: the same push shown twice is reported once.
  const report = itemOf(`/api/deliveries/${encodeURIComponent(delivery)}`, { shown_at }, now, delivery)
  await write(['outbox'], (tx) => put(tx, report))
}

async function badge(worker: ServiceWorkerGlobalScope, now: Date): Promise<void> {
  const device = await kept('device')
  const isStaff = device !== undefined && device.role !== 'participant'
  showBadge(worker.navigator, isStaff ? await urgentCount() : await openHere(now))
}

/** Of staff, whose phone keeps nothing about people: the server counts. */
const urgentCount = async (): Promise<number> => (await api.getFresh<CaseloadOut>('/api/caseload')).alerts.urgent

async function openHere(now: Date): Promise<number> {
  const [home, said] = await Promise.all([kept('home'), kept('said')])
  return openCount(home && withSaid(home.body, said ?? nothingSaid), now)
}

async function tellPages(worker: ServiceWorkerGlobalScope, type: 'push' | 'subscription'): Promise<void> {
  for (const page of await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })) page.postMessage({ type })
}

/** The person saw a notification: nothing follows it up. The first word of each counts, and waits for the network. */
export async function reportOpened({ data }: Notification, how: OpenedIn['how'], now: Date): Promise<void> {
  const { delivery } = (data ?? {}) as Partial<Riding>
  if (delivery === undefined || !(await kept('device'))) return
  const report = itemOf(`/api/opened/${encodeURIComponent(delivery)}`, { opened_at: now.toISOString(), how } satisfies OpenedIn, now, `opened ${delivery}`)
  await write(['outbox'], async (tx) => {
    if (!(await tx.objectStore('outbox').get(report.id))) await put(tx, { ...report, names: delivery })
  })
  await flush(api.put)
}

/** A tap on the notification itself. */
export const tapped = (worker: ServiceWorkerGlobalScope, notification: Notification, now: Date): Promise<unknown> =>
  // Side by side: the page must not wait for the network, nor the report for a page that does not open.
  Promise.allSettled([openFrom(worker, notification), reportOpened(notification, 'tapped', now)])

/** A tap on one of its buttons. */
export const buttonTapped = (notification: Notification, action: string, now: Date): Promise<unknown> =>
  Promise.allSettled([answer(notification, action, now), reportOpened(notification, 'tapped', now)])

/** It is gone from the screen: seen, where the browser says so only when somebody put it away. */
export async function closed(worker: ServiceWorkerGlobalScope, notification: Notification, now: Date): Promise<void> {
  if (closesByHandOnly(worker.navigator)) await reportOpened(notification, 'swiped', now)
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

/** What a button on the notification says. Signed out, or when it is too late for that, nothing comes of it. */
export async function answer(notification: Notification, action: string, now: Date): Promise<void> {
  notification.close()
  if (!(await kept('device'))) return
  const [dose, asked] = [doseOf(notification.data, action, now), snoozeOf(notification.data, action, now)]
  if (dose) await sayDose(dose, now)
  else if (asked) await snooze(asked, now)
  await flush(api.put)
}

async function snooze(asked: SnoozeIn, now: Date): Promise<void> {
  const made = itemOf('', asked, now)
  await write(['outbox'], (tx) => put(tx, { ...made, path: `/api/snoozes/${made.id}` }))
}

/** With what pages show of it until the server tells it back. */
async function sayDose(dose: DoseIn, now: Date): Promise<void> {
  const made = itemOf('', dose, now)
  await write(['kept', 'outbox'], async (tx) => {
    const before = ((await tx.objectStore('kept').get('said')) as Said | undefined) ?? nothingSaid
    const doses = withDose(before.doses, { ...dose, item: made.id })
    await Promise.all([tx.objectStore('kept').put({ ...before, doses }, 'said'), put(tx, { ...made, path: `/api/doses/${made.id}` })])
  })
}

/** The browser has dropped or replaced the subscription. What fails here is mended when the app is opened. */
export async function subscriptionChanged(worker: ServiceWorkerGlobalScope, permission: NotificationPermission): Promise<void> {
  const mended = api.getFresh<PushOut>('/api/push').then((server) => mend(worker.registration.pushManager, permission, server))
  await mended.catch(() => undefined)
  await tellPages(worker, 'subscription')
}
