import { useState } from 'preact/hooks'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/States'
import type { Turned } from './turning'
import { turnOnByTap } from './turning'
import { words as kept } from '../words'
import { words } from './words'

interface TurnOnProps {
  label: string
  onTurned: () => Promise<void>
  /** The person said no for good: the page has other words for that. */
  onBlocked: () => Promise<void>
}

/** Nothing is asked before the tap. */
export function TurnOn({ label, onTurned, onBlocked }: TurnOnProps) {
  const [state, set] = useState<Turned | 'asking' | 'waiting'>()
  const tap = () => {
    set(Notification.permission === 'default' ? 'asking' : 'waiting')
    void turnOnByTap().then((turned) => {
      set(turned)
      if (turned.end === 'on') return onTurned()
      return Notification.permission === 'denied' ? onBlocked() : undefined
    })
  }
  const busy = state === 'asking' || state === 'waiting'
  const { off } = words.value
  return (
    <>
      {Notification.permission === 'default' && !busy && <p class="quiet">{off.next}</p>}
      {typeof state === 'object' && state.end !== 'on' && <Notice kind="alert">{sentenceOf(state)}</Notice>}
      <Button wide disabled={busy} onTap={tap}>{busy ? off.waiting : label}</Button>
      <div role="status">{state === 'asking' && <><p>{off.asking}</p><p class="quiet">{off.noQuestion}</p></>}</div>
    </>
  )
}

function sentenceOf(turned: Exclude<Turned, { end: 'on' }>): string {
  const { dismissed, unanswered, refusedByBrowser } = words.value
  const { offline } = kept.value
  if (turned.end === 'refused') return turned.sentence
  return { dismissed, offline, unanswered, 'refused-by-browser': refusedByBrowser }[turned.end]
}
