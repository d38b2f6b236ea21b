/** A month as a grid of days. Pure: days are calendar days, as "2026-11-26". */
import { mondayOf } from '../shared/practiced'
import type { Day, Span } from './days'
import { plusDays, weekOf } from './days'

export const isSameMonth = (one: Day, other: Day): boolean => one.slice(0, 7) === other.slice(0, 7)

/** The weeks, Monday to Sunday, that have a day of the month. */
export function weeksOf(day: Day): Day[][] {
  const weeks = Array.from({ length: 6 }, (_, i) => weekOf(plusDays(mondayOf(firstOf(day)), 7 * i)))
  return weeks.filter((week) => week.some((each) => isSameMonth(each, day)))
}

export const firstOf = (day: Day): Day => `${day.slice(0, 8)}01`

/** The same date so many months on; the last of a month that has no such date. */
export function plusMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0))
  return new Date(last.setUTCDate(Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10)
}

const sinceMonday = (day: Day): number => weekOf(day).indexOf(day)

const steps: Record<string, (day: Day) => Day> = {
  ArrowLeft: (day) => plusDays(day, -1),
  ArrowRight: (day) => plusDays(day, 1),
  ArrowUp: (day) => plusDays(day, -7),
  ArrowDown: (day) => plusDays(day, 7),
  Home: (day) => plusDays(day, -sinceMonday(day)),
  End: (day) => plusDays(day, 6 - sinceMonday(day)),
  PageUp: (day) => plusMonths(day, -1),
  PageDown: (day) => plusMonths(day, 1),
}

/** Where a key leads from a day, not beyond what is known; undefined for a key that leads nowhere. */
export function dayByKey(key: string, day: Day, known: Span): Day | undefined {
  const next = steps[key]?.(day)
  return next && nearest(next, known)
}

/** The day itself, or the first or last that is known. */
export function nearest(day: Day, { from, to }: Span): Day {
  if (day < from) return from
  return day < to ? day : plusDays(to, -1)
}
