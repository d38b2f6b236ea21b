/** What is done here or on another device, or over, does not stay on the lock screen. */
import { isOpen } from '../shared/medication'
import type { Home } from '../shared/wire'

/** Takes away this phone's notifications of it. `body` is undefined where nothing is known. */
export async function closeDone(registration: Pick<ServiceWorkerRegistration, 'getNotifications'> | undefined, body: Home | undefined, now: Date): Promise<void> {
  for (const one of (await registration?.getNotifications?.()) ?? []) if (isDone(one.data, body, now)) one.close()
}

function isDone(data: { navigate?: string; until?: string; dose?: string } | null, body: Home | undefined, now: Date): boolean {
  const checkIn = /\/check-in\/([^/?#]+)$/.exec(data?.navigate ?? '')?.[1]
  const isAnswered = body?.check_ins.some(({ id, answered_at }) => id === checkIn && answered_at) ?? false
  const due = body?.medication?.medications.filter(({ doses }) => doses.some(({ original_start }) => original_start === data?.dose)) ?? []
  const isNoted = due.length > 0 && due.every(({ replies }) => replies.some(({ original_start, word }) => original_start === data?.dose && !isOpen(word)))
  return isAnswered || isNoted || Date.parse(data?.until ?? '') <= now.getTime()
}
