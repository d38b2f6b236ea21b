import { useIntention } from '../../data/intend'
import type { BulkReviewIn, BulkReviewKept, QueueRow } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Refused } from '../Refused'
import { firstOnes, unremarkable } from './line'
import { words } from './words'

interface BulkProps {
  rows: readonly QueueRow[]
  /** Those still in the list. */
  ticked: readonly string[]
  onTick: (ids: readonly string[]) => void
  onReviewed: (ids: readonly string[]) => void
  onNews: (sentence: string) => void
}

/** Reads many unremarkable answers at once. */
export function Bulk({ rows, ticked, onTick, onReviewed, onNews }: BulkProps) {
  const said = words.value
  const review = useIntention<BulkReviewIn, BulkReviewKept>((id) => `/api/bulk-reviews/${id}`, ({ reviews }) => {
    const others = firstOnes(reviews).map(([by, n]) => said.others(n, by))
    onNews([said.done(reviews.filter(({ first }) => first).length), ...others].join(' '))
    onTick([])
    onReviewed(reviews.map(({ answer }) => answer))
  })
  const all = unremarkable(rows)
  if (all.length === 0) return null
  return (
    <div class="stack">
      <div class="row">
        {ticked.length > 0 && <Button onTap={() => review.say({ answers: [...ticked] })}>{said.many(ticked.length)}</Button>}
        {ticked.length < all.length && <Button kind="soft" icon="check" onTap={() => onTick(all)}>{said.tickAll(all.length)}</Button>}
        {ticked.length > 0 && <Button kind="bare" onTap={() => onTick([])}>{said.untick}</Button>}
      </div>
      <small>{said.about}</small>
      <Refused refusal={review.refusal} />
    </div>
  )
}
