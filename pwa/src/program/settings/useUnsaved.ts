import { useEffect, useState } from 'preact/hooks'
import { useKept } from './useKept'

/** A form over what the server told: what is written in it, and whether that is still to be saved. */
export interface Unsaved<Value> {
  written: Value
  changed: boolean
  write: (next: Value) => void
  undo: () => void
  /** The server took this; it counts as told until the server tells again. */
  taken: (value: Value) => void
}

/** Only what is the same as the server tells now is forgotten: whoever goes on writing while it is saved loses nothing. */
export function useUnsaved<Value>(key: string, stored: Value, isSame: (one: Value, other: Value) => boolean, told: unknown): Unsaved<Value> {
  const [kept, keep] = useKept<Value>(key)
  const [taken, setTaken] = useState<Value>()
  const current = taken ?? stored
  const written = kept ?? current
  useEffect(() => {
    setTaken(undefined)
    if (kept !== undefined && isSame(kept, stored)) keep(undefined)
  }, [told])
  return { written, changed: !isSame(written, current), write: keep, undo: () => keep(undefined), taken: setTaken }
}
