/** When the outbox is sent: at the start, when the network or the person comes back, after a push, and by back-off. */
import { signal } from '@preact/signals'
import * as api from './api'
import { flush, items, onChange } from './outbox'

/** True once the server said that this phone is not signed in; everything stays in the outbox. */
export const signedOut = signal(false)
/** True once it said that somebody signed this phone out on purpose; a sign-in that only ran out is not that. */
export const revoked = signal(false)

let timer: ReturnType<typeof setTimeout> | undefined

/** Sends what waits now, and sees to the next time. */
export async function post(): Promise<void> {
  clearTimeout(timer)
  const outcome = await flush(api.put)
  if (outcome.end === 'signed-out') signedOut.value = true
  if (outcome.end === 'later') postIn(outcome.after)
}

function postIn(wait: number): void {
  clearTimeout(timer)
  timer = setTimeout(postQuietly, wait)
}

/** Milliseconds until the next look when the phone's own storage failed. */
const STORAGE_PAUSE = 30_000

/** For callers with nobody to tell: what could not be sent is still stored, and is tried again. */
export const postQuietly = (): void => void post().catch(() => postIn(STORAGE_PAUSE))

export function startPosting(): void {
  addEventListener('online', postQuietly)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && postQuietly())
  navigator.serviceWorker?.addEventListener('message', ({ data }) => data?.type === 'push' && postQuietly())
  onChange(onlyWhenNew())
  postQuietly()
}

/** A new item is sent at once; a change that our own flush made is none. By id: one may go while another comes. */
function onlyWhenNew(): () => void {
  let known = new Set<string>()
  return () =>
    void items().then((all) => {
      const waiting = all.filter(({ state }) => state === 'waiting').map(({ id }) => id)
      if (waiting.some((id) => !known.has(id))) postQuietly()
      known = new Set(waiting)
    }, () => undefined)
}
