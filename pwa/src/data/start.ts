/** What the server tells whoever opens the app: the clinic's number, and who is signed in where the browser has forgotten it. */
import { signal } from '@preact/signals'
import type { StartOut } from '../shared/wire'
import { getFresh, put } from './api'
import { kept, write } from './db'
import { device, loadHome } from './home'

/** The clinic's number, kept apart from what is about a person: Help shows it signed out and offline too. */
export const clinic = signal<string | undefined>(undefined)

export async function loadClinic(): Promise<void> {
  clinic.value = (await kept('start'))?.phone
}

/** Asks once for each opening with a network. */
export async function askStart(): Promise<void> {
  const told = await getFresh<StartOut>('/api/start')
  const before = await kept('start')
  const left = before?.left ?? false
  if (told.device && !device.value) await (left ? signOutForGood(told.device.id) : findAgain(told.device))
  const phone = told.phone ?? before?.phone
  await write(['kept'], (tx) => tx.objectStore('kept').put({ ...(phone ? { phone } : {}), left: false }, 'start'))
  clinic.value = phone
}

/** Everything was removed from this phone while it had no network; only now can the server be told. */
const signOutForGood = (id: string): Promise<unknown> => put(`/api/devices/${id}/revoked`, {})

/** The browser has thrown its storage away, but not the cookie: the person is still signed in for 180 days. */
async function findAgain(found: NonNullable<StartOut['device']>): Promise<void> {
  await write(['kept'], async (tx) => {
    const known = tx.objectStore('kept')
    const [there, joining] = await Promise.all([known.get('device'), known.get('joining')])
    if (!there && !joining) await known.put(found, 'device')
  })
  await loadHome()
}
