/** Pure: twelve weeks of somebody as lines over one axis of days, and as the numbers they are made of. */
import { localDate } from '../../shared/i18n'
import type { Day, Mark, Overview, Phase, PhaseSpan, SessionRow } from '../../shared/wire'
import type { Language } from '../../shared/words/language'
import type { Values } from '../chart'
import { dayNumber } from '../chart'

const TWELVE_WEEKS = 84
const DAILY = 'daily'
const WEEK = 7

/** First and last day number; both are on it. */
export type Axis = readonly [number, number]

export const axisTo = (today: string): Axis => [dayNumber(today) - TWELVE_WEEKS + 1, dayNumber(today)]

const daysOf = ([from, to]: Axis): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

export const asked = ['mood', 'craving', 'sleep'] as const
export type Asked = (typeof asked)[number]

export interface Step {
  at: number
  label: string
}

/** One number over time, the oldest first. */
export interface Line {
  key: string
  title: string
  /** An item that is asked daily; without it a score of an instrument. */
  item?: Asked
  min: number
  max: number
  /** From each value up it is called that. */
  steps: readonly Step[]
  points: readonly { x: number; value: number }[]
}

type Told = Pick<Overview, 'days' | 'trends'>

/** What is asked daily first, then each score that was answered in these weeks. */
export function linesOf({ days, trends }: Told, axis: Axis, titles: Record<Asked, string>, language: Language): Line[] {
  const scores = trends.map((trend) => ({
    key: `${trend.instrument}/${trend.score}`,
    title: trend.title[language],
    min: trend.min,
    max: trend.max,
    steps: trend.bands.map(({ at, label }) => ({ at, label: label[language] })),
    points: within(axis, trend.points.map(({ day, value }) => ({ x: dayNumber(day), value }))),
  }))
  const items = asked.map((item) => itemLine(item, titles[item], days, axis))
  return [...items, ...scores.filter(({ key }) => !items.some((line) => line.key === key))].filter(({ points }) => points.length > 0)
}

const HIGHEST: Record<Asked, number> = { mood: 10, craving: 10, sleep: 12 }

/** Of each day, whichever form asked for it. */
function itemLine(item: Asked, title: string, days: readonly Day[], axis: Axis): Line {
  const points = within(axis, days.flatMap((day) => (day[item] === null ? [] : [{ x: dayNumber(day.day), value: day[item] }])))
  const highest = Math.max(HIGHEST[item], ...points.map(({ value }) => value))
  return { key: `${DAILY}/${item}`, title, item, min: 0, max: highest, steps: [], points }
}

const within = ([from, to]: Axis, points: Line['points']): Line['points'] => points.filter(({ x }) => x >= from && x <= to)

/**
 * One value for each day of the axis, the latest of the day. A line of something daily breaks where nobody answered and
 * passes over days on which nothing was due; a score's goes on to the next time it was asked.
 */
export function valuesOf(line: Line, days: readonly Day[], axis: Axis): Values {
  const latest = new Map(line.points.map(({ x, value }) => [x, value]))
  const free = new Set(days.filter(isFree).map(({ day }) => dayNumber(day)))
  return daysOf(axis).map((x) => latest.get(x) ?? (line.item && !free.has(x) ? null : undefined))
}

export const daysAlong = daysOf

/** From the first day on which something was due or was said. */
export function daysKnown(days: readonly Day[]): readonly Day[] {
  const first = days.findIndex((day) => day.state !== null || asked.some((item) => day[item] !== null))
  return first === -1 ? [] : days.slice(first)
}

const isFree = ({ state }: Day): boolean => state === null || state === 'planned'

export interface Latest {
  x: number
  value: number
  step: string | undefined
  before: { x: number; value: number } | undefined
}

export function latestOf({ points, steps }: Line): Latest | undefined {
  const last = points.at(-1)
  return last && { ...last, step: stepAt(steps, last.value), before: points.at(-2) }
}

export const stepAt = (steps: readonly Step[], value: number): string | undefined => steps.findLast(({ at }) => value >= at)?.label

/** Averages of the last seven days and of the seven before; undefined where nothing was answered. */
export function weeksOf({ points }: Line, [, today]: Axis): { now: number | undefined; before: number | undefined } {
  const average = (from: number) => mean(points.filter(({ x }) => x > from && x <= from + WEEK).map(({ value }) => value))
  return { now: average(today - WEEK), before: average(today - 2 * WEEK) }
}

const mean = (values: readonly number[]): number | undefined =>
  values.length > 0 ? Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 10) / 10 : undefined

export interface Turn {
  x: number
  phase: Phase
}

/** Where a phase begins, on the axis; the one it starts in begins at its edge. */
export function turnsOf(phases: readonly PhaseSpan[], [from, to]: Axis): Turn[] {
  const turns = phases.map(({ phase, from_day }) => ({ phase, x: dayNumber(from_day) })).sort((a, b) => a.x - b.x)
  const started = turns.findLast(({ x }) => x <= from)
  return [...(started ? [{ ...started, x: from }] : []), ...turns.filter(({ x }) => x > from && x <= to)]
}

/** How a session is drawn, so that its shape alone tells: there, partly there, excused, not there, not marked. */
export type Shape = 'there' | 'partly' | 'excused' | 'away' | 'unmarked'

const shapes: Record<Mark, Shape> = { attended: 'there', late: 'partly', left_early: 'partly', excused: 'excused', no_show: 'away' }

export interface Dot {
  x: number
  shape: Shape
}

/** Sessions that took place, on the reader's days. */
export const dotsOf = (sessions: readonly SessionRow[], zone: string): Dot[] =>
  [...sessions]
    .filter(({ state }) => state !== 'cancelled')
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at))
    .map(({ starts_at, mark }) => ({ x: dayNumber(localDate(starts_at, zone)), shape: mark ? shapes[mark] : 'unmarked' }))

export type Tally = Record<Shape, number>

export function tallyOf(dots: readonly Dot[]): Tally {
  const tally: Tally = { there: 0, partly: 0, excused: 0, away: 0, unmarked: 0 }
  for (const { shape } of dots) tally[shape] += 1
  return tally
}
