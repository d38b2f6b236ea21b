/** Pure: how alerts stand on the page, and whether their time is over. */
import type { AlertOut, Tier } from '../../shared/wire'

const tiers: readonly Tier[] = ['urgent', 'today', 'digest']

/** Also one whose time has run out since the server told. Once somebody is on it, only the server says so. */
export const isOverdue = ({ overdue, due_by, acknowledged_at }: AlertOut, now: Date): boolean =>
  overdue || (acknowledged_at === null && Date.parse(due_by) <= now.getTime())

/** Whoever sees it has to act, whosever it is: an urgent one that nobody was on when the page was `opened`. */
export const isUnattended = ({ tier, acknowledged_at }: AlertOut, opened: Date): boolean =>
  tier === 'urgent' && !(acknowledged_at && Date.parse(acknowledged_at) < opened.getTime())

/**
 * The most pressing first: by tier, overdue before others and what somebody is on after them, then by when somebody has
 * to act. What was acknowledged since the page was `opened` stays where it was, under the hand.
 */
export function byPressure(alerts: readonly AlertOut[], now: Date, opened = now): AlertOut[] {
  const rank = (alert: AlertOut) => [tiers.indexOf(alert.tier), waiting(alert, now, opened), Date.parse(alert.due_by)]
  return [...alerts].sort((one, other) => difference(rank(one), rank(other)))
}

function waiting(alert: AlertOut, now: Date, opened: Date): number {
  if (isOverdue(alert, now)) return 0
  return alert.acknowledged_at && Date.parse(alert.acknowledged_at) < opened.getTime() ? 2 : 1
}

const difference = (one: readonly number[], other: readonly number[]): number =>
  one.map((value, i) => value - (other[i] ?? 0)).find((by) => by !== 0) ?? 0
