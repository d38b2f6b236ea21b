/** The tap on "Join", and all that may come of it. */
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { device, refresh } from '../data/home'
import { join, SomebodyElses } from '../data/joining'
import { pending } from '../data/outbox'
import { post } from '../data/post'
import { inTime } from '../data/subscription'
import { language } from '../ui/words'
import type { Trouble } from './Code'
import { troubleOf } from './Code'
import type { Draft } from './draft'

/** `before`: asked while it may still be the person's own; `other`: the server said that it is not. */
export interface Left {
  count: number
  of: 'before' | 'other'
}

const A_MOMENT = 5_000

export function useJoin(draft: Draft, onChange: (change: Partial<Draft>) => void) {
  const { route } = useLocation()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const [left, setLeft] = useState<Left>()

  const go = async (drop: boolean) => {
    const { role } = await join({ code: draft.code, called: draft.called.trim() || null, zone: draft.zone, language: language.value }, drop)
    await inTime(refresh(new Date()), A_MOMENT).catch(() => undefined)
    route(role === 'participant' ? '/' : '/people', true)
  }
  const run = (work: () => Promise<void>) => {
    setBusy(true)
    setTrouble(undefined)
    setLeft(undefined)
    work()
      .catch((error: unknown) => {
        if (error instanceof SomebodyElses) return setLeft({ count: error.count, of: 'other' })
        setTrouble(troubleOf(error))
      })
      .finally(() => setBusy(false))
  }
  const tap = () => {
    // Not waited for: Firefox asks the person, and an answer may never come.
    void navigator.storage?.persist?.().catch(() => undefined)
    run(async () => {
      const count = await unsent()
      if (count > 0) setLeft({ count, of: 'before' })
      else await go(false)
    })
  }
  // The tap was made before the app was closed: it still counts, once.
  useEffect(() => {
    const { tapped } = draft
    if (!tapped) return
    onChange({ tapped: undefined })
    run(() => go(tapped.drop))
  }, [])
  return { busy, trouble, left, tap, keep: () => run(() => go(false)), drop: () => run(() => go(true)), later: () => setLeft(undefined) }
}

/** What the one who is still signed in here could not send, not even now. */
async function unsent(): Promise<number> {
  if (!device.value) return 0
  await inTime(post(), A_MOMENT).catch(() => undefined)
  const { waiting, parked } = await pending()
  return waiting + parked
}
