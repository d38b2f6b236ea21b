/** An answer as words, for whoever reads it again. Pure. */
import { list, number, shortDateOf } from '../i18n'
import type { Language } from '../words/language'
import { listOf } from './enabled'
import type { Question } from './questions'
import type { Single, Value } from './questionnaire'

export interface AnswerWords {
  yes: string
  no: string
  hours: (n: string) => string
  /** "Hospital stays 2 of 3" */
  round: (name: string, n: string, of: string) => string
}

/** Undefined when there is none: the question was skipped. */
export function inWords(question: Question, value: Value | undefined, words: AnswerWords, language: Language): string | undefined {
  const all = listOf(value).filter((one) => one !== '')
  if (all.length === 0) return undefined
  const said = all.map((one) => oneInWords(question, one, words, language))
  return said.length === 1 ? said[0] : list(said, language)
}

function oneInWords(question: Question, value: Single, words: AnswerWords, language: Language): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (question.kind === 'choice') return labelOf(question, value) ?? String(value)
  if (question.kind === 'date') return dateWords(String(value), language)
  return typeof value === 'number' ? withUnit(question, number(value, language), words) : value
}

const labelOf = (question: Question, value: Single): string | undefined =>
  question.kind === 'choice' ? question.options.find((option) => option.value === value)?.label : undefined

function withUnit(question: Question, said: string, words: AnswerWords): string {
  if (question.kind === 'amount' && question.isHours) return words.hours(said)
  const unit = question.kind === 'amount' || question.kind === 'slider' ? question.unit : ''
  return unit ? `${said} ${unit}` : said
}

const LONG_AGO = new Date(0)

/** A day has no zone, and always its year. */
const dateWords = (day: string, language: Language): string => shortDateOf(`${day}T12:00:00Z`, LONG_AGO, { language, zone: 'UTC' })

/** The person's own, not one of those that the form offers. */
export const isOwnWords = (question: Question, value: Value | undefined): boolean =>
  question.kind === 'text' || (question.kind === 'choice' && question.open && listOf(value).some((one) => labelOf(question, one) === undefined))

/** What stands above each question, where that is not what stood above the one before: an introduction is read once. */
export function leadsOf(questions: readonly Question[], words: AnswerWords, language: Language): string[][] {
  const leads = questions.map((question) => leadOf(question, words, language))
  return leads.map((lead, i) => lead.filter((text) => !leads[i - 1]?.includes(text)))
}

function leadOf({ lead, begins }: Question, { round }: AnswerWords, language: Language): string[] {
  const rounds = begins.filter(({ count }) => count > 1).map(({ text, n, count }) => round(text, number(n + 1, language), number(count, language)))
  return [...lead, ...rounds.reverse()]
}
