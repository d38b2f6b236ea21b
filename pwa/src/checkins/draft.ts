/** A check-in that has been begun. Pure; one is kept on the phone at each step, for days if need be. */
import { fits, missing } from '../shared/form/check'
import { enabledKeys, listOf } from '../shared/form/enabled'
import type { Rounds } from '../shared/form/places'
import { linkOf, placesOf } from '../shared/form/places'
import type { Round } from '../shared/form/questions'
import type { FormItem, Questionnaire, Single, Value, Values } from '../shared/form/questionnaire'
import { allItems, initialOf } from '../shared/form/questionnaire'
import type { AnswerIn } from '../shared/wire'

export interface Draft {
  instrument: string
  /** As it was when this was begun: whoever answered its questions goes on with it, whatever was loaded since. */
  form: Questionnaire
  began_at: string
  /** The key of the question it stands at. */
  at: string | undefined
  /** Also what is not asked any more: it comes back with its question. */
  values: Values
  /** Keys, so that a skipped question shows as one when the person comes back to it. */
  skipped: readonly string[]
  /** The rounds of repeating groups that the person added. */
  rounds: Rounds
  /** The rule whose page is open. */
  facing?: { rule: string } | undefined
  /** The id of the call that was asked for on a rule's page: whoever comes there again has asked already. */
  calls?: Readonly<Record<string, string>> | undefined
  /** As it is kept: it says what somebody should see soon, and no call was asked for. */
  worrying?: boolean
}

/** `values` are those of an answer that is corrected, or of a short form that this one goes on from. */
export function begun(form: Questionnaire, now: Date, values?: Values): Draft {
  const first = { instrument: form.id, form, began_at: now.toISOString(), at: undefined, skipped: [], rounds: {} }
  return { ...first, values: values ? fitting(form, values) : initialValues(form) }
}

/** What the form's author has filled in, in every round. */
function initialValues(form: Questionnaire, rounds: Rounds = {}): Values {
  const given = placesOf(form, {}, rounds).flatMap(({ item, key }) => {
    const value = initialOf(form, item)
    return fits(form, item, value) ? [[key, value] as const] : []
  })
  return Object.fromEntries(given)
}

/** The form that a short one opens: it begins with what was said, at the first question that is new. */
export function opening(form: Questionnaire, values: Values, now: Date): Draft {
  const draft = begun(form, now, values)
  return { ...draft, at: [...enabledKeys(form, draft.values)].find((key) => draft.values[key] === undefined) }
}

/** A form that was begun behind a short one, with what that says now; all else in it stays. */
export function carriedOver(draft: Draft, short: Questionnaire, said: Values): Draft {
  const links = allItems(short.item).map(({ linkId }) => linkId)
  const own = Object.entries(draft.values).filter(([key]) => !links.includes(linkOf(key)))
  const values = { ...Object.fromEntries(own), ...fitting(draft.form, said) }
  return { ...draft, values, skipped: draft.skipped.filter((key) => values[key] === undefined) }
}

/** As far as this form asks for it. */
function fitting(form: Questionnaire, values: Values): Values {
  const items = new Map(allItems(form.item).map((item) => [item.linkId, item]))
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => fits(form, items.get(linkOf(key)), value)))
}

/** What the phone kept; undefined when there is nothing to go on with. An older app kept no form: then as far as this one asks for it. */
export function resumed(stored: unknown, form: Questionnaire): Draft | undefined {
  const { instrument, form: own = form, began_at, at, values, skipped, rounds, facing, calls } = (stored ?? {}) as Partial<Draft>
  if (instrument !== form.id || typeof began_at !== 'string') return undefined
  return {
    instrument,
    form: own,
    began_at,
    at,
    values: fitting(own, values ?? {}),
    skipped: Array.isArray(skipped) ? skipped : [],
    rounds: rounds ?? {},
    facing,
    calls,
  }
}

/** With an answer, or with undefined without one. */
export function withValue(draft: Draft, key: string, value: Value | undefined): Draft {
  const { [key]: _, ...others } = draft.values
  return {
    ...draft,
    values: value === undefined ? others : { ...others, [key]: value },
    skipped: draft.skipped.filter((one) => one !== key),
  }
}

export const withSkipped = (draft: Draft, key: string): Draft => {
  const without = withValue(draft, key, undefined)
  return { ...without, skipped: [...without.skipped, key] }
}

/** With one more round of a repeating group. */
export function withRound(draft: Draft, form: Questionnaire, { group, count }: Round): Draft {
  const rounds = { ...draft.rounds, [group]: count + 1 }
  const before = new Set(placesOf(form, draft.values, draft.rounds).map(({ key }) => key))
  const given = Object.entries(initialValues(form, rounds)).filter(([key]) => !before.has(key))
  return { ...draft, rounds, values: { ...draft.values, ...Object.fromEntries(given) } }
}

/** Where several answers are taken, one more or one less. */
export function toggled(value: Value | undefined, one: Single): Value | undefined {
  const before = listOf(value)
  const after = before.includes(one) ? before.filter((other) => other !== one) : [...before, one]
  return after.length > 0 ? after : undefined
}

/** The place of its question among those asked now; 0 when it is no longer asked. */
export const stepOf = ({ at }: Draft, questions: readonly { key: string }[]): number =>
  Math.max(0, questions.findIndex(({ key }) => key === at))

/** In the order of the form; what was skipped, left empty or is not asked any more is not there. */
export function itemsOf({ values }: Draft, form: Questionnaire): AnswerIn['items'] {
  const items = new Map(allItems(form.item).map((item) => [item.linkId, item]))
  return [...enabledKeys(form, values)].flatMap((key) => {
    const value = trimmed(values[key])
    return fits(form, items.get(linkOf(key)), value) ? [{ link_id: key, value }] : []
  })
}

function trimmed(value: Value | undefined): Value | undefined {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'object' ? value.map((one) => (typeof one === 'string' ? one.trim() : one)) : value
}

/** Where something required is still missing among the questions asked; undefined when nothing is. */
export function stepMissing({ values }: Draft, form: Questionnaire, questions: readonly { key: string; item: FormItem }[]): number | undefined {
  const wanted = missing(form, values).map((key) => allItems(form.item).find(({ linkId }) => linkId === linkOf(key)))
  const links = wanted.flatMap((item) => (item ? allItems([item]).map(({ linkId }) => linkId) : []))
  const step = questions.findIndex(({ key, item }) => values[key] === undefined && links.includes(item.linkId))
  return step < 0 ? undefined : step
}
