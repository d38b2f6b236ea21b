/** Which items are asked, by what was answered so far. Pure. */
import { compares } from './compare'
import type { Place, Rounds } from './places'
import { isRepeating, placesOf } from './places'
import type { EnableWhen, Questionnaire, Single, Value, Values } from './questionnaire'
import { isQuestion } from './questionnaire'

/** The keys of all questions that are asked now. */
export const enabledKeys = (form: Questionnaire, values: Values): Set<string> =>
  new Set(enabledPlaces(form, values).flatMap(({ item, key }) => (isQuestion(item) ? key : [])))

/** What counts: without the answers to questions that are not asked any more. */
export function enabledValues(form: Questionnaire, values: Values): Values {
  const keys = enabledKeys(form, values)
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)))
}

/** Every place that is asked or shown now, in the order of the form. An answer to what is not asked enables nothing. */
export function enabledPlaces(form: Questionnaire, values: Values, rounds: Rounds = {}): Place[] {
  const places = placesOf(form, values, rounds)
  const known = new Map<string, boolean>()
  const isEnabled = (place: Place): boolean => {
    const before = known.get(place.key)
    if (before !== undefined) return before
    known.set(place.key, false) // a form that asks in a circle is never loaded; should one come, this ends
    const is = (!place.above || isEnabled(place.above)) && isWanted(place)
    known.set(place.key, is)
    return is
  }
  const isWanted = (place: Place): boolean => {
    const { enableWhen = [], enableBehavior = 'any' } = place.item
    const met = (when: EnableWhen) => isMet(when, answersTo(when.question, place))
    if (enableWhen.length === 0) return true
    return enableBehavior === 'all' ? enableWhen.every(met) : enableWhen.some(met)
  }
  const answersTo = (link: string, seenFrom: Place): Single[] =>
    places
      .filter((place) => place.item.linkId === link && isNear(place, seenFrom) && isEnabled(place))
      .flatMap(({ key }) => listOf(values[key]))
  return places.filter(isEnabled)
}

export const listOf = (value: Value | undefined): readonly Single[] =>
  value === undefined ? [] : typeof value === 'object' ? value : [value]

/** In the same round of every repeating group around both. Seen from outside its group, any round is near. */
function isNear(one: Place, other: Place): boolean {
  const others = groupsAround(other)
  return groupsAround(one).every((group, i) => others[i] !== group || one.rounds[i] === other.rounds[i])
}

function groupsAround({ above }: Place): string[] {
  if (!above) return []
  const around = groupsAround(above)
  return isRepeating(above.item) ? [...around, above.item.linkId] : around
}

/** As the standard has it: `!=` is that no answer is equal, also where there is none. */
function isMet(when: EnableWhen, answers: readonly Single[]): boolean {
  const wanted = wantedBy(when)
  if (wanted === undefined) return false
  if (when.operator === 'exists') return answers.length > 0 === wanted
  if (when.operator === '!=') return !answers.includes(wanted)
  return answers.some((answer) => compares(answer, when.operator, wanted))
}

const wantedBy = (when: EnableWhen): Single | undefined =>
  when.answerBoolean ?? when.answerInteger ?? when.answerDecimal ?? when.answerDate ?? when.answerString ?? when.answerCoding?.code
