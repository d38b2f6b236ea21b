import { useEffect } from 'preact/hooks'

/** Keeps the screen on while the component is shown, where the browser can. It lets go of it whenever the page is hidden. */
export function useAwake(): void {
  useEffect(keepAwake, [])
}

function keepAwake(): () => void {
  let over = false
  let lock: WakeLockSentinel | undefined
  const take = async () => {
    if (document.visibilityState !== 'visible') return
    const taken = await ask()
    if (over) await taken?.release()
    else lock = taken
  }
  document.addEventListener('visibilitychange', take)
  void take()
  return () => {
    over = true
    document.removeEventListener('visibilitychange', take)
    void lock?.release()
  }
}

/** Undefined where there is none, or where it is refused, as with an almost empty battery. */
const ask = async (): Promise<WakeLockSentinel | undefined> => navigator.wakeLock?.request('screen').catch(() => undefined)
