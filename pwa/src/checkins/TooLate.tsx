import { useRef } from 'preact/hooks'
import { inWords } from '../shared/form/inWords'
import type { Questionnaire } from '../shared/form/questionnaire'
import { spokenIn } from '../shared/form/questionnaire'
import { questionsOf } from '../shared/form/questions'
import { dateOf } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { answerNamed, readableUntil } from './correct'
import type { Draft } from './draft'
import { placeOf } from './place'
import { useReadOut } from './useKeys'
import { words } from './words'

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
  const { title, changedTitle, changed, team, dayIsOver, orChanged, see } = words.value.tooLate
  const { another } = words.value.answered
  return (
    <div class="gap" ref={page}>
      <PageHead title={hasChanged ? changedTitle : title} back="/" />
      <p>{hasChanged ? changed(body.reading.counselor ?? team) : answerNamed(id, body) ? dayIsOver : orChanged}</p>
      {form && draft && <Written form={form} draft={draft} body={body} />}
      <div class="row">
        <ButtonLink href="/check-in">{another}</ButtonLink>
        <ButtonLink kind="soft" href={`/history#${id ?? ''}`}>{see}</ButtonLink>
      </div>
    </div>
  )
}

interface WrittenProps {
  form: Questionnaire
  draft: Draft
  body: Home
}

function Written({ form, draft, body }: WrittenProps) {
  const place = placeOf(body)
  const { written, until } = words.value.tooLate
  return (
    <Card labelledBy="written">
      <h2 id="written">{written}</h2>
      <p class="quiet">{until(dateOf(readableUntil(draft), place))}</p>
      <dl class="written" lang={spokenIn(form, place.language)}>
        {pairsOf(form, draft, place.language).map(({ key, question, answer }) => <div key={key}><dt>{question}</dt><dd>{answer}</dd></div>)}
      </dl>
    </Card>
  )
}

/** Each question that has an answer, with it. */
function pairsOf(form: Questionnaire, { values, rounds }: Draft, language: 'en' | 'es') {
  const { yes, no, hours, round } = words.value
  const said = { yes, no, hours: (n: string) => `${n} ${hours}`, round: (name: string, n: string) => round(name, Number(n)) }
  return questionsOf(form, language, values, rounds).flatMap((question) => {
    const answer = inWords(question, values[question.key], said, language)
    return answer === undefined ? [] : [{ key: question.key, question: question.text, answer }]
  })
}
