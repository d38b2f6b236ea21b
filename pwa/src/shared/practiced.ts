import { localDate } from './i18n'
import type { AssignmentOut, PracticeOut } from './wire'

const DAY = 86_400_000

/** The Monday of the week that the local date ("2026-11-26") is in. */
export function mondayOf(day: string): string {
  const moment = Date.parse(day)
  const sinceMonday = (new Date(moment).getUTCDay() + 6) % 7
  return new Date(moment - sinceMonday * DAY).toISOString().slice(0, 10)
}

/**
 * How often the exercise was done this week, by the server's rule: Monday to Sunday where the person is, from the day it
 * was given, also without being asked. What was practiced on this phone a moment ago counts at once, and a new week
 * begins without a network too.
 */
export function doneThisWeek(
  { exercise, from_day }: Pick<AssignmentOut, 'exercise' | 'from_day'>,
  practices: readonly Pick<PracticeOut, 'exercise' | 'started_at'>[],
  now: Date,
  zone: string,
): number {
  const monday = mondayOf(localDate(now, zone))
  const days = practices.filter((one) => one.exercise === exercise).map((one) => localDate(one.started_at, zone))
  return days.filter((day) => day >= monday && day >= from_day).length
}
