import { useEffect, useState } from 'preact/hooks'
import type { Item } from '../data/outbox'
import { isSaid, items, onChange } from '../data/outbox'

/** What the person said and the server has not confirmed, oldest first; follows every change. */
export function useItems(): readonly Item[] {
  const [found, set] = useState<readonly Item[]>([])
  useEffect(() => {
    const look = () => void items().then((all) => set(all.filter(isSaid)), () => undefined)
    look()
    return onChange(look)
  }, [])
  return found
}
