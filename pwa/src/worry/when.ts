/** When the page with help opens: at the moment of the answer, sent or not. Pure. */
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import type { Scores } from '../shared/form/rules'
import { rulesMet } from '../shared/form/rules'

/** The rule that this change met; undefined when none asks for help, or one already did before. `last` as in `rulesMet`. */
export function newlyWorrying(form: Questionnaire, before: Values, after: Values, last: Scores): string | undefined {
  const known = worriesOf(form, before, last)
  return worriesOf(form, after, last).find((name) => !known.includes(name))
}

const worriesOf = (form: Questionnaire, values: Values, last: Scores): string[] =>
  rulesMet(form, values, last).flatMap(({ name, offer }) => (offer === 'help' ? name : []))
