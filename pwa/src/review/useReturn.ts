import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import type { LeftRow } from './left'

/** Back at a list, the focus is at the row that it was left from, and the row where it stood in the window; or that row is gone. */
export function useReturn(list: RefObject<HTMLElement | null>, from: LeftRow | undefined, onGone: () => void): void {
  useLayoutEffect(() => {
    if (!from) return
    // The router comes after this: it goes to the top and gives the focus to the heading. Before anything is painted.
    const frame = requestAnimationFrame(() => {
      const row = list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(from.id)}"]`)
      if (!row) return onGone()
      scrollBy({ top: row.getBoundingClientRect().top - from.top, behavior: 'instant' })
      row.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [])
}
