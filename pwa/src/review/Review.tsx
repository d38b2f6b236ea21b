import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useIntention } from '../data/intend'
import type { AnswerOut, ReviewIn, ReviewKept, Written } from '../shared/wire'
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
  onReviewed: (kept: ReviewKept) => void
}

const LONGEST = 2000
const fields = ['note', 'reply']

/** Says that the answer was read, with a note or a reply if there is one; or by whom it was. Words can be added later too. */
export function Review({ answer, onReviewed }: ReviewProps) {
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
      <Kept answer={answer} />
      {open && <Words answer={answer} note={note} onNote={setNote} reply={reply} onReply={setReply} refusal={review.refusal} focus={writing} />}
      <div class="row">
        {isOpen && <><Button onTap={send}>{said.mark}</Button> {keys.value === 'on' && <kbd class="mouse" aria-hidden="true">R</kbd>}</>}
        {!isOpen && hasWords && <Button onTap={send}>{said.add}</Button>}
        {!open && <Button kind="bare" onTap={() => setWriting(true)}>{said.write}</Button>}
      </div>
      <Reviewed by={reviewed_by} at={reviewed_at} taken={kept} />
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
  // At once: what is typed right after belongs into a field.
  useLayoutEffect(() => void (focus && fields.current?.querySelector('textarea')?.focus()), [focus])
  return (
    <div class="stack" ref={fields}>
      <TextField long label={said.note} hint={said.noteHint} maxLength={LONGEST} value={note} onValue={onNote} error={saidOf(refusal, 'note')} />
      <TextField long label={said.reply} hint={said.replyHint(answer.person.name)} maxLength={LONGEST} value={reply} onValue={onReply} error={saidOf(refusal, 'reply')} />
    </div>
  )
}

/** What was written to it: each by itself, with who and when. */
function Kept({ answer: { notes, replies, person } }: { answer: AnswerOut }) {
  const { noteBy, replyBy, somebody } = words.value.answer
  if (notes.length + replies.length === 0) return null
  const when = ({ at }: Written) => whenOf(at, now.value, here())
  return (
    <dl class="said">
      {notes.map((one) => <Piece key={one.id} lead={noteBy(one.by ?? somebody, when(one))} text={one.text} />)}
      {replies.map((one) => <Piece key={one.id} lead={replyBy(one.by ?? somebody, when(one), person.name)} text={one.text} />)}
    </dl>
  )
}

const Piece = ({ lead, text }: { lead: string; text: string }) => <div><dt>{lead}</dt><dd class="lines">{text}</dd></div>

interface ReviewedProps {
  by: string | null
  at: string | null
  /** Said just now, in answer to a tap. */
  taken: Taken | undefined
}

function Reviewed({ by, at, taken }: ReviewedProps) {
  const line = useRef<HTMLParagraphElement>(null)
  const said = words.value.answer
  // The button that had the focus is gone.
  useEffect(() => void (taken && document.activeElement === document.body && line.current?.focus()), [taken])
  const isSecond = taken?.wasOpen && !taken.review.first && !taken.review.mine
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
