/** Pure: how alerts stand on the page, and whether their time is over. */
import type { AlertOut, Tier } from '../../shared/wire'

const tiers: readonly Tier[] = ['urgent', 'today', 'digest']

/** Also one whose time has run out since the server told. Once somebody is on it, only the server says so. */
export const isOverdue = ({ overdue, due_by, acknowledged_at }: AlertOut, now: Date): boolean =>
  overdue || (acknowledged_at === null && Date.parse(due_by) <= now.getTime())

/** The most pressing first: by tier, overdue before others, then by when somebody has to act. */
export function byPressure(alerts: readonly AlertOut[], now: Date): AlertOut[] {
  const rank = (alert: AlertOut) => [tiers.indexOf(alert.tier), isOverdue(alert, now) ? 0 : 1, Date.parse(alert.due_by)]
  return [...alerts].sort((one, other) => difference(rank(one), rank(other)))
}

const difference = (one: readonly number[], other: readonly number[]): number =>
  one.map((value, i) => value - (other[i] ?? 0)).find((by) => by !== 0) ?? 0
