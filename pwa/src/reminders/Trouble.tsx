/** Why a list of reminders is not there, or how old it is. */
import { ended } from '../shared/i18n'
import { ButtonLink } from '../ui/Button'
import { Loading, Notice, Problem } from '../ui/States'
import { catalog, words as common } from '../ui/words'
import type { ListState } from './keptList'

type Why = ListState<'sent'>['trouble']

const words = catalog(
  {
    stale: (when: string) => ended(`No network right now. This is how it was: ${when}`),
    staleProblem: (when: string) => ended(`That did not work just now. This is how it was: ${when}`),
  },
  {
    stale: (when) => ended(`Ahora no hay conexión. Así estaba: ${when}`),
    staleProblem: (when) => ended(`Ahora no funcionó. Así estaba: ${when}`),
  },
)

export const Stale = ({ trouble, when }: { trouble: NonNullable<Why>; when: string }) => (
  <Notice>{trouble === 'offline' ? words.value.stale(when) : words.value.staleProblem(when)}</Notice>
)

interface UnknownProps {
  trouble: Why
  /** What to say without a network. */
  offline: string
  onRetry: () => void
}

export function Unknown({ trouble, offline, onRetry }: UnknownProps) {
  const { state, join } = common.value
  if (!trouble) return <Loading />
  if (trouble === 'signed-out') return <><Problem>{state.signedOut}</Problem><p class="center"><ButtonLink kind="soft" href="/join">{join.invited}</ButtonLink></p></>
  return <Problem onRetry={onRetry}>{trouble === 'offline' ? offline : undefined}</Problem>
}
