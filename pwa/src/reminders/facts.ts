import { useEffect, useState } from 'preact/hooks'
import { ApiError, getFresh } from '../data/api'
import { kept } from '../data/db'
import { device } from '../data/home'
import type { Mine } from '../data/subscription'
import { inTime, mineOf, pushManager } from '../data/subscription'
import type { PushOut } from '../shared/wire'
import { isInstalled, platform } from '../ui/platform'
import { canRemind } from './mend'
import type { Facts } from './state'

/** Everything there is to know; ends within a few seconds, whatever does not answer. */
export async function lookAround(): Promise<Facts> {
  const supported = canRemind()
  const [server, mine, chosen] = await Promise.all([askServer(), supported ? browserHas() : null, kept('reminders').catch(() => undefined)])
  const permission = supported ? Notification.permission : 'default'
  const known = typeof server === 'object' && server.subscription !== null
  return { supported, platform: platform(), installed: isInstalled(), permission, mine, wants: chosen?.on ?? known, server }
}

async function askServer(): Promise<Facts['server']> {
  if (!device.value) return 'signed-out'
  try {
    return await inTime(getFresh<PushOut>('/api/push'), A_MOMENT)
  } catch (error) {
    return error instanceof ApiError && error.status === 401 ? 'signed-out' : 'offline'
  }
}

const A_MOMENT = 8_000

/** Null also when the browser does not say: then it has to be asked again. */
const browserHas = async (): Promise<Mine | null> => {
  try {
    return await inTime(pushManager().then(mineOf), A_MOMENT)
  } catch {
    return null
  }
}

/** The facts now, once more whenever the person comes back (perhaps from the settings), and after a change of network. */
export function useFacts(): [Facts | undefined, () => Promise<void>] {
  const [facts, set] = useState<Facts>()
  const look = () => lookAround().then(set)
  useEffect(() => {
    const again = () => void look()
    const back = () => document.visibilityState === 'visible' && again()
    const heard = ({ data }: MessageEvent) => data?.type === 'subscription' && again()
    again()
    addEventListener('online', again)
    document.addEventListener('visibilitychange', back)
    navigator.serviceWorker?.addEventListener('message', heard)
    return () => {
      removeEventListener('online', again)
      document.removeEventListener('visibilitychange', back)
      navigator.serviceWorker?.removeEventListener('message', heard)
    }
  }, [])
  return [facts, look]
}
