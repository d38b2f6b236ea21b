import { signal } from '@preact/signals'

/** What the phone believes; a request can still fail while this is true. */
export const online = signal(typeof navigator === 'undefined' || navigator.onLine)

if (typeof addEventListener === 'function') {
  addEventListener('online', () => (online.value = true))
  addEventListener('offline', () => (online.value = false))
}
