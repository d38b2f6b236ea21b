/** What is done here or on another device, or over, does not stay on the lock screen. */
import { momentAt } from '../shared/commitments'
import { isOpen } from '../shared/medication'
import type { Home, OccurrenceOut } from '../shared/wire'

/** Takes away this phone's notifications of it. `body` is undefined where nothing is known. */
export async function closeDone(registration: Pick<ServiceWorkerRegistration, 'getNotifications'> | undefined, body: Home | undefined, now: Date): Promise<void> {
  for (const one of (await registration?.getNotifications?.()) ?? []) if (isDone(one.data, body, now)) one.close()
}

/** What rides along with one, as the worker reads it from the push. */
interface Riding {
  navigate?: string
  until?: string
  dose?: string
  once?: boolean
}

function isDone(data: Riding | null, body: Home | undefined, now: Date): boolean {
  if (Date.parse(data?.until ?? '') <= now.getTime()) return true
  return body !== undefined && data !== null && (isAnswered(data, body) || isSettled(data, body) || isNoted(data, body) || isRefilled(data, body))
}

const isAnswered = ({ navigate }: Riding, { check_ins }: Home): boolean => {
  const checkIn = idIn(navigate, 'check-in')
  return check_ins.some(({ id, answered_at }) => id === checkIn && answered_at)
}

/** A session that is cancelled, or of which the person said that they are there or can't come. Not the notice of a change
 *  of it, which is said once: it stays until it is seen. */
function isSettled({ navigate, once }: Riding, { occurrences, replies }: Home): boolean {
  const name = idIn(navigate, 'sessions')
  const session = once ? undefined : occurrences.find(({ id, former_ids = [] }: Named) => [id, ...former_ids].some((each) => each === name || encodeURIComponent(each) === name))
  return session !== undefined && (session.state === 'cancelled' || replies.some(({ occurrence, kind }) => occurrence === session.id && kind !== 'coming'))
}

/** What an older server sent, and the phone keeps, has no former names. */
type Named = Pick<OccurrenceOut, 'id'> & Partial<OccurrenceOut>

function isNoted({ dose }: Riding, { medication }: Home): boolean {
  const due = medication.medications.filter(({ doses }) => doses.some(({ original_start }) => original_start === dose))
  return due.length > 0 && due.every(({ replies }) => replies.some(({ original_start, word }) => original_start === dose && !isOpen(word)))
}

/** Or it is off the list. Its notification does not say of what, but is of use until the day of the refill is over. */
function isRefilled({ navigate, until, dose }: Riding, { medication, person }: Home): boolean {
  const isRefill = !dose && /\/medication$/.test(navigate ?? '')
  const ends = (day: string) => momentAt(new Date(Date.parse(day) + DAY).toISOString().slice(0, 10), '00:00', person.zone)
  return isRefill && !medication.medications.some(({ times, refill_on }) => times.length > 0 && refill_on && ends(refill_on) === Date.parse(until ?? ''))
}

const DAY = 86_400_000

const idIn = (navigate: string | undefined, place: string): string | undefined => new RegExp(`/${place}/([^/?#]+)$`).exec(navigate ?? '')?.[1]
