import type { JSX } from 'preact'
import type { Fetched, Trouble as Why } from '../data/fetched'
import { timeOf } from '../shared/i18n'
import { ButtonLink } from '../ui/Button'
import { here } from '../ui/here'
import { Loading, Notice, Problem } from '../ui/States'
import { words } from './words'

/** What was fetched, or why it is not there. */
export const Loaded = <Body,>({ fetched, children }: { fetched: Fetched<Body>; children: (body: Body) => JSX.Element }) => (
  <>
    <Trouble fetched={fetched} />
    {fetched.body !== undefined && children(fetched.body)}
  </>
)

/** Why it is not there, or how old it is: what came before stays while newer can't be had. */
export function Trouble({ fetched: { body, at, trouble, reload } }: { fetched: Fetched<unknown> }) {
  if (body === undefined) return trouble ? <Failed trouble={trouble} onRetry={reload} /> : <Loading />
  if (!trouble) return null
  const { stale, staleProblem } = words.value.trouble
  const time = at ? timeOf(at, here()) : ''
  return <Notice>{trouble === 'offline' ? stale(time) : staleProblem(time)}</Notice>
}

function Failed({ trouble, onRetry }: { trouble: Why; onRetry: () => void }) {
  const { offline, signedOut, signIn, missing, problem } = words.value.trouble
  if (trouble === 'signed-out') return <><Problem>{signedOut}</Problem><p class="center"><ButtonLink kind="soft" href="/join">{signIn}</ButtonLink></p></>
  if (trouble === 'missing') return <Problem>{missing}</Problem>
  return <Problem onRetry={onRetry}>{trouble === 'offline' ? offline : problem}</Problem>
}
