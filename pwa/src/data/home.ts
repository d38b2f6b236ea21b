/** What the person's next 60 days hold: kept on the phone, refreshed with one request, with what was said here on top. */
import { batch, computed, signal } from '@preact/signals'
import type { Said } from '../shared/said'
import { nothingSaid, settingsIn, unconfirmed, withoutSettings, withSaid } from '../shared/said'
import type { Home, Me } from '../shared/wire'
import { ApiError, get, getFresh, Offline } from './api'
import type { Kept } from './db'
import { read, write } from './db'
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

/** Makes the signals what this phone has kept, in one look: a home and what was said since belong together. */
export async function loadHome(): Promise<void> {
  const [stored, mine, staff, self] = await read(['kept'], (tx) => {
    const known = tx.objectStore('kept')
    return Promise.all([known.get('home'), known.get('said'), known.get('me'), known.get('device')])
  })
  batch(() => {
    said.value = (mine as Said | undefined) ?? nothingSaid
    told.value = stored as Kept['home'] | undefined
    me.value = staff as Me | undefined
    device.value = self as Device | undefined
  })
}

type Device = Kept['device']

/** Resolves to what the page may say about it. `changed-hands`: what came is not about who is signed in here now. */
export async function refresh(now: Date): Promise<'fresh' | 'offline' | 'signed-out' | 'changed-hands'> {
  const asker = device.value
  if (!asker) return 'signed-out'
  try {
    const taken = await (asker.role === 'participant' ? refreshHome(asker, now) : refreshMe(asker))
    if (taken) signedOut.value = revoked.value = false
    return taken ? 'fresh' : 'changed-hands'
  } catch (error) {
    if (error instanceof Offline) return 'offline'
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    if (device.value?.id !== asker.id) return 'changed-hands'
    revoked.value = error.reason === 'revoked'
    signedOut.value = true
    return 'signed-out'
  }
}

async function refreshHome(asker: Device, now: Date): Promise<boolean> {
  const [before, arrived] = [told.value, await arrivedSettings()]
  const got = await get<Home>('/api/home', before?.etag)
  const fresh = got.unchanged ? before : { body: got.body, etag: got.etag, read_at: now.toISOString() }
  if (fresh?.body.person.id !== asker.person) return false
  const leave = (mine: Said, unsent: ReadonlySet<string>) => unconfirmed(fresh.body, mine, unsent, arrived)
  return take(asker, 'home', fresh, leave, () => (told.value = fresh))
}

/** Staff have no home: theirs is the caseload. Only how they are called is kept, and their zone and language. */
async function refreshMe(asker: Device): Promise<boolean> {
  const arrived = await arrivedSettings()
  const fresh = await getFresh<Me>('/api/me')
  if (fresh.id !== asker.person) return false
  return take(asker, 'me', fresh, (mine) => withoutSettings(mine, arrived), () => (me.value = fresh))
}

/** The changes of settings that have left the outbox, as their ids there. */
const arrivedSettings = (): Promise<ReadonlySet<string>> =>
  read(['kept', 'outbox'], async (tx) => {
    const [mine, keys] = await Promise.all([tx.objectStore('kept').get('said'), tx.objectStore('outbox').getAllKeys()])
    const unsent = new Set(keys)
    return new Set(settingsIn((mine as Said | undefined) ?? nothingSaid).filter((item) => !unsent.has(item)))
  })

/**
 * Keeps and shows what came; of what was said here stays what `leave` leaves. False when the phone has changed hands since
 * it was asked: then nothing is kept. The stores are asked, not the signals, for another tab or the worker may have said
 * more, or signed somebody else in.
 */
async function take<Key extends 'home' | 'me'>(
  asker: Device,
  key: Key,
  fresh: Kept[Key],
  leave: (mine: Said, unsent: ReadonlySet<string>) => Said,
  show: () => void,
): Promise<boolean> {
  const left = await write(['kept', 'outbox'], async (tx) => {
    const known = tx.objectStore('kept')
    const [here, mine, unsent] = await Promise.all([known.get('device'), known.get('said'), tx.objectStore('outbox').getAllKeys()])
    if ((here as Device | undefined)?.id !== asker.id) return undefined
    const rest = leave((mine as Said | undefined) ?? nothingSaid, new Set(unsent))
    await Promise.all([known.put(rest, 'said'), known.put(fresh, key)])
    return rest
  })
  if (!left) return false
  batch(() => {
    said.value = left
    show()
  })
  return true
}
