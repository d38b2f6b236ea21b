import type { AlertOut } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { TierMark } from '../TierMark'
import { told } from '../told'
import { whenOf } from '../when'
import { Steps } from './Steps'
import { words } from './words'

/** What was resolved in the last days, with what was done. */
export function Lately({ alerts }: { alerts: readonly AlertOut[] }) {
  const { lately, noneLately } = words.value
  return (
    <section class="gap" aria-labelledby="lately">
      <h2 id="lately">{lately}</h2>
      {alerts.length === 0 && <p class="quiet">{noneLately}</p>}
      {alerts.map((alert) => <Resolved key={alert.id} alert={alert} />)}
    </section>
  )
}

function Resolved({ alert }: { alert: AlertOut }) {
  const note = alert.events.findLast(({ step }) => step === 'resolved')?.note
  return (
    <article class="lately">
      <h3><a href={`/people/${alert.person.id}`}>{alert.person.name}</a></h3>
      <p><TierMark tier={alert.tier} /> {told(alert.text)}</p>
      <p class="quiet">{words.value.byWhen(alert.resolved_by ?? '', whenOf(alert.resolved_at ?? alert.opened_at, now.value, here()))} {note && <q>{note}</q>}</p>
      <Steps alert={alert} />
    </article>
  )
}
