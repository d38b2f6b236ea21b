/** Pure: the scores of an answer in words and numbers, and for which day it was. */
import type { Place } from '../shared/i18n'
import { dayInText, localDate, number } from '../shared/i18n'
import type { Language } from '../shared/words/language'
import type { QueueRow, ScoreOut } from '../shared/wire'
import { whenOf } from './when'
import { changeOf } from './why'
import type { Words } from './words'

/** "PHQ-9 score 14, moderate, up 6: a reliable change"; "GAD-7 score: not scored, a question was skipped". */
export function scoreWords({ title, value, band, change, reliable }: ScoreOut, { score }: Words, language: Language): string {
  if (value === null) return score.not(title[language])
  const by = changeOf(change, score, language)
  const changed = by && reliable ? score.reliable(by) : by
  return [score.is(title[language], number(value, language)), band?.[language], changed].filter(Boolean).join(', ')
}

type Dated = Pick<QueueRow, 'late' | 'for_day' | 'answered_at'>

/** "for Tuesday, answered Thursday 9:12 am": for a late answer, or one to the check-in of another day. */
export function dayWords({ late, for_day, answered_at }: Dated, { forDay, why }: Words, now: Date, place: Place): string {
  const when = whenOf(answered_at, now, place)
  const isOther = for_day !== null && late && for_day !== localDate(answered_at, place.zone)
  // Noon in UTC is the same day in the reader's zone nearly everywhere; so the day itself is what is named.
  return isOther ? forDay.said(dayInText(`${for_day}T12:00:00Z`, now, { ...place, zone: 'UTC' }), when) : why.answered(when)
}
