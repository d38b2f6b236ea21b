/** What is done here or on another device, or over, does not stay on the lock screen. */
import type { Home } from '../shared/wire'

/** Takes away this phone's notifications of it. `body` is undefined where nothing is known. */
export async function closeDone(registration: Pick<ServiceWorkerRegistration, 'getNotifications'> | undefined, body: Home | undefined, now: Date): Promise<void> {
  for (const one of (await registration?.getNotifications?.()) ?? []) if (isDone(one.data, body, now)) one.close()
}

function isDone(data: { navigate?: string; until?: string } | null, body: Home | undefined, now: Date): boolean {
  const checkIn = /\/check-in\/([^/?#]+)$/.exec(data?.navigate ?? '')?.[1]
  const isAnswered = body?.check_ins.some(({ id, answered_at }) => id === checkIn && answered_at) ?? false
  return isAnswered || Date.parse(data?.until ?? '') <= now.getTime()
}
