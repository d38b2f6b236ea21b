/** The calendar as days and weeks. Pure: days are calendar days where the person is, as "2026-11-26". */
import { localDate } from '../shared/i18n'
import { mondayOf } from '../shared/practiced'
import type { BusyTime, CommitmentOut, OccurrenceOut } from '../shared/wire'

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

/** One time of the person's own, on the day on which it begins. */
export interface OwnEntry {
  commitment: CommitmentOut
  time: BusyTime
}

export type AnyEntry = Entry | OwnEntry

export const isOwn = (entry: AnyEntry): entry is OwnEntry => 'commitment' in entry

/** The sessions of each day that has any, in their order. */
export const entriesByDay = (occurrences: readonly OccurrenceOut[], zone: string): Map<Day, Entry[]> =>
  byDay(occurrences.flatMap((occurrence) => entriesOf(occurrence, zone)), zone)

/** The same with the person's own times among them. */
export const allByDay = (occurrences: readonly OccurrenceOut[], commitments: readonly CommitmentOut[], zone: string): Map<Day, AnyEntry[]> =>
  byDay<AnyEntry>([...occurrences.flatMap((occurrence) => entriesOf(occurrence, zone)), ...commitments.flatMap(timesOf)], zone)

interface Timed<Kind> {
  at: string
  entry: Kind
}

function byDay<Kind>(timed: readonly Timed<Kind>[], zone: string): Map<Day, Kind[]> {
  const days = new Map<Day, Kind[]>()
  for (const { at, entry } of timed.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))) {
    const day = localDate(at, zone)
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return days
}

function entriesOf(occurrence: OccurrenceOut, zone: string): Timed<Entry>[] {
  const { starts_at, was_at, state } = occurrence
  const here = { at: starts_at, entry: { occurrence, gone: false } }
  const wentAway = was_at && state !== 'planned' && localDate(was_at, zone) !== localDate(starts_at, zone)
  return wentAway ? [{ at: was_at, entry: { occurrence, gone: true } }, here] : [here]
}

const timesOf = (commitment: CommitmentOut): Timed<OwnEntry>[] => commitment.times.map((time) => ({ at: time.starts_at, entry: { commitment, time } }))

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
