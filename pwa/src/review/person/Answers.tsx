import { useEffect, useRef, useState } from 'preact/hooks'
import { isHeldUp } from '../../shared/heldUp'
import { ended, number } from '../../shared/i18n'
import type { AnswerRow, ScoreOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card, Chip } from '../../ui/Card'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { useKeys } from '../keys'
import { moveIn } from '../rows'
import { ruleTold, told } from '../told'
import { dayAndTime, whenOf } from '../when'
import { forDayWords } from './forDay'
import { ANSWERS, offSheet } from './sheet'
import { words } from './words'

const FIRST = 6

interface AnswersProps {
  person: string
  /** Theirs: a day is one of where they are. */
  zone: string
  answers: readonly AnswerRow[]
  chosen: string | undefined
}

/** The newest first; each opens beside the page. */
export function Answers({ person, zone, answers, chosen }: AnswersProps) {
  const [all, setAll] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const { title, none, more, toRead, offSheet: rest } = words.value.answers
  const shown = all ? answers : answers.slice(0, Math.max(FIRST, answers.findIndex(({ id }) => id === chosen) + 1))
  const move = (by: 1 | -1) => list.current && moveIn(list.current, by, (document.activeElement as HTMLElement).dataset['row'] ?? chosen)
  useKeys({ j: () => move(1), k: () => move(-1) })
  const before = useRef(chosen)
  useEffect(() => {
    // The answer has been closed: the focus goes back to where it was opened.
    if (chosen === undefined && before.current) rowOf(list.current, before.current)?.focus()
    before.current = chosen
  }, [chosen])
  const unread = answers.filter(isUnread).length
  return (
    <Card labelledBy="answers">
      <div class="row between">
        <h2 id="answers">{title}</h2>
        {unread > 0 && <Chip>{toRead(unread)}</Chip>}
      </div>
      {answers.length === 0 && <p class="quiet">{none}</p>}
      <ul class="plain lines-list" ref={list}>
        {shown.map((answer, i) => <li key={answer.id} class={offSheet(i >= ANSWERS)}><One answer={answer} person={person} zone={zone} chosen={answer.id === chosen} /></li>)}
      </ul>
      {answers.length > ANSWERS && <p class="onpaper">{rest(answers.length - ANSWERS)}</p>}
      {shown.length < answers.length && <span class="noprint"><Button kind="bare" onTap={() => setAll(true)}>{more(answers.length)}</Button></span>}
    </Card>
  )
}

/** A corrected answer is read in its correction. */
const isUnread = ({ reviewed_at, superseded }: AnswerRow): boolean => reviewed_at === null && !superseded

const rowOf = (list: HTMLElement | null, id: string) => list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)

function One({ answer, person, zone, chosen }: { answer: AnswerRow; person: string; zone: string; chosen: boolean }) {
  const { answers } = words.value
  const chips = [forDayWords(answer, answers, now.value, { ...here(), zone }), isHeldUp(answer) && answers.sent(whenOf(answer.received_at, now.value, here())), answer.superseded && answers.corrected, answer.notes.length > 0 && answers.note, answer.replies.length > 0 && answers.reply]
  return (
    <a href={`/people/${person}?answer=${answer.id}`} data-row={answer.id} aria-current={chosen ? 'true' : undefined}>
      <span class="grow">
        <strong>{dayAndTime(answer.answered_at, now.value, here())}</strong> {told(answer.title)}
        {isUnread(answer) && <> <Chip tone="on">{answers.unread}</Chip></>}
        {chips.map((chip) => chip && <> <Chip>{chip}</Chip></>)}
        <Scores answer={answer} />
        {answer.rules.length > 0 && <small class="attend">{[...new Set(answer.rules.map(ruleTold))].map(ended).join(' ')}</small>}
      </span>
    </a>
  )
}

/** Each score with what it is called, and what changed since the time before; a reliable change is said in full. */
function Scores({ answer: { scores } }: { answer: AnswerRow }) {
  const { noNumbers } = words.value.answers
  if (scores.length === 0) return <small>{noNumbers}</small>
  return <small>{scores.map((score, i) => <span key={score.name}>{i > 0 && ' · '}<Score score={score} /></span>)}</small>
}

function Score({ score: { title, value, band, change, reliable } }: { score: ScoreOut }) {
  const { up, down, sure, notScored } = words.value.answers
  const said = (n: number) => number(n, here().language)
  if (value === null) return <>{told(title)} {notScored}</>
  const by = change ? (change > 0 ? up : down)(said(Math.abs(change))) : ''
  const about = [band && told(band), by, reliable && by && sure].filter(Boolean).join(', ')
  return <>{told(title)} <b>{said(value)}</b>{about && <> ({reliable ? <strong>{about}</strong> : about})</>}</>
}
