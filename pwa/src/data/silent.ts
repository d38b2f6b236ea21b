/** Whether this phone shows what is sent to it: only the server can tell what came to nothing. */
import type { PushOut } from '../shared/wire'
import { getFresh } from './api'
import type { Kept } from './db'
import { kept, write } from './db'
import { device } from './home'

const A_WHILE = 15 * 60_000

/** Since when it has shown no reminders, if for two days. Asks anew when the app is opened, and not more often than every quarter of an hour; without a network what was told last holds. */
export async function silentSince(now: Date): Promise<string | null> {
  const [known, reminder] = await Promise.all([kept('silent'), kept('lastReminder')])
  const isRecent = known && Math.abs(now.getTime() - Date.parse(known.asked_at)) < A_WHILE
  const since = (isRecent ? known : await ask(now).catch(() => known))?.since ?? null
  return since && reminder && reminder.shown_at > since ? null : since
}

/** Nothing when somebody else is signed in here by the time the answer comes. */
async function ask(now: Date): Promise<Kept['silent'] | undefined> {
  const asker = device.value?.id
  const { silent_since } = await getFresh<PushOut>('/api/push')
  const told = { since: silent_since, asked_at: now.toISOString() }
  return write(['kept'], async (tx) => {
    const box = tx.objectStore('kept')
    if (((await box.get('device')) as Kept['device'] | undefined)?.id !== asker) return undefined
    await box.put(told, 'silent')
    return told
  })
}
