/**
 * A browser can empty its storage under an open page: somebody cleared the site's data, or it wanted the room. Then the page
 * is all that still knows, and with the next thing that is said it puts that back.
 */
import type { Kept, Writing } from './db'
import { device, me, said, told } from './home'
import { unsent } from './pending'

type Everything = Writing<['kept', 'drafts', 'outbox']>

/** Whether this phone is still theirs whose page this is; in the caller's transaction. */
export async function isStillTheirs(tx: Everything): Promise<boolean> {
  const here = (await tx.objectStore('kept').get('device')) as Kept['device'] | undefined
  if (here?.id === device.value?.id) return true
  if (here || !(await isEmptied(tx))) return false
  await putBack(tx)
  return true
}

/** Our own pages leave something at each change of hands: signing out leaves `start`, and a join begins with itself. */
async function isEmptied(tx: Everything): Promise<boolean> {
  const known = tx.objectStore('kept')
  const [start, joining] = await Promise.all([known.get('start'), known.get('joining')])
  return !start && !joining
}

async function putBack(tx: Everything): Promise<void> {
  const language = (told.value?.body.person ?? me.value)?.language
  const known = { device: device.value, home: told.value, me: me.value, said: said.value, settings: language && { language } }
  const [store, outbox] = [tx.objectStore('kept'), tx.objectStore('outbox')]
  await Promise.all([
    ...Object.entries(known).map(([key, value]) => value && store.put(value, key)),
    // One that has arrived meanwhile counts once all the same.
    ...unsent.value.map((item) => outbox.put(item)),
  ])
}
