import { plusDays } from '../sessions/days'
import { weekdays } from '../shared/commitments'
import { capitalized, list, shortDateOf, timeOf } from '../shared/i18n'
import { now } from '../ui/now'
import { nameOfDay, plain } from '../ui/Weekdays'
import { language } from '../ui/words'
import type { Fields } from './form'
import { words } from './words'

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
