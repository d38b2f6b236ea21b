/** Pure: what a correction changed. */
import type { AnswerWords } from '../../shared/form/inWords'
import { inWords } from '../../shared/form/inWords'
import type { Question } from '../../shared/form/questions'
import { questionsOf } from '../../shared/form/questions'
import type { Questionnaire } from '../../shared/form/questionnaire'
import { valuesIn } from '../../shared/form/questionnaire'
import type { QueueRow } from '../../shared/wire'
import type { Language } from '../../shared/words/language'

type Correction = NonNullable<QueueRow['correction']>

export interface Change {
  key: string
  question: string
  answer: string
  /** All that was said to it before, the first first, each once. */
  before: readonly string[]
}

/** The questions of which an earlier revision said something else, in the form's order; those no longer asked come last. */
export function changesOf(form: Questionnaire, { items, before }: Correction, words: AnswerWords & { skipped: string }, language: Language): Change[] {
  const revisions = [...before.map((one) => valuesIn(one.items)), valuesIn(items)]
  const asked = new Map<string, Question>(revisions.toReversed().flatMap((values) => questionsOf(form, language, values)).map((question) => [question.key, question]))
  return [...asked.values()].flatMap((question) => {
    const said = revisions.map((values) => inWords(question, values[question.key], words, language) ?? words.skipped)
    const answer = said.at(-1) ?? words.skipped
    const others = [...new Set(said)].filter((one) => one !== answer)
    return others.length > 0 ? [{ key: question.key, question: question.text, answer, before: others }] : []
  })
}

/** The rules that only an earlier revision met. */
export function rulesBefore({ rules, correction }: Pick<QueueRow, 'rules' | 'correction'>): QueueRow['rules'] {
  const earlier = new Map((correction?.before ?? []).flatMap((one) => one.rules).map((rule) => [rule.name, rule]))
  return [...earlier.values()].filter(({ name }) => !rules.some((rule) => rule.name === name))
}
