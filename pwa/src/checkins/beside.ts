/** What was chosen here beside an answer that was given in another tab or on another device. Pure. */
import type { Values } from '../shared/form/questionnaire'
import type { AnswerSeen } from '../shared/wire'
import { differs, valuesOf } from './correct'
import type { Draft } from './draft'

/** The draft as a correction of the answer: it says what both say, and stands at the first difference. Undefined where the answer's words are not here, or were other ones. */
export function asCorrection(draft: Draft, answer: AnswerSeen): Draft | undefined {
  if (answer.items === null || answer.instrument !== draft.instrument || answer.version !== draft.form.version) return undefined
  const said = valuesOf(answer)
  return { ...draft, values: { ...said, ...draft.values }, at: differentIn(draft.values, said)[0] }
}

/** Whether the answer says all that was chosen here. */
export function isSaidBy(answer: AnswerSeen, draft: Draft): boolean {
  if (Object.keys(draft.values).length === 0) return true
  const correction = asCorrection(draft, answer)
  return correction !== undefined && !differs(correction, correction.form, valuesOf(answer))
}

/** The keys of what was chosen otherwise. */
export const differentIn = (chosen: Values, said: Values): string[] =>
  Object.keys(chosen).filter((key) => JSON.stringify(chosen[key]) !== JSON.stringify(said[key]))
