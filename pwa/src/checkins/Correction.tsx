import type { ComponentChildren } from 'preact'
import type { AnswerSeen, Home } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { PageHead } from '../ui/PageHead'
import { Empty, Loading, Problem } from '../ui/States'
import { words as common } from '../ui/words'
import { answerNamed, draftOf, formAt, valuesOf } from './correct'
import type { Draft } from './draft'
import { resumed } from './draft'
import { Form } from './Form'
import { formOf } from './names'
import { NoForm } from './NoForm'
import { placeOf } from './place'
import { TooLate } from './TooLate'
import type { Correctable } from './useCorrectable'
import { useCorrectable, useStored, useTidied } from './useCorrectable'
import { useFirst } from './useFirst'
import { words } from './words'

interface CorrectingProps {
  id: string | undefined
  body: Home
}

interface OverProps extends CorrectingProps {
  /** The form is another one by now. */
  hasChanged?: boolean
}

/** An answer of the last day, to be said anew; the earlier one is kept. */
export function Correcting({ id, body }: CorrectingProps) {
  const { answer, ...about } = useCorrectable(id, body)
  useTidied(body, draftOf(id))
  if (answer) return <Correct answer={answer} body={body} />
  return about.asked === 'fresh' || answerNamed(id, body) ? <Over id={id} body={body} /> : <Unknown {...about} />
}

function Correct({ answer, body }: { answer: AnswerSeen; body: Home }) {
  const checkIn = body.check_ins.find(({ id }) => id === answer.check_in)
  const present = formOf(body, answer.instrument)
  // In another version's words it would be another answer, and what that does not ask any more would be lost.
  const form = useFirst(formAt(body, answer.instrument, answer.version))
  if (!present) return <NoForm />
  if (!form) return <Over id={answer.id} body={body} hasChanged />
  return <Form checkIn={checkIn} form={form} draftKey={draftOf(answer.id)} body={body} place={placeOf(body)} revises={answer} values={valuesOf(answer)} />
}

/** Who comes back too late still finds what they had written. */
function Over({ id, body, hasChanged }: OverProps) {
  const found = useStored(draftOf(id))
  if (found === undefined) return <Loading />
  const { instrument = '', form: own, worrying } = (found ?? {}) as Partial<Draft>
  const form = own ?? formOf(body, instrument)
  // What was corrected elsewhere was seen there.
  return <TooLate id={id} form={form} draft={form && resumed(found, form)} worrying={worrying && answerNamed(id, body) !== undefined} body={body} hasChanged={hasChanged} />
}

/** The server has not said yet whether it can be changed. */
function Unknown({ asked, ask }: Pick<Correctable, 'asked' | 'ask'>) {
  const { needsNetwork, signedOut } = words.value.correction
  const { retry } = common.value.go
  if (asked === 'problem') return <Alone><Problem onRetry={ask} /></Alone>
  if (asked === 'signed-out') return <Alone><Empty icon="clock">{signedOut}</Empty><ButtonLink href="/join">{common.value.join.invited}</ButtonLink></Alone>
  if (asked === 'offline') return <Alone><Empty icon="clock">{needsNetwork}</Empty><Button kind="soft" onTap={ask}>{retry}</Button></Alone>
  return <Alone><Loading /></Alone>
}

const Alone = ({ children }: { children: ComponentChildren }) => (
  <div class="gap">
    <PageHead title={words.value.answered.correct} back="/" />
    {children}
  </div>
)
