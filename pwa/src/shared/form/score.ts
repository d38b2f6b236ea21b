/** Scores are data in the form. Pure, and the same as server/checkins/score.py: both run shared/vectors. */
import { fits } from './check'
import { enabledValues } from './enabled'
import type { Extension, FormItem, Questionnaire, Value, Values } from './questionnaire'
import { allItems, optionsOf, OURS, part, parts, said } from './questionnaire'
import type { Language } from '../words/language'

interface Term {
  item: string
  weight: number
}

/** By name. A score that misses an item is not there: never a lower one. */
export function scoresOf(form: Questionnaire, values: Values): Record<string, number> {
  const counted = enabledValues(form, values)
  const items = new Map(allItems(form.item).map((item) => [item.linkId, item]))
  const numberAt = (link: string) => numberOf(form, items.get(link), counted[link]) ?? NaN
  const scores = parts(form, `${OURS}score`).map((score) => [part(score, 'name')?.valueCode ?? '', sumOf(score, numberAt)] as const)
  return Object.fromEntries(scores.filter(([, value]) => !Number.isNaN(value)))
}

/** NaN where an item is missing. */
const sumOf = (score: Extension, numberAt: (link: string) => number): number =>
  termsOf(score).reduce((sum, { item, weight }) => sum + weight * numberAt(item), part(score, 'constant')?.valueDecimal ?? 0)

export const termsOf = (score: Extension): Term[] => [
  ...parts(score, 'item').map(({ valueString = '' }) => ({ item: valueString, weight: 1 })),
  ...parts(score, 'term').map((term) => ({ item: part(term, 'item')?.valueString ?? '', weight: part(term, 'weight')?.valueDecimal ?? 1 })),
]

/** What an answer counts: a number itself, yes 1 and no 0, an option its ordinal value. A list counts nothing. */
const numberOf = (form: Questionnaire, item: FormItem | undefined, value: Value | undefined): number | undefined =>
  item?.repeats ? undefined : numberOfOne(form, item, value)

/** The same of one answer of a list. */
export function numberOfOne(form: Questionnaire, item: FormItem | undefined, value: Value | undefined): number | undefined {
  if (!item || !fits(form, { ...item, repeats: false }, value)) return undefined
  if (typeof value === 'boolean') return value ? 1 : 0
  if (item.type === 'integer' || item.type === 'decimal') return Number(value)
  return optionsOf(form, item, 'en').find((option) => option.value === value)?.ordinal
}

/** What a value of the score is called; undefined where nobody has named it. */
export function bandAt(form: Questionnaire, name: string, value: number, language: Language): string | undefined {
  const score = parts(form, `${OURS}score`).find((one) => part(one, 'name')?.valueCode === name)
  const band = score && parts(score, 'band').findLast((one) => (part(one, 'from')?.valueDecimal ?? Infinity) <= value)
  const label = band && part(band, 'label')
  return label && said(label.valueString, label._valueString, language)
}
