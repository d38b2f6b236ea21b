/** Pure: by when somebody has to act on what is told now; the same as server/people/coverage.py, from what the phone was told. */
import type { Questionnaire } from '../shared/form/questionnaire'
import { OURS, part, parts } from '../shared/form/questionnaire'
import type { Shift, Tier } from '../shared/wire'

const HOUR = 3_600_000
const URGENT_WITHIN = HOUR
const URGENT_LIMIT = 12 * HOUR
const ENOUGH_TODAY = 2 * HOUR

const SAFETY = 'safety'

/** How soon somebody acts on a request from the page that this rule opened. */
export function tierOf(rule: string, forms: readonly Questionnaire[]): Tier {
  const named = forms.flatMap((form) => parts(form, `${OURS}rule`)).filter((one) => part(one, 'name')?.valueCode === rule)
  return rule === SAFETY || named.some((one) => part(one, 'tier')?.valueCode === 'urgent') ? 'urgent' : 'today'
}

/** Undefined when the phone was not told so far ahead. */
export function dueBy(coverage: readonly Shift[], tier: Tier, now: Date): Date | undefined {
  const ahead = coverage.map(momentsOf).filter(({ closes }) => closes > now.getTime())
  const [first, next] = ahead
  if (!first) return undefined
  if (tier === 'urgent') return new Date(Math.min(worked(ahead, now.getTime(), URGENT_WITHIN), now.getTime() + URGENT_LIMIT))
  const isShort = first.opens <= now.getTime() && first.closes - now.getTime() < ENOUGH_TODAY
  const due = isShort ? next : first
  return due && new Date(due.closes)
}

interface Moments {
  opens: number
  closes: number
}

const momentsOf = ({ opens_at, closes_at }: Shift): Moments => ({ opens: Date.parse(opens_at), closes: Date.parse(closes_at) })

/** When so much of the coverage will have passed; never, as far as is known. */
function worked([first, ...rest]: readonly Moments[], now: number, left: number): number {
  if (!first) return Infinity
  const from = Math.max(first.opens, now)
  return first.closes - from >= left ? from + left : worked(rest, now, left - (first.closes - from))
}
