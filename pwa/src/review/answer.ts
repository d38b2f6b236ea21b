/** Pure: an answer as questions and answers in words, from the form it was given to. */
import type { Question, Questionnaire } from '../checkins/questions'
import { questionsOf } from '../checkins/questions'
import { number } from '../shared/i18n'
import type { AnswerOut, Item } from '../shared/wire'
import type { Language } from '../shared/words/language'
import type { Words } from './words'

export interface Row {
  id: string
  question: string
  /** Undefined when the person skipped it. */
  answer: string | undefined
  /** What the answer before said to it, where that was something else; null when that one skipped it. */
  was: string | null | undefined
  /** The person's own words. */
  quoted: boolean
}

/** Every question of the form in its order, also those that were skipped. */
export function rowsOf(answer: Pick<AnswerOut, 'instrument' | 'items' | 'before'>, words: Words['answer'], language: Language): Row[] {
  const [now, before] = [valuesOf(answer.items), valuesOf(answer.before)]
  const isFirst = answer.before.length === 0
  return questionsOf(answer.instrument as unknown as Questionnaire, language).map((question) => {
    const answered = inWords(question, now.get(question.id), words, language)
    const was = inWords(question, before.get(question.id), words, language)
    const quoted = question.kind === 'text'
    const same = isFirst || quoted || was === answered
    return { id: question.id, question: question.text, answer: answered, was: same ? undefined : (was ?? null), quoted }
  })
}

const valuesOf = (items: readonly Item[]): Map<string, Item['value']> => new Map(items.map(({ link_id, value }) => [link_id, value]))

function inWords(question: Question, value: Item['value'] | undefined, words: Words['answer'], language: Language): string | undefined {
  if (value === undefined || value === '') return undefined
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'string') return optionOf(question, value)
  const said = number(value, language)
  return question.kind === 'amount' && question.unit === 'hours' ? words.hours(said) : said
}

const optionOf = (question: Question, value: string): string =>
  (question.kind === 'choice' && question.options.find((option) => option.value === value)?.label) || value
