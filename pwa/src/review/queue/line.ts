/** Pure: which answer comes next, which can be read together, and who was first at those. */
import type { QueueRow, ReviewOut } from '../../shared/wire'

/** The one behind it, at the end of the list the one before; undefined when it was the last. */
export function nextAfter(rows: readonly QueueRow[], id: string | undefined): string | undefined {
  const at = rows.findIndex((row) => row.id === id)
  return (rows[at + 1] ?? rows[at - 1])?.id
}

export const unremarkable = (rows: readonly QueueRow[]): string[] => rows.filter(({ remarkable }) => !remarkable).map(({ id }) => id)

/** How many somebody else had read before, by who that was. */
export function firstOnes(reviews: readonly ReviewOut[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { first, mine, reviewed_by } of reviews) {
    if (!first && !mine) counts.set(reviewed_by, (counts.get(reviewed_by) ?? 0) + 1)
  }
  return [...counts]
}
