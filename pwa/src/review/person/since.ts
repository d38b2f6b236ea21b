import { shortDateOf } from '../../shared/i18n'
import type { Phase, PhaseSpan } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { words } from './words'

/** "Oct 5": a local day is the same in every zone. */
export const dateSaid = (day: string): string => shortDateOf(`${day}T00:00:00Z`, now.value, { language: here().language, zone: 'UTC' })

/** "intensive outpatient since Oct 5" */
export function sinceOf(phase: Phase | null, spans: readonly PhaseSpan[]): string | undefined {
  const { head, phases } = words.value
  const span = spans.findLast((each) => each.phase === phase)
  return phase && span ? head.since(phases[phase], dateSaid(span.from_day)) : undefined
}
