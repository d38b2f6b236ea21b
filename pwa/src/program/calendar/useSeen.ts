import { useEffect, useState } from 'preact/hooks'
import type { Refusal } from '../../data/intend'

/** Asks for it again when the server did not take a change, for somebody else was first. Returns whether that was so. */
export function useAfresh(refusal: Refusal | undefined, reload: () => void): boolean {
  const told = refusal?.kind === 'refused' && refusal.reason === 'changed'
  useEffect(() => {
    if (told) reload()
  }, [told])
  return told
}

/**
 * What is said to have been seen of what is changed: what was `newest` of it when the form was opened. Once the viewer is
 * told that it is another it is asked for again, and what they look at then counts as seen.
 */
export function useSeen(newest: string, refusal: Refusal | undefined, reload: () => void): string {
  const [first, setFirst] = useState<string | undefined>(newest)
  const told = useAfresh(refusal, reload)
  useEffect(() => {
    if (told) setFirst(undefined)
  }, [told])
  return first ?? newest
}
