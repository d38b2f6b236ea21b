/** Pure: on which days a series recurs, as staff choose it, and the RFC 5545 rule that the server keeps. */
import { mondayOf } from '../../shared/practiced'
import type { Day } from '../../sessions/days'
import { plusDays } from '../../sessions/days'
import type { Weekday } from '../settings/rhythm'
import { weekdays } from '../settings/rhythm'

/**
 * `dates` are single days. `other` is a rule that was written elsewhere and that the form cannot say; it stays as it is,
 * and its days are the server's to tell.
 */
export type Pattern =
  | { kind: 'weekly'; every: number; days: readonly Weekday[] }
  | { kind: 'dates'; dates: readonly Day[] }
  | { kind: 'other'; rule: string }

/** `last` is the last day on which there may be a session; `times` count from the first day, excluded ones too. */
export type End = { kind: 'never' } | { kind: 'day'; last: Day } | { kind: 'count'; times: number }

/** A series of single dates: the first by this rule, the others beside it. */
const ONCE = 'FREQ=DAILY;COUNT=1'

/** As many weeks as the list of choices has. */
export const MOST_WEEKS = 8
export const MOST_TIMES = 200

export const weekdayOn = (day: Day): Weekday => weekdays[(new Date(day).getUTCDay() + 6) % 7] ?? 'MO'

const parts = (rule: string): Map<string, string> => new Map(rule.split(';').map((part) => part.split('=') as [string, string]))

const isWeekday = (day: string): day is Weekday => (weekdays as readonly string[]).includes(day)

/** The rule's days without how many there are. `added` are the days beside the rule at the series' own time. */
export function patternOf(rule: string, first_day: Day, added: readonly Day[]): Pattern {
  if (rule === ONCE) return { kind: 'dates', dates: [first_day, ...added].sort() }
  const said = parts(rule)
  const known = [...said.keys()].every((name) => ['FREQ', 'INTERVAL', 'BYDAY', 'COUNT', 'WKST'].includes(name))
  const days = said.get('BYDAY')?.split(',') ?? [weekdayOn(first_day)]
  const every = Number(said.get('INTERVAL') ?? 1)
  const isOurs = known && said.get('FREQ') === 'WEEKLY' && days.every(isWeekday) && every <= MOST_WEEKS && (said.get('WKST') ?? 'MO') === 'MO'
  return isOurs ? { kind: 'weekly', every, days: weekdays.filter((day) => days.includes(day)) } : { kind: 'other', rule: withoutCount(rule) }
}

const withoutCount = (rule: string): string => rule.replace(/;COUNT=\d+/, '')

export function endOf(rule: string, until: Day | null): End {
  const count = rule === ONCE ? undefined : parts(rule).get('COUNT')
  if (until) return { kind: 'day', last: plusDays(until, -1) }
  return count ? { kind: 'count', times: Number(count) } : { kind: 'never' }
}

export function ruleOf(pattern: Pattern, end: End): string {
  if (pattern.kind === 'dates') return ONCE
  const count = end.kind === 'count' ? `;COUNT=${end.times}` : ''
  if (pattern.kind === 'other') return `${pattern.rule}${count}`
  const every = pattern.every > 1 ? `;INTERVAL=${pattern.every}` : ''
  return `FREQ=WEEKLY${every};BYDAY=${pattern.days.join(',')}${count}`
}

/** The first day without a session: what the server calls `until`. */
export const untilOf = (pattern: Pattern, end: End): Day | null => (pattern.kind !== 'dates' && end.kind === 'day' ? plusDays(end.last, 1) : null)

/** How far from its first day days are looked for. */
const FARTHEST = 20 * 366

/** The days of the rule from its first day on, in order; none of one that the form cannot say. */
export function* daysOf(pattern: Pattern, first_day: Day, end: End): Generator<Day> {
  if (pattern.kind === 'dates') yield* pattern.dates
  if (pattern.kind !== 'weekly' || pattern.days.length === 0) return
  let times = 0
  for (let n = 0, monday = mondayOf(first_day); n < FARTHEST; n += 7 * pattern.every) {
    for (const weekday of pattern.days) {
      const day = plusDays(monday, n + weekdays.indexOf(weekday))
      if (day < first_day) continue
      if ((end.kind === 'day' && day > end.last) || (end.kind === 'count' && times >= end.times)) return
      times += 1
      yield day
    }
  }
}
