import { render } from 'preact'
import { App } from './app'
import { kept } from './data/db'
import { loadHome, refresh } from './data/home'
import { pending, watchPending } from './data/pending'
import { startPosting } from './data/post'
import { languageFor } from './shared/words/language'
import './ui/tokens.css'
import './ui/base.css'
import './ui/parts.css'
import { keepTime } from './ui/now'
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

const refreshQuietly = (): void => void refresh(new Date()).catch(() => undefined)

function keepFresh(): void {
  refreshQuietly()
  whenAllIsSent(refreshQuietly)
  addEventListener('online', refreshQuietly)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refreshQuietly())
  navigator.serviceWorker?.addEventListener('message', ({ data }) => data?.type === 'push' && refreshQuietly())
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
  await atMost(Promise.all([speakAsBefore(), loadHome()]))
  const root = document.getElementById('app')
  if (root) render(<App />, root)
  keepTime()
  watchPending()
  startPosting()
  keepFresh()
  await watchForUpdates().catch(() => undefined)
}

void start()
