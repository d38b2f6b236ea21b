/** The full form that a short one opens right there. Pure. */
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import { openable, openedBy } from '../shared/form/rules'
import { questionsOf } from '../shared/form/questions'
import type { CheckInOut, Home } from '../shared/wire'
import { isAnswered, keyOf } from './begun'
import type { Draft } from './draft'
import { opening, stepOf } from './draft'
import { formOf } from './names'

export interface Opened {
  form: Questionnaire
  /** Of its draft. */
  key: string
  draft: Draft
  /** Where its first new question stands. */
  step: number
}

interface Asked {
  checkIn: CheckInOut | undefined
  body: Pick<Home, 'instruments' | 'answers' | 'person'>
}

/** Undefined when the answers do not ask for it, the phone has no such form, or it was answered already, here or today. */
export function followOf(form: Questionnaire, values: Values, { checkIn, body }: Asked, now: Date): Opened | undefined {
  const names = openedBy(form, values)
  const full = names.flatMap((name) => formOf(body, name) ?? [])[0]
  if (!full || isAnswered(names, checkIn?.id, now, body)) return undefined
  const draft = opening(full, values, now)
  return { form: full, key: keyOf(checkIn?.id, full.id), draft, step: stepOf(draft, questionsOf(full, 'en', draft.values)) }
}

/** The forms that may have been begun behind an answer to this check-in, with where their drafts are kept. */
export const followsOf = (form: Questionnaire, checkIn: CheckInOut, body: Asked['body']): { form: Questionnaire; key: string }[] =>
  openable(form)
    .flatMap((name) => formOf(body, name) ?? [])
    .filter(({ id }) => !isAnswered([id], checkIn.id, checkIn.answered_at, body))
    .map((full) => ({ form: full, key: keyOf(checkIn.id, full.id) }))
