/** For which day something was answered. Pure. */
import type { Place } from '../../shared/i18n'
import { dayInText, localDate } from '../../shared/i18n'
import type { AnswerRow } from '../../shared/wire'

interface Words {
  late: string
  lateFor: (day: string) => string
  forDay: (day: string) => string
}

type Dated = Pick<AnswerRow, 'answered_at' | 'for_day' | 'late'>

/** "late, for Saturday"; undefined for one that came in time on its own day. `zone` is the person's, for a day is one of where they are. */
export function forDayWords({ answered_at, for_day, late }: Dated, words: Words, now: Date, { language, zone }: Place): string | undefined {
  if (for_day === null) return late ? words.late : undefined
  const day = dayInText(for_day, new Date(localDate(now, zone)), { language, zone: 'UTC' })
  if (late) return words.lateFor(day)
  return for_day === localDate(answered_at, zone) ? undefined : words.forDay(day)
}
