import { useEffect, useState } from 'preact/hooks'
import { profile } from '../data/profile'
import { pushManager, turnOff } from '../data/subscription'
import { dayOf, timeOf } from '../shared/i18n'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { Notice } from '../ui/States'
import { language } from '../ui/words'
import type { PanelProps } from './Reminders'
import { forPlatform } from './Reminders'
import type { Facts } from './state'
import type { Test } from './testReminder'
import { useLastReminder, useTest } from './testReminder'
import { words } from './words'

const place = () => ({ language: language.value, zone: profile.value?.zone ?? 'UTC' })

export function On({ facts, justOn, turnedOff }: PanelProps) {
  const last = useLastReminder()
  const [test, send] = useTest(last)
  const { on } = words.value
  useEffect(() => {
    if (justOn) send()
  }, [justOn])
  const offline = facts.server === 'offline'
  return (
    <Card tone="tint" labelledBy="reminders">
      <h2 id="reminders">{on.title}</h2>
      <p>{last ? on.last(`${dayOf(last, now.value, place())}, ${timeOf(last, place())}`) : on.none}</p>
      <div role="status">{test && <TestSays test={test} facts={facts} />}</div>
      {offline && <Notice>{on.offlineTest}</Notice>}
      <div class="row">
        {!offline && <Button kind="soft" disabled={test?.at === 'sending' || test?.at === 'coming'} onTap={send}>{on.test}</Button>}
        <TurnOff facts={facts} onTurned={turnedOff} />
      </div>
    </Card>
  )
}

function TestSays({ test, facts }: { test: Test; facts: Facts }) {
  const { test: says } = words.value
  if (test.at === 'refused') return <p>{test.sentence}</p>
  if (test.at === 'arrived') return <p><strong>{says.arrived(timeOf(test.shown_at, place()))}</strong></p>
  if (test.at !== 'nothing') return <p>{says[test.at]}</p>
  return (
    <div class="stack">
      <p>{says.nothing}</p>
      <ul class="steps">{forPlatform(says.look, facts).map((line) => <li key={line}>{line}</li>)}</ul>
      <p class="quiet">{says.late}</p>
    </div>
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
      {failed && <span role="alert">{words.value.problem}</span>}
    </>
  )
}
