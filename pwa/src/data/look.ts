/** The app is on the screen: whoever sees it needs no follow-up of the reminders that were sent before. */
import { kept, write } from './db'
import { told } from './home'
import { itemOf, put } from './outbox'

/** Says so once after each reminder, to be asked whenever the server was heard. Safari may call a page in a pocket visible, but not focused. */
export async function sayLook(now: Date): Promise<void> {
  const last = told.value?.body.reminders.last_accepted_at
  if (!last || document.visibilityState !== 'visible' || !document.hasFocus() || (await kept('looked'))?.accepted_at === last) return
  const made = itemOf('', { looked_at: now.toISOString() }, now)
  await write(['kept', 'outbox'], async (tx) => {
    await tx.objectStore('kept').put({ accepted_at: last }, 'looked')
    await put(tx, { ...made, path: `/api/looks/${made.id}` })
  })
}
