/** Pure: what is being written of a series, as it is kept in this browser until it is saved. */
import type { Day } from '../../sessions/days'
import type { Written } from './series'

export interface Draft {
  written: Written
  /** From this day on; undefined where all of it changes. */
  from: Day | undefined
}

/** An older page kept what was written alone. */
export const draftOf = (kept: Draft | Written | undefined): Draft | undefined => (kept && !('written' in kept) ? { written: kept, from: undefined } : kept)
