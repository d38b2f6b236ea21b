import type { AlertOut } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { whenOf } from '../when'
import type { Step as Told } from './happened'
import { stepsOf } from './happened'
import { words } from './words'

/** All that happened to an alert, the first step first. */
export const Steps = ({ alert: { events } }: { alert: AlertOut }) => (
  <details>
    <summary>{words.value.history}</summary>
    <ol class="plain steps">{stepsOf(events).map((event, i) => <li key={i}><Step event={event} /></li>)}</ol>
  </details>
)

function Step({ event: { at, step, by, to, answer, note } }: { event: Told }) {
  const what = words.value.step[step](to ?? '')
  return (
    <>
      <small>{whenOf(at, now.value, here())}</small>
      <span>
        {by ? `${by}: ${what}` : what}{answer && <> (<a href={`/alerts?answer=${answer}`}>{words.value.answers(1)}</a>)</>}
        {note && <q>{note}</q>}
      </span>
    </>
  )
}
