/** What a person can say of a session, and what has become of what they said. Pure. */
import type { OccurrenceOut, ReplyKind } from '../../shared/wire'

const HALF_AN_HOUR = 30 * 60_000

/** What was said last counts; nothing can be said of a session that is off or over. */
export function sayable({ state, starts_at, ends_at }: OccurrenceOut, said: ReplyKind | undefined, now: Date): ReplyKind[] {
  const [starts, at] = [Date.parse(starts_at), now.getTime()]
  if (state === 'cancelled') return []
  const isNear = Math.abs(starts - at) <= HALF_AN_HOUR
  const isOver = Date.parse(ends_at) <= at
  const ways: [ReplyKind, boolean][] = [
    ['here', isNear && said !== 'here'],
    ['coming', !isOver && (said === 'cant_come' || (said === 'here' && isNear))],
    ['cant_come', !isOver && said !== 'cant_come' && said !== 'here'],
  ]
  return ways.filter(([, can]) => can).map(([kind]) => kind)
}

/** Where what was said is now. */
export type Way = 'sent' | 'sending' | 'offline' | 'signedOut' | 'refused'

/** `state` is that of its item in the outbox, while it is there. */
export function wayOf(state: 'waiting' | 'parked' | undefined, online: boolean, signedOut: boolean): Way {
  if (state === undefined) return 'sent'
  if (state === 'parked') return 'refused'
  if (signedOut) return 'signedOut'
  return online ? 'sending' : 'offline'
}

/** Whether the program asked to hear of it earlier than now. */
export const isShort = ({ starts_at }: OccurrenceOut, noticeHours: number, now: Date): boolean =>
  Date.parse(starts_at) - now.getTime() < noticeHours * 3_600_000
