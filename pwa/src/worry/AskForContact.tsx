import { useState } from 'preact/hooks'
import { byWhen, closedUntil, isThereNow } from '../checkins/reading'
import { useFate } from '../data/fate'
import { told } from '../data/home'
import { signedOut } from '../data/post'
import { sayCallRequest } from '../data/say'
import type { Place } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { Notice } from '../ui/States'
import { Numbers } from './Numbers'
import { words } from './words'

interface AskProps {
  rule: string
  call: string | undefined
  body: Home
  place: Place
  onCall: (request: string) => void
}

/** Asks the counselor, and says honestly what that does. */
export function AskForContact({ rule, call, body, place, onCall }: AskProps) {
  const { yours, who, whoLater, failed } = words.value
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const name = nameIn(body)
  const ask = async () => {
    setState('busy')
    const at = new Date()
    const request = await sayCallRequest({ rule, asked_at: at.toISOString() }, at).catch(() => undefined)
    setState(request ? 'idle' : 'failed')
    if (request) onCall(request)
  }
  return (
    <Card labelledBy="contact">
      <h2 id="contact">{yours}</h2>
      {call ? (
        <Asked call={call} body={body} place={place} />
      ) : (
        <>
          <p>{whatHappens(body, place)}</p>
          <Button kind="soft" icon="person" disabled={state === 'busy'} onTap={() => void ask()}>
            {(isThereNow(body.reading, told.value?.read_at, now.value) ? who : whoLater)(name ?? words.value.team)}
          </Button>
          {state === 'failed' && <Notice kind="alert">{failed}</Notice>}
        </>
      )}
    </Card>
  )
}

const nameIn = ({ reading }: Home): string | undefined => reading.counselor ?? reading.responder ?? undefined

function Asked({ call, body, place }: { call: string; body: Home; place: Place }) {
  const fate = useFate(call)
  const { sent, sending, here, refused, callInstead } = words.value
  if (fate === 'sent') return <p role="status"><strong>{sent}</strong> {whatHappens(body, place)}</p>
  if (fate === 'waiting' && online.value && !signedOut.value) return <p role="status"><strong>{sending}</strong> {whatHappens(body, place)}</p>
  return (
    <>
      <p role="status"><strong>{fate === 'parked' ? refused : here}</strong> {callInstead}</p>
      <Numbers />
    </>
  )
}

function whatHappens(body: Home, place: Place): string {
  const { open, openSoon, closed } = words.value
  const [until, by] = [closedUntil(body.reading, now.value, place), byWhen(body.reading.by, now.value, place)]
  const name = whoSees(body)
  if (until) return closed(name, until)
  return by ? open(name, by) : openSoon(name)
}

/** The counselor, and who acts on alerts: either may be the one who is there. */
function whoSees({ reading: { counselor, responder } }: Home): string {
  const { either, Team } = words.value
  if (counselor && responder && counselor !== responder) return either(counselor, responder)
  return counselor ?? responder ?? Team
}
