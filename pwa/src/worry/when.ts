/** When the page with help opens: at the moment of the answer, sent or not. Pure. */
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import { rulesMet } from '../shared/form/rules'

/** The rule that this change met; undefined when none asks for help, or one already did before. */
export function newlyWorrying(form: Questionnaire, before: Values, after: Values): string | undefined {
  const known = worriesOf(form, before)
  return worriesOf(form, after).find((name) => !known.includes(name))
}

const worriesOf = (form: Questionnaire, values: Values): string[] =>
  rulesMet(form, values).flatMap(({ name, offer }) => (offer === 'help' ? name : []))
