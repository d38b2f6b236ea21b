import { useEffect, useState } from 'preact/hooks'
import type { Item } from './outbox'
import { items, onChange } from './outbox'

export type Fate = Item['state'] | 'sent'

/** What has become of something said on this phone; a refused one stays in the outbox, parked. */
export function useFate(id: string): Fate {
  const [fate, setFate] = useState<Fate>('waiting')
  useEffect(() => {
    const look = () => void items().then((all) => setFate(all.find((item) => item.id === id)?.state ?? 'sent'), () => undefined)
    look()
    return onChange(look)
  }, [id])
  return fate
}
