import { capitalized, list, shortDateOf, timeOf, weekdayOf } from '../shared/i18n'
import type { Place } from '../shared/i18n'
import type { Weekday } from '../shared/commitments'
import { weekdays } from '../shared/commitments'
import { now } from '../ui/now'
import { language } from '../ui/words'
import type { Fields } from './form'
import { plusDays } from './form'
import { words } from './words'

/** Days and wall times have no zone: they are said as in UTC, where they are just these. */
const plain = (): Place => ({ language: language.value, zone: 'UTC' })

const MONDAY = '2024-01-01'

/** As inside a sentence: "Monday", "lunes". */
export const nameOfDay = (day: Weekday): string => weekdayOf(plusDays(MONDAY, weekdays.indexOf(day)), plain())

/** "8:00 am" */
export const clockOf = (wallTime: string): string => timeOf(`1970-01-01T${wallTime}:00Z`, plain())

export const dayOf = (day: string): string => shortDateOf(day, now.value, plain())

/** "Every day: 8:00 am and 8:00 pm, until Dec 5" */
export function whenWords({ times, days, first_day, until }: Fields): string {
  const said = words.value.list
  const which = days.length === weekdays.length ? said.every : capitalized(list(days.map(nameOfDay), language.value))
  const begins = Date.parse(first_day) > now.value.getTime() ? said.from(dayOf(first_day)) : ''
  const ends = until ? said.until(dayOf(plusDays(until, -1))) : ''
  return [said.at(which, list(times.map(clockOf), language.value)), begins, ends].filter(Boolean).join(', ')
}
