import { useEffect, useState } from 'preact/hooks'
import { items } from './outbox'
import { pending } from './pending'

/** True once the item with this id has left the outbox; a refused one stays in it. */
export function useSent(id: string): boolean {
  const [sent, setSent] = useState(false)
  const { waiting, parked } = pending.value
  useEffect(() => {
    items().then((left) => setSent(left.every((item) => item.id !== id)), () => undefined)
  }, [id, waiting, parked])
  return sent
}
