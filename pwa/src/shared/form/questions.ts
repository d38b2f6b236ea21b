/** From a form, and what was answered so far, to the questions that a page asks, one after another. Pure. */
import type { Language } from '../words/language'
import { answeredIn, isRequired, limitOf } from './check'
import { enabledPlaces } from './enabled'
import type { Place, Rounds } from './places'
import { isRepeating } from './places'
import type { Choosable, FormItem, Questionnaire, Values } from './questionnaire'
import { bound, extension, hasControl, isQuestion, optionsOf, said, sliderStep } from './questionnaire'

interface Asked {
  key: string
  item: FormItem
  text: string
  /** What stands above it: the texts of its groups, and what the form only shows. */
  lead: readonly string[]
  /** What belongs to the question itself, smaller. */
  hints: readonly string[]
  /** What the form shows behind its last question. */
  foot: readonly string[]
  required: boolean
  /** Several answers are taken. */
  many: boolean
  /** The rounds of repeating groups that begin or end with it, the innermost first. */
  begins: readonly Round[]
  ends: readonly Round[]
}

export interface Round {
  /** The group's key. */
  group: string
  text: string
  /** From 0, and how many there are. */
  n: number
  count: number
}

interface Scale {
  kind: 'scale'
  min: number
  max: number
  low: string
  high: string
}

interface Slider extends Omit<Scale, 'kind'> {
  kind: 'slider'
  step: number
  unit: string
}

interface Amount {
  kind: 'amount'
  min: number
  max: number
  step: number
  whole: boolean
  unit: string
  isHours: boolean
}

interface Choice {
  kind: 'choice'
  options: readonly Choosable[]
  /** Any other words are an answer too. */
  open: boolean
  limit: number
}

interface Text {
  kind: 'text'
  limit: number
  long: boolean
}

interface Day {
  kind: 'date'
  min: string | undefined
  max: string | undefined
}

type Kind = Scale | Slider | Amount | Choice | Text | Day | { kind: 'yes-no' }

export type Question = Asked & Kind
export type QuestionOf<Name extends Kind['kind']> = Asked & Extract<Kind, { kind: Name }>

/** What is asked now, in the order of the form. */
export function questionsOf(form: Questionnaire, language: Language, values: Values = {}, rounds: Rounds = {}): Question[] {
  const places = enabledPlaces(form, values, rounds)
  const asked = places.filter(({ item }) => isQuestion(item))
  const answered = answeredIn(places, values)
  const found = asked.map((place) => ({
    ...wordsOf(place, places, language),
    required: isRequired(place, answered) || isLastChance(place, asked, values, answered),
    ...turnsOf(place, asked, language),
    ...kindOf(form, place.item, language),
  }))
  const last = places.findLastIndex(({ item }) => isQuestion(item))
  const rest = places.slice(last + 1).filter(isBetween).map((place) => textOf(place, language))
  return found.map((question, i) => ({ ...question, foot: i === found.length - 1 ? rest : [] }))
}

function wordsOf(place: Place, places: readonly Place[], language: Language) {
  const { item, key } = place
  const before = places.slice(0, places.indexOf(place))
  const since = before.slice(before.findLastIndex((one) => isQuestion(one.item)) + 1)
  const own = places.filter((one) => one.above?.key === key && isShown(one) && !isControl(one.item))
  return {
    key,
    item,
    text: textOf(place, language),
    lead: leadOf(place, since, language),
    hints: own.map((one) => textOf(one, language)),
    many: item.repeats ?? false,
  }
}

const textOf = ({ item }: Pick<Place, 'item'>, language: Language): string => said(item.text, item._text, language)

/** More numbers than this do not fit on the screen as buttons. */
const WIDEST_SCALE = 10

const isShown = ({ item }: Place): boolean => item.type === 'display'

/** What a form shows inside a question belongs to that question. */
const isBetween = (place: Place): boolean => isShown(place) && !(place.above && isQuestion(place.above.item))

/** The groups that began before the last question, then what has come since, in the form's order. */
function leadOf(place: Place, since: readonly Place[], language: Language): string[] {
  const around = groupsAround(place)
  const earlier = around.filter((group) => !since.includes(group))
  const later = since.filter((one) => around.includes(one) || isBetween(one))
  return [...earlier, ...later].map((one) => textOf(one, language)).filter(Boolean)
}

