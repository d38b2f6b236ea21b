/** Pure: a time of one's own as the person writes it, and as it is kept. */
import type { Weekday } from '../../shared/commitments'
import { daysOf, ONCE, weekdayOn, weeklyOn } from '../../shared/commitments'
import type { CommitmentIn, CommitmentKind, CommitmentOut } from '../../shared/wire'
import type { Day } from '../days'
import { plusDays } from '../days'

export interface Written {
  kind: CommitmentKind | undefined
  title: string
  often: 'weekly' | 'once'
  days: readonly Weekday[]
  /** "2026-11-26": the first day, or the only one. */
  first: Day | undefined
  from: string
  to: string
  /** The last day; none when it goes on. */
  last: Day | undefined
  shared: boolean
  zone: string
}

export type Part = 'kind' | 'days' | 'first' | 'times' | 'last'

const ALL_DAY = 24 * 60

export const empty = (today: Day, zone: string): Written => ({
  kind: undefined, title: '', often: 'weekly', days: [], first: today, from: '', to: '', last: undefined, shared: false, zone,
})

export const writtenOf = (one: CommitmentOut): Written => ({
  kind: one.kind,
  title: one.title ?? '',
  often: one.rule === ONCE ? 'once' : 'weekly',
  days: daysOf(one.rule),
  first: one.first_day,
  from: one.wall_time,
  to: clockAt(minutesIn(one.wall_time) + one.minutes),
  last: one.until ? plusDays(one.until, -1) : undefined,
  shared: one.shared,
  zone: one.zone,
})

/** The first part that something is missing from; `wrong` is what a date field says of half a day. */
export function wrongIn({ kind, often, days, first, from, to, last }: Written): Part | undefined {
  if (!kind) return 'kind'
  if (often === 'weekly' && days.length === 0) return 'days'
  if (!from || !to) return 'times'
  if (!isWhole(first)) return 'first'
  return often === 'weekly' && last !== undefined && !takesPlace(days, first ?? '', last) ? 'last' : undefined
}

/** Whether one of the weekdays comes from the first to the last day. */
const takesPlace = (days: readonly Weekday[], first: Day, last: Day): boolean =>
  isWhole(last) && [0, 1, 2, 3, 4, 5, 6].map((n) => plusDays(first, n)).some((day) => day <= last && days.includes(weekdayOn(day)))

const isWhole = (day: Day | undefined): boolean => /^\d{4}-\d\d-\d\d$/.test(day ?? '')

const minutesIn = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const clockAt = (minutes: number): string => {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
}

/** One that ends before it begins ends on the next day. */
export const lengthOf = (from: string, to: string): number => (minutesIn(to) - minutesIn(from) + ALL_DAY) % ALL_DAY || ALL_DAY

/** Of what is complete. `commitment` is the one that it changes. */
export function commitmentOf(written: Written, commitment: string | null): CommitmentIn {
  const { kind, title, often, days, first, from, to, last, shared, zone } = written
  return {
    commitment,
    removed: false,
    kind: kind ?? 'other',
    title: title.trim() || null,
    rule: often === 'once' ? ONCE : weeklyOn(days),
    first_day: first ?? '',
    wall_time: from,
    minutes: lengthOf(from, to),
    zone,
    until: often === 'weekly' && last ? plusDays(last, 1) : null,
    shared,
  }
}

/** What takes it away: all else stays as it was. */
export function removalOf({ id, times: _, ...fields }: CommitmentOut): CommitmentIn {
  return { ...fields, commitment: id, removed: true }
}
