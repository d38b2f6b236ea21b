import type { Moment, Place } from '../shared/i18n'
import { dayOf, daysUntil, timeOf } from '../shared/i18n'

/** As it fits into a sentence: "yesterday 8:12 pm", "Nov 20 8:12 pm". */
export function whenOf(moment: Moment, now: Date, place: Place): string {
  const day = dayOf(moment, now, place)
  const near = Math.abs(daysUntil(moment, now, place.zone)) <= 1
  return `${near ? day.charAt(0).toLowerCase() + day.slice(1) : day} ${timeOf(moment, place)}`
}

/** On its own: "Today 6:00 pm", "Thursday 9:00 am". */
export const dayAndTime = (moment: Moment, now: Date, place: Place): string => `${dayOf(moment, now, place)} ${timeOf(moment, place)}`

/** The time on the clinic's clocks, where the reader's show another. */
export function clinicTime(moment: Moment, place: Place, zone: string): string | undefined {
  const there = timeOf(moment, { ...place, zone })
  return there === timeOf(moment, place) ? undefined : there
}
