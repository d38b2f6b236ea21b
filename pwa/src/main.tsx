import { effect } from '@preact/signals'
import { render } from 'preact'
import { App } from './app'
import { openCount, showBadge } from './data/badge'
import { kept } from './data/db'
import { device, home, loadHome, refresh, told } from './data/home'
import { wipeIfAllIsSent } from './data/leaving'
import { onChange } from './data/outbox'
import { pending, watchPending } from './data/pending'
import { sayLook } from './data/look'
import { revoked, startPosting } from './data/post'
import { askStart, loadClinic } from './data/start'
import { forgetTab } from './data/tab'
import { onOtherTab } from './data/tabs'
import { catchOffer } from './install/offer'
import { mendReminders } from './reminders/mend'
import type { Home } from './shared/wire'
import { languageFor } from './shared/words/language'
import './ui/tokens.css'
import './ui/base.css'
import './ui/parts.css'
import { keepTime, now } from './ui/now'
import { pressing } from './ui/pressing'
import { speak } from './ui/words'
import { reloadWhenPartsAreGone, watchForUpdates } from './update'

/** WebKit leaves an open request unanswered at times; Help must open all the same. */
const PATIENCE = 1_500

const atMost = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, PATIENCE))])

async function speakAsBefore(): Promise<void> {
  const settings = await kept('settings').catch(() => undefined)
  await speak(settings?.language ?? languageFor(navigator.languages))
}

/** Where a join was left when the app was closed in the middle of it. */
async function goOnJoining(): Promise<void> {
  if ((await kept('joining')) && location.pathname !== '/join') history.replaceState(null, '', '/join')
}

const refreshQuietly = (): void =>
  void refresh(new Date()).then((end) => (end === 'fresh' ? Promise.all([mendReminders(), sayLook(new Date())]) : undefined)).catch(() => undefined)

function keepFresh(): void {
  const knows = device.value !== undefined
  if (knows) refreshQuietly()
  void askStart().catch(() => undefined).then(() => knows || refreshQuietly())
  whenAllIsSent(refreshQuietly)
  addEventListener('online', refreshQuietly)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refreshQuietly())
  navigator.serviceWorker?.addEventListener('message', ({ data }) => (data?.type === 'push' || data?.type === 'subscription') && refreshQuietly())
}

const closeQuietly = (...known: [Home | undefined, Date]): void =>
  void import('./data/notifications').then(async ({ closeDone }) => closeDone(await navigator.serviceWorker?.getRegistration(), ...known)).catch(() => undefined)

/** What hangs on who is signed in, and on what waits for them. */
function followThePerson(): void {
  // What has just come may be of this minute: without this a check-in that opens now would wait for the next look.
  told.subscribe(() => void (now.value = new Date()))
  effect(() => showBadge(navigator, openCount(home.value, now.value) + pressing.value))
  effect(() => closeQuietly(home.value, now.value))
  effect(() => {
    if (revoked.value && device.value) void wipeIfAllIsSent().catch(() => undefined)
  })
  onOtherTab(() => {
    forgetTab()
    location.reload()
  })
  // What another tab has said is said on this page too.
  onChange(() => void loadHome().catch(() => undefined))
}

/** What has just arrived on the server is soon told back by it, with who has seen it. */
function whenAllIsSent(act: () => void): void {
  let waited = false
  pending.subscribe(({ waiting }) => {
    if (waited && waiting === 0) act()
    waited = waiting > 0
  })
}

async function start(): Promise<void> {
  reloadWhenPartsAreGone()
  catchOffer()
  await atMost(Promise.all([speakAsBefore(), loadHome(), loadClinic(), goOnJoining()]))
  const root = document.getElementById('app')
  if (root) render(<App />, root)
  // First of all: whatever goes wrong after it, the next version can mend.
  void watchForUpdates().catch(() => undefined)
  keepTime()
  watchPending()
  startPosting()
  keepFresh()
  followThePerson()
}

void start()
