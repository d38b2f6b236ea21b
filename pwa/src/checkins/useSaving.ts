import { useRef, useState } from 'preact/hooks'
import type { Draft } from './draft'

export interface Saving {
  busy: boolean
  failed: boolean
  /** Resolves, once the answer is on the disk, to what shows that; to undefined when it could not be kept. */
  save: (draft: Draft) => Promise<Show | undefined>
}

/** Tells whether that was all, or another form has opened. */
type Show = () => 'over' | 'opened'

export function useSaving(say: (draft: Draft) => Promise<Show>): Saving {
  const [state, setState] = useState({ busy: false, failed: false })
  // A second tap comes before the page has drawn the first.
  const running = useRef(false)
  const save = async (draft: Draft) => {
    if (running.current) return undefined
    running.current = true
    setState({ busy: true, failed: false })
    const show = await say(draft).catch(() => undefined)
    running.current = false
    setState({ busy: false, failed: show === undefined })
    return show
  }
  return { ...state, save }
}
