/** Pure: the scores of an answer in words and numbers, and for which day it was. */
import type { Place } from '../shared/i18n'
import { isHeldUp, onItsWay } from '../shared/heldUp'
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

type Dated = Pick<QueueRow, 'late' | 'for_day' | 'answered_at' | 'received_at'>

const A_DAY = 86_400_000

/** It came more than a day after the time that it carries: given for an earlier day, or held up on a phone. */
export const isBackdated = (answer: Pick<Dated, 'answered_at' | 'received_at'>): boolean => onItsWay(answer) > A_DAY

/**
 * "for Tuesday, answered Thursday 9:12 am": for a late answer, or one to the check-in of another day.
 * "Answered yesterday 9:00 pm, sent today 9:12 am": for one that was held up, or given for an earlier time.
 */
export function dayWords(answer: Dated, { forDay, why }: Words, now: Date, place: Place): string {
  const { late, for_day, answered_at, received_at } = answer
  const when = whenOf(answered_at, now, place)
  const isOther = for_day !== null && late && for_day !== localDate(answered_at, place.zone)
  // Noon in UTC is the same day in the reader's zone nearly everywhere; so the day itself is what is named.
  const said = isOther ? forDay.said(dayInText(`${for_day}T12:00:00Z`, now, { ...place, zone: 'UTC' }), when) : why.answered(when)
  return isHeldUp(answer) ? forDay.sent(said, whenOf(received_at, now, place)) : said
}
