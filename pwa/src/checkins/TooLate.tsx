import { useRef } from 'preact/hooks'
import type { Questionnaire } from '../shared/form/questionnaire'
import { dateOf } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { PageHead } from '../ui/PageHead'
import { answerNamed, readableUntil } from './correct'
import type { Draft } from './draft'
import { placeOf } from './place'
import { useReadOut } from './useKeys'
import { words } from './words'
import { Written } from './Written'

interface TooLateProps {
  /** Of the answer. */
  id: string | undefined
  form: Questionnaire | undefined
  /** What was written for it; undefined when that says nothing new. */
  draft: Draft | undefined
  body: Home
  /** Not the day is over: the form is another one by now. */
  hasChanged?: boolean | undefined
}

/** An answer that can't be changed any more. What was written for it can still be read. */
export function TooLate({ id, form, draft, body, hasChanged = false }: TooLateProps) {
  const page = useRef<HTMLDivElement>(null)
  useReadOut(page, 0)
  const { title, changedTitle, changed, team, dayIsOver, orChanged, written, until, see } = words.value.tooLate
  const { another } = words.value.answered
  return (
    <div class="gap" ref={page}>
      <PageHead title={hasChanged ? changedTitle : title} back="/" />
      <p>{hasChanged ? changed(body.reading.counselor ?? team) : answerNamed(id, body) ? dayIsOver : orChanged}</p>
      {form && draft && <Written form={form} draft={draft} body={body} title={written} about={until(dateOf(readableUntil(draft), placeOf(body)))} />}
      <div class="row">
        <ButtonLink href="/check-in">{another}</ButtonLink>
        <ButtonLink kind="soft" href={`/history#${id ?? ''}`}>{see}</ButtonLink>
      </div>
    </div>
  )
}
