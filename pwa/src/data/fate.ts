import { useEffect, useState } from 'preact/hooks'
import type { Item } from './outbox'
import { items, onChange } from './outbox'

export type Fate = Item['state'] | 'sent'

/** What has become of something said on this phone; a refused one stays in the outbox, parked. */
export const useFate = (id: string): Fate => useLook((all) => itemIn(all, id)?.state ?? 'sent', 'waiting', id)

/** Why the server refused it, as a word for programs; undefined where it did not, or gave none. */
export const useReason = (id: string): string | undefined => useLook((all) => parkedIn(all, id)?.reason, undefined, id)

const itemIn = (all: readonly Item[], id: string): Item | undefined => all.find((item) => item.id === id)

const parkedIn = (all: readonly Item[], id: string): Item | undefined => all.find((item) => item.id === id && item.state === 'parked')

/** What the outbox says of it now, and after each change. */
function useLook<Seen>(see: (all: readonly Item[]) => Seen, before: Seen, id: string): Seen {
  const [seen, setSeen] = useState(before)
  useEffect(() => {
    const look = () => void items().then((all) => setSeen(see(all)), () => undefined)
    look()
    return onChange(look)
  }, [id])
  return seen
}
