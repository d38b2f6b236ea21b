/** Somebody is no longer the one who is signed in on this phone: what it kept of them goes. */
import { ApiError, put } from './api'
import { showBadge } from './badge'
import { clear, write } from './db'
import { device, loadHome } from './home'
import { announce, isSaid } from './outbox'
import { signedOut } from './post'
import { forgetBrowserSubscription } from './subscription'
import { forgetTab } from './tab'
import { tellTabs } from './tabs'

/** Signs this device out on the server and then wipes it; the caller has asked about unsent items. Throws Offline. */
export async function signOut(): Promise<void> {
  const id = device.value?.id
  if (id) await put(`/api/devices/${id}/revoked`, {}).catch(goneAlready)
  await wipePhone()
}

function goneAlready(error: unknown): void {
  if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 404)) throw error
}

export async function wipePhone(): Promise<void> {
  await empty(() => true)
  await leave()
}

/** Somebody has signed this phone out on the server, perhaps because it was lost. What is unsent stays until the person is asked. */
export async function wipeIfAllIsSent(): Promise<void> {
  if (!(await empty(({ unsent, joining }) => unsent === 0 && !joining))) return
  signedOut.value = true
  await leave()
}

/**
 * Only the language and the clinic's number stay: they say nothing about anybody. One transaction, so that an answer
 * that is saved at this very moment is either seen here or comes later. Resolves to whether it was done.
 */
const empty = (may: (left: { unsent: number; joining: boolean }) => boolean): Promise<boolean> =>
  write(['kept', 'drafts', 'outbox'], async (tx) => {
    const known = tx.objectStore('kept')
    const [settings, start, joining, items] = await Promise.all([known.get('settings'), known.get('start'), known.get('joining'), tx.objectStore('outbox').getAll()])
    if (!may({ unsent: items.filter(isSaid).length, joining: joining !== undefined })) return false
    await clear(tx)
    if (settings) await known.put(settings, 'settings')
    await known.put({ ...start, left: true }, 'start')
    return true
  })

async function leave(): Promise<void> {
  forgetTab()
  await loadHome()
  announce()
  showBadge(navigator, 0)
  tellTabs()
  await forgetBrowserSubscription().catch(() => undefined)
}
