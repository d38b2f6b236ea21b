/** Pure: by when somebody has to act on an answer about being safe, as the alert has it that the answer raises. */
import { valuesIn } from '../shared/form/questionnaire'
import type { Questionnaire, Value, Values } from '../shared/form/questionnaire'
import { rulesMet } from '../shared/form/rules'
import type { Moment } from '../shared/i18n'
import type { Home, Reading } from '../shared/wire'
import { dueBy } from '../worry/dueBy'

/** Undefined for every other answer, and where the phone was not told the hours. */
export function actBy(form: Questionnaire, values: Values, at: Date, { coverage }: Reading): Date | undefined {
  const isUrgent = rulesMet(form, values).some(({ tier }) => tier === 'urgent')
  return isUrgent ? dueBy(coverage ?? [], 'urgent', at) : undefined
}

/** An answer as the server tells it; without items nobody knows what it said. */
export interface Told {
  answered_at: Moment
  instrument?: string
  items?: readonly { readonly link_id: string; readonly value: Value }[] | null
}

export function actByOf({ answered_at, instrument, items }: Told, { instruments, reading }: Pick<Home, 'instruments' | 'reading'>): Date | undefined {
  const form = (instruments as unknown as readonly Questionnaire[]).find(({ id }) => id === instrument)
  return form && items ? actBy(form, valuesIn(items), new Date(answered_at), reading) : undefined
}
