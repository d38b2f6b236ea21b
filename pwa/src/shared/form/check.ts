/** What a form takes, and what it still wants. Pure; the server asks the same. */
import { enabledPlaces } from './enabled'
import type { Place } from './places'
import { isRepeating } from './places'
import type { FormItem, Questionnaire, Single, Value, Values } from './questionnaire'
import { bound, extension, isQuestion, optionsOf, sliderStep } from './questionnaire'

/** Characters, where an item names no limit. */
const TEXT_LIMIT = 1000
/** What an answer may carry at all. */
const LONGEST_TEXT = 4000
/** To one question that takes several. */
export const MOST_ANSWERS = 50
const LARGEST_INTEGER = 2 ** 31 - 1
const LARGEST = 1e15
/** Of a step: 0.3 is three steps of 0.1, but not to a computer. */
const BESIDE = 1e-6

export function fits(form: Questionnaire, item: FormItem | undefined, value: unknown): value is Value {
  if (!item || !isQuestion(item)) return false
  if (!item.repeats) return fitsOne(form, item, value)
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_ANSWERS) return false
  return value.every((one) => fitsOne(form, item, one)) && !(takesOptions(item) && new Set(value).size < value.length)
}

const takesOptions = ({ type }: FormItem): boolean => type === 'choice' || type === 'open-choice'

function fitsOne(form: Questionnaire, item: FormItem, value: unknown): value is Single {
  switch (item.type) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isInteger(value) && isInside(item, value as number, LARGEST_INTEGER)
    case 'decimal':
      return typeof value === 'number' && isInside(item, value, LARGEST)
    case 'date':
      return typeof value === 'string' && isDate(value) && isBetween(item, value)
    case 'string':
    case 'text':
      return isText(item, value)
    case 'choice':
      return isOption(form, item, value)
    case 'open-choice':
      return isOption(form, item, value) || isText(item, value)
    default:
      return false
  }
}

const isInside = (item: FormItem, value: number, largest: number): boolean =>
  Math.abs(value) <= largest && (bound(item, 'minValue') ?? value) <= value && value <= (bound(item, 'maxValue') ?? value) && isOnStep(item, value)

function isOnStep(item: FormItem, value: number): boolean {
  const step = sliderStep(item)
  const beyond = step === undefined ? 0 : ((value - (bound(item, 'minValue') ?? 0)) / step) % 1
  return !(Math.min(beyond, 1 - beyond) > BESIDE)
}

const isBetween = (item: FormItem, day: string): boolean =>
  (extension(item, 'minValue')?.valueDate ?? day) <= day && day <= (extension(item, 'maxValue')?.valueDate ?? day)

const isText = (item: FormItem, value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= limitOf(item)

/** Characters. */
export const limitOf = ({ maxLength = TEXT_LIMIT }: FormItem): number => Math.min(maxLength, LONGEST_TEXT)

const isOption = (form: Questionnaire, item: FormItem, value: unknown): boolean =>
  optionsOf(form, item, 'en').some((option) => option.value === value)

/** "2026-02-29" is none. */
function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** The keys of what is required and has no answer: questions, and groups in which something has to be answered. */
export function missing(form: Questionnaire, values: Values): string[] {
  const places = enabledPlaces(form, values)
  const answered = answeredIn(places, values)
  return places.filter((place) => isRequired(place, answered) && !answered.has(place.key)).map(({ key }) => key)
}

/** A round of a repeating group counts once something in it is answered; the first one of a required group always does. */
export const isRequired = (place: Place, answered: ReadonlySet<string>): boolean =>
  place.item.required === true && roundsAround(place).every(({ group, n }) => answered.has(roundKey(group, n)) || (n === 0 && group.item.required === true))

/** The keys of what has an answer, of all that lies around it, and of the rounds it lies in. */
export const answeredIn = (places: readonly Place[], values: Values): Set<string> =>
  new Set(places.filter(({ key }) => values[key] !== undefined).flatMap((place) => [
    ...withAbove(place).map(({ key }) => key),
    ...roundsAround(place).map(({ group, n }) => roundKey(group, n)),
  ]))

const withAbove = (place: Place): Place[] => [place, ...(place.above ? withAbove(place.above) : [])]

const roundsAround = (place: Place): { group: Place; n: number }[] =>
  withAbove(place)
    .slice(1)
    .filter(({ item }) => isRepeating(item))
    .map((group) => ({ group, n: place.rounds[group.rounds.length] ?? 0 }))

const roundKey = ({ key }: Place, n: number): string => `${key}#${n}`

/** Whether the server would keep these answers: all are asked and fit, and nothing required is missing. */
export function isTaken(form: Questionnaire, values: Values): boolean {
  const asked = new Map(enabledPlaces(form, values).map(({ key, item }) => [key, item]))
  return missing(form, values).length === 0 && Object.entries(values).every(([key, value]) => fits(form, asked.get(key), value))
}
