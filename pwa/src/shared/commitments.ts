/** The person's own times, as far as this phone has to know them before the server tells. Pure. */
import { localDate } from './i18n'
import type { BusyTime, CommitmentIn, CommitmentOut } from './wire'

/** One that was said on this phone; `item` is its id in the outbox. */
export type SaidCommitment = CommitmentIn & { readonly id: string; readonly item: string; readonly said_at: string }

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]

/** The rule of what happens on one day only. */
export const ONCE = 'FREQ=DAILY;COUNT=1'

const WEEKLY = 'FREQ=WEEKLY;BYDAY='

/** In the order of the week, whatever was tapped first. */
export const weeklyOn = (days: readonly Weekday[]): string => `${WEEKLY}${weekdays.filter((day) => days.includes(day)).join(',')}`

/** The days of a weekly rule; none for every other rule. */
export const daysOf = (rule: string): Weekday[] =>
  rule.startsWith(WEEKLY) ? weekdays.filter((day) => rule.slice(WEEKLY.length).split(',').includes(day)) : []

const [MINUTE, DAY] = [60_000, 86_400_000]
/** How far ahead the server tells them. */
const DAYS_AHEAD = 60

type When = Pick<CommitmentOut, 'rule' | 'first_day' | 'wall_time' | 'minutes' | 'zone' | 'until'>

/** Its times from the local day of `from` on, as far ahead as the server tells them. Only rules that this app writes have any. */
export function timesFrom(from: Date, when: When): BusyTime[] {
  const today = Date.parse(localDate(from, when.zone))
  return Array.from({ length: DAYS_AHEAD }, (_, i) => new Date(today + i * DAY).toISOString().slice(0, 10))
    .filter((day) => isOn(day, when))
    .map((day) => timeOn(day, when))
}

function isOn(day: string, { rule, first_day, until }: When): boolean {
  if (day < first_day || (until && day >= until)) return false
  return rule === ONCE ? day === first_day : daysOf(rule).includes(weekdayOn(day))
}

/** `weekdays` begin on Monday; the first day of 1970 was a Thursday. */
export const weekdayOn = (day: string): Weekday => weekdays[(Date.parse(day) / DAY + 3) % 7] ?? 'MO'

function timeOn(day: string, { wall_time, minutes, zone }: When): BusyTime {
  const starts = momentAt(day, wall_time, zone)
  return { starts_at: new Date(starts).toISOString(), ends_at: new Date(starts + minutes * MINUTE).toISOString() }
}

/**
 * The moment, in milliseconds, at which the clocks of a zone show a time: the first of two, and where the clocks leave it
 * out, as much later as they go forward. As on the server.
 */
export function momentAt(day: string, wallTime: string, zone: string): number {
  const shown = Date.parse(`${day}T${wallTime}:00Z`)
  const [before, after] = [shown - offsetAt(shown - DAY, zone), shown - offsetAt(shown + DAY, zone)]
  return [before, after].find((moment) => moment + offsetAt(moment, zone) === shown) ?? before
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs a thousand times more than using it. */
function clockIn(zone: string): Intl.DateTimeFormat {
  const made = clocks.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' })
  clocks.set(zone, made)
  return made
}

/** How far the clocks of the zone are ahead of UTC, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const parts = clockIn(zone).formatToParts(moment)
  const [month, day, year, hour, minute, second] = parts.filter(({ type }) => type !== 'literal').map(({ value }) => Number(value))
  return Date.UTC(2000 + (year ?? 0), (month ?? 1) - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000
}

/** What the server told, with what was said here on top. */
export function withOwn(told: readonly CommitmentOut[], said: readonly SaidCommitment[]): CommitmentOut[] {
  const changed = new Set(said.map(({ id }) => id))
  return [...told.filter(({ id }) => !changed.has(id)), ...said.filter(({ removed }) => !removed).map(shown)]
}

function shown(one: SaidCommitment): CommitmentOut {
  const { id, kind, title, rule, first_day, wall_time, minutes, zone, until, shared } = one
  return { id, kind, title, rule, first_day, wall_time, minutes, zone, until, shared, times: timesFrom(new Date(one.said_at), one) }
}
