/** What Today tells of the sessions. Pure; the occurrences are in the order of their start. */
import type { OccurrenceOut } from '../shared/wire'

const DAY = 86_400_000

export interface Coming {
  /** The one that runs now or comes first. */
  next: OccurrenceOut | undefined
  /** In two days, or before the next one in a week, and not where or when it was meant to be: nobody should come in vain. */
  changed: readonly OccurrenceOut[]
  /** The latest that took place. */
  last: OccurrenceOut | undefined
}

export function coming(occurrences: readonly OccurrenceOut[], now: Date): Coming {
  const held = occurrences.filter(({ state }) => state !== 'cancelled')
  const isOver = ({ ends_at }: OccurrenceOut) => Date.parse(ends_at) <= now.getTime()
  const next = held.find((one) => !isOver(one))
  const inDays = next ? (Date.parse(next.starts_at) - now.getTime()) / DAY : 0
  const soon = now.getTime() + Math.min(Math.max(2, inDays), 7) * DAY
  return {
    next,
    changed: occurrences.filter((one) => one !== next && missesItsTime(one, now.getTime(), soon)),
    last: held.filter(isOver).at(-1),
  }
}

/** It was meant to be held in [now, soon], and is not. */
function missesItsTime(one: OccurrenceOut, now: number, soon: number): boolean {
  if (one.state === 'planned') return false
  const meant = Date.parse(meantAt(one))
  const length = Date.parse(one.ends_at) - Date.parse(one.starts_at)
  return meant + length > now && meant <= soon
}

/** When people believe it to be who have not heard of the last that was changed: it may have been moved, then cancelled. */
export const meantAt = ({ state, starts_at, was_at }: OccurrenceOut): string => (state === 'moved' && was_at) || starts_at

/** The address to join by, when it is one that a browser may open. */
export const joinLink = ({ link }: OccurrenceOut): string | undefined => (link?.startsWith('https://') ? link : undefined)

/** The page of a session. */
export const pageOf = ({ id }: OccurrenceOut): string => `/sessions/${encodeURIComponent(id)}`

/** The one that an address names, also by an id it had before its series was another; some senders encode it twice. */
export const named = (id: string, occurrences: readonly OccurrenceOut[]): OccurrenceOut | undefined =>
  occurrences.find((one) => namesOf(one).some((name) => name === id || encodeURIComponent(name) === id))

/** What an older server sent, and the phone keeps, has no former ones. */
const namesOf = ({ id, former_ids = [] }: Pick<OccurrenceOut, 'id'> & Partial<OccurrenceOut>): string[] => [id, ...former_ids]