const groupsAround = ({ above }: Place): Place[] =>
  above ? [...groupsAround(above), ...(isQuestion(above.item) ? [] : [above])] : []

/** What the two ends of a scale mean, and its unit: the text of a `display` item inside it. */
function control({ item = [] }: FormItem, wanted: string, language: Language): string {
  const found = item.find((one) => hasControl(one, wanted))
  return found ? textOf({ item: found }, language) : ''
}

const isControl = (item: FormItem): boolean => ['lower', 'upper', 'unit'].some((wanted) => hasControl(item, wanted))

/** A required group wants one answer: where nothing else in it has one, its last question can't be skipped. */
function isLastChance(place: Place, asked: readonly Place[], values: Values, answered: ReadonlySet<string>): boolean {
  const wanted = groupsAround(place).filter((group) => isRequired(group, answered))
  return wanted.some((group) => {
    const inside = asked.filter((one) => groupsAround(one).includes(group))
    return inside.at(-1) === place && inside.every((one) => one === place || values[one.key] === undefined)
  })
}

function turnsOf(place: Place, asked: readonly Place[], language: Language): Pick<Asked, 'begins' | 'ends'> {
  const rounds = groupsAbove(place).map((group) => {
    const at = group.rounds.length
    const inGroup = asked.filter((one) => groupsAbove(one).some(({ key }) => key === group.key))
    const n = place.rounds[at] ?? 0
    const inRound = inGroup.filter((one) => one.rounds[at] === n)
    const count = 1 + Math.max(...inGroup.map((one) => one.rounds[at] ?? 0))
    return { first: inRound[0], last: inRound.at(-1), round: { group: group.key, text: textOf(group, language), n, count } }
  })
  return {
    begins: rounds.flatMap(({ first, round }) => (first === place ? round : [])),
    ends: rounds.flatMap(({ last, round }) => (last === place ? round : [])),
  }
}

/** The repeating ones, the innermost first. */
const groupsAbove = ({ above }: Place): Place[] =>
  above ? [...(isRepeating(above.item) ? [above] : []), ...groupsAbove(above)] : []

function kindOf(form: Questionnaire, item: FormItem, language: Language): Kind {
  const limit = limitOf(item)
  switch (item.type) {
    case 'boolean':
      return { kind: 'yes-no' }
    case 'integer':
    case 'decimal':
      return numberKind(item, language)
    case 'date':
      return { kind: 'date', min: extension(item, 'minValue')?.valueDate, max: extension(item, 'maxValue')?.valueDate }
    case 'choice':
    case 'open-choice':
      return { kind: 'choice', options: optionsOf(form, item, language), open: item.type === 'open-choice', limit }
    default:
      return { kind: 'text', limit, long: item.type === 'text' }
  }
}

function numberKind(item: FormItem, language: Language): Kind {
  const [min, max] = [bound(item, 'minValue') ?? -Infinity, bound(item, 'maxValue') ?? Infinity]
  const whole = item.type === 'integer'
  const ends = { low: control(item, 'lower', language), high: control(item, 'upper', language) }
  if (hasControl(item, 'slider') && Number.isFinite(max - min)) {
    return { kind: 'slider', min, max, step: sliderStep(item) ?? (whole ? 1 : decimalStep(max - min)), unit: unitOf(item, language), ...ends }
  }
  if (whole && !item.repeats && max - min <= WIDEST_SCALE) return { kind: 'scale', min, max, ...ends }
  const isHours = unitCoding(item)?.code === 'h'
  return { kind: 'amount', min, max, step: isHours ? 0.5 : 1, whole, unit: unitOf(item, language), isHours }
}

/** Where the form names none: the coarsest that divides the line into ten or more, else a tenth of it. */
const decimalStep = (range: number): number =>
  [1, 0.1, 0.01].find((step) => range > 9.9 * step && Math.abs(range / step - Math.round(range / step)) < 1e-6) ?? (range / 10 || 1)

const unitCoding = (item: FormItem) => extension(item, 'questionnaire-unit')?.valueCoding

function unitOf(item: FormItem, language: Language): string {
  const coding = unitCoding(item)
  return control(item, 'unit', language) || said(coding?.display ?? coding?.code, coding?._display, language)
}
