import type { Place } from '../shared/i18n'
import { localDate } from '../shared/i18n'
import type { Home, ReplyOut } from '../shared/wire'
import type { AnyEntry, Day, OwnEntry, Span } from './days'
import { allByDay, knownDays } from './days'
import { overlapsOf } from './overlaps'

/** Everything that a view of the calendar shows. */
export interface Read {
  days: ReadonlyMap<Day, readonly AnyEntry[]>
  known: Span
  today: Day
  place: Place
  /** What was said last, by the session's id. */
  replies: ReadonlyMap<string, ReplyOut>
  /** Own times that meet a session, by the session's id. */
  overlaps: ReadonlyMap<string, readonly OwnEntry[]>
}

/** `readAt` is when the server last told the home. */
export const readOf = (body: Home, readAt: string, now: Date, place: Place): Read => ({
  days: allByDay(body.occurrences, body.commitments, place.zone),
  known: knownDays(readAt, place.zone),
  today: localDate(now, place.zone),
  place,
  replies: new Map(body.replies.map((reply) => [reply.occurrence, reply])),
  overlaps: overlapsOf(body.occurrences, body.commitments, now),
})
