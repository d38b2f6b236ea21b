/** What a rule sees in answers, also in those of a form that is not finished. Pure; the same as server/checkins/rules.py. */
import { compares } from './compare'
import { enabledValues, listOf } from './enabled'
import { linkOf } from './places'
import type { Extension, Questionnaire, Single, Values } from './questionnaire'
import { allItems, OURS, part, parts } from './questionnaire'
import { numberOfOne, scoresOf, termsOf } from './score'

export interface Rule {
  name: string
  /** How soon a counselor acts on it; one without only offers. */
  tier: string | undefined
  /** What the phone shows at once: the page with help, or an exercise. */
  offer: string | undefined
  /** The link ids of what it looks at, also through a score. */
  items: readonly string[]
}

export type Scores = Readonly<Record<string, number>>

/** `before` are the scores of the person's answer before, for what has risen. */
export function rulesMet(form: Questionnaire, values: Values, before: Scores = {}): Rule[] {
  const counted = enabledValues(form, values)
  const scores = scoresOf(form, values)
  const isMet = (when: Extension) =>
    part(when, 'item') ? isSaid(when, form, counted) : isReached(when, scores, before)
  return parts(form, `${OURS}rule`).filter((rule) => parts(rule, 'when').some(isMet)).map((rule) => ruleOf(form, rule))
}

const ruleOf = (form: Questionnaire, rule: Extension): Rule => ({
  name: part(rule, 'name')?.valueCode ?? '',
  tier: part(rule, 'tier')?.valueCode,
  offer: part(rule, 'offer')?.valueCode,
  items: parts(rule, 'when').flatMap((when) => part(when, 'item')?.valueString ?? itemsOf(form, part(when, 'score')?.valueString)),
})

const itemsOf = (form: Questionnaire, score: string | undefined): string[] =>
  parts(form, `${OURS}score`).filter((one) => part(one, 'name')?.valueCode === score).flatMap(termsOf).map(({ item }) => item)

const operatorOf = (when: Extension): string => part(when, 'operator')?.valueCode ?? ''

function wantedBy(when: Extension): Single | undefined {
  const value = part(when, 'value')
  return value?.valueDecimal ?? value?.valueInteger ?? value?.valueBoolean ?? value?.valueCode ?? value?.valueString
}

/** In any round of its group; beside a number it is what the answer counts. */
function isSaid(when: Extension, form: Questionnaire, counted: Values): boolean {
  const [link, wanted] = [part(when, 'item')?.valueString, wantedBy(when)]
  const item = allItems(form.item).find(({ linkId }) => linkId === link)
  const given = Object.entries(counted).filter(([key]) => linkOf(key) === link).flatMap(([, value]) => listOf(value))
  const said = typeof wanted === 'number' ? given.flatMap((one) => numberOfOne(form, item, one) ?? []) : given
  return wanted !== undefined && said.some((one) => compares(one, operatorOf(when), wanted))
}

function isReached(when: Extension, scores: Scores, before: Scores): boolean {
  const name = part(when, 'score')?.valueString ?? ''
  const [value, earlier, wanted] = [scores[name], before[name], wantedBy(when)]
  if (value === undefined || wanted === undefined) return false
  if (operatorOf(when) !== 'rise') return compares(value, operatorOf(when), wanted)
  return earlier !== undefined && compares(value - earlier, '>=', wanted)
}

/** The forms that these answers open right there; the first that the phone has counts. */
export function openedBy(form: Questionnaire, values: Values): string[] {
  const opens = parts(form, `${OURS}opens`).find((one) => isReached(one, scoresOf(form, values), {}))
  return opens ? instrumentsOf(opens) : []
}

/** The forms that some answers to this one open. */
export const openable = (form: Questionnaire): string[] => parts(form, `${OURS}opens`).flatMap(instrumentsOf)

const instrumentsOf = (opens: Extension): string[] => parts(opens, 'instrument').flatMap(({ valueCode }) => valueCode ?? [])
