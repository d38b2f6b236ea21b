/** Pure: what somebody takes as they write it, and as it is kept. */
import { plusDays } from '../sessions/days'
import type { Weekday } from '../shared/commitments'
import { weekdays } from '../shared/commitments'
import type { MedicationIn, MedicationOut } from '../shared/wire'

/** What there is to say of it, as the person and, if it is shared, staff read it. */
export type Fields = Pick<MedicationOut, 'name' | 'note' | 'times' | 'days' | 'first_day' | 'until' | 'refill_on' | 'refill_days_before'>

export interface Written {
  name: string
  note: string
  times: readonly string[]
  often: 'every' | 'some'
  days: readonly Weekday[]
  /** "2026-11-26" */
  first: string | undefined
  /** The last day; none when it goes on. */
  last: string | undefined
  refill: string | undefined
  before: string
}

export type Part = 'name' | 'times' | 'days' | 'first' | 'last' | 'refill' | 'before'

export const MOST_TIMES = 6

export const empty = (today: string): Written => ({ name: '', note: '', times: ['08:00'], often: 'every', days: [], first: today, last: undefined, refill: undefined, before: '3' })

export const writtenOf = ({ name, note, times, days, first_day, until, refill_on, refill_days_before }: Fields): Written => ({
  name,
  note: note ?? '',
  times,
  often: days.length === weekdays.length ? 'every' : 'some',
  days: days.length === weekdays.length ? [] : days,
  first: first_day,
  last: until ? plusDays(until, -1) : undefined,
  refill: refill_on ?? undefined,
  before: String(refill_days_before),
})

/** The first part that something is missing from; `wrong` is what a date field says of half a day. */
export function wrongIn({ name, times, often, days, first, last, refill, before }: Written): Part | undefined {
  if (!name.trim()) return 'name'
  if (times.length === 0 || times.includes('')) return 'times'
  if (often === 'some' && days.length === 0) return 'days'
  if (!isWhole(first)) return 'first'
  if (last !== undefined && !(isWhole(last) && last >= (first ?? ''))) return 'last'
  if (refill !== undefined && !isWhole(refill)) return 'refill'
  return refill && !(/^\d{1,2}$/.test(before) && Number(before) <= 30) ? 'before' : undefined
}

const isWhole = (day: string | undefined): boolean => /^\d{4}-\d\d-\d\d$/.test(day ?? '')

/** Of what is complete. `medication` is the one that it changes. */
export const medicationOf = ({ name, note, times, often, days, first, last, refill, before }: Written, medication: string | null, now: Date): MedicationIn => ({
  medication,
  name: name.trim(),
  note: note.trim() || null,
  times: [...new Set(times)].sort(),
  days: often === 'every' ? weekdays : weekdays.filter((day) => days.includes(day)),
  first_day: first ?? '',
  until: last ? plusDays(last, 1) : null,
  refill_on: refill ?? null,
  refill_days_before: refill ? Number(before) : 3,
  said_at: now.toISOString(),
})

/** What takes it off the list: all else stays as it was. */
export const stopOf = (one: Fields & { id: string }, now: Date): MedicationIn => ({ ...fieldsOf(one), medication: one.id, times: [], said_at: now.toISOString() })

/** What says that the refill is there. */
export const refilled = (one: Fields & { id: string }, now: Date): MedicationIn => ({ ...fieldsOf(one), medication: one.id, refill_on: null, said_at: now.toISOString() })

const fieldsOf = ({ name, note, times, days, first_day, until, refill_on, refill_days_before }: Fields): Fields => ({ name, note, times, days, first_day, until, refill_on, refill_days_before })
