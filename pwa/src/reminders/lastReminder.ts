import { useEffect, useState } from 'preact/hooks'
import { kept } from '../data/db'

/** When the last reminder was shown on this phone; follows new ones. */
export function useLastReminder(): string | undefined {
  const [last, set] = useState<string>()
  useEffect(() => {
    const look = () => void kept('lastReminder').then((one) => set(one?.shown_at), () => undefined)
    const heard = ({ data }: MessageEvent) => data?.type === 'push' && look()
    look()
    document.addEventListener('visibilitychange', look)
    navigator.serviceWorker?.addEventListener('message', heard)
    return () => {
      document.removeEventListener('visibilitychange', look)
      navigator.serviceWorker?.removeEventListener('message', heard)
    }
  }, [])
  return last
}
