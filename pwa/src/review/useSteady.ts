import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** When something comes beside the list or goes, its rows wrap anew: the chosen one stays where the eye, and the finger, are. */
export function useSteady(list: RefObject<HTMLElement | null>, chosen: string | undefined, isBeside: boolean): void {
  const was = useRef(isBeside)
  const top = () => chosen && list.current?.querySelector(`[data-row="${CSS.escape(chosen)}"]`)?.getBoundingClientRect().top
  // Before the page has changed.
  const before = was.current === isBeside ? undefined : top()
  useLayoutEffect(() => {
    was.current = isBeside
    const after = top()
    if (before && after) scrollBy({ top: after - before, behavior: 'instant' })
  }, [isBeside])
}
