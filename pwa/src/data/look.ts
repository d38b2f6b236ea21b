/** The app is on the screen: whoever sees it needs no follow-up of the reminders that were sent before. */
import { openOnes } from './badge'
import { kept, write } from './db'
import { home } from './home'
import { itemOf, put } from './outbox'

/**
 * Says so once for each check-in that is open, and once after each reminder that this phone showed; to be asked whenever
 * the server was heard. Safari may call a page in a pocket visible, but not focused.
 */
export async function sayLook(now: Date): Promise<void> {
  if (!home.value || document.visibilityState !== 'visible' || !document.hasFocus()) return
  const check_ins = openOnes(home.value, now).map(({ id }) => id)
  const [before = { at: '', check_ins: [] }, reminder] = await Promise.all([kept('look'), kept('lastReminder')])
  if (check_ins.every((id) => before.check_ins.includes(id)) && !(reminder && reminder.shown_at > before.at)) return
  const at = now.toISOString()
  const made = itemOf('', { looked_at: at }, now)
  await write(['kept', 'outbox'], async (tx) => {
    await tx.objectStore('kept').put({ at, check_ins }, 'look')
    await put(tx, { ...made, path: `/api/looks/${made.id}` })
  })
}
