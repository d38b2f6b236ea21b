/** The scores that a form defines: how they are called, and between what they lie. Pure. */
import type { Language } from '../words/language'
import type { Extension, FormItem, Questionnaire } from './questionnaire'
import { allItems, bound, optionsOf, OURS, part, parts, said } from './questionnaire'
import { termsOf } from './score'

export interface ScoreDefined {
  name: string
  title: string
  /** The link ids of what it is made of. */
  items: readonly string[]
  min: number
  max: number
  /** What it is called from each value up, ascending. */
  bands: readonly { from: number; label: string }[]
}

/** In the order of the form. */
export function scoresDefined(form: Questionnaire, language: Language): ScoreDefined[] {
  const items = new Map(allItems(form.item).map((item) => [item.linkId, item]))
  return parts(form, `${OURS}score`).map((score) => {
    const terms = termsOf(score)
    const ends = terms.map(({ item, weight }) => rangeOf(form, items.get(item)).map((end) => end * weight))
    const sum = (pick: (...ends: number[]) => number) => ends.reduce((total, each) => total + pick(...each), constantOf(score))
    return {
      name: part(score, 'name')?.valueCode ?? '',
      title: textOf(part(score, 'title'), language),
      items: terms.map(({ item }) => item),
      min: sum(Math.min),
      max: sum(Math.max),
      bands: parts(score, 'band').map((band) => ({ from: numberIn(part(band, 'from')), label: textOf(part(band, 'label'), language) })),
    }
  })
}

const constantOf = (score: Extension): number => numberIn(part(score, 'constant'))

const numberIn = (of: Extension | undefined): number => of?.valueDecimal ?? of?.valueInteger ?? 0

const textOf = (of: Extension | undefined, language: Language): string => said(of?.valueString, of?._valueString, language)

/** The least and the most that an answer can count. */
function rangeOf(form: Questionnaire, item: FormItem | undefined): number[] {
  if (!item) return []
  if (item.type === 'boolean') return [0, 1]
  if (item.type === 'integer' || item.type === 'decimal') return [bound(item, 'minValue') ?? 0, bound(item, 'maxValue') ?? 0]
  return optionsOf(form, item, 'en').flatMap(({ ordinal }) => ordinal ?? [])
}
