/** Somebody is no longer the one who is signed in on this phone: what it kept of them goes. */
import { ApiError, put } from './api'
import { showBadge } from './badge'
import { keep, kept, wipe } from './db'
import { device, loadHome } from './home'
import { pending } from './outbox'
import { signedOut } from './post'
import { forgetBrowserSubscription } from './subscription'
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

/** Only the language stays: it says nothing about anybody. */
export async function wipePhone(): Promise<void> {
  const settings = await kept('settings')
  await forgetBrowserSubscription().catch(() => undefined)
  await wipe()
  if (settings) await keep('settings', settings)
  await loadHome()
  showBadge(navigator, 0)
  tellTabs()
}

/** Somebody has signed this phone out on the server, perhaps because it was lost. What is unsent stays until the person is asked. */
export async function wipeIfAllIsSent(): Promise<void> {
  const { waiting, parked } = await pending()
  if (waiting + parked > 0 || (await kept('joining'))) return
  await wipePhone()
  signedOut.value = true
}
