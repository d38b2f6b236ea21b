/** What a check-in offers at once, by the rules of its form: they hold offline too. Pure. */
import type { Questionnaire, Value, Values } from '../shared/form/questionnaire'
import type { Scores } from '../shared/form/rules'
import { rulesMet } from '../shared/form/rules'
import type { ExerciseOut, Home } from '../shared/wire'
import type { Draft } from './draft'

const RIDE = 'ride-the-urge'

type Skills = Pick<Home, 'exercises' | 'assignments'>

/** What a rule offers after these answers, if the phone has it: riding the urge, or what this person was given instead. */
export function skillFor(form: Questionnaire, values: Values, before: Scores, { exercises, assignments }: Skills): ExerciseOut | undefined {
  if (!rulesMet(form, values, before).some(({ offer }) => offer === 'exercise')) return undefined
  const given = exercises.filter(({ key }) => assignments.some(({ exercise }) => exercise === key))
  return given.find(({ key }) => key === RIDE) ?? given[0] ?? exercises.find(({ key }) => key === RIDE)
}

/** The same for one answer alone, while its question is still on the screen. */
export const skillForOne = (form: Questionnaire, key: string, value: Value | undefined, before: Scores, body: Skills): ExerciseOut | undefined =>
  value === undefined ? undefined : skillFor(form, { [key]: value }, before, body)

const USED = ['used', 'bam-use']

/** Whether somebody said that they used: kind words, and what the plan says. */
export const saidUsed = (form: Questionnaire, values: Values): boolean => rulesMet(form, values).some(({ name }) => USED.includes(name))

export const askedForCall = (form: Questionnaire, values: Values): boolean => rulesMet(form, values).some(({ name }) => name === 'call')

/** A counselor has to see it soon, or the phone shows help for it. */
export const isWorrying = (form: Questionnaire, values: Values, before: Scores): boolean =>
  rulesMet(form, values, before).some(({ offer, tier }) => offer === 'help' || tier === 'urgent')

/** Whether that holds of a draft, and no call was asked for yet. In a correction, what the answer says already is no news. */
export const worries = ({ form, values, calls }: Draft, before: Scores, corrected?: Values): boolean =>
  !calls && isWorrying(form, values, before) && !(corrected && isWorrying(form, corrected, before))
