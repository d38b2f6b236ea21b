import { useEffect, useRef, useState } from 'preact/hooks'
import { useIntention } from '../data/intend'
import type { AnswerOut, ReviewIn, ReviewKept } from '../shared/wire'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { keys, useKeys } from './keys'
import { Refused, saidOf } from './Refused'
import { useDraft } from './useDraft'
import { whenOf } from './when'
import { words } from './words'

interface ReviewProps {
  answer: AnswerOut
  viewer: string | undefined
  onReviewed: (kept: ReviewKept) => void
}

const LONGEST = 2000
const fields = ['note', 'reply']

/** Says that the answer was read, with a note or a reply if there is one; or by whom it was. Words can be added later too. */
export function Review({ answer, viewer, onReviewed }: ReviewProps) {
  const [kept, setKept] = useState<Taken | undefined>()
  const [note, setNote] = useDraft(`review-note:${answer.id}`)
  const [reply, setReply] = useDraft(`review-reply:${answer.id}`)
  const [writing, setWriting] = useState(false)
  const { reviewed_by, reviewed_at } = kept?.review ?? answer
  const isOpen = reviewed_at === null
  const hasWords = note.trim() !== '' || reply.trim() !== ''
  const review = useIntention<ReviewIn, ReviewKept>((id) => `/api/reviews/${id}`, (taken, sent) => {
    // What was typed while it was on its way stays.
    if (note.trim() === (sent.note ?? '')) setNote('')
    if (reply.trim() === (sent.reply ?? '')) setReply('')
    setWriting(false)
    setKept({ review: taken, wasOpen: isOpen, withWords: Boolean(sent.note || sent.reply) })
    onReviewed(taken)
  })
  const send = () => review.say({ answer: answer.id, note: note.trim() || null, reply: reply.trim() || null })
  useKeys({ r: isOpen ? send : undefined, n: () => setWriting(true) })
  const said = words.value.answer
  const open = writing || hasWords
  return (
    <>
      <Kept note={answer.note} reply={answer.reply} name={answer.person.name} />
      {open && <Words answer={answer} note={note} onNote={setNote} reply={reply} onReply={setReply} refusal={review.refusal} focus={writing} />}
      <div class="row">
        {isOpen && <><Button onTap={send}>{said.mark}</Button> {keys.value === 'on' && <kbd class="mouse" aria-hidden="true">R</kbd>}</>}
        {!isOpen && hasWords && <Button onTap={send}>{said.add}</Button>}
        {!open && <Button kind="bare" onTap={() => setWriting(true)}>{said.write}</Button>}
      </div>
      <Reviewed by={reviewed_by} at={reviewed_at} viewer={viewer} taken={kept} />
      <Refused refusal={review.refusal} fields={fields} />
    </>
  )
}

/** What the server said to a review, and what it was. */
interface Taken {
  review: ReviewKept
  wasOpen: boolean
  withWords: boolean
}

interface WordsProps {
  answer: AnswerOut
  note: string
  onNote: (text: string) => void
  reply: string
  onReply: (text: string) => void
  refusal: Parameters<typeof saidOf>[0]
  /** Just asked for: the hands go on there. */
  focus: boolean
}

function Words({ answer, note, onNote, reply, onReply, refusal, focus }: WordsProps) {
  const said = words.value.answer
  const fields = useRef<HTMLDivElement>(null)
  useEffect(() => void (focus && fields.current?.querySelector('textarea')?.focus()), [focus])
  return (
    <div class="stack" ref={fields}>
      <TextField long label={said.note} hint={said.noteHint} maxLength={LONGEST} value={note} onValue={onNote} error={saidOf(refusal, 'note')} />
      <TextField long label={said.reply} hint={said.replyHint(answer.person.name)} maxLength={LONGEST} value={reply} onValue={onReply} error={saidOf(refusal, 'reply')} />
    </div>
  )
}

/** What was written with the review, by whoever did. */
function Kept({ note, reply, name }: { note: string | null; reply: string | null; name: string }) {
  const said = words.value.answer
  if (note === null && reply === null) return null
  return (
    <dl class="said">
      {note !== null && <div><dt>{said.note}. {said.noteHint}</dt><dd class="lines">{note}</dd></div>}
      {reply !== null && <div><dt>{said.reply}. {said.replyHint(name)}</dt><dd class="lines">{reply}</dd></div>}
    </dl>
  )
}

interface ReviewedProps {
  by: string | null
  at: string | null
  viewer: string | undefined
  /** Said just now, in answer to a tap. */
  taken: Taken | undefined
}

function Reviewed({ by, at, viewer, taken }: ReviewedProps) {
  const line = useRef<HTMLParagraphElement>(null)
  const said = words.value.answer
  // The button that had the focus is gone.
  useEffect(() => void (taken && document.activeElement === document.body && line.current?.focus()), [taken])
  const isSecond = taken?.wasOpen && !taken.review.first && by !== viewer
  const sentences = [
    isSecond && said.first(by ?? ''),
    isSecond && taken.withWords && said.below,
    taken && !taken.wasOpen && said.added,
    at !== null && said.reviewed(by ?? '', momentOf(at)),
  ]
  return <p ref={line} role="status" tabIndex={-1}>{sentences.filter(Boolean).join(' ')}</p>
}

const A_MINUTE = 60_000

const momentOf = (at: string): string =>
  Math.abs(now.value.getTime() - Date.parse(at)) < A_MINUTE ? words.value.answer.now : whenOf(at, now.value, here())
