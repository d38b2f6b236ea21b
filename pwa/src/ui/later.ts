import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** True once the condition has held for so many milliseconds: what passes at once needs no word. */
export function useLasting(condition: boolean, milliseconds: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!condition) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), milliseconds)
    return () => clearTimeout(timer)
  }, [condition, milliseconds])
  return condition && lasts
}

/** A part of a page, in a file that phones do not keep: null where it cannot be had now. */
export function usePart<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> | null | undefined {
  const [part, setPart] = useState<{ shown: ComponentType<Props> | null }>()
  useEffect(() => void load().then((shown) => setPart({ shown }), () => setPart({ shown: null })), [])
  return part?.shown
}
