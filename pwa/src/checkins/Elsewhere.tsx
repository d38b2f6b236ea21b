import { useEffect, useRef, useState } from 'preact/hooks'
import { dropDrafts, keepDraft, moveDraft } from '../data/db'
import type { Scores } from '../shared/form/rules'
import type { Place } from '../shared/i18n'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { now } from '../ui/now'
import { Loading } from '../ui/States'
import type { Left } from './Answered'
import { Answered } from './Answered'
import { asCorrection, isSaidBy } from './beside'
import { canCorrect, draftOf, valuesOf } from './correct'
import type { Draft } from './draft'
import { worries } from './offer'
import { useReadOut } from './useKeys'

interface ElsewhereProps {
  checkIn: CheckInOut
  /** Given meanwhile, in another tab or on another device. */
  answer: AnswerSeen
  /** What was chosen here. */
  draft: Draft
  draftKey: string
  /** See `Drafting`. */
  settled?: () => Promise<unknown>
  /** Of the answer before it. */
  before: Scores
  body: Home
  place: Place
}

/** It is answered, and was begun here too: what that answer does not say is kept, to correct it with or to be read. */
export function Elsewhere({ settled = async () => undefined, ...about }: ElsewhereProps) {
  const page = useRef<HTMLDivElement>(null)
  const [first] = useState(about)
  const [left, setLeft] = useState<Left | null>()
  const onlyHere = () => setLeft({ draft: first.draft, isCorrection: false })
  useEffect(() => void settled().then(() => keepBeside(first)).then(setLeft, onlyHere), [])
  useReadOut(page, left === undefined ? 0 : 1)
  if (left === undefined) return <Loading />
  return (
    <div class="gap" ref={page}>
      <Answered checkIn={about.checkIn} answer={first.answer} left={left ?? undefined} body={about.body} place={about.place} />
    </div>
  )
}

/** Resolves to null when the answer says it all. */
async function keepBeside({ answer, draft, draftKey, before }: ElsewhereProps): Promise<Left | null> {
  if (isSaidBy(answer, draft)) {
    await dropDrafts((key) => key === draftKey)
    return null
  }
  const correction = canCorrect(answer, now.value) ? asCorrection(draft, answer) : undefined
  const value = correction && { ...correction, worrying: worries(correction, before, valuesOf(answer)) }
  // Of two that were begun the one that lies there stays.
  if (value && (await moveDraft(draftKey, draftOf(answer.id), value))) return { draft, isCorrection: true }
  await keepDraft(draftKey, draft)
  return { draft, isCorrection: false }
}
