/** Pure: an answer as questions and answers in words. */
import type { AnswerWords } from '../shared/form/inWords'
import { inWords, isOwnWords, leadsOf } from '../shared/form/inWords'
import { questionsOf } from '../shared/form/questions'
import type { Questionnaire } from '../shared/form/questionnaire'
import { valuesIn } from '../shared/form/questionnaire'
import type { HistoryAnswer } from '../shared/wire'
import type { Language } from '../shared/words/language'

export interface Row {
  key: string
  /** What stands above it in the form. */
  lead: readonly string[]
  question: string
  /** Undefined when it was skipped. */
  answer: string | undefined
  /** In the person's own words. */
  isQuote: boolean
}

/** Every question that was asked, in the form's order, also those that were skipped. */
export function rowsOf(form: Questionnaire, items: HistoryAnswer['items'], words: AnswerWords, language: Language): Row[] {
  const values = valuesIn(items)
  const asked = questionsOf(form, language, values)
  const leads = leadsOf(asked, words, language)
  return asked.map((question, i) => ({
    key: question.key,
    lead: leads[i] ?? [],
    question: question.text,
    answer: inWords(question, values[question.key], words, language),
    isQuote: isOwnWords(question, values[question.key]),
  }))
}
