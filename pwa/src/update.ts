/** The next version of the app: fetched in the background, used when the person says so. */
import { signal } from '@preact/signals'

/** The worker that is ready to take over, once there is one. */
export const ready = signal<ServiceWorker | undefined>(undefined)

const HOUR = 3_600_000
let accepted = false

export async function watchForUpdates(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('controllerchange', () => accepted && location.reload())
  const registration = await navigator.serviceWorker.register('/worker.js')
  offer(registration)
  registration.addEventListener('updatefound', () => follow(registration))
  checkOnReturn(registration)
}

function follow(registration: ServiceWorkerRegistration): void {
  registration.installing?.addEventListener('statechange', () => offer(registration))
}

/** The very first worker has nobody to replace, so it is no update. */
function offer({ waiting }: ServiceWorkerRegistration): void {
  if (waiting && navigator.serviceWorker.controller) ready.value = waiting
}

/** An app on the home screen may stay open for weeks. */
function checkOnReturn(registration: ServiceWorkerRegistration): void {
  let checked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - checked < HOUR) return
    checked = Date.now()
    registration.update().catch(() => undefined)
  })
}

/** The page reloads when the new worker has taken over. */
export function takeUpdate(): void {
  accepted = true
  ready.value?.postMessage({ type: 'SKIP_WAITING' })
}

const MINUTE = 60_000

const A_MOMENT = 500

/**
 * A part of an old version that is gone from the server is found again by one reload; never two in a row. After a moment:
 * a part also fails when its page is being left, and then a reload would hold up the leaving.
 */
export function reloadWhenPartsAreGone(): void {
  addEventListener('vite:preloadError', (event) => {
    if (!mayReload()) return
    event.preventDefault()
    setTimeout(() => location.reload(), A_MOMENT)
  })
}

function mayReload(): boolean {
  try {
    const last = Number(sessionStorage.getItem('reloaded') ?? 0)
    sessionStorage.setItem('reloaded', String(Date.now()))
    return navigator.onLine && Date.now() - last > MINUTE
  } catch {
    return false
  }
}
