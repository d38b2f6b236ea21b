/** What stands around a question: the way back, Help, what to know, who reads it. */
import { useEffect, useRef } from 'preact/hooks'
import type { Place } from '../shared/i18n'
import { dayInText } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { now } from '../ui/now'
import { Notice, Progress } from '../ui/States'
import { words as common } from '../ui/words'
import { stateAt } from './due'
import type { FormProps } from './Form'
import { readSentence, unwatched } from './names'
import type { Drafting } from './useDraft'
import { whenBegun } from './when'
import { words } from './words'

/** On the first question Back leads to Today; what was answered stays on the phone. */
export function Top({ step, count, onBack }: { step: number; count: number; onBack: (() => void) | undefined }) {
  const { back, help } = common.value.go
  return (
    <header class="row">
      {onBack ? <Button kind="bare" icon="back" label={back} onTap={onBack} /> : <ButtonLink kind="bare" icon="back" label={back} href="/" />}
      <Progress value={step + 1} max={count} label={words.value.step(step + 1, count)} />
      <ButtonLink kind="bare" href="/help">{help}</ButtonLink>
    </header>
  )
}

/** `isFirst`: the visit has only just begun. */
export function Notes({ checkIn, place, resumedFrom, unkept, startOver, isFirst }: FormProps & Drafting & { isFirst: boolean }) {
  const { late, began, again } = words.value
  const isLate = checkIn && stateAt(checkIn, now.value) === 'missed'
  return (
    <>
      {isFirst && isLate && <Notice>{late(dayInText(checkIn.opens_at, now.value, place))}</Notice>}
      {isFirst && resumedFrom && (
        <Notice action={<Button kind="bare" onTap={startOver}>{again}</Button>}>{began(whenBegun(resumedFrom, now.value, place))}</Notice>
      )}
      {unkept && <Notice kind="alert">{words.value.unkept}</Notice>}
    </>
  )
}

export function NotSaved() {
  const { lead, ask } = words.value.notSaved
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => notice.current?.scrollIntoView({ block: 'center' }), [])
  return <div ref={notice}><Notice kind="alert"><strong>{lead}</strong> {ask}</Notice></div>
}

export function Reader({ body, place }: { body: Home; place: Place }) {
  const { tooMuch, helpNow } = words.value
  return (
    <small class="center">
      {readSentence(body.reading, now.value, place)} {unwatched(now.value, place.zone)}
      <br />
      {tooMuch} <a href="/help">{helpNow}</a>.
    </small>
  )
}
