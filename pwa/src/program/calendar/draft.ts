/** Pure: what is being written of a series, as it is kept in this browser until it is saved. */
import type { Day } from '../../sessions/days'
import type { Written } from './series'

export interface Draft {
  written: Written
  /** From this day on; undefined where all of it changes. */
  from: Day | undefined
  /** The series when it was begun to be written, and what was `newest` of it then; a new one has none. */
  upon: Written
  seen: string | null
}

/** An older page kept what was written alone: of the series it saw nothing is known, so that it counts as changed since. */
export const draftOf = (kept: Draft | Written | undefined, begun: Written): Draft | undefined =>
  kept && !('written' in kept) ? { written: kept, from: undefined, upon: begun, seen: '' } : kept

/** What was typed, and nothing else of the draft, over the series as it is now. */
export const onTop = ({ written, upon }: Draft, now: Written): Written =>
  ({ ...now, ...differing<unknown>({ ...written }, { ...upon }), weeks: { ...now.weeks, ...differing(written.weeks, upon.weeks) } })

type Fields<Value> = Readonly<Record<string, Value>>

const differing = <Value>(written: Fields<Value>, upon: Fields<Value>): Fields<Value> =>
  Object.fromEntries(Object.entries(written).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(upon[name])))
