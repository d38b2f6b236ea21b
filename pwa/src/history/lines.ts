/** Pure: from what was answered to one line for each score, number, choice in order, and yes or no, with what they are called. */
import { scoresDefined } from '../shared/form/defined'
import { questionsOf } from '../shared/form/questions'
import type { Question, QuestionOf } from '../shared/form/questions'
import type { Questionnaire } from '../shared/form/questionnaire'
import { titleOf, valuesIn } from '../shared/form/questionnaire'
import { localDate } from '../shared/i18n'
import type { HistoryAnswer } from '../shared/wire'
import type { Language } from '../shared/words/language'

const DAY = 86_400_000

/** The day's number since 1970: local days have no zone. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY

export interface Point {
  /** The local day that it was asked for, else the one on which it was said. */
  x: number
  at: string
  value: number
}

export interface Line {
  key: string
  title: string
  min: number
  max: number
  /** What its ends mean: "0 = none". */
  ends: readonly string[]
  isHours: boolean
  /** Of a choice: what each value stands for, ascending. A number has none. */
  steps: readonly Step[]
  bands: readonly { from: number; label: string }[]
  /** The oldest first, at least one. */
  points: readonly Point[]
}

export interface Step {
  at: number
  label: string
}

/** How a yes and a no are called. */
export interface YesNo {
  yes: string
  no: string
}

/** All that one form has told, by its newest version. */
export interface Topic {
  key: string
  title: string
  scores: readonly Line[]
  questions: readonly Line[]
}

/** Corrected answers left out by the caller. What has been answered lately comes first; what has no numbers is not there. */
export function topicsOf(answers: readonly HistoryAnswer[], forms: readonly Questionnaire[], zone: string, language: Language, words: YesNo): Topic[] {
  const latest = answers.toSorted((one, other) => Date.parse(other.answered_at) - Date.parse(one.answered_at))
  return [...new Set(latest.map(({ instrument }) => instrument))].flatMap((instrument) => {
    const theirs = latest.filter((answer) => answer.instrument === instrument).reverse()
    const form = newestOf(theirs, forms)
    const topic = form && topicOf(form, theirs, zone, language, words)
    return topic && topic.scores.length + topic.questions.length > 0 ? [topic] : []
  })
}

/** The version that was answered last. */
const newestOf = (answers: readonly HistoryAnswer[], forms: readonly Questionnaire[]): Questionnaire | undefined => {
  const last = answers.at(-1)
  return forms.find(({ id, version }) => id === last?.instrument && version === last.version)
}

function topicOf(form: Questionnaire, answers: readonly HistoryAnswer[], zone: string, language: Language, words: YesNo): Topic {
  const charted = chartedIn(form, answers, language)
  const defined = scoresDefined(form, language)
  const scores = defined.map(({ name, title, items, min, max, bands }) => {
    const alike = items.length === 1 ? charted.find(({ key }) => key === items[0]) : undefined
    const { ends = [], isHours = false, steps = [] } = alike ? lineAbout(alike, words) : {}
    return { key: name, title, min, max, ends, isHours, steps, bands, points: pointsOf(answers, zone, ({ scores }) => scores[name]) }
  })
  const shown = new Set(defined.flatMap(({ items }) => (items.length === 1 ? items : [])))
  const questions = charted
    .filter(({ key }) => !shown.has(key))
    .map((question) => within({ key: question.key, title: question.text, ...lineAbout(question, words), bands: [], points: pointsOf(answers, zone, said(question)) }))
  return { key: form.id, title: titleOf(form, language), scores: scores.filter(isThere), questions: questions.filter(isThere) }
}

const isThere = ({ points }: Line): boolean => points.length > 0

type Charted = Extract<Question, { kind: 'scale' | 'slider' | 'amount' | 'choice' | 'yes-no' }>

/** The questions whose one answer stands higher or lower than another, also those that only some answers ask. */
function chartedIn(form: Questionnaire, answers: readonly HistoryAnswer[], language: Language): Charted[] {
  const found = new Map<string, Charted>()
  for (const { items } of answers.toReversed()) {
    for (const question of questionsOf(form, language, valuesIn(items))) if (isCharted(question) && !found.has(question.key)) found.set(question.key, question)
  }
  return [...found.values()]
}

const isCharted = (question: Question): question is Charted => !question.many && !question.key.includes('~') && hasOrder(question)

function hasOrder(question: Question): boolean {
  if (question.kind === 'choice') return !question.open && question.options.every(({ ordinal }) => ordinal !== undefined) && stepsOf(question).length > 1
  return question.kind !== 'text' && question.kind !== 'date'
}

