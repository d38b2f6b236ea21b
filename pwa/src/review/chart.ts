/** Pure: from what was answered to the points of a line, with its gaps where nobody answered. */
import type { CravingPoint } from '../shared/wire'

const DAY = 86_400_000
const SIX_WEEKS = 42

/** The day's number since 1970, the same everywhere: local dates have no zone. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY

/** `null` breaks the line, `undefined` lets it pass. */
export type Values = (number | null | undefined)[]

/** Longer than the week between two weekly check-ins: then the line would tell of days that nobody knows. */
const SILENCE = 8

/** Cravings as x and y, broken where nobody answered for more than a week. */
export function sparkOf(points: readonly CravingPoint[]): { x: number[]; y: Values } {
  const [x, y]: [number[], Values] = [[], []]
  for (const { day, value } of points) {
    const [here, before] = [dayNumber(day), x.at(-1)]
    if (before !== undefined && here - before > SILENCE) {
      x.push(before + 1)
      y.push(null)
    }
    x.push(here)
    y.push(value)
  }
  return { x, y }
}

/** Six weeks of day numbers up to today, both ends in it. */
export const sixWeeksTo = (today: string): [number, number] => [dayNumber(today) - SIX_WEEKS + 1, dayNumber(today)]

/** The places of values without a neighbor: no line leads there, so they need a dot. */
export function alone(y: Values): number[] {
  const known = y.map((value, i) => ({ value, i })).filter(({ value }) => value !== undefined)
  return known.filter(({ value }, i) => value !== null && known[i - 1]?.value == null && known[i + 1]?.value == null).map(({ i }) => i)
}
