/** When something was answered, and for which day. Pure. */
import type { Place } from '../shared/i18n'
import { isHeldUp } from '../shared/heldUp'
import { dayInText, ended, localDate, momentInText } from '../shared/i18n'
import type { HistoryAnswer } from '../shared/wire'

interface Words {
  answered: (when: string) => string
  forDay: (when: string, day: string) => string
  late: (when: string) => string
  sent: (when: string) => string
}

type Dated = Pick<HistoryAnswer, 'answered_at' | 'received_at' | 'for_day' | 'late'>

/** "Answered Friday, 9:07 am. Sent Monday, 8:02 am": for one that was held up, or given for an earlier time. */
export function whenWords(answer: Dated, words: Words, now: Date, place: Place): string {
  const said = saidWhen(answer, words, now, place)
  return isHeldUp(answer) ? `${ended(said)} ${words.sent(momentInText(answer.received_at, now, place))}` : said
}

/** "Answered Thursday, 9:12 am, for Tuesday"; one in time is not said to be for a day, for that is what it is. */
function saidWhen({ answered_at, for_day, late }: Dated, words: Words, now: Date, place: Place): string {
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
