/** What a check-in offers at once, by the rules of its form: they hold offline too. Pure. */
import type { Questionnaire, Value, Values } from '../shared/form/questionnaire'
import { rulesMet } from '../shared/form/rules'
import type { ExerciseOut, Home } from '../shared/wire'

const RIDE = 'ride-the-urge'

/** The skill that a rule offers after these answers, if the phone has it. */
export const skillFor = (form: Questionnaire, values: Values, { exercises }: Pick<Home, 'exercises'>): ExerciseOut | undefined =>
  rulesMet(form, values).some(({ offer }) => offer === 'exercise') ? exercises.find(({ key }) => key === RIDE) : undefined

/** The same for one answer alone, while its question is still on the screen. */
export const skillForOne = (form: Questionnaire, key: string, value: Value | undefined, body: Pick<Home, 'exercises'>): ExerciseOut | undefined =>
  value === undefined ? undefined : skillFor(form, { [key]: value }, body)

const USED = ['used', 'bam-use']

/** Whether somebody said that they used: kind words, and what the plan says. */
export const saidUsed = (form: Questionnaire, values: Values): boolean => rulesMet(form, values).some(({ name }) => USED.includes(name))

export const askedForCall = (form: Questionnaire, values: Values): boolean => rulesMet(form, values).some(({ name }) => name === 'call')

/** A counselor has to see it soon, or the phone shows help for it. */
export const isWorrying = (form: Questionnaire, values: Values): boolean =>
  rulesMet(form, values).some(({ offer, tier }) => offer === 'help' || tier === 'urgent')
