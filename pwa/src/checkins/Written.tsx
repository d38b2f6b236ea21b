import type { ComponentChildren } from 'preact'
import { inWords } from '../shared/form/inWords'
import type { Questionnaire } from '../shared/form/questionnaire'
import { spokenIn } from '../shared/form/questionnaire'
import { questionsOf } from '../shared/form/questions'
import type { Language } from '../shared/words/language'
import type { Home } from '../shared/wire'
import { Card } from '../ui/Card'
import type { Draft } from './draft'
import { placeOf } from './place'
import { words } from './words'

interface WrittenProps {
  form: Questionnaire
  draft: Draft
  /** The keys of what is shown; without them all of it. */
  only?: readonly string[] | undefined
  body: Home
  title: string
  about: string
  children?: ComponentChildren
}

/** What was chosen here and not sent, to be read. */
export function Written({ form, draft, only, body, title, about, children }: WrittenProps) {
  const { language } = placeOf(body)
  const pairs = pairsOf(form, draft, language).filter(({ key }) => !only || only.includes(key))
  return (
    <Card labelledBy="written">
      <h2 id="written">{title}</h2>
      <p class="quiet">{about}</p>
      <dl class="written" lang={spokenIn(form, language)}>
        {pairs.map(({ key, question, answer }) => <div key={key}><dt>{question}</dt><dd>{answer}</dd></div>)}
      </dl>
      {children}
    </Card>
  )
}

/** Each question that has an answer, with it. */
function pairsOf(form: Questionnaire, { values, rounds }: Draft, language: Language) {
  const { yes, no, hours, round } = words.value
  const said = { yes, no, hours: (n: string) => `${n} ${hours}`, round: (name: string, n: string) => round(name, Number(n)) }
  return questionsOf(form, language, values, rounds).flatMap((question) => {
    const answer = inWords(question, values[question.key], said, language)
    return answer === undefined ? [] : [{ key: question.key, question: question.text, answer }]
  })
}
