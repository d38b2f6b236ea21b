import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useFetched } from '../data/fetched'
import { titleOf } from '../shared/form/questionnaire'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { AnswerOut, ReviewKept } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { flagWords } from './answer'
import { Loaded } from './Loaded'
import { Review } from './Review'
import { Said } from './Said'
import { dayWords, scoreWords } from './scores'
import { whenOf } from './when'
import { wide } from './wide'
import { words } from './words'

interface PanelProps {
  id: string
  onReviewed: (kept: ReviewKept) => void
  /** The way out, above the answer. */
  close?: ComponentChildren
  /** Says whose answer it is, with a link to them: the page is not about them already. */
  about?: boolean
  /** It was opened, not only looked at in passing: the focus goes there. */
  opened?: boolean
}

/** One answer in full; of a corrected one also what was said before. */
export function AnswerPanel({ id, close, onReviewed, ...rest }: PanelProps) {
  const [shown, show] = useState({ of: id, id })
  const revision = shown.of === id ? shown.id : id
  const fetched = useFetched<AnswerOut>(`/api/answers/${revision}`)
  const reviewed = (kept: ReviewKept) => {
    fetched.reload()
    onReviewed(kept)
  }
  return (
    <div class="stack">
      {close}
      <Loaded fetched={fetched}>{(answer) => <Answer key={answer.id} answer={answer} {...rest} onReviewed={reviewed} onRevision={(other) => show({ of: id, id: other })} />}</Loaded>
    </div>
  )
}

type AnswerProps = Omit<PanelProps, 'id' | 'close'> & { answer: AnswerOut; onRevision: (id: string) => void }

function Answer({ answer, onReviewed, about, opened, onRevision }: AnswerProps) {
  const said = words.value.answer
  const { language } = here()
  const heading = useRef<HTMLHeadingElement>(null)
  // On a phone an opened answer stands alone.
  const Heading = opened && !wide.value ? 'h1' : 'h2'
  useLayoutEffect(() => void (opened && heading.current?.focus()), [opened])
  return (
    <>
      <Heading ref={heading} tabIndex={-1}>{about ? answer.person.name : said.title}</Heading>
      <p class="quiet">
        {titleOf(answer.instrument as unknown as Questionnaire, language)}<br />
        <Dates answer={answer} />
      </p>
      <Revisions answer={answer} onRevision={onRevision} />
      <Flags answer={answer} />
      <Scores answer={answer} />
      <Said answer={answer} />
      {!answer.superseded && <Review answer={answer} onReviewed={onReviewed} />}
      {about && <p><ButtonLink kind="bare" icon="person" href={`/people/${answer.person.id}`}>{said.open(answer.person.name)}</ButtonLink></p>}
    </>
  )
}

function Dates({ answer }: { answer: AnswerOut }) {
  const said = words.value.answer
  return (
    <>
      {capitalized(dayWords(answer, words.value, now.value, here()))}
      {answer.late && <><br />{said.late}</>}
    </>
  )
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function Revisions({ answer: { id, superseded, revises, revisions }, onRevision }: Pick<AnswerProps, 'answer' | 'onRevision'>) {
  const { corrects, corrected, seeRevision } = words.value.answer
  if (!superseded && revises === null) return null
  const when = (moment: string) => whenOf(moment, now.value, here())
  return (
    <div class="notice stack">
      <p>{superseded ? corrected : corrects}</p>
      {revisions.filter((other) => other.id !== id).map((other) => (
        <Button key={other.id} kind="bare" onTap={() => onRevision(other.id)}>{seeRevision(when(other.answered_at))}</Button>
      ))}
    </div>
  )
}

/** What rules saw in it, and in what it said before it was corrected. */
function Flags({ answer: { id, flags, alerts, instrument, revisions } }: { answer: AnswerOut }) {
  const said = words.value.answer
  const earlier = revisions.slice(0, revisions.findIndex((one) => one.id === id)).flatMap((one) => one.flags)
  const before = [...new Set(earlier)].filter((flag) => !flags.includes(flag))
  if (flags.length + before.length === 0) return null
  const named = (flag: string) => flagWords(flag, instrument, said, here().language)
  return (
    <>
      <ul class="plain flags" aria-label={said.flags}>
        {flags.map((flag) => <li key={flag}><strong class="attend">{named(flag)}</strong></li>)}
        {before.map((flag) => <li key={flag}><strong class="attend">{said.flagBefore(named(flag))}</strong></li>)}
      </ul>
      {alerts.length > 0 && <p>{said.alert} <a href="/alerts">{said.toAlert}</a></p>}
    </>
  )
}

/** Those of the daily check-in are its answers themselves. */
function Scores({ answer: { scores, items } }: { answer: AnswerOut }) {
  const asked = new Set(items.map(({ link_id }) => link_id))
  const shown = scores.filter(({ name, band, reliable, value }) => !asked.has(name) && (value !== null || band !== null || reliable || scores.length < 4))
  if (shown.length === 0) return null
  return (
    <ul class="plain scores" aria-label={words.value.score.list}>
      {shown.map((score) => <li key={score.name}>{score.value === null ? <span class="quiet">{scoreWords(score, words.value, here().language)}</span> : <strong>{scoreWords(score, words.value, here().language)}</strong>}</li>)}
    </ul>
  )
}
