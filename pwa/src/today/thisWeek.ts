import { localDate } from '../shared/i18n'
import type { AssignmentOut, PracticeOut } from '../shared/wire'
import { mondayOf, plusDays } from '../sessions/days'

/** How often it was done this week, with what this phone has not sent yet. Counted as the server counts. */
export function doneThisWeek(given: AssignmentOut, practices: readonly PracticeOut[], now: Date, zone: string): number {
  const monday = mondayOf(localDate(now, zone))
  const isInWeek = (day: string) => day >= monday && day >= given.from_day && day < plusDays(monday, 7)
  return practices.filter(({ exercise, started_at }) => exercise === given.exercise && isInWeek(localDate(started_at, zone))).length
}
