import { unsent } from '../data/pending'
import { signedOut } from '../data/post'
import { useLasting } from '../ui/later'
import { online } from '../ui/online'

/** Milliseconds: what is sent within moments needs no word. */
export const UNUSUAL = 3_000

export const canSend = (): boolean => online.value && !signedOut.value

/** True of what waits once it is known that it does not go out within moments: on every page alike, also on one that has just opened. */
export function useStuck(waits: boolean): boolean {
  const lasts = useLasting(waits, UNUSUAL)
  const hasFailed = unsent.value.some(({ worrying, tries }) => worrying && tries > 0)
  return waits && (lasts || hasFailed || !canSend())
}
