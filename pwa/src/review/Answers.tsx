import { useEffect, useRef, useState } from 'preact/hooks'
import type { AnswerRow } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card, Chip } from '../ui/Card'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { useKeys } from './keys'
import { moveIn } from './rows'
import { dayAndTime } from './when'
import { moodAndCraving } from './why'
import { words } from './words'

const FIRST = 8

interface AnswersProps {
  person: string
  answers: readonly AnswerRow[]
  chosen: string | undefined
}

/** The newest first; each opens beside the page. */
export function Answers({ person, answers, chosen }: AnswersProps) {
  const [all, setAll] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  const { title, none, more, toRead } = words.value.answers
  const shown = all ? answers : answers.slice(0, Math.max(FIRST, answers.findIndex(({ id }) => id === chosen) + 1))
  const move = (by: 1 | -1) => list.current && moveIn(list.current, by, (document.activeElement as HTMLElement).dataset['row'] ?? chosen)
  useKeys({ j: () => move(1), k: () => move(-1) })
  const before = useRef(chosen)
  useEffect(() => {
    // The answer has been closed: the focus goes back to where it was opened.
    if (chosen === undefined && before.current) rowOf(list.current, before.current)?.focus()
    before.current = chosen
  }, [chosen])
  const unread = answers.filter(({ reviewed_at }) => reviewed_at === null).length
  return (
    <Card labelledBy="answers">
      <div class="row between">
        <h2 id="answers">{title}</h2>
        {unread > 0 && <Chip>{toRead(unread)}</Chip>}
      </div>
      {answers.length === 0 && <p class="quiet">{none}</p>}
      <ul class="plain lines-list" ref={list}>
        {shown.map((answer) => <li key={answer.id}><One answer={answer} person={person} chosen={answer.id === chosen} /></li>)}
      </ul>
      {shown.length < answers.length && <Button kind="bare" onTap={() => setAll(true)}>{more(answers.length)}</Button>}
    </Card>
  )
}

const rowOf = (list: HTMLElement | null, id: string) => list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)

function One({ answer, person, chosen }: { answer: AnswerRow; person: string; chosen: boolean }) {
  const { answers, answer: said } = words.value
  const place = here()
  return (
    <a href={`/people/${person}?answer=${answer.id}`} data-row={answer.id} aria-current={chosen ? 'true' : undefined}>
      <span class="grow">
        <strong>{dayAndTime(answer.answered_at, now.value, place)}</strong>
        {answer.late && <> <Chip>{answers.late}</Chip></>}
        <small>{moodAndCraving(answer, words.value, place.language)} {answer.flags.map((flag) => <span key={flag} class="attend">{said[flag]}. </span>)}</small>
      </span>
      {answer.reviewed_at === null && <Chip tone="on">{answers.unread}</Chip>}
    </a>
  )
}
