/** Where the person's own times and their sessions meet. Pure. */
import type { CommitmentOut, OccurrenceOut } from '../shared/wire'
import type { OwnEntry } from './days'

/** For the id of each session that is still to come and meets some: which. */
export function overlapsOf(occurrences: readonly OccurrenceOut[], commitments: readonly CommitmentOut[], now: Date): Map<string, OwnEntry[]> {
  const taken = commitments.flatMap((commitment) => commitment.times.map((time) => ({ commitment, time })))
  const coming = occurrences.filter(({ state, ends_at }) => state !== 'cancelled' && Date.parse(ends_at) > now.getTime())
  const met = coming.map((one) => [one.id, taken.filter(({ time }) => meet(one, time))] as const)
  return new Map(met.filter(([, own]) => own.length > 0))
}

interface Stretch {
  starts_at: string
  ends_at: string
}

/** What ends when the other begins does not meet it. */
const meet = (one: Stretch, other: Stretch): boolean =>
  Date.parse(one.starts_at) < Date.parse(other.ends_at) && Date.parse(other.starts_at) < Date.parse(one.ends_at)
