import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

/** A list in another order moves its rows. Where the browser has no `moveBefore` a moved row lets go of the focus: it gets it back. */
export function useHeld(list: RefObject<HTMLElement | null>): void {
  const row = (document.activeElement as HTMLElement | null)?.dataset['row']
  useLayoutEffect(() => {
    if (row === undefined || document.activeElement !== document.body) return
    list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`)?.focus({ preventScroll: true })
  })
}
