/** Which answers can be corrected, and with what that begins. Pure. */
import type { Values } from '../shared/form/questionnaire'
import { valuesIn } from '../shared/form/questionnaire'
import type { AnswerSeen } from '../shared/wire'

/** Only what the phone still knows can be shown again to be changed. */
export const canCorrect = ({ items, revisable_until }: Pick<AnswerSeen, 'items' | 'revisable_until'>, now: Date): boolean =>
  items !== null && revisable_until !== null && now.getTime() < Date.parse(revisable_until)

/** The page on which it is changed. */
export const correctionOf = ({ id }: Pick<AnswerSeen, 'id'>): string => `/check-in/correct/${id}`

export const valuesOf = ({ items }: Pick<AnswerSeen, 'items'>): Values => valuesIn(items ?? [])
