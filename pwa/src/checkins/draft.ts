/** A check-in that has been begun. Pure; one is kept on the phone at each step, for days if need be. */
import type { AnswerIn } from '../shared/wire'
import type { Question, Questionnaire, Value } from './questions'
import { fits } from './questions'

export interface Draft {
  instrument: string
  began_at: string
  /** The link id of the question it stands at. */
  at: string | undefined
  values: Readonly<Record<string, Value>>
  /** Link ids, so that a skipped question shows as one when the person comes back to it. */
  skipped: readonly string[]
}

/** Where a draft is kept; there is one for answers that nobody asked for. */
export const keyOf = (checkIn: string | undefined): string => `check-in:${checkIn ?? 'today'}`

export const begun = ({ id }: Questionnaire, now: Date): Draft => ({
  instrument: id,
  began_at: now.toISOString(),
  at: undefined,
  values: {},
  skipped: [],
})

/** What the phone kept, as far as the form of today still asks for it; undefined when there is nothing to go on with. */
export function resumed(stored: unknown, { id }: Questionnaire, questions: readonly Question[]): Draft | undefined {
  const { instrument, began_at, at, values, skipped } = (stored ?? {}) as Partial<Draft>
  if (instrument !== id || typeof began_at !== 'string') return undefined
  const kept = questions.flatMap((question) => {
    const value = values?.[question.id]
    return fits(question, value) ? [[question.id, value] as const] : []
  })
  return { instrument, began_at, at, values: Object.fromEntries(kept), skipped: Array.isArray(skipped) ? skipped : [] }
}

/** With an answer, or with undefined without one. */
export function withValue(draft: Draft, id: string, value: Value | undefined): Draft {
  const { [id]: _, ...others } = draft.values
  return {
    ...draft,
    values: value === undefined ? others : { ...others, [id]: value },
    skipped: draft.skipped.filter((one) => one !== id),
  }
}

export const withSkipped = (draft: Draft, id: string): Draft => {
  const without = withValue(draft, id, undefined)
  return { ...without, skipped: [...without.skipped, id] }
}

/** The place of its question in the form; 0 when that is no longer asked. */
export const stepOf = ({ at }: Draft, questions: readonly Question[]): number =>
  Math.max(0, questions.findIndex(({ id }) => id === at))

/** In the order of the form; what was skipped or left empty is not there. */
export const itemsOf = ({ values }: Draft, questions: readonly Question[]): AnswerIn['items'] =>
  questions.flatMap((question) => {
    const said = values[question.id]
    const value = typeof said === 'string' ? said.trim() : said
    return fits(question, value) && value !== '' ? [{ link_id: question.id, value }] : []
  })
