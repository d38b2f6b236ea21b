import { useEffect, useRef, useState } from 'preact/hooks'
import { useIntention } from '../data/intend'
import type { AnswerOut, ReviewIn, ReviewKept } from '../shared/wire'
import { Button } from '../ui/Button'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { keys, useKeys } from './keys'
import { Refused } from './Refused'
import { whenOf } from './when'
import { words } from './words'

interface ReviewProps {
  answer: AnswerOut
  viewer: string | undefined
  onReviewed: () => void
}

/** Says that the answer was read, or by whom it was. */
export function Review({ answer, viewer, onReviewed }: ReviewProps) {
  const [kept, setKept] = useState<ReviewKept | undefined>()
  const review = useIntention<ReviewIn, ReviewKept>((id) => `/api/reviews/${id}`, (taken) => {
    setKept(taken)
    onReviewed()
  })
  const mark = () => review.say({ answer: answer.id })
  const { reviewed_by, reviewed_at } = kept ?? answer
  const isOpen = reviewed_at === null
  useKeys({ r: isOpen ? mark : undefined })
  const said = words.value.answer
  return (
    <>
      {isOpen && <p><Button onTap={mark}>{said.mark}</Button> {keys.value === 'on' && <kbd aria-hidden="true">R</kbd>}</p>}
      <Reviewed by={reviewed_by} at={reviewed_at} first={kept !== undefined && viewer !== undefined && kept.reviewed_by !== viewer} fresh={kept !== undefined} />
      <Refused refusal={review.refusal} />
    </>
  )
}

interface ReviewedProps {
  by: string | null
  at: string | null
  /** Somebody else had marked it before this tap. */
  first: boolean
  /** Said just now, in answer to a tap. */
  fresh: boolean
}

function Reviewed({ by, at, first, fresh }: ReviewedProps) {
  const line = useRef<HTMLParagraphElement>(null)
  const said = words.value.answer
  // The button that had the focus is gone.
  useEffect(() => void (fresh && document.activeElement === document.body && line.current?.focus()), [fresh])
  return (
    <p ref={line} role="status" tabIndex={-1}>
      {at !== null && <>{first && `${said.first(by ?? '')} `}{said.reviewed(by ?? '', momentOf(at))}</>}
    </p>
  )
}

const A_MINUTE = 60_000

const momentOf = (at: string): string =>
  Math.abs(now.value.getTime() - Date.parse(at)) < A_MINUTE ? words.value.answer.now : whenOf(at, now.value, here())
