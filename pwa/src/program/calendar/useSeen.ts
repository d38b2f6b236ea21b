import { useEffect, useState } from 'preact/hooks'
import type { Refusal } from '../../data/intend'

/** The server did not take it, for somebody else changed the same since it was read here. */
const isStale = (refusal: Refusal | undefined): boolean => refusal?.kind === 'refused' && refusal.reason === 'changed'

/**
 * What is said to have been seen of what is changed: what was `newest` of it when the form was opened. Once the viewer is
 * told that it is another it is asked for again, and what they look at then counts as seen.
 */
export function useSeen(newest: string, refusal: Refusal | undefined, reload: () => void): string {
  const [first, setFirst] = useState<string | undefined>(newest)
  const told = isStale(refusal)
  useEffect(() => {
    if (!told) return
    setFirst(undefined)
    reload()
  }, [told])
  return first ?? newest
}
