/** What stands around a question: the way back, Help, what to know, who reads it. */
import { useEffect, useRef } from 'preact/hooks'
import { isShipped, languageOf, speaks } from '../shared/form/questionnaire'
import type { Place } from '../shared/i18n'
import { dayInText, languageName } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { now } from '../ui/now'
import { Notice, Progress } from '../ui/States'
import { words as common } from '../ui/words'
import { stateAt } from './due'
import type { FormProps } from './Form'
import { readingSentences } from './names'
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

interface NotesProps extends FormProps, Drafting {
  /** The visit has only just begun. */
  isFirst: boolean
  onStartOver: () => void
}

export function Notes({ checkIn, form, place, revises, opened, resumedFrom, unkept, onStartOver, isFirst }: NotesProps) {
  const { english, onlyIn, correcting } = words.value
  return (
    <>
      {!isFirst && <ForDay checkIn={checkIn} place={place} />}
      {isFirst && opened === 'now' && <Notice><strong>{words.value.opened.title}</strong> {words.value.opened.about}</Notice>}
      {isFirst && revises && <Notice>{correcting(whenBegun(revises.answered_at, now.value, place))}</Notice>}
      {isFirst && <Again checkIn={opened || revises ? undefined : checkIn} place={place} resumedFrom={resumedFrom} onStartOver={onStartOver} />}
      {isFirst && !speaks(form, place.language) && (
        <Notice>{isShipped(form) ? english : onlyIn(languageName(languageOf(form), place.language))}</Notice>
      )}
      {unkept && <Notice kind="alert">{words.value.unkept}</Notice>}
    </>
  )
}

type AgainProps = Pick<NotesProps, 'checkIn' | 'place' | 'resumedFrom' | 'onStartOver'>

/** Late, begun before, or both: in one, so that the question stays in sight. */
function Again({ checkIn, place, resumedFrom, onStartOver }: AgainProps) {
  const { late, began, again } = words.value
  const day = missedDay(checkIn, place)
  const said = [day && late(day), resumedFrom && began(whenBegun(resumedFrom, now.value, place))].filter(Boolean)
  if (said.length === 0) return null
  return <Notice action={resumedFrom && <Button kind="bare" onTap={onStartOver}>{again}</Button>}>{said.join(' ')}</Notice>
}

/** An answer that is given later is of its own day all the same. */
function ForDay(props: Pick<FormProps, 'checkIn' | 'place'>) {
  const day = missedDay(props.checkIn, props.place)
  return day ? <small class="center">{words.value.forDay(day)}</small> : null
}

const missedDay = (checkIn: FormProps['checkIn'], place: Place): string | undefined =>
  checkIn && stateAt(checkIn, now.value) === 'missed' ? dayInText(checkIn.opens_at, now.value, place) : undefined

export function NotSaved() {
  const { lead, ask } = words.value.notSaved
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => notice.current?.scrollIntoView({ block: 'center' }), [])
  return <div ref={notice}><Notice kind="alert"><strong>{lead}</strong> {ask}</Notice></div>
}

export function Reader({ body, place }: { body: Home; place: Place }) {
  const { danger, call, or, getHelp } = words.value
  return (
    <small class="center">
      {readingSentences(body.reading, now.value, place)}
      <br />
      {danger} <a href="tel:988">{call}</a> {or} <a href="/help">{getHelp}</a>.
    </small>
  )
}
