/** Which answers can be corrected, and with what that begins. Pure. */
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import { valuesIn } from '../shared/form/questionnaire'
import type { AnswerSeen, Home } from '../shared/wire'
import type { Draft } from './draft'
import { begun, itemsOf } from './draft'

/** That very version, as long as an answer to it may be corrected. */
export const formAt = ({ instruments }: Pick<Home, 'instruments'>, instrument: string, version: string): Questionnaire | undefined =>
  (instruments as unknown as readonly Questionnaire[]).find((form) => form.id === instrument && form.version === version)

/** Only what the phone still knows can be shown again to be changed. */
export const canCorrect = ({ items, revisable_until }: Pick<AnswerSeen, 'items' | 'revisable_until'>, now: Date): boolean =>
  items !== null && revisable_until !== null && now.getTime() < Date.parse(revisable_until)

type Answers = Pick<Home, 'answers'>

export const answerNamed = (id: string | undefined, { answers }: Answers): AnswerSeen | undefined => answers.find((one) => one.id === id)

export function correctable(id: string | undefined, body: Answers, now: Date): AnswerSeen | undefined {
  const answer = answerNamed(id, body)
  return answer && canCorrect(answer, now) ? answer : undefined
}

/** The page on which it is changed. */
export const correctionOf = ({ id }: Pick<AnswerSeen, 'id'>): string => `/check-in/correct/${id}`

export const valuesOf = ({ items }: Pick<AnswerSeen, 'items'>): Values => valuesIn(items ?? [])

export const CORRECTION = 'correct:'

/** Where the draft of a correction is kept. */
export const draftOf = (answer: string | undefined): string => `${CORRECTION}${answer ?? ''}`

const A_WEEK = 7 * 86_400_000

/** Until when what was written too late stays on the phone. */
export const readableUntil = ({ began_at }: Pick<Draft, 'began_at'>): Date => new Date(Date.parse(began_at) + A_WEEK)

/** Whether it says anything else than the answer did. */
export const differs = (draft: Draft, form: Questionnaire, values: Values | undefined): boolean =>
  JSON.stringify(itemsOf(draft, form)) !== JSON.stringify(itemsOf(begun(form, new Date(draft.began_at), values), form))
