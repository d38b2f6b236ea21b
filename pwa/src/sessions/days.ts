/** The calendar as days and weeks. Pure: days are calendar days where the person is, as "2026-11-26". */
import { localDate } from '../shared/i18n'
import { mondayOf } from '../shared/practiced'
import type { OccurrenceOut } from '../shared/wire'

export type Day = string

const DAY = 86_400_000
/** How far the phone's calendar reaches, back and forth; the server sends as much. */
export const REACH = 60

export const plusDays = (day: Day, days: number): Day => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)

/** Weeks begin on Monday, as those of the program do: a topic is for Monday to Sunday. */
export const weekOf = (day: Day): Day[] => Array.from({ length: 7 }, (_, i) => plusDays(mondayOf(day), i))

export const isDay = (text: unknown): text is Day =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** A session on a day. `gone`: it was meant for this day and was moved to another. */
export interface Entry {
  occurrence: OccurrenceOut
  gone: boolean
}

/** The entries of each day that has any, in their order. */
export function entriesByDay(occurrences: readonly OccurrenceOut[], zone: string): Map<Day, Entry[]> {
  const timed = occurrences.flatMap((occurrence) => entriesOf(occurrence, zone))
  timed.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const days = new Map<Day, Entry[]>()
  for (const { day, occurrence, gone } of timed) days.set(day, [...(days.get(day) ?? []), { occurrence, gone }])
  return days
}

function entriesOf(occurrence: OccurrenceOut, zone: string): (Entry & { day: Day; at: string })[] {
  const { starts_at, was_at, state } = occurrence
  const here = { occurrence, gone: false, at: starts_at, day: localDate(starts_at, zone) }
  const meant = was_at && state === 'moved' ? localDate(was_at, zone) : undefined
  return was_at && meant && meant !== here.day ? [{ occurrence, gone: true, at: was_at, day: meant }, here] : [here]
}

/** Days, [from, to). */
export interface Span {
  from: Day
  to: Day
}

/** The whole days that the phone knows, when it last heard from the server at `readAt`. */
export function knownDays(readAt: string, zone: string): Span {
  const day = localDate(readAt, zone)
  return { from: plusDays(day, 1 - REACH), to: plusDays(day, REACH) }
}

export const within = (day: Day, { from, to }: Span): boolean => from <= day && day < to
