/** When the page with help opens: at the moment of the answer, sent or not. Pure. */
import { linkOf } from '../shared/form/places'
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import type { Rule, Scores } from '../shared/form/rules'
import { rulesMet } from '../shared/form/rules'

/**
 * The rule that this change met; undefined when none asks for help. One that was met before counts only where it is
 * urgent and another answer to its question meets it by itself: "several days" that became "nearly every day".
 * `last` as in `rulesMet`.
 */
export function newlyWorrying(form: Questionnaire, before: Values, after: Values, last: Scores): string | undefined {
  const known = worriesOf(form, before, last).map(({ name }) => name)
  const changed = Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]))
  const isAnew = (rule: Rule) => rule.tier === 'urgent' && changed.some((key) => meetsAlone(rule, form, key, after, last))
  return worriesOf(form, after, last).find((rule) => !known.includes(rule.name) || isAnew(rule))?.name
}

const worriesOf = (form: Questionnaire, values: Values, last: Scores): Rule[] => rulesMet(form, values, last).filter(({ offer }) => offer === 'help')

/** Without the other answers that the rule looks at; those that decide whether its question is asked stay. */
function meetsAlone({ name, items }: Rule, form: Questionnaire, changed: string, values: Values, last: Scores): boolean {
  if (!items.includes(linkOf(changed))) return false
  const alone = Object.fromEntries(Object.entries(values).filter(([key]) => key === changed || !items.includes(linkOf(key))))
  return worriesOf(form, alone, last).some((rule) => rule.name === name)
}
