import { useState } from 'preact/hooks'
import { pushManager, turnOff } from '../data/subscription'
import { place } from '../me/place'
import { dayOf, timeOf } from '../shared/i18n'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { usePart } from '../ui/later'
import { now } from '../ui/now'
import { Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { useLastReminder } from './lastReminder'
import type { PanelProps } from './Reminders'
import type { Facts } from './state'
import { words } from './words'

export function On({ facts, justOn, turnedOff }: PanelProps) {
  const last = useLastReminder()
  const Testing = usePart(() => import('./setup/Testing').then((part) => part.Testing))
  const { on } = words.value
  const offline = facts.server === 'offline'
  const off = <TurnOff facts={facts} onTurned={turnedOff} />
  return (
    <Card tone="tint" labelledBy="reminders">
      <h2 id="reminders">{on.title}</h2>
      <p>{last ? on.last(`${dayOf(last, now.value, place())}, ${timeOf(last, place())}`) : on.none}</p>
      {offline && <Notice>{on.offlineTest}</Notice>}
      {Testing && !offline ? <Testing facts={facts} last={last} justOn={justOn}>{off}</Testing> : <div class="row">{off}</div>}
    </Card>
  )
}

function TurnOff({ facts, onTurned }: { facts: Facts; onTurned: () => Promise<void> }) {
  const [failed, setFailed] = useState(false)
  const known = typeof facts.server === 'object' ? facts.server.subscription?.id : undefined
  const tap = () =>
    void pushManager()
      .then((manager) => turnOff(manager, known, new Date()))
      .then(onTurned, () => setFailed(true))
  return (
    <>
      <Button kind="bare" onTap={tap}>{words.value.on.off}</Button>
      {failed && <span role="alert">{common.value.state.problem}</span>}
    </>
  )
}
