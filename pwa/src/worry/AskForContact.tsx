import { useMemo, useState } from 'preact/hooks'
import { useFate } from '../data/fate'
import { sayCallRequest } from '../data/say'
import type { Place } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { useLasting } from '../ui/later'
import { now } from '../ui/now'
import { Notice } from '../ui/States'
import { contactNow } from './contact'
import { Numbers } from './Numbers'
import { canSend, UNUSUAL } from './stuck'
import { words } from './words'

interface AskProps {
  rule: string
  call: string | undefined
  body: Home
  place: Place
  onCall: (request: string) => void
}

/** Asks the counselor, and says honestly what that does. */
export function AskForContact({ call, onCall, ...about }: AskProps) {
  const [asked, setAsked] = useState<string | undefined>()
  const keep = (request: string) => {
    setAsked(request)
    onCall(request)
  }
  return (
    <Card labelledBy="contact">
      <h2 id="contact">{words.value.yours}</h2>
      {call ? <Asked call={call} isNew={call === asked} {...about} /> : <Ask onCall={keep} {...about} />}
    </Card>
  )
}

function Ask({ rule, body, place, onCall }: Omit<AskProps, 'call'>) {
  const { who, whoLater, team, unknown, later, formToo, nobodyWatches, failed } = words.value
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const { isToday, offer } = contactNow(rule, body, now.value, place, words.value)
  const ask = async () => {
    setState('busy')
    const at = new Date()
    const request = await sayCallRequest({ rule, asked_at: at.toISOString() }, at).catch(() => undefined)
    setState(request ? 'idle' : 'failed')
    if (request) onCall(request)
  }
  return (
    <>
      <p><strong>{unknown}</strong> {canSend() ? offer : later}</p>
      {canSend() && <p class="quiet">{formToo} {nobodyWatches}</p>}
      <Button kind="soft" icon="person" disabled={state === 'busy'} onTap={() => void ask()}>
        {(isToday && canSend() ? who : whoLater)(nameIn(body) ?? team)}
      </Button>
      {state === 'failed' && <Notice kind="alert">{failed}</Notice>}
    </>
  )
}

const nameIn = ({ reading }: Home): string | undefined => reading.counselor ?? reading.responder ?? undefined

/** `isNew`: it was asked on this very page, so when it arrives is known. */
function Asked({ call, isNew, ...about }: Omit<AskProps, 'call' | 'onCall'> & { call: string; isNew: boolean }) {
  const fate = useFate(call)
  const { sent, sending, here, refused, callInstead, nobodyWatches } = words.value
  const hasArrived = isNew && fate === 'sent'
  // From when it arrives the promise stays what it was. Within the same rendering: a screen reader says it once.
  const arrived = useMemo(() => (hasArrived ? now.value : undefined), [hasArrived])
  const isSlow = useLasting(fate === 'waiting', UNUSUAL)
  if (fate === 'sent') return <p role="status"><strong>{sent}</strong> {arrived ? contactNow(about.rule, about.body, arrived, about.place, words.value).promise : nobodyWatches}</p>
  if (fate === 'waiting' && canSend() && !isSlow) return <p role="status"><strong>{sending}</strong> {nobodyWatches}</p>
  return (
    <>
      <p role="status"><strong>{fate === 'parked' ? refused : here}</strong> {callInstead}</p>
      <Numbers />
    </>
  )
}
