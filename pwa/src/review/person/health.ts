/** Pure: how reminders reach somebody's phone, in words. */
import type { Place } from '../../shared/i18n'
import { daysUntil, shortDateOf, weekdayOf } from '../../shared/i18n'
import type { ReminderHealth } from '../../shared/wire'
import { whenOf } from '../when'
import type { Words as Review } from '../words'
import type { Words } from './words'

/** Undefined where nobody has to do anything about it. */
export function troubleOf({ subscribed, stopped_on }: ReminderHealth, name: string, now: Date, place: Place, { reminders }: Words): string | undefined {
  if (stopped_on) return `${reminders.stopped(recentDay(stopped_on, now, place))} ${reminders.ask(name)}`
  return subscribed ? undefined : `${reminders.off} ${reminders.askOff(name)}`
}

/** "Friday" within a week, else "Nov 3". */
const recentDay = (moment: string, now: Date, place: Place): string =>
  Math.abs(daysUntil(moment, now, place.zone)) < 7 ? weekdayOf(moment, place) : shortDateOf(moment, now, place)

/** What came last, and whether the phone has said that it was shown. */
export function lastOf({ subscribed, last_accepted_at, last_shown_at }: ReminderHealth, now: Date, place: Place, { reminders }: Review): string {
  const when = (moment: string) => whenOf(moment, now, place)
  if (last_shown_at !== null && (last_accepted_at === null || last_shown_at >= last_accepted_at)) return reminders.shown(when(last_shown_at))
  if (last_accepted_at) return reminders.accepted(when(last_accepted_at))
  return subscribed ? reminders.never : ''
}
