/** How a day number of an axis is said. Local days are read in UTC, where each is one day. */
import { shortDateOf, shortWeekdayOf } from '../shared/i18n'
import { now } from '../ui/now'
import { language } from '../ui/words'

const DAY = 86_400_000

const utc = () => ({ language: language.value, zone: 'UTC' })

/** "Oct 19" */
export const dayName = (day: number): string => shortDateOf(new Date(day * DAY), now.value, utc())

/** "Mon, Oct 19" */
export const weekdayName = (day: number): string => `${shortWeekdayOf(new Date(day * DAY), utc())}, ${dayName(day)}`
