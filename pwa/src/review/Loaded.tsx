import type { JSX } from 'preact'
import type { Fetched, Trouble } from '../data/fetched'
import { timeOf } from '../shared/i18n'
import { here } from '../ui/here'
import { useLasting } from '../ui/later'
import { Loading, Notice, Problem } from '../ui/States'
import { words } from './words'

const MOMENT = 300

/** What was fetched, or why it is not there. What came before stays while newer can't be had, and says how old it is. */
export function Loaded<Body>({ fetched, children }: { fetched: Fetched<Body>; children: (body: Body) => JSX.Element }) {
  const { body, at, trouble, reload } = fetched
  if (body === undefined) return trouble ? <Failed trouble={trouble} onRetry={reload} /> : <Waiting />
  const { stale, staleProblem } = words.value.trouble
  const time = at ? timeOf(at, here()) : ''
  return (
    <>
      {trouble && <Notice>{trouble === 'offline' ? stale(time) : staleProblem(time)}</Notice>}
      {children(body)}
    </>
  )
}

function Failed({ trouble, onRetry }: { trouble: Trouble; onRetry: () => void }) {
  const { offline, signedOut, missing, problem } = words.value.trouble
  if (trouble === 'signed-out') return <Problem>{signedOut}</Problem>
  if (trouble === 'missing') return <Problem>{missing}</Problem>
  return <Problem onRetry={onRetry}>{trouble === 'offline' ? offline : problem}</Problem>
}

/** Most answers come sooner than anybody could read that they are on their way. */
const Waiting = () => (useLasting(true, MOMENT) ? <Loading /> : null)
