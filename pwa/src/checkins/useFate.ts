import { useEffect, useState } from 'preact/hooks'
import { items, onChange } from '../data/outbox'

export type Fate = 'waiting' | 'sent' | 'parked'

/** What has become of something said on this phone. */
export function useFate(id: string): Fate {
  const [fate, setFate] = useState<Fate>('waiting')
  useEffect(() => {
    const look = () =>
      void items().then((all) => {
        const mine = all.find((item) => item.id === id)
        setFate(mine ? mine.state : 'sent')
      }, () => undefined)
    look()
    return onChange(look)
  }, [id])
  return fate
}
