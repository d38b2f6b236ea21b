import { useEffect, useState } from 'preact/hooks'
import type { AlertOut } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { TierMark } from '../TierMark'
import { told } from '../told'
import { useDraft } from '../useDraft'
import { whenOf } from '../when'
import { comesAt, notesOf } from './happened'
import { Resolve } from './Handling'
import { Steps } from './Steps'
import type { Second } from './WasSecond'
import { words } from './words'

interface LatelyProps {
  alerts: readonly AlertOut[]
  onResolved: (alert: AlertOut, second?: Second) => void
}

/** What was resolved in the last days, with what was done. */
export function Lately({ alerts, onResolved }: LatelyProps) {
  const { lately, noneLately } = words.value
  return (
    <section class="gap" aria-labelledby="lately">
      <h2 id="lately">{lately}</h2>
      {alerts.length === 0 && <p class="quiet">{noneLately}</p>}
      {alerts.map((alert) => <Resolved key={alert.id} alert={alert} onResolved={onResolved} />)}
    </section>
  )
}

function Resolved({ alert, onResolved }: { alert: AlertOut; onResolved: LatelyProps['onResolved'] }) {
  const [first, ...others] = notesOf(alert.events)
  const comes = comesAt(alert.events)
  return (
    <article class="lately">
      <h3><a href={`/people/${alert.person.id}`}>{alert.person.name}</a></h3>
      <p><TierMark tier={alert.tier} /> {told(alert.text)}</p>
      <p class="quiet">{words.value.byWhen(alert.resolved_by ?? '', whenOf(alert.resolved_at ?? alert.opened_at, now.value, here()))} {first && <q>{first.note}</q>}</p>
      {others.map(({ by, note }, i) => <p key={i} class="quiet">{words.value.alsoBy(by ?? '')} <q>{note}</q></p>)}
      {comes && <p><strong>{words.value.comes(whenOf(comes, now.value, here()))}</strong></p>}
      <Begun alert={alert} onResolved={onResolved} />
      <Steps alert={alert} />
    </article>
  )
}

/** A note that was being written while somebody else resolved it: it can be added, and is never just gone. */
function Begun({ alert, onResolved }: { alert: AlertOut; onResolved: LatelyProps['onResolved'] }) {
  const [note, setNote] = useDraft(`resolution:${alert.id}`)
  const [open, setOpen] = useState(false)
  useEffect(() => void (note && setOpen(true)), [note])
  const letGo = () => {
    setNote('')
    setOpen(false)
  }
  const added = (second?: Second) => {
    setOpen(false)
    onResolved(alert, second)
  }
  return open ? <Resolve alert={alert} note={note} onNote={setNote} focus={false} onClose={letGo} onResolved={(_alert, second) => added(second)} /> : null
}
