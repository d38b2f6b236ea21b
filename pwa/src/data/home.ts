/** What the person's next 60 days hold: kept on the phone, refreshed with one request, with what was said here on top. */
import { batch, computed, signal } from '@preact/signals'
import type { Said } from '../shared/said'
import { nothingSaid, unconfirmed, withSaid } from '../shared/said'
import type { Home, Me } from '../shared/wire'
import { ApiError, get, getFresh, Offline } from './api'
import type { Kept } from './db'
import { kept, write } from './db'
import { items } from './outbox'
import { revoked, signedOut } from './post'

/** As the server last told it. */
export const told = signal<Kept['home'] | undefined>(undefined)
/** What was said on this phone since. */
export const said = signal<Said>(nothingSaid)
/** What pages show. */
export const home = computed<Home | undefined>(() => told.value && withSaid(told.value.body, said.value))
/** Staff, as the server last told. */
export const me = signal<Me | undefined>(undefined)
/** Who is signed in on this phone; it knows without a network. */
export const device = signal<Kept['device'] | undefined>(undefined)

/** Makes the signals what this phone has kept. */
export async function loadHome(): Promise<void> {
  const [stored, mine, staff, self] = await Promise.all([kept('home'), kept('said'), kept('me'), kept('device')])
  batch(() => {
    said.value = mine ?? nothingSaid
    told.value = stored
    me.value = staff
    device.value = self
  })
}

/** Resolves to what the page may say about it. */
export async function refresh(now: Date): Promise<'fresh' | 'offline' | 'signed-out'> {
  if (!device.value) return 'signed-out'
  try {
    await (device.value.role === 'participant' ? refreshHome(now) : refreshMe())
    signedOut.value = false
    return 'fresh'
  } catch (error) {
    if (error instanceof Offline) return 'offline'
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    revoked.value = error.reason === 'revoked'
    signedOut.value = true
    return 'signed-out'
  }
}

async function refreshHome(now: Date): Promise<void> {
  const got = await get<Home>('/api/home', told.value?.etag)
  if (!got.unchanged) await take({ body: got.body, etag: got.etag, read_at: now.toISOString() })
}

/** Staff have no home: theirs is the caseload. Only how they are called is kept, and their zone and language. */
async function refreshMe(): Promise<void> {
  const fresh = await getFresh<Me>('/api/me')
  const changing = (await items()).some(({ path }) => path.startsWith('/api/profile/'))
  await write(['kept'], async (tx) => {
    await Promise.all([tx.objectStore('kept').put(fresh, 'me'), changing ? undefined : tx.objectStore('kept').delete('said')])
  })
  me.value = fresh
  if (!changing) said.value = nothingSaid
}

async function take(fresh: Kept['home']): Promise<void> {
  const unsent = new Set((await items()).map(({ id }) => id))
  // The store is asked, not the signal: another tab or the worker may have said more.
  const left = await write(['kept'], async (tx) => {
    const stored = (await tx.objectStore('kept').get('said')) as Said | undefined
    const rest = unconfirmed(fresh.body, stored ?? nothingSaid, unsent)
    await Promise.all([tx.objectStore('kept').put(rest, 'said'), tx.objectStore('kept').put(fresh, 'home')])
    return rest
  })
  said.value = left
  told.value = fresh
}
