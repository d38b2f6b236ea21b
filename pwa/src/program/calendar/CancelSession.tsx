import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { ChangeIn, Kept } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { changeIn, changingOf, plannedOf } from './change'
import type { OneProps } from './SessionSheet'
import { pathOfChange } from './SessionSheet'
import { useSeen } from './useSeen'
import { words } from './words'

/** The longest reason the server keeps. */
const LONGEST = 500

/** Not to be, with a reason; where it was moved to before is kept with it. */
export function CancelSession({ one, series, onDone, onReload }: OneProps) {
  const [reason, setReason] = useState('')
  const { session, ...said } = words.value
  const cancel = useIntention<ChangeIn, Kept>(pathOfChange, () => onDone(session.cancelled))
  const seen = useSeen(one.newest, cancel.refusal, onReload)
  const send = (event: Event) => {
    event.preventDefault()
    cancel.say({ ...changeIn(one, plannedOf(one, series), changingOf(one), reason), seen })
  }
  return (
    <details class="cancel">
      <summary>{session.cancel}</summary>
      <form class="stack" onSubmit={send} noValidate>
        <p class="quiet">{session.cancelLead}</p>
        <TextField label={session.reason} hint={session.reasonHint} maxLength={LONGEST} value={reason} onValue={setReason} error={saidOf(cancel.refusal, 'reason')} />
        <Refused refusal={cancel.refusal} fields={['reason']} />
        <Button type="submit" disabled={cancel.saying}>{cancel.saying ? said.saving : session.doCancel}</Button>
      </form>
    </details>
  )
}
