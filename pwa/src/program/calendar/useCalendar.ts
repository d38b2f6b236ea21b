import type { Fetched } from '../../data/fetched'
import { useFetched } from '../../data/fetched'
import type { Day } from '../../sessions/days'
import { plusDays } from '../../sessions/days'
import { localDate } from '../../shared/i18n'
import type { StaffCalendar } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'

/** The calendar of whole days, [from, to); a day more on both sides, as no zone is known before it is there. */
export const useCalendar = (from: Day, to: Day): Fetched<StaffCalendar> =>
  useFetched<StaffCalendar>(`/api/calendar?from=${plusDays(from, -1)}T00:00:00Z&to=${plusDays(to, 1)}T00:00:00Z`)

/** How far a new series is laid beside what people have. */
export const WEEKS_AHEAD = 8

/** From the viewer's today on for so many weeks; without any only what the calendar is made of. */
export function useAhead(weeks = 0): Fetched<StaffCalendar> {
  const today = localDate(now.value, here().zone)
  return useCalendar(today, plusDays(today, 7 * weeks))
}

/** Today at the clinic. */
export const todayIn = (zone: string): Day => localDate(now.value, zone)
