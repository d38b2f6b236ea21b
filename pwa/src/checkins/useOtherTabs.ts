import { useEffect } from 'preact/hooks'
import { kept } from '../data/db'
import { loadHome } from '../data/home'

/** Whoever comes back to this tab sees what was said in another one meanwhile: while it lay at rest it may not have heard. */
export function useOtherTabs(): void {
  useEffect(() => {
    const look = () => void (document.visibilityState === 'visible' && again().catch(() => undefined))
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
}

/** A browser that was emptied under this page knows less than the page does. */
async function again(): Promise<void> {
  if (await kept('device')) await loadHome()
}