type About = Pick<Line, 'min' | 'max' | 'ends' | 'isHours' | 'steps'>

function lineAbout(question: Charted, { yes, no }: YesNo): About {
  const plain = { ends: [], isHours: false, steps: [] }
  if (question.kind === 'yes-no') return { ...plain, min: 0, max: 1, steps: [{ at: 0, label: no }, { at: 1, label: yes }] }
  if (question.kind === 'choice') {
    const steps = stepsOf(question)
    return { ...plain, min: steps[0]?.at ?? 0, max: steps.at(-1)?.at ?? 0, steps }
  }
  const { min, max } = question
  return question.kind === 'amount' ? { ...plain, min, max, isHours: question.isHours } : { ...plain, min, max, ends: [question.low, question.high].filter(Boolean) }
}

/** Options that count the same share a step. */
function stepsOf({ options }: QuestionOf<'choice'>): Step[] {
  const labels = new Map<number, string[]>()
  for (const { ordinal, label } of options) if (ordinal !== undefined) labels.set(ordinal, [...(labels.get(ordinal) ?? []), label])
  return [...labels].map(([at, all]) => ({ at, label: all.join(' / ') })).sort((one, other) => one.at - other.at)
}

/** A number without bounds lies between what was said. */
function within(line: Line): Line {
  const values = line.points.map(({ value }) => value)
  const [min, max] = [Number.isFinite(line.min) ? line.min : Math.min(0, ...values), Number.isFinite(line.max) ? line.max : Math.max(1, ...values)]
  return { ...line, min, max }
}

const said = (question: Charted) => ({ items }: HistoryAnswer): number | undefined => {
  const value = items.find(({ link_id }) => link_id === question.key)?.value
  if (question.kind === 'choice') return question.options.find((option) => option.value === value)?.ordinal
  if (question.kind === 'yes-no') return typeof value === 'boolean' ? Number(value) : undefined
  return typeof value === 'number' ? value : undefined
}

const pointsOf = (answers: readonly HistoryAnswer[], zone: string, valueOf: (answer: HistoryAnswer) => number | undefined): Point[] =>
  answers
    .flatMap((answer) => {
      const value = valueOf(answer)
      return value === undefined ? [] : [{ x: dayNumber(answer.for_day ?? localDate(answer.answered_at, zone)), at: answer.answered_at, value }]
    })
    .sort((one, other) => one.x - other.x)

const HOURS = 12

/** Up to where it is drawn: nobody sleeps for 24 hours, and a line along the floor tells nothing. */
export const topOf = ({ isHours, max, points }: Line): number =>
  isHours ? Math.max(HOURS, ...points.map(({ value }) => value)) : max

/** First and last day number; both are on it. */
export type Axis = readonly [number, number]

const [LONGEST, SHORTEST] = [84, 14]

/** Up to today: twelve weeks, or fewer where the first answer is younger. */
export function axisTo(today: string, first: number): Axis {
  const to = dayNumber(today)
  return [Math.max(to - LONGEST + 1, Math.min(first, to - SHORTEST + 1)), to]
}

/** `null` breaks the line, `undefined` lets it pass. */
export type Values = (number | null | undefined)[]

/** One value for each day of the axis, the last of the day. The line breaks where the person was silent for much longer than usual. */
export function valuesOf(points: readonly Point[], [from, to]: Axis): Values {
  const latest = new Map(points.map(({ x, value }) => [x, value]))
  const silent = new Set(silences([...latest.keys()]))
  return Array.from({ length: to - from + 1 }, (_, i) => latest.get(from + i) ?? (silent.has(from + i) ? null : undefined))
}

const LEAST_SILENCE = 3
const MUCH = 3

/** The first day of each silence. */
function silences(days: readonly number[]): number[] {
  const gaps = days.slice(1).map((day, i) => day - (days[i] ?? day))
  const usual = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0
  const longest = Math.max(LEAST_SILENCE, MUCH * usual)
  return days.flatMap((day, i) => ((gaps[i] ?? 0) > longest ? [day + 1] : []))
}

/** What a choice said; undefined for a number. */
export const stepAt = ({ steps }: Line, value: number): string | undefined => steps.find(({ at }) => at === value)?.label

/** What it is called at this value; undefined where nobody has named it. */
export const bandAt = ({ bands }: Line, value: number): string | undefined => bands.findLast(({ from }) => value >= from)?.label
