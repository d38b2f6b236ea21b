/** Pure: by when somebody has to act on an answer, as the alerts have it that it raises. */
import { valuesIn } from '../shared/form/questionnaire'
import type { Questionnaire, Value, Values } from '../shared/form/questionnaire'
import type { Scores } from '../shared/form/rules'
import { rulesMet } from '../shared/form/rules'
import type { Moment } from '../shared/i18n'
import type { Home, Reading } from '../shared/wire'
import { dueBy } from '../worry/dueBy'

/** Undefined where nothing asks somebody to act before all answers are read, and where the phone was not told the hours. `last` as in `rulesMet`. */
export function actBy(form: Questionnaire, values: Values, at: Date, { by, coverage }: Reading, last?: Scores): Date | undefined {
  const met = rulesMet(form, values, last).map(({ tier }) => tier)
  const [urgent, today] = (['urgent', 'today'] as const).map((tier) => (met.includes(tier) ? dueBy(coverage ?? [], tier, at) : undefined))
  return urgent ?? (today && today < new Date(by) ? today : undefined)
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
