/** Number keys: a scale, yes or no, and a choice can be answered without looking for the mouse. Pure. */
import type { Question } from '../shared/form/questions'
import type { Single } from '../shared/form/questionnaire'

/** The digits of one number, typed in a row. */
export interface Typed {
  digits: string
  at: number
}

/** Milliseconds in which a second digit still belongs to the first: 1 and 0 are 10. */
const IN_A_ROW = 1_000

/** What the key answers, and what was typed so far; undefined for a key that says nothing here. */
export function typed(question: Question, before: Typed | undefined, key: string, at: number): (Typed & { value: Single }) | undefined {
  if (!/^\d$/.test(key)) return undefined
  const joined = before && at - before.at < IN_A_ROW ? before.digits + key : key
  for (const digits of [joined, key]) {
    const value = meant(question, Number(digits))
    if (value !== undefined) return { digits, at, value }
  }
  return undefined
}

function meant(question: Question, number: number): Single | undefined {
  if (question.kind === 'scale') return question.min <= number && number <= question.max ? number : undefined
  if (question.kind === 'choice') return question.options[number - 1]?.value
  if (question.kind === 'yes-no' && !question.many) return [true, false][number - 1]
  return undefined
}
