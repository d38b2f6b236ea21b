/** When something was answered, and for which day. Pure. */
import type { Place } from '../shared/i18n'
import { dayInText, localDate, momentInText } from '../shared/i18n'
import type { HistoryAnswer } from '../shared/wire'

interface Words {
  answered: (when: string) => string
  forDay: (when: string, day: string) => string
  late: (when: string) => string
}

type Dated = Pick<HistoryAnswer, 'answered_at' | 'for_day' | 'late'>

/** "Answered Thursday, 9:12 am, for Tuesday"; one in time is not said to be for a day, for that is what it is. */
export function whenWords({ answered_at, for_day, late }: Dated, words: Words, now: Date, place: Place): string {
  const when = momentInText(answered_at, now, place)
  if (!late || for_day === null) return words.answered(when)
  return for_day === localDate(answered_at, place.zone) ? words.late(when) : words.forDay(when, dayWords(for_day, now, place))
}

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`)

/** A local day inside a sentence: "yesterday", "Tuesday", "Nov 3". */
export const dayWords = (day: string, now: Date, { language, zone }: Place): string =>
  dayInText(noon(day), noon(localDate(now, zone)), { language, zone: 'UTC' })

const MINUTE = 60_000

/** Minutes that are left, at least one; 0 once it is over. */
export const minutesLeft = (until: string, now: Date): number => Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / MINUTE))
