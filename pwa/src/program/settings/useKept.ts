import { useEffect, useMemo, useState } from 'preact/hooks'
import { draft } from '../../data/db'
import { keeperOf } from '../../data/keeper'

interface Held<Value> {
  value: Value | undefined
  /** Another number once it was loaded or dropped, not by typing: a field that keeps what it began with begins anew. */
  turn: number
}

/** What was changed and is not saved: kept in this browser, so that a closed page or a lost network loses nothing. */
export function useKept<Value>(key: string): [Value | undefined, (value: Value | undefined) => void, number] {
  const [{ value, turn }, setHeld] = useState<Held<Value>>({ value: undefined, turn: 0 })
  // A browser that keeps nothing still has the page.
  const keep = useMemo(() => keeperOf<Value>(key, () => undefined), [key])
  useEffect(() => {
    const load = (kept: unknown) => setHeld((held) => (held.value === undefined && kept !== undefined ? { value: kept as Value, turn: held.turn + 1 } : held))
    void draft(key).then(load, () => undefined)
  }, [key])
  const write = (next: Value | undefined) => {
    setHeld((held) => ({ value: next, turn: next === undefined ? held.turn + 1 : held.turn }))
    keep(next)
  }
  return [value, write, turn]
}
