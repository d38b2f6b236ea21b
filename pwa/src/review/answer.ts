/** Pure: an answer as questions and answers in words, from the form it was given to. */
import { inWords, isOwnWords, leadsOf } from '../shared/form/inWords'
import { questionsOf } from '../shared/form/questions'
import type { Questionnaire, Value } from '../shared/form/questionnaire'
import { OURS, part, parts, said, valuesIn } from '../shared/form/questionnaire'
import type { AnswerOut } from '../shared/wire'
import type { Language } from '../shared/words/language'
import { changeOf } from './why'
import type { Words } from './words'

export interface Row {
  id: string
  /** What stands above it in the form, where that is not what stood above the one before. */
  lead: readonly string[]
  question: string
  /** Undefined when the person skipped it. */
  answer: string | undefined
  /** What the answer before said to it, where that was something else; null when that one skipped it. */
  was: string | null | undefined
  /** By how much a number changed: "up 4". */
  change: string | undefined
  /** The person's own words. */
  quoted: boolean
}

type Given = Pick<AnswerOut, 'instrument' | 'items' | 'before'>

/** Every question that was asked, in the form's order, also those that were skipped. */
export function rowsOf(answer: Given, words: Words, language: Language): Row[] {
  const [now, before] = [valuesIn(answer.items), valuesIn(answer.before)]
  const isFirst = answer.before.length === 0
  const asked = questionsOf(answer.instrument as unknown as Questionnaire, language, now)
  const leads = leadsOf(asked, words.answer, language)
  return asked.map((question, i) => {
    const [value, earlier] = [now[question.key], before[question.key]]
    const [answered, was] = [inWords(question, value, words.answer, language), inWords(question, earlier, words.answer, language)]
    const quoted = isOwnWords(question, value)
    const same = isFirst || quoted || was === answered
    return {
      id: question.key,
      lead: leads[i] ?? [],
      question: question.text,
      answer: answered,
      was: same ? undefined : (was ?? null),
      change: same ? undefined : changeBetween(earlier, value, words, language),
      quoted,
    }
  })
}

function changeBetween(earlier: Value | undefined, value: Value | undefined, { score }: Words, language: Language): string | undefined {
  return typeof earlier === 'number' && typeof value === 'number' ? changeOf(value - earlier, score, language) : undefined
}

/** What a rule saw, in the app's words, else in those of the form. */
export function flagWords(flag: string, form: unknown, words: Words['answer'], language: Language): string {
  const rule = parts(form as Questionnaire, `${OURS}rule`).find((one) => part(one, 'name')?.valueCode === flag)
  const text = rule && part(rule, 'text')
  const inForm = text && said(text.valueString, text._valueString, language)
  return flagNamed(flag, words) ?? (inForm || flag.replaceAll('-', ' '))
}

/** In the app's words; undefined for a rule that only its form knows. */
export const flagNamed = (flag: string, { flag: known }: Words['answer']): string | undefined => (known as Readonly<Record<string, string>>)[flag]
