import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useFetched } from '../data/fetched'
import type { AnswerOut } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { here } from '../ui/here'
import { now } from '../ui/now'
import type { Row } from './answer'
import { rowsOf } from './answer'
import { Loaded } from './Loaded'
import { Review } from './Review'
import { whenOf } from './when'
import { wide } from './wide'
import { words } from './words'

interface PanelProps {
  id: string
  viewer: string | undefined
  onReviewed: () => void
  /** The way out, above the answer. */
  close?: ComponentChildren
  /** Whose answer it is, with a link to them, where the page is not about them already. */
  about?: string
  /** It was opened, not only looked at in passing: the focus goes there. */
  opened?: boolean
}

/** One answer in full. */
export function AnswerPanel({ id, close, ...rest }: PanelProps) {
  const fetched = useFetched<AnswerOut>(`/api/answers/${id}`)
  return (
    <div class="stack">
      {close}
      <Loaded fetched={fetched}>{(answer) => <Answer key={answer.id} answer={answer} {...rest} />}</Loaded>
    </div>
  )
}

function Answer({ answer, viewer, onReviewed, about, opened }: Omit<PanelProps, 'id' | 'close'> & { answer: AnswerOut }) {
  const said = words.value.answer
  const place = here()
  const heading = useRef<HTMLHeadingElement>(null)
  // On a phone an opened answer stands alone.
  const Heading = opened && !wide.value ? 'h1' : 'h2'
  useEffect(() => void (opened && heading.current?.focus()), [opened])
  return (
    <>
      <Heading ref={heading} tabIndex={-1}>{about ? answer.person.name : said.title}</Heading>
      <p class="quiet">
        {said.answered(whenOf(answer.answered_at, now.value, place))}<br />
        {said.received(whenOf(answer.received_at, now.value, place))}
        {answer.late && <><br />{said.late}</>}
      </p>
      {answer.flags.length > 0 && (
        <ul class="plain flags" aria-label={said.flags}>
          {answer.flags.map((flag) => <li key={flag}><strong class="attend">{said[flag]}</strong></li>)}
        </ul>
      )}
      <dl class="said">
        {rowsOf(answer, said, place.language).map((row) => <Said key={row.id} row={row} flagged={(answer.flags as readonly string[]).includes(row.id)} />)}
      </dl>
      <Review answer={answer} viewer={viewer} onReviewed={onReviewed} />
      {about && <p><ButtonLink kind="bare" icon="person" href={about}>{said.open(answer.person.name)}</ButtonLink></p>}
    </>
  )
}

function Said({ row: { question, answer, was, quoted }, flagged }: { row: Row; flagged: boolean }) {
  const said = words.value.answer
  return (
    <div>
      <dt>{question}</dt>
      <dd>
        {answer === undefined ? <span class="quiet">{said.skipped}</span> : quoted ? <q>{answer}</q> : flagged ? <strong>{answer}</strong> : answer}
        {was !== undefined && <small> {was === null ? said.wasSkipped : said.was(was)}</small>}
      </dd>
    </div>
  )
}
