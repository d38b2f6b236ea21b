/** What a practice changed, without judging it. */
export type Change = 'unrated' | 'low' | 'down' | 'down-strong' | 'same' | 'up' | 'strong'

/** From here on somebody should not be alone with it. */
const STRONG = 7
const LOW = 2

export function changeOf(before: number | null, after: number | null): Change {
  if (after === null) return 'unrated'
  if (before === null) return after >= STRONG ? 'strong' : 'unrated'
  if (before <= LOW && after <= LOW) return 'low'
  if (after < before) return after >= STRONG ? 'down-strong' : 'down'
  return after === before ? 'same' : 'up'
}

export const needsHelp = (change: Change): boolean => ['down-strong', 'same', 'up', 'strong'].includes(change)
