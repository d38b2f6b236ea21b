/** Pure: what asking to be contacted does at this hour. The words promise what the program's hours and coverage hold, and no more. */
import { byWhen } from '../checkins/reading'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { Place } from '../shared/i18n'
import { daysUntil, momentInText, timeOf } from '../shared/i18n'
import type { Home, Shift } from '../shared/wire'
import { dueBy, tierOf } from './dueBy'
import type { Words } from './words'

export interface Contact {
  /** Somebody has to act before the person's day is over. */
  isToday: boolean
  /** What asking would do, while nobody knows of it. */
  offer: string
  /** What it did, from the moment it arrived. */
  promise: string
}

/** Of a request that would be made, or has arrived, now. */
export function contactNow(rule: string, { reading, instruments }: Pick<Home, 'reading' | 'instruments'>, now: Date, place: Place, words: Words): Contact {
  // A home that was kept by an older app names no hours.
  const coverage = reading.coverage ?? []
  const due = dueBy(coverage, tierOf(rule, instruments as unknown as readonly Questionnaire[]), now)
  const by = due && byWhen(due, now, place)
  const name = whoSees(reading, words)
  if (!due || !by) return { isToday: false, offer: words.wouldAskSoon(name), promise: words.asksSoon(name) }
  const shut = hours(coverage, due, now, place, words)
  return {
    isToday: daysUntil(due, now, place.zone) === 0,
    offer: sentences(shut, words.wouldAsk(name, by)),
    promise: sentences(shut, words.asks(name, by), words.nobodyWatches),
  }
}

const sentences = (...said: (string | undefined)[]): string => said.filter(Boolean).join(' ')

/** That nobody is there, or not until then; nothing while somebody is. */
function hours(coverage: readonly Shift[], due: Date, now: Date, place: Place, { closed, closes }: Words): string | undefined {
  const shift = coverage.find(({ closes_at }) => new Date(closes_at) > now)
  if (!shift) return undefined
  if (new Date(shift.opens_at) > now) return closed(momentInText(shift.opens_at, now, place))
  return new Date(shift.closes_at) < due ? closes(timeOf(shift.closes_at, place)) : undefined
}

/** The counselor, and who acts on alerts: either may be the one who is there. */
function whoSees({ counselor, responder }: Home['reading'], { either, Team }: Words): string {
  if (counselor && responder && counselor !== responder) return either(counselor, responder)
  return counselor ?? responder ?? Team
}
